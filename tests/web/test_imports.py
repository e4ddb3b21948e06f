"""Importing through the pages: looked through first, then drafts, by the worker; nobody else's, and nothing twice."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from sipp.db import current_session, unit_of_work
from sipp.jobs import importing, outbox
from sipp.jobs.handlers import handlers_for
from sipp.jobs.schedule import run_due
from sipp.models.accounts import Membership
from sipp.models.agencies import Agency, Unit
from sipp.models.imports import ImportContent, ImportItem, ImportNote, ImportRun
from sipp.models.journal import AuditEntry, OutboxMessage
from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from sipp.operations import bulk, imports
from tests import factories
from tests.exchange import hostile
from tests.exchange.annex_builder import AnnexBuilder, numbered
from tests.exchange.sheets import a_workbook
from tests.full_standard import a_full_standard
from tests.jobs.mailbox import Mailbox
from tests.web.officers import Officer, an_officer, let_in
from tests.web.reading import Page, words

PAGE = "/kelola/impor"
MEBIBYTE = 1024 * 1024


class Town:
    """An agency with two departments and national services that it does not offer yet."""

    def __init__(self, app: Flask) -> None:
        with app.app_context(), unit_of_work() as session:
            factories.the_search_counter()
            factories.a_reference("ktp-baru", name="Penerbitan KTP-el baru")
            factories.a_reference("kk-baru", name="Penerbitan kartu keluarga baru")
            self.agency: Agency = factories.an_agency("kota-contoh", name="Kota Contoh")
            self.unit: Unit = factories.a_unit(self.agency, slug="dinas", name="Dinas Satu")
            self.other: Unit = factories.a_unit(self.agency, slug="lain", name="Dinas Dua")
            for row in (self.agency, self.unit, self.other):
                session.refresh(row)
                session.expunge(row)


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


@pytest.fixture
def editor(app: Flask, town: Town) -> Officer:
    return an_officer(app, "editor", agency=town.agency)


@pytest.fixture
def desk(app: Flask, editor: Officer) -> FlaskClient:
    return let_in(app, editor.id)


def post(client: FlaskClient, path: str, fields: dict[str, Any] | None = None) -> TestResponse:
    """Send a form, with the token of some page."""
    token = Page.of(client.get("/kelola")).all("input", name="csrf_token")[0].attrib["value"]
    boundary, body = encode_multipart({"csrf_token": token, **(fields or {})})
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def a_file(name: str, content: bytes) -> FileStorage:
    return FileStorage(io.BytesIO(content), name)


def send(client: FlaskClient, name: str, content: bytes, **fields: Any) -> TestResponse:
    """Send a file."""
    return post(client, PAGE, {"file": a_file(name, content), **fields})


def work(app: Flask) -> None:
    """The worker does what waits."""
    with app.app_context():
        while outbox.do_next(handlers_for(app.config["SIPP"], Mailbox())):
            pass


def checked(app: Flask, client: FlaskClient, name: str, content: bytes, **fields: Any) -> str:
    """Send a file and have it looked through; the address of the result."""
    answer = send(client, name, content, **fields)
    assert answer.status_code == 303, Page.of(answer).errors()
    work(app)
    return answer.location


def table_of(page: Page, caption: str) -> list[list[str]]:
    """The cells of the table with this caption, without the labels that phones show."""
    table = next(one for one in page.all("table") if words(next(one.iter("caption"))) == caption)
    rows = [[cell for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
    return [[words(cell[-1]) if cell.tag == "td" else words(cell) for cell in row] for row in rows[1:]]


def stored(app: Flask, *tables: Any) -> tuple[int, ...]:
    """How many rows there are."""
    with app.app_context():
        return tuple(current_session().scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def rows_for(*slugs: str, **more: Any) -> dict[str, list[dict[str, Any]]]:
    """A workbook's rows for services of the first department."""
    service = {"unit": "dinas", "effective_from": "2027-01-01", **more}
    return {
        "services": [{"service": slug, "name": f"Layanan {slug}", **service} for slug in slugs],
        "requirements": [{"service": slug, "text": "Fotokopi KK"} for slug in slugs],
        "fees": [{"service": slug, "amount_idr": "gratis"} for slug in slugs],
    }


def an_annex() -> bytes:
    builder = AnnexBuilder().text("Lampiran Keputusan Nomor 470/7/2026", "Standar Pelayanan Penerbitan KTP-el Baru")
    builder.table(
        numbered(
            (
                ("Persyaratan", ["1. Fotokopi Kartu Keluarga", "2. Surat pengantar RT"]),
                ("Jangka waktu penyelesaian", "maks. 3 hari kerja"),
                ("Biaya/tarif", "menyesuaikan"),
            )
        )
    )
    builder.text("Standar Pelayanan Perpustakaan Keliling")
    builder.table(numbered((("Persyaratan", "Kartu pelajar"), ("Biaya/tarif", "Gratis"))))
    return builder.bytes()


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


