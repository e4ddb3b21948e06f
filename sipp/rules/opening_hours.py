"""Opening hours: read as people write them, and whether a service point is open at a moment.

Law: UU 25/2009 art. 21 (the standard says when a service is given) and art. 34 (service as announced).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sipp.rules.typed_input import TypedInputError

#: How far ahead the next opening is looked for.
DAYS_AHEAD = 14
#: The last minute of a day stands for midnight: "24 jam", "20.00-24.00".
END_OF_DAY = time(23, 59)
#: More than any counter has in a day.
_MOST_SPANS = 4

_CLOSED = re.compile(r"(?:tutup|libur|-)?")
_ALL_DAY = re.compile(r"(?:buka\s*)?24\s*jam")
_TIME = r"(\d{1,2})(?:[.:](\d{2}))?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|s\.?\s?/?d\.?|sampai|hingga)\s*{_TIME}")
_BETWEEN = re.compile(r"\s*(?:,|;|\bdan\b|&)\s*")
_WORDS_AROUND = re.compile(r"\b(?:pukul|pkl|jam|wib|wita|wit)\b\.?")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


@dataclass(frozen=True, order=True)
class Span:
    """From ``opens`` until ``closes`` of one day."""

    opens: time
    closes: time


@dataclass(frozen=True)
class OpenState:
    """Whether it is open, until when, or when it opens next (None: not within ``DAYS_AHEAD``). Local times."""

    is_open: bool
    closes_at: datetime | None = None
    opens_at: datetime | None = None


def parse_hours(text: str) -> tuple[Span, ...]:
    """The spans of a day from "08.00-15.00", "8 - 12, 13 - 15.30", "pukul 08.00 s.d. 15.00 WIB", "24 jam".

    Nothing, "tutup" and "libur" give none. Raises TypedInputError: ``hours_unreadable``, ``hours_reversed`` (an end
    before its beginning), ``hours_overlap``.
    """
    typed = " ".join(_WORDS_AROUND.sub(" ", _plain(text)).split())
    if _CLOSED.fullmatch(typed):
        return ()
    if _ALL_DAY.fullmatch(_plain(text)):
        return (Span(time(0), END_OF_DAY),)
    spans = sorted(_span(part) for part in _BETWEEN.split(typed))
    if len(spans) > _MOST_SPANS:
        raise TypedInputError("hours_unreadable")
    if any(earlier.closes > later.opens for earlier, later in zip(spans, spans[1:], strict=False)):
        raise TypedInputError("hours_overlap")
    return tuple(spans)


def open_state(
    local: datetime, week: Mapping[int, Sequence[Span]], exceptions: Mapping[date, Sequence[Span]]
) -> OpenState:
    """Whether a place is open at a local moment; an exception replaces the hours of its day, none closes it."""
    for offset in range(DAYS_AHEAD + 1):
        day = local.date() + timedelta(days=offset)
        for span in sorted(exceptions.get(day, week.get(day.weekday(), ()))):
            opens, closes = (datetime.combine(day, at, local.tzinfo) for at in (span.opens, span.closes))
            if span.closes == END_OF_DAY:
                closes += timedelta(minutes=1)
            if opens <= local < closes:
                return OpenState(True, closes_at=closes)
            if local < opens:
                return OpenState(False, opens_at=opens)
    return OpenState(False)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text[:200]).translate(_DASHES).lower().split())


def _span(text: str) -> Span:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise TypedInputError("hours_unreadable")
    opens, closes = _time(match[1], match[2]), _time(match[3], match[4])
    if closes <= opens:
        raise TypedInputError("hours_reversed")
    return Span(opens, closes)


def _time(hour: str, minute: str | None) -> time:
    minutes = int(hour) * 60 + int(minute or 0)
    if minutes == 24 * 60:
        return END_OF_DAY
    if minutes > 24 * 60 or int(minute or 0) > 59:
        raise TypedInputError("hours_unreadable")
    return time(minutes // 60, minutes % 60)
