"""How long each clock of a report runs: dated, cited rows, because the regulations change.

The rows themselves are data (``seed_data/deadlines.csv``, then the database); here is how the right one is found.

Law: UU 25/2009 art. 44, 50 and 54; PermenPANRB 62/2018 for the working-day rows, replaced by PermenPANRB 5/2025.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from sipp.rules.calendar import LengthUnit

ClockName = Literal[
    "forward",
    "completeness",
    "citizen_completes",
    "first_reply",
    "settle",
    "outer_limit",
    "verdict",
    "cure",
    # Not a clock of its own: how long lateness lasts before a reprimand is drafted.
    "reprimand",
]
ReportClass = Literal["question", "ordinary", "oversight"]

#: Version of the arithmetic and the clock table, stored with every due date.
RULE_VERSION = "2026-1"


@dataclass(frozen=True)
class ClockLength:
    """The length of one clock from a day on. ``report_class`` None holds for every class.

    ``certainty`` says how sure the reading of the law is: "high", "medium" or "low".
    """

    clock: ClockName
    report_class: ReportClass | None
    length: int
    unit: LengthUnit
    valid_from: date
    legal_basis: str
    certainty: str = "medium"


#: Clocks that have a length of their own for each class of report; all others have one for every report.
CLOCKS_BY_CLASS: frozenset[ClockName] = frozenset({"settle"})


def kinds_of_length() -> tuple[tuple[ClockName, ReportClass | None], ...]:
    """Every clock, by class of report where that makes a difference."""
    return tuple(
        (clock, report_class)
        for clock in get_args(ClockName)
        for report_class in (get_args(ReportClass) if clock in CLOCKS_BY_CLASS else (None,))
    )


def length_on(rows: Iterable[ClockLength], clock: ClockName, report_class: ReportClass, on_day: date) -> ClockLength:
    """The length of a clock that starts on a day: the latest row valid by then, one of its class before a general one.

    A running clock keeps the length it started with; a later row changes nothing. Raises LookupError when none holds.
    """
    valid = [
        row
        for row in rows
        if row.clock == clock and row.report_class in (None, report_class) and row.valid_from <= on_day
    ]
    if not valid:
        raise LookupError(f"no length of the clock {clock} is valid on {on_day.isoformat()}")
    return max(valid, key=lambda row: (row.report_class is not None, row.valid_from))
