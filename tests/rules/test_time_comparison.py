"""From when time is counted, until when, and what lateness is certain."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.standards import TimeLimit, Variant
from tests.rules.promises import LIMITS, compare_time, promise, standard

FRIDAY = date(2026, 6, 5)


def judged(*limits, variants=(), standing="in_force"):
    content = standard(time_limits=limits, variants=tuple(Variant(code=code, label=code) for code in variants))
    return promise(content, standing)


def limit(maximum, unit, start="application", **content):
    return TimeLimit(row_key=content.pop("key", "waktu"), maximum=maximum, unit=unit, start_event=start, **content)


def outcome(finding):
    return finding.reason or finding.result


#: Days from Friday 5 June to the last day that is not late, and the first that is; None: the last day in time unknown.
EDGES = {
    "instant": (0, 1, 1, "day"),
    "hour": (1, 2, 1, "day"),
    "working_day": (5, 6, 1, "working_day"),
    "day": (3, 4, 1, "day"),
    "week": (7, 8, 1, "day"),
    "month": (30, 31, 1, "day"),
}


@pytest.mark.parametrize(("shape", "edge"), EDGES.items())
def test_a_day_decides_at_the_edge(shape, edge):
    last_day, first_late_day, late_by, late_unit = edge
    against = judged(*LIMITS[shape])

    in_time = compare_time(against, applied_on=FRIDAY, finished_on=FRIDAY + timedelta(days=last_day))
    late = compare_time(against, applied_on=FRIDAY, finished_on=FRIDAY + timedelta(days=first_late_day))

    assert (in_time.result, in_time.due_on, in_time.late_by) == (
        "within",
        FRIDAY + timedelta(days=last_day),
        None,
    )
    assert (late.result, late.late_by, late.late_unit) == ("late", late_by, late_unit)


@pytest.mark.parametrize(
    ("finished_after", "expected"), [(0, "unit_needs_duration"), (1, "unit_needs_duration"), (2, "late")]
)
def test_minutes_cannot_be_judged_by_days_until_the_days_alone_prove_it(finished_after, expected):
    finding = compare_time(
        judged(*LIMITS["minute"]), applied_on=FRIDAY, finished_on=FRIDAY + timedelta(days=finished_after)
    )

    assert outcome(finding) == expected


@pytest.mark.parametrize(
    ("maximum", "unit", "minutes", "late_by"),
    [
        (10, "minute", 10, None),
        (10, "minute", 11, 1),
        (24, "hour", 1440, None),
        (24, "hour", 1500, 60),
        (1, "hour", 95, 35),
    ],
)
def test_a_told_duration_is_compared_to_the_minute(maximum, unit, minutes, late_by):
    finding = compare_time(judged(limit(maximum, unit)), duration_minutes=minutes)

    assert (finding.result, finding.late_by) == ("late" if late_by else "within", late_by)
    assert finding.late_unit == ("minute" if late_by else None)


def test_a_told_duration_needs_no_date():
    finding = compare_time(judged(limit(10, "minute", "arrival")), duration_minutes=45)

    assert (finding.result, finding.started_on, finding.counted_from) == ("late", None, "start_event")


@pytest.mark.parametrize(
    ("shape", "minutes", "expected"),
    [
        ("day", 3 * 1440, "within"),
        ("day", 3 * 1440 + 1, "unit_needs_dates"),
        ("working_day", 60, "within"),
        ("week", 7 * 1440, "within"),
        ("month", 28 * 1440, "within"),
        ("month", 29 * 1440, "unit_needs_dates"),
        ("instant", 1439, "within"),
        ("instant", 1440, "late"),
        ("scheduled", 5, "limit_scheduled"),
        ("unpublished", 5, "no_limit_published"),
    ],
)
def test_a_duration_can_clear_a_limit_in_days_but_not_break_it(shape, minutes, expected):
    assert outcome(compare_time(judged(*LIMITS[shape]), duration_minutes=minutes)) == expected


def test_a_duration_judges_a_limit_in_days_as_long_as_a_date_is_missing():
    finding = compare_time(judged(*LIMITS["day"]), applied_on=FRIDAY, duration_minutes=60)

    assert finding.result == "within"


def test_dates_judge_a_limit_in_days_even_when_a_duration_is_told():
    finding = compare_time(
        judged(*LIMITS["day"]), applied_on=FRIDAY, finished_on=date(2026, 6, 15), duration_minutes=30
    )

    assert (finding.result, finding.late_by) == ("late", 7)


def test_a_duration_judges_a_limit_in_hours_even_when_dates_are_told():
    finding = compare_time(
        judged(*LIMITS["hour"]), applied_on=FRIDAY, finished_on=date(2026, 6, 15), duration_minutes=30
    )

    assert finding.result == "within"


STARTS = {
    "the application, and it is the start": ("application", False, "start_event", True),
    "the application instead of complete papers": ("file_complete", False, "application", False),
    "the application instead of a start nobody named": (None, False, "application", False),
    "the application instead of the arrival": ("arrival", False, "application", False),
    "the day the papers were complete": ("file_complete", True, "start_event", True),
    "the day told, though the application starts it": ("application", True, "start_event", True),
}


@pytest.mark.parametrize(("start", "is_told", "counted_from", "is_statistical"), STARTS.values(), ids=STARTS.keys())
def test_time_counts_from_the_start_event_or_says_that_it_does_not(start, is_told, counted_from, is_statistical):
    finding = compare_time(
        judged(limit(3, "day", start)),
        applied_on=FRIDAY,
        started_on=date(2026, 6, 10) if is_told else None,
        finished_on=date(2026, 6, 20),
    )

    assert (finding.counted_from, finding.is_statistical) == (counted_from, is_statistical)
    assert finding.due_on == date(2026, 6, 13 if is_told else 8)


MISSING = {
    "no date at all": ({}, "no_application_date"),
    "no start": ({"finished_on": FRIDAY}, "no_application_date"),
    "no end": ({"applied_on": FRIDAY}, "no_finish_date"),
    "an end before the start": ({"applied_on": FRIDAY, "finished_on": date(2026, 6, 4)}, "finish_before_start"),
}


@pytest.mark.parametrize(("told", "reason"), MISSING.values(), ids=MISSING.keys())
@pytest.mark.parametrize("shape", ["instant", "hour", "working_day", "day", "week", "month"])
def test_what_is_not_told_is_named(shape, told, reason):
    assert compare_time(judged(*LIMITS[shape]), **told).reason == reason


def test_a_wait_is_compared_with_today_and_grows_with_it():
    told = {"applied_on": FRIDAY, "still_waiting": True}
    days = (date(2026, 6, 8), date(2026, 6, 9), date(2026, 6, 30))

    found = [compare_time(judged(*LIMITS["day"]), today, **told) for today in days]

    assert [(one.result, one.late_by) for one in found] == [("within", None), ("late", 1), ("late", 22)]
    assert [one.compared_on for one in found] == list(days)
    assert all(one.is_still_waiting for one in found)


def test_a_finish_told_ends_the_wait():
    finding = compare_time(judged(*LIMITS["day"]), applied_on=FRIDAY, finished_on=date(2026, 6, 8), still_waiting=True)

    assert (finding.result, finding.compared_on, finding.is_still_waiting) == ("within", date(2026, 6, 8), False)


def test_holidays_and_weekends_move_a_limit_in_working_days():
    lebaran = compare_time(judged(limit(1, "working_day")), applied_on=date(2026, 3, 17), finished_on=date(2026, 3, 25))

    assert (lebaran.result, lebaran.due_on) == ("within", date(2026, 3, 25))


def test_passing_the_due_day_on_a_day_off_is_late_by_days():
    finding = compare_time(judged(limit(1, "working_day")), applied_on=date(2026, 6, 4), finished_on=date(2026, 6, 6))

    assert (finding.due_on, finding.late_by, finding.late_unit) == (FRIDAY, 1, "day")


def test_the_limit_that_was_compared_is_told():
    finding = compare_time(judged(*LIMITS["hour"]), applied_on=FRIDAY, finished_on=FRIDAY)

    assert (finding.row_key, finding.promised_length, finding.promised_unit) == ("waktu", 24, "hour")


def test_before_the_first_standard_no_lateness_is_computed_even_from_a_duration():
    finding = compare_time(judged(*LIMITS["minute"], standing="first_recorded"), duration_minutes=600)

    assert (finding.reason, finding.late_by) == ("first_recorded_standard", None)


def test_an_approximate_limit_clears_but_does_not_accuse():
    within = compare_time(judged(*LIMITS["approximate"]), applied_on=FRIDAY, finished_on=date(2026, 6, 8))
    after = compare_time(judged(*LIMITS["approximate"]), applied_on=FRIDAY, finished_on=date(2026, 6, 9))

    assert within.result == "within"
    assert (after.result, after.reason, after.late_by) == ("not_computable", "approximate_limit", 1)
    assert not after.is_statistical


def test_a_limit_without_its_figure_is_not_published():
    assert compare_time(judged(limit(None, "day")), applied_on=FRIDAY).reason == "no_limit_published"


VARIANTS = (
    limit(1, "day", key="cepat", variant="cepat"),
    limit(5, "day", key="biasa", variant="biasa"),
)


@pytest.mark.parametrize(("variant", "expected"), [("cepat", "late"), ("biasa", "within"), (None, "no_variant_chosen")])
def test_the_chosen_variants_limit_judges(variant, expected):
    finding = compare_time(
        judged(*VARIANTS, variants=("cepat", "biasa")),
        variant=variant,
        applied_on=FRIDAY,
        finished_on=date(2026, 6, 9),
    )

    assert outcome(finding) == expected


def test_no_variant_is_needed_where_all_take_the_same_time():
    same = (limit(3, "day", key="a", variant="a"), limit(3, "day", key="b", variant="b"))

    finding = compare_time(judged(*same, variants=("a", "b")), applied_on=FRIDAY, finished_on=date(2026, 6, 9))

    assert (finding.result, finding.late_by) == ("late", 1)


def test_of_several_ways_with_the_same_start_the_longest_limit_judges():
    ways = (limit(1, "working_day", key="gerai"), limit(3, "working_day", key="daring"))

    finding = compare_time(judged(*ways), applied_on=FRIDAY, finished_on=date(2026, 6, 10))

    assert (finding.result, finding.row_key) == ("within", "daring")


def test_phases_are_not_added_up_by_guessing():
    phases = (limit(10, "working_day", key="jawaban"), limit(7, "working_day", "other", key="perpanjangan"))

    assert compare_time(judged(*phases), applied_on=FRIDAY, finished_on=date(2026, 7, 30)).reason == "several_limits"


@given(
    started=st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1)),
    took_minutes=st.integers(0, 10 * 1440),
    maximum=st.integers(1, 120),
    unit=st.sampled_from(["minute", "hour"]),
)
def test_days_alone_never_call_late_what_the_clock_did_not(started, took_minutes, maximum, unit):
    finished = started + timedelta(minutes=took_minutes)
    promised_minutes = maximum * (60 if unit == "hour" else 1)

    finding = compare_time(judged(limit(maximum, unit)), applied_on=started.date(), finished_on=finished.date())

    if finding.result == "late":
        assert took_minutes > promised_minutes
        assert took_minutes - promised_minutes > (finding.late_by - 1) * 1440


@given(took=st.integers(0, 200), shape=st.sampled_from(list(LIMITS)))
def test_finishing_later_never_makes_it_less_late(took, shape):
    def late_days(days):
        finding = compare_time(judged(*LIMITS[shape]), applied_on=FRIDAY, finished_on=FRIDAY + timedelta(days=days))
        return (finding.compared_on - finding.due_on).days if finding.result == "late" else 0

    assert late_days(took + 1) >= late_days(took)
