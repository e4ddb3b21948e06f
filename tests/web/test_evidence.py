"""Evidence of a unit, and its standards for SIPPN: whole, the same every time, safe to open, of the own unit only."""

import csv
import hashlib
import io
import zipfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from sipp.db import unit_of_work
from sipp.exchange.packs import CHECKSUMS
from sipp.models.agencies import OpeningHours
from sipp.models.services import service_at_point
from sipp.models.standards import PublicConsultation, Verification
from sipp.operations import evidence
from sipp.operations.standards import publish
from sipp.rules.permissions import SYSTEM
from sipp.rules.standards import COMPONENTS, component_rows
from tests import factories
from tests.full_standard import a_full_standard
from tests.web.officers import an_officer, let_in
from tests.web.reading import Page

MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PACK = "/kelola/bukti/kota-contoh/bukti.zip"
SIPPN = "/kelola/bukti/kota-contoh/sippn.xlsx"
#: A text that a spreadsheet would run.
FORMULA = '=HYPERLINK("http://jahat.contoh")'


@pytest.fixture
def town(app: Flask) -> dict[str, Any]:
    """An agency with a department, an office below it, and another department; a decree with its file."""
    folder = app.config["SIPP"].attachments_dir
    name = f"{'ab' * 16}.pdf"
    Path(folder, name).write_bytes(b"%PDF-1.7 keputusan")
    pledge = f"{'cd' * 16}.pdf"
    Path(app.config["SIPP"].documents_dir, pledge).write_bytes(b"%PDF-1.7 maklumat")
    with app.app_context(), unit_of_work() as session:
        channels = [{"kind": "phone", "value": FORMULA}]
        agency = factories.an_agency("kota-contoh", name="Kota Contoh", official_channels=channels)
        dinas = factories.a_unit(
            agency,
            slug="dinas-satu",
            name="Dinas Satu",
            pledge_text="Kami sanggup <b>melayani</b>",
            pledge_file=pledge,
        )
        office = factories.a_unit(agency, dinas, slug="upt", name="UPT Satu", street="Jalan Contoh 1")
        other = factories.a_unit(agency, slug="dinas-dua", name="Dinas Dua")
        akta = factories.a_service(office, slug="akta", name="Akta lahir", summary=FORMULA)
        point = factories.a_service_point(office, name="Loket Satu", street="Jalan Loket 2")
        session.add(OpeningHours(service_point_id=point.id, weekday=0, opens=time(8), closes=time(15)))
        session.execute(insert(service_at_point).values(service_id=akta.id, service_point_id=point.id))
        factories.a_service(dinas, slug="kosong", name="Belum punya standar")
        factories.a_published_version(factories.a_service(other, slug="asing", name="Layanan asing"))
        decree = factories.a_decree(
            agency, number="9/SK/2024", file_name=name, decided_on=date(2024, 1, 1), signatory_function="Kepala Dinas"
        )
        draft = factories.a_draft(akta, a_full_standard())
        draft.decree_id = decree.id
        version = publish(SYSTEM, draft, factories.LONG_AGO)
        factories.a_draft(akta, factories.a_standard(effective_basis="rahasia draf"))
        session.add(Verification(version_id=version.id, verified_on=date(2026, 2, 3), recorded_at=MONDAY))
        factories.a_review_due(version, date(2026, 5, 4))
        held = {"held_on": date(2025, 12, 1), "place": "Balai kota", "participants": {"users": 12, "media": 1}}
        session.add(PublicConsultation(version_id=version.id, minutes=FORMULA, recorded_at=MONDAY, **held))
        return {row.slug: factories.detached(row) for row in (agency, dinas, office, other)}


@pytest.fixture
def head(app: Flask, town: dict[str, Any]) -> FlaskClient:
    """The head of the first department."""
    return let_in(app, an_officer(app, "head", unit=town["dinas-satu"]).id)


