"""Lists of days as they are typed or copied from a decree: one a line, the date first, then its name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sipp.rules.typed_input import TypedInputError, clean_text, parse_date

LONGEST_NAME = 200
MOST_LINES = 100

_NUMBERS = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
_ITS_DATE = rf"(?:[^\W\d]{{3,9}}\s*,\s*)?(?:{_NUMBERS}|\d{{1,2}}[\s-]+[^\W\d]{{3,9}}[\s-]+\d{{4}})"
_LINE = re.compile(rf"(?:\d{{1,3}}[.)]\s+)?(?P<date>{_ITS_DATE})[\s,;:|\u2013-]+(?P<name>\S.*)")

LineFault = Literal["day_line_unreadable", "date_impossible", "day_twice", "name_too_long", "too_many_lines"]


@dataclass(frozen=True)
class NamedDay:
    """A day with its name."""

    day: date
    name: str


class DayLineError(ValueError):
    """A line that cannot be read. ``line`` counts from 1; ``code`` names the message."""

    def __init__(self, line: int, code: LineFault) -> None:
        super().__init__(f"{code} in line {line}")
        self.line = line
        self.code = code


def parse_days(text: str) -> Sequence[NamedDay]:
    """The days of a list, in their order: "1 Januari 2027 Tahun Baru Masehi", "2. Jumat, 5-2-2027; Cuti Bersama".

    Empty lines do not count. Raises DayLineError for the first line that cannot be read or names a day again.
    """
    lines = [line.strip() for line in clean_text(text, len(text) + 1).split("\n")]
    found: dict[date, NamedDay] = {}
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        if len(found) == MOST_LINES:
            raise DayLineError(number, "too_many_lines")
        one = _parse_line(number, line)
        if one.day in found:
            raise DayLineError(number, "day_twice")
        found[one.day] = one
    return list(found.values())


def _parse_line(number: int, line: str) -> NamedDay:
    match = _LINE.fullmatch(line)
    if match is None:
        raise DayLineError(number, "day_line_unreadable")
    name = match["name"].strip()
    if len(name) > LONGEST_NAME:
        raise DayLineError(number, "name_too_long")
    try:
        return NamedDay(parse_date(match["date"]), name)
    except TypedInputError as error:
        code: LineFault = "date_impossible" if error.code == "date_impossible" else "day_line_unreadable"
        raise DayLineError(number, code) from error
