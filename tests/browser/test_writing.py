"""A clerk writes the whole KTP standard by keyboard alone; pages and keystrokes are counted and may only fall."""

import pytest
from playwright.sync_api import Page, expect

from sipp.db import current_session, unit_of_work
from sipp.models.agencies import Agency
from sipp.models.services import ReferenceService
from sipp.models.standards import StandardVersion
from sipp.operations.versions import content_of
from sipp.rules.completeness import completeness
from sipp.rules.standard_checks import check_standard
from sipp.rules.standards import COMPONENTS, component_rows
from tests import factories
from tests.browser.office_places import office_of
from tests.browser.places import go
from tests.cli.installation import wait_until
from tests.live_server import LiveServer

#: The standard as a clerk has it on paper, component by component in the order of the law.
KTP = {
    "dasar-hukum": ["UU 24/2013 tentang Administrasi Kependudukan", "Perpres 96/2018", "Permendagri 108/2019"],
    "persyaratan": ["Surat kehilangan dari kepolisian", "Fotokopi kartu keluarga, 1 lembar", "Formulir F-1.02"],
    "prosedur": [
        "Pemohon menyerahkan berkas di loket (5 menit)",
        "Petugas memeriksa berkas (10 menit)",
        "Petugas mencetak KTP elektronik (15 menit)",
        "Pemohon menerima KTP elektronik di loket (5 menit)",
    ],
    "waktu": ["1 hari kerja sejak berkas lengkap"],
    "biaya": ["gratis"],
    "produk": ["Kartu tanda penduduk elektronik"],
    "sarana": ["Ruang tunggu dengan kursi prioritas", "Jalur kursi roda"],
    "kompetensi": ["Petugas memahami administrasi kependudukan"],
    "pengawasan": ["Kepala bidang memeriksa pelayanan setiap minggu"],
    "pengaduan": ["SP4N-LAPOR! lapor.go.id", "Loket pengaduan di lantai satu"],
    "jumlah-pelaksana": ["Petugas loket: 4 orang", "Petugas cetak: 2 orang"],
    "jaminan-pelayanan": ["KTP yang salah cetak diganti hari itu juga tanpa biaya"],
    "jaminan-keamanan": ["Data pemohon hanya dibuka petugas yang berwenang"],
    "evaluasi": ["Survei kepuasan warga setiap enam bulan"],
}
#: Keys that are not letters of the text itself, and pages seen, from the page of the service to the finished draft.
MOST_PAGES, MOST_OTHER_KEYS = 16, 40


class Keyboard:
    """A keyboard that counts, over a page that counts how often it was left."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.letters = self.others = self.pages = 0

    def type(self, text: str) -> None:
        """Letters of the text."""
        self.page.keyboard.type(text)
        self.letters += len(text)

    def press(self, key: str) -> None:
        """Any other key."""
        self.page.keyboard.press(key)
        self.others += 1

    def leave_with(self, key: str) -> None:
        """A key that leads to the next page."""
        with self.page.expect_navigation():
            self.press(key)
        self.pages += 1


@pytest.mark.slow
def test_the_whole_ktp_standard_is_written_by_keyboard_alone(page: Page, live_server: LiveServer) -> None:
    office = office_of(live_server)
    with office.app.app_context(), unit_of_work() as session:
        agency = session.get_one(Agency, office.agency_id)
        reference = session.query(ReferenceService).filter_by(slug="ktp-hilang-rusak").one()
        service = factories.a_service(factories.a_unit(agency), reference, slug="ktp-papan-ketik")
        service_id = service.id
    page.context.add_cookies([{"name": "sipp_sesi", "value": office.cookie("editor"), "url": live_server.url}])
    keyboard = Keyboard(page)
    go(page, "/kelola/layanan/kota-bandung/ktp-papan-ketik")
    keyboard.pages += 1
    expect(page.locator("[autofocus]")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(page.get_by_label("Draf kosong")).to_be_checked()
    keyboard.leave_with("Enter")
    for slug, lines in KTP.items():
        assert page.url.partition("?")[0].endswith(f"/{slug}")
        expect(page.locator("#lines")).to_be_focused()
        for line in lines:
            keyboard.type(line)
            keyboard.press("Enter")
        keyboard.leave_with("Enter")
    assert "Kelengkapan 92 dari 100" in page.locator("main").inner_text()
    with office.app.app_context():
        draft = current_session().query(StandardVersion).filter_by(service_id=service_id).one()
        standard = content_of(draft)
    typed = {slug: len(lines) for slug, lines in KTP.items()}
    assert [len(component_rows(standard, one)) for one in COMPONENTS] == list(typed.values())
    assert {part.code for part in completeness(standard).missing} == {"effective_basis", "decree_number"}
    assert [flaw.place for flaw in check_standard(standard)] == []
    print(f"\npages {keyboard.pages}, letters {keyboard.letters}, other keys {keyboard.others}")  # noqa: T201
    assert keyboard.pages <= MOST_PAGES and keyboard.others <= MOST_OTHER_KEYS


def test_scripts_advise_while_typing_and_move_rows_without_loading_the_page(
    page: Page, live_server: LiveServer
) -> None:
    office = office_of(live_server)
    page.context.add_cookies([{"name": "sipp_sesi", "value": office.cookie("editor"), "url": live_server.url}])
    go(page, office.draft_path() + "/waktu")
    page.evaluate("window.isTheSamePage = true")
    page.locator("#lines").fill("2 hari kerja sejak pembayaran\n3 hari")
    said = page.locator("#said-added")
    said.get_by_text("2 hari kerja · sejak pembayaran").wait_for()
    expect(said).to_contain_text("hari kalender")
    page.locator("#lines").fill("2 hari kerja sejak pembayaran")
    said.get_by_text("hari kalender").wait_for(state="detached")
    page.get_by_role("button", name="Simpan dan tetap di sini").click()
    page.locator("#row-1-line").wait_for()
    page.locator("#up-1").press("Enter")
    expect(page.locator("#row-0-line")).to_have_value("2 hari kerja")
    expect(page.locator("#down-0")).to_be_focused()
    page.locator("#remove-0").press("Enter")
    page.locator("#row-1-line").wait_for(state="detached")
    assert page.evaluate("window.isTheSamePage")
    page.locator("#lines").fill("4 jam sejak kedatangan")
    page.get_by_role("link", name="Daftar komponen").click()

    def is_kept() -> bool:
        go(page, office.draft_path() + "/waktu")
        return page.locator("#row-1-line").count() == 1

    wait_until(is_kept, "what was typed before leaving")
    expect(page.locator("#row-1-line")).to_have_value("4 jam")
