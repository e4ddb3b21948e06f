from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.db import current_session, db, unit_of_work
from sipp.models.agencies import Agency, Unit
from sipp.models.journal import AuditEntry, LedgerEntry, OutboxMessage
from sipp.models.reports import Breach, Report, ReportClock, ReportEvent
from sipp.models.services import Service
from sipp.operations.following import experience_of, finding_of
from sipp.operations.reports import find_filed
from sipp.vault.codes import CodeKeyRing, normalise
from tests import factories
from tests.operations.filing import a_place, file_about, place_of
from tests.operations.stored_bytes import everything_in
from tests.operations.workers import at_once

pytestmark = pytest.mark.any_database

#: A Wednesday afternoon in Jakarta, already Thursday in Jayapura.
AFTERNOON = datetime(2026, 6, 10, 16, tzinfo=UTC)
RACERS = 8


def clocks_of(report: Report) -> dict[str, ReportClock]:
    rows = current_session().scalars(select(ReportClock).where(ReportClock.report_id == report.id))
    return {row.clock: row for row in rows}


def events_of(report: Report) -> list[ReportEvent]:
    rows = select(ReportEvent).where(ReportEvent.report_id == report.id).order_by(ReportEvent.sequence)
    return list(current_session().scalars(rows))


def test_a_report_to_a_listed_agency_is_kept_without_owner_and_without_clocks(session: Session) -> None:
    with unit_of_work():
        report = file_about(a_place(is_receiving=False)).report
        assert (report.state, report.unit_id, report.is_delivered) == ("received", None, False)
        assert clocks_of(report) == {}
        assert [event.kind for event in events_of(report)] == ["submitted"]


def test_a_report_to_a_receiving_agency_is_owned_at_once_and_its_clocks_run(session: Session) -> None:
    with time_machine.travel(AFTERNOON, tick=False), unit_of_work():
        place = a_place()
        report = file_about(place, experience=factories.an_experience(groups=("time",))).report
        assert (report.state, report.is_delivered) == ("in_progress", True)
        assert report.unit_id == session.scalars(select(Service.unit_id).where(Service.slug == place[1])).one()
        assert set(clocks_of(report)) == {"completeness", "first_reply", "settle"}
        moves = [(event.sequence, event.kind, event.from_state, event.to_state) for event in events_of(report)]
    assert moves == [(1, "submitted", None, "received"), (2, "owned", "received", "in_progress")]


def test_a_report_without_a_service_waits_to_be_forwarded(session: Session) -> None:
    with unit_of_work():
        agency, _service = a_place()
        report = file_about((agency, None)).report
        assert (report.state, report.unit_id, report.service_id, report.version_id) == ("received", None, None, None)
        assert set(clocks_of(report)) == {"forward"}


def test_the_settle_clock_is_as_long_as_the_class_of_the_report_says(session: Session) -> None:
    told: list[dict[str, Any]] = [
        {"kind": "question", "groups": ()},
        {"kind": "suggestion", "groups": ()},
        {"groups": ("time",)},
        {"groups": ("treatment",), "treatment": "broker"},
    ]
    with unit_of_work():
        place = a_place()
        reports = [file_about(place, experience=factories.an_experience(**one)).report for one in told]
        lengths = [(report.report_class, clocks_of(report)["settle"].length) for report in reports]
    assert lengths == [("question", 5), ("ordinary", 14), ("ordinary", 14), ("oversight", 60)]


def test_due_days_count_working_days_from_the_day_in_the_agencys_zone(session: Session) -> None:
    with time_machine.travel(AFTERNOON, tick=False), unit_of_work():
        factories.a_holiday(date(2026, 6, 16))
        due = {}
        for zone in ("Asia/Jakarta", "Asia/Jayapura"):
            place = a_place(time_zone=zone)
            settle = clocks_of(file_about(place, experience=factories.an_experience(groups=("time",))).report)["settle"]
            due[zone] = (settle.started_on, settle.due_on, settle.due_at.astimezone(UTC))
            assert (settle.calendar_version, settle.rule_version) == (1, "2026-1")
    assert due == {
        "Asia/Jakarta": (date(2026, 6, 10), date(2026, 7, 1), datetime(2026, 7, 1, 16, 59, 59, tzinfo=UTC)),
        "Asia/Jayapura": (date(2026, 6, 11), date(2026, 7, 2), datetime(2026, 7, 2, 14, 59, 59, tzinfo=UTC)),
    }


