"""Codes of an authenticator and recovery codes, under a ring of keys."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from passlib.totp import TOTP

from sipp.config import Config
from sipp.models.accounts import User
from sipp.vault.second_step import RecoveryCodes, SecondStep, totp_secrets

NEW, OLD = "new key, long enough to be accepted", "old key, long enough to be accepted"
BASE32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def steps(*keys: str) -> SecondStep:
    return SecondStep(totp_secrets(keys), "sipp")


def recovery(folder: Path, *keys: str) -> RecoveryCodes:
    app = Flask("recovery")
    app.config["SIPP"] = replace(Config.for_tests(folder), totp_keys=keys)
    app.config["SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS"] = None
    return RecoveryCodes(app)


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, with six digits."""
    secret = steps(NEW).secret_from_base32(BASE32)
    totp = steps(NEW)._totp.from_source(secret)
    codes = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    assert {moment: totp.generate(time=moment).token for moment in codes} == codes


def test_a_secret_lies_encrypted_under_the_newest_key_and_is_read_under_every_key_of_the_ring() -> None:
    stored = steps(OLD).secret_from_base32(BASE32)
    assert BASE32 not in stored
    code = TOTP(BASE32).generate().token
    assert steps(NEW, OLD).matching_counter(stored, code) == int(time.time()) // 30
    newest = steps(NEW, OLD).secret_from_base32(BASE32)
    assert steps(NEW).matching_counter(newest, code) is not None
    with pytest.raises(KeyError):
        steps(NEW).matching_counter(stored, code)


def test_names_of_keys_tell_nothing_and_stay() -> None:
    names = totp_secrets([NEW, OLD])
    assert list(names.values()) == [NEW, OLD] and list(totp_secrets([OLD]))[0] == list(names)[1]
    assert all(re.fullmatch("[0-9a-f]{16}", name) for name in names)


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "1234567", "\u0661" * 6])
def test_a_wrong_code_belongs_to_no_step(code: str) -> None:
    assert steps(NEW).matching_counter(steps(NEW).secret_from_base32(BASE32), code) is None


def test_what_is_offered_holds_one_secret_in_three_shapes() -> None:
    offer = steps(NEW).offer(steps(NEW).secret_from_base32(BASE32), "siti@contoh.id")
    assert offer.key.replace("-", "") == BASE32
    assert offer.uri == f"otpauth://totp/sipp:siti@contoh.id?secret={BASE32}&issuer=sipp"
    assert offer.svg.startswith("<svg") and "style" not in offer.svg and "script" not in offer.svg


def test_recovery_codes_are_hashed_bound_to_their_owner_and_used_once(tmp_path: Path) -> None:
    codes = recovery(tmp_path, NEW)
    shown, hashes = codes.new_codes(7)
    owner, other = User(id=7, mf_recovery_codes=hashes), User(id=8, mf_recovery_codes=list(hashes))
    assert len(set(shown)) == 10 and not set(shown) & set(hashes)
    assert codes.check_recovery_code(owner, shown[0].lower().replace("-", "")) and codes.get_recovery_codes(owner) == []
    assert not codes.check_recovery_code(other, shown[0])
    assert codes.delete_recovery_code(owner, shown[0])
    assert not codes.check_recovery_code(owner, shown[0]) and codes.check_recovery_code(owner, shown[1])
    assert owner.mf_recovery_codes is not None and len(owner.mf_recovery_codes) == 9


@pytest.mark.parametrize("typed", ["", "0000-0000-0000", "x", "-" * 200, "7K3M-Q2XD", "\u0661" * 12])
def test_what_is_no_code_of_the_owner_opens_nothing(tmp_path: Path, typed: str) -> None:
    codes = recovery(tmp_path, NEW)
    owner = User(id=7, mf_recovery_codes=codes.new_codes(7)[1])
    assert not codes.check_recovery_code(owner, typed)
    assert not codes.check_recovery_code(User(id=7), typed)


def test_recovery_codes_survive_a_new_key_and_end_with_their_own(tmp_path: Path) -> None:
    shown, hashes = recovery(tmp_path, OLD).new_codes(7)
    owner = User(id=7, mf_recovery_codes=hashes)
    assert recovery(tmp_path, NEW, OLD).check_recovery_code(owner, shown[0])
    assert not recovery(tmp_path, NEW).check_recovery_code(owner, shown[0])
