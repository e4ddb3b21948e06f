"""Lateness climbs by itself: each level once and on its day, whatever restarts; what waits ends by rule."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.db import unit_of_work
from sipp.jobs import schedule
from sipp.models.journal import AuditEntry, LedgerEntry
from sipp.models.reports import Escalation, Report, ReportClock, ReportEvent, Reprimand
from sipp.operations import following, moves, report_clocks
from sipp.rules.permissions import SYSTEM
from sipp.storage.attachments import StoredFile
from tests import factories
from tests.operations.filing import a_place, file_about
from tests.operations.workers import at_once

#: Ten in the morning in Jakarta; no holidays are stored, so fourteen working days end on Friday 26 June.
MONDAY = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.any_database


@pytest.fixture
def filed(session: Session) -> Iterator[UUID]:
    with time_machine.travel(MONDAY, tick=False), unit_of_work():
        report_id = file_about(a_place(), experience=factories.an_experience(groups=("time",))).report.id
    yield report_id


def let_days_pass(first: datetime, last: datetime, *, runs: int = 2) -> None:
    """Run what is due at ten each morning, more than once, as a worker that restarts does."""
    day = first
    while day <= last:
        with time_machine.travel(day, tick=False):
            for _run in range(runs):
                pass_time()
        day += timedelta(days=1)


def pass_time() -> None:
    schedule.move_reports_on()
    schedule.climb_with_lateness()
    schedule.take_reprimands_further()


def told(session: Session, report_id: UUID) -> list[tuple[str, str, str | None]]:
    """Day in Jakarta, kind and clock of every event after the filing."""
    session.rollback()
    events = session.scalars(
        select(ReportEvent).where(ReportEvent.report_id == report_id).order_by(ReportEvent.sequence)
    )
    jakarta = timedelta(hours=7)
    return [((one.at + jakarta).date().isoformat()[5:], one.kind, one.details.get("clock")) for one in events][2:]


def move(report_id: UUID, name: str, by: str, at: datetime) -> None:
    with time_machine.travel(at, tick=False), unit_of_work():
        moves.make_move(moves.lock_report(report_id), name, by=by, actor=SYSTEM)  # type: ignore[arg-type]


def test_silence_climbs_from_reminders_to_the_superior_and_to_the_draft_of_a_reprimand(
    session: Session, filed: UUID
) -> None:
    let_days_pass(MONDAY, MONDAY + timedelta(days=26))
    assert told(session, filed) == [
        ("06-11", "reminded_half", "first_reply"),
        ("06-12", "reminded_most", "first_reply"),
        ("06-16", "overdue", "first_reply"),
        ("06-17", "reminded_half", "settle"),
        ("06-22", "declare_complete", None),
        ("06-24", "reminded_most", "settle"),
        ("06-27", "overdue", "settle"),
        ("07-03", "reprimand_drafted", "settle"),
    ]
    [reprimand] = session.scalars(select(Reprimand))
    assert (reprimand.state, reprimand.facts["due_on"], reprimand.facts["late_by_working_days"]) == (
        "draft",
        "2026-06-26",
        5,
    )
    assert set(reprimand.facts) == {
        "clock",
        "started_on",
        "due_on",
        "length",
        "unit",
        "legal_basis",
        "drafted_on",
        "late_by_working_days",
        "certainty",
    }
    assert session.scalars(select(LedgerEntry.kind).order_by(LedgerEntry.id)).all()[2:] == [
        kind for _day, kind, _clock in told(session, filed)
    ]


def test_a_worker_that_slept_through_everything_makes_up_for_it_once(session: Session, filed: UUID) -> None:
    let_days_pass(MONDAY + timedelta(days=200), MONDAY + timedelta(days=201), runs=3)
    levels = session.execute(
        select(ReportClock.clock, Escalation.level).join(ReportClock, ReportClock.id == Escalation.clock_id)
    ).all()
    assert len(levels) == len(set(levels)) == 3 * 4
    assert len(session.scalars(select(Reprimand)).all()) == 1, "one that stands is enough for a report"


def test_a_clock_that_is_set_back_and_forth_repeats_nothing(session: Session, filed: UUID) -> None:
    for days in (10, 3, 40, 1, 39, 40):
        let_days_pass(MONDAY + timedelta(days=days), MONDAY + timedelta(days=days))
    kinds = [(kind, clock) for _day, kind, clock in told(session, filed) if clock]
    assert len(kinds) == len(set(kinds))


def test_workers_that_wake_together_let_each_level_fire_once(session: Session, filed: UUID) -> None:
    with time_machine.travel(MONDAY + timedelta(days=60), tick=False):
        at_once([pass_time] * 4)
    kinds = [(kind, clock) for _day, kind, clock in told(session, filed)]
    assert len(kinds) == len(set(kinds))
    assert len(session.scalars(select(AuditEntry).where(AuditEntry.action == "reprimands.draft")).all()) == 1


def test_an_answer_ends_the_clocks_and_silence_after_it_lapses(session: Session, filed: UUID) -> None:
    move(filed, "answer", "liaison", MONDAY + timedelta(days=2))
    let_days_pass(MONDAY + timedelta(days=15), MONDAY + timedelta(days=17))
    assert told(session, filed) == [("06-10", "answer", None), ("06-25", "lapse", None)]
    report = session.get_one(Report, filed)
    assert report.state == "lapsed"
    assert all(one.stopped_at for one in session.scalars(select(ReportClock)))


def test_a_term_that_passes_without_completion_withdraws_the_report_and_the_pause_stands_still(
    session: Session, filed: UUID
) -> None:
    send(filed, "message", MONDAY)
    move(filed, "ask_completion", "liaison", MONDAY + timedelta(days=1))
    let_days_pass(MONDAY + timedelta(days=30), MONDAY + timedelta(days=32))
    assert told(session, filed) == [
        ("06-08", "message", None),
        ("06-09", "ask_completion", None),
        ("07-10", "deem_withdrawn", None),
    ]


def send(report_id: UUID, what: str, at: datetime) -> None:
    with time_machine.travel(at, tick=False), unit_of_work():
        if what == "message":
            following.write_message(report_id, "Ini tanggalnya.")
        else:
            name = f"{1:032x}.pdf"
            stored = StoredFile(name=name, media_type="application/pdf", size_bytes=9, sha256=f"{1:064x}")
            following.add_evidence(report_id, stored)


@pytest.mark.parametrize("what", ["message", "file"])
def test_what_was_sent_within_the_term_completes_though_the_form_for_it_was_not_used(
    session: Session, filed: UUID, what: str
) -> None:
    move(filed, "ask_completion", "liaison", MONDAY + timedelta(days=1))
    send(filed, what, MONDAY + timedelta(days=4))
    let_days_pass(MONDAY + timedelta(days=31), MONDAY + timedelta(days=33))
    [completed] = session.scalars(select(ReportEvent).where(ReportEvent.kind == "complete"))
    assert (completed.by, completed.at.date(), session.get_one(Report, filed).state) == (
        "schedule",
        date(2026, 7, 9),
        "in_progress",
    )
    running = {
        one.clock: one.due_on for one in session.scalars(select(ReportClock).where(ReportClock.stopped_at.is_(None)))
    }
    assert running == {"settle": date(2026, 7, 29), "outer_limit": date(2026, 9, 7)}


@pytest.mark.parametrize("what", ["message", "file"])
def test_only_silence_lapses_and_what_the_reporter_still_writes_begins_the_window_anew(
    session: Session, filed: UUID, what: str
) -> None:
    move(filed, "answer", "liaison", MONDAY + timedelta(days=2))
    send(filed, "message", MONDAY + timedelta(days=2, hours=1))
    send(filed, what, MONDAY + timedelta(days=8))
    let_days_pass(MONDAY + timedelta(days=15), MONDAY + timedelta(days=24))
    kinds = [(day, kind) for day, kind, _clock in told(session, filed) if kind in ("talked_on", "lapse")]
    assert kinds == [("06-25", "talked_on"), ("07-01", "lapse")]
    rounds = session.scalars(
        select(ReportClock).where(ReportClock.clock == "verdict").order_by(ReportClock.round)
    ).all()
    assert [one.due_on for one in rounds] == [date(2026, 6, 24), date(2026, 6, 30)]


def test_a_completed_report_goes_on_where_it_stood_and_says_that_its_day_moved(session: Session, filed: UUID) -> None:
    move(filed, "ask_completion", "liaison", MONDAY + timedelta(days=2))
    move(filed, "complete", "citizen", MONDAY + timedelta(days=8))
    running = {one.clock: one for one in session.scalars(select(ReportClock).where(ReportClock.stopped_at.is_(None)))}
    # Wednesday 10 to Tuesday 16 June are five working days that do not count.
    assert running["settle"].due_on == date(2026, 7, 3)
    assert running["outer_limit"].due_on == date(2026, 8, 15)
    assert set(running) == {"settle", "outer_limit"}
    changed = session.scalars(select(ReportEvent).where(ReportEvent.kind == "due_changed")).one()
    assert changed.details == {"clock": "settle", "old": "2026-06-26", "new": "2026-07-03", "reason": "pause"}
    let_days_pass(MONDAY + timedelta(days=9), MONDAY + timedelta(days=26))
    assert ("06-24", "reminded_half", "settle") in told(session, filed)


def test_an_extension_moves_what_comes_after_it(session: Session, filed: UUID) -> None:
    let_days_pass(MONDAY + timedelta(days=9), MONDAY + timedelta(days=9))
    with time_machine.travel(MONDAY + timedelta(days=10), tick=False), unit_of_work():
        settle = session.scalars(select(ReportClock).where(ReportClock.clock == "settle")).one()
        assert report_clocks.extend(settle, 5)[0].new == date(2026, 7, 3)
    let_days_pass(MONDAY + timedelta(days=11), MONDAY + timedelta(days=26))
    settles = [(day, kind) for day, kind, clock in told(session, filed) if clock == "settle"]
    assert settles == [("06-17", "reminded_half"), ("06-30", "reminded_most"), ("07-04", "overdue")]


def test_a_report_that_was_reopened_has_a_new_round_of_its_clock(session: Session, filed: UUID) -> None:
    move(filed, "answer", "liaison", MONDAY + timedelta(days=2))
    move(filed, "verdict_reopens", "citizen", MONDAY + timedelta(days=3))
    running = session.scalars(select(ReportClock).where(ReportClock.stopped_at.is_(None))).all()
    assert [(one.clock, one.round, one.due_on) for one in running] == [("settle", 2, date(2026, 7, 1))]


def test_a_listed_agency_is_never_reminded(session: Session) -> None:
    with time_machine.travel(MONDAY, tick=False), unit_of_work():
        report_id = file_about(a_place(is_receiving=False)).report.id
    let_days_pass(MONDAY + timedelta(days=100), MONDAY + timedelta(days=100))
    session.rollback()
    kinds = session.scalars(select(ReportEvent.kind).where(ReportEvent.report_id == report_id)).all()
    assert kinds == ["submitted"]


def test_a_shorter_class_leaves_the_day_and_the_length_that_explains_it(session: Session, filed: UUID) -> None:
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False), unit_of_work():
        report = session.get_one(Report, filed)
        settle = session.scalars(select(ReportClock).where(ReportClock.clock == "settle")).one()
        report.report_class = "question"
        assert report_clocks.change_class(report, MONDAY) == []
        assert (settle.length, settle.due_on) == (14, date(2026, 6, 26))
        report.report_class = "oversight"
        assert [change.new for change in report_clocks.change_class(report, MONDAY)] == [date(2026, 8, 31)]
        assert report_clocks.deadline_of(settle, report_clocks.working_calendar_of(settle)).due == settle.due_on
