"""sipp with its search page filled from flat FTS5: every layer is the same but the search, so only that is compared."""

import threading
from pathlib import Path

from flask import Flask

from bench.engines.contract import ROWS_PER_PAGE, Answer
from bench.engines.fts5 import Fts5
from bench.queries import asked_for
from sipp import app as sipp_app
from sipp import clock
from sipp.operations import finding
from sipp.operations.facets import Facets
from sipp.operations.finder import Finder, Known
from sipp.operations.finding import FoundPage, Query
from sipp.operations.result_pages import load_results
from sipp.operations.result_rows import Row
from sipp.search.places import Gazetteer


class FlatFinder:
    """One FTS5 connection for each thread."""

    def __init__(self, pages: Path) -> None:
        self._pages = pages
        self._of_thread = threading.local()

    def ask(self, text: str, gazetteer: Gazetteer) -> Answer:
        """The first page of pages for a query, and the counts beside it."""
        if not hasattr(self._of_thread, "engine"):
            self._of_thread.engine = Fts5(self._pages)
        engine: Fts5 = self._of_thread.engine
        return engine.answer(asked_for(text, "page", gazetteer))


def create_web_app(pages: str) -> Flask:
    """The application of a web process; ``pages`` is the file with the flat pages and their index."""
    app = sipp_app.create_web_app()
    flat = FlatFinder(Path(pages))

    def search_flat(query: Query, finder: Finder) -> FoundPage:
        known = finder.known()
        return _found(query, flat.ask(query.text, known.gazetteer), known)

    # The view asks its module for ``search``, so the page itself, whatever it shows, stays the very same.
    finding.search = search_flat
    return app


def _found(query: Query, answer: Answer, known: Known) -> FoundPage:
    rows = [
        Row(
            kind="offer",
            name=row.title,
            marks=(),
            service_id=row.service_id,
            reference_id=row.reference_id,
            version_id=row.version_id,
        )
        for row in answer.rows
    ]
    return FoundPage(
        query=query,
        results=load_results(rows, known, clock.now()),
        total=answer.total,
        page=1,
        pages=max(1, -(-answer.total // ROWS_PER_PAGE)),
        facets=Facets(agency_kinds=answer.by_kind, provinces=answer.by_province, categories={}, free=0, online=0),
        provinces=known.provinces,
    )
