"""Due days with their proof: calculated for whoever asks, and recomputed for every clock of a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipp.db import current_session
from sipp.models.calendar import Holiday
from sipp.models.reports import Report, ReportClock
from sipp.operations.calendar import USUAL_WEEK, StoredCalendar, clock_lengths, stored_calendar
from sipp.operations.case_reach import reach
from sipp.operations.reach import LARGEST_ID
from sipp.rules.calendar import Deadline, Doubts, LengthUnit, doubts, due_day
from sipp.rules.errors import InvalidInput, NotFound
from sipp.rules.lengths import RULE_VERSION, ClockLength, ClockName, ReportClass, length_on
from sipp.rules.permissions import Actor

Pause = tuple[date, date]


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a due day is calculated from. ``week`` lists the working weekdays, Monday = 0."""

    start: date
    length: int
    unit: LengthUnit
    week: str = USUAL_WEEK
    pauses: tuple[Pause, ...] = ()
    extension: int = 0


@dataclass(frozen=True, kw_only=True)
class Calculation:
    """A due day, every day on the way to it, and what it rests on.

    ``holidays`` are those that were skipped. ``doubts`` is empty where holidays make no difference.
    """

    question: Question
    deadline: Deadline
    holidays: Mapping[date, Holiday]
    doubts: Doubts
    calendar_version: int
    rule_version: str = RULE_VERSION


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a clock of a report is due when it is.

    ``then``: recomputed with the calendar that was in force when the date was set; ``is_reproduced`` when it gives the
    stored date. ``now``: the same with the present calendar where that gives another date. ``doubts``: those of now.
    """

    report: Report
    clock: ReportClock
    then: Calculation
    now: Calculation | None
    is_reproduced: bool
    doubts: Doubts


def calculate(question: Question, calendar: StoredCalendar | None = None) -> Calculation:
    """The due day under the holidays in force now, or those of another calendar."""
    calendar = calendar or stored_calendar()
    deadline = due_day(
        question.start,
        question.length,
        question.unit,
        calendar.for_week(question.week),
        question.pauses,
        question.extension,
    )
    counts_holidays = question.unit == "working_day"
    return Calculation(
        question=question,
        deadline=deadline,
        holidays={day: calendar.days[day] for day, reason in deadline.skipped if reason.startswith("holiday:")},
        doubts=doubts(question.start, deadline.due, calendar.is_certain) if counts_holidays else Doubts(),
        calendar_version=calendar.version,
    )


def legal_length(clock: ClockName, report_class: ReportClass | None, start: date) -> ClockLength:
    """The length of a clock that starts on a day; raises InvalidInput when no rule on record held then."""
    try:
        return length_on(clock_lengths(), clock, report_class or "ordinary", start)
    except LookupError as error:
        raise InvalidInput({"mulai": "no_rule_then"}) from error


def lengths_today(today: date) -> Sequence[ClockLength]:
    """The lengths that a clock starting today would have, one for each clock and class."""
    newest: dict[tuple[str, str | None], ClockLength] = {}
    for row in sorted(clock_lengths(), key=lambda one: one.valid_from):
        if row.valid_from <= today:
            newest[row.clock, row.report_class] = row
    return list(newest.values())


def question_of(clock: ReportClock) -> Question:
    """What a stored clock is calculated from."""
    return Question(
        start=clock.started_on,
        length=clock.length,
        unit=clock.unit,  # type: ignore[arg-type]
        week=clock.working_week,
        pauses=tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in clock.pauses),
        extension=clock.extension,
    )


def explain(report: Report, clock: ReportClock) -> Explanation:
    """Recompute a clock; whoever calls has found that the report is the reader's to see."""
    question = question_of(clock)
    then = calculate(question, stored_calendar(clock.calendar_version))
    now = calculate(question)
    return Explanation(
        report=report,
        clock=clock,
        then=then,
        now=now if now.deadline.due != clock.due_on else None,
        is_reproduced=then.deadline.due == clock.due_on,
        doubts=now.doubts,
    )


def explain_of_report(report_id: UUID, clock_id: int) -> Explanation:
    """The explanation of one clock of an opened report; raises NotFound for another report's and an unknown one."""
    if clock_id > LARGEST_ID:
        raise NotFound("clock")
    found = current_session().scalar(
        select(ReportClock).where(ReportClock.report_id == report_id, ReportClock.id == clock_id)
    )
    if found is None:
        raise NotFound("clock")
    report = current_session().scalars(
        select(Report).where(Report.id == report_id).options(joinedload(Report.agency), joinedload(Report.unit))
    )
    return explain(report.one(), found)


def explain_of_case(actor: Actor, case_number: str, number: int) -> Explanation:
    """The explanation of a clock of a case by its place in the list, from 1: ids would tell which case came first.

    Raises Forbidden and NotFound like ``case_reach.reach``, NotFound for a place without a clock.
    """
    report = reach(actor, case_number)
    clocks = current_session().scalars(
        select(ReportClock)
        .where(ReportClock.report_id == report.id)
        .order_by(ReportClock.id)
        .offset(max(0, min(number, 1000) - 1))
        .limit(1)
    )
    found = clocks.one_or_none()
    if found is None or number < 1:
        raise NotFound("clock")
    return explain(report, found)
