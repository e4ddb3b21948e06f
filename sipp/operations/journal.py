"""The rows every change leaves behind: audit entry, ledger entry, outbox message, search change."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from sipp import clock
from sipp.db import current_session, insert_or, take_turn
from sipp.models.journal import (
    AuditEntry,
    AuditLink,
    LedgerEntry,
    LedgerLink,
    OutboxMessage,
    SearchChange,
    SearchCounter,
)
from sipp.models.reports import Report
from sipp.rules.permissions import Actor

#: What the first link of a chain points to.
CHAIN_START = "0" * 64


def record(
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: object,
    *,
    agency_id: int | None = None,
    **details: Any,
) -> None:
    """Add an audit entry in the transaction at hand. ``details`` must hold nothing that tells who a citizen is."""
    current_session().add(
        AuditEntry(
            at=clock.now(),
            actor_id=actor.user_id,
            actor_kind=actor.kind,
            action=action,
            agency_id=agency_id,
            subject_kind=subject_kind,
            subject_id=str(subject_id),
            details=details,
        )
    )


def note_in_ledger(report: Report, kind: str, from_state: str | None, to_state: str | None) -> None:
    """Add what figures need to know of an event of a report; nothing of its content."""
    current_session().add(
        LedgerEntry(
            at=clock.now(),
            report_number=report.case_number,
            agency_id=report.agency_id,
            unit_id=report.unit_id,
            service_id=report.service_id,
            kind=kind,
            from_state=from_state,
            to_state=to_state,
        )
    )


def post(kind: str, key: str, payload: dict[str, Any]) -> None:
    """Put a message into the outbox; ``key`` is unique, so the same effect is never queued twice."""
    now = clock.now()
    current_session().add(OutboxMessage(kind=kind, key=key, payload=payload, created_at=now, not_before=now))


def post_once(kind: str, key: str, payload: dict[str, Any]) -> bool:
    """Put a message into the outbox unless one with this key was ever there; whether it was new."""
    now = clock.now()
    values = {"kind": kind, "key": key, "payload": payload, "state": "waiting", "attempts": 0}
    there = insert_or(OutboxMessage).values(**values, created_at=now, not_before=now)
    added = current_session().execute(there.on_conflict_do_nothing(index_elements=["key"]).returning(OutboxMessage.id))
    return added.scalar() is not None


def note_search_changes(things: list[str]) -> None:
    """Number the changed things densely in commit order; call as the last statement before the commit.

    The counter row is locked by its update until the commit, so a reader never sees a number before a smaller one.
    """
    if not things:
        return
    session = current_session()
    session.flush()
    counted = update(SearchCounter).values(value=SearchCounter.value + len(things)).returning(SearchCounter.value)
    last = session.scalars(counted).one()
    now = clock.now()
    session.add_all(
        SearchChange(sequence=last - len(things) + offset, thing=thing, recorded_at=now)
        for offset, thing in enumerate(things, start=1)
    )


def chain_new_entries(limit: int = 1000) -> int:
    """Chain audit and ledger entries that have no link yet, in commit order; returns how many were chained."""
    return _AUDIT.extend(limit) + _LEDGER.extend(limit)


def chain_faults() -> list[str]:
    """Everything that does not add up in the two chains, in words; empty when all is well."""
    return _AUDIT.faults() + _LEDGER.faults()


@dataclass(frozen=True)
class _Chain:
    """A table of entries and the table that links them by hash."""

    entries: Any
    links: Any

    def extend(self, limit: int) -> int:
        session = current_session()
        take_turn(self.links)
        last = session.scalars(select(self.links).order_by(self.links.sequence.desc()).limit(1)).first()
        sequence, previous = (last.sequence, last.chain_hash) if last else (0, CHAIN_START)
        unchained = (
            select(self.entries)
            .outerjoin(self.links, self.links.entry_id == self.entries.id)
            .where(self.links.entry_id.is_(None))
            .order_by(self.entries.id)
            .limit(limit)
        )
        count = 0
        for entry in session.scalars(unchained).all():
            sequence, previous = sequence + 1, _link_hash(previous, entry)
            session.add(self.links(sequence=sequence, entry_id=entry.id, chain_hash=previous))
            count += 1
        return count

    def faults(self) -> list[str]:
        name = self.links.__tablename__
        found = []
        previous, expected = CHAIN_START, 1
        rows = (
            select(self.links, self.entries)
            .outerjoin(self.entries, self.links.entry_id == self.entries.id)
            .order_by(self.links.sequence)
        )
        for link, entry in current_session().execute(rows).yield_per(1000):
            if link.sequence != expected:
                found.append(f"{name}: number {expected} is missing")
                expected = link.sequence
            if entry is None:
                found.append(f"{name}: the entry of number {link.sequence} is gone")
            elif _link_hash(previous, entry) != link.chain_hash:
                found.append(f"{name}: number {link.sequence} was altered")
            previous, expected = link.chain_hash, expected + 1
        return found


_AUDIT = _Chain(AuditEntry, AuditLink)
_LEDGER = _Chain(LedgerEntry, LedgerLink)


def _link_hash(previous: str, entry: AuditEntry | LedgerEntry) -> str:
    values = {column.key: getattr(entry, column.key) for column in entry.__table__.columns}
    text = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
