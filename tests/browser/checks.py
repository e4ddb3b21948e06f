"""What holds for every page, looked at in the browser."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

NARROW, PHONE, WIDE = 320, 360, 1280
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS = {"runOnly": AXE_TAGS, "resultTypes": ["violations"]}


def set_width(page: Page, width: int) -> None:
    """Show the page at this many CSS pixels."""
    page.set_viewport_size({"width": width, "height": 740 if width < 600 else 800})


def assert_accessible(page: Page) -> None:
    """Assert that axe finds nothing on the page as it stands, error states and opened parts included."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate("options => axe.run(options).then((results) => results.violations)", AXE_OPTIONS)
    assert not violations, f"{page.url} at {page.viewport_size}:\n" + "\n".join(_describe(v) for v in violations)


def assert_no_sideways_scroll(page: Page) -> None:
    """Assert that nothing on the page is wider than the window."""
    excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert excess <= 0, f"{page.url} is {excess} px wider than {page.viewport_size}"


def _describe(violation: dict[str, Any]) -> str:
    places = "; ".join(node["html"] for node in violation["nodes"][:3])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {places}"