ROUTES = [
    # groups, small unit, inspectorate, parent -> owner
    (("time",), False, True, True, "unit"),
    (("papers", "not_served"), False, False, False, "unit"),
    (("money",), False, True, True, "inspectorate"),
    (("treatment",), False, True, False, "inspectorate"),
    (("time", "money"), False, True, True, "inspectorate"),
    (("money",), True, True, True, "inspectorate"),
    (("money",), False, False, True, "parent"),
    (("time",), True, True, True, "parent"),
    (("time",), True, True, False, "inspectorate"),
    # nobody stands above it but the agency itself
    (("money",), False, False, False, None),
    (("time",), True, False, False, None),
]


def owner_and_clocks(
    groups: tuple[str, ...], is_small: bool, has_inspectorate: bool, has_parent: bool
) -> tuple[str | None, str, set[str]]:
    agency = factories.an_agency()
    parent = factories.a_unit(agency, slug="parent") if has_parent else None
    service = factories.a_service(factories.a_unit(agency, parent, slug="unit", is_small=is_small))
    if has_inspectorate:
        factories.a_unit(agency, slug="inspectorate", is_oversight=True)
    report = file_about(place_of(service), experience=factories.an_experience(groups=groups)).report
    owner = current_session().scalar(select(Unit.slug).where(Unit.id == report.unit_id))
    return owner, report.state, set(clocks_of(report))


def test_money_conduct_and_small_units_are_never_handled_by_the_unit_complained_about(session: Session) -> None:
    with unit_of_work():
        factories.the_calendar()
        found = {row[:4]: owner_and_clocks(*row[:4]) for row in ROUTES}
    assert found == {row[:4]: (row[4], "in_progress", {"completeness", "first_reply", "settle"}) for row in ROUTES}


def test_a_complaint_about_the_inspectorates_own_money_is_not_the_inspectorates_to_handle(session: Session) -> None:
    with unit_of_work():
        factories.the_calendar()
        service = factories.a_service(factories.a_unit(factories.an_agency(), is_oversight=True))
        factories.a_published_version(service)
        report = file_about(place_of(service)).report
        assert (report.unit_id, report.state) == (None, "in_progress"), "the agency itself answers"


TOLD = [
    factories.an_experience(),
    factories.an_experience(money_total=0, money_paid=False),
    factories.an_experience(groups=("refused",), refused_written=False, paid_on=None, money_paid=None),
    factories.an_experience(
        groups=("time", "papers"), still_waiting=True, papers=("surat RT", "foto"), started_on=date(2026, 1, 6)
    ),
    factories.an_experience(groups=("time",), duration_minutes=90, fee_rows=("cepat",), variant="baru"),
]


def test_what_was_told_is_read_back_as_it_was_told(session: Session) -> None:
    with unit_of_work():
        place = a_place()
        report_ids = [file_about(place, experience=experience).report.id for experience in TOLD]
    session.expire_all()
    assert [experience_of(session.get_one(Report, report_id)) for report_id in report_ids] == TOLD


def test_each_finding_is_stored_as_it_was_computed(session: Session) -> None:
    experience = factories.an_experience(groups=("money", "time", "treatment"), money_total=0, still_waiting=True)
    with unit_of_work():
        filed = file_about(a_place(), experience=experience)
        rows = session.scalars(
            select(Breach).where(Breach.report_id == filed.report.id).order_by(Breach.position)
        ).all()
        findings = [finding_of(row) for row in rows]
        assert [row.position for row in rows] == [1, 2, 3]
        assert [(row.group, row.result) for row in rows] == [(found.group, found.result) for found in findings]
        money, time, treatment = findings
        assert (money.result, money.experienced_idr, money.difference_idr) == ("within", 0, 0)
        assert (time.result, time.is_still_waiting, time.counted_from) == ("late", True, "application")
        assert (treatment.result, treatment.said) == ("reported", None)


