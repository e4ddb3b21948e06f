"""Places of the national administrators: models, answers to what is typed; and what search could not find."""

from playwright.sync_api import Page

from tests.browser.office import Office
from tests.browser.office_steps import Steps, office_at, send
from tests.browser.places import fill, go


def _model(suffix: str = "") -> Steps:
    def steps(office: Office, page: Page) -> None:
        go(page, office.model_path() + suffix)

    return steps


def _searches(office: Office, page: Page) -> None:
    office.miss_searches()
    go(page, "/kelola/pencarian")


def _answer(suffix: str = "") -> Steps:
    def steps(office: Office, page: Page) -> None:
        go(page, office.answer_path() + suffix)

    return steps


def _answers(office: Office, page: Page) -> None:
    office.answer_path()
    go(page, "/kelola/jawaban")


def _answer_refused(_office: Office, page: Page) -> None:
    go(page, "/kelola/jawaban/baru?kata=ktp+raib")
    fill(page, "wanted", "ktp")
    assert send(page) == 422
    assert page.locator("[name=target]").count() > 1


def _answer_overtaken(office: Office, page: Page) -> None:
    _answer()(office, page)
    page.evaluate("document.querySelector('[name=row_version]').value = '7'")
    assert send(page) == 409


def _names_overtaken(_office: Office, page: Page) -> None:
    go(page, "/kelola/acuan/kk-baru/nama")
    page.evaluate("document.querySelector('[name=row_version]').value = '99'")
    assert send(page) == 409


#: As ``OFFICE_PLACES``, which takes them in.
NATIONAL_PLACES: dict[str, tuple[str | None, Steps]] = {
    "office: national models": ("national", office_at("/kelola/acuan")),
    "office: national model": ("national", office_at("/kelola/acuan/kk-baru")),
    "office: names of a national service": ("national", office_at("/kelola/acuan/kk-baru/nama")),
    "office: names of a national service, 409": ("national", _names_overtaken),
    "office: draft of a model": ("national", _model()),
    "office: preview of a model": ("national", _model("/pratinjau")),
    "office: searches": ("editor", _searches),
    "office: searches, national": ("national", _searches),
    "office: name a service": ("editor", office_at("/kelola/pencarian/nama-lain?kata=ktp+raib")),
    "office: answers": ("national", _answers),
    "office: answer": ("national", _answer()),
    "office: answer, 422": ("national", _answer_refused),
    "office: answer, 409": ("national", _answer_overtaken),
    "office: end an answer": ("national", _answer("/akhiri")),
}
