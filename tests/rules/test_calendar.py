"""Deadlines: the vectors of the holiday calendar, the traps, and an independent oracle."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.calendar import (
    WorkingCalendar,
    add_months,
    due_day,
    end_of_day,
    working_days_between,
)
from tests.rules.national_holidays import CALENDAR_2026, HOLIDAYS_2026

NO_HOLIDAYS = WorkingCalendar({})

VECTORS = {
    "2026-03-13": ("03-25", "03-27", "04-06", "04-10", "06-24", "03-27", "05-12"),
    "2026-05-12": ("05-19", "05-21", "06-02", "06-08", "08-12", "05-26", "07-11"),
    "2026-01-15": ("01-21", "01-23", "01-30", "02-05", "04-22", "01-29", "03-16"),
    "2026-02-13": ("02-20", "02-24", "03-03", "03-09", "05-25", "02-27", "04-14"),
}
LENGTHS = (
    (3, "working_day"),
    (5, "working_day"),
    (10, "working_day"),
    (14, "working_day"),
    (60, "working_day"),
    (14, "day"),
    (60, "day"),
)


@pytest.mark.parametrize(
    ("filed", "length", "unit", "due"),
    [
        (filed, length, unit, f"2026-{due}")
        for filed, dues in VECTORS.items()
        for (length, unit), due in zip(LENGTHS, dues, strict=True)
    ],
)
def test_a_due_day_is_the_one_of_the_published_vectors(filed, length, unit, due):
    found = due_day(date.fromisoformat(filed), length, unit, CALENDAR_2026)

    assert found.due == date.fromisoformat(due)


def test_2026_has_240_working_days():
    assert working_days_between(date(2025, 12, 31), date(2026, 12, 31), CALENDAR_2026) == 240


def test_every_day_on_the_way_is_counted_or_skipped_with_its_reason():
    found = due_day(date(2026, 5, 12), 3, "working_day", CALENDAR_2026)

    assert found.counted == (date(2026, 5, 13), date(2026, 5, 18), date(2026, 5, 19))
    assert found.skipped == (
        (date(2026, 5, 14), "holiday:Libur nasional"),
        (date(2026, 5, 15), "holiday:Cuti bersama"),
        (date(2026, 5, 16), "weekend"),
        (date(2026, 5, 17), "weekend"),
    )


def test_the_week_of_lebaran_holds_no_working_day():
    found = due_day(date(2026, 3, 17), 1, "working_day", CALENDAR_2026)

    assert found.due == date(2026, 3, 25)
    assert len(found.skipped) == 7


def test_a_report_of_friday_night_in_jayapura_is_due_by_the_friday_it_was_there():
    jayapura = ZoneInfo("Asia/Jayapura")
    filed = datetime(2026, 1, 9, 23, 59, tzinfo=jayapura)
    assert filed.astimezone(ZoneInfo("Asia/Jakarta")).date() == date(2026, 1, 9)

    due = due_day(filed.date(), 3, "working_day", CALENDAR_2026).due

    assert end_of_day(due, jayapura).isoformat() == "2026-01-14T23:59:59+09:00"


def test_a_due_day_ends_in_the_units_own_zone():
    ends = [
        end_of_day(date(2026, 8, 12), ZoneInfo(zone)) for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
    ]

    assert [one.isoformat()[-6:] for one in ends] == ["+07:00", "+08:00", "+09:00"]
    assert ends[0] - ends[2] == timedelta(hours=2)


def test_christmas_eve_of_2026_is_collective_leave_and_not_counted():
    assert CALENDAR_2026.reason_skipped(date(2026, 12, 24)) == "holiday:Cuti bersama"
    assert due_day(date(2026, 12, 23), 1, "working_day", CALENDAR_2026).due == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 5, 12), 3, date(2026, 8, 12)),
        (date(9999, 9, 30), 3, date(9999, 12, 30)),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_the_last_of_a_shorter_month(start, months, due):
    assert due_day(start, months, "month", NO_HOLIDAYS).due == due


def test_a_leap_day_is_a_day():
    assert due_day(date(2028, 2, 28), 1, "day", NO_HOLIDAYS).due == date(2028, 2, 29)
    assert due_day(date(2028, 2, 28), 1, "working_day", NO_HOLIDAYS).due == date(2028, 2, 29)


def test_a_unit_of_six_days_counts_its_saturdays():
    six_days = WorkingCalendar(HOLIDAYS_2026, frozenset(range(6)))

    assert due_day(date(2026, 6, 5), 1, "working_day", six_days).due == date(2026, 6, 6)
    assert working_days_between(date(2026, 6, 21), date(2026, 6, 28), six_days) == 6


def test_a_holiday_on_a_weekend_is_skipped_as_a_weekend():
    assert CALENDAR_2026.reason_skipped(date(2026, 3, 21)) == "weekend"


def test_a_day_with_any_pause_is_not_counted():
    pauses = [(date(2026, 6, 3), date(2026, 6, 4)), (date(2026, 6, 4), date(2026, 6, 5))]

    found = due_day(date(2026, 6, 2), 2, "working_day", CALENDAR_2026, pauses)

    assert found.due == date(2026, 6, 9)
    assert [reason for _, reason in found.skipped] == ["pause", "pause", "pause", "weekend", "weekend"]


def test_a_pause_moves_a_month_by_its_days():
    pauses = [(date(2026, 6, 10), date(2026, 6, 12))]

    assert due_day(date(2026, 6, 1), 1, "month", NO_HOLIDAYS, pauses).due == date(2026, 7, 4)


def test_an_extension_counts_in_the_same_unit():
    start = date(2026, 3, 13)

    assert due_day(start, 10, "working_day", CALENDAR_2026, extension=4) == due_day(
        start, 14, "working_day", CALENDAR_2026
    )


def test_a_length_of_nothing_is_due_the_same_day():
    assert due_day(date(2026, 3, 13), 0, "working_day", CALENDAR_2026).due == date(2026, 3, 13)


@pytest.mark.parametrize(
    "arguments",
    [
        {"length": -1},
        {"length": 1, "extension": -1},
        {"length": 1, "pauses": [(date(2026, 1, 2), date(2026, 1, 1))]},
    ],
)
def test_a_nonsensical_length_or_pause_is_refused(arguments):
    with pytest.raises(ValueError, match="not"):
        due_day(date(2026, 1, 1), unit="day", calendar=NO_HOLIDAYS, **arguments)


@pytest.mark.parametrize("week", [frozenset(), frozenset({7})])
def test_a_working_week_without_days_is_refused(week):
    with pytest.raises(ValueError, match="working week"):
        WorkingCalendar({}, week)


def test_a_length_past_the_end_of_the_calendar_is_refused():
    for unit in ("day", "month"):
        with pytest.raises(OverflowError):
            due_day(date(9999, 12, 1), 40, unit, NO_HOLIDAYS)


def test_no_working_day_lies_between_a_day_and_an_earlier_one():
    assert working_days_between(date(2026, 3, 13), date(2026, 3, 2), CALENDAR_2026) == 0


days = st.dates(date(2020, 1, 1), date(2032, 12, 31))
calendars = st.builds(
    WorkingCalendar,
    st.dictionaries(days, st.just("libur"), max_size=40),
    st.sets(st.integers(0, 6), min_size=1).map(frozenset),
)
pauses_near = st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 20)), max_size=4)


def naive_due(start, length, unit, calendar, paused, extension):
    """The due day counted by a person with a wall calendar, day after day, knowing nothing of the rule."""
    total = length + extension
    if unit == "week":
        total *= 7
    if unit == "month":
        year, month = start.year, start.month
        for _ in range(total):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = date(year, month, min(start.day, monthrange(year, month)[1]))
        total = end.toordinal() - start.toordinal()
    ordinal, left = start.toordinal(), total
    while left:
        ordinal += 1
        day = date.fromordinal(ordinal)
        counts = day not in paused
        if unit == "working_day":
            counts = counts and day.isoweekday() - 1 in calendar.working_week and day not in calendar.holidays
        left -= counts
    return date.fromordinal(ordinal)


@given(
    start=days,
    length=st.integers(0, 70),
    unit=st.sampled_from(["working_day", "day", "week", "month"]),
    calendar=calendars,
    offsets=pauses_near,
    extension=st.integers(0, 20),
)
def test_a_due_day_is_what_a_person_with_a_wall_calendar_counts(start, length, unit, calendar, offsets, extension):
    length = length if unit in ("working_day", "day") else length // 6
    pauses = [
        (start + timedelta(days=first), start + timedelta(days=first + length_days)) for first, length_days in offsets
    ]
    paused = {first + timedelta(days=n) for first, last in pauses for n in range((last - first).days + 1)}

    found = due_day(start, length, unit, calendar, pauses, extension)

    assert found.due == naive_due(start, length, unit, calendar, paused, extension)
    on_the_way = sorted([*found.counted, *(day for day, _ in found.skipped)])
    assert on_the_way == [start + timedelta(days=n + 1) for n in range((found.due - start).days)]


@given(start=days, length=st.integers(0, 90), calendar=calendars)
def test_counting_back_the_working_days_to_a_due_day_gives_the_length(start, length, calendar):
    due = due_day(start, length, "working_day", calendar).due

    assert working_days_between(start, due, calendar) == length


@given(start=days, length=st.integers(1, 40), calendar=calendars, more=days)
def test_one_more_holiday_never_makes_a_due_day_earlier(start, length, calendar, more):
    longer = WorkingCalendar({**calendar.holidays, more: "libur"}, calendar.working_week)

    before = due_day(start, length, "working_day", calendar).due

    assert due_day(start, length, "working_day", longer).due >= before


@given(start=days, months=st.integers(0, 600))
def test_adding_months_lands_in_the_month_that_many_later(start, months):
    found = add_months(start, months)

    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months
    assert found.day == min(start.day, monthrange(found.year, found.month)[1])
