"""The chains of audit and ledger: every entry linked once, in the order of its commit; what was altered is named."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session

from sipp.db import current_session, db, unit_of_work
from sipp.models.journal import AuditEntry, AuditLink, SearchChange, SearchCounter
from sipp.operations import journal
from sipp.rules.permissions import SYSTEM
from tests.operations.filing import a_place, file_about
from tests.operations.workers import at_once

pytestmark = pytest.mark.any_database


@contextmanager
def somebody_who_drops_the_triggers(*tables: str) -> Iterator[Session]:
    """Whoever owns the database can take its triggers away first."""
    with unit_of_work() as session:
        for table in tables:
            for act in ("update", "delete"):
                on_table = f" ON {table}" if db.engine.dialect.name == "postgresql" else ""
                session.execute(text(f"DROP TRIGGER {table}_{act}{on_table}"))
        yield session


def chain_acts(count: int) -> list[int]:
    """That many acts, chained; the ids of their entries."""
    with unit_of_work() as session:
        for number in range(count):
            journal.record(SYSTEM, "tests.act", "thing", number, agency_id=None, number=number, words='ä "x"')
        session.flush()
        assert journal.chain_new_entries() == count
        return list(session.scalars(select(AuditLink.entry_id).order_by(AuditLink.sequence)))


def faults() -> list[str]:
    current_session().rollback()
    current_session().expire_all()
    return journal.chain_faults()


def test_entries_are_chained_once_in_their_order_and_without_faults(session: Session) -> None:
    first = chain_acts(3)
    with unit_of_work():
        assert journal.chain_new_entries() == 0
    both = chain_acts(2)
    assert both == [*first, *sorted(set(both) - set(first))]
    assert session.scalars(select(AuditLink.sequence).order_by(AuditLink.sequence)).all() == [1, 2, 3, 4, 5]
    assert faults() == []


def test_a_report_is_chained_in_audit_and_ledger(session: Session) -> None:
    with unit_of_work():
        file_about(a_place())
        entries = len(session.scalars(select(AuditEntry.id)).all())
        assert journal.chain_new_entries() == entries + 2
    assert faults() == []


def test_two_workers_chaining_at_once_link_each_entry_once(session: Session) -> None:
    with unit_of_work():
        for number in range(40):
            journal.record(SYSTEM, "tests.act", "thing", number)

    def chaining() -> int:
        with unit_of_work():
            return journal.chain_new_entries()

    assert sum(at_once([chaining] * 4)) == 40
    assert faults() == []


def test_the_chain_is_made_in_steps(session: Session) -> None:
    with unit_of_work():
        for number in range(5):
            journal.record(SYSTEM, "tests.act", "thing", number)
        session.flush()
        assert [journal.chain_new_entries(limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert faults() == []


def test_every_altered_entry_is_found(session: Session) -> None:
    entry_ids = chain_acts(6)
    lies = {"action": "'tests.other'", "subject_id": "'99'", "details": "'{\"number\": 7}'", "actor_kind": "'user'"}
    with somebody_who_drops_the_triggers("audit_entry") as attacker:
        for (column, value), entry_id in zip(lies.items(), entry_ids[1:], strict=False):
            attacker.execute(text(f"UPDATE audit_entry SET {column} = {value} WHERE id = :id"), {"id": entry_id})
    assert faults() == [f"audit_link: number {number} was altered" for number in (2, 3, 4, 5)]


def test_a_removed_entry_is_found_also_when_its_link_goes_with_it(session: Session) -> None:
    entry_ids = chain_acts(5)
    with somebody_who_drops_the_triggers("audit_entry", "audit_link") as attacker:
        attacker.execute(text("DELETE FROM audit_link WHERE entry_id = :id"), {"id": entry_ids[2]})
        attacker.execute(text("DELETE FROM audit_entry WHERE id = :id"), {"id": entry_ids[2]})
    assert faults() == ["audit_link: number 3 is missing", "audit_link: number 4 was altered"]


def test_entries_that_changed_places_are_found(session: Session) -> None:
    first, second, _third = chain_acts(3)
    with somebody_who_drops_the_triggers("audit_link") as attacker:
        for sequence, entry_id in ((1, _free_entry()), (2, first), (1, second)):
            attacker.execute(
                text("UPDATE audit_link SET entry_id = :id WHERE sequence = :sequence"),
                {"id": entry_id, "sequence": sequence},
            )
    assert faults() == ["audit_link: number 1 was altered", "audit_link: number 2 was altered"]


def _free_entry() -> int:
    journal.record(SYSTEM, "tests.act", "thing", "free")
    current_session().flush()
    return max(current_session().scalars(select(AuditEntry.id)))


def test_a_link_written_anew_breaks_the_next_one(session: Session) -> None:
    chain_acts(3)
    with somebody_who_drops_the_triggers("audit_link") as attacker:
        attacker.execute(text("UPDATE audit_link SET chain_hash = :hash WHERE sequence = 2"), {"hash": "f" * 64})
    assert faults() == ["audit_link: number 2 was altered", "audit_link: number 3 was altered"]


def test_the_database_itself_refuses_to_change_what_happened(session: Session) -> None:
    with unit_of_work():
        file_about(a_place())
        journal.chain_new_entries()
    for table in ("audit_entry", "audit_link", "ledger_entry", "ledger_link", "report_event", "breach"):
        key = "sequence" if table.endswith("_link") else "id"
        for statement in (f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="append-only"), unit_of_work() as writing:
                writing.execute(text(statement))


def test_changes_of_search_are_numbered_on_from_the_last(session: Session) -> None:
    with unit_of_work():
        journal.note_search_changes(["unit:a/b", "reference:c"])
        journal.note_search_changes([])
        journal.note_search_changes(["agency:d"])
    rows = session.execute(select(SearchChange.sequence, SearchChange.thing).order_by(SearchChange.sequence)).all()
    assert [tuple(row) for row in rows] == [(1, "unit:a/b"), (2, "reference:c"), (3, "agency:d")]
    assert session.scalar(select(SearchCounter.value)) == 3


def test_no_change_of_search_is_numbered_anew_where_the_counter_was_lost(session: Session) -> None:
    with unit_of_work() as writing:
        writing.execute(delete(SearchCounter))
    with pytest.raises(NoResultFound), unit_of_work():
        journal.note_search_changes(["unit:a/b"])
    assert session.scalar(select(func.count()).select_from(SearchChange)) == 0
