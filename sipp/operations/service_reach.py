"""Which services an actor reaches: the filter of every list across services."""

from sqlalchemy import ColumnElement, and_, false, or_, true

from sipp.models.agencies import Unit
from sipp.models.services import Service
from sipp.rules.permissions import NATIONAL_ROLES, Actor, is_allowed


def services_within(actor: Actor, action: str) -> ColumnElement[bool]:
    """The condition on ``Service`` joined with ``Unit`` that an actor may do an action there. Needs both in the query.

    The same reach as ``permissions.is_permitted`` for one service; its unit's path ends with a slash, so a prefix is a
    subtree.
    """
    held = [membership for membership in actor.memberships if is_allowed(membership.role, action)]
    if any(membership.role in NATIONAL_ROLES for membership in held):
        return true()
    places = [
        and_(Service.agency_id == one.agency_id, Unit.path.startswith(one.unit_path, autoescape=True)) for one in held
    ]
    return or_(false(), *places)
