"""The decree (keputusan): adopts many versions and takes them through review to publication, all or none.

Its state is that of its versions. A reviewer approves the set of contents that they went through one by one; a version
added, left out or edited afterwards makes another set, which is not approved.

Law: UU 25/2009 art. 20 and PermenPANRB 15/2014 (standards are set by decree of the head of the provider).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.journal import AuditEntry
from sipp.models.services import Service
from sipp.models.standards import Decree, SeenDifference, StandardVersion, VersionAuthor
from sipp.operations import workflow
from sipp.operations.agency_profiles import hold_agency
from sipp.operations.bundles import Bundle, find_bundle, seen_by, service_of
from sipp.operations.journal import record
from sipp.operations.reach import (
    Reached,
    is_within_reach,
    lock_versions,
    reachable_agencies,
)
from sipp.operations.standards import note_author, publish_locked
from sipp.operations.versions import content_of, contents_of
from sipp.operations.workflow import Reasons
from sipp.rules import permissions
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound
from sipp.rules.permissions import Actor
from sipp.rules.standards import content_hash
from sipp.rules.workflow import (
    EDITABLE_STATES,
    WorkflowMove,
    bundle_hash,
    require_other_eyes,
    require_same_content,
    state_after,
)

#: More services than one decree adopts.
MOST_VERSIONS = 500
_WRITING = ("decrees.create", "decrees.edit", "decrees.attach_file")


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What is known of a decree: it may be on its way to the signatory, without a day yet."""

    number: str
    decided_on: date | None = None
    signatory_function: str | None = None


def create(actor: Actor, agency_slug: str | None, told: Particulars) -> Decree:
    """A new decree that adopts nothing yet. Raises InvalidInput when the agency has one of this number."""
    agencies = reachable_agencies(actor, "standards.edit")
    agency = next((one for one in agencies if agency_slug in (None, one.slug)), None)
    if agency is None:
        raise NotFound("agency")
    decree = Decree(agency_id=hold_agency(agency).id)
    _tell(decree, told)
    current_session().add(decree)
    _flush_number()
    record(actor, "decrees.create", "decree", decree.id, agency_id=agency.id)
    return decree


def edit(actor: Actor, decree_id: int, told: Particulars, row_version: int) -> Decree:
    """Tell a decree otherwise while it is a draft; its number is part of the standards it adopts.

    Raises Conflict when somebody else changed it since ``row_version``, or when it is no draft.
    """
    decree, bundle = _editable(actor, decree_id)
    if decree.row_version != row_version:
        raise Conflict("changed_meanwhile")
    _tell(decree, told)
    _flush_number()
    for reached in bundle:
        note_author(actor, reached.version)
    record(actor, "decrees.edit", "decree", decree.id, agency_id=decree.agency_id)
    return decree


def attach_file(actor: Actor, decree_id: int, file_name: str, sha256: str) -> str | None:
    """Name the stored file of a decree that is a draft, with its hash; gives the name of the one it replaces."""
    decree, _ = _editable(actor, decree_id)
    replaced = decree.file_name
    decree.file_name, decree.file_sha256 = file_name, sha256
    record(actor, "decrees.attach_file", "decree", decree.id, agency_id=decree.agency_id)
    return replaced


def candidates(actor: Actor, decree_id: int) -> Sequence[StandardVersion]:
    """The drafts of the agency that a decree may still adopt, by name of their service; raises as ``find_bundle``."""
    decree = find_bundle(actor, decree_id).decree
    found = current_session().scalars(
        select(StandardVersion)
        .join(StandardVersion.service)
        .where(
            Service.agency_id == decree.agency_id,
            StandardVersion.state.in_(EDITABLE_STATES),
            StandardVersion.decree_id.is_distinct_from(decree.id),
        )
        .options(joinedload(StandardVersion.service).joinedload(Service.unit), joinedload(StandardVersion.decree))
        .order_by(Service.name, StandardVersion.id)
    )
    return [one for one in found if _is_free(one) and is_within_reach(actor, "standards.edit", service_of(one))]


