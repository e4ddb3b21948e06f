"""What holds on every page of the tables in places.py (in both languages) and office_places.py: reached once each."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.checks import NARROW, WIDE, assert_accessible, assert_no_sideways_scroll, set_width
from tests.browser.conftest import open_page
from tests.browser.office_places import OFFICE_PLACES, reach
from tests.browser.places import LANGUAGES, PLACES, SERVICE, at
from tests.live_server import LiveServer

SMALLEST_TARGET_PX = 24
OUR_TARGET_PX = 44
MOST_DOM_NODES = 1500
CARD = "promise card"

#: Controls smaller than ``least``; a link inside a line of text is excepted by WCAG 2.5.8.
SMALL_TARGETS = """(least) => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest("[class*=visually-hidden], [class*=skip-link]") && element.getClientRects().length > 0;
  const isInText = (element) => element.matches("a") && getComputedStyle(element).display === "inline";
  const area = (element) => {
    const boxes = [element, ...(element.labels || [])].map((part) => part.getBoundingClientRect());
    return [Math.max(...boxes.map((box) => box.width)), Math.max(...boxes.map((box) => box.height))];
  };
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((element) => seen(element) && !isInText(element))
    .filter((element) => area(element).some((side) => side < least))
    .map((element) => `${element.outerHTML.slice(0, 120)} ${area(element)}`);
}"""


@pytest.fixture(
    scope="module",
    params=[(place, language) for place in PLACES for language in LANGUAGES]
    + [(place, "id") for place in OFFICE_PLACES],
    ids=lambda param: f"{param[0]}-{param[1]}",
)
def visited(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of the table, as it stands after every step that leads there."""
    place, language = request.param
    with open_page(browser, live_server) as page:
        if place in OFFICE_PLACES:
            reach(live_server, page, place)
        else:
            PLACES[place](page, LANGUAGES[language])
        yield page


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing(visited: Page, width: int) -> None:
    set_width(visited, width)
    assert_accessible(visited)


def test_nothing_scrolls_sideways_at_400_percent(visited: Page) -> None:
    set_width(visited, NARROW)
    assert_no_sideways_scroll(visited)


def test_every_control_can_be_hit(visited: Page) -> None:
    set_width(visited, NARROW)
    assert visited.evaluate(SMALL_TARGETS, SMALLEST_TARGET_PX) == []


def test_a_page_has_one_heading_of_the_first_level(visited: Page) -> None:
    assert visited.locator("h1").count() == 1


def test_a_page_is_light_for_old_phones(visited: Page) -> None:
    assert visited.evaluate("document.getElementsByTagName('*').length") <= MOST_DOM_NODES


def test_a_page_says_its_language(visited: Page) -> None:
    language = visited.locator("html").get_attribute("lang")
    is_english = visited.evaluate("location.pathname").startswith("/en")
    assert language == ("en" if is_english else "id")


@pytest.mark.parametrize("place", [SERVICE, f"{SERVICE}/lapor", "/", "/cari?q=ktp"])
def test_our_own_buttons_and_fields_are_easy_to_hit(phone: Page, place: str) -> None:
    at(place)(phone, "")
    small = phone.evaluate(SMALL_TARGETS, OUR_TARGET_PX)
    assert [target for target in small if not target.startswith("<a")] == []


def test_titles_tell_the_pages_apart(page: Page) -> None:
    addresses = [
        "/", "/cari?q=ktp", "/cari?q=paspor", "/layanan/paspor-baru", "/layanan/paspor-baru/versi",
        "/layanan/paspor-baru/versi/1", "/layanan/paspor-baru/versi/2", "/layanan/paspor-baru/versi/1/banding/2",
        "/instansi", "/instansi/kota-bandung", SERVICE, f"{SERVICE}/kartu", f"{SERVICE}/versi", f"{SERVICE}/versi/1",
        f"{SERVICE}/lapor", "/lapor", "/lacak", "/aksesibilitas", "/privasi", "/lisensi", "/tidak-ada",
    ]  # fmt: skip
    titles = []
    for address in addresses:
        page.goto(address)
        titles.append(page.title())
    assert len(set(titles)) == len(titles), titles
