"""Watching over agencies: what counts as a gap, and when the figures of a year are taken.

Law: UU 25/2009 art. 20-22 (every service has a published standard), PermenPANRB 15/2014 (standards are reviewed),
UU 25/2009 art. 36 (somebody handles complaints), PermenPANRB 13/2017 (evaluated at least once a year).
"""

from datetime import date
from typing import Literal, get_args

Gap = Literal["no_standard", "late_review", "low_score", "no_liaison"]
GAPS: tuple[Gap, ...] = get_args(Gap)
#: Those that a single service has.
GAPS_OF_SERVICES: tuple[Gap, ...] = ("no_standard", "late_review", "low_score")

#: The six components that must be public bring sixty points: a standard below lacks a part of one of them.
LOWEST_SCORE = 60

#: What the figures of an evaluation count; raise it with any change.
EVALUATION_RULE_VERSION = 1


def year_to_close(today: date, first_day: date | None) -> int | None:
    """The year whose figures are due: this one on its last day, or in January the last one.

    January is for an installation that did not run on the last day of the year; ``first_day`` is the day it began
    (None: not yet), and what began later has no last year to close.
    """
    if first_day is None:
        return None
    if (today.month, today.day) == (12, 31):
        return today.year
    return today.year - 1 if today.month == 1 and first_day.year < today.year else None
