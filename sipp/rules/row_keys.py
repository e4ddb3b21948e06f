"""Which row of an earlier version a row without a key continues, so that differences and breaches go on speaking of it.

A row that was only moved, re-worded a little, or re-typed from a decree keeps its key; a new row gets one made from its
words. Nothing is matched across variants.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import TypeVar

from sipp.rules.differences import EVIDENCE_FIELDS
from sipp.rules.row_checks import MAIN_FIELDS
from sipp.rules.standards import Fee, LegalBasis, Row, StaffCount, TextComponent, TimeLimit
from sipp.rules.wording import same_words

#: How alike two texts must be to be the same promise re-worded.
_LEAST_LIKENESS = 0.75
_LONGEST_COMPARED = 1_000
_MOST_COMPARED = 10_000
#: What a row without a text of its own is called.
_PLAIN_KEYS: dict[type[Row], str] = {TimeLimit: "waktu", Fee: "biaya", StaffCount: "pelaksana"}
#: The fields that say which row it is where no text does.
_TELLING_FIELDS: dict[type[Row], tuple[str, ...]] = {
    TimeLimit: ("kind", "start_event", "start_event_text", "end_event_text"),
    Fee: ("label", "role", "condition", "per", "recurrence"),
    StaffCount: ("role",),
    LegalBasis: ("type", "number", "year", "article"),
}

AnyRow = TypeVar("AnyRow", bound=Row)


def with_kept_keys(rows: Sequence[AnyRow], earlier: Sequence[Row]) -> tuple[AnyRow, ...]:
    """The rows with a key each: their own where they have one, else that of the earlier row they continue, else new.

    Keys stay unique within the rows and no new key takes an earlier row's.
    """
    keyed: list[AnyRow | None] = [row if row.row_key else None for row in rows]
    taken = {row.row_key for row in rows if row.row_key}
    free = [row for row in earlier if row.row_key and row.row_key not in taken]
    # Likeness is worth its time only among as many rows as a component really has.
    is_short = len(rows) * len(free) <= _MOST_COMPARED
    for likeness in (_equality, _sameness, _likeness if is_short else _equality, _loneliness(rows, free)):
        for position, row in enumerate(rows):
            fitting = [one for one in free if one.variant == row.variant] if keyed[position] is None else []
            best = max(fitting, key=lambda one: likeness(row, one), default=None)
            if best is not None and likeness(row, best) >= _LEAST_LIKENESS:
                free.remove(best)
                taken.add(best.row_key)
                keyed[position] = replace(row, row_key=best.row_key)
    forbidden = taken | {row.row_key for row in earlier}
    for position, row in enumerate(rows):
        if keyed[position] is None:
            key = new_key(row, forbidden)
            forbidden.add(key)
            keyed[position] = replace(row, row_key=key)
    return tuple(row for row in keyed if row is not None)


def new_key(row: Row, forbidden: set[str]) -> str:
    """A key from the words of a row ("kartu-keluarga"), numbered when it is taken."""
    main = MAIN_FIELDS.get(type(row))
    words = _words_of_law(row) if isinstance(row, LegalBasis) else str(getattr(row, main)) if main else ""
    stem = slug(words, 40) or _PLAIN_KEYS.get(type(row), "baris")
    key, number = stem, 1
    while key in forbidden:
        number += 1
        key = f"{stem}-{number}"
    return key


def slug(text: str, max_length: int) -> str:
    """The text as a short address: lower case letters, digits and hyphens, cut between words."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        longer = f"{found}-{word}" if found else word
        if len(longer) > max_length:
            break
        found = longer
    return found


def _words_of_law(row: LegalBasis) -> str:
    return " ".join(str(part) for part in (row.type, row.number, row.year, row.article) if part)


def _equality(row: Row, earlier: Row) -> float:
    is_equal = type(row) is type(earlier) and all(
        getattr(row, one.name) == getattr(earlier, one.name)
        for one in fields(row)
        if one.name not in EVIDENCE_FIELDS and one.name != "row_key"
    )
    return float(is_equal)


def _sameness(row: Row, earlier: Row) -> float:
    if type(row) is not type(earlier) or not _is_same_component(row, earlier):
        return 0.0
    telling = _TELLING_FIELDS.get(type(row))
    if telling is not None:
        return float(all(getattr(row, name) == getattr(earlier, name) for name in telling))
    words = same_words(_text(row))
    return float(bool(words) and words == same_words(_text(earlier)))


def _likeness(row: Row, earlier: Row) -> float:
    """The share of words two texts have in common: whole words, because a KTP is no KK however alike the letters."""
    if type(row) is not type(earlier) or type(row) in _TELLING_FIELDS or not _is_same_component(row, earlier):
        return 0.0
    words, others = _words(_text(row)), _words(_text(earlier))
    return 2 * len(words & others) / (len(words) + len(others)) if words and others else 0.0


def _loneliness(rows: Sequence[Row], earlier_rows: Sequence[Row]) -> Callable[[Row, Row], float]:
    """One time, fee or number before, and one now: the same promise, whatever it says."""
    is_one = len(rows) == 1 and len(earlier_rows) == 1
    return lambda row, earlier: float(is_one and type(row) is type(earlier) and type(row) in _PLAIN_KEYS)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", unicodedata.normalize("NFKC", text[:_LONGEST_COMPARED]).lower()))


def _is_same_component(row: Row, earlier: Row) -> bool:
    return not isinstance(row, TextComponent) or row.component == getattr(earlier, "component", None)


def _text(row: Row) -> str:
    return str(getattr(row, MAIN_FIELDS[type(row)]))
