"""PostgreSQL's full text search over flat pages, with its Indonesian configuration and a GIN index."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from bench.engines.contract import FEW, ROWS_PER_PAGE, Answer, Asked, PeerMissing
from bench.pages import FACT_COLUMNS, open_pages, region_keys, row_of, summed
from tests import postgres
from tests.shared_run import SharedRun

NAME = "PostgreSQL"
#: What the tests' server lacks for data of this size. Its durability stays off, which here only helps the peer.
_ROOM = {"shared_buffers": "1GB", "work_mem": "64MB", "maintenance_work_mem": "1GB", "max_wal_size": "8GB"}
_TABLES = """
CREATE UNLOGGED TABLE page (
    region text, kind text, province text, id integer, title text, agency text, reference_id integer,
    version_id integer, fee_answer text, fee_minimum bigint, fee_maximum bigint, time_kind text,
    time_maximum integer, time_unit text,
    page_title text, page_keywords text, page_agency text, page_place text, page_body text)
"""
_INDEX = f"""
CREATE UNLOGGED TABLE fact AS SELECT region, kind, province, {FACT_COLUMNS},
    setweight(to_tsvector('indonesian', page_title), 'A') || setweight(to_tsvector('indonesian', page_keywords), 'B')
    || setweight(to_tsvector('indonesian', page_agency || ' ' || page_place), 'C')
    || to_tsvector('indonesian', page_body) AS words
    FROM page;
DROP TABLE page;
CREATE INDEX ON fact USING gin (words) WITH (fastupdate = off);
CREATE INDEX ON fact (region)
"""
_MATCH = "FROM fact, to_tsquery('indonesian', %(words)s) asked WHERE words @@ asked"
_IN_PLACE = " AND region = ANY(%(regions)s)"
_ORDER = f" ORDER BY ts_rank(words, asked) DESC LIMIT {ROWS_PER_PAGE}"


@contextmanager
def started() -> Iterator[SharedRun]:
    """A server of our own until the block ends; raises PeerMissing where there is none."""
    try:
        postgres.find_binaries()
    except postgres.NoPostgresError as error:
        raise PeerMissing(str(error)) from error
    run = SharedRun.begin()
    try:
        postgres.start_server(run, {**postgres.SETTINGS, **_ROOM})
        yield run
    finally:
        run.finish()


@contextmanager
def built(run: SharedRun, pages: Path) -> Iterator[str]:
    """The address of a database with these pages indexed, dropped afterwards."""
    with postgres.new_database(run, "template1") as url:
        address = url.replace("postgresql+psycopg:", "postgresql:")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(_TABLES)
            _copy(pages, connection)
            connection.execute(_INDEX)
            connection.execute("VACUUM ANALYZE fact")
        yield address


def _copy(pages: Path, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    facts = ", ".join(f"fact.{name}" for name in FACT_COLUMNS.split(", "))
    columns = f"fact.region, kind, province, {facts}, page.title, keywords, page.agency, place, body"
    with connection.cursor().copy("COPY page FROM STDIN") as copy, closing(open_pages(pages)) as source:
        for row in source.execute(f"SELECT {columns} FROM fact JOIN page USING (id)"):
            copy.write_row(row)


class PostgresText:
    """One connection with its prepared statements.

    Given up against ours: typing errors, spoken forms and old names match only as they were typed.
    """

    def __init__(self, address: str) -> None:
        self._connection = psycopg.connect(address, autocommit=True, prepare_threshold=0)
        # Compiling a statement anew costs more than it saves in a query of this length.
        self._connection.execute("SET jit = off")

    def answer(self, asked: Asked) -> Answer:
        """Pages with every word; where these are few, pages with any word."""
        in_place = _IN_PLACE if asked.places else ""
        first_page = f"SELECT {FACT_COLUMNS} {_MATCH}{in_place}{_ORDER}"
        values = {"words": " & ".join(asked.words), "regions": region_keys(asked)}
        rows = self._connection.execute(first_page, values).fetchall()
        if len(rows) < FEW and len(asked.words) > 1:
            values["words"] = " | ".join(asked.words)
            rows = self._connection.execute(first_page, values).fetchall()
        counts = f"SELECT kind, province, count(*) {_MATCH}{in_place} GROUP BY 1, 2"
        by_kind, by_province = summed(self._connection.execute(counts, values).fetchall())
        return Answer([row_of(row) for row in rows], by_kind.total(), by_kind, by_province)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
