"""Pages on A4: the service page, what to know and to bring; reports; nothing that only a screen can use."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import lend_page
from tests.browser.office_places import OFFICE_PLACES, reach
from tests.browser.places import PLACES, SERVICE, go
from tests.live_server import LiveServer

#: A4 at 96 dots per inch, without 2 cm of margin on each side.
A4_WIDTH, A4_HEIGHT = 642, 971
MOST_PAGES = 4


@pytest.fixture
def paper(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The service page as it goes to the printer."""
    with lend_page(browser, live_server, viewport={"width": A4_WIDTH, "height": A4_HEIGHT}) as page:
        go(page, SERVICE)
        page.emulate_media(media="print")
        yield page


def test_paper_shows_the_title_the_figures_and_what_to_bring(paper: Page) -> None:
    assert paper.locator("h1").is_visible()
    figures = paper.locator(".promise__figures > div")
    assert [figure.is_visible() for figure in figures.all()] == [True] * 4
    requirements = paper.locator("#syarat li")
    assert requirements.count() > 0
    assert all(requirement.is_visible() for requirement in requirements.all())
    assert paper.locator(".letterhead").get_by_text("Kota Bandung").is_visible()
    assert paper.get_by_text("Versi 1, berlaku sejak").is_visible()


def test_paper_says_which_kind_of_application_the_figures_are_for(paper: Page) -> None:
    assert paper.locator(".promise nav").is_hidden()
    assert paper.get_by_text("Jenis permohonan: Hilang").is_visible()


@pytest.mark.parametrize("part", [".top__nav", ".top__language", ".report-bar", ".foot ul", ".again", "[role=search]"])
def test_paper_shows_nothing_to_press(paper: Page, part: str) -> None:
    assert [element.is_visible() for element in paper.locator(part).all() if element.is_visible()] == []


def test_paper_is_black_on_white(paper: Page) -> None:
    heading = paper.locator("h1")
    colour = heading.evaluate("element => getComputedStyle(element).color")
    assert sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")) < 3 * 64
    assert paper.evaluate("document.documentElement.scrollWidth") <= A4_WIDTH


def test_a_standard_is_a_few_sheets(paper: Page) -> None:
    sheet = paper.pdf(format="A4")
    assert 1 <= sheet.count(b"/Type /Page\n") <= MOST_PAGES


@pytest.mark.parametrize(
    ("place", "kept", "left_out"),
    [
        ("opened report", "#pesan .timeline", ".card:has-text('Untuk Anda sendiri')"),
        ("office: case", "#riwayat", "#tindakan"),
        ("office: reprimand", "#isi-teguran", "#akhiri"),
        ("calculator: a clock of the law", "#hasil", "#isian"),
    ],
)
def test_paper_has_what_is_read_and_not_what_is_filled_in_beside_it(
    page: Page, live_server: LiveServer, place: str, kept: str, left_out: str
) -> None:
    if place in OFFICE_PLACES:
        reach(live_server, page, place)
    else:
        PLACES[place](page, "")
    assert page.locator(left_out).is_visible()
    page.emulate_media(media="print")
    try:
        assert page.locator(kept).is_visible() and page.locator(left_out).is_hidden()
        fields = page.locator("input, textarea, select, button, .due a, .session")
        assert [one.get_attribute("name") for one in fields.all() if one.is_visible()] == []
    finally:
        page.emulate_media(media="screen")
