"""How an agency comes to receive reports here (listed -> receiving), and how it goes back.

Three steps are proven by its administrator: a liaison who signs in, an address that is read, a message that arrives
there. The national administrator confirms. A step counts since the agency was last listed, and as long as what it
proved still holds: a liaison who lost the role proves nothing any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import Membership, User
from sipp.models.agencies import Agency
from sipp.models.joining import JOINING_STEPS, JoiningStep, MembershipChange
from sipp.models.journal import AuditEntry, OutboxMessage
from sipp.operations.accounts import must_set_up_second_step
from sipp.operations.agency_profiles import (
    READ,
    find_agency,
    find_whole_agency,
    flush_or_conflict,
    lock_agency,
)
from sipp.operations.delivering import count_waiting, deliver_waiting
from sipp.operations.journal import post, record
from sipp.rules.errors import Conflict, InvalidInput, NotFound
from sipp.rules.permissions import PUBLIC, SYSTEM, Actor, is_permitted

CONFIRM = "agencies.confirm_membership"
EDIT = "agencies.edit"
LINK_VALID_FOR = timedelta(days=7)
#: So many mails a day go to addresses that nobody has proven.
MOST_MAILS_A_DAY = 10


@dataclass(frozen=True)
class Candidate:
    """Somebody who is liaison for a whole agency; ``lacks`` says why not yet: "sign_in", "second_step" or None."""

    user: User
    lacks: str | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far an agency is: each step as it was proven (None: not), and what was asked last and is still open."""

    agency: Agency
    candidates: Sequence[Candidate]
    liaison: JoiningStep | None
    address: JoiningStep | None
    open_address: JoiningStep | None
    delivery: JoiningStep | None
    open_delivery: JoiningStep | None
    has_failed: bool
    waiting: int
    changes: Sequence[MembershipChange]

    @property
    def missing(self) -> list[str]:
        """The steps that are not proven."""
        return [kind for kind in JOINING_STEPS if getattr(self, kind) is None]


def standing_of(actor: Actor, slug: str, action: str = READ) -> Standing:
    """How far an agency is; raises Forbidden, NotFound like ``find_whole_agency``."""
    return _standing(find_whole_agency(actor, slug, action))


def confirm_liaison(actor: Actor, slug: str, user_id: int) -> None:
    """Name the liaison of an agency.

    Raises NotFound for who is no liaison of the whole agency, Conflict ``liaison_unfit`` for who never signed in.
    """
    standing = _lock_standing(actor, slug)
    candidate = next((one for one in standing.candidates if one.user.id == user_id), None)
    if candidate is None:
        raise NotFound("user")
    if candidate.lacks:
        raise Conflict("liaison_unfit")
    step = _add(actor, standing.agency, "liaison", liaison_id=user_id)
    step.passed_at = step.asked_at
    record(
        actor, "agencies.confirm_liaison", "agency", standing.agency.id, agency_id=standing.agency.id, user_id=user_id
    )


def ask_address(actor: Actor, slug: str, address: str) -> None:
    """Mail a link to an address; who opens it proves that it is read. Until then the former address stays in use.

    Raises InvalidInput after ``MOST_MAILS_A_DAY``.
    """
    agency = lock_agency(find_whole_agency(actor, slug, EDIT))
    _refuse_too_many(agency, "address")
    step = _add(actor, agency, "address", address=address)
    step.expires_at = step.asked_at + LINK_VALID_FOR
    record(actor, "agencies.ask_address", "agency", agency.id, agency_id=agency.id)
    post("report_address", f"report_address:{step.id}", {"step_id": str(step.id)})


def open_address(step_id: UUID | None) -> tuple[JoiningStep, Agency]:
    """The address a link can prove now; raises NotFound for a used, replaced, expired and unknown link alike."""
    session = current_session()
    step = session.get(JoiningStep, step_id, populate_existing=True) if step_id else None
    if step is None or step.kind != "address" or step.passed_at or step.expires_at is None:
        raise NotFound("address")
    agency = session.get_one(Agency, step.agency_id)
    last = _steps(agency, "address")
    if step.expires_at <= clock.now() or agency.merged_into_id or not last or last[0].id != step.id:
        raise NotFound("address")
    return step, agency


