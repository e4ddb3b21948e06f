"""Ten thousand clocks against somebody who crosses out days: due day, every counted day, every reason."""

import csv
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from sipp.rules.calendar import Deadline, LengthUnit, WorkingCalendar, due_day
from tests.trials import scaled

HOLIDAYS_FILE = Path(__file__).parents[2] / "seed_data" / "holidays.csv"
WEEKS = ("01234", "01234", "01234", "012345", "0123456", "0246", "5")
#: `make faults` runs ten times as many as `make test`.
CASES = scaled(1_000)

Crossed = list[tuple[date, str | None]]


@dataclass(frozen=True)
class Case:
    """One clock: what it starts from, and whatever stops it on the way."""

    start: date
    length: int
    unit: LengthUnit
    week: str
    holidays: dict[date, str]
    pauses: tuple[tuple[date, date], ...]
    extension: int


def national_holidays() -> dict[date, str]:
    """The days of four years as the seeds name them."""
    with HOLIDAYS_FILE.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["date"]): row["name"] for row in csv.DictReader(file)}


NATIONAL = national_holidays()


def case(number: int) -> Case:
    """The case of a number: always the same one."""
    draw = Random(number)
    start = date(2023, 12, 1) + timedelta(days=draw.randrange(1_500))
    unit: LengthUnit = draw.choice(("working_day", "working_day", "working_day", "day", "week", "month"))
    most = {"working_day": 90, "day": 90, "week": 12, "month": 14}[unit]
    more = {start + timedelta(days=draw.randrange(200)): "Hari tambahan" for _ in range(draw.randrange(12))}
    pauses = []
    for _ in range(draw.choice((0, 0, 1, 1, 2, 3))):
        first = start + timedelta(days=draw.randrange(-10, 90))
        pauses.append((first, first + timedelta(days=draw.choice((0, 1, 2, 5, 30)))))
    return Case(
        start=start,
        length=draw.choice((draw.randrange(most + 1), draw.randrange(15))),
        unit=unit,
        week=draw.choice(WEEKS),
        holidays={**NATIONAL, **more},
        pauses=tuple(pauses),
        extension=draw.choice((0, 0, 1, 5, 14)),
    )


def found_by_rule(one: Case) -> Deadline:
    calendar = WorkingCalendar(one.holidays, frozenset(int(day) for day in one.week))
    return due_day(one.start, one.length, one.unit, calendar, one.pauses, one.extension)


def crossed_out(one: Case) -> tuple[date, Crossed]:
    """A wall calendar after somebody crossed out what does not count: the due day, and each day with its reason."""
    needed = days_needed(one)
    on_the_wall = [one.start + timedelta(days=offset) for offset in range(1, needed * 8 + 1_200)]
    paused = {first + timedelta(days=n) for first, last in one.pauses for n in range((last - first).days + 1)}
    reasons = {day: reason for day in on_the_wall if (reason := why_not(one, day, paused))}
    left = [day for day in on_the_wall if day not in reasons]
    due = left[needed - 1] if needed else one.start
    return due, [(day, reasons.get(day)) for day in on_the_wall if day <= due]


def days_needed(one: Case) -> int:
    total = one.length + one.extension
    if one.unit == "week":
        return sum(7 for _ in range(total))
    if one.unit != "month":
        return total
    year, month = one.start.year + (one.start.month + total - 1) // 12, (one.start.month + total - 1) % 12 + 1
    same_day = min(one.start.day, monthrange(year, month)[1])
    return date(year, month, same_day).toordinal() - one.start.toordinal()


def why_not(one: Case, day: date, paused: set[date]) -> str | None:
    if one.unit == "working_day":
        if "0123456"[day.weekday()] not in one.week:
            return "weekend"
        if day in one.holidays:
            return f"holiday:{one.holidays[day]}"
    return "pause" if day in paused else None


def deviates(number: int, rule: Callable[[Case], Deadline] = found_by_rule) -> bool:
    """Whether the rule gives another due day, or another way to it, than the wall calendar."""
    one = case(number)
    due, way = crossed_out(one)
    found = rule(one)
    counted = tuple(day for day, reason in way if reason is None)
    skipped = tuple((day, reason) for day, reason in way if reason is not None)
    return (found.due, found.counted, found.skipped) != (due, counted, skipped)


@pytest.mark.faults
def test_every_generated_clock_is_due_when_a_wall_calendar_says_and_for_the_same_reasons() -> None:
    found = [number for number in range(CASES) if deviates(number)]
    assert found == [], f"{len(found)} of {CASES}, the first: {case(found[0])}"


@pytest.mark.faults
def test_generated_clocks_are_of_every_kind() -> None:
    cases = [case(number) for number in range(300)]
    assert {one.unit for one in cases} == {"working_day", "day", "week", "month"}
    assert {one.week for one in cases} == set(WEEKS)
    assert any(len(one.pauses) > 1 and one.extension for one in cases) and any(one.length == 0 for one in cases)
    assert any(found_by_rule(one).due.year > one.start.year for one in cases)


WRONG_RULES: dict[str, Callable[[Case], Case]] = {
    "the day of the start is counted": lambda one: replace(one, start=one.start - timedelta(days=1)),
    "pauses are forgotten": lambda one: replace(one, pauses=()),
    "the last day of a pause is counted": lambda one: replace(
        one, pauses=tuple((first, last - timedelta(days=1)) for first, last in one.pauses if last > first)
    ),
    "the extension is forgotten": lambda one: replace(one, extension=0),
    "collective leave is counted": lambda one: replace(
        one, holidays={day: name for day, name in one.holidays.items() if "Cuti Bersama" not in name}
    ),
    "everybody works five days": lambda one: replace(one, week="01234"),
}


@pytest.mark.faults
@pytest.mark.parametrize("change", WRONG_RULES.values(), ids=WRONG_RULES)
def test_the_wall_calendar_notices_a_rule_that_is_wrong(change: Callable[[Case], Case]) -> None:
    assert any(deviates(number, lambda one: found_by_rule(change(one))) for number in range(100))
