"""Corrections: citizens propose what a component should say, the agency works it into a draft or says why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.corrections import Correction
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import StandardVersion
from sipp.operations.journal import record
from sipp.operations.owned_standards import open_draft_of
from sipp.operations.pages import page_within
from sipp.operations.reach import services_within
from sipp.operations.standards import create_draft, taken_over
from sipp.operations.versions import content_of, in_force, published_versions
from sipp.rules import permissions
from sipp.rules.corrections import COUNTED_FOR, WORDS_KEPT_FOR, CorrectionState
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound
from sipp.rules.permissions import Actor
from sipp.rules.standards import Component, Standard
from sipp.rules.typed_input import mask_personal_numbers
from sipp.vault.codes import nonce_hash

PER_PAGE = 50
_IS_OPEN = (Correction.state == "waiting") | ((Correction.state == "accepted") & Correction.draft_id.is_(None))


@dataclass(frozen=True)
class YearlyFigures:
    """How many corrections to a service were proposed in the last year, and how many were taken up."""

    proposed: int
    taken_up: int


@dataclass(frozen=True, kw_only=True)
class CorrectionPage:
    """A page of corrections within reach; ``counts`` has how many there are in each state."""

    corrections: Sequence[Correction]
    counts: dict[str, int]
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class CorrectionView:
    """A correction beside what the page says today (``standard`` None: nothing) and the draft that is open.

    ``to_do`` are all the corrections that its own draft has yet to take up.
    """

    correction: Correction
    in_force: StandardVersion | None
    standard: Standard | None
    open_draft: StandardVersion | None
    to_do: Sequence[Correction]
    may_decide: bool


def is_within_reach(actor: Actor, action: str, service: Service) -> bool:
    """The filter of this file: whether a correction of this service is the actor's to see or decide."""
    return permissions.is_permitted(actor, action, service.agency_id, service.unit.path)


def propose(
    actor: Actor,
    service: Service,
    shown: StandardVersion | None,
    component: Component,
    proposal: str,
    source: str,
    nonce: bytes,
) -> None:
    """Store what somebody says a component should say, and where they know it from; a repeated nonce stores nothing.

    Numbers of a NIK are masked: nobody needs them here.
    """
    if not permissions.is_permitted(actor, "corrections.propose"):
        raise Forbidden("corrections.propose")
    if is_stored(nonce):
        return
    correction = Correction(
        nonce_hash=nonce_hash(nonce),
        service_id=service.id,
        version_id=shown.id if shown else None,
        component=component,
        proposal=mask_personal_numbers(proposal),
        source=mask_personal_numbers(source),
        received_at=clock.now(),
    )
    session = current_session()
    try:
        with session.begin_nested():
            session.add(correction)
            session.flush()
    except IntegrityError:
        if not is_stored(nonce):
            raise
        return
    agency_id = service.agency_id
    record(actor, "corrections.propose", "correction", correction.id, agency_id=agency_id, component=component)


def is_stored(nonce: bytes) -> bool:
    """Whether the correction of a form was stored."""
    return current_session().scalar(select(Correction.id).where(Correction.nonce_hash == nonce_hash(nonce))) is not None


def yearly_figures(service_id: int) -> YearlyFigures:
    """What the public is told of a service's corrections."""
    since = clock.now() - COUNTED_FOR
    proposed, taken_up = (
        current_session()
        .execute(
            select(
                func.count().filter(Correction.received_at >= since),
                func.count().filter(Correction.taken_up_at >= since),
            ).where(Correction.service_id == service_id)
        )
        .one()
    )
    return YearlyFigures(proposed, taken_up)


