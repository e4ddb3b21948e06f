"""Days as they are copied from a decree."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.typed_days import DayLineError, NamedDay, parse_days

NEW_YEAR = NamedDay(date(2027, 1, 1), "Tahun Baru 2027 Masehi")


@pytest.mark.parametrize(
    "line",
    [
        "1 Januari 2027 Tahun Baru 2027 Masehi",
        "2027-01-01 Tahun Baru 2027 Masehi",
        "01/01/2027\tTahun Baru 2027 Masehi",
        "1. Jumat, 1 Januari 2027: Tahun Baru 2027 Masehi",
        "  12) 1-1-2027 ; Tahun Baru 2027 Masehi  ",
        "Jumat, 1 Jan 2027 - Tahun Baru 2027 Masehi",
        "1 JANUARI 2027 | Tahun Baru 2027 Masehi",
    ],
)
def test_a_day_is_read_however_it_is_written(line: str) -> None:
    assert parse_days(line) == [NEW_YEAR]


def test_a_list_keeps_its_order_and_ignores_empty_lines() -> None:
    days = parse_days("\r\n8 Maret 2027 Hari Suci Nyepi\r\n\r\n5 Februari 2027 Cuti Bersama\r\n")
    assert [(one.day.month, one.name) for one in days] == [(3, "Hari Suci Nyepi"), (2, "Cuti Bersama")]
    assert parse_days("  \n ") == []


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("1 Januari 2027 Tahun Baru\nImlek 6 Februari 2027", 2, "day_line_unreadable"),
        ("1 Januari 2027", 1, "day_line_unreadable"),
        ("1 Januarius 2027 Tahun Baru", 1, "day_line_unreadable"),
        ("1 Januari 2027 Tahun Baru\n\n30 Februari 2027 Imlek", 3, "date_impossible"),
        ("1-1-2027 Tahun Baru\n01/01/2027 Masehi", 2, "day_twice"),
        (f"1-1-2027 {'a' * 201}", 1, "name_too_long"),
        ("\n".join(f"{day % 28 + 1}-{day // 28 + 1}-2027 Hari" for day in range(101)), 101, "too_many_lines"),
    ],
)
def test_the_first_line_that_cannot_be_read_is_named(text: str, line: int, code: str) -> None:
    with pytest.raises(DayLineError) as fault:
        parse_days(text)
    assert (fault.value.line, fault.value.code) == (line, code)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert len(parse_days(text)) <= 100
    except DayLineError as fault:
        assert fault.line >= 1