def opened(client: FlaskClient, query: str = "?satuan=dinas-satu") -> dict[str, str]:
    """The files of the pack by name, as text."""
    with client.get(PACK + query) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "application/zip")
        content = answer.get_data()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.any_database
def test_the_head_of_a_unit_gets_all_that_is_recorded_of_it_and_of_what_is_below(head: FlaskClient) -> None:
    files = opened(head)
    [pledge, *others] = [name for name in files if "/" in name]
    assert others == ["03-standar/akta-versi-1.html", "04-keputusan/9-sk-2024-1.pdf"]
    assert pledge.startswith("02-maklumat/dinas-satu-") and files[pledge] == "%PDF-1.7 maklumat"
    contents = Page(files["00-daftar-isi.html"])
    assert "Akta lahir UPT Satu Versi 1" in contents.text and "belum punya standar yang berlaku" in contents.text
    links = {link.attrib["href"] for link in contents.all("a")}
    assert links <= set(files)
    assert "Jalan Loket 2" in files["01-profil.html"] and "Senin 08.00-15.00" in files["01-profil.html"]
    assert "Kami sanggup &lt;b&gt;melayani&lt;/b&gt;" in files["02-maklumat.html"]
    [decree] = table(files["04-keputusan.csv"])
    assert list(decree.values()) == [
        "9/SK/2024", "2024-01-01", "Kepala Dinas", "04-keputusan/9-sk-2024-1.pdf", "Akta lahir, versi 1",
    ]  # fmt: skip
    [held] = table(files["05-konsultasi-publik.csv"])
    assert (held["Tanggal"], held["Peserta"]) == ("2025-12-01", "Pengguna layanan: 12; Media massa: 1")
    assert {(line["Tindakan"], line["Tanggal"]) for line in table(files["06-tinjau-ulang.csv"])} == {
        ("dinyatakan masih benar", "2026-02-03"),
        ("harus ditinjau paling lambat", "2026-05-04"),
    }
    services = {line["Layanan"]: line for line in table(files["08-layanan.csv"])}
    assert services["Akta lahir"]["Halaman untuk warga"] == "http://localhost/instansi/kota-contoh/layanan/akta"
    assert services["Belum punya standar"]["Versi"] == ""
    everything = "".join(files.values())
    assert "Layanan asing" not in everything and "Dinas Dua" not in everything and "rahasia draf" not in everything


def test_each_component_of_a_standard_stands_in_its_page(head: FlaskClient) -> None:
    page = Page(opened(head)["03-standar/akta-versi-1.html"])
    assert len(page.all("h2")) == 14 and not page.all("script") and not page.all(None, style=None)
    empty = [one for one in COMPONENTS if not component_rows(a_full_standard(), one)]
    assert page.text.count("Belum dipublikasikan") == len(empty)


def test_no_cell_of_a_pack_is_a_formula_and_every_file_has_its_hash(head: FlaskClient) -> None:
    files = opened(head)
    cells = [
        cell for name, text in files.items() if name.endswith(".csv") for line in table(text) for cell in line.values()
    ]
    assert f"'{FORMULA}" in cells and not any(cell.startswith("=") for cell in cells)
    sums = dict(reversed(line.split("  ", 1)) for line in files[CHECKSUMS].splitlines())
    assert set(sums) == set(files) - {CHECKSUMS}
    assert sums["01-profil.html"] == hashlib.sha256(files["01-profil.html"].encode()).hexdigest()


def test_the_same_day_gives_the_same_bytes(app: Flask, town: dict[str, Any]) -> None:
    with time_machine.travel(MONDAY, tick=False):
        officers = [let_in(app, an_officer(app, "agency_admin", agency=town["kota-contoh"]).id) for _turn in "ab"]
        contents = []
        for client in officers:
            with client.get(f"{PACK}?satuan=upt") as answer:
                contents.append(answer.get_data())
    assert contents[0] == contents[1]
    assert answer.headers["Content-Disposition"].endswith("bukti-kota-contoh-upt-2026-11-23.zip")


