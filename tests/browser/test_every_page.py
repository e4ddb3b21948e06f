"""What holds on every page of the tables in places.py (in both languages) and office_places.py: reached once each."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from playwright.sync_api import Page

from tests.browser.checks import NARROW, WIDE, assert_accessible, assert_no_sideways_scroll, set_width
from tests.browser.office_places import OFFICE_PLACES, reach
from tests.browser.opened_places import OPENED_PLACES
from tests.browser.places import LANGUAGES, PLACES, SERVICE, at
from tests.live_server import LiveServer
from tests.shared_run import SharedRun

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


def is_accessible_when_wide(page: Page) -> None:
    set_width(page, WIDE)
    assert_accessible(page)


def is_accessible_when_narrow(page: Page) -> None:
    set_width(page, NARROW)
    assert_accessible(page)


def does_not_scroll_sideways_at_400_percent(page: Page) -> None:
    set_width(page, NARROW)
    assert_no_sideways_scroll(page)


def has_controls_that_can_be_hit(page: Page) -> None:
    set_width(page, NARROW)
    assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET_PX) == []


def has_one_heading_of_the_first_level(page: Page) -> None:
    assert page.locator("h1").count() == 1


def is_light_for_old_phones(page: Page) -> None:
    assert page.evaluate("document.getElementsByTagName('*').length") <= MOST_DOM_NODES


def says_its_language(page: Page) -> None:
    is_english = page.evaluate("location.pathname").startswith("/en")
    assert page.locator("html").get_attribute("lang") == ("en" if is_english else "id")


CHECKS: tuple[Callable[[Page], None], ...] = (
    is_accessible_when_wide,
    is_accessible_when_narrow,
    does_not_scroll_sideways_at_400_percent,
    has_controls_that_can_be_hit,
    has_one_heading_of_the_first_level,
    is_light_for_old_phones,
    says_its_language,
)


def faults_of(page: Page) -> dict[str, str]:
    """What each check that failed says of the page as it stands."""
    faults = {}
    for check in CHECKS:
        try:
            check(page)
        except AssertionError as fault:
            faults[check.__name__] = str(fault)
    return faults


def has_a_title_of_its_own(place: str) -> bool:
    """Whether a page of the office is another than all others: neither one refused nor one with something special."""
    same = {"office: account after an act", "office: invitation to an account", "office: own invitation"}
    return "," not in place and place not in same


def first_place_with_this_title(run: SharedRun, page: Page, place: str) -> str:
    """Where a title was met first in this run, whichever worker process was there."""
    return run.once(f"title-{sha256(page.title().encode()).hexdigest()}", lambda: place)


PUBLIC_PLACES = {**PLACES, **OPENED_PLACES}


@pytest.mark.parametrize(
    ("place", "language"),
    [
        *((place, language) for place in PUBLIC_PLACES for language in LANGUAGES),
        *((place, "id") for place in OFFICE_PLACES),
    ],
)
def test_a_page_can_be_used_by_everyone(
    place: str, language: str, page: Page, live_server: LiveServer, run: SharedRun
) -> None:
    """One test a page: to arrive there, often over several steps, takes longer than all checks."""
    if place in OFFICE_PLACES:
        reach(live_server, page, place)
        if has_a_title_of_its_own(place):
            assert first_place_with_this_title(run, page, place) == place
    else:
        PUBLIC_PLACES[place](page, LANGUAGES[language])
    assert faults_of(page) == {}


def test_every_check_finds_what_it_looks_for(page: Page, run: SharedRun) -> None:
    """The control: a page that breaks every rule but that of weight, one that is too heavy, and two of one title."""
    page.goto("about:blank")  # a page of ours forbids planted styles
    page.set_content(
        "<!doctype html><body><a href='/' style='display:block;width:9px'>.</a><p style='width:3000px'><img>"
    )
    assert faults_of(page).keys() == {check.__name__ for check in CHECKS} - {is_light_for_old_phones.__name__}
    page.set_content("<br>" * (MOST_DOM_NODES + 1))
    assert is_light_for_old_phones.__name__ in faults_of(page)
    page.set_content("<title>sama</title>")
    assert [first_place_with_this_title(run, page, place) for place in ("one", "other")] == ["one", "one"]


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
