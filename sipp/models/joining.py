"""How an agency comes to receive reports here: the steps it took, and each time it began or stopped."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Model, Moment
from sipp.models.accounts import User
from sipp.models.types import one_of, uuid7

JOINING_STEPS = ("liaison", "address", "delivery")


class JoiningStep(Model):
    """One attempt at a step: who is the liaison, whether an address is read, whether a message arrives there.

    ``passed_at`` is empty until it is proven. The link mailed for an address is signed and opens it once, until
    ``expires_at``.
    """

    __tablename__ = "joining_step"
    __table_args__ = (
        one_of("kind", JOINING_STEPS),
        CheckConstraint("(kind = 'liaison') = (liaison_id IS NOT NULL)", name="liaison_named"),
        CheckConstraint("(kind = 'liaison') = (address IS NULL)", name="address_named"),
        Index("ix_joining_step_agency", "agency_id", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    kind: Mapped[str] = mapped_column(String(20))
    liaison_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    address: Mapped[str | None] = mapped_column(String(255))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    passed_at: Mapped[datetime | None] = mapped_column(Moment)


class MembershipChange(Model):
    """An agency began to receive reports, or is only listed again, with the reason. Append-only."""

    __tablename__ = "membership_change"
    __table_args__ = (
        one_of("membership", ("listed", "receiving")),
        CheckConstraint("membership = 'receiving' OR reason IS NOT NULL", name="reason_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    membership: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    by: Mapped[User | None] = relationship(lazy="raise_on_sql")
