"""SIPP_TRIALS, the factor that scales fault and property tests (1: as `make test` runs them)."""

import os

FACTOR = float(os.environ.get("SIPP_TRIALS") or 1)


def scaled(trials: int) -> int:
    """How many trials to make where ``trials`` are the usual number; at least one."""
    return max(1, round(trials * FACTOR))
