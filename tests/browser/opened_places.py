"""What reporters do with the opened report, and the way to a new code; the second half of the table in places.py."""

from playwright.sync_api import Page

from tests.browser.places import Reach, at, choose, expect_status, fill, go, open_report, press


def _withdraw(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    press(page, page.locator("a[href$='/laporan/cabut']"))


def _hand_over_refused(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    go(page, f"{prefix}/laporan/teruskan")
    choose(page, "body", "other")
    expect_status(press(page, page.locator("form[action$='/teruskan'] button")), 422)


def _handed_over(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    go(page, f"{prefix}/laporan/teruskan")
    choose(page, "body", "ombudsman")
    press(page, page.locator("form[action$='/teruskan'] button"))
    assert page.locator("[data-state=handed_over]").count() == 1


def _name_refused(page: Page, prefix: str) -> None:
    open_report(page, prefix, "anonymous")
    go(page, f"{prefix}/laporan/nama")
    expect_status(press(page, page.locator("form[action$='/nama'] button")), 422)


def _name_shown_before(page: Page, prefix: str) -> None:
    open_report(page, prefix, "sealed")
    go(page, f"{prefix}/laporan/nama")
    fill(page, "name", "Siti Contoh")
    fill(page, "email", "siti@warga.contoh")
    expect_status(press(page, page.locator("form[action$='/nama'] button")), 200)


def _address_refused(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    go(page, f"{prefix}/laporan/alamat")
    fill(page, "email", "bukan surel")
    expect_status(press(page, page.locator("form[action$='/alamat'] button")), 422)


def _pressure_told(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    go(page, f"{prefix}/laporan/tekanan")
    fill(page, "text", "Saya diminta mencabut laporan.")
    press(page, page.locator("form[action$='/tekanan'] button"))


def _data_asked(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    go(page, f"{prefix}/laporan/data")
    choose(page, "kind", "erasure")
    fill(page, "text", "Nomor telepon dalam cerita")
    press(page, page.locator("form[action$='/laporan/data'] button"))


def _new_code_refused(page: Page, prefix: str) -> None:
    go(page, f"{prefix}/lacak/kode-baru")
    expect_status(press(page, page.locator("form[action$='/kode-baru'] button")), 422)


OPENED_PLACES: dict[str, Reach] = {
    "opened report: withdraw": _withdraw,
    "opened report: hand over, 422": _hand_over_refused,
    "opened report, handed over": _handed_over,
    "opened report: name, 422": _name_refused,
    "opened report: name, preview": _name_shown_before,
    "opened report: address, 422": _address_refused,
    "opened report: pressure": _pressure_told,
    "opened report: personal data": _data_asked,
    "new code, 422": _new_code_refused,
    "new code asked": at("/lacak/kode-baru/diminta"),
    "new code: link gone": at("/lacak/kode-baru/tautan/x"),
}
