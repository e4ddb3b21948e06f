"""Working days and due days: one pure function answers every "by when", and says which days it counted and skipped.

Law: UU 25/2009 counts "hari", the ministerial rules and LAPOR! count "hari kerja" (PermenPANRB 62/2018, 5/2025);
national holidays and collective leave are set each year by a joint decree of three ministers (SKB 3 Menteri).
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

LengthUnit = Literal["working_day", "day", "week", "month"]

#: Monday to Friday; Monday is 0, as in ``date.weekday``.
FIVE_DAY_WEEK: frozenset[int] = frozenset({0, 1, 2, 3, 4})

ONE_DAY = timedelta(days=1)
SKIPPED_WEEKEND = "weekend"
SKIPPED_PAUSE = "pause"
SKIPPED_HOLIDAY_PREFIX = "holiday:"


@dataclass(frozen=True)
class WorkingCalendar:
    """The days a unit works: its week, less the national holidays and collective leave.

    ``holidays`` maps a day to its name. ``version`` is the number of the stored calendar it was made from, kept with
    every due date. Raises ValueError when the working week is empty or names a weekday outside 0..6.
    """

    holidays: Mapping[date, str]
    working_week: frozenset[int] = FIVE_DAY_WEEK
    version: int = 0

    def __post_init__(self) -> None:
        if not self.working_week or not self.working_week <= frozenset(range(7)):
            raise ValueError("a working week names at least one weekday, 0 (Monday) to 6 (Sunday)")

    def is_working_day(self, day: date) -> bool:
        """Whether the unit works on that day."""
        return day.weekday() in self.working_week and day not in self.holidays

    def reason_skipped(self, day: date) -> str | None:
        """Why a day is no working day: "weekend" or "holiday:<name>"; None when it is one.

        A holiday on a weekend is a "weekend": the unit would not have worked anyway.
        """
        if day.weekday() not in self.working_week:
            return SKIPPED_WEEKEND
        if day in self.holidays:
            return SKIPPED_HOLIDAY_PREFIX + self.holidays[day]
        return None


@dataclass(frozen=True)
class Deadline:
    """A due day with its proof: every day after the start is either counted or skipped with a reason."""

    due: date
    counted: tuple[date, ...]
    skipped: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class Doubts:
    """Years on the way to a due day whose holidays are only estimated, or not known at all."""

    estimated: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.estimated or self.unknown)


def doubts(start: date, due: date, is_certain: Mapping[date, bool]) -> Doubts:
    """How far the days after ``start`` up to ``due`` rest on known holidays.

    ``is_certain`` maps each recorded holiday to whether a decree set it. The decree of a year comes out late in the
    year before; a year with one estimated day is an estimated year, because its collective leave is not set either.
    """
    years = range((start + ONE_DAY).year, due.year + 1) if due > start else range(0)
    known: dict[int, bool] = {}
    for day, certain in is_certain.items():
        known[day.year] = known.get(day.year, True) and certain
    return Doubts(
        estimated=tuple(year for year in years if known.get(year) is False),
        unknown=tuple(year for year in years if year not in known),
    )


def due_day(
    start: date,
    length: int,
    unit: LengthUnit,
    calendar: WorkingCalendar,
    pauses: Sequence[tuple[date, date]] = (),
    extension: int = 0,
) -> Deadline:
    """The day on whose end a time limit runs out, and the days counted and skipped on the way.

    The day of the start is not counted, nor is a day that any pause touches (``pauses`` are first and last day, both
    included). Weeks are seven days; a month ends on the same day of the month, or on its last day when it is shorter.
    ``extension`` is in the same unit. A length of 0 is due on the day of the start. Raises ValueError for a negative
    length or a pause that ends before it begins, OverflowError past the year 9999.

    Law: UU 25/2009 art. 44 and 50 (hari); PermenPANRB 62/2018, 5/2025 (hari kerja).
    """
    if length < 0 or extension < 0:
        raise ValueError("a length and its extension are not negative")
    if any(last < first for first, last in pauses):
        raise ValueError("a pause does not end before it begins")
    days_to_count = _number_of_days(start, length + extension, unit)
    counted: list[date] = []
    skipped: list[tuple[date, str]] = []
    day = start
    while len(counted) < days_to_count:
        day += ONE_DAY
        reason = calendar.reason_skipped(day) if unit == "working_day" else None
        if reason is None and _is_paused(day, pauses):
            reason = SKIPPED_PAUSE
        if reason is None:
            counted.append(day)
        else:
            skipped.append((day, reason))
    return Deadline(due=day, counted=tuple(counted), skipped=tuple(skipped))


def working_days_between(after: date, until: date, calendar: WorkingCalendar) -> int:
    """How many working days follow ``after``, up to and including ``until``; 0 when ``until`` is not later."""
    return sum(1 for day in _days_after(after, until) if calendar.is_working_day(day))


def end_of_day(due: date, zone: tzinfo) -> datetime:
    """The last second of a due day in the unit's zone (WIB, WITA or WIT): until then it is not late."""
    return datetime.combine(due, time(23, 59, 59), tzinfo=zone)


def add_months(start: date, months: int) -> date:
    """The same day so many months later, or the last day of that month when it is shorter."""
    month_index = start.year * 12 + start.month - 1 + months
    year, month = divmod(month_index, 12)
    if year > date.max.year:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _number_of_days(start: date, length: int, unit: LengthUnit) -> int:
    if unit == "month":
        return (add_months(start, length) - start).days
    return length * 7 if unit == "week" else length


def _is_paused(day: date, pauses: Sequence[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in pauses)


def _days_after(after: date, until: date) -> Iterator[date]:
    day = after
    while day < until:
        day += ONE_DAY
        yield day
