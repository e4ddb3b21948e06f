"""The flat pages: one per service with its title, agency, place and all texts of its standard, as most search sites do.

The peers' pages also get the reference's everyday words, so that they can find what citizens type. Facts that are
counted or shown stand in a narrow table of their own, beside the texts: counting then never reads a text.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.engines.contract import Asked, Row
from sipp import clock

#: The columns of a page that are searched, with what a match in them is worth.
WEIGHTS = {"title": 10.0, "keywords": 8.0, "agency": 3.0, "place": 3.0, "body": 1.0}
#: The region of an agency of the whole country, as the pages know it.
WHOLE_COUNTRY = "id"

_TABLES = """
CREATE TABLE page (
    id INTEGER PRIMARY KEY, title TEXT, keywords TEXT, agency TEXT, place TEXT, body TEXT, region TEXT);
CREATE TABLE fact (
    id INTEGER PRIMARY KEY, kind TEXT, province TEXT, region TEXT, title TEXT, agency TEXT, reference_id INTEGER,
    version_id INTEGER, fee_answer TEXT, fee_minimum INTEGER, fee_maximum INTEGER, time_kind TEXT,
    time_maximum INTEGER, time_unit TEXT);
"""
#: Every text a citizen can read on the page of a standard, by table of its rows.
_TEXTS = {
    "standard_variant": "label",
    "standard_requirement": "text || ' ' || coalesce(condition, '') || ' ' || coalesce(legal_basis, '')",
    "standard_procedure_step": "text || ' ' || coalesce(place, '')",
    "standard_time_limit": "coalesce(start_event_text, '') || ' ' || coalesce(reason, '') || ' ' "
    "|| coalesce(legal_basis, '')",
    "standard_fee": "coalesce(label, '') || ' ' || coalesce(per, '') || ' ' || coalesce(condition, '') || ' ' "
    "|| coalesce(legal_basis, '')",
    "standard_product": "name || ' ' || coalesce(note, '')",
    "standard_complaint_channel": "value",
    "standard_legal_basis": "type || ' ' || coalesce(number, '') || ' ' || coalesce(year, '') || ' ' "
    "|| coalesce(title, '')",
    "standard_staff_count": "coalesce(role, '')",
    "standard_text": "text",
}
#: Stands in every synthetic page and in no real one: it would make "data" a word of all pages.
_SYNTHETIC_MARK = "Data sintetis."
_EVERYDAY_WORDS = "n.name || ' ' || n.aliases || ' ' || n.former_names || ' ' || n.search_words"
#: One token for every tokenizer: "32.73" would be two.
_REGION_KEY = f"replace(coalesce(a.region_code, '{WHOLE_COUNTRY}'), '.', 'x')"
_FROM = """
FROM sipp.service s
JOIN sipp.agency a ON a.id = s.agency_id
JOIN sipp.unit u ON u.id = s.unit_id
LEFT JOIN sipp.region r ON r.code = a.region_code
LEFT JOIN sipp.region p ON p.code = r.parent_code
LEFT JOIN sipp.reference_service n ON n.id = s.reference_id
LEFT JOIN sipp.promise_span v
    ON v.service_id = s.id AND v.starts_at <= :now AND (v.ends_at IS NULL OR v.ends_at > :now)
