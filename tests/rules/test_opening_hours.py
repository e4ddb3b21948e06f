"""Opening hours as people write them, and whether a place is open at a moment."""

from datetime import date, datetime, time

import pytest

from sipp.rules.opening_hours import END_OF_DAY, OpenState, Span, open_state, parse_hours
from sipp.rules.typed_input import TypedInputError

MORNING, AFTERNOON = Span(time(8), time(12)), Span(time(13), time(15, 30))
WEEK = dict.fromkeys(range(5), (MORNING, AFTERNOON))
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("08.00-12.00, 13.00-15.30", (MORNING, AFTERNOON)),
        ("8 - 12 dan 13 - 15:30", (MORNING, AFTERNOON)),
        ("13.00–15.30; 08.00–12.00", (MORNING, AFTERNOON)),
        ("pukul 08.00 s.d. 12.00 WIB", (MORNING,)),
        ("Jam 8 sampai 12", (MORNING,)),
        ("8 s/d 12", (MORNING,)),
        ("24 jam", (Span(time(0), END_OF_DAY),)),
        ("20.00-24.00", (Span(time(20), END_OF_DAY),)),
        ("", ()),
        ("tutup", ()),
        ("Libur", ()),
        ("-", ()),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, spans: tuple[Span, ...]) -> None:
    assert parse_hours(typed) == spans


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("pagi", "hours_unreadable"),
        ("08.00", "hours_unreadable"),
        ("8-25", "hours_unreadable"),
        ("08.70-12.00", "hours_unreadable"),
        ("1-2,3-4,5-6,7-8,9-10", "hours_unreadable"),
        ("15.00-08.00", "hours_reversed"),
        ("08.00-08.00", "hours_reversed"),
        ("08.00-12.00, 11.00-13.00", "hours_overlap"),
    ],
)
def test_hours_that_mean_nothing_are_refused(typed: str, code: str) -> None:
    with pytest.raises(TypedInputError) as refused:
        parse_hours(typed)
    assert refused.value.code == code


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute))


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (at(7, 59), OpenState(False, opens_at=at(8))),
        (at(8), OpenState(True, closes_at=at(12))),
        (at(11, 59), OpenState(True, closes_at=at(12))),
        (at(12), OpenState(False, opens_at=at(13))),
        (at(15, 30), OpenState(False, opens_at=at(8, day=date(2026, 11, 24)))),
        (at(16, day=date(2026, 11, 27)), OpenState(False, opens_at=at(8, day=date(2026, 11, 30)))),
    ],
)
def test_a_place_is_open_from_its_opening_until_before_its_closing(moment: datetime, state: OpenState) -> None:
    assert open_state(moment, WEEK, {}) == state


def test_an_exception_replaces_the_hours_of_its_day() -> None:
    early = {MONDAY: (Span(time(8), time(10)),)}
    assert open_state(at(9), WEEK, early) == OpenState(True, closes_at=at(10))
    assert open_state(at(11), WEEK, early) == OpenState(False, opens_at=at(8, day=date(2026, 11, 24)))
    assert open_state(at(9), WEEK, {MONDAY: ()}) == OpenState(False, opens_at=at(8, day=date(2026, 11, 24)))
    sunday = date(2026, 11, 29)
    assert open_state(at(9, day=sunday), WEEK, {sunday: (MORNING,)}).is_open


def test_what_is_open_all_day_closes_at_midnight_and_opens_again() -> None:
    all_day = {day: parse_hours("24 jam") for day in range(7)}
    assert open_state(at(23, 59), all_day, {}) == OpenState(True, closes_at=at(0, day=date(2026, 11, 24)))


def test_a_place_without_hours_in_the_weeks_ahead_says_no_day() -> None:
    assert open_state(at(9), {}, {}) == OpenState(False)
