import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.typed_input import (
    TypedInputError,
    clean_text,
    format_phone,
    mask_personal_numbers,
    parse_amount_idr,
    parse_date,
    parse_phone,
    personal_hints,
)

NIK = "3273011205900001"
NIK_OF_A_WOMAN = "3404055205900002"


@pytest.mark.parametrize(
    ("typed", "amount_idr"),
    [
        ("Rp 350.000", 350_000),
        ("Rp350.000", 350_000),
        ("350000", 350_000),
        ("350.000,00", 350_000),
        ("Rp 150.000,00", 150_000),
        ("Rp150.000,-", 150_000),
        ("Rp. 1.234.567", 1_234_567),
        ("350,000", 350_000),
        ("350 000", 350_000),
        ("IDR 25000", 25_000),
        ("rp25.000.-", 25_000),
        ("150 ribu", 150_000),
        ("150rb", 150_000),
        ("150k", 150_000),
        ("1,5 juta", 1_500_000),
        ("1.25jt", 1_250_000),
        ("1.500 ribu", 1_500_000),
        ("0", 0),
        ("２５．０００", 25_000),
    ],
)
def test_an_amount_is_read_as_it_is_written_in_indonesia(typed: str, amount_idr: int) -> None:
    assert parse_amount_idr(typed) == amount_idr


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "amount_unreadable"),
        ("gratis", "amount_unreadable"),
        ("1.23.4", "amount_unreadable"),
        ("1.5", "amount_unreadable"),
        ("350.00.000", "amount_unreadable"),
        ("1,234.567", "amount_unreadable"),
        ("12 koin", "amount_unreadable"),
        ("350.000,50", "amount_not_whole"),
        ("-5000", "amount_negative"),
        ("Rp -5000", "amount_negative"),
        ("9.999.999.999.999", "amount_too_large"),
        ("9" * 500, "amount_unreadable"),
    ],
)
def test_an_amount_that_cannot_be_read_is_refused_with_its_code(typed: str, code: str) -> None:
    with pytest.raises(TypedInputError) as refused:
        parse_amount_idr(typed)

    assert refused.value.code == code


@given(st.integers(0, 999_999_999_999))
def test_every_amount_reads_back_as_it_is_shown(amount_idr: int) -> None:
    assert parse_amount_idr("Rp" + f"{amount_idr:,}".replace(",", ".")) == amount_idr


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-23",
        "23-11-2026",
        "23/11/2026",
        "23.11.2026",
        "23 / 11 / 2026",
        "23 Nov 2026",
        "23 november 2026",
        "23 Nopember 2026",
        "23-nov-2026",
        "Senin, 23 November 2026",
        " 23   NOVEMBER  2026 ",
    ],
)
def test_a_day_is_read_in_every_usual_form(typed: str) -> None:
    assert parse_date(typed) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("name", "month"),
    [("jan", 1), ("Pebruari", 2), ("march", 3), ("mei", 5), ("may", 5), ("agt", 8), ("agustus", 8), ("okt", 10),
     ("october", 10), ("des", 12), ("December", 12)],
)  # fmt: skip
def test_months_are_known_in_both_languages(name: str, month: int) -> None:
    assert parse_date(f"5 {name} 2026") == date(2026, month, 5)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "date_unreadable"),
        ("kemarin", "date_unreadable"),
        ("23-11-26", "date_unreadable"),
        ("23 foo 2026", "date_unreadable"),
        ("2026", "date_unreadable"),
        ("23-11/2026", "date_unreadable"),
        ("31-02-2026", "date_impossible"),
        ("11/23/2026", "date_impossible"),
        ("0001-01-01", "date_impossible"),
        ("9999-12-31", "date_impossible"),
        ("2" * 10_000, "date_unreadable"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_its_code(typed: str, code: str) -> None:
    with pytest.raises(TypedInputError) as refused:
        parse_date(typed)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("0812-3456-7890", "+6281234567890", "0812-3456-7890"),
        ("+62 812 3456 7890", "+6281234567890", "0812-3456-7890"),
        ("62812.3456.7890", "+6281234567890", "0812-3456-7890"),
        ("+62 0812 3456 7890", "+6281234567890", "0812-3456-7890"),
        ("812 3456 7890", "+6281234567890", "0812-3456-7890"),
        ("0062 812 3456 7890", "+6281234567890", "0812-3456-7890"),
        ("(021) 345 6789", "+62213456789", "(021) 345 6789"),
        ("0274 512345", "+62274512345", "(0274) 512 345"),
        ("022-42345678", "+622242345678", "(022) 4234 5678"),
    ],
)
def test_a_phone_number_is_stored_in_one_form(typed: str, stored: str, shown: str) -> None:
    assert parse_phone(typed) == stored
    assert format_phone(stored) == shown
    assert parse_phone(shown) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("+1 202 555 0143", "phone_foreign"),
        ("0065 9123 4567", "phone_foreign"),
        ("+60123456789", "phone_foreign"),
        ("112", "phone_short_code"),
        ("1500 123", "phone_short_code"),
        ("1708", "phone_short_code"),
        ("", "phone_unreadable"),
        ("081", "phone_unreadable"),
        ("0812345678901234", "phone_unreadable"),
        ("345 6789", "phone_unreadable"),
        ("0812-abc", "phone_unreadable"),
        ("٠٨١٢٣٤٥٦٧٨٩", "phone_unreadable"),
    ],
)
def test_a_number_no_message_reaches_is_refused_with_its_code(typed: str, code: str) -> None:
    with pytest.raises(TypedInputError) as refused:
        parse_phone(typed)

    assert refused.value.code == code