def verify_address(step_id: UUID | None) -> Agency:
    """Take the address into use; raises NotFound like ``open_address``."""
    agency = lock_agency(open_address(step_id)[1])
    step = open_address(step_id)[0]
    step.passed_at, agency.report_email = clock.now(), step.address
    flush_or_conflict()
    record(PUBLIC, "agencies.verify_address", "agency", agency.id, agency_id=agency.id)
    return agency


def test_delivery(actor: Actor, slug: str) -> None:
    """Send a test message to the proven address.

    Raises Conflict ``address_unproven`` without one, InvalidInput after ``MOST_MAILS_A_DAY``.
    """
    standing = _lock_standing(actor, slug)
    agency = standing.agency
    if standing.address is None:
        raise Conflict("address_unproven")
    _refuse_too_many(agency, "delivery")
    step = _add(actor, agency, "delivery", address=standing.address.address)
    record(actor, "agencies.test_delivery", "agency", agency.id, agency_id=agency.id)
    post("report_delivery_test", _test_key(step), {"step_id": str(step.id)})


def find_step(step_id: UUID) -> tuple[JoiningStep, Agency] | None:
    """A step that is not proven yet, with its agency."""
    step = current_session().get(JoiningStep, step_id, populate_existing=True)
    if step is None or step.passed_at:
        return None
    return step, current_session().get_one(Agency, step.agency_id)


def note_delivered(step_id: UUID) -> None:
    """Write down that the mail server took the test message for its recipient; a second time changes nothing."""
    found = find_step(step_id)
    if found is not None:
        found[0].passed_at = clock.now()
        record(SYSTEM, "agencies.prove_delivery", "agency", found[1].id, agency_id=found[1].id)


def begin_receiving(actor: Actor, slug: str) -> int:
    """Confirm that an agency receives reports from now on, and deliver those that waited; how many they were.

    Raises Conflict ``steps_missing`` while a step is not proven, ``receives_already`` for who was faster.
    """
    agency = lock_agency(find_agency(actor, slug, CONFIRM))
    if agency.membership == "receiving":
        raise Conflict("receives_already")
    if _standing(agency).missing:
        raise Conflict("steps_missing")
    agency.membership, agency.receiving_since = "receiving", clock.now()
    _note_change(actor, agency, None)
    record(actor, "agencies.begin_receiving", "agency", agency.id, agency_id=agency.id)
    delivered = deliver_waiting(actor, agency)
    key = f"agency_joined:{agency.id}:{agency.row_version}"
    post("agency_joined", key, {"agency_id": agency.id, "delivered": delivered})
    return delivered


def stop_receiving(actor: Actor, slug: str, reason: str) -> None:
    """Make an agency only listed again. What was delivered stays its duty; the steps must be taken anew.

    Raises InvalidInput without a reason, Conflict ``only_listed`` for who was faster.
    """
    agency = lock_agency(find_agency(actor, slug, CONFIRM))
    if not reason.strip():
        raise InvalidInput({"reason": "membership_reason_required"})
    if agency.membership == "listed":
        raise Conflict("only_listed")
    agency.membership, agency.receiving_since = "listed", None
    _note_change(actor, agency, reason.strip())
    record(actor, "agencies.stop_receiving", "agency", agency.id, agency_id=agency.id)


def ready_agencies(actor: Actor) -> list[Agency]:
    """The agencies that took all steps and wait for the actor's confirmation, by name."""
    if not is_permitted(actor, CONFIRM):
        return []
    proven = select(JoiningStep.agency_id).where(JoiningStep.kind == "delivery", JoiningStep.passed_at.is_not(None))
    listed = select(Agency).where(Agency.membership == "listed", Agency.merged_into_id.is_(None), Agency.id.in_(proven))
    found = current_session().scalars(listed.options(joinedload(Agency.region)).order_by(Agency.name, Agency.id)).all()
    return [agency for agency in found if not _standing(agency).missing]


