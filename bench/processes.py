"""Two web processes against one: how many queries a second they answer, without a server or client between."""

import multiprocessing
import time
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from bench.engines.contract import Asked
from bench.engines.sipp_search import SippSearch
from bench.figures import middle, ratio

PATIENCE_SECONDS = 600


def measure(data_dir: Path, queries: Sequence[Asked], repetitions: int) -> dict[str, Any]:
    """Queries a second of one process and of two at once, in turn.

    Every process is a new one, so the same queries may be asked again without finding anything remembered.
    """
    halves = queries[::2], queries[1::2]
    one: list[float] = []
    two: list[float] = []
    for number in range(repetitions):
        one.append(_queries_per_second(data_dir, [halves[number % 2]]))
        two.append(_queries_per_second(data_dir, halves))
    return {
        "one_process": middle(one, 1),
        "two_processes": middle(two, 1),
        "ratio": ratio(middle(two)["median"], middle(one)["median"]),
        "queries_each": len(halves[1]),
    }


def _queries_per_second(data_dir: Path, shares: Sequence[Sequence[Asked]]) -> float:
    context = multiprocessing.get_context("spawn")
    # Whoever waits longer than this waits for a process that died.
    barrier = context.Barrier(len(shares) + 1, timeout=PATIENCE_SECONDS)
    processes = [context.Process(target=_ask, args=(data_dir, share, barrier)) for share in shares]
    for process in processes:
        process.start()
    barrier.wait()
    began = time.perf_counter()
    barrier.wait()
    seconds = time.perf_counter() - began
    for process in processes:
        process.join()
    return sum(len(share) for share in shares) / seconds


def _ask(data_dir: Path, queries: Sequence[Asked], barrier: Barrier) -> None:
    """Begin and end together with the others: the slowest ends the time."""
    engine = SippSearch(data_dir)
    for asked in queries[: len(queries) // 10]:
        engine.answer(asked)
    barrier.wait()
    for asked in queries:
        engine.answer(asked)
    barrier.wait()
