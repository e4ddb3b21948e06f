"""What reviewers and makers read: what waits, what a version changes, what was asked, and who did what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import User
from sipp.models.journal import AuditEntry
from sipp.models.promises import PromiseSpan
from sipp.models.services import Service
from sipp.models.standards import (
    Decree,
    PublicConsultation,
    ReviewDue,
    ReviewRemark,
    StandardVersion,
    VersionAuthor,
)
from sipp.operations.offerings import in_force_now
from sipp.operations.reach import Reached, find_version, is_within_reach, keeps_models, services_within
from sipp.operations.standard_checks import Checked, check_content, surroundings_of
from sipp.operations.standards import authors_of, today_of
from sipp.operations.upkeep import consultations_of, review_due_on, verified_on
from sipp.operations.versions import Owner, content_of, in_force, owner_of, published_versions
from sipp.rules.differences import Difference, differences
from sipp.rules.permissions import Actor, is_permitted_in
from sipp.rules.standards import Component, Standard, content_hash
from sipp.rules.workflow import WorkflowMove, open_moves, step_named

#: So many of each kind are listed; a queue longer than this is worked off from its front.
MOST_WAITING = 200


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A version that waits for somebody. ``since``: the moment or day that it waits from."""

    version: StandardVersion
    owner: Owner
    since: datetime | date | None = None


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What waits for one officer, by what is to be done with it."""

    to_review: Sequence[Waiting]
    to_publish: Sequence[Waiting]
    to_change: Sequence[Waiting]
    to_look_at: Sequence[Waiting]
    decrees_to_review: Sequence[Decree]
    decrees_to_publish: Sequence[Decree]
    decrees_to_change: Sequence[Decree]


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something somebody did with a version; ``name`` None: the system."""

    at: datetime
    action: str
    name: str | None
    details: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A change asked for; of the round that was asked last."""

    component: Component | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Review:
    """A version as its reviewer sees it. ``base`` is what it is compared with: the version in force."""

    reached: Reached
    content: Standard
    content_hash: str
    base: StandardVersion | None
    base_content: Standard | None
    differences: Sequence[Difference]
    checked: Checked
    remarks: Sequence[Remark]
    remarked_by: str | None
    authors: Sequence[str]
    is_author: bool
    moves: frozenset[WorkflowMove]
    is_in_force: bool
    verified_on: date | None
    review_due_on: date | None
    consultations: Sequence[PublicConsultation]
    history: Sequence[Act]
    today: date


def review_of(actor: Actor, version_id: int) -> Review:
    """Everything a decision about a version needs; raises NotFound for a foreign and an unknown one alike."""
    reached = find_version(actor, version_id)
    version, owner = reached.version, reached.owner
    today = today_of(owner)
    current = in_force(published_versions(owner), today, clock.now())
    base = current if current is not None and current.id != version.id else _before(version, owner)
    content = content_of(version)
    base_content = content_of(base) if base is not None else None
    authors = authors_of(version.id)
    remarks, remarked_by = _last_remarks(version.id)
    return Review(
        reached=reached,
        content=content,
        content_hash=content_hash(content),
        base=base,
        base_content=base_content,
        differences=differences(base_content, content) if base_content is not None else (),
        checked=check_content(content, surroundings_of(owner)),
        remarks=remarks,
        remarked_by=remarked_by,
        authors=_names(authors),
        is_author=actor.user_id in authors,
        moves=frozenset(_moves_of(actor, reached, authors)),
        is_in_force=current is not None and current.id == version.id,
        verified_on=verified_on(version.id),
        review_due_on=review_due_on(version.id),
        consultations=consultations_of(version.id),
        history=history_of("standard_version", version.id),
        today=today,
    )


def queue_of(actor: Actor) -> Queue:
    """What waits for the actor, in each part the longest waiting first."""
    return Queue(
        to_review=_to_decide(actor, "in_review", "approve"),
        to_publish=_to_decide(actor, "approved", "publish"),
        to_change=_to_change(actor),
        to_look_at=_to_look_at(actor),
        decrees_to_review=_decrees_at(actor, "in_review", "standards.approve"),
        decrees_to_publish=_decrees_at(actor, "approved", "standards.publish"),
        decrees_to_change=_decrees_at(actor, "changes_requested", "standards.edit"),
    )


def history_of(subject_kind: str, subject_id: int) -> Sequence[Act]:
    """Who did what with a version or decree, and when, the newest first."""
    rows = current_session().execute(
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == str(subject_id))
        .order_by(AuditEntry.id.desc())
    )
    return [Act(at=entry.at, action=entry.action, name=name, details=entry.details) for entry, name in rows]


def _moves_of(actor: Actor, reached: Reached, authors: set[int]) -> list[WorkflowMove]:
    """The moves that are open to the actor with this version by itself."""
    decree = reached.version.decree
    if decree is not None and decree.state != "published":
        return []
    return [
        move
        for move in open_moves(reached.version.state, actor.user_id, authors)  # type: ignore[arg-type]
        if is_within_reach(actor, step_named(move).action, reached.owner)
    ]


def _before(version: StandardVersion, owner: Owner) -> StandardVersion | None:
    """What a version that is itself in force, or comes where none is, is compared with: the one published before."""
    limit = version.number or 2**31
    return next((one for one in published_versions(owner) if one.number is not None and one.number < limit), None)


def _last_remarks(version_id: int) -> tuple[Sequence[Remark], str | None]:
    rows = (
        current_session()
        .execute(
            select(ReviewRemark, User.name)
            .outerjoin(User, User.id == ReviewRemark.user_id)
            .where(ReviewRemark.version_id == version_id)
            .order_by(ReviewRemark.id)
        )
        .all()
    )
    if not rows:
        return (), None
    last, name = rows[-1]
    return [
        Remark(component=one.component, reason=one.reason)  # type: ignore[arg-type]
        for one, _ in rows
        if one.recorded_at == last.recorded_at
    ], name


def _names(user_ids: set[int]) -> Sequence[str]:
    return current_session().scalars(select(User.name).where(User.id.in_(user_ids)).order_by(User.name)).all()


def _to_decide(actor: Actor, state: str, move: WorkflowMove) -> Sequence[Waiting]:
    action = step_named(move).action
    own = select(VersionAuthor.version_id).where(VersionAuthor.user_id == actor.user_id)
    alone = StandardVersion.decree_id.is_(None) | StandardVersion.decree.has(Decree.state == "published")
    return _waiting(actor, action, StandardVersion.state == state, alone, StandardVersion.id.not_in(own))


def _to_change(actor: Actor) -> Sequence[Waiting]:
    own = select(VersionAuthor.version_id).where(VersionAuthor.user_id == actor.user_id)
    return _waiting(actor, "standards.edit", StandardVersion.state == "changes_requested", StandardVersion.id.in_(own))


def _waiting(actor: Actor, action: str, *conditions: Any) -> Sequence[Waiting]:
    """Versions within reach in a state, by the moment of their last act."""
    last_act = (
        select(func.max(AuditEntry.at))
        .where(
            AuditEntry.subject_kind == "standard_version",
            AuditEntry.subject_id == cast(StandardVersion.id, String),
        )
        .correlate(StandardVersion)
        .scalar_subquery()
    )
    session = current_session()
    found = select(StandardVersion, last_act).where(*conditions).options(*_with_owner()).limit(MOST_WAITING)
    of_services = found.join(StandardVersion.service).join(Service.unit).where(services_within(actor, action))
    of_models = found.where(StandardVersion.reference_id.is_not(None))
    rows = [*session.execute(of_services), *(session.execute(of_models) if keeps_models(actor, action) else ())]
    waiting = [Waiting(version=version, owner=owner_of(version), since=since) for version, since in rows]
    return sorted(waiting, key=lambda one: (str(one.since), one.version.id))


def _to_look_at(actor: Actor) -> Sequence[Waiting]:
    """Versions in force whose review date has passed."""
    newest = select(func.max(ReviewDue.id)).group_by(ReviewDue.version_id)
    near = services_within(actor, "standards.verify")
    if keeps_models(actor, "standards.verify"):
        near |= StandardVersion.reference_id.is_not(None)
    rows = current_session().execute(
        select(StandardVersion, ReviewDue.due_on)
        .join(ReviewDue, ReviewDue.version_id == StandardVersion.id)
        .join(PromiseSpan, PromiseSpan.version_id == StandardVersion.id)
        .outerjoin(StandardVersion.service)
        .outerjoin(Service.unit)
        .where(ReviewDue.id.in_(newest), ReviewDue.due_on < clock.now().date(), in_force_now(clock.now()), near)
        .options(*_with_owner())
        .order_by(ReviewDue.due_on, StandardVersion.id)
        .limit(MOST_WAITING)
    )
    return [Waiting(version=version, owner=owner_of(version), since=due_on) for version, due_on in rows]


def _decrees_at(actor: Actor, state: str, action: str) -> Sequence[Decree]:
    found = current_session().scalars(select(Decree).where(Decree.state == state).order_by(Decree.id))
    return [one for one in found if is_permitted_in(actor, action, one.agency_id)]


def _with_owner() -> tuple[ExecutableOption, ...]:
    service = joinedload(StandardVersion.service)
    return (
        service.joinedload(Service.unit),
        service.joinedload(Service.agency),
        joinedload(StandardVersion.reference),
        joinedload(StandardVersion.decree),
    )
