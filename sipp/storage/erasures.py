"""The erasure ledger: a file beside the database that only grows, one line for each thing that was erased.

A line holds a moment, the opaque id of a report and the class of data, with tabs between. It is on disk before the
erasure is committed: what stands here is erased, or still has to be, also in every older copy of the database.
"""

import fcntl
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args
from uuid import UUID

from sipp.durable import sync
from sipp.rules.retention import ReportData


class LedgerDamaged(RuntimeError):
    """A line that nobody here wrote: what must stay erased can no longer be told."""


@dataclass(frozen=True, order=True)
class Erased:
    """One line: what was erased of which report, and when."""

    at: datetime
    report_id: UUID
    data: ReportData

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat()}\t{self.report_id}\t{self.data}"


def append(path: Path, lines: Iterable[Erased]) -> None:
    """Add lines; once this returns they survive power loss. A line that a crash cut off is dropped first."""
    content = "".join(f"{line}\n" for line in lines).encode()
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        whole = _whole_lines(os.pread(descriptor, os.fstat(descriptor).st_size, 0))
        os.ftruncate(descriptor, len(whole))
        while content:
            written = os.pwrite(descriptor, content, os.fstat(descriptor).st_size)
            content = content[written:]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        sync(path.parent)


def read(path: Path) -> list[Erased]:
    """Every line in its order; none where there is no file. Raises LedgerDamaged."""
    if not path.exists():
        return []
    return [_parsed(line) for line in _whole_lines(path.read_bytes()).decode(errors="replace").splitlines()]


def merge(path: Path, others: Iterable[Path]) -> list[Erased]:
    """Add what other ledgers know and this one does not; all lines. Raises LedgerDamaged."""
    known = read(path)
    missing = sorted({line for other in others for line in read(other)} - set(known))
    append(path, missing)
    return known + missing


def _parsed(line: str) -> Erased:
    try:
        at, report_id, data = line.split("\t")
        if data not in get_args(ReportData):
            raise ValueError(data)
        return Erased(datetime.fromisoformat(at), UUID(report_id), data)  # type: ignore[arg-type]
    except ValueError:
        raise LedgerDamaged("the erasure ledger holds a line that cannot be read") from None


def _whole_lines(content: bytes) -> bytes:
    return content[: content.rfind(b"\n") + 1]
