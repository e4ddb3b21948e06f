"""Every page of the back office, error states included: who sees it, and how a browser gets there.

``OFFICE_PLACES`` is the table. Sessions are made beside the pages, with the live server's own keys; the way in has its
own test. Officers of these tests have accounts of their own, one set a test process.
"""

from typing import Literal

from playwright.sync_api import FilePayload, Page

from sipp.models.imports import ImportState
from tests.browser.case_places import CASE_PLACES
from tests.browser.national_places import NATIONAL_PLACES
from tests.browser.office import Office, office_of
from tests.browser.office_steps import Steps, office_at, refused, send
from tests.browser.places import expect_status, fill, go, press
from tests.browser.profile_places import PROFILE_PLACES
from tests.browser.state_places import STATE_PLACES
from tests.browser.waiting_places import WAITING_PLACES
from tests.browser.way_in_places import WAY_IN
from tests.exchange.sheets import a_workbook
from tests.live_server import LiveServer
from tests.web.officers import PASSWORD


def reach(server: LiveServer, page: Page, place: str) -> None:
    """Bring a browser to a place, signed in where it must be."""
    office, (officer, steps) = office_of(server), OFFICE_PLACES[place]
    if officer is not None:
        page.context.add_cookies([{"name": "sipp_sesi", "value": office.cookie(officer), "url": server.url}])
    steps(office, page)


def _new_codes(_office: Office, page: Page) -> None:
    go(page, "/kelola/akun/kode-pemulihan")
    fill(page, "password", PASSWORD)
    assert send(page) == 200
    assert page.locator("ul.codes li").count() == 10


def _person(suffix: str = "") -> Steps:
    def steps(office: Office, page: Page) -> None:
        go(page, f"/kelola/pengguna/{office.officers['editor'].id}{suffix}")

    return steps


def _person_refused(office: Office, page: Page) -> None:
    _person()(office, page)
    assert press(page, page.locator("form[action*='/peran'] button")).status == 422


def _take_role(office: Office, page: Page) -> None:
    _person()(office, page)
    page.locator("a[href*='/cabut']").first.click()
    page.wait_for_url("**/cabut*")


def _after_an_act(office: Office, page: Page) -> None:
    office.cookie("editor")
    go(page, "/kelola/akun")
    press(page, page.get_by_role("button", name="Akhiri semua sesi lain"))
    assert page.locator("[role=alert]").count() == 1


def _invited(_office: Office, page: Page) -> None:
    go(page, "/kelola/pengguna/undang")
    fill(page, "name", "Orang Baru")
    fill(page, "email", "tunggu@kota-bandung.contoh")
    page.locator("[name=roles][value=editor]").check()
    send(page)
    assert page.get_by_role("heading", name="Undangan yang belum diterima").count() == 1


def _draft(suffix: str = "") -> Steps:
    def steps(office: Office, page: Page) -> None:
        go(page, office.draft_path() + suffix)

    return steps


def _draft_refused(slug: str, name: str, typed: str) -> Steps:
    def steps(office: Office, page: Page) -> None:
        _draft(f"/{slug}")(office, page)
        fill(page, name, typed)
        button = page.locator("main form[method=post] button:visible").get_by_text("Simpan", exact=False)
        assert press(page, button.first).status == 422

    return steps


def _draft_overtaken(office: Office, page: Page) -> None:
    _draft("/persyaratan")(office, page)
    page.evaluate("document.querySelector('[name=seen]').value = 'lain'")
    fill(page, "lines", "Pas foto")
    assert press(page, page.get_by_role("button", name="Simpan dan lanjut")).status == 409


def _correction(office: Office, page: Page) -> None:
    go(page, office.correction_path())


def _correction_refused(office: Office, page: Page) -> None:
    _correction(office, page)
    assert press(page, page.locator("form[action$='/tolak'] button")).status == 422


def _correction_accepted(office: Office, page: Page) -> None:
    _correction(office, page)
    press(page, page.locator("form[action$='/terima'] button"))


def _corrections(office: Office, page: Page) -> None:
    office.correction_path()
    go(page, "/kelola/koreksi")


def _reprimand(office: Office, page: Page) -> None:
    go(page, office.reprimand_path())


def _reprimand_not_ended(office: Office, page: Page) -> None:
    _reprimand(office, page)
    assert press(page, page.locator("form[action$='/tutup'] button")).status == 422


def _reprimands(office: Office, page: Page) -> None:
    office.reprimand_path()
    go(page, "/kelola/teguran")


def _links(office: Office, page: Page) -> None:
    office.break_a_link()
    go(page, "/kelola/tautan")
    assert page.locator("tbody tr").count() >= 1


def _recalculation(office: Office, page: Page) -> None:
    office.leave_a_clock_behind()
    go(page, "/kelola/kalender/hitung-ulang")
    assert page.locator("tbody tr").count() >= 1


