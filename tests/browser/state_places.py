"""A report in every state, as its reporter and as its officer meet it; part of the table in office_places.py."""

from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.lives import LIVES, REPRIMANDED, live
from tests.browser.office import Office
from tests.browser.office_steps import Steps
from tests.browser.places import expect_status, go


def _own_report(state: str, prefix: str = "") -> Steps:
    def steps(office: Office, page: Page) -> None:
        here = urlsplit(go(page, "/healthz").url)
        cookie = live(office.app, state).cookie
        page.context.add_cookies([{"name": "sipp_sesi", "value": cookie, "url": f"{here.scheme}://{here.netloc}"}])
        expect_status(go(page, f"{prefix}/laporan"), 200)
        assert page.locator("[data-state]").count() == 1

    return steps


def _case(state: str) -> Steps:
    def steps(office: Office, page: Page) -> None:
        expect_status(go(page, f"/kelola/laporan/{live(office.app, state).case_number}"), 200)

    return steps


#: As ``OFFICE_PLACES``, which takes them in.
STATE_PLACES: dict[str, tuple[str | None, Steps]] = {
    **{f"own report, {state}": (None, _own_report(state)) for state in (*LIVES, REPRIMANDED)},
    **{f"own report in English, {state}": (None, _own_report(state, "/en")) for state in ("answered", REPRIMANDED)},
    **{f"office: case, {state}": ("editor", _case(state)) for state in ("waits for completion", "resolved", "lapsed")},
    **{f"office: case, {state}": ("superior", _case(state)) for state in ("objected to", REPRIMANDED)},
}
