"""How long who keeps failing waits."""

import pytest

from sipp.rules.attempts import LONGEST_WAIT, wait_after


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (11, 900), (10_000, 900)],
)
def test_four_failures_are_free_and_each_further_one_doubles_the_wait_up_to_a_quarter_of_an_hour(failures, seconds):
    assert wait_after(failures).total_seconds() == seconds


def test_a_thousand_guesses_take_more_than_ten_days():
    assert sum(wait_after(number).total_seconds() for number in range(1000)) > 10 * 24 * 3600
    assert LONGEST_WAIT.total_seconds() == 900
