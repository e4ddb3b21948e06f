"""Writing a standard through its pages: what people type, how it is read back, and that nothing typed is ever lost."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sipp.db import current_session, unit_of_work
from sipp.models.agencies import Agency, Unit
from sipp.models.imports import ImportNote
from sipp.models.standards import StandardVersion
from sipp.operations.versions import content_of
from sipp.rules.standards import Standard
from tests import factories
from tests.web.officers import Officer, an_officer, form_of, let_in, submit
from tests.web.reading import Page, words

LAYANAN = "/kelola/layanan"


class Office:
    """An agency with one service, and the draft of its standard."""

    def __init__(self, app: Flask, content: Standard | None = None) -> None:
        self.app = app
        with app.app_context(), unit_of_work() as session:
            self.agency: Agency = factories.an_agency("kota-contoh", name="Kota Contoh")
            self.unit: Unit = factories.a_unit(self.agency, name="Dinas Satu")
            reference = factories.a_reference("paspor-acuan", name="Paspor acuan")
            service = factories.a_service(self.unit, reference, "ktp", name="KTP hilang")
            self.service_id = service.id
            empty = Standard(effective_from=date(2027, 1, 1))
            self.draft_id = factories.a_draft(service, content or empty).id
            session.refresh(self.agency)
            session.expunge(self.agency)
            session.refresh(self.unit)
            session.expunge(self.unit)

    @property
    def path(self) -> str:
        """The draft."""
        return f"/kelola/standar/{self.draft_id}"

    @property
    def standard(self) -> Standard:
        """What is stored."""
        with self.app.app_context():
            return content_of(current_session().get_one(StandardVersion, self.draft_id))

    def editor(self) -> FlaskClient:
        """Somebody who writes standards here."""
        return let_in(self.app, an_officer(self.app, "editor", agency=self.agency).id)


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def full(app: Flask) -> Office:
    return Office(app, factories.a_standard())


@pytest.fixture
def clerk(request: pytest.FixtureRequest) -> FlaskClient:
    name = "full" if "full" in request.fixturenames else "office"
    found: Office = request.getfixturevalue(name)
    return found.editor()


def write(client: FlaskClient, path: str, lines: str = "", act: str = "next", **fields: str) -> TestResponse:
    """Type on the page of a component and press a button."""
    return submit(client, path, {"lines": lines, "act": act, **fields})


#: Component, what is typed, and how the public would read it; "|" begins a further row.
AS_PEOPLE_WRITE = [
    ("waktu", "3 hari kerja sejak berkas lengkap", "3 hari kerja · sejak berkas lengkap"),
    ("waktu", "maks. 1 minggu", "1 minggu"),
    ("waktu", "langsung jadi", "langsung selesai"),
    ("biaya", "gratis", "Tidak dipungut biaya"),
    ("biaya", "Rp 50.000", "Rp50.000"),
    ("biaya", "Paspor biasa: Rp. 350.000,- sesuai PP 28/2019", "Paspor biasa: Rp350.000 · PP 28/2019"),
    (
        "biaya",
        "Rp50.000 + 1/1000 × nilai tanah (Rp) × luas (m²), contoh 1.000.000 dan 100",
        "Dihitung: Rp50.000 + 1/1000 × nilai tanah (Rp) × luas (m²)",
    ),
    ("dasar-hukum", "Undang-Undang Nomor 24 Tahun 2013 tentang Adminduk", "UU 24/2013 · Adminduk"),
    ("persyaratan", "1. Fotokopi KK, 1 lembar\n2. KTP asli", "Fotokopi KK, 1 lembar · 1 lembar|KTP asli"),
    ("prosedur", "Petugas memeriksa berkas di loket (5 menit)", "Petugas memeriksa berkas di loket · Petugas"),
    ("produk", "KTP elektronik", "KTP elektronik · Elektronik"),
    ("pengaduan", "WA 0812-3456-7890", "WhatsApp: WA 0812-3456-7890"),
    ("jumlah-pelaksana", "Petugas loket: 4 orang", "Petugas loket: 4"),
    ("sarana", "Ruang tunggu\nJalur kursi roda", "Ruang tunggu|Jalur kursi roda"),
]


@pytest.mark.parametrize(("slug", "typed", "read"), AS_PEOPLE_WRITE, ids=lambda value: value[:30])
def test_what_people_type_is_read_and_told_back_in_words(
    office: Office, clerk: FlaskClient, slug: str, typed: str, read: str
) -> None:
    answer = write(clerk, f"{office.path}/{slug}", typed)
    assert answer.status_code == 303, Page.of(answer).errors()
    page = Page.of(clerk.get(answer.location))
    assert list(page.faults()) == []
    [saved] = [one for one in page.all("div", role="status") if "Tersimpan" in words(one)]
    assert [words(row).strip() for row in saved.iter("li")] == read.split("|")
    again = Page.of(clerk.get(f"{office.path}/{slug}"))
    stored = office.standard
    assert submit(clerk, f"{office.path}/{slug}", {"act": "next"}).status_code == 303
    assert office.standard == stored and list(again.faults()) == []


@pytest.mark.parametrize(
    ("slug", "typed", "told"),
    [
        ("waktu", "3 hari", "tulis “hari kerja” atau “hari kalender”"),
        ("waktu", "secepatnya", "“secepatnya” tidak terbaca sebagai jangka waktu"),
        ("waktu", "Paspor: 3 hari kerja", "bukan jenis permohonan"),
        ("biaya", "lihat tarif", "tidak terbaca sebagai biaya"),
        ("biaya", "Rp10.000 atau Rp20.000", "memuat beberapa biaya"),
        ("dasar-hukum", "peraturan yang berlaku", "tidak terbaca sebagai peraturan"),
        ("jumlah-pelaksana", "beberapa", "Tulis misalnya: Petugas loket: 4 orang"),
    ],
)
def test_what_cannot_be_read_comes_back_as_typed_with_what_to_do(
    office: Office, clerk: FlaskClient, slug: str, typed: str, told: str
) -> None:
    before = office.standard
    answer = write(clerk, f"{office.path}/{slug}", typed)
    page = Page.of(answer)
    assert (answer.status_code, list(page.faults())) == (422, [])
    [words_of_error] = page.errors().values()
    assert told in words_of_error
    assert typed in [words(field).strip() for field in page.all("textarea")]
    assert office.standard == before


def test_a_line_that_cannot_be_read_does_not_take_its_neighbours_away(office: Office, clerk: FlaskClient) -> None:
    path = f"{office.path}/biaya"
    answer = write(clerk, path, "Baru: gratis\nHilang: entah\nRusak: Rp5.000")
    page = Page.of(answer)
    assert answer.status_code == 422 and list(page.errors()) == ["row-1-line"]
    fields = {**form_of(page, path), "row-1-line": "Hilang: Rp10.000"}
    assert clerk.post(path, data={**fields, "act": "next"}).status_code == 303
    fees = office.standard.fees
    assert [(fee.label, fee.amount_idr) for fee in fees] == [("Baru", None), ("Hilang", 10_000), ("Rusak", 5_000)]


def test_enter_leads_from_component_to_component_and_at_last_to_the_list(office: Office, clerk: FlaskClient) -> None:
    path, seen = f"{office.path}/dasar-hukum", 0
    while re.fullmatch(rf"{office.path}/[a-z-]+", path.partition("?")[0]):
        path = write(clerk, path.partition("?")[0]).location
        seen += 1
    assert (seen, path.partition("?")[0]) == (14, office.path)


@pytest.mark.parametrize(
    ("act", "left"),
    [
        ("up-1", ["Fotokopi kartu keluarga", "KTP-el asli"]),
        ("down-0", ["Fotokopi kartu keluarga", "KTP-el asli"]),
        ("remove-0", ["Fotokopi kartu keluarga"]),
        ("up-0", ["KTP-el asli", "Fotokopi kartu keluarga"]),
        ("remove-99", ["KTP-el asli", "Fotokopi kartu keluarga"]),
        ("nonsense", ["KTP-el asli", "Fotokopi kartu keluarga"]),
    ],
)
def test_rows_are_moved_and_removed_by_buttons_and_the_page_stays(
    full: Office, clerk: FlaskClient, act: str, left: list[str]
) -> None:
    before = {row.row_key: row for row in full.standard.requirements}
    answer = write(clerk, f"{full.path}/persyaratan", act=act)
    assert answer.location == f"{full.path}/persyaratan"
    assert [row.text for row in full.standard.requirements] == left
    assert all(before[row.row_key] == row for row in full.standard.requirements)


def test_a_changed_row_keeps_its_key_and_what_stood_beside_it(full: Office, clerk: FlaskClient) -> None:
    write(clerk, f"{full.path}/waktu", **{"row-0-line": "7 hari kerja"})
    write(clerk, f"{full.path}/biaya", **{"row-0-line": "Rp75.000", "row-0-legal_basis": "PP 40/2019"})
    write(clerk, f"{full.path}/produk", **{"row-0-validity": "5 tahun"})
    standard = full.standard
    [limit], [fee], [product] = standard.time_limits, standard.fees, standard.products
    assert (limit.row_key, limit.maximum, limit.unit, limit.start_event) == ("waktu", 7, "working_day", "file_complete")
    assert (fee.row_key, fee.amount_idr, fee.legal_basis) == ("biaya", 75_000, "PP 40/2019")
    assert (product.row_key, product.validity, product.validity_unit, product.form) == ("produk", 5, "year", "physical")


def test_several_lines_in_one_row_become_several_rows(full: Office, clerk: FlaskClient) -> None:
    write(clerk, f"{full.path}/persyaratan", **{"row-0-line": "KTP-el asli\r\n2. Pas foto 3x4, 2 lembar"})
    found = [(row.row_key, row.text, row.copies) for row in full.standard.requirements]
    assert found == [
        ("ktp", "KTP-el asli", None),
        ("pas-foto-3x4-2-lembar", "Pas foto 3x4, 2 lembar", 2),
        ("kk", "Fotokopi kartu keluarga", 1),
    ]


def test_a_requirement_points_to_the_service_that_issues_it(full: Office, clerk: FlaskClient) -> None:
    path = f"{full.path}/persyaratan"
    page = Page.of(clerk.get(path))
    assert "Paspor acuan" in [one.attrib["value"] for one in page.one("datalist").iter("option")]
    write(clerk, path, **{"row-1-issued_by": "paspor ACUAN"})
    assert full.standard.requirements[1].issued_by == "paspor-acuan"
    answer = write(clerk, path, **{"row-1-issued_by": "layanan entah"})
    assert answer.status_code == 422 and "Layanan “layanan entah” tidak ada" in Page.of(answer).text
    assert full.standard.requirements[1].issued_by == "paspor-acuan"


def test_advice_and_errors_stand_beside_their_row_and_differ_in_words(full: Office, clerk: FlaskClient) -> None:
    write(clerk, f"{full.path}/persyaratan", "1. -\nKTP dan fotokopi KK dan lain-lain", act="stay")
    write(clerk, f"{full.path}/persyaratan", **{"row-0-line": "sesuai ketentuan"}, act="stay")
    page = Page.of(clerk.get(f"{full.path}/persyaratan"))
    [first] = page.all("div", id="said-0")
    assert "Harus diperbaiki: “Sesuai ketentuan” tidak menjelaskan apa-apa." in words(first)
    [third] = page.all("div", id="said-2")
    assert "Saran: Satu baris memuat beberapa berkas." in words(third)
    tasks = Page.of(clerk.get(full.path))
    assert "1 hal harus diperbaiki sebelum terbit." in tasks.text


def test_advice_while_typing_changes_nothing_stored(full: Office, clerk: FlaskClient) -> None:
    before = full.standard
    answer = write(clerk, f"{full.path}/waktu", "14 hari kerja\n3 hari", act="check")
    assert answer.status_code == 200
    said = words(Page.of(answer).one("div", id="said-added"))
    assert "Terbaca: 14 hari kerja" in said and "tulis “hari kerja” atau “hari kalender”" in said
    assert full.standard == before


def test_kinds_of_a_service_are_told_apart_and_chosen_in_rows(full: Office, clerk: FlaskClient) -> None:
    assert write(clerk, f"{full.path}/jenis", "Hilang\nRusak\nhilang").location == full.path
    assert [(one.code, one.label) for one in full.standard.variants] == [("hilang", "Hilang"), ("rusak", "Rusak")]
    write(clerk, f"{full.path}/jenis", **{"row-0-line": "KTP hilang"}, act="down-0")
    assert [(one.code, one.label) for one in full.standard.variants] == [("rusak", "Rusak"), ("hilang", "KTP hilang")]
    write(clerk, f"{full.path}/waktu", "Rusak: 2 hari kerja", **{"row-0-variant": "hilang"})
    assert [(row.variant, row.maximum) for row in full.standard.time_limits] == [("hilang", 5), ("rusak", 2)]


@pytest.mark.parametrize(
    ("typed", "day"), [("12 Mei 2027", date(2027, 5, 12)), ("1-2-2028", date(2028, 2, 1)), ("entah", None), ("", None)]
)
def test_the_day_it_takes_effect_is_typed_as_people_write_it(
    office: Office, clerk: FlaskClient, typed: str, day: date | None
) -> None:
    answer = submit(clerk, f"{office.path}/tanggal-berlaku", {"day": typed, "basis": "Keputusan Wali Kota"})
    if day is None:
        page = Page.of(answer)
        assert (answer.status_code, page.errors()) == (422, {"day": "Tulis tanggal seperti 23-11-2026"})
        assert form_of(page, f"{office.path}/tanggal-berlaku")["basis"] == "Keputusan Wali Kota"
    else:
        assert answer.location == office.path
        assert (office.standard.effective_from, office.standard.effective_basis) == (day, "Keputusan Wali Kota")


Change = Callable[[FlaskClient, str], TestResponse]


@pytest.mark.any_database
def test_who_was_overtaken_sees_both_texts_and_loses_nothing(full: Office, clerk: FlaskClient) -> None:
    path, other = f"{full.path}/persyaratan", full.editor()
    opened = form_of(Page.of(clerk.get(path)), path)
    assert write(other, path, **{"row-0-line": "KTP-el asli yang rusak"}).status_code == 303
    mine = {**opened, "row-1-line": "Fotokopi KK terbaru", "lines": "Pas foto", "act": "next"}
    answer = clerk.post(path, data=mine)
    page = Page.of(answer)
    assert (answer.status_code, list(page.faults())) == (409, [])
    for text in ("KTP-el asli yang rusak", "Fotokopi KK terbaru", "Pas foto", "Fotokopi kartu keluarga"):
        assert text in page.text
    assert [row.text for row in full.standard.requirements] == ["KTP-el asli yang rusak", "Fotokopi kartu keluarga"]
    assert path in [one.attrib["href"] for one in page.all("a")]
    again = clerk.post(path, data=form_of(page, path))
    assert again.status_code == 303
    assert [row.text for row in full.standard.requirements] == ["KTP-el asli", "Fotokopi KK terbaru", "Pas foto"]


def test_two_people_at_different_components_do_not_stand_in_each_others_way(full: Office, clerk: FlaskClient) -> None:
    opened = form_of(Page.of(clerk.get(f"{full.path}/waktu")), f"{full.path}/waktu")
    write(full.editor(), f"{full.path}/produk", "Salinan digital")
    assert clerk.post(f"{full.path}/waktu", data={**opened, "row-0-line": "2 hari kerja"}).status_code == 303
    assert (full.standard.time_limits[0].maximum, len(full.standard.products)) == (2, 2)


def test_the_same_form_sent_twice_adds_its_lines_once(office: Office, clerk: FlaskClient) -> None:
    path = f"{office.path}/persyaratan"
    sent = {**form_of(Page.of(clerk.get(path)), path), "lines": "KTP asli\nFotokopi KK", "act": "next"}
    assert [clerk.post(path, data=sent).status_code for _ in range(2)] == [303, 303]
    assert len(office.standard.requirements) == 2


def test_a_draft_that_was_handed_on_is_written_no_more(full: Office, clerk: FlaskClient) -> None:
    path = f"{full.path}/persyaratan"
    opened = form_of(Page.of(clerk.get(path)), path)
    with full.app.app_context(), unit_of_work() as session:
        session.get_one(StandardVersion, full.draft_id).state = "in_review"
    answer = clerk.post(path, data={**opened, "lines": "Pas foto", "act": "next"})
    page = Page.of(answer)
    assert answer.status_code == 409 and "Pas foto" in page.text and "tidak dapat diubah lagi" in page.text
    assert not page.all("form", action=path)
    assert clerk.get(path).location == full.path
    assert "hanya dapat dibaca" in Page.of(clerk.get(full.path)).text


def test_what_the_model_says_is_unconfirmed_until_the_agency_says_so(app: Flask) -> None:
    unsure = factories.a_standard(
        time_limits=(
            factories.TimeLimit(
                row_key="waktu",
                maximum=5,
                unit="working_day",
                start_event="application",
                confidence="reference",
                source="acuan",
            ),
        )
    )
    office = Office(app, unsure)
    client, path = office.editor(), f"{office.path}/waktu"
    assert "1 belum dikonfirmasi" in Page.of(client.get(office.path)).text
    assert "Menurut acuan nasional" in Page.of(client.get(path)).text
    write(client, path)
    assert office.standard.time_limits[0].confidence == "reference"
    write(client, path, confirms="yes")
    [limit] = office.standard.time_limits
    assert (limit.confidence, limit.maximum) == ("confirmed", 5)
    assert "belum dikonfirmasi" not in Page.of(client.get(office.path)).text


def test_the_source_of_an_import_stands_beside_its_row_and_the_unread_on_top(full: Office, clerk: FlaskClient) -> None:
    with full.app.app_context(), unit_of_work() as session:
        values = {"version_id": full.draft_id, "component": "requirements", "place": "Lampiran.docx, tabel 2"}
        session.add(ImportNote(position=1, row_key="kk", original="2) FC KK 1 lbr", **values))
        session.add(ImportNote(position=2, code="not_typed", original="dst.", **values))
    page = Page.of(clerk.get(f"{full.path}/persyaratan"))
    assert "Teks asli: 2) FC KK 1 lbr (Lampiran.docx, tabel 2)" in re.sub(r"\s+", " ", page.text)
    assert "Dari berkas impor, belum menjadi isian" in page.text and "dst." in page.text
    write(clerk, f"{full.path}/persyaratan", "Pas foto")
    assert "2) FC KK 1 lbr" in Page.of(clerk.get(f"{full.path}/persyaratan")).text


def test_the_preview_is_the_public_page_marked_and_kept_from_search_engines(full: Office, clerk: FlaskClient) -> None:
    answer = clerk.get(f"{full.path}/pratinjau")
    page = Page.of(answer)
    assert answer.status_code == 200 and list(page.faults()) == []
    assert "Pratinjau" in page.text and page.one("meta", name="robots").attrib["content"] == "noindex"
    for text in ("Rp100.000", "5 hari kerja", "Fotokopi kartu keluarga", "Draf, berlaku sejak 1 Januari 2024"):
        assert text in page.text
    assert full.app.test_client().get(f"{full.path}/pratinjau").status_code == 303


def test_the_list_of_tasks_names_what_is_missing_and_leads_to_it(office: Office, clerk: FlaskClient) -> None:
    empty = Page.of(clerk.get(office.path))
    assert "Kelengkapan 0 dari 100" in empty.text and empty.text.count("Belum diisi") == 14
    write(clerk, f"{office.path}/waktu", "3 hari kerja sejak berkas lengkap")
    write(clerk, f"{office.path}/prosedur", "Serahkan berkas")
    page = Page.of(clerk.get(office.path))
    assert "Kelengkapan 18 dari 100" in page.text
    assert (page.text.count("Belum diisi"), page.text.count("Perlu dilihat"), page.text.count("Lengkap")) == (12, 1, 1)
    links = {words(one).strip(): one.attrib["href"] for one in page.all("a")}
    assert links["langkah kedua dalam prosedur"] == f"{office.path}/prosedur"


def test_a_reader_of_drafts_sees_them_and_changes_nothing(full: Office) -> None:
    reader: Officer = an_officer(full.app, "head", agency=full.agency)
    client = let_in(full.app, reader.id)
    page = Page.of(client.get(full.path))
    assert "hanya dapat dibaca" in page.text
    assert not [a for a in page.all("a") if a.attrib["href"].startswith(f"{full.path}/persyaratan")]
    assert client.get(f"{full.path}/pratinjau").status_code == 200
    assert client.get(f"{full.path}/persyaratan").status_code == 403


def test_an_editor_of_another_unit_does_not_even_learn_of_the_draft(full: Office) -> None:
    with full.app.app_context(), unit_of_work() as session:
        beside = factories.a_unit(session.get_one(Agency, full.agency.id), name="Dinas Dua")
        session.refresh(beside)
        session.expunge(beside)
    client = let_in(full.app, an_officer(full.app, "editor", unit=beside).id)
    for path in (full.path, f"{full.path}/persyaratan", f"{full.path}/pratinjau", f"{LAYANAN}/kota-contoh/ktp"):
        assert client.get(path).status_code == 404, path
    assert "KTP hilang" not in Page.of(client.get(LAYANAN)).text
