"""Which passwords are taken: long ones, whatever their characters, that are not the first thing somebody tries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.passwords import COMMON_WORDS, MAX_LENGTH, MIN_LENGTH, password_fault

OWN = ("siti.aminah@kota-bandung.go.id", "Siti Aminah")
GOOD = [
    "kuda laut makan rambutan",
    "rahasia banget sekali",
    "Zq9$kkkkLm2!",
    "aminah suka rambutan merah",
    "kata sandi paling panjang",
    "отличный пароль",
    "pässwörter 🙂 sind gut",
    "82736451092831",
]
REFUSED = {
    "": "password_too_short",
    "pendek": "password_too_short",
    "x" * (MIN_LENGTH - 1): "password_too_short",
    "kuda " * 26: "password_too_long",
    "aaaaaaaaaaaaaaa": "password_too_simple",
    "abababababab": "password_too_simple",
    "123456789012": "password_too_simple",
    "098765432109": "password_too_simple",
    "abcdefghijklm": "password_too_simple",
    "qwertyuiopas": "password_too_simple",
    "Password2026!": "password_too_simple",
    "p4ssw0rd2026!!": "password_too_simple",
    "Rahasia12345!!": "password_too_simple",
    "Kota Bandung 2026": "password_too_simple",
    "pelayanan-publik-2026": "password_too_simple",
    "PASSWORDPASSWORD": "password_too_simple",
    "siti.aminah2026": "password_holds_name",
    "Siti Aminah 123": "password_holds_name",
    "AMINAH-AMINAH-1": "password_holds_name",
}


@pytest.mark.parametrize("password", GOOD)
def test_a_long_password_of_words_is_taken(password):
    assert password_fault(password, *OWN) is None


@pytest.mark.parametrize(("password", "fault"), REFUSED.items())
def test_what_is_tried_first_is_refused_with_its_reason(password, fault):
    assert password_fault(password, *OWN) == fault


@pytest.mark.parametrize("length", [MIN_LENGTH, MAX_LENGTH])
def test_the_bounds_themselves_are_taken(length):
    assert password_fault(("kuda laut, " * 20)[:length]) is None


@pytest.mark.parametrize("word", COMMON_WORDS)
def test_a_common_word_is_no_password_however_it_is_dressed(word):
    dressed = f"{word.title()}.{word}_1945!!"
    assert password_fault(dressed) in ("password_too_simple", "password_too_short")
    assert password_fault(f"{word} kuda laut makan rambutan") is None


@given(st.text(max_size=200), st.text(max_size=60))
def test_every_text_gets_an_answer(password, name):
    assert password_fault(password, name) in (
        None,
        "password_too_short",
        "password_too_long",
        "password_too_simple",
        "password_holds_name",
    )
