"""From single times to figures: percentiles, spread, ratios."""

import math
from collections.abc import Sequence
from statistics import median
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def spread(values: Sequence[float], digits: int = 3) -> dict[str, Any]:
    """Count, median, 95th and 99th percentile, and the middle half of values in milliseconds (or what they are in)."""
    lower, upper = percentile(values, 0.25), percentile(values, 0.75)
    return {
        "count": len(values),
        "p50": round(percentile(values, 0.50), digits),
        "p95": round(percentile(values, 0.95), digits),
        "p99": round(percentile(values, 0.99), digits),
        "iqr": round(upper - lower, digits),
        "p25": round(lower, digits),
        "p75": round(upper, digits),
        "largest": round(max(values), digits),
    }


def ratio(ours: float, theirs: float) -> float:
    """How much of theirs ours is."""
    return round(ours / theirs, 4)


def middle(values: Sequence[float], digits: int = 3) -> dict[str, float]:
    """The median of a few repetitions, and how far they lie apart."""
    return {
        "median": round(median(values), digits),
        "least": round(min(values), digits),
        "most": round(max(values), digits),
    }