def test_a_decree_without_its_file_is_named_with_the_reason(app: Flask, head: FlaskClient) -> None:
    for path in app.config["SIPP"].attachments_dir.glob("*.pdf"):
        path.unlink()
    [decree] = table(opened(head)["04-keputusan.csv"])
    assert decree["Berkas"] == "berkas tidak ditemukan"


@pytest.mark.parametrize("path", [PACK, SIPPN])
@pytest.mark.parametrize(
    ("query", "status"),
    [("?satuan=upt", 200), ("?satuan=dinas-dua", 404), ("?satuan=tidak-ada", 404), ("", 404)],
)
def test_a_unit_gives_what_is_its_own_and_nothing_else(head: FlaskClient, path: str, query: str, status: int) -> None:
    with head.get(path + query) as answer:
        assert answer.status_code == status


def test_the_page_offers_the_units_within_reach(app: Flask, head: FlaskClient, town: dict[str, Any]) -> None:
    def names(client: FlaskClient) -> list[str]:
        page = Page.of(client.get("/kelola/bukti?instansi=kota-contoh"))
        assert list(page.faults()) == []
        return ["".join(one.itertext()).strip() for one in page.all("p", class_="item__title")]

    assert names(head) == ["Dinas Satu", "UPT Satu"]
    overseer = let_in(app, an_officer(app, "overseer").id)
    assert names(overseer) == ["Seluruh instansi", "Dinas Satu", "UPT Satu", "Dinas Dua"]
    assert "Layanan asing" in opened(overseer, "")["08-layanan.csv"]


def test_a_unit_with_too_many_services_is_taken_unit_by_unit(
    app: Flask, town: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MOST_SERVICES", 1)
    overseer = let_in(app, an_officer(app, "overseer").id)
    page = Page.of(overseer.get("/kelola/bukti?instansi=kota-contoh"))
    assert {link.attrib["href"].split("=")[-1] for link in page.all("a", class_="item__link")} == {"upt", "dinas-dua"}
    assert overseer.get(f"{PACK}?satuan=dinas-satu").status_code == 413


def test_the_workbook_for_sippn_has_its_four_parts_and_no_formula(head: FlaskClient) -> None:
    answer = head.get(f"{SIPPN}?satuan=dinas-satu")
    workbook = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    names = ["Deskripsi layanan", "Persyaratan", "Prosedur", "Penyelenggara dan lokasi"]
    assert [title for title in workbook.sheetnames if title in names] == names
    sheets = {name: [list(row) for row in workbook[name].iter_rows(values_only=True)] for name in names}
    description = {row[0]: dict(zip(sheets[names[0]][0], row, strict=True)) for row in sheets[names[0]][1:]}
    standard = a_full_standard()
    assert set(description) == {"akta", "kosong"} and description["akta"]["nomor sk"] == "9/SK/2024"
    assert description["akta"]["ringkasan"] == FORMULA and description["kosong"]["jangka waktu"] is None
    assert all(
        description["akta"][header] for header in ("jangka waktu", "biaya", "produk", "pengaduan", "dasar hukum")
    )
    assert [row[3] for row in sheets["Persyaratan"][1:]] == list(range(1, len(standard.requirements) + 1))
    assert len(sheets["Prosedur"]) == 1 + len(standard.procedure)
    places = {row[0]: row for row in sheets["Penyelenggara dan lokasi"][1:]}
    assert (
        places["akta"][3:6] == ["UPT Satu", "Loket Satu", "Jalan Loket 2"] and places["akta"][9] == "Senin 08.00-15.00"
    )
    assert places["kosong"][3:6] == ["Dinas Satu", None, None]
    assert not any(cell.data_type == "f" for sheet in workbook for row in sheet.iter_rows() for cell in row)
