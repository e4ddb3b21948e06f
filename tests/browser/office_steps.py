"""Steps to a page of the back office that many places share."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.office import Office
from tests.browser.places import at, go, press

Steps = Callable[[Office, Page], None]


def office_at(path: str) -> Steps:
    """Open an address."""

    def steps(_office: Office, page: Page) -> None:
        at(path)(page, "")

    return steps


def send(page: Page) -> int:
    """Press the main button of the page's own form; the status of what comes."""
    return press(page, page.locator("main form[method=post] button").last).status


def refused(path: str) -> Steps:
    """Open an address and send its form as it is, which is refused."""

    def steps(_office: Office, page: Page) -> None:
        go(page, path)
        assert send(page) == 422

    return steps
