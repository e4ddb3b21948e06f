"""A link to one case for one colleague: what it shows and hides, how it ends, and what becomes of a proposal."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from sipp.db import current_session, unit_of_work
from sipp.models.accounts import Membership
from sipp.models.journal import AuditEntry, OutboxMessage
from sipp.models.proposals import AnswerProposal, CaseLink
from sipp.models.reports import Attachment, Report
from sipp.operations import following
from sipp.operations.erasure import Store, erase_report
from sipp.rules.permissions import SYSTEM
from tests import factories
from tests.operations.cases import City
from tests.web.officers import an_officer, browser, form_of, let_in, letters, link_in, submit, told
from tests.web.reading import Page, words
from tests.web.test_case_acts import picture, state
from tests.web.test_cases import INBOX, MONDAY, city, file_one, officer

__all__ = ["city"]
PROPOSED = "Alat rekam sudah diperbaiki tanggal 9 Juni."
NOTE = "Catatan: cek loket 3."


@pytest.fixture
def number(app: Flask, city: City) -> str:
    return file_one(app, city, visibility="open")


@pytest.fixture
def liaison(app: Flask, city: City) -> FlaskClient:
    return officer(app, city, name="Ani")


def linked(client: FlaskClient, number: str, **fields: object) -> str:
    """Make a link that is shown once; its path."""
    answer = submit(client, f"{INBOX}/{number}/usulan", {"name": "Sari Dewi", **fields})
    assert answer.status_code == 200, Page.of(answer).errors()
    page = Page.of(answer)
    assert list(page.faults()) == []
    return urlsplit(words(page.one("pre")).strip()).path


def send(client: FlaskClient, link: str, **fields: object) -> TestResponse:
    """Propose an answer as a browser would."""
    return submit(client, link, {"words": PROPOSED, **fields}, content_type="multipart/form-data")  # type: ignore[arg-type]


def test_a_colleague_sees_the_case_without_the_name_the_notes_the_files_and_the_trail(
    app: Flask, liaison: FlaskClient, number: str
) -> None:
    submit(liaison, f"{INBOX}/{number}/catatan", {"words": NOTE})
    submit(liaison, f"{INBOX}/{number}/pesan", {"words": "Kami periksa."})
    with app.app_context(), unit_of_work():
        report_id = current_session().scalars(select(Report.id)).one()
        following.write_message(report_id, "Terima kasih.")
    link = linked(liaison, number)
    answer = browser(app).get(link)
    page = Page.of(answer)
    assert answer.status_code == 200 and list(page.faults()) == []
    for part in (number, "Sari Dewi", "5 hari kerja", "Kami periksa.", "Terima kasih."):
        assert part in page.text
    assert [part for part in ("Sri Wahyuni", "sri@contoh.id", NOTE) if part in page.text] == []
    assert [name for name in ("pelapor", "bukti", "riwayat", "tindakan") if page.all("section", id=name)] == []
    assert answer.headers["Referrer-Policy"] == "same-origin" and answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert browser(app).get(f"{link}/bukti/1").status_code == 404


def test_name_and_files_are_shown_where_the_liaison_ticks_them(app: Flask, city: City, liaison: FlaskClient) -> None:
    shown = {"shown": ["reporter", "evidence"]}
    with app.app_context(), unit_of_work():
        for _custodian in range(2):
            factories.a_custodian()
    opened, hidden = file_one(app, city, visibility="open"), file_one(app, city, visibility="sealed", name="Sri")
    with app.app_context(), unit_of_work() as session:
        for report in session.scalars(select(Report)):
            session.add(
                Attachment(
                    report_id=report.id,
                    stored_name=f"{report.id.hex}.jpg",
                    media_type="image/jpeg",
                    size_bytes=1,
                    sha256="0" * 64,
                    added_at=report.submitted_at,
                )
            )
    page = Page.of(browser(app).get(linked(liaison, opened, **shown)))
    assert "Sri Wahyuni" in page.text and "sri@contoh.id" in page.text
    assert "Berkas 1" in words(page.one("section", id="bukti"))
    sealed = Page.of(browser(app).get(linked(liaison, hidden, **shown)))
    assert sealed.all("section", id="pelapor") == [] and "Februari 2026" in sealed.text
    assert "20 Februari 2026" not in sealed.text, "as the handler sees it: months"


def test_a_proposal_is_taken_over_edited_and_sent_as_the_liaisons_own(
    app: Flask, liaison: FlaskClient, number: str
) -> None:
    link, colleague = linked(liaison, number), browser(app)
    assert send(colleague, link, words="").status_code == 422
    answer = send(colleague, link, name="Sari D.", attachment=FileStorage(picture(), "rahasia-sari.jpg"))
    assert (answer.status_code, answer.location) == (303, link)
    page = Page.of(colleague.get(link))
    assert PROPOSED in page.text and "Usulan Anda sudah dikirim" in page.text and list(page.faults()) == []
    assert "1 usulan jawaban dari rekan" in Page.of(liaison.get("/kelola")).text
    case = Page.of(liaison.get(f"{INBOX}/{number}"))
    assert "Sari D." in words(case.one("section", id="usulan")) and list(case.faults()) == []
    [take] = [one.attrib["href"] for one in case.all("a") if "usulan=" in one.attrib["href"]]
    form = Page.of(liaison.get(take))
    path = f"{INBOX}/{number}/jawab"
    fields = form_of(form, path)
    assert str(fields["words"]).strip() == PROPOSED and list(form.faults()) == []
    kept = [one.attrib["value"] for one in form.all("input", name="kept")]
    sent = liaison.post(path, data={**fields, "kept": kept, "words": "Sudah diperbaiki 9 Juni."})
    assert sent.status_code == 303 and state(app) == "answered"
    after = Page.of(liaison.get(f"{INBOX}/{number}"))
    assert "Sudah diperbaiki 9 Juni." in after.text and after.all("section", id="usulan") == []
    assert "Berkas 1" in words(after.one("section", id="bukti")) and "Ani" in words(after.one("section", id="pesan"))
    with app.app_context():
        assert current_session().scalars(select(AnswerProposal.state)).one() == "taken"
    assert colleague.get(link).status_code == 404, "what is answered needs no proposal"


def test_the_same_words_twice_are_one_proposal_and_five_are_enough(
    app: Flask, liaison: FlaskClient, number: str
) -> None:
    link, colleague = linked(liaison, number), browser(app)
    for text in ("1", "1", "2", "3", "4", "5"):
        assert send(colleague, link, words=text).status_code == 303
    fields = {"csrf_token": Page.of(colleague.get("/lacak")).one("input", name="csrf_token").attrib["value"]}
    refused = colleague.post(link, data={**fields, "name": "Sari", "words": "6"})
    assert refused.status_code == 409 and list(Page.of(refused).faults()) == []
    with app.app_context():
        assert list(current_session().scalars(select(AnswerProposal.text))) == ["1", "2", "3", "4", "5"]
    submit(liaison, f"{INBOX}/{number}", {}, to=f"{INBOX}/{number}/usulan/1/kesampingkan")
    shown = words(Page.of(liaison.get(f"{INBOX}/{number}")).one("section", id="usulan"))
    assert "2" in shown and len(Page.of(liaison.get(f"{INBOX}/{number}")).all("form", method="post")) >= 4


def test_opening_the_link_only_notes_the_visit_once_in_a_while(app: Flask, liaison: FlaskClient, number: str) -> None:
    link = linked(liaison, number)
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False) as time:
        link = linked(officer_again(app), number)
        for minutes in (0, 5, 11):
            time.move_to(MONDAY + timedelta(days=1, minutes=minutes))
            assert browser(app).get(link).status_code == 200
    with app.app_context():
        visits = current_session().scalars(select(AuditEntry).where(AuditEntry.action == "reports.visit_case_link"))
        assert [(one.actor_kind, one.subject_id) for one in visits] == [("public", number)] * 2
        assert current_session().scalars(select(AnswerProposal)).all() == []


def officer_again(app: Flask) -> FlaskClient:
    """The liaison of the agency, whose session of another day ran out."""
    with app.app_context():
        user_id = current_session().scalars(select(Membership.user_id).where(Membership.role == "liaison")).one()
    return let_in(app, user_id)


def revoked(app: Flask, liaison: FlaskClient, number: str) -> None:
    page = f"{INBOX}/{number}/usulan"
    with app.app_context():
        link_id = current_session().scalars(select(CaseLink.id)).one()
    assert submit(liaison, page, {}, to=f"{page}/tautan/{link_id}/cabut").status_code == 303


def transferred(app: Flask, liaison: FlaskClient, number: str) -> None:
    page = f"{INBOX}/{number}/alihkan"
    unit = next(
        one.attrib["value"]
        for one in Page.of(liaison.get(page)).one("select", name="unit").iter("option")
        if one.attrib["value"]
    )
    assert submit(liaison, page, {"unit": unit, "words": "Urusan dinas."}).status_code == 303


def erased(app: Flask, _liaison: FlaskClient, number: str) -> None:
    with app.app_context(), unit_of_work():
        report_id = current_session().scalars(select(Report.id)).one()
        erase_report(SYSTEM, report_id, "request", Store.of(app.config["SIPP"]))


def its_maker_lost_the_role(app: Flask, _liaison: FlaskClient, _number: str) -> None:
    with app.app_context(), unit_of_work() as session:
        session.execute(Membership.__table__.delete().where(Membership.role == "liaison"))


def its_maker_has_an_interest(_app: Flask, liaison: FlaskClient, number: str) -> None:
    submit(liaison, f"{INBOX}/{number}/konflik-kepentingan", {"words": "Saudara saya."})


ENDS = (revoked, transferred, erased, its_maker_lost_the_role, its_maker_has_an_interest)


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_link_that_ended_is_answered_like_one_that_never_was(
    app: Flask, liaison: FlaskClient, number: str, end: object
) -> None:
    link, colleague = linked(liaison, number), browser(app)
    fields = form_of(Page.of(colleague.get(link)), link)
    end(app, liaison, number)  # type: ignore[operator]
    never = colleague.get("/usulan/x")
    assert never.status_code == 404
    assert told(colleague.get(link), link) == told(never, "/usulan/x")
    late = colleague.post(link, data={**fields, "words": PROPOSED})
    assert late.status_code == 404 and PROPOSED not in Page.of(late).text
    with app.app_context():
        assert current_session().scalars(select(AnswerProposal)).all() == []


def test_a_link_ends_with_its_last_working_day(app: Flask, city: City, number: str) -> None:
    friday = MONDAY + timedelta(days=4)
    with time_machine.travel(friday, tick=False) as time:
        link = linked(officer(app, city), number, days="1")
        time.move_to(friday + timedelta(days=3, hours=14))
        assert browser(app).get(link).status_code == 200, "Monday, nine in the evening"
        time.move_to(friday + timedelta(days=3, hours=16))
        assert browser(app).get(link).status_code == 404


def test_the_mail_brings_the_link_and_the_outbox_never_holds_it(app: Flask, liaison: FlaskClient, number: str) -> None:
    answer = submit(liaison, f"{INBOX}/{number}/usulan", {"name": "Sari Dewi", "email": "sari@contoh.go.id"})
    assert (answer.status_code, answer.location) == (303, f"{INBOX}/{number}/usulan")
    with app.app_context():
        [payload] = current_session().scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == "case_link"))
        assert set(payload) == {"link_id", "report_id"}
    [mail] = [one for one in letters(app) if one.to == "sari@contoh.go.id"]
    assert number in mail.text and "Ani" in mail.text
    assert "Sri Wahyuni" not in mail.text and "Akta" not in mail.text
    assert browser(app).get(link_in(mail)).status_code == 200
    overview = Page.of(liaison.get(f"{INBOX}/{number}/usulan"))
    assert "sari@contoh.go.id" in overview.text and "Terakhir dibuka" in overview.text
    assert urlsplit(link_in(mail)).path not in overview.text and list(overview.faults()) == []


def test_a_revoked_link_is_not_mailed(app: Flask, liaison: FlaskClient, number: str) -> None:
    submit(liaison, f"{INBOX}/{number}/usulan", {"name": "Sari Dewi", "email": "sari@contoh.go.id"})
    revoked(app, liaison, number)
    assert [one for one in letters(app) if one.to == "sari@contoh.go.id"] == []


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": " "}, ["name"]),
        ({"name": "Sari", "email": "sari"}, ["email"]),
        ({"name": "Sari", "days": "365"}, ["days"]),
    ],
)
def test_what_is_wrong_with_a_link_is_told_at_its_field(
    app: Flask, liaison: FlaskClient, number: str, fields: dict[str, str], errors: list[str]
) -> None:
    answer = submit(liaison, f"{INBOX}/{number}/usulan", fields)
    page = Page.of(answer)
    assert (answer.status_code, list(page.errors())) == (422, errors) and list(page.faults()) == []
    with app.app_context():
        assert current_session().scalars(select(CaseLink)).all() == []


def test_somebody_of_another_unit_makes_no_link(app: Flask, city: City, number: str) -> None:
    stranger = let_in(app, an_officer(app, "liaison", unit=city.inspectorate).id)
    assert stranger.get(f"{INBOX}/{number}/usulan").status_code == 404
    assert officer(app, city, "head").get(f"{INBOX}/{number}/usulan").status_code == 403