@pytest.fixture
def many(app: Flask, desk: FlaskClient) -> Iterator[str]:
    """A file of 25 services that was looked through."""
    yield checked(app, desk, "standar.xlsx", a_workbook(rows_for(*(f"layanan-{number}" for number in range(25)))))


def test_a_worker_that_dies_goes_on_where_it_stopped(
    app: Flask, desk: FlaskClient, many: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    made: list[str] = []

    def apply_until_the_power_fails(actor: Any, place: Any, wanted: Any) -> Any:
        if len(made) == 15:
            raise PowerCut
        made.append(wanted.service)
        return bulk.apply(actor, place, wanted)

    post(desk, f"{many}/buat")
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        with monkeypatch.context() as patched:
            patched.setattr("sipp.exchange.importing.apply", apply_until_the_power_fails)
            with pytest.raises(PowerCut):
                work(app)
        assert stored(app, StandardVersion) == (importing.BATCH,), "the batch at hand left nothing"
        running = Page.of(desk.get(many))
        bar = running.one("progress")
        assert (bar.attrib["value"], bar.attrib["max"]) == ("10", "25")
        assert "10 dari 25 layanan" in running.text
        clock.shift(outbox.LEASE + timedelta(seconds=1))
        work(app)
    assert stored(app, Service, StandardVersion) == (25, 25)
    assert "Draf sudah dibuat" in Page.of(desk.get(many)).title


def test_long_work_gives_the_others_their_turn_and_is_not_tried_in_vain(
    app: Flask, desk: FlaskClient, many: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "TURN_SECONDS", 0)
    post(desk, f"{many}/buat")
    with app.app_context():
        for done in (10, 20, 25):
            assert outbox.do_next(handlers_for(app.config["SIPP"], Mailbox()))
            assert stored(app, StandardVersion) == (done,)
            message = current_session().scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
            assert message is not None and (message.leased_until, message.last_error) == (None, None)
            current_session().rollback()
    work(app)
    assert stored(app, StandardVersion) == (25,)


def test_pressed_twice_the_drafts_are_made_once(app: Flask, desk: FlaskClient, many: str) -> None:
    for _ in range(2):
        assert post(desk, f"{many}/buat").location == many
    work(app)
    assert post(desk, f"{many}/buat").location == many
    work(app)
    assert stored(app, StandardVersion) == (25,)


def test_who_lost_the_role_meanwhile_imports_nothing(app: Flask, editor: Officer, desk: FlaskClient, many: str) -> None:
    post(desk, f"{many}/buat")
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Membership).where(Membership.user_id == editor.id).values(role="liaison"))
    work(app)
    assert stored(app, StandardVersion, ImportRun, ImportContent) == (0, 0, 0)


def test_a_file_is_its_senders_alone(app: Flask, town: Town, editor: Officer, many: str) -> None:
    colleague = let_in(app, an_officer(app, "editor", agency=town.agency).id)
    for path in (many, f"{many}/layanan/1"):
        assert colleague.get(path).status_code == 404
    for path in (f"{many}/buat", f"{many}/hapus", f"{many}/pilihan", f"{many}/layanan/1"):
        assert post(colleague, path).status_code == 404
    assert many not in colleague.get(PAGE).get_data(as_text=True)
    assert many in let_in(app, editor.id).get(PAGE).get_data(as_text=True)


def test_a_file_nobody_came_back_to_is_forgotten(app: Flask, editor: Officer, many: str) -> None:
    with time_machine.travel(datetime.now(UTC) + imports.FILE_KEPT_FOR + timedelta(minutes=1)):
        assert let_in(app, editor.id).get(many).status_code == 404
        with app.app_context():
            assert run_due()["old imports"] == 1
    assert stored(app, ImportRun, ImportContent, ImportItem) == (0, 0, 0)


def test_a_new_file_takes_the_place_of_the_one_not_imported(app: Flask, desk: FlaskClient, many: str) -> None:
    other = checked(app, desk, "lain.xlsx", a_workbook(rows_for("ktp")))
    assert (desk.get(many).status_code, desk.get(other).status_code) == (404, 200)
    assert stored(app, ImportContent) == (1,)


def test_a_file_can_be_deleted_but_not_while_its_drafts_are_made(app: Flask, desk: FlaskClient, many: str) -> None:
    post(desk, f"{many}/buat")
    assert post(desk, f"{many}/hapus").location == many
    work(app)
    answer = post(desk, f"{many}/hapus")
    assert answer.location == f"{PAGE}?instansi=kota-contoh"
    assert stored(app, ImportRun, ImportItem, StandardVersion) == (0, 0, 25)


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


@pytest.mark.parametrize("name", ["templat.xlsx", "templat-csv.zip"])
def test_the_template_holds_nothing_yet(desk: FlaskClient, name: str) -> None:
    answer = send(desk, name, desk.get(f"/kelola/ekspor/{name}").data)
    assert answer.status_code == 422
    assert "Tidak ada satu layanan" in Page.of(answer).errors()["file"]
