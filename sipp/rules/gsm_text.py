"""Texts as an SMS carries them: the 7-bit alphabet of GSM, 160 characters in one segment.

Standard: 3GPP TS 23.038, the default alphabet and its extension table.
"""

import unicodedata

ONE_SEGMENT = 160

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Each takes the room of two.
_EXTENDED = frozenset("^{}\\[~]|€")
_TYPOGRAPHIC = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u202f": " "}
)


def as_gsm(text: str) -> str:
    """The text in the alphabet: typographic signs made plain, accents it lacks dropped, the rest as "?"."""
    return "".join(_as_gsm(character) for character in text.translate(_TYPOGRAPHIC))


def room_of(text: str) -> int:
    """How much of a segment a text in the alphabet takes, in characters."""
    return sum(2 if character in _EXTENDED else 1 for character in text)


def _as_gsm(character: str) -> str:
    if character in _BASIC or character in _EXTENDED:
        return character
    plain = unicodedata.normalize("NFKD", character)[0]
    return plain if plain in _BASIC else "?"
