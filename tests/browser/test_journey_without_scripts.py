"""The main job in a browser whose scripts are off, on a phone: from the words people type to a receipt and back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import places
from tests.browser.checks import PHONE
from tests.browser.conftest import lend_page
from tests.browser.places import SERVICE, choose, current_step, expect_status, fill, go, go_on, press, tracking_code
from tests.live_server import LiveServer

QUERY = "bikin ktp ilang kota bandung"
STORY = "Petugas loket 3 meminta Rp50.000 pada pagi hari."
REPLY = "Uang itu diminta dua kali."
NAME = "Siti Contoh"


@pytest.fixture
def plain_phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A phone of 360 pixels without scripts."""
    with lend_page(browser, live_server, java_script_enabled=False, viewport={"width": PHONE, "height": 740}) as page:
        yield page


def find_the_service(page: Page) -> None:
    go(page, "/")
    fill(page, "q", QUERY)
    press(page, page.get_by_role("button", name="Cari"))
    offers = page.locator("article[data-result=offer]")
    assert offers.first.get_attribute("data-service") == "kota-bandung/ktp-hilang-rusak"
    press(page, offers.first.get_by_role("link").first)
    assert page.url.endswith(SERVICE)


def begin_to_report(page: Page) -> None:
    press(page, page.get_by_role("link", name="Laporkan ketidaksesuaian").first)
    assert current_step(page) == "what"


def tell_what_happened(page: Page) -> None:
    choose(page, "variant", "hilang")
    choose(page, "group", "money")
    fill(page, "money_total", "Rp 50.000")
    choose(page, "money_receipt", "none")
    fill(page, "applied_on", places.APPLIED_ON)
    go_on(page)
    assert current_step(page) == "who"


def tell_the_details(page: Page, visibility: str) -> None:
    fill(page, "description", STORY)
    if visibility == "anonymous":
        assert page.locator("[name=name], [name=email], [name=phone]").count() == 0
    else:
        fill(page, "name", NAME)
    if visibility == "open":
        fill(page, "email", "siti@warga.contoh")
    go_on(page)
    assert current_step(page) == "check"


def open_by_code(page: Page, code: str) -> None:
    go(page, "/lacak")
    fill(page, "code", code)
    press(page, page.get_by_role("button", name="Buka laporan"))
    assert page.locator("[data-state]").count() == 1


@pytest.mark.parametrize("visibility", ["open", "sealed", "anonymous"])
def test_a_citizen_reports_and_comes_back_by_the_code(
    plain_phone: Page, visibility: str, browser: Browser, live_server: LiveServer
) -> None:
    page = plain_phone
    find_the_service(page)
    begin_to_report(page)
    tell_what_happened(page)
    choose(page, "visibility", visibility)
    go_on(page)
    tell_the_details(page, visibility)
    assert "Rp50.000" in page.locator(".comparison").first.inner_text()
    assert (page.get_by_text("Beginilah petugas akan melihat").count() == 1) == (visibility != "open")
    go_on(page)
    code = tracking_code(page)

    with lend_page(browser, live_server, java_script_enabled=False) as elsewhere:
        open_by_code(elsewhere, code.lower().replace("-", " "))
        assert STORY in elsewhere.locator("main").inner_text()
        assert NAME not in elsewhere.locator("main").inner_text()
        expect_status(places.send_message(elsewhere, REPLY), 200)
        assert REPLY in elsewhere.locator("#pesan").inner_text()
        expect_status(places.send_file(elsewhere, "kuitansi.jpg", "image/jpeg", places.photo()), 200)
        assert elsewhere.locator("#bukti li a").count() == 1

    press(page, page.get_by_role("link", name="Buka laporan dan tambahkan bukti"))
    assert REPLY in page.locator("#pesan").inner_text()


def test_back_links_keep_every_answer(plain_phone: Page) -> None:
    page = plain_phone
    places.answer_details(page, "")
    for step in ("details", "who", "what"):
        press(page, page.get_by_role("link", name="Kembali"))
        assert current_step(page) == step
    assert page.locator("[name=money_total]").input_value() == "Rp 50.000"
    assert page.locator("[name=group][value=time]").is_checked()
    assert page.locator("[name=applied_on]").input_value() == places.APPLIED_ON
    go_on(page)
    assert page.locator("[name=visibility][value=open]").is_checked()
    go_on(page)
    assert page.locator("[name=name]").input_value() == NAME
    go_on(page)
    assert current_step(page) == "check"


