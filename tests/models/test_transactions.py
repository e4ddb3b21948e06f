"""Units of work: whole or not at all, short, and the only ones that write."""

from datetime import datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.models.agencies import Agency
from sipp.models.journal import SearchCounter
from tests import factories
from tests.operations.workers import at_once


def agencies() -> int:
    current_session().rollback()
    return current_session().scalar(select(func.count()).select_from(Agency)) or 0


@pytest.mark.any_database
def test_a_unit_of_work_that_fails_leaves_nothing_behind(session: Session) -> None:
    with pytest.raises(RuntimeError), unit_of_work():
        factories.an_agency()
        raise RuntimeError("the power went")
    assert agencies() == 0


@pytest.mark.any_database
def test_what_was_read_before_a_unit_of_work_is_read_again_in_it(session: Session) -> None:
    """A count read before somebody else's commit must not decide what is written after it."""
    session.scalar(select(SearchCounter.value))

    def counting() -> None:
        with unit_of_work() as own:
            counter = own.get_one(SearchCounter, 1, with_for_update=True)
            counter.value += 1

    at_once([counting] * 8)
    with unit_of_work() as own:
        assert own.scalar(select(SearchCounter.value)) == 8


def test_a_session_that_wrote_cannot_write_again_outside_on_sqlite(session: Session) -> None:
    with unit_of_work():
        factories.an_agency()
    with pytest.raises(DBAPIError, match="readonly"):
        session.execute(text("UPDATE search_counter SET value = 7"))
    session.rollback()
    assert session.scalar(select(SearchCounter.value)) == 0


@pytest.mark.any_database
def test_readers_go_on_while_somebody_writes(session: Session) -> None:
    with unit_of_work():
        factories.an_agency()
    with unit_of_work():
        factories.an_agency()
        assert at_once([agencies] * 3) == [1, 1, 1]
    assert agencies() == 2


@pytest.mark.any_database
def test_a_moment_keeps_its_instant_and_is_refused_without_a_zone(session: Session) -> None:
    now = clock.now()
    with unit_of_work():
        factories.an_agency("kota-a", receiving_since=now)
    assert session.scalar(select(Agency.receiving_since)) == now
    with pytest.raises(StatementError, match="zone"), unit_of_work():
        factories.an_agency("kota-b", receiving_since=datetime(2026, 11, 24, 8))
    assert agencies() == 1


def test_sqlite_keeps_what_it_acknowledged_and_wipes_what_is_deleted(session: Session) -> None:
    settings = {
        name: session.scalar(text(f"PRAGMA {name}")) for name in ("synchronous", "foreign_keys", "secure_delete")
    }
    assert settings == {"synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert session.scalar(text("PRAGMA journal_mode")) == "wal"
