"""The comfort that scripts add: suggestions, the character count, copying the code, one press one sending."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sipp.db import unit_of_work
from tests.browser.conftest import open_page
from tests.browser.office import office_of
from tests.browser.places import answer_details, answer_who, current_step, file_report, go, tracking_code
from tests.live_server import LiveServer


@pytest.fixture
def typing(page: Page) -> Page:
    """The home page with "ktp" typed and suggestions shown."""
    go(page, "/")
    page.locator("#q").fill("ktp")  # at once: letter by letter, what was found for "kt" may come in between
    expect(page.locator("[role=option]").first).to_be_visible()
    return page


def test_the_search_field_tells_what_it_is(page: Page) -> None:
    go(page, "/")
    field = page.get_by_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    assert page.locator(f"#{field.get_attribute('aria-controls')}").get_attribute("role") == "listbox"


def test_arrows_walk_the_suggestions_and_the_words_typed_stay(typing: Page) -> None:
    field, options = typing.get_by_role("combobox"), typing.get_by_role("option")
    expect(field).to_have_attribute("aria-expanded", "true")
    typing.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    typing.keyboard.press("ArrowUp")
    expect(typing.locator("[role=option][aria-selected=true]")).to_have_count(0)
    typing.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(field).to_have_value("ktp")
    expect(field).to_be_focused()


def test_escape_closes_the_suggestions_and_keeps_the_words(typing: Page) -> None:
    typing.keyboard.press("ArrowDown")
    typing.keyboard.press("Escape")
    expect(typing.get_by_role("listbox")).to_be_hidden()
    expect(typing.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    expect(typing.get_by_role("combobox")).to_have_value("ktp")


def test_enter_takes_the_marked_suggestion(typing: Page) -> None:
    typing.keyboard.press("ArrowDown")
    address = typing.locator("[role=option][aria-selected=true]").get_attribute("data-url")
    assert address
    with typing.expect_navigation():
        typing.keyboard.press("Enter")
    assert typing.url.endswith(address)


def test_enter_without_a_mark_searches_for_the_words(typing: Page) -> None:
    with typing.expect_navigation():
        typing.keyboard.press("Enter")
    assert "/cari?q=ktp" in typing.url


def test_tab_leaves_the_suggestions(typing: Page) -> None:
    typing.keyboard.press("Tab")
    expect(typing.get_by_role("listbox")).to_be_hidden()
    expect(typing.locator(".search__button").first).to_be_focused()


def test_the_count_follows_what_is_typed(page: Page) -> None:
    answer_who(page, "")
    message = page.locator("#description-count")
    expect(message).to_have_text("Sisa 5.000 karakter")
    page.locator("#description").fill("dua belas 😀 \n")
    expect(message).to_have_text("Sisa 4.987 karakter")
    page.locator("#description").fill("a" * 5003)
    expect(message).to_have_text("Kelebihan 3 karakter")


def test_the_tracking_code_is_copied_whole(browser: Browser, live_server: LiveServer) -> None:
    with open_page(browser, live_server, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.clock.install(time=0)
        file_report(page, "")
        page.clock.pause_at(3600)  # the button says it for three seconds
        page.get_by_role("button", name="Salin kode").click()
        expect(page.get_by_role("button", name="Kode tersalin")).to_be_visible()
        expect(page.get_by_role("status").filter(has_text="Kode tersalin")).to_have_count(1)
        assert page.evaluate("navigator.clipboard.readText()") == tracking_code(page)


@pytest.fixture
def plain(page_without_js: Page) -> Iterator[Page]:
    """The receipt in a browser without scripts."""
    file_report(page_without_js, "")
    yield page_without_js


def test_without_scripts_there_is_no_button_that_does_nothing(plain: Page) -> None:
    assert plain.get_by_role("button", name="Salin kode").count() == 0
    assert tracking_code(plain) in plain.locator("main").inner_text()


def test_a_double_press_makes_one_report(page: Page, live_server: LiveServer) -> None:
    answer_details(page, "")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("form[data-report-step] button[type=submit]").focus()
    # Who holds the database keeps the server from answering before the second press.
    with page.expect_navigation(), office_of(live_server).app.app_context(), unit_of_work():
        with page.expect_request(lambda request: request.method == "POST"):
            page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    assert tracking_code(page)
    assert len(sent) == 1


def test_the_back_button_after_sending_shows_no_second_report(page: Page) -> None:
    file_report(page, "")
    code = tracking_code(page)
    page.go_back()
    if current_step(page) == "check":
        with page.expect_navigation():
            page.locator("form[data-report-step] button[type=submit]").click()
    go(page, "/lapor/terkirim")
    assert tracking_code(page) == code
