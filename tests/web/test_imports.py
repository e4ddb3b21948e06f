"""Importing through the pages: looked through first, with every problem at its place, then drafts; and out again."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.exchange.workbooks import read_workbook
from sipp.models.imports import ImportContent, ImportItem, ImportNote, ImportRun
from sipp.models.journal import AuditEntry, OutboxMessage
from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from sipp.operations import export_parts
from tests import factories
from tests.exchange import hostile
from tests.exchange.sheets import a_workbook
from tests.full_standard import a_full_standard
from tests.web.importing import PAGE, Town, a_file, an_annex, checked, post, rows_for, send, stored, table_of, work
from tests.web.officers import Officer, an_officer, let_in
from tests.web.reading import Page, words

MEBIBYTE = 1024 * 1024


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


@pytest.fixture
def editor(app: Flask, town: Town) -> Officer:
    return an_officer(app, "editor", agency=town.agency)


@pytest.fixture
def desk(app: Flask, editor: Officer) -> FlaskClient:
    return let_in(app, editor.id)


def test_an_annex_is_compared_with_what_was_read_and_becomes_drafts(app: Flask, town: Town, desk: FlaskClient) -> None:
    at = checked(app, desk, "lampiran.docx", an_annex(), unit=str(town.unit.id), effective_from="1/2/2027")
    found = Page.of(desk.get(at))
    assert [row[:2] for row in table_of(found, "Semua layanan dalam berkas")] == [
        ["Penerbitan KTP-el Baru", "Layanan baru dengan draf"],
        ["Perpustakaan Keliling", "Layanan baru dengan draf"],
    ]
    assert stored(app, Service, StandardVersion) == (0, 0)

    one = Page.of(desk.get(f"{at}/layanan/1"))
    chosen = [option.attrib["value"] for option in one.all("option", selected=None)]
    assert chosen == ["acuan:ktp-baru"]
    assert table_of(one, "Persyaratan")[0][:2] == [
        "1. Fotokopi Kartu Keluarga tabel 1, baris 2",
        "Fotokopi Kartu Keluarga",
    ]
    assert table_of(one, "Jangka waktu penyelesaian")[0][1].startswith("3 hari kerja")
    unread = table_of(one, "Biaya/tarif")[0]
    assert unread[1] == "Belum terbaca"
    assert "menyesuaikan" in unread[2]

    answer = post(desk, f"{at}/buat")
    assert (answer.status_code, answer.location) == (303, at)
    work(app)
    done = Page.of(desk.get(at))
    links = [link.attrib["href"] for link in done.all("a") if link.attrib["href"].startswith("/kelola/standar/")]
    assert len(links) == 2
    assert all(desk.get(link).status_code == 200 for link in links)
    with app.app_context():
        services = current_session().scalars(select(Service).order_by(Service.slug)).all()
        assert [one.slug for one in services] == ["ktp-baru", "perpustakaan-keliling"]
        versions = current_session().scalars(select(StandardVersion)).all()
        assert {(one.state, str(one.effective_from)) for one in versions} == {("draft", "2027-02-01")}
    assert stored(app, ImportContent) == (0,), "a file is forgotten once its drafts are made"
    assert stored(app, ImportNote)[0] == 6


@pytest.mark.any_database
def test_another_service_can_be_meant_than_the_one_proposed(app: Flask, town: Town, desk: FlaskClient) -> None:
    with app.app_context(), unit_of_work():
        factories.a_draft(factories.a_service(town.unit, slug="baca", name="Rumah baca"))
    at = checked(app, desk, "lampiran.docx", an_annex(), unit=str(town.unit.id))
    assert post(desk, f"{at}/layanan/1", {"meaning": "acuan:kk-baru"}).location == at
    work(app)
    assert post(desk, f"{at}/layanan/2", {"meaning": "layanan:baca"}).location == at
    work(app)
    twice = post(desk, f"{at}/layanan/1", {"meaning": "layanan:baca"})
    assert (twice.status_code, list(Page.of(twice).errors())) == (422, ["meaning"])
    unknown = post(desk, f"{at}/layanan/1", {"meaning": "acuan:tidak-ada"})
    assert (unknown.status_code, list(Page.of(unknown).errors())) == (422, ["meaning"])
    with app.app_context():
        items = current_session().execute(select(ImportItem.slug, ImportItem.effect).order_by(ImportItem.position))
        assert items.all() == [("kk-baru", "new_service"), ("baca", None)], "somebody else's draft is not rewritten"
    assert post(desk, f"{at}/layanan/1", {"meaning": "baru"}).location == at
    work(app)
    post(desk, f"{at}/buat")
    work(app)
    with app.app_context():
        made = current_session().scalars(select(Service).where(Service.slug != "baca")).one()
        assert (made.slug, made.reference_id) == ("penerbitan-ktp-el-baru", None)


def test_a_pasted_table_is_read_as_an_annex(app: Flask, town: Town, desk: FlaskClient) -> None:
    table = "Standar Pelayanan Penerbitan KTP-el Baru\r\nNo\tKomponen\tUraian\r\n1\tPersyaratan\tFotokopi KK\r\n"
    answer = post(desk, PAGE, {"table": table, "unit": str(town.unit.id)})
    work(app)
    assert [row[0] for row in table_of(Page.of(desk.get(answer.location)), "Semua layanan dalam berkas")] == [
        "Penerbitan KTP-el Baru"
    ]


def test_what_a_file_does_not_say_can_be_said_afterwards(app: Flask, town: Town, desk: FlaskClient) -> None:
    at = checked(app, desk, "lampiran.docx", an_annex())
    before = Page.of(desk.get(at))
    assert [row[-1] for row in table_of(before, "Yang membuat layanan tidak ikut")] == ["Sel ini harus diisi."] * 2
    assert not any("buat" in form.attrib["action"] for form in before.all("form", method="post"))
    foreign = post(desk, f"{at}/pilihan", {"unit": "999999"})
    assert (foreign.status_code, list(Page.of(foreign).errors())) == (422, ["unit"])
    assert post(desk, f"{at}/pilihan", {"unit": str(town.other.id), "effective_from": "2027-03-01"}).location == at
    work(app)
    with app.app_context():
        assert set(current_session().scalars(select(ImportItem.effect))) == {"new_service"}


def test_every_problem_has_its_place_and_the_rest_is_imported(app: Flask, town: Town, desk: FlaskClient) -> None:
    content = rows_for("ktp", "kk")
    content["fees"][1]["amount_idr"] = "entah berapa"
    at = checked(app, desk, "standar.xlsx", a_workbook(content))
    found = Page.of(desk.get(at))
    assert table_of(found, "Yang membuat layanan tidak ikut") == [
        ["kk", "Biaya", "3", "E", "“entah berapa” tidak terbaca sebagai biaya, misalnya gratis atau Rp50.000."]
    ]
    post(desk, f"{at}/buat")
    work(app)
    rows = table_of(Page.of(desk.get(at)), "Layanan dan drafnya")
    assert [row[:2] for row in rows] == [["kk", "Tidak diimpor"], ["Layanan ktp", "Layanan baru dengan draf"]]
    assert stored(app, Service, StandardVersion) == (1, 1)
    with app.app_context():
        acts = current_session().scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert [one for one in acts if one.startswith("imports.")] == ["imports.upload", "imports.start"]


def test_a_file_whose_shape_is_wrong_is_told_where(desk: FlaskClient) -> None:
    content = a_workbook({"fees": [{"amount_idr": "gratis"}]})
    answer = send(desk, "standar.xlsx", content)
    found = Page.of(answer)
    assert (answer.status_code, list(found.errors())) == (422, ["file"])
    assert table_of(found, "Yang harus diperbaiki dalam berkas") == [
        ["Biaya", "2", "A", "Baris ini tidak menyebut layanan mana."]
    ]


@pytest.mark.parametrize(
    ("name", "content", "status", "says"),
    [
        ("bom.xlsx", hostile.a_bomb(), 413, "terlalu besar"),
        ("entitas.xlsx", hostile.with_parts(hostile.a_workbook(), {"xl/x.xml": hostile.ENTITIES}), 415, "XML"),
        ("makro.xlsx", hostile.with_parts(hostile.a_workbook(), {"xl/vbaProject.bin": b"x"}), 415, "makro"),
        ("tautan.docx", hostile.pointing(hostile.a_document(), "image", "http://127.0.0.1/x", "word"), 415, "tautan"),
        ("terkunci.xlsx", hostile.encrypted(hostile.a_workbook()), 415, "kata sandi"),
        ("lama.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 415, "Office lama"),
        ("foto.pdf", b"%PDF-1.7", 415, "tidak diterima"),
        ("kosong.xlsx", a_workbook({"services": []}), 422, "Tidak ada satu layanan"),
        ("besar.csv", b"x" * (12 * MEBIBYTE + 1), 413, "12 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_file_that_is_not_taken_says_why_at_its_field(
    app: Flask, desk: FlaskClient, name: str, content: bytes, status: int, says: str
) -> None:
    answer = send(desk, name, content)
    found = Page.of(answer)
    assert (answer.status_code, list(found.errors())) == (status, ["file"])
    assert says in found.errors()["file"]
    assert stored(app, ImportRun, OutboxMessage) == (0, 0)


def test_nothing_sent_and_both_sent_are_said_at_the_field(desk: FlaskClient) -> None:
    for fields in ({}, {"file": a_file("a.csv", b"x"), "table": "x"}):
        answer = post(desk, PAGE, fields)
        assert (answer.status_code, list(Page.of(answer).errors())) == (422, ["file"])


def test_only_this_form_takes_large_bodies(desk: FlaskClient) -> None:
    assert "12 MB" in Page.of(send(desk, "besar.csv", b"x" * 14 * MEBIBYTE)).text
    elsewhere = post(desk, "/kelola/layanan/baru", {"file": a_file("a", b"x" * 7 * MEBIBYTE)})
    assert (elsewhere.status_code, "5 MB" in Page.of(elsewhere).text) == (413, True)


@pytest.mark.parametrize("name", ["standar.xlsx", "standar-csv.zip"])
def test_what_is_downloaded_and_sent_again_changes_nothing(
    app: Flask, town: Town, editor: Officer, desk: FlaskClient, name: str
) -> None:
    with app.app_context(), unit_of_work():
        factories.a_published_version(factories.a_service(town.unit, slug="ktp"), a_full_standard())
        factories.a_draft(factories.a_service(town.other, slug="kk"))
    answer = desk.get(f"/kelola/ekspor/{name}")
    assert "standar-kota-contoh" in answer.headers["Content-Disposition"]
    at = checked(app, desk, name, answer.data)
    found = Page.of(desk.get(at))
    assert {row[1] for row in table_of(found, "Semua layanan dalam berkas")} == {"Tidak berubah"}
    assert "Tidak ada yang perlu diimpor" in found.text
    assert post(desk, f"{at}/buat").location == at
    work(app)
    assert stored(app, StandardVersion) == (2,)


def test_a_download_holds_the_units_within_reach_alone(app: Flask, town: Town) -> None:
    with app.app_context(), unit_of_work():
        factories.a_draft(factories.a_service(town.unit, slug="ktp"))
        factories.a_draft(factories.a_service(town.other, slug="kk"))
    limited = let_in(app, an_officer(app, "editor", unit=town.other).id)
    at = checked(app, limited, "standar.xlsx", limited.get("/kelola/ekspor/standar.xlsx").data)
    with app.app_context():
        run_id = UUID(at.rpartition("/")[2])
        assert list(current_session().scalars(select(ImportItem.slug).where(ImportItem.run_id == run_id))) == ["kk"]


def test_many_standards_are_downloaded_in_parts_that_hold_each_of_them_once(
    app: Flask, town: Town, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_parts, "SERVICES_PER_PART", 2)
    with app.app_context(), unit_of_work():
        for slug in ("kk", "ktp", "kia"):
            factories.a_draft(factories.a_service(town.unit, slug=slug))
    page = Page.of(desk.get(PAGE))
    links = [link for link in page.all("a") if "/kelola/ekspor/standar.xlsx" in link.attrib.get("href", "")]
    assert [words(link) for link in links] == [
        f"Standar Kota Contoh sebagai buku kerja Excel, bagian {part} dari 2" for part in (1, 2)
    ]
    found = []
    for link in links:
        answer = desk.get(link.attrib["href"])
        (listed,) = [table for table in read_workbook(answer.data) if table.title == "Layanan"]
        found.append([row.cell(0) for row in listed.rows])
        assert f"standar-kota-contoh-{len(found)}-dari-2.xlsx" in answer.headers["Content-Disposition"]
    assert found == [["kia", "kk"], ["ktp"]]
    for other in (0, 3):
        assert desk.get(f"/kelola/ekspor/standar.xlsx?bagian={other}").status_code == 404


@pytest.mark.parametrize("name", ["templat.xlsx", "templat-csv.zip"])
def test_the_template_holds_nothing_yet(desk: FlaskClient, name: str) -> None:
    answer = send(desk, name, desk.get(f"/kelola/ekspor/{name}").data)
    assert answer.status_code == 422
    assert "Tidak ada satu layanan" in Page.of(answer).errors()["file"]