def _standing(agency: Agency) -> Standing:
    candidates = [Candidate(user, _lacks(user)) for user in _liaisons(agency)]
    fit = {one.user.id for one in candidates if one.lacks is None}
    named = _steps(agency, "liaison")[:1]
    asked = _steps(agency, "address")
    tested = [one for one in _steps(agency, "delivery") if one.address == agency.report_email]
    last_test = next(iter(tested), None)
    return Standing(
        agency=agency,
        candidates=candidates,
        liaison=next((one for one in named if one.liaison_id in fit), None),
        address=next((one for one in asked if one.passed_at and one.address == agency.report_email), None),
        open_address=next((one for one in asked[:1] if one.passed_at is None), None),
        delivery=next((one for one in tested if one.passed_at), None),
        open_delivery=last_test if last_test and last_test.passed_at is None else None,
        has_failed=last_test is not None and _is_set_aside(last_test),
        waiting=count_waiting(agency),
        changes=_changes(agency),
    )


def _lock_standing(actor: Actor, slug: str) -> Standing:
    """For who takes a step: one at a time, so that none is counted twice."""
    return _standing(lock_agency(find_whole_agency(actor, slug, EDIT)))


def _steps(agency: Agency, kind: str) -> Sequence[JoiningStep]:
    """The attempts at a step since the agency was last listed, the newest first."""
    listed = select(func.max(MembershipChange.at)).where(
        MembershipChange.agency_id == agency.id, MembershipChange.membership == "listed"
    )
    session = current_session()
    since = session.scalar(listed)
    found = select(JoiningStep).where(JoiningStep.agency_id == agency.id, JoiningStep.kind == kind)
    if since is not None:
        found = found.where(JoiningStep.asked_at > since)
    newest_first = found.order_by(JoiningStep.asked_at.desc(), JoiningStep.id.desc())
    return session.scalars(newest_first.execution_options(populate_existing=True)).all()


def _liaisons(agency: Agency) -> Sequence[User]:
    held = select(Membership.user_id).where(
        Membership.role == "liaison", Membership.agency_id == agency.id, Membership.unit_id.is_(None)
    )
    active = select(User).where(User.id.in_(held), User.active).order_by(User.name, User.id)
    return current_session().scalars(active).all()


def _lacks(user: User) -> str | None:
    signed_in = select(AuditEntry.id).where(AuditEntry.actor_id == user.id, AuditEntry.action == "accounts.sign_in")
    if current_session().scalar(signed_in.limit(1)) is None:
        return "sign_in"
    return "second_step" if must_set_up_second_step(user) else None


def _changes(agency: Agency) -> Sequence[MembershipChange]:
    of_agency = select(MembershipChange).where(MembershipChange.agency_id == agency.id)
    newest_first = of_agency.options(joinedload(MembershipChange.by)).order_by(MembershipChange.id.desc())
    return current_session().scalars(newest_first).all()


def _add(
    actor: Actor, agency: Agency, kind: str, *, liaison_id: int | None = None, address: str | None = None
) -> JoiningStep:
    step = JoiningStep(
        agency_id=agency.id,
        kind=kind,
        liaison_id=liaison_id,
        address=address,
        asked_by=actor.user_id,
        asked_at=clock.now(),
    )
    current_session().add(step)
    current_session().flush()
    return step


def _refuse_too_many(agency: Agency, kind: str) -> None:
    recent = (JoiningStep.kind == kind, JoiningStep.asked_at > clock.now() - timedelta(days=1))
    sent = select(func.count(JoiningStep.id)).where(JoiningStep.agency_id == agency.id, *recent)
    if (current_session().scalar(sent) or 0) >= MOST_MAILS_A_DAY:
        raise InvalidInput({"address": "too_many_mails"})


def _test_key(step: JoiningStep) -> str:
    return f"report_delivery_test:{step.id}"


def _is_set_aside(step: JoiningStep) -> bool:
    state = select(OutboxMessage.state).where(OutboxMessage.key == _test_key(step))
    return current_session().scalar(state) == "set_aside"


def _note_change(actor: Actor, agency: Agency, reason: str | None) -> None:
    flush_or_conflict()
    change = MembershipChange(
        agency_id=agency.id, membership=agency.membership, reason=reason, at=clock.now(), by_id=actor.user_id
    )
    current_session().add(change)