def test_money_above_the_standard_without_an_official_receipt_is_found_to_be_an_illegal_levy(session: Session) -> None:
    with unit_of_work():
        place = a_place()
        levies = {}
        for receipt in ("official", "other", "none", None):
            report = file_about(place, experience=factories.an_experience(money_receipt=receipt)).report
            breach = session.scalars(select(Breach).where(Breach.report_id == report.id)).one()
            levies[receipt] = breach.is_illegal_levy
    assert levies == {"official": False, "other": True, "none": True, None: False}


def test_the_same_nonce_gives_the_same_report_and_the_same_code_and_stores_nothing_more(session: Session) -> None:
    with unit_of_work():
        place = a_place()
        first = file_about(place, nonce=b"n" * 16, visibility="open")
        first_id, code = first.report.id, first.code
    before = everything_in(db.engine)
    with unit_of_work():
        again = file_about(place, nonce=b"n" * 16, visibility="open", description="Kata lain")
        assert (again.report.id, again.code, again.is_repeated) == (first_id, code, True)
    assert everything_in(db.engine) == before


def test_a_nonce_sent_many_times_at_once_becomes_one_report(session: Session) -> None:
    with unit_of_work():
        place = a_place()

    def filing() -> str:
        with unit_of_work():
            return file_about(place, nonce=b"n" * 16, visibility="open").code

    codes = at_once([filing] * RACERS)

    assert len(set(codes)) == 1
    stored = everything_in(db.engine)
    counts = {name: len(stored[name]) for name in ("report", "reporter", "breach", "report_clock", "outbox_message")}
    assert counts == {"report": 1, "reporter": 1, "breach": 1, "report_clock": 3, "outbox_message": 1}
    assert [row["kind"] for row in stored["ledger_entry"]] == ["submitted", "owned"]


def test_a_repeated_nonce_gives_the_same_code_after_the_code_key_was_changed(session: Session) -> None:
    old, new = b"the old key, long enough for it", b"the new key, long enough for it"
    with unit_of_work():
        place = a_place()
        code = file_about(place, nonce=b"n" * 16, ring=CodeKeyRing([old])).code
    with unit_of_work():
        rotated = CodeKeyRing([new, old])
        assert file_about(place, nonce=b"n" * 16, ring=rotated).code == code
        assert find_filed(b"n" * 16, rotated).code == code  # type: ignore[union-attr]


def test_different_nonces_give_different_reports_codes_and_case_numbers(session: Session) -> None:
    with unit_of_work():
        place = a_place()
        filed = [file_about(place) for _ in range(5)]
        assert len({one.code for one in filed}) == 5
        assert len({one.report.case_number for one in filed}) == 5
        assert all(normalise(one.code) == one.code for one in filed)


def test_audit_and_ledger_tell_the_act_and_nothing_of_its_content(session: Session) -> None:
    with unit_of_work():
        filed = file_about(a_place(), visibility="open")
        report = filed.report
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "reports.submit")).one()
        assert (entry.actor_kind, entry.subject_id) == ("public", report.case_number)
        assert entry.details == {"kind": "complaint", "visibility": "open", "version_id": report.version_id}
        ledger = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)).all()
        assert {one.report_number for one in ledger} == {report.case_number}
        told = [(one.kind, one.from_state, one.to_state) for one in ledger]
        assert told == [("submitted", None, "received"), ("owned", "received", "in_progress")]


def test_an_acknowledgement_is_queued_for_an_address_and_names_only_the_report(session: Session) -> None:
    with unit_of_work():
        place = a_place()
        report = file_about(place, visibility="open").report
        file_about(place, visibility="open", email=None, phone="+628123456789")
        file_about(place, visibility="anonymous", email="sri@contoh.id")
        payloads = list(session.scalars(select(OutboxMessage.payload)))
    assert payloads == [{"report_id": str(report.id)}]


def test_a_report_that_is_rolled_back_leaves_nothing(session: Session) -> None:
    with unit_of_work():
        place = a_place()
    before = everything_in(db.engine)
    with pytest.raises(RuntimeError), unit_of_work():
        file_about(place, visibility="open")
        raise RuntimeError("the power went")
    assert everything_in(db.engine) == before


def test_the_agency_named_in_the_address_is_the_one_that_owes_the_answer(session: Session) -> None:
    with unit_of_work():
        place, other = a_place(), a_place()
        report = file_about(place).report
        owner = session.get_one(Agency, report.agency_id)
        assert owner.slug == place[0] != other[0]
