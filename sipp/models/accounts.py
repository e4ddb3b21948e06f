"""People who work here: users, the roles they hold for a unit subtree, and the custodians' keys."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Model, Moment
from sipp.models.types import one_of

ROLES = (
    "editor",
    "publisher",
    "liaison",
    "counter",
    "supervisor",
    "inspectorate",
    "agency_admin",
    "head",
    "national_admin",
    "overseer",
    "custodian",
    "auditor",
)


class User(Model):
    """An account of an officer; citizens have none."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)

    memberships: Mapped[list["Membership"]] = relationship(lazy="raise_on_sql")


class Membership(Model):
    """A role held for a unit and everything below it; national roles have neither agency nor unit."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "role", "agency_id", "unit_id"), one_of("role", ROLES))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)


class CustodianKey(Model):
    """A custodian's key pair: the private half only under the custodian's passphrase."""

    __tablename__ = "custodian_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    protected_private_key: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Moment)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
