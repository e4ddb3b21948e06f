from datetime import UTC, date, datetime, time

import pytest
from flask import Flask

from sipp.i18n import (
    amount,
    clock_time,
    current_language,
    date_long,
    date_short,
    date_with_day,
    datetime_words,
    duration,
    file_size,
    in_language,
    number,
    percentage,
    time_of_day,
)

DAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def test_formats_are_indonesian_without_an_application() -> None:
    assert current_language() == "id"
    assert amount(350_000) == "Rp350.000"
    assert duration(3, "working_day") == "3 hari kerja"
    assert date_with_day(DAY) == "Senin, 23 November 2026"


@pytest.mark.usefixtures("in_app")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["Rp350.000", "Rp0", "-Rp5.000", "Rp1.000.000.000"]),
        ("en", ["Rp350,000", "Rp0", "-Rp5,000", "Rp1,000,000,000"]),
    ],
)
def test_amounts_are_whole_rupiah(language: str, words: list[str]) -> None:
    with in_language(language):
        assert [amount(idr) for idr in (350_000, 0, -5_000, 1_000_000_000)] == words


@pytest.mark.usefixtures("in_app")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["1.234.567,5", "12,5%", "100%", "999 B", "1,2 kB", "1,2 MB", "5 MB"]),
        ("en", ["1,234,567.5", "12.5%", "100%", "999 B", "1.2 kB", "1.2 MB", "5 MB"]),
    ],
)
def test_numbers_follow_the_language(language: str, words: list[str]) -> None:
    with in_language(language):
        assert [
            number(1_234_567.5), percentage(0.125), percentage(1), file_size(999), file_size(1_234),
            file_size(1_234_567), file_size(5_000_000),
        ] == words  # fmt: skip


@pytest.mark.usefixtures("in_app")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["23 November 2026", "Senin, 23 November 2026", "23 Nov 2026", "5 Agu 2026"]),
        ("en", ["23 November 2026", "Monday, 23 November 2026", "23 Nov 2026", "5 Aug 2026"]),
    ],
)
def test_dates_follow_the_language(language: str, words: list[str]) -> None:
    with in_language(language):
        assert [date_long(DAY), date_with_day(DAY), date_short(DAY), date_short(date(2026, 8, 5))] == words


@pytest.mark.usefixtures("in_app")
@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("id", "Asia/Jakarta", "pukul 14.30 WIB"),
        ("id", "Asia/Pontianak", "pukul 14.30 WIB"),
        ("id", "Asia/Makassar", "pukul 15.30 WITA"),
        ("id", "Asia/Jayapura", "pukul 16.30 WIT"),
        ("en", "Asia/Jakarta", "14:30 WIB"),
        ("en", "Asia/Makassar", "15:30 WITA"),
        ("en", "Asia/Jayapura", "16:30 WIT"),
        ("id", "Asia/Singapore", "pukul 15.30 UTC+08:00"),
    ],
)
def test_a_time_is_told_in_the_agencys_zone_by_its_name(language: str, zone: str, words: str) -> None:
    with in_language(language):
        assert time_of_day(MOMENT, zone) == words


@pytest.mark.usefixtures("in_app")
def test_day_and_time_are_both_the_agencys() -> None:
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)

    assert datetime_words(late, "Asia/Jakarta") == "23 November 2026 pukul 23.30 WIB"
    assert datetime_words(late, "Asia/Jayapura") == "24 November 2026 pukul 01.30 WIT"
    with in_language("en"):
        assert datetime_words(late, "Asia/Jakarta") == "23 November 2026, 23:30 WIB"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        time_of_day(datetime(2026, 11, 23, 7, 30))


def test_opening_hours_are_told_as_they_stand() -> None:
    assert clock_time(time(8, 0)) == "08.00"


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("minute", "1.500 menit"),
        ("hour", "1.500 jam"),
        ("working_day", "1.500 hari kerja"),
        ("day", "1.500 hari kalender"),
        ("week", "1.500 minggu"),
        ("month", "1.500 bulan"),
    ],
)
def test_a_duration_says_which_days_are_meant(unit: str, words: str) -> None:
    assert duration(1_500, unit) == words  # type: ignore[arg-type]


@pytest.mark.usefixtures("in_app")
def test_english_durations_know_one_and_many() -> None:
    with in_language("en"):
        assert duration(1, "working_day") == "1 working day"
        assert duration(3, "working_day") == "3 working days"
    assert duration(1, "working_day") == "1 hari kerja"


@pytest.mark.usefixtures("in_app")
def test_an_unknown_language_is_indonesian() -> None:
    with in_language("fr"):
        assert current_language() == "id"


def test_templates_have_the_formats_as_filters(small_app: Flask) -> None:
    with small_app.test_request_context(environ_overrides={"sipp.locale": "en"}):
        template = small_app.jinja_env.from_string(
            "{% trans %}Biaya{% endtrans %}: {{ 350000|amount }}, {{ day|date_long }}, {{ duration(3, 'working_day') }}"
        )
        assert template.render(day=DAY) == "Fee: Rp350,000, 23 November 2026, 3 working days"