WHERE s.status <> 'retired'
ORDER BY s.id
"""
#: What a line of the first page is made of.
FACT_COLUMNS = (
    "id, title, agency, reference_id, version_id, "
    "fee_answer, fee_minimum, fee_maximum, time_kind, time_maximum, time_unit"
)


def write_pages(database: Path, pages: Path) -> int:
    """Write the page of every service of an installation's database into a new file; how many there are."""
    pages.unlink(missing_ok=True)
    now = {"now": clock.now().replace(tzinfo=None).isoformat(" ")}
    body = " || ' ' || ".join(
        f"coalesce((SELECT group_concat({text}, ' ') FROM sipp.{table} c WHERE c.version_id = v.version_id), '')"
        for table, text in _TEXTS.items()
    )
    with closing(sqlite3.connect(pages, isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}")
        connection.execute("ATTACH ? AS sipp", (str(database),))
        connection.execute("BEGIN")
        connection.execute(
            f"""INSERT INTO page SELECT s.id, s.name,
            s.aliases || ' ' || coalesce({_EVERYDAY_WORDS}, ''),
            a.name || ' ' || u.name, coalesce(r.name, '') || ' ' || coalesce(p.name, ''),
            replace(coalesce(s.summary, ''), '{_SYNTHETIC_MARK}', '') || ' ' || {body},
            {_REGION_KEY} {_FROM}""",
            now,
        )
        connection.execute(
            f"""INSERT INTO fact SELECT s.id, a.kind, substr(coalesce(a.region_code, ''), 1, 2),
            {_REGION_KEY}, s.name, a.name, s.reference_id, v.version_id, v.fee_answer, v.fee_minimum_idr,
            v.fee_maximum_idr, v.time_kind, v.time_maximum, v.time_unit {_FROM}""",
            now,
        )
        connection.execute("COMMIT")
        count: int = connection.execute("SELECT count(*) FROM page").fetchone()[0]
        return count


def read_pages(pages: Path) -> Iterator[dict[str, Any]]:
    """Every page with the facts that are counted, in the order of their ids."""
    with closing(open_pages(pages)) as connection:
        connection.row_factory = sqlite3.Row
        columns = "page.*, kind, province"
        for row in connection.execute(f"SELECT {columns} FROM page JOIN fact USING (id) ORDER BY page.id"):
            yield dict(row)


def open_pages(pages: Path) -> sqlite3.Connection:
    """A reading connection with room to keep everything in memory."""
    connection = sqlite3.connect(f"file:{pages}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA cache_size=-262144")
    connection.execute("PRAGMA mmap_size=4294967296")
    return connection


def region_keys(asked: Asked) -> list[str]:
    """Where an answer may come from when a place was named: it, its province, or an agency of the whole country."""
    regions = dict.fromkeys((*asked.places, *(code.split(".")[0] for code in asked.places), WHOLE_COUNTRY))
    return [code.replace(".", "x") for code in regions]


class Facts:
    """The narrow table, for engines that give ids of pages."""

    def __init__(self, pages: Path) -> None:
        self._connection = open_pages(pages)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """The rows of these pages, in this order."""
        marks = ",".join("?" * len(ids))
        found = self._connection.execute(f"SELECT {FACT_COLUMNS} FROM fact WHERE id IN ({marks})", ids)
        by_id = {columns[0]: row_of(columns) for columns in found}
        return [by_id[page] for page in ids]

    def counts(self, ids: Iterable[int]) -> "Counts":
        """How many of these pages there are by kind and province."""
        listed = f"[{','.join(map(str, ids))}]"
        statement = (
            "SELECT kind, province, count(*) FROM json_each(?) JOIN fact ON fact.id = json_each.value GROUP BY 1, 2"
        )
        return summed(self._connection.execute(statement, (listed,)))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


Counts = tuple[Counter[str], Counter[str]]


def summed(groups: Iterable[tuple[str, str, int]]) -> Counts:
    """Counts by kind and by province out of counts by both."""
    by_kind: Counter[str] = Counter()
    by_province: Counter[str] = Counter()
    for kind, province, count in groups:
        by_kind[kind] += count
        by_province[province] += count
    return by_kind, by_province


def row_of(columns: Sequence[Any]) -> Row:
    """A line of the first page from the columns of a fact."""
    service, title, agency, reference, version, answer, minimum, maximum, time_kind, time_maximum, time_unit = columns
    fee = f"{minimum} - {maximum}" if minimum is not None else answer
    time = f"{time_maximum} {time_unit}" if time_maximum is not None else time_kind
    return Row(title, agency, fee, time, service, reference, version)
