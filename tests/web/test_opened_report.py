"""The opened report: its code, its messages, its evidence."""

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from sipp.db import current_session, unit_of_work
from sipp.models.reports import Attachment, Message, Report
from sipp.operations import own_moves
from sipp.operations.erasure import Store, erase_report
from sipp.rules.permissions import SYSTEM
from sipp.storage import attachments
from tests.web.filing import COMPLAINT, file_all, last_report, open_with, receipt_code
from tests.web.reading import Page

MEBIBYTE = 1024 * 1024
LATER = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)


def filed(client: FlaskClient) -> str:
    """File a report; its code. The browser has it open now."""
    return receipt_code(client, file_all(client, COMPLAINT))


def token(client: FlaskClient) -> str:
    return Page.of(client.get("/lacak")).one("input", name="csrf_token").attrib["value"]


def picture(shade: int = 120, size: int = 40) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (size, size), (shade, 80, 40)).save(content, "JPEG")
    return content.getvalue()


def upload(client: FlaskClient, content: bytes, name: str = "bukti.jpg") -> TestResponse:
    fields: dict[str, Any] = {"csrf_token": token(client), "attachment": FileStorage(io.BytesIO(content), name)}
    boundary, body = encode_multipart(fields)
    return client.post("/laporan/bukti", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def write(client: FlaskClient, text: str) -> TestResponse:
    return client.post("/laporan/pesan", data={"csrf_token": token(client), "text": text})


def stored(app: Flask, kind: type[Message] | type[Attachment]) -> int:
    with app.app_context():
        of_last = kind.report_id == last_report(app)["id"]
        return current_session().scalar(select(func.count()).select_from(kind).where(of_last)) or 0


def set_state(app: Flask, state: str) -> None:
    with app.app_context(), unit_of_work() as session:
        session.get_one(Report, last_report(app)["id"]).state = state


def test_a_code_opens_the_report_in_any_browser_and_is_never_in_an_address(desk: Flask, citizen: FlaskClient) -> None:
    code = filed(citizen)
    other = desk.test_client()
    for typed in (code, code.lower().replace("-", ""), f" {code.replace('-', ' ')} "):
        response = open_with(other, typed)
        assert (response.status_code, response.location) == (303, "/laporan")
    page = Page.of(other.get("/laporan"))
    assert page.marker("data_state") == "in_progress"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT23:59:59\+07:00", page.marker("data_due"))
    assert code.replace("-", "") not in page.html.replace("-", "")


def test_without_a_code_there_is_nothing_to_see_and_nothing_to_do(citizen: FlaskClient) -> None:
    response = citizen.get("/laporan")
    assert (response.status_code, response.location) == (303, "/lacak")
    assert write(citizen, "Halo").status_code == 404
    assert upload(citizen, picture()).status_code == 404
    assert citizen.get("/laporan/bukti/00000000-0000-7000-8000-000000000000").status_code == 404
    assert citizen.get("/lapor/terkirim").status_code == 303


def test_unknown_malformed_and_foreign_codes_get_the_same_answer(desk: Flask, citizen: FlaskClient) -> None:
    filed(citizen)
    case_number = last_report(desk)["case_number"]
    other = desk.test_client()
    answers = set()
    for typed in ("7K3M-Q2XD-9AB0-CDEF-G", "x", "0" * 17, case_number, "<script>", "' OR 1=1"):
        response = open_with(other, typed)
        page = Page.of(response)
        answers.add((response.status_code, tuple(page.errors().items())))
        assert page.one("input", name="code").attrib["value"] == typed
        assert list(page.faults()) == []
    assert len(answers) == 1 and answers.pop()[0] == 422
    assert list(Page.of(open_with(other, "")).errors()) == ["code"]


def test_an_opened_report_closes_itself_after_two_hours_and_on_demand(citizen: FlaskClient) -> None:
    with time_machine.travel(LATER, tick=False):
        code = filed(citizen)
    with time_machine.travel(LATER + timedelta(hours=2), tick=False):
        assert citizen.get("/laporan").status_code == 200
    with time_machine.travel(LATER + timedelta(hours=2, seconds=1), tick=False):
        assert citizen.get("/laporan").status_code == 303
        open_with(citizen, code)
        assert citizen.get("/laporan").status_code == 200
        closing = citizen.post("/laporan/tutup", data={"csrf_token": token(citizen)})
        assert (closing.status_code, citizen.get("/laporan").status_code) == (303, 303)


def test_a_message_is_kept_and_shown(desk: Flask, citizen: FlaskClient) -> None:
    filed(citizen)
    response = write(citizen, "Sudah saya lengkapi <b>kemarin</b>.")
    assert (response.status_code, response.location) == (303, "/laporan#pesan")
    page = Page.of(citizen.get("/laporan"))
    assert "Sudah saya lengkapi <b>kemarin</b>." in page.text
    assert page.all("b") == []
    assert stored(desk, Message) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 4001])
