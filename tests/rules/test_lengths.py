"""Which length a clock has on a day."""

from datetime import date

import pytest

from sipp.rules.lengths import ClockLength, length_on

OLD = ClockLength("settle", "ordinary", 14, "working_day", date(2018, 1, 1), "PermenPANRB 62/2018")
NEW = ClockLength("settle", "ordinary", 10, "working_day", date(2026, 1, 1), "PermenPANRB 5/2025")
OVERSIGHT = ClockLength("settle", "oversight", 60, "working_day", date(2018, 1, 1), "PermenPANRB 62/2018")
GENERAL = ClockLength("settle", None, 7, "day", date(2027, 1, 1), "contoh")
FORWARD = ClockLength("forward", None, 3, "working_day", date(2018, 1, 1), "SP4N-LAPOR!")
ROWS = (NEW, OLD, OVERSIGHT, GENERAL, FORWARD)


@pytest.mark.parametrize(
    ("clock", "report_class", "day", "expected"),
    [
        ("settle", "ordinary", date(2025, 12, 31), OLD),
        ("settle", "ordinary", date(2026, 1, 1), NEW),
        ("settle", "oversight", date(2026, 6, 1), OVERSIGHT),
        ("settle", "ordinary", date(2027, 6, 1), NEW),
        ("settle", "question", date(2027, 6, 1), GENERAL),
        ("forward", "question", date(2026, 6, 1), FORWARD),
    ],
)
def test_a_clock_has_the_length_valid_on_its_first_day(clock, report_class, day, expected):
    assert length_on(ROWS, clock, report_class, day) == expected


@pytest.mark.parametrize(
    ("clock", "report_class", "day"),
    [("settle", "ordinary", date(2017, 12, 31)), ("verdict", "ordinary", date(2026, 1, 1))],
)
def test_a_clock_without_a_valid_length_is_refused(clock, report_class, day):
    with pytest.raises(LookupError):
        length_on(ROWS, clock, report_class, day)
