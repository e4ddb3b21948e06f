"""What a web process holds in memory, as the kernel counts it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sipp.config import MEBIBYTE


def of_workers(pids: Sequence[int]) -> dict[str, Any]:
    """Resident and proportional size of the largest of these processes, in MB (2**20 bytes)."""
    sizes = [_sizes(pid) for pid in pids]
    largest = max(sizes, key=lambda size: size["Rss"])
    return {
        "rss_mb": round(largest["Rss"] / MEBIBYTE, 1),
        "pss_mb": round(largest["Pss"] / MEBIBYTE, 1),
        "workers": len(pids),
    }


def _sizes(pid: int) -> dict[str, int]:
    found = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, value = line.split(":")
        found[name] = int(value.split()[0]) * 1024
    return found
