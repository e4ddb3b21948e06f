"""Administering people: who works for an agency, inviting them, giving and taking roles, disabling accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from sipp import clock
from sipp.db import current_session, take_turn
from sipp.models.accounts import Invitation, Membership, User
from sipp.models.agencies import Agency, Unit
from sipp.operations.accounts import forget_second_step, give_role, hold_invitation, lock_user
from sipp.operations.journal import post, record
from sipp.operations.pages import page_within
from sipp.operations.reach import LARGEST_ID
from sipp.operations.sign_in import end_other_sessions, tell
from sipp.rules import permissions
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound
from sipp.rules.permissions import AGENCY_ROLES, NATIONAL_ROLES, Actor, Role
from sipp.rules.retention import INVITATIONS_KEPT_FOR

INVITATION_LASTS = timedelta(days=7)
PEOPLE_PER_PAGE = 50


@dataclass(frozen=True)
class Person:
    """Somebody as an administrator sees them: the account and those of its roles that are within reach."""

    user: User
    roles: Sequence[Membership]
    is_wholly_within_reach: bool


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """The people of one agency, or of the national level (``agency`` None), and who is invited."""

    agency: Agency | None
    agencies: Sequence[Agency]
    people: Sequence[Person]
    invitations: Sequence[Invitation]
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an administrator may give roles: which roles, and the units to choose from."""

    agency: Agency | None
    agencies: Sequence[Agency]
    roles: tuple[Role, ...]
    units: Sequence[Unit]
    is_whole_agency_within_reach: bool


def is_within_reach(actor: Actor, action: str, agency_id: int | None, unit_path: str) -> bool:
    """The filter of this file: whether a role or an invitation of this place is the actor's to see or change."""
    return permissions.is_permitted(actor, action, agency_id, unit_path)


def people_page(actor: Actor, agency_slug: str | None, page: int = 1) -> PeoplePage:
    """The people of an agency; without one, of the national level or of the actor's own agency. Fifty a page.

    Raises Forbidden for who administers nobody, NotFound for a foreign agency and an unknown one alike.
    """
    agencies = _agencies_of(actor, "accounts.read")
    agency = _choose(actor, agencies, agency_slug)
    agency_id = agency.id if agency else None
    users = current_session().scalars(
        select(User)
        .where(or_(User.memberships.any(Membership.agency_id == agency_id), *_unattached(agency)))
        .options(*_with_roles())
        .order_by(User.name, User.id)
    )
    people = [person for user in users if (person := _seen_by(actor, user, agency_id))]
    page, pages = page_within(page, len(people), PEOPLE_PER_PAGE)
    return PeoplePage(
        agency=agency,
        agencies=agencies,
        people=people[(page - 1) * PEOPLE_PER_PAGE : page * PEOPLE_PER_PAGE],
        invitations=_open_invitations(actor, agency_id),
        page=page,
        pages=pages,
    )


def find_person(actor: Actor, user_id: int) -> Person:
    """Somebody within reach; raises Forbidden for who administers nobody, NotFound for everybody else's people."""
    _require(actor, "accounts.read")
    if user_id > LARGEST_ID:
        raise NotFound("user")
    query = select(User).where(User.id == user_id).options(*_with_roles())
    user = current_session().scalar(query.execution_options(populate_existing=True))
    found = _person(actor, user) if user else None
    if found is None:
        raise NotFound("user")
    return found


def place(actor: Actor, agency_slug: str | None, action: str = "accounts.grant_role") -> Place:
    """Where and which roles the actor may give; raises like ``people_page``."""
    agencies = _agencies_of(actor, action)
    agency = _choose(actor, agencies, agency_slug)
    if agency is None:
        return Place(agency=None, agencies=agencies, roles=NATIONAL_ROLES, units=(), is_whole_agency_within_reach=True)
    present = select(Unit).where(Unit.agency_id == agency.id, Unit.retired_at.is_(None))
    units = current_session().scalars(present.order_by(Unit.path))
    return Place(
        agency=agency,
        agencies=agencies,
        roles=AGENCY_ROLES,
        units=[unit for unit in units if is_within_reach(actor, action, agency.id, unit.path)],
        is_whole_agency_within_reach=is_within_reach(actor, action, agency.id, ""),
    )


