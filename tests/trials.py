"""SIPP_TRIALS, the factor that scales fault and property tests (1: as `make test` runs them)."""

import os

import pytest

FACTOR = float(os.environ.get("SIPP_TRIALS") or 1)
#: For what is dear and alike on both engines: on SQLite alone in `make test`, on both in `make faults`.
any_database_at_full_size = pytest.mark.any_database if FACTOR > 1 else pytest.mark.slow


def scaled(trials: int) -> int:
    """How many trials to make where ``trials`` are the usual number; at least one."""
    return max(1, round(trials * FACTOR))
