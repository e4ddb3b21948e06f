"""A file becomes drafts by the real worker: with scripts nothing is loaded again, without them it works as well."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import an_annex, office_of
from tests.browser.office_places import send
from tests.browser.places import go
from tests.live_server import LiveServer


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
    expect(page.locator("h1")).to_have_text(heading)


def test_with_scripts_the_page_follows_the_worker_without_loading_again(live_server: LiveServer, page: Page) -> None:
    signed_in(live_server, page)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url) if request.is_navigation_request() else None)
    path = office_of(live_server).import_path("checking")
    go(page, path)
    expect(page.locator("progress")).to_be_visible()
    office_of(live_server).work_on_import(UUID(path.rpartition("/")[2]))
    becomes(page, "Hasil pemeriksaan")
    expect(page.locator("#isi"), "who hears the page is told that it is another one").to_be_focused()
    assert page.title().startswith("Hasil pemeriksaan")
    assert len(loaded) == 1


@pytest.mark.slow
def test_without_scripts_the_page_comes_again_until_it_is_done(live_server: LiveServer, page_without_js: Page) -> None:
    page = signed_in(live_server, page_without_js)
    send_annex(page)
    becomes(page, "Hasil pemeriksaan")
    page.get_by_role("button", name="Buat 1 draf").click()
    becomes(page, "Draf sudah dibuat")
    page.locator("a[href^='/kelola/standar/']").click()
    expect(page.locator("h1")).to_contain_text("Perpustakaan Keliling")