def invite(
    actor: Actor, email: str, name: str, roles: Sequence[Role], agency_id: int | None = None, unit_id: int | None = None
) -> Invitation:
    """Invite an address to roles; an older invitation to the same address here is withdrawn.

    Raises InvalidInput for roles that one person cannot hold together, Forbidden or NotFound like ``place``.
    """
    _require(actor, "accounts.invite")
    unit_path = _path_of(agency_id, unit_id)
    for role in roles:
        _require_grant(actor, role, agency_id, unit_path)
    if not permissions.go_together(roles):
        raise InvalidInput({"roles": "roles_do_not_go_together"})
    take_turn(Invitation)
    now, address = clock.now(), email.strip().lower()
    for older in _waiting(Invitation.email == address, _at(agency_id)):
        older.withdrawn_at = now
    invitation = Invitation(
        email=address,
        name=name,
        roles=list(roles),
        agency_id=agency_id,
        unit_id=unit_id,
        invited_by=actor.user_id,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    current_session().add(invitation)
    current_session().flush()
    record(actor, "accounts.invite", "invitation", invitation.id, agency_id=agency_id, roles=list(roles))
    post("account_invited", f"account_invited:{invitation.id}", {"invitation_id": str(invitation.id)})
    return invitation


def withdraw_invitation(actor: Actor, invitation_id: UUID) -> None:
    """Take an invitation back; raises NotFound for a used, foreign and unknown one alike."""
    _require(actor, "accounts.invite")
    hold_invitation(invitation_id)
    found = next(iter(_waiting(Invitation.id == invitation_id)), None)
    if found is None or not is_within_reach(actor, "accounts.invite", found.agency_id, _unit_path(found.unit)):
        raise NotFound("invitation")
    found.withdrawn_at = clock.now()
    record(actor, "accounts.withdraw_invitation", "invitation", found.id, agency_id=found.agency_id)


def grant_role(
    actor: Actor, user_id: int, role: Role, agency_id: int | None = None, unit_id: int | None = None
) -> None:
    """Give somebody within reach a further role; raises Forbidden, NotFound, or Conflict when it is held already."""
    user = _changed_person(actor, user_id).user
    _require_grant(actor, role, agency_id, _path_of(agency_id, unit_id))
    if give_role(actor, user, role, agency_id, unit_id) is None:
        raise Conflict("role_held_already")


def find_role(actor: Actor, user_id: int, membership_id: int) -> tuple[Person, Membership]:
    """Somebody's role within reach; raises NotFound for every other."""
    person = find_person(actor, user_id)
    return person, _role_of(person, membership_id)


def take_role(actor: Actor, user_id: int, membership_id: int) -> None:
    """Take a role away; from the next request on it counts no more. Raises Forbidden for one's own."""
    taken = _role_of(_changed_person(actor, user_id), membership_id)
    _require_grant(actor, taken.role, taken.agency_id, taken.unit_path)  # type: ignore[arg-type]
    current_session().execute(delete(Membership).where(Membership.id == membership_id))
    details = {"role": taken.role, "unit_id": taken.unit_id}
    record(actor, "accounts.take_role", "user", user_id, agency_id=taken.agency_id, **details)


def disable(actor: Actor, user_id: int) -> None:
    """Disable an account and end its sessions. Raises Forbidden for one's own, and where a role is out of reach."""
    user = _wholly(_changed_person(actor, user_id, "accounts.disable"))
    user.active = False
    end_other_sessions(user_id)
    record(actor, "accounts.disable", "user", user_id)


def enable(actor: Actor, user_id: int) -> None:
    """Let a disabled account sign in again, with the roles it has. Raises like ``disable``."""
    user = _wholly(_changed_person(actor, user_id, "accounts.disable"))
    user.active = True
    record(actor, "accounts.enable", "user", user_id)


def remove_second_step(actor: Actor, user_id: int) -> None:
    """For who lost authenticator and recovery codes: the password alone opens the account until a new one is set up.

    Raises like ``disable``, and Conflict where there is none.
    """
    user = _wholly(_changed_person(actor, user_id, "accounts.remove_second_step"))
    if not user.has_second_step:
        raise Conflict("no_second_step")
    forget_second_step(user)
    end_other_sessions(user_id)
    record(actor, "accounts.remove_second_step", "user", user_id)
    tell(user_id, "second_step_off")


def forget_old_invitations() -> int:
    """Delete invitations a month after they ran out: they hold names and addresses, and the journal knows the act."""
    before = clock.now() - INVITATIONS_KEPT_FOR
    deleted = current_session().execute(
        delete(Invitation).where(Invitation.expires_at < before).returning(Invitation.id)
    )
    return len(deleted.all())


def count_open_invitations(actor: Actor) -> int:
    """How many invitations within reach wait for their answer."""
    return sum(is_within_reach(actor, "accounts.invite", one.agency_id, _unit_path(one.unit)) for one in _waiting())


def _require(actor: Actor, action: str) -> None:
    if not permissions.is_permitted_somewhere(actor, action):
        raise Forbidden(action)


def _require_grant(actor: Actor, role: Role, agency_id: int | None, unit_path: str) -> None:
    """Foreign agencies answer like unknown ones; a unit above one's own is forbidden."""
    if permissions.may_grant(actor, role, agency_id, unit_path):
        return
    is_own = any(one.agency_id == agency_id for one in actor.memberships)
    raise Forbidden("accounts.grant_role") if is_own or agency_id is None else NotFound("agency")


def _changed_person(actor: Actor, user_id: int, action: str = "accounts.grant_role") -> Person:
    """Somebody within reach, locked, who is not the actor."""
    _require(actor, action)
    find_person(actor, user_id)
    if user_id == actor.user_id:
        raise Forbidden("own_account")
    lock_user(user_id)
    return find_person(actor, user_id)


def _role_of(person: Person, membership_id: int) -> Membership:
    for membership in person.roles:
        if membership.id == membership_id:
            return membership
    raise NotFound("membership")


def _wholly(person: Person) -> User:
    if not person.is_wholly_within_reach:
        raise Forbidden("roles_out_of_reach")
    return person.user


def _agencies_of(actor: Actor, action: str) -> Sequence[Agency]:
    _require(actor, action)
    found = current_session().scalars(select(Agency).where(Agency.merged_into_id.is_(None)).order_by(Agency.name))
    if permissions.is_permitted(actor, action):
        return found.all()
    own = {one.agency_id for one in actor.memberships if permissions.is_allowed(one.role, action)}
    return [agency for agency in found if agency.id in own]


def _choose(actor: Actor, agencies: Sequence[Agency], slug: str | None) -> Agency | None:
    """The named one of the agencies; without a name the national level where that is the actor's, else the first."""
    if slug is None:
        return None if permissions.is_permitted(actor, "accounts.read") else agencies[0]
    for agency in agencies:
        if agency.slug == slug:
            return agency
    raise NotFound("agency")


def _unattached(agency: Agency | None) -> list[ColumnElement[bool]]:
    """Accounts without any role belong to the national level, so that nobody is out of everybody's sight."""
    return [] if agency else [~User.memberships.any()]


def _with_roles() -> tuple[ExecutableOption, ...]:
    roles = selectinload(User.memberships)
    return roles.joinedload(Membership.agency), roles.joinedload(Membership.unit)


def _seen_by(actor: Actor, user: User, agency_id: int | None) -> Person | None:
    person = _person(actor, user)
    if person is None:
        return None
    here = [one for one in person.roles if one.agency_id == agency_id]
    return Person(user, here, person.is_wholly_within_reach) if here or not user.memberships else None


def _person(actor: Actor, user: User) -> Person | None:
    within = [one for one in user.memberships if is_within_reach(actor, "accounts.read", one.agency_id, one.unit_path)]
    if not within and (user.memberships or not permissions.is_permitted(actor, "accounts.read")):
        return None
    return Person(user, within, len(within) == len(user.memberships))


def _open_invitations(actor: Actor, agency_id: int | None) -> Sequence[Invitation]:
    return [
        one
        for one in _waiting(_at(agency_id))
        if is_within_reach(actor, "accounts.invite", one.agency_id, _unit_path(one.unit))
    ]


def _waiting(*conditions: ColumnElement[bool]) -> Sequence[Invitation]:
    return (
        current_session()
        .scalars(
            select(Invitation)
            .where(
                Invitation.accepted_at.is_(None),
                Invitation.withdrawn_at.is_(None),
                Invitation.expires_at > clock.now(),
                *conditions,
            )
            .options(joinedload(Invitation.agency), joinedload(Invitation.unit))
            .order_by(Invitation.created_at, Invitation.id)
        )
        .all()
    )


def _at(agency_id: int | None) -> ColumnElement[bool]:
    return Invitation.agency_id.is_(None) if agency_id is None else Invitation.agency_id == agency_id


def _path_of(agency_id: int | None, unit_id: int | None) -> str:
    """The path of a unit; raises NotFound when it is not one of the agency's, or retired."""
    if unit_id is None:
        return ""
    unit = current_session().get(Unit, unit_id)
    if unit is None or unit.agency_id != agency_id or unit.retired_at:
        raise NotFound("unit")
    return unit.path


def _unit_path(unit: Unit | None) -> str:
    return unit.path if unit else ""
