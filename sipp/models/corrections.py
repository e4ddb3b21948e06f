"""Corrections that citizens propose to a component of a standard, and what became of them."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Model, Moment
from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from sipp.models.types import one_of, uuid7
from sipp.rules.corrections import CorrectionState
from sipp.rules.standards import Component


class Correction(Model):
    """What somebody without an account says a component should say, and where that stands. Nothing tells who it was.

    ``version`` is what the page showed (None: nothing was published), ``draft`` what an accepted correction is worked
    into, and once ``taken_up`` the published version that holds it. ``proposal``, ``source`` and ``reason`` are deleted
    a year after the decision; the row itself stays for the figures.
    """

    __tablename__ = "correction"
    __table_args__ = (
        one_of("component", Component),
        one_of("state", CorrectionState),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_once"),
        CheckConstraint("(state = 'taken_up') = (taken_up_at IS NOT NULL)", name="taken_up_at_known"),
        Index("ix_correction_service_state", "service_id", "state"),
        Index("ix_correction_decided_at", "decided_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid7)
    nonce_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("standard_version.id", ondelete="SET NULL"))
    component: Mapped[str] = mapped_column(String(40))
    proposal: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str | None] = mapped_column(Text)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("standard_version.id", ondelete="SET NULL"), index=True)
    taken_up_at: Mapped[datetime | None] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    service: Mapped[Service] = relationship(lazy="raise_on_sql")
    version: Mapped[StandardVersion | None] = relationship(lazy="raise_on_sql", foreign_keys=[version_id])
    draft: Mapped[StandardVersion | None] = relationship(lazy="raise_on_sql", foreign_keys=[draft_id])

    __mapper_args__ = {"version_id_col": row_version}
