"""Versions of a standard: workflow, decree, life-cycle facts; their rows live in ``models/components.py``.

A published version never changes: triggers on both engines refuse UPDATE and DELETE of the version and INSERT,
UPDATE and DELETE of its component rows. "In force" is computed (``rules/publication.py``), never stored.
"""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Model, Moment
from sipp.models.services import ReferenceService, Service
from sipp.models.types import one_of
from sipp.rules.workflow import WorkflowState


class Decree(Model):
    """The decision that adopts standards (keputusan); one decree adopts many versions.

    Until it is published all of them move with it, so its state is theirs. ``content_hash`` is that of the bundle
    that was approved (``rules/workflow.py``). Once one of them is published a trigger refuses every change.
    """

    __tablename__ = "decree"
    __table_args__ = (UniqueConstraint("agency_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    number: Mapped[str] = mapped_column(String(120))
    decided_on: Mapped[date | None] = mapped_column(Date)
    signatory_function: Mapped[str | None] = mapped_column(String(200))
    file_name: Mapped[str | None] = mapped_column(String(80))
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    content_hash: Mapped[str | None] = mapped_column(String(64))
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": row_version}


class StandardVersion(Model):
    """One version of the standard of a service, or of a reference service (the national model)."""

    __tablename__ = "standard_version"
    __table_args__ = (
        UniqueConstraint("service_id", "number"),
        UniqueConstraint("reference_id", "number"),
        CheckConstraint("(service_id IS NULL) <> (reference_id IS NULL)", name="one_owner"),
        CheckConstraint("(state = 'published') = (number IS NOT NULL)", name="numbered_when_published"),
        CheckConstraint("state <> 'published' OR content_hash IS NOT NULL", name="hashed_when_published"),
        one_of("state", WorkflowState),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    reference_id: Mapped[int | None] = mapped_column(ForeignKey("reference_service.id"))
    number: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    effective_from: Mapped[date] = mapped_column(Date)
    effective_basis: Mapped[str | None] = mapped_column(Text)
    decree_id: Mapped[int | None] = mapped_column(ForeignKey("decree.id"), index=True)
    content_hash: Mapped[str | None] = mapped_column(String(64))
    approved_hash: Mapped[str | None] = mapped_column(String(64))
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("standard_version.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    service: Mapped[Service | None] = relationship(lazy="raise_on_sql")
    reference: Mapped[ReferenceService | None] = relationship(lazy="raise_on_sql")
    decree: Mapped[Decree | None] = relationship(lazy="raise_on_sql")
    publication: Mapped["Publication | None"] = relationship(lazy="raise_on_sql", back_populates="version")
    withdrawal: Mapped["Withdrawal | None"] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": row_version}


class VersionAuthor(Model):
    """Somebody who wrote content of a version; who did decides nothing about it."""

    __tablename__ = "version_author"

    version_id: Mapped[int] = mapped_column(ForeignKey("standard_version.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)


class ReviewRemark(Model):
    """What a reviewer asks to change in one component (None: in the whole), and of which content. Append-only."""

    __tablename__ = "review_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("standard_version.id"), index=True)
    component: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class SeenDifference(Model):
    """A reviewer went through what one content changes. Append-only."""

    __tablename__ = "seen_difference"

    version_id: Mapped[int] = mapped_column(ForeignKey("standard_version.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class Publication(Model):
    """The fact that a version was published, and when that was recorded. Append-only."""

    __tablename__ = "publication"
    __table_args__ = (Index("ix_publication_recorded_at", "recorded_at"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("standard_version.id"), primary_key=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    publisher_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    version: Mapped[StandardVersion] = relationship(back_populates="publication", lazy="raise_on_sql")


class Withdrawal(Model):
    """The fact that a published version was withdrawn with effect on a day. Append-only; nothing revives."""

    __tablename__ = "withdrawal"

    version_id: Mapped[int] = mapped_column(ForeignKey("standard_version.id"), primary_key=True)
    effective_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class Verification(Model):
    """The agency looked at the version on a day and stands by it. Append-only."""

    __tablename__ = "verification"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("standard_version.id"), index=True)
    verified_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class ReviewDue(Model):
    """Until when the version must be reviewed; the latest recorded row counts. Append-only."""

    __tablename__ = "review_due"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("standard_version.id"), index=True)
    due_on: Mapped[date] = mapped_column(Date, index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)


class PublicConsultation(Model):
    """A public consultation forum on the standard (PermenPANRB 16/2017). Append-only.

    ``participants`` counts people by kind (``PARTICIPANT_KINDS`` of ``rules/workflow.py``), names nobody.
    """

    __tablename__ = "public_consultation"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("standard_version.id"), index=True)
    held_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(200))
    participants: Mapped[dict[str, int]] = mapped_column(JSON)
    minutes: Mapped[str] = mapped_column(Text)
    follow_ups: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