def test_a_short_code_is_shown_as_it_is() -> None:
    assert format_phone("1708") == "1708"


@pytest.mark.parametrize("written", [NIK, "3273-0112-0590-0001", "3273 0112 0590 0001", "327301 120590 0001"])
def test_a_nik_in_a_text_keeps_its_last_four_digits_only(written: str) -> None:
    assert mask_personal_numbers(f"NIK saya {written}, tolong.") == "NIK saya ••••••••••••0001, tolong."


def test_a_nik_of_a_woman_has_forty_added_to_its_day() -> None:
    assert mask_personal_numbers(NIK_OF_A_WOMAN).endswith("•0002")


@pytest.mark.parametrize(
    "other",
    ["9999999999999999", "3273014405900001"[:15], NIK + "7", "3273013905900001", "3273011213900001", "Rp350.000"],
)
def test_a_number_that_is_no_nik_stays(other: str) -> None:
    assert mask_personal_numbers(f"berkas {other} ada") == f"berkas {other} ada"


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("Diminta Rp150.000 pada 23-11-2026, berkas 2026/00123", set()),
        (f"NIK {NIK}", {"nik"}),
        ("hubungi 0812 3456 7890", {"phone"}),
        ("wa +62812-3456-7890 ya", {"phone"}),
        ("surel budi.s@contoh.co.id", {"email"}),
        (f"{NIK} 081234567890 a@b.id", {"nik", "phone", "email"}),
    ],
)
def test_hints_tell_what_may_give_the_writer_away(text: str, hints: set[str]) -> None:
    assert personal_hints(text) == hints


def test_a_text_loses_what_is_invisible_and_keeps_what_is_written() -> None:
    typed = "  Uang\x00 di\u202eloket\u200b\r\nbaris dua \rbaris tiga\u2028cafe\u0301 👩‍👩‍👧\ttab  "

    assert clean_text(typed, 200) == "Uang diloket\nbaris dua\nbaris tiga\ncafé 👩‍👩‍👧\ttab"


@given(st.text(max_size=300), st.integers(1, 100))
def test_a_cleaned_text_is_bounded_composed_and_stays_as_it_is(text: str, max_length: int) -> None:
    cleaned = clean_text(text, max_length)

    assert len(cleaned) <= max_length
    assert clean_text(cleaned, max_length) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\x00" not in cleaned
    cleaned.encode()


@pytest.mark.parametrize("unit", ["1 ", "0", "a", "@", "a.", "3273 ", "+62", "0812 ", ".", ",-", "rp"])
def test_no_pumped_input_takes_long(unit: str) -> None:
    pumped = unit * (20_000 // len(unit))

    began = time.perf_counter()
    for parse in (parse_amount_idr, parse_date, parse_phone):
        with pytest.raises(TypedInputError):
            parse(pumped)  # type: ignore[operator]
    mask_personal_numbers(pumped)
    personal_hints(pumped)
    assert time.perf_counter() - began < 2
