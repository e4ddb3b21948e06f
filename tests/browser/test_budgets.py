"""The budgets of the interface, measured by the browser: bytes over the wire, requests, shifts, page loads."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import places
from tests.browser.checks import PHONE
from tests.browser.conftest import open_page
from tests.browser.places import SEARCH, SERVICE, go, go_on, press, tracking_code
from tests.browser.wire import Traffic, watched
from tests.live_server import LiveServer

KB = 1024
LIMITS = {"css": 16 * KB, "js": 6 * KB, "fonts": 0, "images": 10 * KB}
STANDARD_PAGE, OTHER_PAGE = 20 * KB, 12 * KB
FIRST_VIEW, REPEATED_VIEW, MOST_REQUESTS = 45 * KB, 15 * KB, 6
MOST_SHIFT = 0.02
CARD = 3 * KB
JOURNEY, MOST_PAGE_LOADS = 150 * KB, 8

PAGES = {
    "/": OTHER_PAGE,
    SEARCH: OTHER_PAGE,
    f"{SERVICE}/lapor": OTHER_PAGE,
    "/lapor": OTHER_PAGE,
    "/lacak": OTHER_PAGE,
    "/instansi": OTHER_PAGE,
    "/hitung-tenggat?mulai=2026-03-13&lama=60": OTHER_PAGE,
    "/instansi/kota-bandung": STANDARD_PAGE,
    SERVICE: STANDARD_PAGE,
    f"{SERVICE}/versi/1": STANDARD_PAGE,
    "/layanan/ktp-hilang-rusak": STANDARD_PAGE,
    "/layanan/paspor-baru/versi/1/banding/2": STANDARD_PAGE,
    "/en" + SERVICE: STANDARD_PAGE,
}

#: Sums what moved without the citizen's doing; the buffered observer also tells what came before it.
LAYOUT_SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
})"""


@pytest.fixture
def empty_phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A phone with an empty cache."""
    with open_page(browser, live_server, viewport={"width": PHONE, "height": 740}) as page:
        yield page


def view(page: Page, address: str) -> Traffic:
    """Open a page, wait until nothing more is fetched, and give what came over the wire."""
    with watched(page) as traffic:
        page.goto(address, wait_until="networkidle")
    return traffic


@pytest.mark.parametrize("width", [PHONE, 1280])
@pytest.mark.parametrize("address", PAGES)
def test_a_first_view_is_small_and_nothing_jumps(
    browser: Browser, live_server: LiveServer, address: str, width: int
) -> None:
    with open_page(browser, live_server, viewport={"width": width, "height": 740}) as page:
        traffic = view(page, address)
        assert page.evaluate(LAYOUT_SHIFT) <= MOST_SHIFT
    assert traffic.bytes_of["html"] <= PAGES[address]
    assert {kind: size for kind, size in traffic.bytes_of.items() if size > LIMITS.get(kind, FIRST_VIEW)} == {}
    assert traffic.total <= FIRST_VIEW
    assert len(traffic.requests) <= MOST_REQUESTS
    assert traffic.origins == {live_server.url}


@pytest.mark.parametrize("address", ["/", SEARCH, SERVICE, f"{SERVICE}/lapor"])
def test_a_repeated_view_is_smaller(empty_phone: Page, address: str) -> None:
    view(empty_phone, address)
    again = view(empty_phone, address)
    assert again.total <= REPEATED_VIEW
    assert again.bytes_of["css"] == again.bytes_of["js"] == 0


def test_the_promise_card_is_tiny(empty_phone: Page) -> None:
    traffic = view(empty_phone, f"{SERVICE}/kartu")
    assert traffic.total < CARD


def test_from_search_to_receipt_is_short_and_light(empty_phone: Page) -> None:
    page, loads = empty_phone, []
    page.on("load", lambda loaded: loads.append(loaded.url))
    with watched(page) as traffic:
        go(page, SEARCH)
        press(page, page.locator("article[data-result=offer] a").first)
        press(page, page.locator("a[href*='/lapor']:visible", has_text="Laporkan ketidaksesuaian").first)
        places.choose(page, "variant", "hilang")
        places.choose(page, "group", "money")
        places.fill(page, "money_total", "50.000")
        go_on(page)
        places.choose(page, "visibility", "anonymous")
        go_on(page)
        places.fill(page, "description", "Diminta uang di loket 3.")
        go_on(page)
        go_on(page)
        assert tracking_code(page)
        page.wait_for_load_state("networkidle")
    assert len(loads) <= MOST_PAGE_LOADS, loads
    assert traffic.total <= JOURNEY
