import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.vault.codes import ALPHABET, CodeKeyRing, derive, format_code, nonce_hash, normalise

OLD_KEY, NEW_KEY = b"o" * 32, b"n" * 32
nonces = st.binary(min_size=16, max_size=32)


@given(nonces)
def test_a_code_reads_back_as_it_is_shown(nonce: bytes) -> None:
    code = derive(nonce, OLD_KEY)

    assert normalise(format_code(code)) == code


def test_a_code_is_four_groups_of_four_and_a_check_symbol() -> None:
    shown = format_code(derive(b"nonce of the form", OLD_KEY))

    assert [len(group) for group in shown.split("-")] == [4, 4, 4, 4, 1]
    assert set(shown) <= set(ALPHABET) | {"-"}


def test_a_code_never_changes_between_releases() -> None:
    assert format_code(derive(b"0123456789abcdef", b"k" * 32)) == "TA2V-57ZG-W9AD-RHND-T"


@pytest.mark.parametrize(
    "typed",
    ["{}", " {} ", "{0}", "  {0}\n"],
)
@pytest.mark.parametrize("change", [str.lower, lambda text: text.replace("-", " "), lambda text: text.replace("-", "")])
def test_lower_case_spaces_and_dashes_are_tolerated(typed: str, change: object) -> None:
    code = derive(b"nonce of the form", OLD_KEY)

    assert normalise(typed.format(change(format_code(code)))) == code  # type: ignore[operator]


def test_the_letters_o_i_and_l_are_read_as_digits() -> None:
    code = next(code for code in map(_numbered_code, range(1000)) if {"0", "1"} <= set(code))

    assert normalise(code.replace("0", "O").replace("1", "I")) == code
    assert normalise(code.replace("0", "o").replace("1", "l")) == code


@given(nonces, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_any_one_wrong_symbol_is_noticed(nonce: bytes, place: int, symbol: str) -> None:
    code = derive(nonce, OLD_KEY)
    wrong = code[:place] + symbol + code[place + 1 :]

    assert (normalise(wrong) is None) == (wrong != code)


@given(nonces, st.integers(0, 16), st.integers(0, 16))
def test_any_two_swapped_symbols_are_noticed(nonce: bytes, one: int, other: int) -> None:
    symbols = list(derive(nonce, OLD_KEY))
    code = "".join(symbols)
    symbols[one], symbols[other] = symbols[other], symbols[one]
    wrong = "".join(symbols)

    assert (normalise(wrong) is None) == (wrong != code)


@given(st.text(max_size=200))
def test_whatever_is_typed_gives_a_code_or_none(text: str) -> None:
    code = normalise(text)

    assert code is None or (len(code) == 17 and set(code) <= set(ALPHABET))


@pytest.mark.parametrize("typed", ["", "-", "U" * 17, "0" * 16, "0" * 18, "0" * 100_000, "' OR 1=1 --"])
def test_a_malformed_code_is_none(typed: str) -> None:
    assert normalise(typed) is None


def test_a_repeated_nonce_gives_the_same_code_after_a_rotation() -> None:
    before = CodeKeyRing([OLD_KEY])
    key_id = before.newest_id
    code = before.derive(b"nonce of the form")

    after = CodeKeyRing([NEW_KEY, OLD_KEY])

    assert after.derive(b"nonce of the form", key_id) == code
    assert after.derive(b"nonce of the form") != code
    assert after.newest_id != key_id


def test_a_code_from_before_a_rotation_is_found_by_its_hash() -> None:
    before = CodeKeyRing([OLD_KEY])
    code = before.derive(b"nonce of the form")
    stored = before.code_hash(code)

    assert stored in CodeKeyRing([NEW_KEY, OLD_KEY]).possible_hashes(code)
    assert stored not in CodeKeyRing([NEW_KEY]).possible_hashes(code)


def test_an_unknown_key_id_is_an_error() -> None:
    with pytest.raises(KeyError):
        CodeKeyRing([OLD_KEY]).derive(b"nonce", "0123456789abcdef")


def test_what_is_stored_tells_neither_nonce_nor_code_nor_key() -> None:
    ring = CodeKeyRing([OLD_KEY])
    nonce = b"nonce of the form"
    code = ring.derive(nonce)
    stored = nonce_hash(nonce) + ring.code_hash(code) + ring.newest_id.encode()

    assert nonce not in stored
    assert code.encode() not in stored
    assert OLD_KEY not in stored
    assert len(nonce_hash(nonce)) == len(ring.code_hash(code)) == 32


def test_a_ring_without_keys_is_refused() -> None:
    with pytest.raises(ValueError, match="code key"):
        CodeKeyRing([])


def _numbered_code(number: int) -> str:
    return derive(number.to_bytes(16), OLD_KEY)
