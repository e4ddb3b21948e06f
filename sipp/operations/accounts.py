"""One's own account: who one is here, the second step, passwords, and becoming somebody by an invitation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import Invitation, Membership, User
from sipp.operations.journal import record
from sipp.operations.sign_in import end_other_sessions, tell
from sipp.rules import permissions
from sipp.rules.errors import Conflict, Forbidden, NotFound
from sipp.rules.permissions import Actor, Role


def actor_of(user: User) -> Actor:
    """What somebody may do right now, read from the database.

    A role that asks for a second step counts for nothing, and neither do the person's others, until there is one.
    """
    held = held_roles(user.id)
    if user.has_second_step or not permissions.needs_second_step(_roles(held)):
        return Actor(
            user.id, tuple(permissions.Membership(role, one.agency_id, one.unit_path) for role, one in _paired(held))
        )
    return Actor(user.id)


def needs_second_step(user: User) -> bool:
    """Whether somebody holds a role that asks for a second step."""
    return permissions.needs_second_step(_roles(held_roles(user.id)))


def must_set_up_second_step(user: User) -> bool:
    """Whether somebody needs a second step and has none yet."""
    return not user.has_second_step and needs_second_step(user)


def held_roles(user_id: int) -> Sequence[Membership]:
    """The roles somebody holds, with agency and unit."""
    return (
        current_session()
        .scalars(
            select(Membership)
            .where(Membership.user_id == user_id)
            .options(joinedload(Membership.agency), joinedload(Membership.unit))
            .order_by(Membership.agency_id, Membership.unit_id, Membership.id)
        )
        .all()
    )


def holders_of(roles: Iterable[str], user_id: int | None = None) -> Iterator[Actor]:
    """Who holds one of these roles, with those roles alone; without asking for the second step, which no mail needs."""
    held = (
        select(Membership)
        .join(Membership.user)
        .where(Membership.role.in_(roles), User.active)
        .options(joinedload(Membership.unit))
        .order_by(Membership.user_id, Membership.id)
    )
    if user_id is not None:
        held = held.where(Membership.user_id == user_id)
    found: dict[int, list[permissions.Membership]] = defaultdict(list)
    for one in current_session().scalars(held):
        found[one.user_id].append(permissions.Membership(one.role, one.agency_id, one.unit_path))  # type: ignore[arg-type]
    for person, memberships in found.items():
        yield Actor(person, tuple(memberships))


def find_user(email: str) -> User | None:
    """The account of an address, whatever its capitals."""
    return current_session().scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def actor_by_email(email: str) -> Actor:
    """The actor behind an address, for the command line; raises NotFound for an account unknown or disabled."""
    user = find_user(email)
    if user is None or not user.active:
        raise NotFound("user")
    return actor_of(user)


def id_of_uniquifier(uniquifier: str) -> int | None:
    """The account a browser is about to sign in to, while it is not disabled."""
    return current_session().scalar(select(User.id).where(User.fs_uniquifier == uniquifier, User.active))


def lock_user(user_id: int) -> User:
    """Somebody's row, held until the transaction ends; raises NotFound."""
    session = current_session()
    user = session.get(User, user_id, populate_existing=True, with_for_update=True)
    if user is None:
        raise NotFound("user")
    return user


def note_reset_asked(user_id: int) -> None:
    """Write down that somebody asked for a new password."""
    record(permissions.PUBLIC, "accounts.ask_reset", "user", user_id)


def note_password_reset(user_id: int) -> None:
    """Write down that the mailed link gave an account a new password, and end all its sessions."""
    end_other_sessions(user_id)
    record(Actor(user_id), "accounts.reset_password", "user", user_id)


def note_password_changed(user_id: int, kept_session: UUID | None) -> None:
    """Write down that somebody changed the own password, and end all sessions but the one at hand."""
    end_other_sessions(user_id, kept_session)
    record(Actor(user_id), "accounts.change_password", "user", user_id)


def set_up_second_step(
    user_id: int, secret: str, counter: int | None, code_hashes: Sequence[str], kept_session: UUID | None
) -> None:
    """Ask for a code from now on; ``counter`` is the step of the code that proved the authenticator.

    Other sessions end: whoever sits there never showed a code.
    """
    user = lock_user(user_id)
    user.tf_primary_method, user.tf_totp_secret = "authenticator", secret
    user.tf_last_counter = counter
    user.mf_recovery_codes = list(code_hashes)
    end_other_sessions(user_id, kept_session)
    record(Actor(user_id), "accounts.set_up_second_step", "user", user_id)
    tell(user_id, "second_step_on")


