"""What belongs to the reporter: who may know the name, where news go, pressure, personal data, a new code."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sipp.db import current_session, unit_of_work
from sipp.jobs import outbox
from sipp.jobs.handlers import handlers_for
from sipp.models.journal import AuditEntry, OutboxMessage
from sipp.models.reports import Message, Report, Reporter, ReportEvent, SealedIdentity
from sipp.operations import accounts, reporters, unsealing
from sipp.operations.erasure import Store
from tests.applications import opened, seeded_copy
from tests.jobs.mailbox import Mailbox
from tests.operations.stored_bytes import files_holding
from tests.shared_run import SharedRun
from tests.web.filing import COMPLAINT, KTP, file_all, last_report, open_with, post, receipt_code, tokens_of
from tests.web.filing import opened as form_opened
from tests.web.officers import let_in, submit
from tests.web.reading import Fields, Page

PERSON: Fields = {"name": "Kirana Puspa", "email": "kirana.puspa@contoh.id", "phone": "0812-7777-1212"}
PRESSED = "Kepala loket <i>mengancam</i> saya kemarin."


@pytest.fixture
def desk(run: SharedRun, tmp_path: Path) -> Iterator[Flask]:
    """One installation a test: what is stored, and how many wait, must be its own."""
    with opened(seeded_copy(run, tmp_path / "sipp")) as app:
        yield app


def file_as(client: FlaskClient, visibility: str = "anonymous", **more: str) -> str:
    """File a report; its code."""
    person = PERSON if visibility != "anonymous" else {}
    return receipt_code(client, file_all(client, {**COMPLAINT, **person, "visibility": visibility, **more}))


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    token = Page.of(client.get("/lacak")).one("input", name="csrf_token").attrib["value"]
    return client.post(path, data={"csrf_token": token, **fields})


def rows(app: Flask, kind: type[Reporter] | type[SealedIdentity]) -> list[tuple[str | None, ...]]:
    """What is stored of who filed the last report."""
    with app.app_context():
        found = current_session().get(kind, last_report(app)["id"])
        if found is None:
            return []
        return [(found.name, found.email, found.phone)] if isinstance(found, Reporter) else [()]


def mails(app: Flask) -> Mailbox:
    """Everything the outbox has to send."""
    mailbox = Mailbox()
    with app.app_context():
        while outbox.do_next(handlers_for(app.config["SIPP"], mailbox)):
            pass
    return mailbox


def test_a_name_is_opened_only_after_its_reporter_saw_what_the_officer_will_see(
    desk: Flask, citizen: FlaskClient
) -> None:
    file_as(citizen)
    preview = Page.of(send(citizen, "/laporan/nama", visibility="open", **PERSON))
    for shown in (PERSON["name"], PERSON["email"], "+6281277771212", "2 Februari 2026"):
        assert shown in preview.text
    assert last_report(desk)["visibility"] == "anonymous" and rows(desk, Reporter) == []
    assert files_holding(desk.config["SIPP"].data_dir, PERSON["name"]) == set()
    (form,) = [form for form in preview.all("form") if form.attrib["action"] == "/laporan/nama"]
    fields = {field.attrib["name"]: field.attrib.get("value", "") for field in form.iter("input")}
    assert citizen.post("/laporan/nama", data=fields).location == "/laporan"
    assert last_report(desk)["visibility"] == "open"
    assert rows(desk, Reporter) == [(PERSON["name"], PERSON["email"], "+6281277771212")]
    assert citizen.get("/laporan/nama").location == "/laporan"


def test_a_sealed_name_told_later_is_nowhere_to_be_read_until_its_reporter_opens_it(
    desk: Flask, citizen: FlaskClient
) -> None:
    file_as(citizen)
    sealed = {"visibility": "sealed", "name": "Anindya Wirasti Kanari", "confirm": "yes"}
    assert "2 Februari 2026" not in Page.of(send(citizen, "/laporan/nama", **{**sealed, "confirm": ""})).text
    assert send(citizen, "/laporan/nama", **sealed).status_code == 303
    assert rows(desk, SealedIdentity) and rows(desk, Reporter) == []
    assert files_holding(desk.config["SIPP"].data_dir, "Anindya Wirasti") == set()
    opened = {**PERSON, "visibility": "open", "confirm": "yes"}
    assert send(citizen, "/laporan/nama", **opened).status_code == 303
    assert rows(desk, SealedIdentity) == [] and len(rows(desk, Reporter)) == 1


def test_a_request_to_open_a_sealed_name_ends_when_its_reporter_tells_it(desk: Flask, citizen: FlaskClient) -> None:
    file_as(citizen, "sealed")
    with desk.app_context(), unit_of_work():
        custodian = accounts.actor_by_email("custodian1@nasional.contoh")
        asked = unsealing.ask(custodian, last_report(desk)["case_number"], "Diminta pengadilan")
    assert send(citizen, "/laporan/nama", visibility="open", confirm="yes", **PERSON).status_code == 303
    with desk.app_context():
        found = unsealing.find_request(custodian, asked)
        assert found.unsealing.closed_at is not None and found.turn_of is None


@pytest.mark.parametrize(
    ("filed", "typed", "wrong"),
    [
        ("anonymous", {**PERSON}, "visibility"),
        ("anonymous", {**PERSON, "visibility": "anonymous"}, "visibility"),
        ("sealed", {**PERSON, "visibility": "sealed"}, "visibility"),
        ("anonymous", {"visibility": "sealed", "email": "kirana.puspa@contoh.id"}, "name"),
        ("anonymous", {"visibility": "open", "name": "Kirana Puspa"}, "email"),
        ("anonymous", {**PERSON, "visibility": "open", "email": "kirana di contoh"}, "email"),
    ],
)
def test_visibility_is_never_lowered_and_what_is_missing_is_told_with_every_word_kept(
    desk: Flask, citizen: FlaskClient, filed: str, typed: dict[str, str], wrong: str
) -> None:
    file_as(citizen, filed)
    response = send(citizen, "/laporan/nama", **{**typed, "confirm": "yes"})
    page = Page.of(response)
    assert (response.status_code, list(page.errors())) == (422, [wrong])
    assert list(page.faults()) == []
    kept = {field.attrib["name"]: field.attrib.get("value", "") for field in page.all("input", class_="govuk-input")}
    assert [name for name in ("name", "email", "phone") if typed.get(name, "") not in page.html] == [], kept
    assert last_report(desk)["visibility"] == filed


def test_an_open_name_cannot_be_hidden_again(desk: Flask, citizen: FlaskClient) -> None:
    file_as(citizen, "open")
    response = send(citizen, "/laporan/nama", visibility="sealed", confirm="yes", **PERSON)
    assert response.status_code == 409 and last_report(desk)["visibility"] == "open"


def test_a_sealed_reporters_address_is_changed_and_deleted_and_the_agency_sees_nothing_of_it(
    desk: Flask, citizen: FlaskClient
) -> None:
    file_as(citizen, "sealed")
    with desk.app_context():
        of_last = ReportEvent.report_id == last_report(desk)["id"]
        before = len(current_session().scalars(select(ReportEvent).where(of_last)).all())
    assert send(citizen, "/laporan/alamat", email="lain@contoh.id").status_code == 303
    assert rows(desk, Reporter) == [(None, "lain@contoh.id", None)]
    assert send(citizen, "/laporan/alamat").status_code == 303
    assert rows(desk, Reporter) == []
    with desk.app_context():
        assert len(current_session().scalars(select(ReportEvent).where(of_last)).all()) == before
        acts = select(AuditEntry.agency_id).where(AuditEntry.action == "reports.change_address")
        assert set(current_session().scalars(acts)) == {None}


def test_an_open_reporter_corrects_the_name_and_keeps_one_way_to_be_reached_and_an_anonymous_one_has_none(
    desk: Flask, citizen: FlaskClient
) -> None:
    file_as(citizen, "open")
    response = send(citizen, "/laporan/alamat", email="")
    assert (response.status_code, list(Page.of(response).errors())) == (422, ["email"])
    address = {"email": "baru@contoh.id"}
    response = send(citizen, "/laporan/alamat", name=" ", **address)
    assert (response.status_code, list(Page.of(response).errors())) == (422, ["name"])
    for _twice in range(2):
        assert send(citizen, "/laporan/alamat", name="Kirana Puspita", **address).status_code == 303
    assert rows(desk, Reporter) == [("Kirana Puspita", "baru@contoh.id", None)]
    assert Page.of(citizen.get("/laporan")).text.count("Pelapor memperbaiki namanya") == 1
    file_as(citizen, "sealed")
    send(citizen, "/laporan/alamat", name="Kanari", **address)
    assert ("Kanari", "baru@contoh.id", None) not in rows(desk, Reporter)
    file_as(citizen)
    assert citizen.get("/laporan/alamat").location == "/laporan"
    assert send(citizen, "/laporan/alamat", email="lain@contoh.id").status_code == 409
    assert rows(desk, Reporter) == []


def test_what_did_not_reach_the_old_address_goes_to_the_new_one(desk: Flask, citizen: FlaskClient) -> None:
    file_as(citizen, "sealed")
    with desk.app_context(), unit_of_work() as session:
        key = f"report_acknowledged:{last_report(desk)['id']}"
        session.scalars(select(OutboxMessage).where(OutboxMessage.key == key)).one().state = "set_aside"
    page = Page.of(citizen.get("/laporan"))
    assert "Surat ke alamat Anda tidak dapat dikirim" in page.text
    send(citizen, "/laporan/alamat", email="baru@contoh.id")
    assert "baru@contoh.id" in {mail.to for mail in mails(desk).mails}
    assert "tidak dapat dikirim" not in Page.of(citizen.get("/laporan")).text


def test_pressure_is_read_by_others_than_who_handles_the_case_and_leaves_no_trace_there(
    desk: Flask, citizen: FlaskClient
) -> None:
    file_as(citizen, group=["time"], applied_on="2026-02-02")  # type: ignore[arg-type]
    assert send(citizen, "/laporan/tekanan", text=PRESSED).location == "/laporan/tekanan"
    page = Page.of(citizen.get("/laporan/tekanan"))
    assert PRESSED in page.text and page.all("i") == [] and "Belum dibaca" in page.text
    with desk.app_context():
        session = current_session()
        report = session.get_one(Report, last_report(desk)["id"])
        assert not session.scalars(select(Message).where(Message.report_id == report.id)).all()
        kinds = select(ReportEvent.kind).where(ReportEvent.report_id == report.id)
        assert set(session.scalars(kinds)) == {"submitted", "owned"}
        acts = select(AuditEntry.agency_id).where(AuditEntry.action == "reports.tell_pressure")
        assert set(session.scalars(acts)) == {None}
        readers = {
            role: len(reporters.needs_of(accounts.actor_by_email(email)).pressure)
            for role, email in {
                "inspectorate": "inspectorate@kota-bandung.contoh",
                "elsewhere": "inspectorate@kabupaten-sleman.contoh",
                "liaison": "liaison@kota-bandung.contoh",
                "supervisor": "supervisor@kota-bandung.contoh",
                "admin": "admin@kota-bandung.contoh",
                "overseer": "overseer@nasional.contoh",
            }.items()
        }
    expected = {"inspectorate": 1, "elsewhere": 0, "liaison": 0, "supervisor": 0, "admin": 0, "overseer": 1}
    assert readers == expected
    with desk.app_context(), unit_of_work():
        inspector = accounts.actor_by_email("inspectorate@kota-bandung.contoh")
        reporters.read_pressure(inspector, reporters.needs_of(inspector).pressure[0].id)
    assert "Sudah dibaca" in Page.of(citizen.get("/laporan/tekanan")).text


def test_where_the_inspectorate_handles_the_case_only_the_overseer_reads_of_pressure(
    desk: Flask, citizen: FlaskClient
) -> None:
    file_as(citizen)
    send(citizen, "/laporan/tekanan", text="Inspektorat sendiri yang menekan saya.")
    with desk.app_context():
        told = {
            email: [note.text for note in reporters.needs_of(accounts.actor_by_email(email)).pressure]
            for email in ("inspectorate@kota-bandung.contoh", "overseer@nasional.contoh")
        }
    text = "Inspektorat sendiri yang menekan saya."
    assert {email: text in texts for email, texts in told.items()} == {
        "inspectorate@kota-bandung.contoh": False,
        "overseer@nasional.contoh": True,
    }


def test_a_request_about_data_shows_where_it_stands_until_the_agency_decided(desk: Flask, citizen: FlaskClient) -> None:
    file_as(citizen, "open")
    assert "diputus oleh admin instansi" in Page.of(citizen.get("/laporan/data")).text
    assert send(citizen, "/laporan/data", kind="correction", text="Nama dalam cerita").status_code == 303
    assert "Menunggu keputusan" in Page.of(citizen.get("/laporan/data")).text
    again = send(citizen, "/laporan/data", kind="correction", text="Sekali lagi")
    assert again.status_code == 409 and "Sekali lagi" in Page.of(again).html
    with desk.app_context(), unit_of_work():
        admin = accounts.actor_by_email("admin@kota-bandung.contoh")
        (asked,) = reporters.needs_of(admin).data_requests
        assert reporters.needs_of(accounts.actor_by_email("admin@kabupaten-sleman.contoh")).data_requests == []
        reporters.decide_data_request(admin, asked.id, "done", "Nama sudah diperbaiki.", Store.of(desk.config["SIPP"]))
    text = Page.of(citizen.get("/laporan/data")).text
    assert "Sudah dilakukan" in text and "Nama sudah diperbaiki." in text


@pytest.mark.parametrize("visibility", ["sealed", "anonymous"])
def test_what_a_hidden_reporter_asks_about_data_is_read_and_decided_outside_the_agency(
    desk: Flask, citizen: FlaskClient, visibility: str
) -> None:
    file_as(citizen, visibility)
    assert "bukan oleh instansi" in Page.of(citizen.get("/laporan/data")).text
    send(citizen, "/laporan/data", kind="correction", text="Nama saya Canari, bukan Kanari")
    agency, nation = officer(desk, "admin@kota-bandung.contoh"), officer(desk, "admin@nasional.contoh")
    path = links(nation.get("/kelola/pelapor"), "/pelapor/data/")[-1]
    assert path not in links(agency.get("/kelola/pelapor"), "/pelapor/data/")
    assert agency.get(path).status_code == 404 and "Canari" in nation.get(path).text
    submit(nation, path, {"decision": "done", "answer": "Sudah."})
    page = Page.of(citizen.get("/laporan")).text
    assert "Permintaan tentang data pribadi diputus" in page and "Admin nasional" in page


def officer(app: Flask, email: str) -> FlaskClient:
    with app.app_context():
        found = accounts.find_user(email)
        assert found is not None
        user_id = found.id
    return let_in(app, user_id)


def links(answer: TestResponse, part: str) -> list[str]:
    return [one.attrib["href"] for one in Page.of(answer).all("a") if part in one.attrib.get("href", "")]


def test_a_granted_erasure_leaves_nothing_to_open_for_citizen_and_officer(desk: Flask, citizen: FlaskClient) -> None:
    code = file_as(citizen, "open", description="Cerita kanari yang dihapus.")
    assert "tidak dapat membukanya lagi" in Page.of(citizen.get("/laporan/data")).text
    send(citizen, "/laporan/data", kind="erasure", text="Semuanya")
    number = last_report(desk)["case_number"]
    with desk.app_context():
        admin = accounts.find_user("admin@kota-bandung.contoh")
        assert admin is not None
        admin_id = admin.id
    officer = let_in(desk, admin_id)
    overview = Page.of(officer.get("/kelola/pelapor"))
    (path,) = [link.attrib["href"] for link in overview.all("a") if "/pelapor/data/" in link.attrib.get("href", "")]
    assert "Hapus sekarang seluruh data pribadi laporan ini" in Page.of(officer.get(path)).text
    assert officer.get(f"/kelola/laporan/{number}").status_code == 200
    decided = submit(officer, path, {"decision": "done"})
    assert (decided.status_code, decided.location) == (303, "/kelola/pelapor")
    assert number not in Page.of(officer.get("/kelola/pelapor")).text
    assert officer.get(f"/kelola/laporan/{number}").status_code == 404
    assert "Semuanya" not in Page.of(officer.get(path)).text
    assert citizen.get("/laporan").location == "/lacak" and citizen.get("/laporan/data").status_code == 404
    unknown = Page.of(open_with(desk.test_client(), "7K3M-Q2XD-9AB0-CDEF-G")).text
    refused = open_with(desk.test_client(), code)
    assert (refused.status_code, Page.of(refused).text) == (422, unknown)
    assert rows(desk, Reporter) == [] and mails(desk).mails == []
    assert files_holding(desk.config["SIPP"].data_dir, "Cerita kanari yang dihapus") == set()


def link_of(app: Flask, to: str) -> str:
    """The link of the mail about a new code."""
    (mail,) = [mail for mail in mails(app).mails if mail.to == to and "/lacak/kode-baru/" in mail.text]
    found = re.search(r"http://localhost(/lacak/kode-baru/tautan/\S+)", mail.text)
    assert found
    return found[1]


def ask(client: FlaskClient, case_number: str, email: str) -> TestResponse:
    return send(client, "/lacak/kode-baru", case_number=case_number, email=email)


def test_a_new_code_opens_the_report_and_the_old_one_and_its_link_end(desk: Flask, citizen: FlaskClient) -> None:
    old = file_as(citizen, "sealed", email="hilang.kode@contoh.id")
    number = last_report(desk)["case_number"]
    other = desk.test_client()
    assert ask(other, f" {number.lower()} ", "Hilang.Kode@contoh.id").location == "/lacak/kode-baru/diminta"
    link = link_of(desk, "hilang.kode@contoh.id")
    for _ in range(2):
        assert other.get(link).status_code == 200
    assert open_with(desk.test_client(), old).status_code == 303, "looking at the page changes nothing"
    response = send(other, link)
    assert (response.status_code, response.location) == (303, "/lacak/kode-baru/kode")
    new = Page.of(other.get(response.location)).marker("data_tracking_code")
    assert open_with(desk.test_client(), old).status_code == 422
    assert open_with(desk.test_client(), new).status_code == 303
    assert [send(other, link).status_code, other.get(link).status_code] == [404, 404]
    assert citizen.get("/lapor/terkirim").location == "/lacak", "the receipt does not show a code that opens nothing"


def test_a_new_code_closes_the_report_in_every_browser_but_its_own(desk: Flask, citizen: FlaskClient) -> None:
    old = file_as(citizen, "sealed", email="direbut@contoh.id")
    other, finder = desk.test_client(), desk.test_client()
    open_with(finder, old)
    ask(other, last_report(desk)["case_number"], "direbut@contoh.id")
    assert finder.get("/laporan").status_code == 200, "asking alone ends nothing"
    send(other, link_of(desk, "direbut@contoh.id"))
    assert other.get("/laporan").status_code == 200
    for client in (finder, citizen):
        assert client.get("/laporan").location == "/lacak"
        assert send(client, "/laporan/pesan", text="Halo").status_code == 404


def test_the_form_sent_again_after_a_new_code_opens_nothing(desk: Flask, citizen: FlaskClient) -> None:
    form = {**tokens_of(form_opened(citizen)), **COMPLAINT, **PERSON, "visibility": "sealed"}
    assert post(citizen, KTP, form).status_code == 303
    other = desk.test_client()
    ask(other, last_report(desk)["case_number"], str(PERSON["email"]))
    send(other, link_of(desk, str(PERSON["email"])))
    assert post(citizen, KTP, form).location == "/lapor/terkirim"
    assert citizen.get("/lapor/terkirim").location == "/lacak"
    assert citizen.get("/laporan").location == "/lacak"


def test_asking_answers_alike_whether_or_not_there_is_such_a_report(desk: Flask, citizen: FlaskClient) -> None:
    file_as(citizen, "open", email="satu.alamat@contoh.id")
    number = last_report(desk)["case_number"]
    file_as(citizen)
    anonymous = last_report(desk)["case_number"]
    asked = [
        (number, "satu.alamat@contoh.id"),
        (number, "satu.alamat@contoh.id"),
        (number, "orang.lain@contoh.id"),
        (anonymous, "satu.alamat@contoh.id"),
        ("LP-0000-0000", "satu.alamat@contoh.id"),
        ("' OR 1=1 --", "satu.alamat@contoh.id"),
    ]
    answers = {(answer.status_code, answer.location) for answer in (ask(citizen, *one) for one in asked)}
    assert answers == {(303, "/lacak/kode-baru/diminta")}
    sent = [mail for mail in mails(desk).mails if "/lacak/kode-baru/" in mail.text]
    assert [mail.to for mail in sent] == ["satu.alamat@contoh.id"], "one an hour, and only to its own address"
    assert files_holding(desk.config["SIPP"].data_dir, "orang.lain@contoh.id") == set()


@pytest.mark.parametrize("token", ["x", "W10.aaaa.bbbb", "..."])
def test_a_forged_link_is_told_to_be_gone(citizen: FlaskClient, token: str) -> None:
    assert citizen.get(f"/lacak/kode-baru/tautan/{token}").status_code == 404
    assert send(citizen, f"/lacak/kode-baru/tautan/{token}").status_code == 404


def test_without_an_opened_report_nothing_of_this_is_possible(citizen: FlaskClient) -> None:
    paths = ("nama", "alamat", "tekanan", "data")
    assert {path: send(citizen, f"/laporan/{path}").status_code for path in paths} == dict.fromkeys(paths, 404)
    assert citizen.get("/lacak/kode-baru/kode").location == "/lacak"
