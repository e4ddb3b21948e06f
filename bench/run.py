"""One run: every row of the table, measured in turn on the same data."""

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from bench import contest, hostile, machine, memory, processes, rebuilding, saving
from bench.contest import Contender
from bench.engines import fts5, postgres_text, tantivy_pages, tutorial_whoosh
from bench.engines.contract import Asked, PeerMissing
from bench.engines.sipp_search import SippSearch
from bench.figures import middle, ratio
from bench.goals import goals_of, growth_of
from bench.installation import Installation, config_of, copy, prepare
from bench.pages import write_pages
from bench.queries import make_queries, read_names
from bench.sites import Site, flat_site, index_worker, requests_per_second, sipp_site
from sipp import clock
from sipp.app import create_app
from sipp.operations.searchable import read_gazetteer

OURS = "sipp"
FULL_QUERIES = 360
_WARM_UP = 20
#: The tutorial's Whoosh needs half a second a query: asked every so many, it does not double the run.
_TUTORIAL_EVERY = 3


@dataclass(frozen=True)
class Options:
    """How large a run is. Everything else that is repeated follows from the number of queries."""

    sizes: Sequence[int]
    queries: int
    seed: int
    folder: Path
    rounds: int = 4

    @property
    def repetitions(self) -> int:
        """How often the rows are measured that take their time as a whole: 3 times in a full run."""
        return min(3, max(1, self.queries // 50))

    @property
    def saves(self) -> int:
        """How many changes are published."""
        return max(2, self.queries // 12)

    @property
    def memory_queries(self) -> int:
        """How many queries each web process has answered when its memory is read: 500 in a full run."""
        return self.queries * 500 // FULL_QUERIES


def run(options: Options) -> dict[str, Any]:
    """Measure everything; the result is plain, ready to be written as JSON."""
    began = time.monotonic()
    described = machine.description()
    installations = [prepare(options.folder / "data", size, options.seed) for size in sorted(options.sizes)]
    largest = installations[-1]
    asked = _Questions(installations, options)
    missing: dict[str, str] = {}
    rows: dict[str, Any] = {}
    _tell("rebuild")
    rows["rebuild"] = rebuilding.measure(largest, asked.take(60 * options.repetitions), options.repetitions)
    with ExitStack() as stack:
        contenders = _contenders(installations, missing, stack)
        _tell("whole queries")
        warm_up = asked.take(_WARM_UP)
        for contender in contenders:
            contender.warm(warm_up)
        contest.run(contenders, asked.take(options.queries), options.rounds, options.seed)
        rows["whole_query"] = _by_size(contenders)
    rows["growth"] = growth_of(rows["whole_query"], options.sizes)
    _tell("two processes")
    rows["two_processes"] = processes.measure(largest.data_dir, asked.take(options.queries), options.repetitions)
    rows |= _over_http(largest, asked, options)
    return {
        "run": {
            "at": clock.now().isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - began, 1),
            "seed": options.seed,
            "sizes": sorted(options.sizes),
            "queries": options.queries,
            "rounds": options.rounds,
        },
        "machine": described,
        "missing_peers": missing,
        "rows": rows,
        "goals": [{**asdict(goal), "reached": goal.is_reached} for goal in goals_of(rows, options.sizes)],
    }


class _Questions:
    """A stock of distinct queries: what was taken is never asked again in this run."""

    def __init__(self, installations: Sequence[Installation], options: Options) -> None:
        compared = [installation.database for installation in installations[-2:]]
        with create_app(config_of(installations[-1].data_dir)).app_context():
            gazetteer = read_gazetteer()
        needed = 4 * options.queries + 2 * options.memory_queries + 60 * options.repetitions + _WARM_UP
        self._left: Iterator[Asked] = iter(make_queries(read_names(compared), gazetteer, needed, options.seed))

    def take(self, count: int) -> list[Asked]:
        return [next(self._left) for _ in range(count)]


def _contenders(
    installations: Sequence[Installation], missing: dict[str, str], stack: ExitStack
) -> Sequence[Contender]:
    found: list[Contender] = []
    for installation in installations:
        size, pages, folder = installation.services, installation.pages, installation.data_dir
        if installation is not installations[-1]:
            write_pages(installation.database, pages)
            fts5.build(pages)
            fts5.tune(pages)
        found.append(Contender(OURS, size, partial(SippSearch, folder)))
        found.append(Contender(fts5.NAME, size, partial(fts5.Fts5, pages)))
        whoosh = _made_once(folder / "whoosh", partial(tutorial_whoosh.build, pages))
        opening = partial(tutorial_whoosh.TutorialWhoosh, pages, whoosh)
        found.append(Contender(tutorial_whoosh.NAME, size, opening, every=_TUTORIAL_EVERY))
    for name, peers in ((tantivy_pages.NAME, _tantivy), (postgres_text.NAME, _postgres)):
        try:
            found += peers(installations, stack)
        except PeerMissing as error:
            missing[name] = str(error)
    for contender in found:
        stack.callback(contender.close)
    return found


def _tantivy(installations: Sequence[Installation], _stack: ExitStack) -> list[Contender]:
    tantivy_pages.engine()
    found = []
    for installation in installations:
        folder = _made_once(installation.data_dir / "tantivy", partial(tantivy_pages.build, installation.pages))
        opening = partial(tantivy_pages.TantivyPages, installation.pages, folder)
        found.append(Contender(tantivy_pages.NAME, installation.services, opening))
    return found


def _postgres(installations: Sequence[Installation], stack: ExitStack) -> list[Contender]:
    server = stack.enter_context(postgres_text.started())
    found = []
    for installation in installations:
        _tell(f"PostgreSQL, {installation.services} services")
        address = stack.enter_context(postgres_text.built(server, installation.pages))
        opening = partial(postgres_text.PostgresText, address)
        found.append(Contender(postgres_text.NAME, installation.services, opening))
    return found


def _made_once(folder: Path, build: Any) -> Path:
    """An index of the pages that other runs over the same data use again."""
    finished = folder.with_name(f"{folder.name}.finished")
    if not finished.exists():
        _tell(f"{folder.parent.name}: {folder.name}")
        shutil.rmtree(folder, ignore_errors=True)
        build(folder)
        finished.touch()
    return folder


def _by_size(contenders: Sequence[Contender]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for contender in contenders:
        found.setdefault(str(contender.services), {})[contender.name] = contender.timed.figures()
    return found


def _over_http(largest: Installation, asked: _Questions, options: Options) -> dict[str, Any]:
    """The rows that need servers, on a copy: what is published must not stay in data that is used again."""
    rows: dict[str, Any] = {}
    copied = copy(largest, options.folder / "served")
    try:
        _tell("pages over HTTP")
        with sipp_site(copied) as site:
            with flat_site(copied) as flat:
                rows["page_over_http"] = _pages(site, flat, asked, options)
            for _worker in site.workers:
                requests_per_second(site, [one.text for one in asked.take(options.memory_queries)])
            rows["memory"] = {**memory.of_workers(site.workers), "queries_each": options.memory_queries}
            _tell("hostile queries")
            questions = asked.take(options.queries // 2)
            rows["hostile"] = hostile.measure(site, questions, options.queries // 2, options.seed)
            _tell("saves")
            with index_worker(copied):
                seen = saving.until_visible(copied, site, options.saves, options.seed)
        rows["save_to_visible"] = {
            "until_visible_seconds": seen,
            "index_step_ms": saving.index_steps(copied, options.saves, options.seed),
        }
    finally:
        shutil.rmtree(copied.data_dir, ignore_errors=True)
    return rows


def _pages(site: Site, flat: Site, asked: _Questions, options: Options) -> Mapping[str, Any]:
    """Blocks of the same queries for both sites in turn, the first block apart as warm-up."""
    ours: list[float] = []
    theirs: list[float] = []
    block = max(1, options.queries // (options.repetitions + 1))
    for number in range(options.repetitions + 1):
        texts = [one.text for one in asked.take(block)]
        speeds = requests_per_second(site, texts), requests_per_second(flat, texts)
        if number:
            ours.append(speeds[0])
            theirs.append(speeds[1])
    quotients = [ratio(one, other) for one, other in zip(ours, theirs, strict=True)]
    return {
        "sipp": middle(ours, 1),
        "flat_fts5": middle(theirs, 1),
        "ratio": middle(quotients)["median"],
        "ratios": quotients,
        "pages_each": block * options.repetitions,
    }


def _tell(what: str) -> None:
    click.echo(f"{clock.now():%H:%M:%S} {what}", err=True)
