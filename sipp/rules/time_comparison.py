"""How long it took against the time limit of the standard: the due day, and by how much it was passed.

The start is the day of the limit's start event when known, else the day of application, labelled as such and kept out
of statistics. Only what is certain counts as late:

- minutes and hours compare exactly when the citizen tells a duration. With days alone, n days after the start at most
  n+1 and at least n-1 whole days have passed, so a limit of up to 24 hours from day D is due at the end of day D+1; up
  to that day a limit under a day is not computable, later the lateness counts in whole days;
- an approximate limit clears what is within it, later its figures are shown without a result;
- several limits for one variant: of the same start and end the longest one judges (counter and online), otherwise they
  are phases, and nothing can be said.

Law: UU 25/2009 art. 21 (jangka waktu penyelesaian is part of the standard); Permendagri 19/2018 counts hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import get_args

from sipp.rules.calendar import LengthUnit, WorkingCalendar, due_day, working_days_between
from sipp.rules.findings import CountedFrom, Experience, Finding, LateUnit, Promise, Reason
from sipp.rules.standards import Standard, TimeLimit, is_confirmed, rows_for

MINUTES_PER_DAY = 24 * 60
_MINUTES = {
    "minute": 1,
    "hour": 60,
    "day": MINUTES_PER_DAY,
    "working_day": MINUTES_PER_DAY,
    "week": 7 * MINUTES_PER_DAY,
    "month": 28 * MINUTES_PER_DAY,
}
#: Events the citizen sees happen: a duration they tell is counted from there.
_SEEN_START_EVENTS = ("application", "arrival")


@dataclass(frozen=True)
class _Span:
    """From when to when: ``end`` is the finish, or today while still waiting."""

    start: date | None
    end: date | None
    counted_from: CountedFrom


def compare_time(experience: Experience, promise: Promise, calendar: WorkingCalendar, today: date) -> Finding:
    """The finding on time: "late" by so much, "within", or "not_computable" with its reason.

    While the citizen still waits the comparison is with ``today``: ask again on another day for display.
    """
    limit, reason = _limit(promise.standard, experience.variant)
    finding = Finding(
        result="not_computable",
        group="time",
        component="time_limit",
        version=promise.version,
        standing=promise.standing,
        is_still_waiting=experience.still_waiting and experience.finished_on is None,
        experienced_minutes=experience.duration_minutes,
    )
    if limit is not None:
        finding = replace(
            finding,
            row_key=limit.row_key,
            row_keys=(limit.row_key,),
            promised_length=limit.maximum,
            promised_unit=limit.unit,
            is_confirmed=is_confirmed(limit),
        )
    if promise.standing == "first_recorded":
        return replace(finding, reason="first_recorded_standard")
    if limit is None:
        return replace(finding, reason=reason)
    compared = _compare(finding, limit, _span(experience, limit, today), calendar)
    return _softened(compared) if limit.approximate else compared


def _limit(standard: Standard, variant: str | None) -> tuple[TimeLimit | None, Reason | None]:
    """The one limit that judges, or why there is none."""
    codes = [one.code for one in standard.variants]
    if variant in codes or not codes:
        return _one_of(rows_for(standard.time_limits, variant))
    answers = [_one_of(rows_for(standard.time_limits, code)) for code in codes]
    if all(_promise_of(answer) == _promise_of(answers[0]) for answer in answers):
        return answers[0]
    return None, "no_variant_chosen"


def _promise_of(answer: tuple[TimeLimit | None, Reason | None]) -> object:
    """What an answer promises, so that variants that promise the same count as one."""
    limit, reason = answer
    if limit is None:
        return reason
    return (
        limit.kind,
        limit.maximum,
        limit.unit,
        limit.approximate,
        limit.start_event,
        is_confirmed(limit),
    )


def _one_of(limits: Sequence[TimeLimit]) -> tuple[TimeLimit | None, Reason | None]:
    if not limits:
        return None, "no_limit_published"
    first = limits[0]
    if len(limits) == 1:
        return first, None
    is_alternative = all(
        (row.start_event, row.start_event_text, row.end_event_text)
        == (first.start_event, first.start_event_text, first.end_event_text)
        and row.kind == "duration"
        and row.maximum is not None
        and row.unit is not None
        for row in limits
    )
    if not is_alternative:
        return None, "several_limits"
    return max(limits, key=_minutes), None


def _minutes(limit: TimeLimit) -> int:
    return (limit.maximum or 0) * _MINUTES[limit.unit or "minute"]


def _span(experience: Experience, limit: TimeLimit, today: date) -> _Span:
    end = experience.finished_on or (today if experience.still_waiting else None)
    if experience.started_on is not None:
        return _Span(experience.started_on, end, "start_event")
    is_from_start = limit.start_event == "application" or (
        experience.duration_minutes is not None and limit.start_event in _SEEN_START_EVENTS
    )
    return _Span(experience.applied_on, end, "start_event" if is_from_start else "application")


def _is_clock_time(limit: TimeLimit) -> bool:
    return limit.kind == "duration" and limit.unit in ("minute", "hour")


def _compare(finding: Finding, limit: TimeLimit, span: _Span, calendar: WorkingCalendar) -> Finding:
    finding = replace(finding, started_on=span.start, counted_from=span.counted_from)
    if limit.kind == "scheduled":
        return replace(finding, reason="limit_scheduled")
    is_unmeasured = limit.maximum is None or limit.unit is None
    if limit.kind == "duration" and is_unmeasured:
        return replace(finding, reason="no_limit_published")
    if finding.experienced_minutes is not None and (_is_clock_time(limit) or span.start is None or span.end is None):
        return _compare_duration(finding, limit, finding.experienced_minutes)
    if span.start is None:
        return replace(finding, reason="no_application_date")
    if span.end is None:
        return replace(finding, reason="no_finish_date")
    if span.end < span.start:
        return replace(finding, reason="finish_before_start")
    finding = replace(finding, compared_on=span.end)
    if limit.kind == "instant":
        return _late_in_days(finding, span.start, span.end)
    if limit.unit in get_args(LengthUnit):
        return _compare_days(finding, limit, span.start, span.end, calendar)
    return _compare_hours_by_dates(finding, limit, span.start, span.end)


def _compare_duration(finding: Finding, limit: TimeLimit, minutes: int) -> Finding:
    """A told duration: exact for minutes and hours; for days it can only clear, and "instant" means within the day."""
    if _is_clock_time(limit):
        late_by = minutes - _minutes(limit)
        if late_by <= 0:
            return replace(finding, result="within")
        return replace(finding, result="late", late_by=late_by, late_unit="minute")
    if limit.kind == "instant":
        if minutes < MINUTES_PER_DAY:
            return replace(finding, result="within")
        return replace(finding, result="late", late_by=minutes // MINUTES_PER_DAY, late_unit="day")
    if minutes <= _minutes(limit):
        return replace(finding, result="within")
    return replace(finding, reason="unit_needs_dates")


def _compare_days(finding: Finding, limit: TimeLimit, start: date, end: date, calendar: WorkingCalendar) -> Finding:
    unit: LengthUnit = limit.unit  # type: ignore[assignment]
    due = due_day(start, limit.maximum or 0, unit, calendar).due
    if unit != "working_day":
        return _late_in_days(finding, due, end)
    late_working_days = working_days_between(due, end, calendar)
    if late_working_days == 0:
        # Passed on a day off: late, but by no working day, so the days of the week are told.
        return _late_in_days(finding, due, end)
    return replace(finding, result="late", due_on=due, late_by=late_working_days, late_unit="working_day")


def _compare_hours_by_dates(finding: Finding, limit: TimeLimit, start: date, end: date) -> Finding:
    whole_days = -(-_minutes(limit) // MINUTES_PER_DAY)
    due = start + timedelta(days=whole_days)
    compared = _late_in_days(finding, due, end)
    if compared.result == "within" and _minutes(limit) < MINUTES_PER_DAY:
        return replace(compared, result="not_computable", reason="unit_needs_duration")
    return compared


def _late_in_days(finding: Finding, due: date, end: date) -> Finding:
    if end <= due:
        return replace(finding, result="within", due_on=due)
    late_unit: LateUnit = "day"
    return replace(finding, result="late", due_on=due, late_by=(end - due).days, late_unit=late_unit)


def _softened(finding: Finding) -> Finding:
    if finding.result != "late":
        return finding
    return replace(finding, result="not_computable", reason="approximate_limit")
