"""Tracking codes, derived from the nonce of the form so that a repeated submission shows the same code again.

A code is 16 symbols of Crockford base32 (80 bits of HMAC-SHA256) and a check symbol of the same alphabet. Stored are
only a hash of the nonce and a keyed hash of the code.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SYMBOLS = 16

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_SEPARATORS = frozenset(" \t\r\n\u00a0-\u2010\u2011\u2012\u2013\u2014\u2212_.")
_LONGEST_INPUT = 100
_BITS = 5
#: x^5 + x^2 + 1 over GF(2); x generates all 31 non-zero elements of GF(32).
_POLYNOMIAL = 0b100101


class CodeKeyRing:
    """The keys codes are derived with, newest first; older ones stay for reports made under them.

    A report stores the id of its key, so that its nonce gives the same code after a rotation.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise ValueError("at least one code key is needed")
        self._keys = {key_id(key): key for key in keys}
        self.newest_id = key_id(keys[0])

    @classmethod
    def from_texts(cls, keys: Sequence[str]) -> "CodeKeyRing":
        """A ring from the texts of the configuration."""
        return cls([key.encode() for key in keys])

    def derive(self, nonce: bytes, key_id: str | None = None) -> str:
        """The code of a nonce under a key of the ring (the newest without an id); KeyError for an unknown id."""
        return derive(nonce, self._keys[key_id or self.newest_id])

    def code_hash(self, code: str, key_id: str | None = None) -> bytes:
        """What is stored of a normalised code; KeyError for an unknown key id."""
        return code_hash(code, self._keys[key_id or self.newest_id])

    def possible_hashes(self, code: str) -> list[bytes]:
        """The hash of a normalised code under every key of the ring: look for any of them."""
        return [code_hash(code, key) for key in self._keys.values()]


def key_id(key: bytes) -> str:
    """A short public name of a key (16 hexadecimal digits) that tells nothing about it."""
    return hmac.digest(key, b"sipp code key id", "sha256").hex()[:16]


def derive(nonce: bytes, key: bytes) -> str:
    """The code of a nonce: 17 symbols without separators, check symbol included."""
    value = int.from_bytes(hmac.digest(key, nonce, "sha256")[:10])
    symbols = _encode(value, CODE_SYMBOLS)
    return symbols + _check_symbol(symbols)


def nonce_hash(nonce: bytes) -> bytes:
    """What is stored of a nonce (32 bytes). Without a key: it must be the same after a rotation."""
    return hashlib.sha256(b"sipp nonce\0" + nonce).digest()


def code_hash(code: str, key: bytes) -> bytes:
    """What is stored of a normalised code (32 bytes): without the key a stolen database opens no report."""
    return hmac.digest(hmac.digest(key, b"sipp code hash", "sha256"), code.encode(), "sha256")


def code_mark(stored_hash: bytes) -> bytes:
    """What links to a new code and browsers keep of a code's stored hash: a new code ends both."""
    return hashlib.sha256(b"sipp code link\0" + stored_hash).digest()[:16]


def normalise(code: str) -> str | None:
    """A typed code as 17 symbols; None when it is malformed or its check symbol is wrong.

    Lower case, spaces and dashes are tolerated, O is read as 0, I and L as 1.
    """
    symbols = read_symbols(code, CODE_SYMBOLS + 1)
    if symbols is None or _check_symbol(symbols[:-1]) != symbols[-1]:
        return None
    return symbols


def format_code(code: str) -> str:
    """A normalised code as it is shown: "7K3M-Q2XD-9AB0-CDEF-G"."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_symbols(text: str, length: int) -> str | None:
    """Typed symbols as they were shown, without separators; None when they are not exactly so many of the alphabet."""
    if len(text) > _LONGEST_INPUT:
        return None
    typed = [symbol for symbol in unicodedata.normalize("NFKC", text).upper() if symbol not in _SEPARATORS]
    if len(typed) != length or any(symbol not in _VALUES for symbol in typed):
        return None
    return "".join(ALPHABET[_VALUES[symbol]] for symbol in typed)


def _encode(value: int, length: int) -> str:
    return "".join(ALPHABET[value >> _BITS * place & 31] for place in reversed(range(length)))


def _check_symbol(symbols: str) -> str:
    """A weighted sum over GF(32), every place with a weight of its own.

    So any single wrong symbol and any two swapped symbols change it, which no sum modulo 32 achieves.
    """
    check = 0
    for symbol in symbols:
        check = _times_x(check ^ _VALUES[symbol])
    return ALPHABET[check]


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value & 32 else value
