"""Answers that nobody has read yet: one that waits for the head's signature, and what colleagues propose by a link."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Model, Moment
from sipp.models.accounts import User
from sipp.models.reports import Report
from sipp.models.types import one_of, uuid7


class PendingAnswer(Model):
    """An answer of a report that its reporter does not see: it waits for the head's signature, or to be written again.

    ``returned`` by the head with a ``reason``, ``recalled`` by its side, ``void`` since the report moved on. ``files``
    lists ids of attachments that are held back. ``incident_id`` is set when it was written for a whole incident.
    """

    __tablename__ = "pending_answer"
    __table_args__ = (
        one_of("state", ("waiting", "returned", "recalled", "void")),
        CheckConstraint("(state = 'returned') = (reason IS NOT NULL)", name="returned_with_reason"),
        Index("ix_pending_answer_state", "state"),
    )

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    text: Mapped[str] = mapped_column(Text)
    cites: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    files: Mapped[list[str]] = mapped_column(JSON, default=list)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(Moment)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), index=True)
    reason: Mapped[str | None] = mapped_column(Text)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    report: Mapped[Report] = relationship(lazy="raise_on_sql")
    author: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[author_id])
    ended_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[ended_by_id])


class CaseLink(Model):
    """A link by which one colleague without an account sees one case and proposes an answer.

    Its token is signed (``vault/accounts.py``): nothing that is stored opens it. It ends at ``expires_at``, or once
    ``closed_at`` is set: revoked, or void because the report moved on.
    """

    __tablename__ = "case_link"
    __table_args__ = (CheckConstraint("expires_at > made_at", name="ends_after_it_began"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(255))
    shows_reporter: Mapped[bool] = mapped_column(Boolean, default=False)
    shows_evidence: Mapped[bool] = mapped_column(Boolean, default=False)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    visited_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)

    made_by: Mapped[User] = relationship(lazy="raise_on_sql")


class AnswerProposal(Model):
    """What a colleague proposes as an answer, under the name this person gave; ``files`` as in ``PendingAnswer``."""

    __tablename__ = "answer_proposal"
    __table_args__ = (one_of("state", ("open", "taken", "dismissed")),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    link_id: Mapped[UUID] = mapped_column(ForeignKey("case_link.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    files: Mapped[list[str]] = mapped_column(JSON, default=list)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(20), default="open", index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)

    report: Mapped[Report] = relationship(lazy="raise_on_sql")