def renew_recovery_codes(user_id: int, code_hashes: Sequence[str]) -> None:
    """Replace the recovery codes; raises Conflict without a second step."""
    user = lock_user(user_id)
    if not user.has_second_step:
        raise Conflict("no_second_step")
    user.mf_recovery_codes = list(code_hashes)
    record(Actor(user_id), "accounts.renew_recovery_codes", "user", user_id)
    tell(user_id, "recovery_codes_new")


def remove_own_second_step(user_id: int) -> None:
    """Ask for no code any more; raises Forbidden where a role needs one."""
    user = lock_user(user_id)
    if needs_second_step(user):
        raise Forbidden("second_step_needed")
    forget_second_step(user)
    record(Actor(user_id), "accounts.remove_second_step", "user", user_id)
    tell(user_id, "second_step_off")


def forget_second_step(user: User) -> None:
    """Take the authenticator and the recovery codes out of an account."""
    user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = None
    user.mf_recovery_codes = None


def create_account(actor: Actor, email: str, name: str, password_hash: str) -> User:
    """An account without roles; raises Conflict when the address has one already."""
    now = clock.now()
    user = User(email=email.strip().lower(), name=name, password=password_hash, created_at=now, confirmed_at=now)
    session = current_session()
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:
        raise Conflict("email_taken") from None
    record(actor, "accounts.create", "user", user.id)
    return user


def give_role(actor: Actor, user: User, role: Role, agency_id: int | None, unit_id: int | None) -> Membership | None:
    """Add a role to a locked user; None when it is held already, Conflict when it does not go with the others."""
    held = held_roles(user.id)
    if any((one.role, one.agency_id, one.unit_id) == (role, agency_id, unit_id) for one in held):
        return None
    if not permissions.go_together([*_roles(held), role]):
        raise Conflict("roles_do_not_go_together")
    membership = Membership(user_id=user.id, role=role, agency_id=agency_id, unit_id=unit_id)
    current_session().add(membership)
    current_session().flush()
    record(actor, "accounts.grant_role", "user", user.id, agency_id=agency_id, role=role, unit_id=unit_id)
    return membership


def find_invitation(invitation_id: UUID | None) -> Invitation:
    """An invitation that can be accepted now; raises NotFound for a used, expired, withdrawn and unknown one alike.

    It stands only as long as who sent it may still give these roles.
    """
    found = current_session().scalar(
        select(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .options(joinedload(Invitation.agency), joinedload(Invitation.unit))
        .execution_options(populate_existing=True)
    )
    if found is None or not _still_stands(found):
        raise NotFound("invitation")
    return found


def hold_invitation(invitation_id: UUID | None) -> None:
    """Let nobody else accept or withdraw an invitation before the commit."""
    current_session().execute(select(Invitation.id).where(Invitation.id == invitation_id).with_for_update())


def accept_as_new(invitation_id: UUID | None, password_hash: str) -> User:
    """Make the account an invitation offers, with its roles; raises NotFound, or Conflict when there is one already."""
    invitation = _lock_invitation(invitation_id)
    user = create_account(permissions.PUBLIC, invitation.email, invitation.name, password_hash)
    _accept(invitation, user)
    return user


def accept_as(user_id: int, invitation_id: UUID | None) -> None:
    """Add an invitation's roles to the account of its address; raises NotFound for anybody else's account."""
    invitation = _lock_invitation(invitation_id)
    user = lock_user(user_id)
    if user.email.lower() != invitation.email or not user.active:
        raise NotFound("invitation")
    _accept(invitation, user)


def _accept(invitation: Invitation, user: User) -> None:
    invitation.accepted_at = clock.now()
    record(Actor(user.id), "accounts.accept_invitation", "invitation", invitation.id, agency_id=invitation.agency_id)
    for role in invitation.roles:
        give_role(Actor(user.id), user, role, invitation.agency_id, invitation.unit_id)  # type: ignore[arg-type]


def _lock_invitation(invitation_id: UUID | None) -> Invitation:
    hold_invitation(invitation_id)
    return find_invitation(invitation_id)


def _still_stands(invitation: Invitation) -> bool:
    if invitation.invited_by is None:
        return True
    inviter = current_session().get_one(User, invitation.invited_by)
    unit_path = invitation.unit.path if invitation.unit else ""
    actor = actor_of(inviter)
    return inviter.active and all(
        permissions.may_grant(actor, role, invitation.agency_id, unit_path)  # type: ignore[arg-type]
        for role in invitation.roles
    )


def _paired(held: Iterable[Membership]) -> list[tuple[Role, Membership]]:
    return [(one.role, one) for one in held]  # type: ignore[misc]


def _roles(held: Iterable[Membership]) -> list[Role]:
    return [role for role, _ in _paired(held)]