def test_an_empty_or_endless_message_is_told_at_its_field_and_kept(
    desk: Flask, citizen: FlaskClient, text: str
) -> None:
    filed(citizen)
    response = write(citizen, text)
    page = Page.of(response)
    assert (response.status_code, list(page.errors())) == (422, ["text"])
    assert page.one("textarea", name="text").text in (text, f"\n{text}", None)
    assert list(page.faults()) == []
    assert stored(desk, Message) == 0


def test_evidence_is_kept_shown_and_given_back_to_its_reporter_alone(desk: Flask, citizen: FlaskClient) -> None:
    filed(citizen)
    response = upload(citizen, picture(), "Foto Zubaidah di loket.jpg")
    assert (response.status_code, response.location) == (303, "/laporan#bukti")
    page = Page.of(citizen.get("/laporan"))
    (link,) = [link.attrib["href"] for link in page.all("a") if "/laporan/bukti/" in link.attrib["href"]]
    with citizen.get(link) as given:
        assert (given.status_code, given.mimetype) == (200, "image/jpeg")
        assert Image.open(io.BytesIO(given.data)).size == (40, 40)
    assert given.headers["Content-Disposition"].startswith("attachment;")
    assert given.headers["Cache-Control"] == "no-store"
    assert "Zubaidah" not in page.html + str(given.headers)
    stranger = desk.test_client()
    filed(stranger)
    assert stranger.get(link).status_code == 404


def test_the_same_file_sent_twice_is_one_and_leaves_no_second_file_behind(desk: Flask, citizen: FlaskClient) -> None:
    filed(citizen)
    folder = desk.config["SIPP"].attachments_dir
    before = len(list(folder.iterdir()))
    for _ in range(2):
        assert upload(citizen, picture()).status_code == 303
    assert stored(desk, Attachment) == 1
    assert len(list(folder.iterdir())) == before + 1


def test_the_sixth_file_is_refused_at_its_field_and_five_stay(desk: Flask, citizen: FlaskClient) -> None:
    filed(citizen)
    assert [upload(citizen, picture(shade)).status_code for shade in range(0, 50, 10)] == [303] * 5
    folder = desk.config["SIPP"].attachments_dir
    before = len(list(folder.iterdir()))
    response = upload(citizen, picture(200))
    page = Page.of(response)
    assert (response.status_code, list(page.errors())) == (413, ["attachment"])
    assert "lima berkas" in page.errors()["attachment"]
    assert stored(desk, Attachment) == 5
    assert len(list(folder.iterdir())) == before


FAKES = {
    "program.jpg": b"MZ\x90\x00" + b"\0" * 500,
    "program.pdf": b"\x7fELF" + b"\0" * 500,
    "skrip.png": b"#!/bin/sh\nrm -rf /\n",
    "halaman.webp": b"<html><script>alert(1)</script>",
    "gambar.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "arsip.jpg": b"PK\x03\x04" + b"\0" * 500,
    "rusak.jpg": b"\xff\xd8\xff\xe0" + b"\0" * 500,
    "kosong.jpg": b"",
}


@pytest.mark.parametrize("name", FAKES)
def test_a_file_that_is_not_what_its_name_says_is_refused_at_its_field(
    desk: Flask, citizen: FlaskClient, name: str
) -> None:
    filed(citizen)
    folder = desk.config["SIPP"].attachments_dir
    before = len(list(folder.iterdir()))
    response = upload(citizen, FAKES[name], name)
    page = Page.of(response)
    assert (response.status_code, list(page.errors())) == (415, ["attachment"])
    assert list(page.faults()) == []
    assert stored(desk, Attachment) == 0
    assert len(list(folder.iterdir())) == before


