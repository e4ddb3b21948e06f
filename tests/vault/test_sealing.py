import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipp.rules.errors import InvalidInput
from sipp.vault.sealing import (
    CannotOpen,
    CustodianKey,
    DraftBox,
    DraftId,
    WrongPassphrase,
    make_custodian_key,
    new_draft_id,
    open_inner,
    open_outer,
    seal,
    unlock,
)

FIRST, SECOND = "frasa sandi pertama", "frasa sandi kedua"


@pytest.fixture(scope="module")
def first() -> CustodianKey:
    return make_custodian_key(FIRST)


@pytest.fixture(scope="module")
def second() -> CustodianKey:
    return make_custodian_key(SECOND)


def test_two_custodians_together_open_what_was_sealed(first: CustodianKey, second: CustodianKey) -> None:
    sealed = seal(b"Siti Aminah", first.public, second.public)

    opened = open_inner(
        open_outer(sealed, unlock(second.protected_private, SECOND)), unlock(first.protected_private, FIRST)
    )

    assert opened == b"Siti Aminah"


def test_one_custodian_alone_opens_nothing(first: CustodianKey, second: CustodianKey) -> None:
    sealed = seal(b"Siti Aminah", first.public, second.public)
    own = unlock(first.protected_private, FIRST)
    other = unlock(second.protected_private, SECOND)

    for keys in ((own, own), (other, other), (other, own)):
        with pytest.raises(CannotOpen):
            open_inner(open_outer(sealed, keys[1]), keys[0])


def test_a_sealed_text_tells_neither_content_nor_length(first: CustodianKey, second: CustodianKey) -> None:
    short = seal(b"Ani", first.public, second.public)
    long = seal(b"Raden Mas Panji Sosrokartono" * 5, first.public, second.public)

    assert b"Ani" not in short
    assert len(short) == len(long)
    assert short != seal(b"Ani", first.public, second.public)


def test_an_altered_sealed_text_does_not_open(first: CustodianKey, second: CustodianKey) -> None:
    sealed = bytearray(seal(b"Siti Aminah", first.public, second.public))
    sealed[-1] ^= 1
    keys = unlock(first.protected_private, FIRST), unlock(second.protected_private, SECOND)

    with pytest.raises(CannotOpen):
        open_inner(open_outer(bytes(sealed), keys[1]), keys[0])


def test_a_wrong_passphrase_is_refused_at_its_field(first: CustodianKey) -> None:
    with pytest.raises(WrongPassphrase) as refused:
        unlock(first.protected_private, SECOND)

    assert isinstance(refused.value, InvalidInput)
    assert refused.value.fields == {"passphrase": "wrong_passphrase"}


@pytest.mark.parametrize("damaged", [b"", b"\x01", b"\x02" + b"x" * 88, b"\x01" + b"x" * 20])
def test_a_damaged_key_is_refused_like_a_wrong_passphrase(damaged: bytes) -> None:
    with pytest.raises(WrongPassphrase):
        unlock(damaged, FIRST)


def test_a_draft_opens_with_its_own_secret_only() -> None:
    mine, other = new_draft_id(), new_draft_id()
    draft = {"group": ["money"], "description": "Diminta Rp150.000 di loket – “uang rokok”"}
    ciphertext = DraftBox(mine.secret).encrypt(draft)

    assert DraftBox(mine.secret).decrypt(ciphertext) == draft
    assert b"money" not in ciphertext
    with pytest.raises(CannotOpen):
        DraftBox(other.secret).decrypt(ciphertext)


def test_a_draft_id_survives_its_cookie() -> None:
    mine = new_draft_id()

    assert DraftId.from_cookie(mine.cookie_value) == mine
    assert len(mine.id_hash) == 32
    assert mine.secret not in mine.id_hash


@settings(max_examples=200)
@given(st.text(max_size=120) | st.text("abcdefghijklmnopqrstuvwxyz0123456789-_.=", max_size=120))
def test_any_other_cookie_value_is_no_draft_id(value: str) -> None:
    found = DraftId.from_cookie(value)

    assert found is None or len(found.secret) == 32


def test_the_stored_hash_does_not_depend_on_the_secret_half() -> None:
    mine = new_draft_id()

    assert DraftId(mine.public, b"x" * 32).id_hash == mine.id_hash
