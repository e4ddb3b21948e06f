"""People who work here: users, how they sign in, the roles they hold for a unit subtree, and the custodians' keys."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from flask_security import UserMixin
from flask_security.utils import verify_password
from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Model, Moment
from sipp.models.agencies import Agency, Unit
from sipp.models.types import one_of, uuid7
from sipp.rules.permissions import AGENCY_ROLES, NATIONAL_ROLES

if TYPE_CHECKING:
    # The library annotates the columns it expects with plain types, which no mapped column can have.
    class SignsIn: ...
else:
    SignsIn = UserMixin


class User(SignsIn, Model):
    """An account of an officer; citizens have none. The names that begin with fs, tf and mf are Flask-Security's.

    ``password`` is an argon2id hash, ``tf_totp_secret`` lies encrypted under SIPP_TOTP_KEY, ``mf_recovery_codes`` holds
    keyed hashes. ``tf_last_counter`` is the time step of the last code accepted: none at or before it is taken again.
    ``fs_uniquifier`` changes with the password, and every session made before it ends.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column("is_active", Boolean, default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, index=True, default=lambda: uuid.uuid4().hex)
    password: Mapped[str | None] = mapped_column(String(255))
    tf_primary_method: Mapped[str | None] = mapped_column(String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(Text)
    tf_last_counter: Mapped[int | None] = mapped_column(BigInteger)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))

    memberships: Mapped[list["Membership"]] = relationship(
        lazy="raise_on_sql", order_by="Membership.id", back_populates="user"
    )

    @property
    def has_second_step(self) -> bool:
        """Whether signing in asks for a code after the password."""
        return bool(self.tf_primary_method and self.tf_totp_secret)

    def verify_and_update_password(self, password: str) -> bool:
        """Whether the password is right. Never writes: this is asked before a writing transaction begins."""
        return verify_password(password, self.password or "")


class Membership(Model):
    """A role held for a unit and everything below it; national roles have neither agency nor unit."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "role", "agency_id", "unit_id"),
        one_of("role", (*AGENCY_ROLES, *NATIONAL_ROLES)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)

    user: Mapped[User] = relationship(lazy="raise_on_sql", back_populates="memberships")
    agency: Mapped[Agency | None] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")

    @property
    def unit_path(self) -> str:
        """The ids of the units from the root; empty is the whole agency. Needs ``unit`` loaded."""
        return self.unit.path if self.unit else ""


class UserSession(Model):
    """A browser in which somebody signed in. The cookie holds the key, this row its hash; an ended row opens nothing.

    ``browser`` is a family of browsers and a system ("Chrome/Android"), so that people recognise their own. No network
    address is kept.
    """

    __tablename__ = "user_session"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid7)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    browser: Mapped[str] = mapped_column(String(60))
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Invitation(Model):
    """An offer of roles to an address. Its link is signed and opens it once, until ``expires_at``."""

    __tablename__ = "invitation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid7)
    email: Mapped[str] = mapped_column(String(255), index=True)
    name: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(JSON)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

    agency: Mapped[Agency | None] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")


class Attempts(Model):
    """Attempts at one secret that failed in a row, under a keyed hash of what was attempted (nobody's address).

    An attempt is counted before it is judged, so that simultaneous ones cannot slip past the limit.
    """

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    last_at: Mapped[datetime] = mapped_column(Moment, index=True)
    blocked_until: Mapped[datetime | None] = mapped_column(Moment)


class CustodianKey(Model):
    """A custodian's key pair: the private half only under the custodian's passphrase."""

    __tablename__ = "custodian_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    protected_private_key: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Moment)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
