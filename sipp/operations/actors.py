"""Who an account is to the rules: its memberships as they are now."""

from sqlalchemy import func, select

from sipp.db import current_session
from sipp.models.accounts import Membership, User
from sipp.models.agencies import Unit
from sipp.rules import permissions
from sipp.rules.errors import NotFound
from sipp.rules.permissions import Actor


def actor_by_email(email: str) -> Actor:
    """The actor behind an address; raises NotFound for an account that is unknown or disabled."""
    session = current_session()
    user = session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))
    if user is None or not user.is_active:
        raise NotFound("user")
    rows = session.execute(
        select(Membership.role, Membership.agency_id, Unit.path)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(Membership.user_id == user.id)
    )
    held = tuple(
        permissions.Membership(role, agency_id, path or "")  # type: ignore[arg-type]
        for role, agency_id, path in rows
    )
    return Actor(user.id, held)