def test_a_link_to_change_one_answer_keeps_the_others(plain_phone: Page) -> None:
    page = plain_phone
    places.answer_details(page, "")
    press(page, page.get_by_role("link", name="Ubah Uang yang diminta"))
    fill(page, "money_total", "75000")
    for step in ("who", "details", "check"):
        go_on(page)
        assert current_step(page) == step
    text = page.locator("main").inner_text()
    assert "Rp75.000" in text
    assert NAME in text


def test_choosing_anonymity_late_forgets_who_it_was(plain_phone: Page) -> None:
    page = plain_phone
    places.answer_details(page, "")
    press(page, page.get_by_role("link", name="Ubah Siapa yang tahu nama Anda"))
    choose(page, "visibility", "anonymous")
    go_on(page)
    assert page.locator("[name=description]").input_value() == ""
    fill(page, "description", STORY)
    go_on(page)
    assert NAME not in page.content()
    assert "siti@warga.contoh" not in page.content()


def test_an_error_is_named_at_the_field_and_nothing_typed_is_lost(plain_phone: Page) -> None:
    page = plain_phone
    go(page, f"{SERVICE}/lapor")
    choose(page, "variant", "rusak")
    choose(page, "group", "money")
    fill(page, "money_total", "lima puluh ribu")
    fill(page, "money_for", "uang rokok")
    fill(page, "applied_on", "2099-01-01")
    expect_status(go_on(page), 422)

    assert page.title().startswith("Kesalahan:")
    summary = page.locator("[data-error-summary] a")
    assert [link.get_attribute("href") for link in summary.all()] == ["#money_total", "#applied_on"]
    for link in summary.all():
        field = page.locator(link.get_attribute("href") or "")
        assert field.get_attribute("aria-invalid") == "true"
        own_words = page.locator(f"#{(field.get_attribute('aria-describedby') or '').split()[-1]}")
        assert (link.inner_text()) in own_words.inner_text()
    assert page.locator("[name=money_total]").input_value() == "lima puluh ribu"
    assert page.locator("[name=money_for]").input_value() == "uang rokok"
    assert page.locator("[name=variant][value=rusak]").is_checked()

    fill(page, "money_total", "50.000")
    fill(page, "applied_on", places.APPLIED_ON)
    go_on(page)
    assert current_step(page) == "who"


def test_a_refused_file_leaves_the_way_open_for_another(plain_phone: Page) -> None:
    page = plain_phone
    places.open_report(page, "")
    expect_status(places.send_file(page, "foto.jpg", "image/jpeg", b"MZ" + bytes(2000)), 415)
    assert page.locator("[name=attachment]").get_attribute("aria-invalid") == "true"
    expect_status(places.send_file(page, "foto.jpg", "image/jpeg", places.photo()), 200)
    assert page.locator("#bukti li a").count() == 1


def test_a_report_without_any_date_is_taken_too(plain_phone: Page) -> None:
    page = plain_phone
    go(page, f"{SERVICE}/lapor")
    choose(page, "group", "time")
    choose(page, "still_waiting", "yes")
    go_on(page)
    choose(page, "visibility", "anonymous")
    go_on(page)
    tell_the_details(page, "anonymous")
    go_on(page)
    assert tracking_code(page)


def test_a_report_without_a_service_reaches_its_agency(plain_phone: Page) -> None:
    page = plain_phone
    go(page, "/lapor")
    fill(page, "instansi", "sleman")
    press(page, page.locator("form[action$='/lapor'] button"))
    press(page, page.get_by_role("link", name="Kabupaten Sleman", exact=True))
    choose(page, "group", "other")
    go_on(page)
    choose(page, "visibility", "anonymous")
    go_on(page)
    fill(page, "description", "Kantor tutup pada hari kerja.")
    go_on(page)
    go_on(page)
    assert tracking_code(page)


def test_an_unknown_code_says_so_and_keeps_what_was_typed(plain_phone: Page) -> None:
    page = plain_phone
    go(page, "/lacak")
    fill(page, "code", "7K3M-Q2XD-9AB0-CDEF-G")
    expect_status(press(page, page.get_by_role("button", name="Buka laporan")), 422)
    assert page.locator("[name=code]").input_value() == "7K3M-Q2XD-9AB0-CDEF-G"
    assert page.locator("#code-error").is_visible()
