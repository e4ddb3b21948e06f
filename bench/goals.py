"""The goals of the search, and whether a run reached them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import ge, le
from typing import Any, Literal

from bench.figures import ratio

#: The goals are set for a country of this size; at another they are shown as they come out there.
FULL_SERVICES = 200_000
_GROWS_FROM = 20_000


@dataclass(frozen=True)
class Goal:
    """A figure to reach. ``measured`` is None where what it needs did not run."""

    key: str
    words: str
    kind: Literal["at most", "at least"]
    limit: float
    unit: str
    measured: float | None

    @property
    def is_reached(self) -> bool | None:
        """Whether the measured figure keeps the limit; None when it was not measured."""
        if self.measured is None:
            return None
        return (le if self.kind == "at most" else ge)(self.measured, self.limit)


def goals_of(rows: Mapping[str, Any], sizes: Sequence[int]) -> list[Goal]:
    """Every goal with what the rows of a run say of it."""
    whole = rows["whole_query"][str(max(sizes))]
    growth = rows["growth"].get("sipp")
    pages, saving, rebuild = rows["page_over_http"], rows["save_to_visible"], rows["rebuild"]
    at_most: Literal["at most"] = "at most"
    return [
        Goal("query_vs_fts5", "whole query, p95, of flat FTS5's", at_most, 0.2, "x", whole_ratio(whole, "FTS5")),
        Goal(
            "query_vs_postgresql", "whole query, p95, of flat PostgreSQL's", at_most, 0.05, "x",
            whole_ratio(whole, "PostgreSQL"),
        ),
        Goal("growth", _growth_words(sizes), at_most, 2.0, "x", growth),
        Goal("page_over_http", "search pages a second, of those over flat FTS5", "at least", 3.0, "x", pages["ratio"]),
        Goal(
            "two_processes", "queries a second of two processes, of one's", "at least", 1.8, "x",
            rows["two_processes"]["ratio"],
        ),
        Goal(
            "saved_in_2_s", "saved and visible within 2 s, share", "at least", 0.95, "",
            saving["until_visible_seconds"]["under_2_s"],
        ),
        Goal("index_step", "index step of one change, p95", at_most, 100.0, "ms", saving["index_step_ms"]["p95"]),
        Goal("rebuild", "full rebuild, of flat FTS5's", at_most, 0.5, "x", rebuild["ratio"]),
        Goal("memory", "memory of a web process (resident)", at_most, 150.0, "MB", rows["memory"]["rss_mb"]),
        Goal("hostile", "slowest hostile query", at_most, 10_000.0, "ms", rows["hostile"]["largest"]),
    ]  # fmt: skip


def whole_ratio(of_size: Mapping[str, Any], peer: str) -> float | None:
    """Our 95th percentile as a part of a peer's; None when the peer did not run."""
    return ratio(of_size["sipp"]["p95"], of_size[peer]["p95"]) if peer in of_size else None


def growth_of(whole: Mapping[str, Any], sizes: Sequence[int]) -> dict[str, float]:
    """How much the 95th percentile of each engine grows between the two sizes that are compared."""
    if len(sizes) < 2:
        return {}
    small, large = _compared(sizes)
    return {
        name: ratio(figures["p95"], whole[str(small)][name]["p95"])
        for name, figures in whole[str(large)].items()
        if name in whole[str(small)]
    }


def _compared(sizes: Sequence[int]) -> tuple[int, int]:
    if {_GROWS_FROM, FULL_SERVICES} <= set(sizes):
        return _GROWS_FROM, FULL_SERVICES
    ordered = sorted(sizes)
    return ordered[-2], ordered[-1]


def _growth_words(sizes: Sequence[int]) -> str:
    if len(sizes) < 2:
        return "growth of p95"
    small, large = _compared(sizes)
    return f"growth of p95 from {small:,} to {large:,} services"
