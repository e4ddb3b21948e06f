"""Sealing: identities for two custodians, custodians' keys under passphrases, drafts under the citizen's own key.

The server holds public keys only: it can seal an identity and never open it again.
"""

import base64
import binascii
import hashlib
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from nacl import bindings, pwhash
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from sipp.rules.errors import InvalidInput

#: First byte of a protected private key: argon2id with these costs, then a SecretBox.
_FORMAT = b"\x01"
_OPERATIONS = pwhash.argon2id.OPSLIMIT_MODERATE
_MEMORY_BYTES = pwhash.argon2id.MEMLIMIT_INTERACTIVE
_SALT_BYTES = pwhash.argon2id.SALTBYTES

#: Sealed texts are filled up to a multiple of this: their length must not tell the length of a name.
_BLOCK_BYTES = 512

#: One argon2id takes 64 MB.
_one_hash_at_a_time = threading.BoundedSemaphore(1)


class WrongPassphrase(InvalidInput):
    """The passphrase does not open this key (or the stored key is damaged; the two cannot be told apart)."""

    def __init__(self) -> None:
        super().__init__({"passphrase": "wrong_passphrase"})


class CannotOpen(Exception):
    """The ciphertext was not made for these keys, or was altered."""


@dataclass(frozen=True, kw_only=True)
class CustodianKey:
    """A key pair: the public half seals, the private half is kept under the custodian's passphrase."""

    public: bytes
    protected_private: bytes


def make_custodian_key(passphrase: str) -> CustodianKey:
    """A new key pair under a passphrase."""
    private = PrivateKey.generate()
    salt = secrets.token_bytes(_SALT_BYTES)
    box = SecretBox(_stretch(passphrase, salt))
    return CustodianKey(
        public=bytes(private.public_key),
        protected_private=_FORMAT + salt + bytes(box.encrypt(bytes(private))),
    )


def unlock(protected_private: bytes, passphrase: str) -> bytes:
    """The private key; raises WrongPassphrase."""
    salt, locked = protected_private[1 : 1 + _SALT_BYTES], protected_private[1 + _SALT_BYTES :]
    if protected_private[:1] != _FORMAT or len(salt) != _SALT_BYTES:
        raise WrongPassphrase
    try:
        return SecretBox(_stretch(passphrase, salt)).decrypt(locked)
    except (CryptoError, ValueError):
        raise WrongPassphrase from None


def seal(plaintext: bytes, first_public: bytes, second_public: bytes) -> bytes:
    """Seal for two custodians: both private keys are needed, in any moment and only together."""
    padded = bindings.sodium_pad(plaintext, _BLOCK_BYTES)
    inner = SealedBox(PublicKey(first_public)).encrypt(padded)
    return bytes(SealedBox(PublicKey(second_public)).encrypt(inner))


def open_outer(ciphertext: bytes, second_private: bytes) -> bytes:
    """What is still sealed for the first custodian, once the second took the outer seal off; raises CannotOpen."""
    return _unseal(ciphertext, second_private)


def open_inner(half_open: bytes, first_private: bytes) -> bytes:
    """What was sealed, once the first custodian took the inner seal off as well; raises CannotOpen."""
    try:
        return bytes(bindings.sodium_unpad(_unseal(half_open, first_private), _BLOCK_BYTES))
    except (CryptoError, ValueError, TypeError):
        raise CannotOpen from None


def _unseal(ciphertext: bytes, private: bytes) -> bytes:
    try:
        return bytes(SealedBox(PrivateKey(private)).decrypt(ciphertext))
    except (CryptoError, ValueError, TypeError):
        raise CannotOpen from None


class DraftId(NamedTuple):
    """The id of a draft: the public half finds the row, the secret half, known to the cookie alone, opens it."""

    public: str
    secret: bytes

    @property
    def id_hash(self) -> bytes:
        """What is stored of the public half (32 bytes)."""
        return hashlib.sha256(b"sipp draft\0" + self.public.encode()).digest()

    @property
    def cookie_value(self) -> str:
        """Both halves as one cookie value."""
        return f"{self.public}.{base64.urlsafe_b64encode(self.secret).decode().rstrip('=')}"

    @classmethod
    def from_cookie(cls, value: str) -> Self | None:
        """Both halves again; None for anything that ``cookie_value`` did not make."""
        public, _dot, secret_text = value.partition(".")
        try:
            secret = base64.b64decode(secret_text + "=" * (-len(secret_text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        if len(secret) != SecretBox.KEY_SIZE or not public.isascii() or not 16 <= len(public) <= 64:
            return None
        return cls(public, secret)


def new_draft_id() -> DraftId:
    """A fresh random id for a draft."""
    return DraftId(secrets.token_urlsafe(18), secrets.token_bytes(SecretBox.KEY_SIZE))


class DraftBox:
    """Encrypts a draft under the secret half of its id; what lies in the database is unreadable without the cookie."""

    def __init__(self, secret: bytes) -> None:
        self._box = SecretBox(secret)

    def encrypt(self, draft: Mapping[str, Any]) -> bytes:
        """The draft as ciphertext; its values must be what JSON can hold."""
        return bytes(self._box.encrypt(json.dumps(draft, ensure_ascii=False).encode()))

    def decrypt(self, ciphertext: bytes) -> dict[str, Any]:
        """The draft again; raises CannotOpen."""
        try:
            draft: dict[str, Any] = json.loads(self._box.decrypt(ciphertext))
        except (CryptoError, ValueError):
            raise CannotOpen from None
        return draft


def _stretch(passphrase: str, salt: bytes) -> bytes:
    with _one_hash_at_a_time:
        return bytes(
            pwhash.argon2id.kdf(
                SecretBox.KEY_SIZE, passphrase.encode(), salt, opslimit=_OPERATIONS, memlimit=_MEMORY_BYTES
            )
        )
