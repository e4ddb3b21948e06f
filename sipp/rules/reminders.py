"""Upkeep of standards: when a review is near or late, and how often people are reminded.

Law: PermenPANRB 15/2014: standards are reviewed periodically; PermenPANRB 16/2017: with the public.
"""

from datetime import date, timedelta

#: So long before its date a review is told to who must do it.
TOLD_BEFORE = timedelta(days=30)


def is_late(due_on: date, today: date) -> bool:
    """Whether a review should have been done."""
    return due_on < today


def week_of(today: date) -> str:
    """The ISO week ("2026-W48"): nobody gets more than one reminder in it."""
    year, week, _weekday = today.isocalendar()
    return f"{year}-W{week:02}"