def _folded_entries(_office: Office, page: Page) -> None:
    go(page, "/kelola/riwayat")
    page.locator("nav summary").click()
    assert page.locator("nav details[open] a").count() > 1


def _import(stage: ImportState | Literal["stopped"], suffix: str = "") -> Steps:
    def steps(office: Office, page: Page) -> None:
        go(page, office.import_path(stage) + suffix)

    return steps


def _import_refused(_office: Office, page: Page) -> None:
    go(page, "/kelola/impor")
    content = a_workbook({"fees": [{"amount_idr": "gratis"}]})
    file: FilePayload = {"name": "standar.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.locator("[name=file]").set_input_files(file)
    assert send(page) == 422


def _forbidden(_office: Office, page: Page) -> None:
    expect_status(go(page, "/kelola/pengguna"), 403)


def _review(suffix: str, status: int = 200) -> Steps:
    def steps(office: Office, page: Page) -> None:
        go(page, f"{office.review_path()}/{suffix}")
        if status != 200:
            assert send(page) == status

    return steps


def _decree(suffix: str = "") -> Steps:
    def steps(office: Office, page: Page) -> None:
        go(page, f"{office.decree_path()}{suffix}")

    return steps


def _difference_of_a_decree(office: Office, page: Page) -> None:
    _decree()(office, page)
    page.locator("a[href*='/standar/']").first.click()
    page.wait_for_url("**/standar/*")


def _evaluated(_office: Office, page: Page) -> None:
    go(page, "/kelola/pengawasan/evaluasi")
    send(page)
    assert page.locator("tbody tr").count() >= 1


#: Name -> the officer who is signed in (none: a stranger), and the steps.
OFFICE_PLACES: dict[str, tuple[str | None, Steps]] = {
    **WAY_IN,
    "office: desk": ("editor", office_at("/kelola")),
    "office: desk, no role": ("nobody", office_at("/kelola")),
    "office: desk, something waits": ("counter", office_at("/kelola")),
    "office: account": ("editor", office_at("/kelola/akun")),
    "office: account after an act": ("editor", _after_an_act),
    "office: change password": ("editor", office_at("/kelola/akun/kata-sandi")),
    "office: change password, 422": ("editor", refused("/kelola/akun/kata-sandi")),
    "office: second step": ("editor", office_at("/kelola/akun/dua-langkah")),
    "office: second step needed": ("publisher", office_at("/kelola/akun/dua-langkah")),
    "office: second step needed, 422": ("publisher", refused("/kelola/akun/dua-langkah")),
    "office: other authenticator, 422": ("editor", refused("/kelola/akun/dua-langkah/ganti")),
    "office: second step off": ("editor", office_at("/kelola/akun/dua-langkah/nonaktifkan")),
    "office: recovery codes": ("editor", office_at("/kelola/akun/kode-pemulihan")),
    "office: new recovery codes": ("editor", _new_codes),
    "office: sign out": ("editor", office_at("/keluar")),
    "office: people": ("admin", _invited),
    "office: people, national": ("national", office_at("/kelola/pengguna?instansi=kota-bandung")),
    "office: invite": ("admin", office_at("/kelola/pengguna/undang")),
    "office: invite, 422": ("admin", refused("/kelola/pengguna/undang")),
    "office: person": ("admin", _person()),
    "office: person, 422": ("admin", _person_refused),
    "office: person, national": ("national", _person()),
    "office: take a role": ("admin", _take_role),
    "office: disable": ("admin", _person("/nonaktifkan")),
    "office: remove a second step": ("admin", _person("/nonaktifkan-dua-langkah")),
    "office: services": ("editor", office_at("/kelola/layanan")),
    "office: services, filtered": ("editor", office_at("/kelola/layanan?q=tidak+ada&keadaan=draf")),
    "office: service": ("editor", office_at("/kelola/layanan/kota-bandung/kk-baru")),
    "office: new service": ("editor", office_at("/kelola/layanan/baru")),
    "office: new service, 422": ("editor", refused("/kelola/layanan/baru")),
    "office: change a service": ("editor", office_at("/kelola/layanan/kota-bandung/kk-baru/ubah")),
    "office: copy a standard": ("editor", office_at("/kelola/layanan/kota-bandung/kk-baru/salin")),
    "office: draft": ("editor", _draft()),
    "office: draft, read only": ("head", _draft()),
    "office: requirements": ("editor", _draft("/persyaratan?dari=dasar-hukum")),
    "office: fees": ("editor", _draft("/biaya")),
    "office: fees, 422": ("editor", _draft_refused("biaya", "lines", "entah berapa")),
    "office: an empty component": ("editor", _draft("/sarana")),
    "office: overtaken, 409": ("editor", _draft_overtaken),
    "office: kinds": ("editor", _draft("/jenis")),
    "office: day it takes effect, 422": ("editor", _draft_refused("tanggal-berlaku", "day", "entah")),
    "office: throw a draft away": ("editor", _draft("/buang")),
    "office: differences to the model": ("editor", _draft("/perbedaan/acuan")),
    "office: preview": ("editor", _draft("/pratinjau")),
    "office: corrections": ("editor", _corrections),
    "office: correction, 422": ("editor", _correction_refused),
    "office: correction accepted": ("editor", _correction_accepted),
    **CASE_PLACES,
    "office: history": ("admin", office_at("/kelola/riwayat")),
    "office: history, 422": ("national", lambda _office, page: expect_status(go(page, "/kelola/riwayat?dari=x"), 422)),
    "office: reprimands": ("national", _reprimands),
    "office: reprimand": ("superior", _reprimand),
    "office: reprimand, 422": ("superior", _reprimand_not_ended),
    "office: reviews due": ("editor", office_at("/kelola/tinjau-ulang")),
    "office: reporters": ("admin", office_at("/kelola/pelapor")),
    "office: links": ("editor", _links),
    "office: history, folded entries": ("admin", _folded_entries),
    "office: reviews": ("reviewer", office_at("/kelola/tinjauan")),
    "office: review": ("reviewer", _review("tinjauan")),
    "office: ask for changes": ("reviewer", _review("minta-perbaikan")),
    "office: ask for changes, 422": ("reviewer", _review("minta-perbaikan", 422)),
    "office: publish": ("reviewer", _review("terbitkan")),
    "office: withdraw, 422": ("reviewer", _review("cabut", 422)),
    "office: consultation": ("editor", _review("konsultasi")),
    "office: consultation, 422": ("editor", _review("konsultasi", 422)),
    "office: decrees": ("editor", office_at("/kelola/keputusan")),
    "office: new decree": ("editor", office_at("/kelola/keputusan/baru")),
    "office: new decree, 422": ("editor", refused("/kelola/keputusan/baru")),
    "office: decree": ("reviewer", _decree()),
    "office: decree, what one standard changes": ("reviewer", _difference_of_a_decree),
    "office: decree, ask for changes": ("reviewer", _decree("/minta-perbaikan")),
    "office: decree, choose": ("editor", _decree("/standar")),
    "office: calendar": ("national", office_at("/kelola/kalender?tahun=2027")),
    "office: calendar, empty year": ("national", office_at("/kelola/kalender?tahun=2031")),
    "office: add holidays": ("national", office_at("/kelola/kalender/libur/tambah")),
    "office: add holidays, 422": ("national", refused("/kelola/kalender/libur/tambah")),
    "office: withdraw holidays": ("national", office_at("/kelola/kalender/libur/cabut?tahun=2027&pilih=perkiraan")),
    "office: withdraw holidays, 422": ("national", refused("/kelola/kalender/libur/cabut?tahun=2027")),
    "office: lengths": ("national", office_at("/kelola/kalender/batas-waktu")),
    "office: add a length": ("national", office_at("/kelola/kalender/batas-waktu/tambah")),
    "office: add a length, 422": ("national", refused("/kelola/kalender/batas-waktu/tambah")),
    "office: recalculation": ("national", _recalculation),
    "office: oversight": ("overseer", office_at("/kelola/pengawasan?kekurangan=semua")),
    "office: oversight, nothing found": ("overseer", office_at("/kelola/pengawasan?provinsi=99")),
    "office: oversight of an agency": ("overseer", office_at("/kelola/pengawasan/instansi/kota-bandung")),
    "office: remind chosen agencies": ("overseer", office_at("/kelola/pengawasan/ingatkan?pilih=kota-bandung")),
    "office: remind chosen agencies, all of them": ("overseer", office_at("/kelola/pengawasan/ingatkan?cakupan=semua")),
    "office: evaluations": ("overseer", _evaluated),
    "office: evidence": ("head", office_at("/kelola/bukti")),
    "office: evidence, national": ("national", office_at("/kelola/bukti?instansi=kota-bandung")),
    "office: import": ("editor", office_at("/kelola/impor")),
    "office: import, 422": ("editor", _import_refused),
    "office: import, running": ("editor", _import("checking")),
    "office: import, stopped": ("editor", _import("stopped")),
    "office: import, looked through": ("editor", _import("checked")),
    "office: import, one service": ("editor", _import("checked", "/layanan/1")),
    "office: import, drafts made": ("editor", _import("done")),
    "office: forbidden": ("editor", _forbidden),
    **WAITING_PLACES,
    **PROFILE_PLACES,
    **NATIONAL_PLACES,
    **STATE_PLACES,
}