def adopt(actor: Actor, decree_id: int, version_ids: Collection[int]) -> None:
    """Let a draft decree adopt drafts of its agency; raises NotFound, and Conflict when one is in review elsewhere."""
    decree, bundle = _editable(actor, decree_id)
    if len(bundle) + len(version_ids) > MOST_VERSIONS:
        raise InvalidInput({"versions": "too_many"})
    for reached in lock_versions(actor, version_ids, "standards.edit"):
        if reached.agency_id != decree.agency_id:
            raise NotFound("version")
        if not _is_free(reached.version):
            raise Conflict("belongs_to_decree")
        _change_adoption(actor, reached, decree)


def release(actor: Actor, decree_id: int, version_id: int) -> None:
    """Take a version out of a draft decree; it goes on by itself. Raises NotFound when it is not in it."""
    decree, bundle = _editable(actor, decree_id)
    reached = next((one for one in bundle if one.version.id == version_id), None)
    if reached is None:
        raise NotFound("version")
    _change_adoption(actor, reached, None, of=decree)


def mark_seen(actor: Actor, decree_id: int, version_id: int, seen_hash: str) -> None:
    """Remember that the actor went through what a version in review changes; raises Conflict when it says otherwise."""
    _, bundle = _locked(actor, decree_id, "standards.approve")
    reached = next((one for one in bundle if one.version.id == version_id), None)
    if reached is None:
        raise NotFound("version")
    state_after(reached.version.state, "approve")  # type: ignore[arg-type]
    require_same_content(seen_hash, content_hash(content_of(reached.version)))
    if actor.user_id is None or version_id in seen_by(actor, {version_id: seen_hash}):
        return
    current_session().add(
        SeenDifference(version_id=version_id, user_id=actor.user_id, content_hash=seen_hash, seen_at=clock.now())
    )
    record(
        actor,
        "standards.see_difference",
        "standard_version",
        version_id,
        agency_id=reached.agency_id,
        content_hash=seen_hash,
    )


def submit(actor: Actor, decree_id: int) -> None:
    """Ask for the review of all. Raises Conflict without versions or by its state, InvalidInput as one version."""
    decree, bundle = _locked(actor, decree_id, "standards.submit")
    if not bundle:
        raise Conflict("adopts_nothing")
    _move_all(actor, decree, bundle, "submit", workflow.submit_locked)


def recall(actor: Actor, decree_id: int) -> None:
    """Take all back from the review."""
    decree, bundle = _locked(actor, decree_id, "standards.submit")
    _move_all(actor, decree, bundle, "recall", _mover("recall"))


def revise(actor: Actor, decree_id: int) -> None:
    """Make an approved decree a draft again: the approval of all is void."""
    decree, bundle = _locked(actor, decree_id, "standards.edit")
    _move_all(actor, decree, bundle, "revise", workflow.revise_locked)
    decree.content_hash = None
    current_session().flush()


def request_changes(actor: Actor, decree_id: int, reasons: Mapping[int, Reasons]) -> None:
    """Give all back, with reasons for one version at least (by its id); raises InvalidInput without any."""
    decree, bundle = _locked(actor, decree_id, "standards.request_changes")
    if not any(reasons.get(reached.version.id) for reached in bundle):
        raise InvalidInput({"reason": "required"})

    def give_back(actor: Actor, reached: Reached) -> None:
        workflow.request_changes_locked(actor, reached, reasons.get(reached.version.id, {}))

    _move_all(actor, decree, bundle, "request_changes", give_back)


def approve(actor: Actor, decree_id: int, seen_hash: str) -> None:
    """Approve exactly the set that was seen, every difference of it.

    Raises Conflict when it is another set by now, or when the actor has not gone through a difference of it; Forbidden
    to everybody who wrote any of it.
    """
    decree, bundle = _locked(actor, decree_id, "standards.approve")
    hashes = _hashes(bundle)
    require_same_content(seen_hash, bundle_hash(hashes.items()))
    if set(hashes) - seen_by(actor, hashes):
        raise Conflict("difference_not_seen")
    _move_all(actor, decree, bundle, "approve", workflow.approve_locked)
    decree.content_hash = seen_hash
    current_session().flush()


