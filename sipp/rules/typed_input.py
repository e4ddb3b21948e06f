"""What people type for amounts, dates and phone numbers, read as values; and personal numbers found in a text.

Generous with spelling, strict with meaning: what can be read in two ways is refused, never guessed.
"""

import re
import unicodedata
from datetime import date
from typing import Literal

from sipp.rules.errors import InvalidInput

PersonalHint = Literal["nik", "phone", "email"]

#: No fee, levy or bribe of one report is larger; it also keeps every sum within the database's integers.
LARGEST_AMOUNT_IDR = 1_000_000_000_000

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

_LONGEST_INPUT = 100
_MULTIPLIERS = {"": 1, "rb": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000}
_WHOLE = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*|\d+")
_AMOUNT = re.compile(r"(?:rp\.?|idr)?\s*(?P<number>\d[\d.,' ]*?)(?P<cents>,-|\.-|,\d\d|\.\d\d)?\s*(?P<word>[a-z]*)\.?")
_DECIMAL = re.compile(r"(\d{1,6})[.,](\d{1,2})")

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "januari jan january",
            "februari feb february pebruari peb",
            "maret mar march mrt",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu agt ags aug august agust",
            "september sep sept",
            "oktober okt oct october",
            "november nov nop nopember",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC_DATE = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})")
_NAMED_DATE = re.compile(r"(\d{1,2})[\s-]*([a-z]{3,9})\.?,?[\s-]*(\d{4})")
_WEEKDAY = re.compile(r"[a-z']{3,9}\s*,\s*")

_PHONE_SEPARATORS = str.maketrans("", "", " \u00a0\t.-\u2010\u2011\u2012\u2013()/")
_TWO_DIGIT_AREAS = ("21", "22", "24", "31", "61")

_GROUPED_NIK = r"\d{16}|\d{4}(?P<four>[ .-])\d{4}(?P=four)\d{4}(?P=four)\d{4}|\d{6}(?P<six>[ .-])\d{6}(?P=six)\d{4}"
_NIK = re.compile(rf"(?<!\d)(?:{_GROUPED_NIK})(?!\d)", re.ASCII)
_PHONE_IN_TEXT = re.compile(r"(?<!\d)(?:\+?62|0)[ .-]?8\d(?:[ .-]?\d){6,10}(?!\d)", re.ASCII)
_EMAIL_IN_TEXT = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")

#: Invisible characters that reorder or hide text.
_HIDDEN = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


