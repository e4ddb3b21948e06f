"""What a curated answer may be: its days and its link."""

from datetime import date, timedelta

import pytest

from sipp.rules.curated_answers import (
    MOST_ADDRESS_CHARACTERS,
    default_end,
    is_https_address,
    is_in_force,
    period_fault,
)

TODAY = date(2026, 11, 24)


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("first", "last", "fault"),
    [
        (0, 0, None),
        (0, 365, None),
        (-10, 0, None),
        (30, 30, None),
        (0, 732, None),
        (0, 733, "too_late"),
        (1, 0, "before_start"),
        (-10, -1, "already_over"),
        (-1, -2, "before_start"),
    ],
)
def test_an_answer_has_an_end_that_is_neither_over_nor_far_away(first, last, fault):
    assert period_fault(after(first), after(last), TODAY) == fault


def test_without_a_named_end_it_is_a_year():
    assert default_end(date(2026, 3, 1)) == date(2027, 3, 1)
    assert period_fault(TODAY, default_end(TODAY), TODAY) is None


@pytest.mark.parametrize(("day", "is_shown"), [(-1, False), (0, True), (5, True), (10, True), (11, False)])
def test_the_first_and_the_last_day_count(day, is_shown):
    assert is_in_force(TODAY, after(10), after(day)) is is_shown


@pytest.mark.parametrize(
    "address",
    ["https://www.lapor.go.id/", "https://lapor.go.id", "https://a-b.go.id:8443/x?y=1#z", "https://xn--abc-1.id/"],
)
def test_an_https_address_of_a_public_site_is_taken(address):
    assert is_https_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "lapor.go.id",
        "http://lapor.go.id",
        "javascript:alert(1)",
        "https:lapor.go.id",
        "https://",
        "https://localhost/",
        "https://192.168.0.1/",
        "https://[::1]/",
        "https://lapor.go.id@contoh.id/",
        "https://lapor.go.id\\@contoh.id/",
        "https://lapor.go.id:nol/",
        "https://-lapor.go.id/",
        "https://lapor..id/",
        "https://lapor.go.id/a b",
        "https://lapor.go.id/\n",
        "https://l\u0430por.go.id/",
        "https://lapor.go.id/" + "a" * MOST_ADDRESS_CHARACTERS,
    ],
)
def test_everything_else_is_no_link(address):
    assert not is_https_address(address)
