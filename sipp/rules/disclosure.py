"""What an agency sees of a report whose reporter is hidden: dates as months, differences as ranges.

The same function draws the reporter's preview and the handler's page, so that they cannot differ.

Law: UU 25/2009 art. 47-49 (confidentiality).
"""

from dataclasses import dataclass

from sipp.rules.findings import Finding

#: Upper ends of the amount ranges in whole rupiah; above the last it is "more than".
AMOUNT_STEPS_IDR = (50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000)
#: Upper ends of the ranges of lateness, in its own unit.
LATENESS_STEPS = (3, 7, 14, 30, 60, 90, 180)


@dataclass(frozen=True)
class Range:
    """More than ``above`` and at most ``up_to``; no ``up_to`` is open to the top."""

    above: int
    up_to: int | None


def amount_range(amount_idr: int) -> Range:
    """The range an amount is shown as."""
    return _range(amount_idr, AMOUNT_STEPS_IDR)


def lateness_range(late_by: int) -> Range:
    """The range a lateness is shown as."""
    return _range(late_by, LATENESS_STEPS)


def shown_difference(finding: Finding) -> Range | None:
    """The range of a finding's difference; None when it has no figure."""
    if finding.result == "above" and finding.difference_idr is not None:
        return amount_range(finding.difference_idr)
    if finding.result == "late" and finding.late_by is not None:
        return lateness_range(finding.late_by)
    return None


def _range(value: int, steps: tuple[int, ...]) -> Range:
    above = 0
    for step in steps:
        if value <= step:
            return Range(above, step)
        above = step
    return Range(above, None)
