"""The report by keyboard alone, from the service page to the receipt: Tab, Space, Enter, arrow keys and letters."""

from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.places import SERVICE, current_step, go, tracking_code

MOST_STOPS = 80


def day_like_month() -> date:
    """The last day whose day and month are one number: browsers disagree on which is typed first."""
    today = date.today()
    month = today.month if today.day >= today.month else today.month - 1
    return date(today.year, month, month) if month else date(today.year - 1, 12, 12)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element is reached; it must come later on the page than where we are."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        assert page.evaluate("document.activeElement !== document.body"), f"{selector} was not reached by Tab"
    raise AssertionError(f"{selector} was not reached by Tab")


def enter(page: Page) -> None:
    """Press Enter on a link or button and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, name: str, text: str) -> None:
    tab_to(page, f"[name={name}]")
    page.keyboard.type(text)


def tick(page: Page, name: str, value: str) -> None:
    tab_to(page, f"[name={name}][value={value}]")
    page.keyboard.press("Space")
    expect(page.locator(f"[name={name}][value={value}]")).to_be_checked()


def send(page: Page) -> None:
    tab_to(page, "form[data-report-step] button[type=submit]")
    enter(page)


def choose_with_arrows(page: Page, name: str, value: str) -> None:
    """Go into a group of radio buttons with Tab and to the option with the arrow keys."""
    tab_to(page, f"[name={name}]")
    page.keyboard.press("Space")
    for _ in range(page.locator(f"[name={name}]").count()):
        if page.evaluate("document.activeElement.value") == value:
            break
        page.keyboard.press("ArrowDown")
    expect(page.locator(f"[name={name}][value={value}]")).to_be_checked()


def test_a_report_is_made_by_keyboard_alone(page: Page) -> None:
    go(page, SERVICE)
    tab_to(page, "a[href$='/lapor']:not([aria-current]):is(.report-card a, .report-bar a)")
    enter(page)

    choose_with_arrows(page, "variant", "rusak")
    tick(page, "group", "money")
    write(page, "money_total", "Rp 50.000")
    choose_with_arrows(page, "money_receipt", "none")
    tick(page, "group", "time")
    tick(page, "still_waiting", "yes")
    day = day_like_month()
    write(page, "applied_on", day.strftime("%d%m%Y"))
    expect(page.locator("[name=applied_on]")).to_have_value(day.isoformat())
    send(page)

    assert current_step(page) == "who"
    choose_with_arrows(page, "visibility", "anonymous")
    send(page)

    assert current_step(page) == "details"
    write(page, "description", "Diminta uang di loket 3.")
    send(page)

    assert current_step(page) == "check"
    send(page)
    assert tracking_code(page)

    tab_to(page, "a[href$='/laporan']")
    enter(page)
    write(page, "text", "Sudah dua kali.")
    tab_to(page, "form[action$='/laporan/pesan'] button")
    enter(page)
    assert "Sudah dua kali." in page.locator("#pesan").inner_text()


def test_enter_in_a_field_sends_the_page(page: Page) -> None:
    go(page, "/lacak")
    write(page, "code", "bukan kode")
    enter(page)
    assert page.locator("#code").get_attribute("aria-invalid") == "true"


def test_the_error_summary_has_the_focus_and_leads_into_the_field(page: Page) -> None:
    go(page, f"{SERVICE}/lapor")
    send(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    tab_to(page, "[data-error-summary] a")
    page.keyboard.press("Enter")
    expect(page.locator("[name=group]").first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("[name=group]").first).to_be_checked()


def test_variants_and_versions_are_reached_by_keyboard(page: Page) -> None:
    go(page, SERVICE)
    tab_to(page, ".promise nav a:not([aria-current])")
    enter(page)
    assert page.locator(".promise nav a[aria-current]").inner_text() == "Rusak"
