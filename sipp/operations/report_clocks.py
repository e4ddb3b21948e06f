"""The stored clocks of a report: begun, stopped, paused and extended as it moves; each changed due day is told.

Law: UU 25/2009 art. 44 and 50; the lengths are dated, cited rows (``rules/lengths.py``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, Unit
from sipp.models.reports import Report, ReportClock
from sipp.operations.calendar import clock_lengths, stored_calendar, working_calendar
from sipp.rules import report_clocks as rules
from sipp.rules.calendar import Deadline, WorkingCalendar, due_day, end_of_day
from sipp.rules.escalation import ESCALATED_CLOCKS
from sipp.rules.lengths import RULE_VERSION, ClockName, length_on


@dataclass(frozen=True)
class DueChange:
    """A due day that moved, for the event that says so."""

    clock: str
    old: date
    new: date


def running_clocks(report: Report) -> Sequence[ReportClock]:
    """The clocks that were not stopped, paused ones among them."""
    return (
        current_session()
        .scalars(
            select(ReportClock)
            .where(ReportClock.report_id == report.id, ReportClock.stopped_at.is_(None))
            .order_by(ReportClock.id)
        )
        .all()
    )


def governing_clock(report: Report) -> ReportClock | None:
    """The clock whose due day counts now; None in a final state and for what waits. Needs ``clocks`` loaded."""
    if not report.is_delivered:
        return None
    running = {one.clock: one for one in report.clocks if one.stopped_at is None and one.paused_since is None}
    found = rules.governing_due(report.state, {name: one.due_on for name, one in running.items()})  # type: ignore[arg-type, misc]
    return running[found[0]] if found else None


def follow(report: Report, events: Iterable[rules.ClockEvent], at: datetime) -> list[DueChange]:
    """Bring the clocks to where the report stands after these events; which due days a pause moved.

    Call once the report has its new state and owner. Clocks begin only where the agency receives reports, and go on
    where it did: what an overseer routed to a listed agency has none.
    """
    happened = frozenset(events)
    state = report.state
    ending = rules.stopped_by(happened, state)  # type: ignore[arg-type]
    resting = rules.paused_at(state)  # type: ignore[arg-type]
    changes = []
    for one in running_clocks(report):
        day = _day(one, at)
        if one.clock in ending:
            one.stopped_at = at
        elif one.clock in resting:
            one.paused_since = one.paused_since or day
        elif one.paused_since is not None:
            one.pauses = [*one.pauses, [one.paused_since.isoformat(), day.isoformat()]]
            one.paused_since = None
            changes += move_due(one, working_calendar_of(one))
    agency = current_session().get_one(Agency, report.agency_id)
    if report.is_delivered and (agency.membership == "receiving" or _has_clocks(report)):
        begin(report, agency, rules.started_by(happened), at)
    return changes


def begin(report: Report, agency: Agency, names: Iterable[ClockName], at: datetime) -> None:
    """Begin clocks of a report at a moment."""
    for name in names:
        _start(report, agency, name, at)


def _has_clocks(report: Report) -> bool:
    any_clock = select(ReportClock.id).where(ReportClock.report_id == report.id).limit(1)
    return current_session().scalar(any_clock) is not None


def extend(one: ReportClock, extension: int) -> list[DueChange]:
    """Give a running clock more time, in its own unit; the due day that moved."""
    one.extension += extension
    return move_due(one, working_calendar_of(one))


def change_class(report: Report, at: datetime) -> list[DueChange]:
    """Give the settle clock the length of the report's new class, from its own first day; never a shorter one."""
    changes = []
    for one in running_clocks(report):
        if one.clock == "settle":
            calendar, before = working_calendar_of(one), (one.length, one.unit, one.legal_basis)
            length = length_on(clock_lengths(), "settle", report.report_class, one.started_on)  # type: ignore[arg-type]
            one.length, one.unit, one.legal_basis = length.length, length.unit, length.legal_basis
            if deadline_of(one, calendar).due < one.due_on:
                # The day stays, and with it the length that explains it.
                one.length, one.unit, one.legal_basis = before
            else:
                changes += move_due(one, calendar)
    return changes


def deadline_of(one: ReportClock, calendar: WorkingCalendar) -> Deadline:
    """The due day of a clock by a calendar, with the days counted and skipped; a pause not yet over is left out."""
    pauses = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in one.pauses]
    return due_day(one.started_on, one.length, one.unit, calendar, pauses, one.extension)  # type: ignore[arg-type]


def working_calendar_of(one: ReportClock) -> WorkingCalendar:
    """The calendar as it is now, with the working week that the clock began with."""
    return stored_calendar().for_week(one.working_week)


def move_due(one: ReportClock, calendar: WorkingCalendar) -> list[DueChange]:
    """The due day by the calendar of now, never an earlier one."""
    old = one.due_on
    new = max(old, deadline_of(one, calendar).due)
    one.due_on, one.due_at = new, end_of_day(new, ZoneInfo(one.time_zone))
    one.calendar_version, one.rule_version = calendar.version, RULE_VERSION
    if one.clock in ESCALATED_CLOCKS:
        one.next_level_at = clock.now()  # the schedule finds the day anew
    return [DueChange(one.clock, old, new)] if new != old else []


def _start(report: Report, agency: Agency, name: ClockName, at: datetime) -> None:
    if name == "cure":
        return  # a reprimand has its own, see models.reports.Reprimand
    session = current_session()
    unit = session.get(Unit, report.unit_id) if report.unit_id else None
    calendar = working_calendar(unit)
    zone = ZoneInfo(agency.time_zone)
    started_on = at.astimezone(zone).date()
    length = length_on(clock_lengths(), name, report.report_class, started_on)  # type: ignore[arg-type]
    due = due_day(started_on, length.length, length.unit, calendar).due
    rounds = select(func.max(ReportClock.round)).where(ReportClock.report_id == report.id, ReportClock.clock == name)
    session.add(
        ReportClock(
            report_id=report.id,
            clock=name,
            round=(session.scalar(rounds) or 0) + 1,
            started_on=started_on,
            length=length.length,
            unit=length.unit,
            time_zone=agency.time_zone,
            working_week=unit.working_week if unit else "01234",
            due_on=due,
            due_at=end_of_day(due, zone),
            legal_basis=length.legal_basis,
            calendar_version=calendar.version,
            rule_version=RULE_VERSION,
            next_level_at=at if name in ESCALATED_CLOCKS else None,
        )
    )


def _day(one: ReportClock, at: datetime) -> date:
    return at.astimezone(ZoneInfo(one.time_zone)).date()
