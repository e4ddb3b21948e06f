"""The search index of this host: build it, ask it; and what it could not answer."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import click
from flask import current_app
from flask.cli import AppGroup

from sipp import clock
from sipp.config import Config
from sipp.jobs.indexing import rebuild_index
from sipp.operations.finding import Query, search
from sipp.operations.result_pages import Result
from sipp.operations.search_terms import UnansweredQuery, unanswered_queries
from sipp.rules.permissions import SYSTEM
from sipp.rules.search_terms import Reason
from sipp.search.contract import WriterLeaseTaken

LEASE_PATIENCE_SECONDS = 30

REASONS: dict[Reason, str] = {
    "nothing": "nothing found",
    "few": "little found",
    "fewer_words": "found with fewer words",
    "without_index": "answered without the index",
}

Answer = TypeVar("Answer")


def register(group: AppGroup) -> None:
    """Add the commands."""

    @group.command("reindex")
    def reindex_command() -> None:
        """Build this host's search index anew from the database; searches go on meanwhile."""
        config: Config = current_app.config["SIPP"]
        count = _patiently(lambda: rebuild_index(config.index_dir))
        click.echo(f"The search index holds {count} things.")

    @group.command("search")
    @click.argument("query", required=False)
    @click.option("--unanswered", is_flag=True, help="List what was typed often and found too little instead.")
    @click.option("--days", type=click.IntRange(1, 400), default=30, help="How far back --unanswered looks (30).")
    def search_command(query: str | None, unanswered: bool, days: int) -> None:
        """Search as the pages do and print the first results."""
        if unanswered:
            since = clock.today(clock.NATIONAL_ZONE) - timedelta(days=days - 1)
            for asked in unanswered_queries(SYSTEM, since):
                click.echo(_unanswered_line(asked))
            return
        if query is None:
            raise click.UsageError("say what to search for")
        page = search(Query(text=query), current_app.extensions["sipp_finder"])
        if page.is_fallback:
            click.echo("The search index cannot be used; the names in the database answer.", err=True)
        if page.corrected:
            click.echo(f"Corrected to: {page.corrected}")
        for result in page.results:
            click.echo(_line(result))
        click.echo(f"{page.total} results")


def _unanswered_line(asked: UnansweredQuery) -> str:
    reason = "corrected, " * asked.is_corrected + REASONS[asked.reason]
    return f"{asked.times}\t{asked.last_day}\t{asked.found}\t{reason}\t{asked.query}"


def _line(result: Result) -> str:
    match result:
        case Result(service=service) if service is not None:
            return f"{result.kind}\t{service.agency.slug}/{service.slug}\t{service.name}"
        case Result(reference=reference) if reference is not None:
            return f"{result.kind}\t{reference.slug}\t{reference.name}"
        case Result(unit=unit) if unit is not None:
            return f"{result.kind}\t{unit.slug}\t{unit.name}"
    assert result.agency is not None
    return f"{result.kind}\t{result.agency.slug}\t{result.agency.name}"


def _patiently(write: Callable[[], Answer]) -> Answer:
    """The worker holds the writer's lease only for moments."""
    deadline = time.monotonic() + LEASE_PATIENCE_SECONDS
    while True:
        try:
            return write()
        except WriterLeaseTaken:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