class TypedInputError(ValueError):
    """What was typed cannot be read. ``code`` is stable and names the message at the field."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse_amount_idr(text: str) -> int:
    """Whole rupiah from "Rp 350.000", "350000", "350.000,00", "Rp150.000,-", "150 ribu" or "1,5 juta".

    Raises TypedInputError: ``amount_unreadable``, ``amount_negative``, ``amount_not_whole`` (sen other than 00),
    ``amount_too_large``.
    """
    typed = _compact(text)
    if typed.lstrip("rpid. ").startswith(("-", "\u2212")):
        raise TypedInputError("amount_negative")
    match = _AMOUNT.fullmatch(typed)
    if match is None or match["word"] not in _MULTIPLIERS:
        raise TypedInputError("amount_unreadable")
    amount_idr = _multiplied(typed, match) if match["word"] else _plain_amount(match)
    if amount_idr > LARGEST_AMOUNT_IDR:
        raise TypedInputError("amount_too_large")
    return amount_idr


def parse_date(text: str) -> date:
    """A day from "2026-11-23", "23-11-2026", "23/11/2026", "23 Nov 2026" or "Senin, 23 November 2026".

    The day stands before the month. Raises TypedInputError: ``date_unreadable``, ``date_impossible``.
    """
    typed = _WEEKDAY.sub("", _compact(text), count=1)
    if match := _ISO_DATE.fullmatch(typed):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NUMERIC_DATE.fullmatch(typed):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
    elif (match := _NAMED_DATE.fullmatch(typed)) and match[2] in _MONTHS:
        day, month, year = int(match[1]), _MONTHS[match[2]], int(match[3])
    else:
        raise TypedInputError("date_unreadable")
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise TypedInputError("date_impossible")
    try:
        return date(year, month, day)
    except ValueError:
        raise TypedInputError("date_impossible") from None


def parse_phone(text: str) -> str:
    """An Indonesian number as "+62812...", from 08, 62 or +62 with spaces, dots, dashes.

    Raises TypedInputError: ``phone_unreadable``, ``phone_foreign``, ``phone_short_code`` (112, 1500xxx: no message
    reaches them).
    """
    typed = _compact(text).translate(_PHONE_SEPARATORS)
    if typed.startswith("00"):
        typed = "+" + typed[2:]
    digits = typed.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise TypedInputError("phone_unreadable")
    if typed.startswith("+") and not digits.startswith("62"):
        raise TypedInputError("phone_foreign")
    if digits.startswith("1") and len(digits) <= 8 and not typed.startswith("+"):
        raise TypedInputError("phone_short_code")
    return "+62" + _national_number(digits)


def is_mobile(number: str) -> bool:
    """Whether a stored number is one that messages can be sent to."""
    return number.startswith("+628")


def format_phone(number: str) -> str:
    """A stored number as people read it: 0812-3456-7890, (021) 345 6789; anything else unchanged."""
    national = number.removeprefix("+62")
    if national == number or not national.isdigit():
        return number
    if national.startswith("8"):
        local = "0" + national
        return "-".join(part for part in (local[:4], local[4:8], local[8:]) if part)
    area_length = 2 if national.startswith(_TWO_DIGIT_AREAS) else 3
    area, rest = national[:area_length], national[area_length:]
    split = len(rest) - 4 if len(rest) > 6 else len(rest) // 2
    return f"(0{area}) {rest[:split]} {rest[split:]}"


def mask_personal_numbers(text: str) -> str:
    """The text with every NIK and KK number cut to its last four digits.

    Only what can be one: 16 digits with a region code and a birth date (women: day + 40).
    """
    return _NIK.sub(_masked, text)


def personal_hints(text: str) -> set[PersonalHint]:
    """What in a text may tell who wrote it: a NIK, a mobile number, an e-mail address."""
    hints: set[PersonalHint] = set()
    if any(_is_plausible_nik(_digits(match[0])) for match in _NIK.finditer(text)):
        hints.add("nik")
    if _PHONE_IN_TEXT.search(text):
        hints.add("phone")
    if _EMAIL_IN_TEXT.search(text):
        hints.add("email")
    return hints


def clean_text(text: str, max_length: int) -> str:
    """A typed text in composed form, newlines as \\n, without control, bidirectional and invisible characters.

    At most ``max_length`` characters: the rest is cut. To refuse instead, ask for one more than the limit and compare.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = "".join(character for character in lines if _is_kept(character))
    cleaned = "\n".join(line.rstrip() for line in unicodedata.normalize("NFC", kept).split("\n")).strip()
    return cleaned[:max_length].rstrip()


def required_text(name: str, text: str, longest: int) -> str:
    """The text typed into a field, as ``clean_text``; raises InvalidInput for nothing and for more than ``longest``."""
    words = clean_text(text, longest + 1)
    if not words or len(words) > longest:
        raise InvalidInput({name: "too_long" if words else "required"})
    return words


def _compact(text: str) -> str:
    """Lower case, compatible forms (full-width digits) made plain, single spaces; nothing of what is far too long."""
    if len(text) > _LONGEST_INPUT:
        return ""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _plain_amount(match: re.Match[str]) -> int:
    if match["cents"] not in (None, ",-", ".-", ",00", ".00"):
        raise TypedInputError("amount_not_whole")
    return _whole(match["number"])


def _multiplied(typed: str, match: re.Match[str]) -> int:
    """ "1,5 juta": one or two decimals are part of the number here, not sen."""
    factor = _MULTIPLIERS[match["word"]]
    number = match["number"] + (match["cents"] or "")
    if decimal := _DECIMAL.fullmatch(number):
        return int(decimal[1]) * factor + int(decimal[2].ljust(2, "0")) * factor // 100
    return _whole(number) * factor


def _whole(number: str) -> int:
    if _WHOLE.fullmatch(number.strip()) is None:
        raise TypedInputError("amount_unreadable")
    return int(re.sub(r"\D", "", number))


def _national_number(digits: str) -> str:
    has_prefix = digits.startswith(("0", "62"))
    national = digits.removeprefix("62").removeprefix("0") if digits.startswith("62") else digits.removeprefix("0")
    is_mobile = national.startswith("8") and 9 <= len(national) <= 12
    is_landline = has_prefix and national[:1] in tuple("2345679") and 7 <= len(national) <= 11
    if not (is_mobile or is_landline):
        raise TypedInputError("phone_unreadable")
    return national


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _masked(match: re.Match[str]) -> str:
    digits = _digits(match[0])
    return "\u2022" * 12 + digits[-4:] if _is_plausible_nik(digits) else match[0]


def _is_plausible_nik(digits: str) -> bool:
    province, day, month = int(digits[:2]), int(digits[6:8]), int(digits[8:10])
    return 11 <= province <= 97 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _is_kept(character: str) -> bool:
    if character in "\n\t":
        return True
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _HIDDEN
