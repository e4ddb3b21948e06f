"""Zoom, wider text, targets and focus on the pages of the main job."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import NARROW, PHONE, assert_no_sideways_scroll, set_width
from tests.browser.conftest import lend_page
from tests.browser.places import SERVICE, answer_details, at, go
from tests.live_server import LiveServer

#: What WCAG 1.4.12 lets a reader set; nothing may be lost by it.
WIDER_TEXT = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""

#: Texts of which a part is cut off: beyond the window, or beyond a box that hides what flows over.
CUT_OFF = """() => {
  const cut = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (!text.textContent.trim() || !parent.checkVisibility({ visibilityProperty: true })) continue;
    if (parent.closest("[class*=visually-hidden], [class*=skip-link], script, style, option")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    let right = document.documentElement.clientWidth, bottom = Infinity, isForReadersOnly = false;
    for (let ancestor = parent; ancestor !== document.body; ancestor = ancestor.parentElement) {
      const style = getComputedStyle(ancestor), frame = ancestor.getBoundingClientRect();
      isForReadersOnly ||= style.position === "absolute" && frame.width <= 1 && frame.height <= 1;
      if (["hidden", "clip"].includes(style.overflowX)) right = Math.min(right, frame.right);
      if (["hidden", "clip"].includes(style.overflowY)) bottom = Math.min(bottom, frame.bottom);
      if (["auto", "scroll"].includes(style.overflowX)) break;
    }
    const isCut = box.left < -1 || box.right > right + 1 || box.bottom > bottom + 1;
    if (isCut && !isForReadersOnly) cut.push(text.textContent.trim());
  }
  return cut;
}"""

#: How the focused element looks, itself or (radio and checkbox) its painted label.
LOOK = """(element) => {
  const look = (part, pseudo) => {
    const style = getComputedStyle(part, pseudo);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor,
      style.borderColor, style.borderWidth].join();
  };
  return look(element) + (element.matches("input") && element.labels?.[0] ? look(element.labels[0], "::before") : "")
    + (element.parentElement ? look(element.parentElement) : "");
}"""

#: Whether something else lies over the middle of the focused element's visible part.
IS_COVERED = """(element) => {
  const box = (element.matches("input[type=radio], input[type=checkbox]") ? element.labels[0] : element)
    .getClientRects()[0];
  const x = box.left + box.width / 2;
  return [box.top + 2, box.top + box.height / 2, box.bottom - 2].some((y) => {
    if (y < 0 || y > innerHeight) return true;
    const top = document.elementFromPoint(x, y);
    return !top || !(element.contains(top) || top.contains(element) || [...(element.labels || [])].includes(top));
  });
}"""


@pytest.fixture
def plain_phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A phone of 360 pixels; animations are off so that every look is final."""
    with lend_page(browser, live_server, viewport={"width": PHONE, "height": 740}, reduced_motion="reduce") as page:
        yield page


def focused(page: Page) -> Any:
    """The element that has the focus."""
    return page.evaluate_handle("document.activeElement").as_element()


def tab_stops(page: Page, most: int = 150) -> Iterator[Any]:
    """Every element the Tab key reaches, in its order, once round the page; the parts of a date field are one."""
    last = None
    for _ in range(most):
        page.keyboard.press("Tab")
        element = focused(page)
        if element is None or element.evaluate("element => element === document.body"):
            return
        if last is None or not last.evaluate("(a, b) => a === b", element):
            yield element
        last = element
    raise AssertionError("the Tab key never leaves the page")


@pytest.mark.parametrize("width", [NARROW, PHONE])
@pytest.mark.parametrize(
    "address",
    [
        "/", "/cari?q=bikin+ktp+ilang+kota+bandung", "/layanan/paspor-baru", "/layanan/ktp-hilang-rusak",
        "/layanan/paspor-baru/versi/1/banding/2", "/instansi/kota-bandung", SERVICE, f"{SERVICE}/versi/1",
        f"{SERVICE}/lapor", "/lacak",
    ],
)  # fmt: skip
def test_no_text_is_cut_off_on_a_phone(page: Page, address: str, width: int) -> None:
    set_width(page, width)
    at(address)(page, "")
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("address", [SERVICE, f"{SERVICE}/lapor"])
def test_wider_text_loses_nothing(page: Page, address: str) -> None:
    set_width(page, NARROW)
    go(page, address)
    for option in page.locator("[name=group]").all():
        option.check()
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }", WIDER_TEXT
    )
    assert_no_sideways_scroll(page)
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("address", ["/", "/cari?q=ktp", SERVICE, f"{SERVICE}/lapor", "/lacak", "/instansi"])
def test_the_first_tab_stop_skips_to_the_content(page: Page, address: str) -> None:
    go(page, address)
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    assert first.inner_text() == "Langsung ke isi"
    assert first.bounding_box()["height"] > 20  # type: ignore[index]
    page.keyboard.press("Enter")
    expect(page.locator("#isi")).to_be_focused()


@pytest.mark.parametrize("address", [SERVICE, f"{SERVICE}/lapor", "/", "/cari?q=ktp+bandung"])
def test_focus_is_seen_and_never_covered(plain_phone: Page, address: str) -> None:
    page = plain_phone
    go(page, address)
    looks = page.locator("a[href], button, input:not([type=hidden]), select, textarea, summary").element_handles()
    before = [(element, element.evaluate(LOOK)) for element in looks]
    faults = []
    for element in tab_stops(page):
        name = element.evaluate("element => element.outerHTML.slice(0, 100)")
        if element.evaluate(IS_COVERED):
            faults.append(f"covered: {name}")
        unfocused = next(look for other, look in before if other.evaluate("(a, b) => a === b", element))
        if element.evaluate(LOOK) == unfocused:
            faults.append(f"looks the same with focus: {name}")
    assert faults == []


def test_tab_follows_the_order_of_the_page(plain_phone: Page) -> None:
    page = plain_phone
    answer_details(page, "")
    stops = list(tab_stops(page))
    follows = "(a, b) => Boolean(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING)"
    assert all(page.evaluate(f"([a, b]) => ({follows})(a, b)", [a, b]) for a, b in zip(stops, stops[1:], strict=False))


def test_high_contrast_colours_leave_the_edges_of_fields(browser: Browser, live_server: LiveServer) -> None:
    with lend_page(browser, live_server, forced_colors="active") as page:
        go(page, f"{SERVICE}/lapor")
        widths = page.locator("[name=applied_on], form[data-report-step] button").evaluate_all(
            "elements => elements.map((element) => parseFloat(getComputedStyle(element).borderTopWidth))"
        )
    assert min(widths) >= 1
