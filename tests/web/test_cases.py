"""The reports an officer handles, through the pages."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.models.reports import Report
from sipp.operations.following import add_evidence, write_message
from sipp.operations.moves import note_event
from sipp.rules.permissions import REPORTER
from sipp.storage import attachments
from tests import factories
from tests.operations.cases import City, a_city
from tests.web.filing import last_report, receipt_code
from tests.web.officers import an_officer, let_in
from tests.web.reading import Page, words
from tests.web.test_anonymity import CANARIES, fill

INBOX = "/kelola/laporan"
MONDAY = datetime(2026, 6, 8, 2, tzinfo=UTC)


@pytest.fixture
def city(app: Flask) -> City:
    with app.app_context(), unit_of_work():
        made = a_city(name="Kota Contoh")
        for row in (made.agency, made.root, made.department, made.branch, made.inspectorate, made.service):
            factories.detached(row)
        return made


def officer(app: Flask, city: City, role: str = "liaison", **more: Any) -> FlaskClient:
    unit = more.pop("unit", None)
    return let_in(app, an_officer(app, role, agency=None if unit else city.agency, unit=unit, **more).id)


def file_one(app: Flask, city: City, at: datetime = MONDAY, **told: Any) -> str:
    """File a report; its case number."""
    with app.app_context(), time_machine.travel(at, tick=False), unit_of_work():
        return city.report(**told).case_number


def test_the_inbox_says_in_words_what_is_late_and_leads_to_the_case(app: Flask, city: City) -> None:
    late = file_one(app, city)
    with time_machine.travel(MONDAY + timedelta(days=22), tick=False):
        soon = file_one(app, city, MONDAY + timedelta(days=22))
        client = officer(app, city)
        page = Page.of(client.get(INBOX))
        rows = [words(one) for one in page.all("tr")[1:]]
        assert list(page.faults()) == []
        assert late in rows[0] and "Lewat batas 2 hari kerja" in rows[0]
        assert soon in rows[1] and "Tersisa 14 hari kerja" in rows[1]
        assert "Lewat batas (1)" in page.text and "Belum ditugaskan (2)" in page.text
        filtered = Page.of(client.get(f"{INBOX}?lewat=ya&satuan={city.branch.id}"))
        assert late in filtered.text and soon not in filtered.text
        assert [len(one.all("details", open=None)) for one in (page, filtered)] == [0, 1], "the list comes first"
        case = Page.of(client.get(f"{INBOX}/{late}"))
        assert list(case.faults()) == [] and "Lewat batas 2 hari kerja" in case.text
        assert client.get(f"{INBOX}/cari?nomor={late.lower().replace('-', '')}").location == f"{INBOX}/{late}"
        answer = client.get(f"{INBOX}/cari?nomor=LP-0000-0000")
        assert answer.status_code == 422 and list(Page.of(answer).errors()) == ["nomor"]
        assert list(Page.of(answer).faults()) == [] and len(Page.of(answer).all("details", open=None)) == 1


def test_nonsense_in_the_address_narrows_nothing(app: Flask, city: City) -> None:
    number, client = file_one(app, city), officer(app, city)
    odd = "keadaan=x&petugas=x&lewat=x&satuan=x&layanan=99999999999999&jenis=x&golongan=x&halaman=x"
    assert number in Page.of(client.get(f"{INBOX}?{odd}")).text


def test_promise_and_experience_come_first(app: Flask, city: City) -> None:
    number = file_one(app, city, visibility="open")
    page = Page.of(officer(app, city).get(f"{INBOX}/{number}"))
    sections = [one.attrib["id"] for one in page.all("section", id=None)]
    assert sections[0] == "perbandingan"
    text = words(page.one("section", id="perbandingan"))
    assert "5 hari kerja" in text and "selesai 20 Februari 2026" in text and "Terlambat" in text
    assert "Sri Wahyuni" in page.text and "sri@contoh.id" in page.text


def test_a_liaison_of_the_unit_complained_about_gets_what_an_unknown_case_gets(app: Flask, city: City) -> None:
    number = file_one(app, city, experience=factories.an_experience())
    client = officer(app, city, unit=city.branch)
    assert number not in Page.of(client.get(f"{INBOX}?keadaan=semua")).text
    answers = [
        client.get(f"{INBOX}/{one}{end}") for end in ("", "/bukti/1", "/tenggat/1") for one in (number, "LP-0000-0000")
    ]
    assert {one.status_code for one in answers} == {404}
    assert officer(app, city, unit=city.inspectorate).get(f"{INBOX}/{number}").status_code == 200


def test_every_date_of_a_case_leads_to_its_reason(app: Flask, city: City) -> None:
    number = file_one(app, city)
    client = officer(app, city)
    links = [
        a.attrib["href"] for a in Page.of(client.get(f"{INBOX}/{number}")).all("a") if "/tenggat/" in a.attrib["href"]
    ]
    assert links == [f"{INBOX}/{number}/tenggat/{place}" for place in (3, 1, 2, 3)], "that of the day that counts first"
    for link in links:
        page = Page.of(client.get(link))
        assert list(page.faults()) == [] and "dan hasilnya sama" in page.text and "Dasar hukum" in page.text
    assert [client.get(f"{INBOX}/{number}/tenggat/{place}").status_code for place in (0, 4, 2**70)] == [404] * 3


@pytest.mark.parametrize("visibility", ["sealed", "anonymous"])
def test_the_handler_reads_exactly_what_the_reporter_was_shown(
    seeded_app: Flask, seeded_client: FlaskClient, visibility: str
) -> None:
    check = fill(seeded_client, visibility=visibility)
    previewed = pairs(check.one("section", id="dilihat-petugas"))
    receipt_code(seeded_client, seeded_client.post(check.form().attrib["action"], data=check.fields()))
    number = last_report(seeded_app)["case_number"]
    overseer = let_in(seeded_app, an_officer(seeded_app, "overseer").id)
    page = Page.of(overseer.get(f"{INBOX}/{number}"))
    panels = [words(one) for one in page.one("section", id="perbandingan") if one.tag == "div"]
    shown = [f"{group} · Dijanjikan {lines.removeprefix('Dijanjikan: ')}" for group, lines in previewed[: len(panels)]]
    assert ["".join(one.split()) for one in panels] == ["".join(one.split()) for one in shown]
    assert pairs(page.one("section", id="cerita")) == previewed[len(panels) :]
    assert "belum dikonfirmasi instansi" in " ".join(panels), "an unconfirmed figure accused"
    assert "Cerita kanari" in page.text and not [one for one in CANARIES if one in page.html]


@pytest.mark.parametrize(("visibility", "is_exact"), [("open", True), ("anonymous", False)])
def test_times_are_days_where_the_reporter_is_hidden(app: Flask, city: City, visibility: str, is_exact: bool) -> None:
    number = file_one(app, city, visibility=visibility)
    with app.app_context(), time_machine.travel(MONDAY, tick=False), unit_of_work():
        report_id = current_session().scalars(select(Report.id).where(Report.case_number == number)).one()
        write_message(report_id, "Sudah saya tanyakan lagi.")
    page = Page.of(officer(app, city).get(f"{INBOX}/{number}"))
    for name in ("pesan", "riwayat"):
        text = words(page.one("section", id=name))
        assert "8 Juni 2026" in text
        assert ("pukul 09.00" in text) is is_exact
    assert "Sudah saya tanyakan lagi." in page.text


@pytest.mark.parametrize(("visibility", "is_told"), [("open", True), ("anonymous", False)])
def test_a_renewed_code_does_not_tell_that_a_hidden_reporter_has_an_address(
    app: Flask, city: City, visibility: str, is_told: bool
) -> None:
    number = file_one(app, city, visibility=visibility)
    with app.app_context(), unit_of_work():
        report = current_session().scalars(select(Report).where(Report.case_number == number)).one()
        note_event(report, "code_renewed", by="citizen", actor=REPORTER)
    page = Page.of(officer(app, city).get(f"{INBOX}/{number}"))
    assert ("Kode pelacakan diganti" in page.text) is is_told


def test_no_order_and_no_number_tells_between_whom_a_hidden_reporter_wrote(app: Flask, city: City) -> None:
    hours = [MONDAY + timedelta(minutes=minute) for minute in range(8)]
    filed = [file_one(app, city, hour, visibility="anonymous" if hour.minute % 2 else "open") for hour in hours]
    with app.app_context(), unit_of_work():
        ids = dict(current_session().execute(select(Report.case_number, Report.id)).all())
        for number in reversed(filed):
            write_message(ids[number], "Bagaimana kabarnya?")
    client = officer(app, city)
    listed = [words(one).split()[0] for one in Page.of(client.get(INBOX)).all("tr")[1:]]
    assert sorted(filed) == listed
    agenda = Page.of(client.get(f"{INBOX}/agenda")).text
    assert sorted(filed, key=agenda.index) == listed
    marks = {Page.of(client.get(f"{INBOX}/{one}/catatan")).one("input", name="seen").attrib["value"] for one in filed}
    assert len(marks) == 1, "an officer's page holds a number that other cases count on"


def test_evidence_comes_as_a_file_that_no_cache_keeps_and_its_address_tells_no_time(app: Flask, city: City) -> None:
    number, content = file_one(app, city), io.BytesIO()
    Image.new("RGB", (40, 40), (120, 80, 40)).save(content, "JPEG")
    content.seek(0)
    with app.app_context():
        stored = attachments.receive(content, app.config["SIPP"].attachments_dir)
        with unit_of_work():
            add_evidence(current_session().scalars(select(Report.id)).one(), stored)
    client = officer(app, city)
    page = Page.of(client.get(f"{INBOX}/{number}"))
    [link] = [one.attrib["href"] for one in page.all("a") if "/bukti/" in one.attrib["href"]]
    assert link == f"{INBOX}/{number}/bukti/1"
    with client.get(link) as given:
        assert (given.status_code, given.mimetype, given.headers["Cache-Control"]) == (200, "image/jpeg", "no-store")
        assert "Last-Modified" not in given.headers
    assert client.get(f"{INBOX}/{number}/bukti/2").status_code == 404


def pairs(section: Element) -> list[tuple[str, str]]:
    """The rows of a summary list: label and words, line by line."""
    rows = [row for row in section.iter("div") if row.find("dt") is not None]
    return [(words(row.find("dt")), " ".join(words(one) for one in _lines(row.find("dd")))) for row in rows]


def _lines(value: Element) -> list[Element]:
    return list(value.iter("li")) or [value]
