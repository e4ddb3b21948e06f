"""No page walks through a large table: at 200,000 services that is the difference between 20 ms and a second."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from sipp.db import current_session, db, unit_of_work
from sipp.models.components import CONTENT_TABLES
from tests import factories

LARGE_TABLES = (
    "service",
    "standard_version",
    "publication",
    "withdrawal",
    "promise_span",
    "service_at_point",
    "report",
)
OFFER = "/instansi/kota-contoh/layanan/ktp-baru"
PAGES = (
    "/",
    "/layanan/ktp-baru",
    "/layanan/ktp-baru?daerah=contoh",
    "/layanan/ktp-baru/versi",
    "/layanan/ktp-baru/versi/1",
    "/instansi",
    "/instansi?q=contoh",
    "/instansi/kota-contoh",
    OFFER,
    f"{OFFER}/versi",
    f"{OFFER}/versi/1/banding/2",
    f"{OFFER}/kartu",
    f"{OFFER}/lapor",
    "/lapor?instansi=contoh",
)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database of a small directory, with its parameters."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        asked.append((statement, parameters))

    with app.app_context():
        with unit_of_work():
            reference = factories.a_reference("ktp-baru")
            agency = factories.an_agency("kota-contoh", name="Kota Contoh")
            service = factories.a_service(factories.a_unit(agency), reference, "ktp-baru")
            for owner in (reference, service, service):
                factories.a_published_version(owner)
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_walks_through_a_large_table(app: Flask, statements: list[tuple[str, Any]], path: str) -> None:
    assert app.test_client().get(path).status_code == 200
    asked = [one for one in statements if one[0].lstrip().startswith(("SELECT", "WITH"))]
    assert asked or path == "/lapor"
    with app.app_context():
        connection = current_session().connection()
        for statement, parameters in asked:
            for *_, step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
                assert not _walks_through_a_large_table(statement, step), (step, statement)


def _walks_through_a_large_table(statement: str, step: str) -> bool:
    """Whether a step of a plan reads all rows; SQLite names the alias, the statement says of which table."""
    scanned = re.match(r"SCAN (\w+)", step)
    if scanned is None:
        return False
    aliased = re.search(rf"\b(\w+) AS {scanned[1]}\b", statement)
    return (aliased[1] if aliased else scanned[1]) in (*LARGE_TABLES, *CONTENT_TABLES)
