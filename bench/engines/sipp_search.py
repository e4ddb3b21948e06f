"""Ours: the search the pages use, from the words typed to the first page of results."""

from pathlib import Path

from bench.engines.contract import Answer, Asked, Row
from bench.installation import config_of
from sipp.app import create_app
from sipp.db import db
from sipp.operations.finding import Query, search
from sipp.operations.result_pages import Result


class SippSearch:
    """One application, as a web process holds it."""

    def __init__(self, data_dir: Path) -> None:
        self._app = create_app(config_of(data_dir))
        self._finder = self._app.extensions["sipp_finder"]
        self._finder.searcher.warm()
        with self._app.app_context():
            self._finder.known()

    def answer(self, asked: Asked) -> Answer:
        """Search inside a context of its own, so that no session remembers the query before."""
        with self._app.app_context():
            page = search(Query(text=asked.text), self._finder)
            if page.is_fallback:
                raise RuntimeError("the search index cannot be used: this would time the fallback")
            return Answer(
                [_row(result) for result in page.results], page.total, page.facets.agency_kinds, page.facets.provinces
            )

    def close(self) -> None:
        """Close the connections to the database."""
        with self._app.app_context():
            db.session.remove()
            db.engine.dispose()


def _row(result: Result) -> Row:
    named = result.service or result.reference or result.unit or result.agency
    fee = result.fee.answer if result.fee else None
    times = result.time_limits
    return Row(
        named.name if named else "",
        result.agency.name if result.agency else "",
        fee,
        f"{times[0].maximum} {times[0].unit}" if times else None,
    )
