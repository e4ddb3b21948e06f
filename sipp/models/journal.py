"""What was done (audit, ledger), what must still be done (outbox) and what search must learn (changes)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sipp.db import Model, Moment
from sipp.models.types import one_of
from sipp.rules.search_terms import MOST_CHARACTERS, Reason


class AuditEntry(Model):
    """One act, written in the transaction of the change, free of personal data. Append-only.

    ``sequence`` and ``entry_hash`` live in ``AuditLink``: the worker chains entries in commit order within a second.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    actor_kind: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(60))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class AuditLink(Model):
    """The place of an audit entry in the hash chain. Append-only."""

    __tablename__ = "audit_link"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), unique=True)
    chain_hash: Mapped[str] = mapped_column(String(64))


class LedgerEntry(Model):
    """An event of a report as figures see it, without its content. Append-only; what statistics are computed from."""

    __tablename__ = "ledger_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    report_number: Mapped[str] = mapped_column(String(20), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    kind: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str | None] = mapped_column(String(20))


class LedgerLink(Model):
    """The place of a ledger entry in its hash chain. Append-only."""

    __tablename__ = "ledger_link"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)
    chain_hash: Mapped[str] = mapped_column(String(64))


class OutboxMessage(Model):
    """Something still to be done outside the transaction: leased, retried with back-off, set aside visibly."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        one_of("state", ("waiting", "done", "set_aside")),
        Index("ix_outbox_waiting", "state", "not_before"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    created_at: Mapped[datetime] = mapped_column(Moment)
    not_before: Mapped[datetime] = mapped_column(Moment)
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class SearchCounter(Model):
    """The one row that numbers search changes densely in commit order; a migration made it."""

    __tablename__ = "search_counter"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(Integer)


class SearchChange(Model):
    """A searchable thing that changed; every host reads the rows past its own sequence."""

    __tablename__ = "search_change"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    thing: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Moment)


class SearchTerm(Model):
    """How often a query that found too little was typed on a day, without anything about who typed it.

    ``found``, ``is_corrected`` and ``reason`` tell of the last time.
    """

    __tablename__ = "search_term"
    __table_args__ = (one_of("reason", Reason),)

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    query: Mapped[str] = mapped_column(String(MOST_CHARACTERS), primary_key=True)
    times: Mapped[int] = mapped_column(Integer, default=0)
    found: Mapped[int] = mapped_column(Integer, default=0)
    is_corrected: Mapped[bool] = mapped_column(Boolean, default=False)
    reason: Mapped[str] = mapped_column(String(20))
