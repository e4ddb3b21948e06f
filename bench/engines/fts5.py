"""SQLite's FTS5 over flat pages, tuned as its documentation says: ranked by bm25, merged, all in memory."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bench.engines.contract import FEW, ROWS_PER_PAGE, Answer, Asked
from bench.pages import FACT_COLUMNS, WEIGHTS, open_pages, region_keys, row_of, summed

NAME = "FTS5"
#: The place is a word of the index too: filtering by it costs one more posting list, not a look at every match.
_COLUMNS = (*WEIGHTS, "region")
_RANK = f"bm25({', '.join(str(weight) for weight in WEIGHTS.values())}, 0.0)"
_FIRST_PAGE = f"""
SELECT {FACT_COLUMNS}
FROM (SELECT rowid AS id, rank FROM page_index WHERE page_index MATCH ? ORDER BY rank LIMIT {ROWS_PER_PAGE})
JOIN fact USING (id) ORDER BY rank
"""
_COUNTS = """
SELECT kind, province, count(*) FROM page_index JOIN fact ON fact.id = page_index.rowid
WHERE page_index MATCH ? GROUP BY 1, 2
"""


def build(pages: Path) -> None:
    """Index every page, in the file the pages stand in: nothing is stored twice."""
    with closing(sqlite3.connect(pages, isolation_level=None)) as connection:
        connection.executescript(
            f"""PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;
            DROP TABLE IF EXISTS page_index;
            CREATE VIRTUAL TABLE page_index USING fts5({", ".join(_COLUMNS)}, content='page', content_rowid='id');
            INSERT INTO page_index(page_index) VALUES ('rebuild');"""
        )


def tune(pages: Path) -> None:
    """Merge what building left in pieces and fix the ranking; not part of the time to build."""
    with closing(sqlite3.connect(pages, isolation_level=None)) as connection:
        connection.execute("INSERT INTO page_index(page_index, rank) VALUES ('rank', ?)", (_RANK,))
        connection.execute("INSERT INTO page_index(page_index) VALUES ('optimize')")


class Fts5:
    """One connection with its prepared statements.

    Given up against ours: typing errors, spoken forms and old names match only as they were typed.
    """

    def __init__(self, pages: Path) -> None:
        self._connection = open_pages(pages)

    def answer(self, asked: Asked) -> Answer:
        """Pages with every word; where these are few, pages with any word."""
        match = _match(asked, " AND ")
        rows = self._connection.execute(_FIRST_PAGE, (match,)).fetchall()
        if len(rows) < FEW and len(asked.words) > 1:
            match = _match(asked, " OR ")
            rows = self._connection.execute(_FIRST_PAGE, (match,)).fetchall()
        by_kind, by_province = summed(self._connection.execute(_COUNTS, (match,)))
        return Answer([row_of(row) for row in rows], by_kind.total(), by_kind, by_province)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _match(asked: Asked, operator: str) -> str:
    searched = " ".join(WEIGHTS)
    words = operator.join(f'"{word}"' for word in asked.words)
    match = f"{{{searched}}} : ({words})"
    if asked.places:
        regions = " OR ".join(f'"{key}"' for key in region_keys(asked))
        match += f" AND {{region}} : ({regions})"
    return match