def publish(actor: Actor, decree_id: int, recorded_at: datetime | None = None) -> None:
    """Publish all that was approved, or nothing.

    Raises Conflict when one is not what was approved, or when the decree has no day yet.
    """
    decree, bundle = _locked(actor, decree_id, "standards.publish")
    target = state_after(decree.state, "publish")  # type: ignore[arg-type]
    require_other_eyes("publish", actor.user_id, _authors_of(decree))
    if decree.decided_on is None:
        raise Conflict("decree_undated")
    require_same_content(decree.content_hash, bundle_hash(_hashes(bundle).items()))
    decree.state = target
    current_session().flush()
    _record_move(actor, decree, "publish")
    publish_locked(actor, bundle, recorded_at)


def _move_all(
    actor: Actor,
    decree: Decree,
    bundle: Sequence[Reached],
    move: WorkflowMove,
    act: Callable[[Actor, Reached], None],
) -> None:
    target = state_after(decree.state, move)  # type: ignore[arg-type]
    require_other_eyes(move, actor.user_id, _authors_of(decree))
    for reached in bundle:
        act(actor, reached)
    decree.state = target
    current_session().flush()
    _record_move(actor, decree, move)


def all_authors(bundle: Bundle) -> set[int]:
    """Everybody who wrote any of what a decree says or adopts, as far as it is within reach."""
    ids = [one.version.id for one in bundle.adopted]
    wrote = select(VersionAuthor.user_id).where(VersionAuthor.version_id.in_(ids))
    return {*current_session().scalars(wrote), *(one for one in _authors_of(bundle.decree) if one is not None)}


def _authors_of(decree: Decree) -> set[int | None]:
    """Who told what a decree is: its number is part of all that it adopts."""
    written = select(AuditEntry.actor_id).where(
        AuditEntry.subject_kind == "decree", AuditEntry.subject_id == str(decree.id), AuditEntry.action.in_(_WRITING)
    )
    return set(current_session().scalars(written))


def _record_move(actor: Actor, decree: Decree, move: WorkflowMove) -> None:
    details = {"content_hash": decree.content_hash} if decree.content_hash else {}
    record(actor, f"decrees.{move}", "decree", decree.id, agency_id=decree.agency_id, **details)


def _mover(move: WorkflowMove) -> Callable[[Actor, Reached], None]:
    return lambda actor, reached: workflow.move_locked(actor, reached, move)


def _locked(actor: Actor, decree_id: int, action: str) -> tuple[Decree, Sequence[Reached]]:
    """A decree and all that it adopts, locked in this order; raises as ``find_bundle`` and ``require``.

    A version that another decree adopted before it was locked is none of this one's any more.
    """
    session = current_session()
    decree = find_bundle(actor, decree_id).decree
    session.refresh(decree, with_for_update=True)
    if not permissions.is_permitted_in(actor, action, decree.agency_id):
        raise Forbidden()
    ids = session.scalars(select(StandardVersion.id).where(StandardVersion.decree_id == decree.id)).all()
    return decree, [one for one in lock_versions(actor, ids, action) if one.version.decree_id == decree.id]


def _editable(actor: Actor, decree_id: int) -> tuple[Decree, Sequence[Reached]]:
    decree, bundle = _locked(actor, decree_id, "standards.edit")
    if decree.state not in EDITABLE_STATES:
        raise Conflict("not_a_draft")
    return decree, bundle


def _change_adoption(actor: Actor, reached: Reached, adopting: Decree | None, of: Decree | None = None) -> None:
    version, decree = reached.version, adopting or of
    assert decree is not None
    version.decree_id = adopting.id if adopting else None
    current_session().flush()
    current_session().refresh(version, ["decree"])
    note_author(actor, version)
    record(
        actor,
        "decrees.adopt" if adopting else "decrees.release",
        "standard_version",
        version.id,
        agency_id=reached.agency_id,
        decree_id=decree.id,
    )


def _is_free(version: StandardVersion) -> bool:
    """Whether another decree may adopt the version now."""
    return version.state in EDITABLE_STATES and (version.decree is None or version.decree.state != "in_review")


def _tell(decree: Decree, told: Particulars) -> None:
    decree.number = told.number
    decree.decided_on = told.decided_on
    decree.signatory_function = told.signatory_function


def _flush_number() -> None:
    try:
        current_session().flush()
    except IntegrityError:
        raise InvalidInput({"number": "number_taken"}) from None


def _hashes(bundle: Sequence[Reached]) -> dict[int, str]:
    contents = contents_of([reached.version for reached in bundle])
    return {key: content_hash(content) for key, content in contents.items()}
