"""Which version holds: the table of cases, as known at a moment."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.publication import (
    Judged,
    PublicationFact,
    WithdrawalFact,
    first_recorded,
    judging_version,
    periods_in_force,
    standing,
    version_in_force,
)


def moment(day: str, hour: int = 9) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=UTC)


def version(number: int, effective_from: str, recorded: str = "2025-12-01") -> PublicationFact:
    return PublicationFact(100 + number, number, date.fromisoformat(effective_from), moment(recorded))


def withdrawal(number: int, effective_on: str, recorded: str = "2026-03-20") -> WithdrawalFact:
    return WithdrawalFact(100 + number, date.fromisoformat(effective_on), moment(recorded))


V1, V2 = version(1, "2026-01-01"), version(2, "2026-03-01")
LATER = "2026-12-31"

CASES = {
    "nothing is published": ((), (), "2026-01-01", LATER, None),
    "before the first": ((V1, V2), (), "2025-12-31", LATER, None),
    "the first day of the first": ((V1, V2), (), "2026-01-01", LATER, 1),
    "the last day before the second": ((V1, V2), (), "2026-02-28", LATER, 1),
    "the first day of the second": ((V1, V2), (), "2026-03-01", LATER, 2),
    "the order of the facts does not matter": ((V2, V1), (), "2026-03-01", LATER, 2),
    "of two from the same day the higher number": (
        (V1, V2, version(3, "2026-03-01")),
        (),
        "2026-03-01",
        LATER,
        3,
    ),
    "a higher number with an earlier day does not win": (
        (V1, V2, version(3, "2026-02-01", "2026-03-15")),
        (),
        "2026-03-01",
        LATER,
        2,
    ),
    "a higher number with an earlier day holds in between": (
        (V1, V2, version(3, "2026-02-01", "2026-03-15")),
        (),
        "2026-02-10",
        LATER,
        3,
    ),
    "recorded later than asked": (
        (V1, version(2, "2026-03-01", "2026-03-10")),
        (),
        "2026-03-05",
        "2026-03-05",
        1,
    ),
    "recorded later, asked after": (
        (V1, version(2, "2026-03-01", "2026-03-10")),
        (),
        "2026-03-05",
        "2026-03-11",
        2,
    ),
    "recorded at that very moment": ((version(1, "2026-01-01", "2026-02-01"),), (), "2026-02-01", "2026-02-01", 1),
    "withdrawn: the day before": ((V1, V2), (withdrawal(2, "2026-04-01"),), "2026-03-31", LATER, 2),
    "withdrawn: nothing revives": ((V1, V2), (withdrawal(2, "2026-04-01"),), "2026-04-01", LATER, None),
    "withdrawn, known at that very moment": (
        (V1, V2),
        (withdrawal(2, "2026-04-01", "2026-04-02"),),
        "2026-04-02",
        "2026-04-02",
        None,
    ),
    "withdrawn, but not yet known": (
        (V1, V2),
        (withdrawal(2, "2026-04-01", "2026-04-05"),),
        "2026-04-02",
        "2026-04-02",
        2,
    ),
    "an older one withdrawn": ((V1, V2), (withdrawal(1, "2026-04-01"),), "2026-04-01", LATER, 2),
    "a new version after a withdrawal": (
        (V1, V2, version(3, "2026-05-01")),
        (withdrawal(2, "2026-04-01"),),
        "2026-05-01",
        LATER,
        3,
    ),
    "the gap before the new version": (
        (V1, V2, version(3, "2026-05-01")),
        (withdrawal(2, "2026-04-01"),),
        "2026-04-30",
        LATER,
        None,
    ),
    "the higher of a tie withdrawn": (
        (V1, V2, version(3, "2026-03-01")),
        (withdrawal(3, "2026-04-01"),),
        "2026-04-01",
        LATER,
        None,
    ),
}


@pytest.mark.parametrize(("publications", "withdrawals", "day", "known", "number"), CASES.values(), ids=CASES.keys())
def test_the_version_in_force_is_the_one_of_the_table(publications, withdrawals, day, known, number):
    found = version_in_force(publications, withdrawals, date.fromisoformat(day), moment(known))

    assert (found and found.number) == number


days = st.dates(date(2026, 1, 1), date(2026, 1, 20))
moments = days.map(lambda day: moment(day.isoformat()))


@st.composite
def histories(draw):
    count = draw(st.integers(0, 5))
    publications = [PublicationFact(n, n, draw(days), draw(moments)) for n in range(1, count + 1)]
    withdrawals = [
        WithdrawalFact(fact.version, draw(days), draw(moments)) for fact in publications if draw(st.booleans())
    ]
    return publications, withdrawals


@given(history=histories(), day=days, known=moments)
def test_at_most_one_version_stands_in_force_and_it_is_the_one_found(history, day, known):
    publications, withdrawals = history
    found = version_in_force(publications, withdrawals, day, known)

    in_force = [
        fact.version
        for fact in publications
        if fact.recorded_at <= known and standing(fact.version, publications, withdrawals, day, known) == "in_force"
    ]

    assert in_force == ([found.version] if found else [])


@given(history=histories(), day=days, known=moments, later=histories())
def test_what_is_recorded_later_changes_no_earlier_answer(history, day, known, later):
    publications, withdrawals = history
    late_publications = [fact for fact in later[0] if fact.recorded_at > known]
    late_withdrawals = [fact for fact in later[1] if fact.recorded_at > known]

    before = version_in_force(publications, withdrawals, day, known)
    after = version_in_force([*publications, *late_publications], [*withdrawals, *late_withdrawals], day, known)

    assert before == after


@pytest.mark.parametrize(
    ("number", "day", "word"),
    [
        (1, "2025-12-31", "scheduled"),
        (1, "2026-01-01", "in_force"),
        (1, "2026-03-01", "superseded"),
        (2, "2026-02-28", "scheduled"),
        (2, "2026-03-01", "in_force"),
        (2, "2026-04-01", "withdrawn"),
        (1, "2026-04-01", "superseded"),
    ],
)
def test_a_version_stands_as_the_dates_say(number, day, word):
    withdrawals = (withdrawal(2, "2026-04-01"),)

    found = standing(100 + number, (V1, V2), withdrawals, date.fromisoformat(day), moment(LATER))

    assert found == word


def test_a_version_not_yet_recorded_has_no_standing():
    with pytest.raises(LookupError):
        standing(101, (V1,), (), date(2026, 1, 1), moment("2025-11-30"))


def test_the_first_recorded_version_is_the_one_with_the_earliest_day():
    backdated = version(3, "2025-06-01", "2026-02-01")

    assert first_recorded((V2, V1), moment(LATER)) == V1
    assert first_recorded((V2, V1, backdated), moment(LATER)) == backdated
    assert first_recorded((V2, V1, backdated), moment("2026-01-31")) == V1
    assert first_recorded((), moment(LATER)) is None


JUDGED = {
    "a date in the time of the version shown": ("2026-03-05", V2, Judged(V2, "in_force")),
    "a date in another version's time": ("2026-02-05", V2, Judged(V1, "in_force")),
    "no date": (None, V2, Judged(V2, "shown")),
    "no date and an old version shown": (None, V1, Judged(V1, "shown")),
    "no date and nothing shown": (None, None, None),
    "a date before the first": ("2025-11-05", V2, Judged(V1, "first_recorded")),
}


@pytest.mark.parametrize(("day", "shown", "expected"), JUDGED.values(), ids=JUDGED.keys())
def test_a_report_is_judged_by_the_version_of_its_day(day, shown, expected):
    on_day = date.fromisoformat(day) if day else None

    assert judging_version((V1, V2), (), on_day=on_day, shown=shown, known_at=moment(LATER)) == expected


def test_a_version_published_while_the_form_is_open_does_not_judge():
    published_meanwhile = version(2, "2026-03-01", "2026-03-10")

    found = judging_version(
        (V1, published_meanwhile), (), on_day=date(2026, 3, 5), shown=V1, known_at=moment("2026-03-09")
    )

    assert found == Judged(V1, "in_force")


def test_no_version_judges_a_day_on_which_none_was_in_force():
    found = judging_version(
        (V1, V2),
        (withdrawal(2, "2026-04-01"),),
        on_day=date(2026, 4, 2),
        shown=V2,
        known_at=moment(LATER),
    )

    assert found is None


def test_a_version_withdrawn_from_its_first_day_judges_that_day_no_more_than_any_other():
    found = judging_version(
        (V1,), (withdrawal(1, "2026-01-01"),), on_day=date(2026, 1, 1), shown=V1, known_at=moment(LATER)
    )

    assert found is None


facts = st.lists(st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 40))), min_size=0, max_size=6)


@given(facts)
def test_the_periods_give_for_each_day_the_version_in_force(drawn: list[tuple[int, int | None]]) -> None:
    first = date(2026, 1, 1)
    recorded = datetime(2025, 12, 1, tzinfo=UTC)
    publications = [
        PublicationFact(number, number, first + timedelta(days=start), recorded)
        for number, (start, _) in enumerate(drawn, start=1)
    ]
    withdrawals = [
        WithdrawalFact(number, first + timedelta(days=end), recorded)
        for number, (_, end) in enumerate(drawn, start=1)
        if end is not None
    ]
    periods = periods_in_force(publications, withdrawals)
    for offset in range(-1, 45):
        day = first + timedelta(days=offset)
        found = version_in_force(publications, withdrawals, day, recorded)
        holding = [p.version for p in periods if p.first_day <= day and (p.end_day is None or day < p.end_day)]
        assert holding == ([found.version] if found else [])