def test_a_form_without_a_file_says_so(citizen: FlaskClient) -> None:
    filed(citizen)
    response = citizen.post("/laporan/bukti", data={"csrf_token": token(citizen)})
    assert (response.status_code, list(Page.of(response).errors())) == (422, ["attachment"])


def test_a_file_over_five_megabytes_is_refused_at_its_field(desk: Flask, citizen: FlaskClient) -> None:
    filed(citizen)
    response = upload(citizen, picture() + b"\0" * (5 * MEBIBYTE))
    page = Page.of(response)
    assert (response.status_code, list(page.errors())) == (413, ["attachment"])
    assert "5 MB" in page.errors()["attachment"]
    assert stored(desk, Attachment) == 0


def test_an_upload_of_thirty_megabytes_gets_the_page_that_says_it_is_too_large(
    desk: Flask, citizen: FlaskClient
) -> None:
    filed(citizen)
    response = upload(citizen, b"\xff\xd8\xff" + b"\0" * (30 * MEBIBYTE))
    assert response.status_code == 413
    page = Page.of(response)
    assert "terlalu besar" in page.title and "5 MB" in page.text
    assert list(page.faults()) == []
    assert stored(desk, Attachment) == 0


def test_a_closed_report_says_that_it_takes_no_more_files(desk: Flask, citizen: FlaskClient) -> None:
    filed(citizen)
    set_state(desk, "resolved")
    response = upload(citizen, picture())
    assert response.status_code == 409
    assert "sudah ditutup" in Page.of(response).text
    assert stored(desk, Attachment) == 0
    assert Page.of(citizen.get("/laporan")).all("textarea", name="text") == []


@pytest.mark.parametrize("end", ["withdrawn", "erased"])
def test_a_file_does_not_outlive_a_report_that_ended_while_it_came(
    desk: Flask, citizen: FlaskClient, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    filed(citizen)
    store, receive = Store.of(desk.config["SIPP"]), attachments.receive

    def slowly(*stream: Any, **bounds: Any) -> attachments.StoredFile:
        kept = receive(*stream, **bounds)
        with unit_of_work():
            report_id = last_report(desk)["id"]
            if end == "erased":
                erase_report(SYSTEM, report_id, "request", store)
            else:
                own_moves.withdraw(report_id)
        return kept

    before = set(attachments.stored_names(store.attachments))
    monkeypatch.setattr(attachments, "receive", slowly)
    assert upload(citizen, picture(33)).status_code == (404 if end == "erased" else 409)
    assert set(attachments.stored_names(store.attachments)) == before


def test_a_message_to_a_report_closed_meanwhile_is_refused_and_its_words_are_shown(
    desk: Flask, citizen: FlaskClient
) -> None:
    filed(citizen)
    set_state(desk, "resolved")
    response = write(citizen, "Tetapi uang saya belum kembali")
    assert response.status_code == 409
    assert "Tetapi uang saya belum kembali" in Page.of(response).text
    assert stored(desk, Message) == 0


def test_a_wait_that_goes_on_is_counted_again_on_the_page(citizen: FlaskClient) -> None:
    answers = {**COMPLAINT, "group": ["time"], "still_waiting": "yes", "started_on": "2026-02-02"}
    late = []
    for days in (0, 3):
        with time_machine.travel(LATER + timedelta(days=days), tick=False):
            if days == 0:
                code = receipt_code(citizen, file_all(citizen, answers))
            open_with(citizen, code)
            text = Page.of(citizen.get("/laporan")).text
            found = re.search(r"terlambat (\d+) hari", text)
            assert found, text
            late.append(int(found[1]))
    assert late[1] - late[0] == 3


def test_the_text_for_lapor_names_the_difference_and_not_the_person(citizen: FlaskClient) -> None:
    answers = {**COMPLAINT, "variant": "baru", "visibility": "open", "name": "Sri Wahyuni", "email": "sri@contoh.id"}
    receipt_code(citizen, file_all(citizen, answers, "/instansi/polri/layanan/skck/lapor"))
    text = "".join(Page.of(citizen.get("/laporan")).one("pre").itertext())
    assert "Pengaduan tentang" in text and "Rp120.000" in text and COMPLAINT["description"] in text
    assert "Sri" not in text and "sri@" not in text
