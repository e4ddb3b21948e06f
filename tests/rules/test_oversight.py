"""When the figures of a year are due."""

from datetime import date

import pytest

from sipp.rules.oversight import year_to_close


@pytest.mark.parametrize(
    ("today", "first_day", "year"),
    [
        (date(2026, 12, 30), date(2026, 1, 1), None),
        (date(2026, 12, 31), date(2026, 12, 31), 2026),
        (date(2027, 1, 31), date(2026, 12, 31), 2026),
        (date(2027, 1, 31), date(2027, 1, 1), None),
        (date(2027, 2, 1), date(2026, 1, 1), None),
        (date(2026, 12, 31), None, None),
    ],
)
def test_a_year_is_closed_on_its_last_day_or_in_january(today: date, first_day: date | None, year: int | None) -> None:
    assert year_to_close(today, first_day) == year
