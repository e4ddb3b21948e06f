"""Before a session ends an officer is warned, without losing the focus, and can stay by one press."""

from playwright.sync_api import Browser, expect

from tests.browser.conftest import open_page
from tests.browser.office_places import reach
from tests.live_server import LiveServer


def test_an_officer_is_warned_in_time_and_stays_by_one_press(live_server: LiveServer, browser: Browser) -> None:
    with open_page(browser, live_server) as page:
        page.clock.install()
        reach(live_server, page, "office: change password")
        field, warning = page.locator("[name=password]"), page.locator("[data-session-warning]")
        field.fill("sedang diisi")
        page.clock.fast_forward("01:49:00")
        expect(warning).to_be_hidden()
        page.clock.fast_forward("00:01:30")
        expect(warning).to_be_visible()
        expect(field).to_be_focused()
        warning.get_by_role("button").click()
        expect(warning).to_be_hidden()
        expect(field).to_have_value("sedang diisi")
        page.clock.fast_forward("01:51:00")
        expect(warning).to_be_visible()
        page.clock.fast_forward("00:10:00")
        expect(warning).to_contain_text("Sesi Anda sudah berakhir")
