"""What happens to reports when days pass: they fall complete, withdrawn or lapsed, and lateness climbs.

Each function takes one thing that is due, does it wholly and says whether there was one: the schedule calls it until
there is none, each time in a transaction of its own. Clock steps, restarts and a second worker change nothing: a state
is left once, a level of a clock is one row.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select

from sipp import clock
from sipp.db import current_session
from sipp.models.reports import Escalation, Report, ReportClock, ReportEvent
from sipp.operations import reprimands
from sipp.operations.calendar import clock_lengths
from sipp.operations.journal import record
from sipp.operations.moves import lock_report, make_move, note_event
from sipp.operations.report_clocks import deadline_of, follow, working_calendar_of
from sipp.rules.escalation import LEVELS, Level, level_days
from sipp.rules.lengths import length_on
from sipp.rules.permissions import SYSTEM
from sipp.rules.reports import MoveName


def let_time_pass() -> bool:
    """Make the move that the end of one clock means: deemed complete, deemed withdrawn, or lapsed."""
    one = _next_due()
    if one is None:
        return False
    report = lock_report(one.report_id, erased_too=True)
    current_session().refresh(one)
    if one.stopped_at is None:
        _ENDINGS[one.clock](report, one)
    return True


def climb() -> bool:
    """Let one clock reach the levels whose day has come, each with its event in the timeline."""
    one = _next_to_climb()
    if one is None:
        return False
    report = lock_report(one.report_id, erased_too=True)
    session = current_session()
    session.refresh(one)
    if one.stopped_at is not None or one.paused_since is not None:
        one.next_level_at = None  # going on after a pause sets it again
        return True
    today = clock.today(one.time_zone)
    reached = set(session.scalars(select(Escalation.level).where(Escalation.clock_id == one.id)))
    days = _level_days(one)
    one.next_level_at = None
    for level in LEVELS:
        if level in reached:
            continue
        if days[level] > today:
            one.next_level_at = datetime.combine(days[level], time.min, tzinfo=ZoneInfo(one.time_zone))
            break
        _reach(report, one, level)
    return True


def _reach(report: Report, one: ReportClock, level: Level) -> None:
    current_session().add(Escalation(clock_id=one.id, level=level, reached_at=clock.now()))
    if level == "reprimand":
        reprimands.draft_for(report, one)
    else:
        note_event(report, _EVENTS[level], by="schedule", actor=SYSTEM, clock=one.clock, due=one.due_on.isoformat())
        record(SYSTEM, "reports.remind", "report", report.case_number, agency_id=report.agency_id, level=level)


_EVENTS: dict[Level, str] = {"half": "reminded_half", "most": "reminded_most", "overdue": "overdue"}


def _level_days(one: ReportClock) -> dict[Level, date]:
    calendar = working_calendar_of(one)
    grace = length_on(clock_lengths(), "reprimand", "ordinary", one.due_on)
    # The stored day is the one that was promised, whatever the calendar says by now.
    deadline = replace(deadline_of(one, calendar), due=one.due_on)
    return level_days(deadline, calendar, grace.length, grace.unit)


def _next_due() -> ReportClock | None:
    return _first(
        select(ReportClock)
        .where(ReportClock.stopped_at.is_(None), ReportClock.due_at < clock.now(), ReportClock.clock.in_(_ENDINGS))
        .order_by(ReportClock.due_at, ReportClock.id)
    )


def _next_to_climb() -> ReportClock | None:
    """Of one day by case number, not as they were filed: the order of reprimands tells nothing of a reporter."""
    return _first(
        select(ReportClock)
        .join(Report, ReportClock.report_id == Report.id)
        .where(ReportClock.stopped_at.is_(None), ReportClock.next_level_at <= clock.now())
        .order_by(ReportClock.next_level_at, Report.case_number, ReportClock.id)
    )


def _first(query: Select[Any]) -> ReportClock | None:
    found: ReportClock | None = current_session().scalars(query.limit(1)).first()
    return found


def _deem_complete(report: Report, one: ReportClock) -> None:
    # The outer limit begins when the clock ran out, even if nobody looked until later.
    make_move(report, "declare_complete", by="schedule", actor=SYSTEM, at=one.due_at)
    record(SYSTEM, "reports.declare_complete", "report", report.case_number, agency_id=report.agency_id)


def _deem_withdrawn(report: Report, one: ReportClock) -> None:
    """What was sent within the term completes the report, though it was not sent as such. Law: art. 44(5)."""
    if _last_sent(report, "ask_completion") is not None:
        make_move(report, "complete", by="schedule", actor=SYSTEM, at=one.due_at)
        record(SYSTEM, "reports.complete", "report", report.case_number, agency_id=report.agency_id)
        return
    make_move(report, "deem_withdrawn", by="schedule", actor=SYSTEM)
    record(SYSTEM, "reports.deem_withdrawn", "report", report.case_number, agency_id=report.agency_id)


def _let_lapse(report: Report, one: ReportClock) -> None:
    """Only silence lapses: from the day on which the reporter last wrote, the window is counted again."""
    sent_at = _last_sent(report, "answer")
    if sent_at is not None and sent_at.astimezone(ZoneInfo(one.time_zone)).date() > one.started_on:
        note_event(report, "talked_on", by="schedule", actor=SYSTEM)
        follow(report, {"talked_on"}, sent_at)
        record(SYSTEM, "reports.wait_on", "report", report.case_number, agency_id=report.agency_id)
        return
    make_move(report, "lapse", by="schedule", actor=SYSTEM)
    record(SYSTEM, "reports.let_lapse", "report", report.case_number, agency_id=report.agency_id)


def _last_sent(report: Report, since: MoveName) -> datetime | None:
    """When the reporter last wrote or sent a file after the newest move of a kind; None: nothing came."""
    of_report = ReportEvent.report_id == report.id
    begun = select(func.max(ReportEvent.sequence)).where(of_report, ReportEvent.kind == since).scalar_subquery()
    own = of_report, ReportEvent.by == "citizen", ReportEvent.kind.in_(("message", "evidence"))
    found: datetime | None = current_session().scalar(
        select(func.max(ReportEvent.at)).where(*own, ReportEvent.sequence > begun)
    )
    return found


#: What the end of a clock means where nobody is late.
_ENDINGS: dict[str, Callable[[Report, ReportClock], None]] = {
    "completeness": _deem_complete,
    "citizen_completes": _deem_withdrawn,
    "verdict": _let_lapse,
}
