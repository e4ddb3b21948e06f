"""The daily digest of officers: what waits within reach, once a person and working day, and nothing about citizens."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from sipp.db import unit_of_work
from sipp.jobs import schedule
from sipp.messaging.mail import Mail
from sipp.models.reports import Report
from sipp.operations import moves, own_moves, reporters
from sipp.rules.permissions import SYSTEM
from tests import factories
from tests.clockwork import clock_at
from tests.operations.filing import file_about
from tests.web.officers import an_officer, let_in, letters

#: A Monday, ten in the morning in Jakarta.
MONDAY = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)
clockwork = clock_at(MONDAY)


@pytest.fixture
def town(app: Flask, clockwork: Any) -> dict[str, Any]:
    """A unit with a report that waits for its answer, and one for the agency that nobody owns yet."""
    with app.app_context(), unit_of_work():
        agency = factories.an_agency("kota-contoh")
        unit, beside = factories.a_unit(agency, name="Dinas Satu"), factories.a_unit(agency, name="Dinas Dua")
        service = factories.a_service(unit, name="Akta lahir")
        factories.a_published_version(service)
        told = factories.what_is_told(
            experience=factories.an_experience(groups=("time",)), visibility="open", name="Sri Wahyuni"
        )
        report = factories.a_report(service, told).report
        places = {"agency": agency, "unit": unit, "beside": beside}
        rows = {name: factories.detached(row) for name, row in places.items()}
        return {"report": report.id, "number": report.case_number, **rows}


def mails(app: Flask) -> dict[str, Mail]:
    """Let the schedule run twice, then everything be sent; mails to officers by address."""
    with app.app_context():
        for _turn in range(2):
            schedule.run_due()
    sent = [mail for mail in letters(app) if mail.to != "sri@contoh.id"]
    assert len({mail.to for mail in sent}) == len(sent), "one a person"
    return {mail.to: mail for mail in sent}


@pytest.mark.any_database
def test_an_officer_is_told_once_a_day_what_runs_out_and_the_superior_what_ran_out(
    app: Flask, town: dict[str, Any], clockwork: Any
) -> None:
    liaison = an_officer(app, "liaison", unit=town["unit"], name="Ani")
    superior = an_officer(app, "supervisor", unit=town["unit"])
    an_officer(app, "liaison", unit=town["beside"])
    an_officer(app, "liaison")
    new = mails(app)
    assert set(new) == {liaison.email} and "1 pelapor belum mendapat balasan pertama" in new[liaison.email].text
    clockwork.move_to(MONDAY + timedelta(days=9))
    first = mails(app)
    assert set(first) == {liaison.email, superior.email}, "the first reply is late, half of the time is over"
    text = first[liaison.email].text
    assert town["number"] in text and "Tanggapan pertama" in text and "15 Juni 2026" in text
    assert "Akta lahir" not in text and "Sri Wahyuni" not in text
    assert "unit yang Anda bawahkan" in first[superior.email].text
    assert mails(app) == {}
    clockwork.move_to(MONDAY + timedelta(days=10))
    assert set(mails(app)) == {liaison.email, superior.email}
    with app.app_context(), unit_of_work():
        moves.make_move(moves.lock_report(town["report"]), "answer", by="liaison", actor=SYSTEM)
    clockwork.move_to(MONDAY + timedelta(days=11))
    assert mails(app) == {}, "what is answered waits for the citizen"


def test_whoever_had_a_first_word_is_not_told_of_again_before_time_runs_short(
    app: Flask, town: dict[str, Any], clockwork: Any
) -> None:
    an_officer(app, "liaison", unit=town["unit"])
    with app.app_context(), unit_of_work():
        moves.note_own_words(moves.lock_report(town["report"]), by="liaison", actor=SYSTEM, at=MONDAY)
    assert mails(app) == {}


def test_a_report_without_an_owner_is_told_to_who_may_accept_it(
    app: Flask, town: dict[str, Any], clockwork: Any
) -> None:
    admin = an_officer(app, "agency_admin", agency=town["agency"])
    with app.app_context(), unit_of_work():
        file_about((town["agency"].slug, None), experience=factories.an_experience(groups=("time",)))
    sent = mails(app)
    assert set(sent) == {admin.email} and "1 laporan baru belum diterima" in sent[admin.email].text


def test_nothing_is_sent_at_night_and_on_days_off(app: Flask, town: dict[str, Any], clockwork: Any) -> None:
    an_officer(app, "liaison", unit=town["unit"])
    for moment in (timedelta(days=12), timedelta(days=14, hours=-4)):
        clockwork.move_to(MONDAY + moment)
        assert mails(app) == {}
    with app.app_context(), unit_of_work():
        factories.a_holiday((MONDAY + timedelta(days=14)).date())
    clockwork.move_to(MONDAY + timedelta(days=14))
    assert mails(app) == {}
    clockwork.move_to(MONDAY + timedelta(days=15))
    assert len(mails(app)) == 1


def test_the_draft_of_a_reprimand_is_told_to_who_signs_it(app: Flask, town: dict[str, Any], clockwork: Any) -> None:
    superior = an_officer(app, "supervisor", unit=town["unit"])
    clockwork.move_to(MONDAY + timedelta(days=29))
    assert "1 konsep teguran menunggu tanda tangan Anda" in mails(app)[superior.email].text


def test_an_objection_is_told_to_the_superior_in_the_mail_and_on_the_desk(
    app: Flask, town: dict[str, Any], clockwork: Any
) -> None:
    superior = an_officer(app, "supervisor", unit=town["unit"])
    an_officer(app, "liaison", unit=town["unit"])
    with app.app_context(), unit_of_work():
        moves.make_move(moves.lock_report(town["report"]), "reject", by="liaison", actor=SYSTEM, reason="duplicate")
        own_moves.appeal(town["report"], "Bukan laporan ganda.")
    sent = mails(app)
    assert set(sent) == {superior.email}
    assert "1 keberatan pelapor menunggu putusan Anda" in sent[superior.email].text
    office = let_in(app, superior.id)
    assert "1 keberatan menunggu putusan" in office.get("/kelola").text
    assert town["number"] in office.get("/kelola/laporan?keadaan=ditolak&keberatan=ya").text


@pytest.mark.parametrize(
    ("visibility", "decide"), [("open", ("agency_admin", "national_admin")), ("anonymous", ("national_admin",))]
)
def test_pressure_and_requests_about_data_are_told_to_who_reads_them_and_to_nobody_who_handles(
    app: Flask, town: dict[str, Any], clockwork: Any, visibility: str, decide: tuple[str, ...]
) -> None:
    handling = {"agency": town["agency"]}
    people = {role: an_officer(app, role, **handling) for role in ("liaison", "supervisor", "head")}
    people |= {role: an_officer(app, role, **handling) for role in ("inspectorate", "agency_admin")}
    people |= {role: an_officer(app, role) for role in ("overseer", "national_admin", "auditor")}
    with app.app_context(), unit_of_work() as session:
        session.get_one(Report, town["report"]).visibility = visibility
        moves.note_own_words(moves.lock_report(town["report"]), by="liaison", actor=SYSTEM, at=MONDAY)
        reporters.tell_pressure(town["report"], "Saya diancam kepala loket.")
        reporters.ask_about_data(town["report"], "correction", "Nama saya")
    sent = mails(app)
    assert set(sent) == {people[role].email for role in ("inspectorate", "overseer", *decide)}
    for role in ("inspectorate", "overseer"):
        text = sent[people[role].email].text
        assert "1 pelapor menyampaikan bahwa ia mendapat tekanan" in text and town["number"] not in text
    assert all("1 permintaan tentang data pribadi" in sent[people[role].email].text for role in decide)
    assert not [mail for mail in sent.values() if "loket" in mail.text or "Nama saya" in mail.text]
