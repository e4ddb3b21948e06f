"""The way into the office as a person goes it: through the pages, without scripts, on a phone and by keyboard."""

import json

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.checks import PHONE
from tests.browser.conftest import lend_page
from tests.browser.office_places import office_of, reach, send
from tests.browser.places import fill, go, press
from tests.live_server import LiveServer
from tests.web.officers import PASSWORD, code_of

MINIMUM_PX = 44


def test_a_demo_account_signs_in_without_scripts_and_out_again(page_without_js: Page, live_server: LiveServer) -> None:
    known = json.loads((live_server.data_dir / "secrets" / "demo.json").read_text())
    page, office = page_without_js, office_of(live_server)
    email = "auditor@nasional.contoh"
    go(page, "/")
    press(page, page.get_by_role("link", name="Masuk petugas"))
    fill(page, "email", email)
    fill(page, "password", known["password"])
    send(page)
    fill(page, "code", code_of(office.app, office.demo_officer(email, known["totp"][email])))
    send(page)
    assert page.url == f"{live_server.url}/kelola"
    assert page.locator("main").inner_text().count("Auditor") >= 1
    press(page, page.get_by_role("button", name="Keluar"))
    assert page.url == f"{live_server.url}/masuk"
    go(page, "/kelola")
    assert page.url.startswith(f"{live_server.url}/masuk?next=")


def test_the_way_in_is_gone_by_keyboard_alone(page: Page, live_server: LiveServer) -> None:
    officer = office_of(live_server).officers["counter"]
    go(page, "/masuk")
    page.locator("[name=email]").focus()
    page.keyboard.type(officer.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{live_server.url}/kelola"


def test_password_managers_and_phones_are_told_what_each_field_is(page: Page, live_server: LiveServer) -> None:
    def kinds() -> list[tuple[str | None, str | None]]:
        fields = page.locator("main input:not([type=hidden])").all()
        return [(one.get_attribute("type"), one.get_attribute("autocomplete")) for one in fields]

    go(page, "/masuk")
    assert kinds() == [("email", "username"), ("password", "current-password")]
    reach(live_server, page, "office: code")
    assert kinds() == [("text", "one-time-code")]
    assert page.locator("[name=code]").get_attribute("inputmode") == "numeric"
    reach(live_server, page, "office: new password")
    assert kinds() == [("password", "new-password")] * 2


@pytest.mark.parametrize("place", ["office: desk", "office: account", "office: people", "office: person"])
def test_buttons_and_fields_of_the_office_are_easy_to_hit(
    browser: Browser, live_server: LiveServer, place: str
) -> None:
    with lend_page(browser, live_server, viewport={"width": PHONE, "height": 740}, has_touch=True) as page:
        reach(live_server, page, place)
        controls = page.locator("button:visible, input:visible, select:visible").all()
        boxes = [(one.evaluate("e => e.outerHTML.slice(0, 80)"), one.bounding_box()) for one in controls]
        small = [html for html, box in boxes if box and "checkbox" not in html and box["height"] < MINIMUM_PX]
        assert controls and small == []
