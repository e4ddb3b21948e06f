"""The pages where reports are handled, error states included; part of the table in office_places.py."""

from playwright.sync_api import Page

from tests.browser.office import Office
from tests.browser.office_steps import Steps, office_at, send
from tests.browser.places import expect_status, fill, go


def _case(suffix: str = "", **told: str) -> Steps:
    def steps(office: Office, page: Page) -> None:
        go(page, office.case_path(**told) + suffix)

    return steps


def _cases(office: Office, page: Page) -> None:
    office.case_path()
    go(page, "/kelola/laporan")
    assert page.locator("tbody tr").count() >= 1


def _act_refused(slug: str) -> Steps:
    def steps(office: Office, page: Page) -> None:
        _case(f"/{slug}")(office, page)
        assert send(page) == 422

    return steps


def _case_overtaken(office: Office, page: Page) -> None:
    _case("/pesan")(office, page)
    page.evaluate("document.querySelector('[name=seen]').value = '0.0.0'")
    fill(page, "words", "Kami sedang memeriksa.")
    assert send(page) == 409


def _case_answered(office: Office, page: Page) -> None:
    _case("/jawab")(office, page)
    fill(page, "words", "Sudah kami perbaiki.")
    page.locator("[name=cites]").first.check()
    send(page)
    assert page.get_by_text("Sudah kami perbaiki.").count() == 1


def _canned_answer(suffix: str = "") -> Steps:
    def steps(office: Office, page: Page) -> None:
        go(page, office.canned_answer_path() + suffix)

    return steps


def _canned_answers(office: Office, page: Page) -> None:
    office.canned_answer_path()
    go(page, "/kelola/jawaban-baku")


def _incident(office: Office, page: Page) -> None:
    go(page, office.incident_path())


def _incident_refused(office: Office, page: Page) -> None:
    _incident(office, page)
    assert send(page) == 422


def _incidents(office: Office, page: Page) -> None:
    office.incident_path()
    go(page, "/kelola/kejadian")


def _agenda(office: Office, page: Page) -> None:
    office.case_path()
    go(page, "/kelola/laporan/agenda")


#: Name -> the officer who is signed in, and the steps.
CASE_PLACES: dict[str, tuple[str | None, Steps]] = {
    "office: cases": ("editor", _cases),
    "office: cases, 422": (
        "editor",
        lambda _office, page: expect_status(go(page, "/kelola/laporan/cari?nomor=x"), 422),
    ),
    "office: case": ("editor", _case(visibility="open")),
    "office: case, why a date": ("editor", _case("/tenggat/1")),
    "office: case, answered": ("editor", _case_answered),
    "office: answer a case": ("editor", _case("/jawab")),
    "office: reject a case, 422": ("editor", _act_refused("tolak")),
    "office: hand a case over, 422": ("editor", _act_refused("teruskan")),
    "office: join an incident, 422": ("editor", _act_refused("gabungkan")),
    "office: agenda": ("editor", _agenda),
    "office: prepared answers": ("editor", _canned_answers),
    "office: prepared answer": ("editor", _canned_answer()),
    "office: delete a prepared answer": ("editor", _canned_answer("/hapus")),
    "office: incidents": ("editor", _incidents),
    "office: incident, 422": ("editor", _incident_refused),
    "office: deputy": ("editor", office_at("/kelola/pengganti")),
    "office: case overtaken, 409": ("editor", _case_overtaken),
}
