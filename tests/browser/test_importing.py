"""A file becomes drafts by the real worker: with scripts nothing is loaded again, without them it works as well."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.office import an_annex, office_of
from tests.browser.office_places import send
from tests.browser.places import go, press
from tests.live_server import LiveServer

MOST_MS = 90_000


def signed_in(server: LiveServer, page: Page) -> Page:
    page.context.add_cookies([{"name": "sipp_sesi", "value": office_of(server).cookie("editor"), "url": server.url}])
    return page


def send_annex(page: Page) -> None:
    go(page, "/kelola/impor")
    docx = {"name": "lampiran.docx", "mimeType": "application/octet-stream", "buffer": an_annex()}
    page.locator("[name=file]").set_input_files(files=[docx])
    page.locator("[name=unit]").select_option(index=1)
    send(page)


def becomes(page: Page, heading: str) -> None:
    expect(page.locator("h1")).to_have_text(heading, timeout=MOST_MS)


@pytest.mark.slow
def test_with_scripts_the_page_follows_the_worker_without_loading_again(live_server: LiveServer, page: Page) -> None:
    signed_in(live_server, page)
    loaded: list[str] = []

    def hear(request: Request) -> None:
        if request.is_navigation_request():
            loaded.append(f"{request.method} {request.url.partition('/kelola')[2].partition('/0')[0]}")

    page.on("request", hear)
    send_annex(page)
    becomes(page, "Hasil pemeriksaan")
    assert page.evaluate("document.activeElement.id") in ("isi", ""), "a reader is told that the page is another one"
    press(page, page.get_by_role("button", name="Buat 1 draf"))
    becomes(page, "Draf sudah dibuat")
    assert len(loaded) == 5, loaded  # the form; sent and shown; the button and shown again


@pytest.mark.slow
def test_without_scripts_the_page_comes_again_until_it_is_done(live_server: LiveServer, page_without_js: Page) -> None:
    page = signed_in(live_server, page_without_js)
    send_annex(page)
    becomes(page, "Hasil pemeriksaan")
    page.get_by_role("button", name="Buat 1 draf").click()
    becomes(page, "Draf sudah dibuat")
    page.locator("a[href^='/kelola/standar/']").click()
    expect(page.locator("h1")).to_contain_text("Perpustakaan Keliling")
