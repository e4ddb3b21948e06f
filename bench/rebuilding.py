"""Building everything anew: sipp's index beside flat FTS5, and whether sipp answers meanwhile."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bench.engines import fts5
from bench.engines.contract import Asked
from bench.engines.sipp_search import SippSearch
from bench.figures import middle, ratio, spread
from bench.installation import Installation, config_of
from bench.pages import write_pages
from sipp.app import create_app
from sipp.jobs.indexing import rebuild_index

#: Between two queries while the index is built: a visitor, not a load.
PAUSE_SECONDS = 0.05


def measure(installation: Installation, queries: Sequence[Asked], repetitions: int) -> dict[str, Any]:
    """Seconds to build each from the same database, in turn; the flat index is left in place for its queries.

    For FTS5 the time to index is apart from the time to collect the texts of the pages; ours always reads from the
    database. The ratio takes FTS5's indexing alone, which is the harder one.
    """
    ours: list[float] = []
    collecting: list[float] = []
    indexing: list[float] = []
    meanwhile: list[float] = []
    for number in range(repetitions):
        share = queries[number::repetitions]
        seconds, times = _while_asking(installation.data_dir, share, lambda: _apart(_rebuild, installation.data_dir))
        ours.append(seconds)
        meanwhile += times
        collecting.append(_apart(_seconds, write_pages, installation.database, installation.pages))
        indexing.append(_apart(_seconds, fts5.build, installation.pages))
    fts5.tune(installation.pages)
    flat = [collected + indexed for collected, indexed in zip(collecting, indexing, strict=True)]
    return {
        "sipp_seconds": middle(ours),
        "fts5_index_seconds": middle(indexing),
        "fts5_collect_and_index_seconds": middle(flat),
        "ratio": ratio(middle(ours)["median"], middle(indexing)["median"]),
        "ratio_with_collecting": ratio(middle(ours)["median"], middle(flat)["median"]),
        "queries_answered_meanwhile": spread(meanwhile) if meanwhile else None,
    }


def _rebuild(data_dir: Path) -> float:
    config = config_of(data_dir)
    with create_app(config).app_context():
        return _seconds(rebuild_index, config.index_dir)


def _seconds(act: Callable[..., Any], *arguments: Any) -> float:
    began = time.perf_counter()
    act(*arguments)
    return time.perf_counter() - began


def _apart(act: Callable[..., float], *arguments: Any) -> float:
    """What an act that times itself gives in a fresh process, so that none inherits another's memory."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as process:
        return process.submit(act, *arguments).result()


def _while_asking(data_dir: Path, queries: Sequence[Asked], build: Callable[[], float]) -> tuple[float, list[float]]:
    """The seconds of the build, and the milliseconds of the queries answered meanwhile, none from the fallback."""
    engine = SippSearch(data_dir)
    finished = threading.Event()
    times: list[float] = []
    faults: list[BaseException] = []

    def ask() -> None:
        try:
            for asked in queries:
                if finished.wait(PAUSE_SECONDS):
                    return
                began = time.perf_counter()
                engine.answer(asked)
                times.append(1000 * (time.perf_counter() - began))
        except Exception as error:
            faults.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        seconds = build()
    finally:
        finished.set()
        thread.join()
        engine.close()
    if faults:
        raise RuntimeError("a query failed while the index was built") from faults[0]
    return seconds, times