def corrections_page(actor: Actor, state: CorrectionState, page: int = 1) -> CorrectionPage:
    """Corrections of one state within reach: what waits oldest first, what is decided newest first.

    Raises Forbidden for who reads none.
    """
    _require(actor, "corrections.read")
    session = current_session()
    within = services_within(actor, "corrections.read")
    counted = select(Correction.state, func.count()).group_by(Correction.state)
    counts = dict(session.execute(_joined(counted).where(within)).all())
    page, pages = page_within(page, counts.get(state, 0), PER_PAGE)
    order = Correction.received_at if state == "waiting" else Correction.decided_at.desc()
    found = session.scalars(
        _joined(select(Correction))
        .where(Correction.state == state, within)
        .options(
            contains_eager(Correction.service).options(joinedload(Service.agency), contains_eager(Service.unit)),
            joinedload(Correction.draft),
        )
        .order_by(order, Correction.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return CorrectionPage(corrections=found.all(), counts=counts, page=page, pages=pages)


def count_open(actor: Actor) -> int:
    """How many corrections wait for this actor: to be decided, or accepted without a draft that holds them."""
    counted = _joined(select(func.count()).select_from(Correction))
    return current_session().scalar(counted.where(_IS_OPEN, services_within(actor, "corrections.decide"))) or 0


def oldest_open(actor: Actor) -> datetime | None:
    """When the oldest of those that wait for this actor came."""
    oldest = _joined(select(func.min(Correction.received_at)).select_from(Correction))
    within = services_within(actor, "corrections.decide")
    found: datetime | None = current_session().scalar(oldest.where(_IS_OPEN, within))
    return found


def find_correction(actor: Actor, correction_id: UUID, action: str = "corrections.read") -> CorrectionView:
    """A correction within reach. Raises Forbidden for who reads none, NotFound for a foreign and an unknown one."""
    correction = _find(actor, correction_id, action)
    service = correction.service
    current = in_force(published_versions(service), clock.today(service.agency.time_zone), clock.now())
    return CorrectionView(
        correction=correction,
        in_force=current,
        standard=content_of(current) if current else None,
        open_draft=open_draft_of(service),
        to_do=to_do_of(correction.draft_id) if correction.draft_id else (),
        may_decide=is_within_reach(actor, "corrections.decide", service),
    )


def accept(actor: Actor, correction_id: UUID) -> StandardVersion:
    """Take a correction into the draft of its service that is open, or into a new one; the draft.

    Raises Conflict when it was decided already, NotFound and Forbidden like ``find_correction``.
    """
    correction = _lock(actor, correction_id)
    is_without_draft = correction.state == "accepted" and correction.draft_id is None
    if correction.state != "waiting" and not is_without_draft:
        raise Conflict("already_decided")
    draft = open_draft_of(correction.service) or _new_draft(actor, correction.service)
    correction.state, correction.draft_id = "accepted", draft.id
    _decided(actor, correction)
    agency_id, component = correction.service.agency_id, correction.component
    record(
        actor,
        "corrections.accept",
        "correction",
        correction.id,
        agency_id=agency_id,
        component=component,
        version_id=draft.id,
    )
    return draft


def decline(actor: Actor, correction_id: UUID, reason: str) -> None:
    """Say no, and why. Raises InvalidInput without a reason, else like ``accept``."""
    if not reason.strip():
        raise InvalidInput({"reason": "required"})
    correction = _lock(actor, correction_id)
    if correction.state != "waiting":
        raise Conflict("already_decided")
    correction.state, correction.reason = "declined", reason
    _decided(actor, correction)
    agency_id, component = correction.service.agency_id, correction.component
    record(actor, "corrections.decline", "correction", correction.id, agency_id=agency_id, component=component)


def to_do_of(version_id: int) -> Sequence[Correction]:
    """The accepted corrections that a draft has yet to take up, oldest first."""
    found = select(Correction).where(Correction.draft_id == version_id, Correction.state == "accepted")
    return current_session().scalars(found.order_by(Correction.received_at, Correction.id)).all()


def forget_old_words() -> int:
    """Delete what was written in corrections that were decided a year ago; how many."""
    forgotten = current_session().execute(
        update(Correction)
        .where(Correction.decided_at < clock.now() - WORDS_KEPT_FOR, Correction.proposal.is_not(None))
        .values(proposal=None, source=None, reason=None)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(forgotten, CursorResult)
    return int(forgotten.rowcount)


def _require(actor: Actor, action: str) -> None:
    if not permissions.is_permitted_somewhere(actor, action):
        raise Forbidden(action)


def _joined(statement: Select) -> Select:  # type: ignore[type-arg]
    return statement.join(Correction.service).join(Service.unit)


def _find(actor: Actor, correction_id: UUID, action: str) -> Correction:
    _require(actor, action)
    correction: Correction | None = current_session().scalar(
        _joined(select(Correction))
        .where(Correction.id == correction_id)
        .options(
            contains_eager(Correction.service).options(
                joinedload(Service.agency), contains_eager(Service.unit), joinedload(Service.reference)
            ),
            joinedload(Correction.version),
            joinedload(Correction.draft),
        )
        .execution_options(populate_existing=True)
    )
    if correction is None or not is_within_reach(actor, action, correction.service):
        raise NotFound("correction")
    return correction


def _lock(actor: Actor, correction_id: UUID) -> Correction:
    """The correction to decide, after its service was locked: two decisions at once would open two drafts."""
    found = _find(actor, correction_id, "corrections.decide")
    current_session().execute(select(Service.id).where(Service.id == found.service_id).with_for_update())
    return _find(actor, correction_id, "corrections.decide")


def _decided(actor: Actor, correction: Correction) -> None:
    correction.decided_at, correction.decided_by = clock.now(), actor.user_id


def _new_draft(actor: Actor, service: Service) -> StandardVersion:
    """A draft that begins with the standard in force, else the newest one, else the national model, else nothing."""
    today, now = clock.today(service.agency.time_zone), clock.now()
    versions = published_versions(service)
    based_on = in_force(versions, today, now) or next(iter(versions), None)
    if based_on is not None:
        content = content_of(based_on)
    else:
        content = _model(service.reference) or Standard(effective_from=today)
    fresh = replace(content, effective_from=today, effective_basis=None, decree_number=None)
    return create_draft(actor, service, fresh, based_on=based_on)


def _model(reference: ReferenceService | None) -> Standard | None:
    if reference is None:
        return None
    current = in_force(published_versions(reference), clock.today(clock.NATIONAL_ZONE), clock.now())
    return taken_over(content_of(current)) if current else None
