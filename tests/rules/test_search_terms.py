"""Which queries are counted, and what of them is kept: every reason, and everything that may tell who somebody is."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.search_terms import MOST_CHARACTERS, Reason, kept_query, why_unanswered


@pytest.mark.parametrize("is_without_index", [False, True])
@pytest.mark.parametrize(
    ("things", "given_up", "reason"),
    [
        (0, 0, "nothing"),
        (0, 2, "nothing"),
        (1, 0, "few"),
        (2, 0, "few"),
        (3, 0, None),
        (200, 0, None),
        (1, 1, "fewer_words"),
        (2, 3, "fewer_words"),
        (3, 1, "fewer_words"),
        (200, 2, "fewer_words"),
    ],
)
def test_a_query_is_counted_for_the_first_reason_that_holds(things, given_up, reason, is_without_index):
    expected = "without_index" if is_without_index else reason

    assert why_unanswered(things, given_up, is_without_index=is_without_index) == expected
    assert expected is None or expected in get_args(Reason)


@pytest.mark.parametrize(
    ("folded", "kept"),
    [
        ("ktp hilang", "ktp hilang"),
        ("  e-ktp,  hilang!! ", "e ktp hilang"),
        ("uu 25 2009", "uu 25 2009"),
        ("sim a 2024", "sim a 2024"),
        ("permenpanrb 62/2018", "permenpanrb 62 2018"),
        ("rt 03 rw 05", "rt 03 rw 05"),
        ("pbb 2023 2024", None),
        ("", None),
        ("?!", None),
    ],
)
def test_of_a_query_its_words_are_kept(folded, kept):
    assert kept_query(folded) == kept


@pytest.mark.parametrize(
    "folded",
    [
        "cek nik 3273011205900001",
        "nik 3273 0112 0590 0001",
        "nik 32.73.01.120590.0001",
        "paspor x1234567",
        "bpjs 00012",
        "kode a1b2c3d4e5",
        "0812-3456-7890",
        "wa 0812 345 678",
        "telp (021) 345 67",
        "telp 021 : 345 : 67",
        "+62 8 1 2 3 4 5",
        "lahir 17 08 1945",
        "lahir 17-08-1945",
        "sri@contoh.id",
        "sri @ contoh . id",
        "akun @sri_wahyuni",
        "pajak b 1234 xyz",
        "pajak b1234xyz",
        "stnk ab 123 cd",
    ],
)
def test_what_may_tell_who_somebody_is_is_not_kept_at_all(folded):
    assert kept_query(folded) is None


def test_a_long_query_is_cut_between_words():
    kept = kept_query("panjang " * 20)

    assert kept == " ".join(["panjang"] * 10)
    assert kept_query("a" * (MOST_CHARACTERS + 1)) is None
    assert kept_query("a" * MOST_CHARACTERS) == "a" * MOST_CHARACTERS


@given(st.text(alphabet="ab09 .-:/@_", max_size=200))
def test_nothing_that_is_kept_holds_a_long_number_or_an_address(folded):
    kept = kept_query(folded)

    if kept is not None:
        assert 0 < len(kept) <= MOST_CHARACTERS
        assert "@" not in folded
        assert all(sum(character.isdigit() for character in word) < 5 for word in kept.split())
        assert re.search(r"(?:\d ?){7}", kept) is None
        assert all(word in folded for word in kept.split())
