"""The second step of signing in: codes from an authenticator (TOTP), and the recovery codes for when it is lost.

Flask-Security does the arithmetic; here lie the keys. Secrets are encrypted and recovery codes hashed under
SIPP_TOTP_KEY, a ring of its own: old keys stay until nobody's secret lies under them.
"""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import segno
from flask import Flask
from flask_security import MfRecoveryCodesUtil, Totp
from passlib.totp import TOTP, AppWallet, TokenError, TotpMatch

from sipp.models.accounts import User
from sipp.vault.codes import ALPHABET, key_id, read_symbols

RECOVERY_CODES = 10
RECOVERY_SYMBOLS = 12
#: A clock may be wrong by one step of 30 seconds.
WINDOW_SECONDS = 30


def totp_secrets(keys: Sequence[str]) -> dict[str, str]:
    """The ring as Flask-Security wants it: name -> key, newest first. Names come from the keys, so they never move."""
    return {key_id(key.encode()): key for key in keys}


@dataclass(frozen=True)
class Offer:
    """A secret to type, to open on the same device, and to photograph (SVG, black on white)."""

    key: str
    uri: str
    svg: str


class SecondStep(Totp):
    """Codes of an authenticator. A code is taken once: its time step is kept, and none at or before it is taken."""

    def __init__(self, secrets: Mapping[str, str], issuer: str) -> None:
        self._totp = TOTP.using(issuer=issuer, wallet=AppWallet(dict(secrets), default_tag=next(iter(secrets))))

    def secret_from_base32(self, base32: str) -> str:
        """A secret that is known already (a demonstration's), encrypted as it is stored."""
        return str(self._totp(base32).to_json(encrypt=True))

    def matching_counter(self, secret: str, code: str) -> int | None:
        """The time step a code belongs to under a secret that is nobody's yet; None for a wrong code."""
        try:
            return int(self._totp.verify(code, secret, window=WINDOW_SECONDS).counter)
        except TokenError:
            return None

    def offer(self, secret: str, user_name: str) -> "Offer":
        """A secret as it is given to an authenticator."""
        totp = self._totp.from_source(secret)
        uri = str(totp.to_uri(user_name))
        code = segno.make(uri, error="m", micro=False)
        svg = code.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None)
        return Offer(key=str(totp.pretty_key()), uri=uri, svg=svg)

    def get_last_counter(self, user: User) -> int | None:  # type: ignore[override]
        """The time step of the last code taken from this person."""
        return user.tf_last_counter

    def set_last_counter(self, user: User, tmatch: TotpMatch) -> None:  # type: ignore[override]
        """Keep the time step; the caller holds the user's row, so that no other request takes the same code."""
        user.tf_last_counter = tmatch.counter


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes: shown once when they are made, stored as keyed hashes, each good for one sign-in."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self._keys: tuple[str, ...] = app.config["SIPP"].totp_keys

    def new_codes(self, user_id: int) -> tuple[list[str], list[str]]:
        """Fresh codes to show, and what is stored of them."""
        codes = ["".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_SYMBOLS)) for _ in range(RECOVERY_CODES)]
        shown = ["-".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in codes]
        return shown, [_hash(user_id, code, self._keys[0]) for code in codes]

    def check_recovery_code(self, user: User, code: str) -> bool:  # type: ignore[override]
        """Whether a typed code is one of the person's that was not used."""
        return self._stored(user, code) is not None

    def delete_recovery_code(self, user: User, code: str) -> bool:  # type: ignore[override]
        """Use a code up."""
        used = self._stored(user, code)
        user.mf_recovery_codes = [one for one in user.mf_recovery_codes or [] if one != used]
        return used is not None

    def get_recovery_codes(self, user: User) -> list[str]:  # type: ignore[override]
        """Nothing: stored are only hashes."""
        return []

    def _stored(self, user: User, code: str) -> str | None:
        symbols = read_symbols(code, RECOVERY_SYMBOLS)
        possible = [_hash(user.id, symbols or "", key) for key in self._keys]
        matches = [
            one for one in user.mf_recovery_codes or [] for hashed in possible if hmac.compare_digest(one, hashed)
        ]
        return matches[0] if symbols and matches else None


def _hash(user_id: int, code: str, key: str) -> str:
    return hmac.digest(key.encode(), f"sipp recovery\0{user_id}\0{code}".encode(), "sha256").hex()
