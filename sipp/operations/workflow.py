"""The way of one version to publication: submit, take back, ask for changes, approve, revise.

A version that belongs to a decree not yet published goes the same way with its decree (``operations/decrees.py``).
"""

from collections.abc import Mapping

from sipp import clock
from sipp.db import current_session
from sipp.models.standards import ReviewRemark, StandardVersion
from sipp.operations.journal import record
from sipp.operations.owned_standards import open_draft_of
from sipp.operations.reach import Reached, lock_version
from sipp.operations.standards import authors_of, create_draft, note_author, require_publishable
from sipp.operations.versions import content_of
from sipp.rules.errors import Conflict, InvalidInput
from sipp.rules.permissions import Actor
from sipp.rules.standards import Component, content_hash
from sipp.rules.workflow import (
    WorkflowMove,
    require_other_eyes,
    require_same_content,
    state_after,
    step_named,
)

#: Reasons by component; None is the standard as a whole.
Reasons = Mapping[Component | None, str]


def submit(actor: Actor, version_id: int) -> StandardVersion:
    """Ask for a review. Raises InvalidInput when the content has errors (as ``publish``), Conflict by its state."""
    reached = _locked_alone(actor, version_id, "submit")
    submit_locked(actor, reached)
    return reached.version


def recall(actor: Actor, version_id: int) -> StandardVersion:
    """Take it back from the review to edit it; raises Conflict unless it is in review."""
    reached = _locked_alone(actor, version_id, "recall")
    move_locked(actor, reached, "recall")
    return reached.version


def request_changes(actor: Actor, version_id: int, reasons: Reasons) -> StandardVersion:
    """Give it back with reasons; raises InvalidInput without any, Forbidden to an author, Conflict by its state."""
    reached = _locked_alone(actor, version_id, "request_changes")
    if not reasons:
        raise InvalidInput({"reason": "required"})
    request_changes_locked(actor, reached, reasons)
    return reached.version


def approve(actor: Actor, version_id: int, seen_hash: str) -> StandardVersion:
    """Approve exactly the content that was seen.

    Raises Conflict when it is another by now or not in review, Forbidden to everybody who wrote any of it,
    InvalidInput when it has errors.
    """
    reached = _locked_alone(actor, version_id, "approve")
    require_same_content(seen_hash, content_hash(content_of(reached.version)))
    approve_locked(actor, reached)
    return reached.version


def revise(actor: Actor, version_id: int) -> StandardVersion:
    """Make an approved version a draft again: the approval is void. Raises Conflict unless it is approved."""
    reached = _locked_alone(actor, version_id, "revise")
    revise_locked(actor, reached)
    return reached.version


def correct(actor: Actor, version_id: int) -> StandardVersion:
    """A new draft with the content of a published version: a publication is corrected by the next, never changed.

    Raises Conflict when the version is not published, or when the standard is being worked on already.
    """
    reached = lock_version(actor, version_id, "standards.create_draft")
    if reached.version.state != "published":
        raise Conflict("not_published")
    if open_draft_of(reached.owner) is not None:
        raise Conflict("draft_exists")
    draft = create_draft(actor, reached.owner, content_of(reached.version), based_on=reached.version)
    draft.decree_id = reached.version.decree_id
    current_session().flush()
    return draft


def submit_locked(actor: Actor, reached: Reached) -> None:
    """Submit a version that is locked and may be."""
    require_publishable(content_of(reached.version))
    move_locked(actor, reached, "submit")


def request_changes_locked(actor: Actor, reached: Reached, reasons: Reasons) -> None:
    """Give a locked version back, perhaps without a remark of its own: its decree has one elsewhere."""
    digest = content_hash(content_of(reached.version))
    move_locked(actor, reached, "request_changes")
    now = clock.now()
    current_session().add_all(
        ReviewRemark(
            version_id=reached.version.id,
            component=component,
            reason=reason,
            content_hash=digest,
            recorded_at=now,
            user_id=actor.user_id,
        )
        for component, reason in reasons.items()
    )
    current_session().flush()


def approve_locked(actor: Actor, reached: Reached) -> None:
    """Approve what a locked version says now."""
    content = content_of(reached.version)
    require_publishable(content)
    move_locked(actor, reached, "approve")
    reached.version.approved_hash = content_hash(content)
    reached.version.checker_id = actor.user_id
    current_session().flush()


def revise_locked(actor: Actor, reached: Reached) -> None:
    """Make a locked version a draft again."""
    move_locked(actor, reached, "revise")
    reached.version.approved_hash = None
    reached.version.checker_id = None
    note_author(actor, reached.version)


def move_locked(actor: Actor, reached: Reached, move: WorkflowMove) -> None:
    """Move a locked version as the table says; raises Forbidden to an author where the move is a checker's."""
    version = reached.version
    target = state_after(version.state, move)  # type: ignore[arg-type]
    require_other_eyes(move, actor.user_id, authors_of(version.id))
    version.state = target
    digest = content_hash(content_of(version))
    current_session().flush()
    record(actor, f"standards.{move}", "standard_version", version.id, agency_id=reached.agency_id, content_hash=digest)


def _locked_alone(actor: Actor, version_id: int, move: WorkflowMove) -> Reached:
    reached = lock_version(actor, version_id, step_named(move).action)
    decree = reached.version.decree
    if decree is not None and decree.state != "published":
        raise Conflict("belongs_to_decree")
    return reached
