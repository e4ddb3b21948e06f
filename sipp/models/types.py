"""Column types and mixins shared by the tables."""

import os
from collections.abc import Sequence
from typing import get_args
from uuid import UUID

from sqlalchemy import CheckConstraint

from sipp import clock


def uuid7(unix_ms: int | None = None) -> UUID:
    """A UUID of version 7 (RFC 9562): sortable by its millisecond, 74 random bits."""
    stamp = (int(clock.now().timestamp() * 1000) if unix_ms is None else unix_ms) & (1 << 48) - 1
    noise = int.from_bytes(os.urandom(10))
    high, low = noise >> 62 & 0xFFF, noise & (1 << 62) - 1
    return UUID(int=stamp << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def one_of(column: str, values: Sequence[str] | object, name: str | None = None) -> CheckConstraint:
    """A CHECK that a column holds one of the given words (a sequence, or a ``Literal`` type) or is empty."""
    words = list(values) if isinstance(values, list | tuple) else list(get_args(values))
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=name or f"{column}_known")
