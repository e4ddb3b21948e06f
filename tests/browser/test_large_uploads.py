"""A file far over the limit: the browser shows our page and its words, not a broken connection."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.places import open_report, photo, press, send_file

MEBIBYTE = 1024 * 1024


@pytest.fixture(scope="module")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """30 MB that begin like a photo."""
    path = tmp_path_factory.mktemp("large") / "foto.jpg"
    path.write_bytes(photo() + bytes(30 * MEBIBYTE))
    return path


def test_30_megabytes_are_refused_in_words(page: Page, large_file: Path) -> None:
    open_report(page, "")
    page.locator("[name=attachment]").set_input_files(large_file)
    answer = press(page, page.locator("form[action$='/laporan/bukti'] button"))
    assert answer.status == 413
    assert "terlalu besar" in page.locator("h1").inner_text()
    assert "5 MB" in page.locator("main").inner_text()
    page.go_back()
    assert page.locator("[data-state]").count() == 1


def test_30_megabytes_are_refused_in_words_without_scripts(page_without_js: Page, large_file: Path) -> None:
    page = page_without_js
    open_report(page, "")
    page.locator("[name=attachment]").set_input_files(large_file)
    answer = press(page, page.locator("form[action$='/laporan/bukti'] button"))
    assert answer.status == 413
    assert "5 MB" in page.locator("main").inner_text()


def test_a_little_over_the_limit_is_said_at_the_field(page: Page) -> None:
    open_report(page, "")
    answer = send_file(page, "foto.jpg", "image/jpeg", photo() + bytes(5 * MEBIBYTE))
    assert answer.status == 413
    assert page.locator("[name=attachment]").get_attribute("aria-invalid") == "true"
    assert "5 MB" in page.locator("#attachment-error").inner_text()
    send_file(page, "foto.jpg", "image/jpeg", photo())
    assert page.locator("#bukti li a").count() == 1
