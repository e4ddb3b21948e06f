"""Which passwords are good enough: long, not built from what everybody tries first, not from the person's own name.

No rule about kinds of characters and no expiry: both make people write worse ones (NIST SP 800-63B-4, OWASP ASVS 5.0).
"""

import re
import unicodedata
from collections.abc import Sequence

MIN_LENGTH = 12
MAX_LENGTH = 128
FEWEST_DISTINCT = 5
#: A word of the person that fills most of the password is no secret.
SHORTEST_OWN_WORD = 4

#: What is tried first, here and elsewhere: a password made of these, digits and signs is refused.
COMMON_WORDS = (
    "admin",
    "administrator",
    "bandung",
    "bismillah",
    "dinas",
    "disdukcapil",
    "dukcapil",
    "garuda",
    "indonesia",
    "jakarta",
    "katasandi",
    "kelurahan",
    "kecamatan",
    "kota",
    "kabupaten",
    "letmein",
    "login",
    "masuk",
    "merdeka",
    "passphrase",
    "password",
    "pelayanan",
    "pemerintah",
    "petugas",
    "publik",
    "qwerty",
    "rahasia",
    "sandi",
    "sayang",
    "selamat",
    "sipp",
    "welcome",
)
_SEQUENCES = ("abcdefghijklmnopqrstuvwxyz", "0123456789" * 3, "qwertyuiopasdfghjklzxcvbnm", "qwertyuiop[]")
_NO_LETTERS = re.compile(r"[\W\d_]")
_LETTERS_FOR_SIGNS = str.maketrans("013457@$!", "oieastasi")


def password_fault(password: str, *own_words: str) -> str | None:
    """Why a password is refused, as an error code; None when it is good enough.

    ``own_words`` are the person's address and name. Spaces count, and every character is allowed.
    """
    if len(password) < MIN_LENGTH:
        return "password_too_short"
    if len(password) > MAX_LENGTH:
        return "password_too_long"
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(set(plain)) < FEWEST_DISTINCT or _is_sequence(plain):
        return "password_too_simple"
    if _is_made_of(plain, COMMON_WORDS):
        return "password_too_simple"
    if _is_made_of(plain, [word for text in own_words for word in _words_of(text)]):
        return "password_holds_name"
    return None


def _is_sequence(plain: str) -> bool:
    """Whether the keys lie beside each other: abcdefghijkl, 123456789012, backwards too."""
    return any(plain in sequence or plain[::-1] in sequence for sequence in _SEQUENCES)


def _is_made_of(plain: str, words: Sequence[str]) -> bool:
    """Whether next to nothing is left once these words are taken out; digits and signs count as nothing."""
    for text in (plain, plain.translate(_LETTERS_FOR_SIGNS)):
        left = letters = _NO_LETTERS.sub("", text)
        for word in sorted(words, key=len, reverse=True):
            left = left.replace(word, "")
        if left != letters and len(left) < SHORTEST_OWN_WORD:
            return True
    return False


def _words_of(text: str) -> list[str]:
    words = re.split(r"[\W_]+", unicodedata.normalize("NFKC", text).casefold())
    return [word for word in words if len(word) >= SHORTEST_OWN_WORD]
