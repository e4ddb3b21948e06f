"""Recalculating open clocks after the holidays changed: an explicit act, told in every report, never a shorter date.

Law: the joint decree of three ministers (SKB 3 Menteri) sets the holidays of a year, and changes them at times.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency
from sipp.models.calendar import Holiday
from sipp.models.reports import Report, ReportClock
from sipp.operations.calendar import StoredCalendar, stored_calendar
from sipp.operations.calendar_upkeep import require
from sipp.operations.deadlines import Question, calculate, question_of
from sipp.operations.journal import record
from sipp.operations.moves import lock_report, tell_due_changes
from sipp.operations.report_clocks import deadline_of, move_due
from sipp.rules.permissions import Actor

#: So many are shown before the act.
SAMPLE = 20
#: So many clocks are changed in one transaction.
BATCH = 100


@dataclass(frozen=True, kw_only=True)
class Later:
    """An open clock whose due day the present calendar moves to a later one."""

    clock_id: int
    clock: str
    agency: str
    old: date
    new: date


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a recalculation would change. ``oldest`` and ``newest`` are the present due days at both ends."""

    calendar_version: int
    count: int
    sample: Sequence[Later]
    oldest: date | None
    newest: date | None


def preview(actor: Actor) -> Preview:
    """Every open clock that would get a later day, counted, and the first of them; raises Forbidden."""
    require(actor, "calendar.edit")
    calendar = stored_calendar()
    found = sorted(_later(calendar), key=lambda one: (one.old, one.clock_id))
    return Preview(
        calendar_version=calendar.version,
        count=len(found),
        sample=found[:SAMPLE],
        oldest=found[0].old if found else None,
        newest=found[-1].old if found else None,
    )


def to_recalculate(actor: Actor, at_most: int) -> list[Sequence[int]]:
    """The clocks to change, the earliest due first, in batches of one transaction each; raises Forbidden."""
    require(actor, "calendar.edit")
    found = sorted(_later(stored_calendar()), key=lambda one: (one.old, one.clock_id))[:at_most]
    ids = [one.clock_id for one in found]
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


def recalculate(actor: Actor, clock_ids: Sequence[int]) -> int:
    """Give these clocks the day of the present calendar; how many really changed.

    A clock that was stopped or changed meanwhile, and one whose day would not be later, stays as it is: doing it again
    changes nothing. Each change is an event of its report with the old and the new day. Raises Forbidden.
    """
    require(actor, "calendar.edit")
    calendar = stored_calendar()
    by_report = select(ReportClock.id).where(ReportClock.id.in_(clock_ids)).order_by(ReportClock.report_id)
    changed = sum(_recalculate(actor, one, calendar) for one in current_session().scalars(by_report).all())
    if changed:
        record(actor, "calendar.recalculate", "calendar_version", calendar.version, clocks=changed)
    return changed


def _recalculate(actor: Actor, clock_id: int, stored: StoredCalendar) -> bool:
    session = current_session()
    report_id = session.scalar(select(ReportClock.report_id).where(ReportClock.id == clock_id))
    if report_id is None:
        return False
    report, at = lock_report(report_id, erased_too=True), clock.now()
    running = select(ReportClock).where(ReportClock.id == clock_id, ReportClock.stopped_at.is_(None))
    one = session.scalar(running.execution_options(populate_existing=True))
    if one is None:
        return False
    calendar = stored.for_week(one.working_week)
    if deadline_of(one, calendar).due <= one.due_on:
        return False
    changes, version = move_due(one, calendar), calendar.version
    tell_due_changes(report, changes, "calendar", at, by="system", actor=actor, calendar_version=version)
    return True


def _later(calendar: StoredCalendar) -> Iterator[Later]:
    """The clocks with a later day by this calendar: on their way lies a holiday that they do not know yet."""
    unknown_holiday = exists().where(
        Holiday.withdrawn_in.is_(None),
        Holiday.added_in > ReportClock.calendar_version,
        Holiday.day > ReportClock.started_on,
        Holiday.day <= ReportClock.due_on,
    )
    query = (
        select(ReportClock, Agency.name)
        .join(Report, ReportClock.report_id == Report.id)
        .join(Agency, Report.agency_id == Agency.id)
        .where(ReportClock.stopped_at.is_(None), ReportClock.unit == "working_day", unknown_holiday)
        .execution_options(yield_per=1_000)
    )
    due_days: dict[Question, date] = {}
    for one, agency in current_session().execute(query):
        question = question_of(one)
        if question not in due_days:  # many clocks ask the same
            due_days[question] = calculate(question, calendar).deadline.due
        if due_days[question] > one.due_on:
            yield Later(clock_id=one.id, clock=one.clock, agency=agency, old=one.due_on, new=due_days[question])
