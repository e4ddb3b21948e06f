"""What of an account's secrets is signed or hashed."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.vault.accounts import (
    attempt_key,
    invitation_token,
    new_session_key,
    read_invitation_token,
    session_key_hash,
)

NEW, OLD, FOREIGN = "new key, long enough to be accepted", "old key, long enough to be accepted", "a key of others"


@given(st.uuids())
def test_a_link_opens_its_own_invitation_and_survives_a_new_key(invitation_id):
    token = invitation_token(invitation_id, [OLD])
    assert read_invitation_token(token, [OLD]) == read_invitation_token(token, [NEW, OLD]) == invitation_id
    assert read_invitation_token(token, [NEW]) is None
    assert read_invitation_token(invitation_token(invitation_id, [NEW, OLD]), [NEW]) == invitation_id


@given(st.uuids(), st.data())
def test_a_link_with_any_changed_symbol_opens_nothing(invitation_id, data):
    token = invitation_token(invitation_id, [NEW])
    place = data.draw(st.integers(0, len(token) - 1))
    symbol = data.draw(st.sampled_from([one for one in "abcXYZ019-_." if one != token[place]]))
    changed = token[:place] + symbol + token[place + 1 :]
    assert read_invitation_token(changed, [NEW]) in (None, invitation_id)
    if place < token.index("."):
        assert read_invitation_token(changed, [NEW]) is None


@given(st.text(max_size=100))
def test_any_text_is_read_or_refused(text):
    assert read_invitation_token(text, [NEW]) is None


def test_a_session_key_cannot_be_guessed_or_read_back():
    keys = {new_session_key() for _ in range(100)}
    assert len(keys) == 100 and all(len(key) >= 43 for key in keys)
    key = keys.pop()
    assert len(session_key_hash(key)) == 32 and key.encode() not in session_key_hash(key)
    assert session_key_hash("\ud800") != session_key_hash("x")


@pytest.mark.parametrize("identity", ["Siti@Contoh.ID", "kata sandi salah kotak", "", "x" * 5000])
def test_attempts_are_counted_under_a_name_that_tells_nothing(identity):
    name = attempt_key("password", identity, NEW)
    assert name == attempt_key("password", identity.lower(), NEW)
    assert len(name) <= 80 and (not identity or identity.lower() not in name)
    assert len({name, attempt_key("code", identity, NEW), attempt_key("password", identity, FOREIGN)}) == 3


def test_a_link_says_nothing_of_the_database_but_a_random_number():
    invitation_id = uuid.uuid4()
    assert str(invitation_id.int) not in invitation_token(invitation_id, [NEW])
