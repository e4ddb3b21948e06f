"""The way of a version, and of a decree with all it adopts, to publication: states, moves, and who may decide.

Two people see what is published: nobody who wrote a version decides about it, compared by person and not by role. What
is approved is a content by its hash; any other content is not approved.

Law: UU 25/2009 art. 15 and 20 (the provider draws up, sets and publishes its standards, with the public taking part);
PermenPANRB 15/2014 (draft, discussion with the public, decree, review); PermenPANRB 16/2017 (public consultation).
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from sipp.rules.errors import Conflict, Forbidden, InvalidInput

WorkflowState = Literal["draft", "in_review", "changes_requested", "approved", "published"]
WorkflowMove = Literal["submit", "recall", "request_changes", "approve", "revise", "publish"]
ParticipantKind = Literal["users", "community", "experts", "civil_society", "business", "media", "provider"]

#: Who takes part in a public consultation (PermenPANRB 16/2017): users of the service first, the provider last.
PARTICIPANT_KINDS: tuple[ParticipantKind, ...] = get_args(ParticipantKind)


@dataclass(frozen=True)
class WorkflowStep:
    """One move on the way to publication, and the action of ``rules/permissions.py`` it takes.

    ``is_checkers``: never by a person who wrote what is decided about.
    """

    name: WorkflowMove
    sources: frozenset[WorkflowState]
    target: WorkflowState
    action: str
    is_checkers: bool
    note: str


WORKFLOW: tuple[WorkflowStep, ...] = (
    WorkflowStep(
        "submit",
        frozenset({"draft", "changes_requested"}),
        "in_review",
        "standards.submit",
        False,
        "ask for a review",
    ),
    WorkflowStep("recall", frozenset({"in_review"}), "draft", "standards.submit", False, "take it back to edit"),
    WorkflowStep(
        "request_changes",
        frozenset({"in_review"}),
        "changes_requested",
        "standards.request_changes",
        True,
        "with a reason for each component",
    ),
    WorkflowStep(
        "approve", frozenset({"in_review"}), "approved", "standards.approve", True, "bound to the content hash"
    ),
    WorkflowStep("revise", frozenset({"approved"}), "draft", "standards.edit", False, "an edit voids the approval"),
    WorkflowStep(
        "publish",
        frozenset({"approved"}),
        "published",
        "standards.publish",
        True,
        "final; the number is given here",
    ),
)

#: States in which the content may be edited.
EDITABLE_STATES: frozenset[WorkflowState] = frozenset({"draft", "changes_requested"})


def step_named(move: WorkflowMove) -> WorkflowStep:
    """The row of the table for a move."""
    return next(step for step in WORKFLOW if step.name == move)


def state_after(state: WorkflowState, move: WorkflowMove) -> WorkflowState:
    """The state a move leads to; raises Conflict when the move is not open from this state."""
    step = step_named(move)
    if state not in step.sources:
        raise Conflict("move_not_possible", state=state, move=move)
    return step.target


def open_moves(state: WorkflowState, person: int | None, authors: Collection[int]) -> tuple[WorkflowMove, ...]:
    """The moves that lead on from a state and that this person's having written the content does not forbid."""
    return tuple(
        step.name for step in WORKFLOW if state in step.sources and not (step.is_checkers and person in authors)
    )


def require_other_eyes(move: WorkflowMove, person: int | None, authors: Collection[int | None]) -> None:
    """Raises Forbidden when a checker's move would be made by one of the authors, or by nobody in particular."""
    if step_named(move).is_checkers and (person is None or person in authors):
        raise Forbidden("maker_is_checker")


def require_same_content(approved: str | None, current: str) -> None:
    """Raises Conflict when a content is not the one that was seen or approved, both told by their hash."""
    if approved != current:
        raise Conflict("content_changed")


def bundle_hash(contents: Iterable[tuple[int, str]]) -> str:
    """One hash for a set of versions (stored id, content hash), whatever their order.

    It changes when a version is added, left out or edited.
    """
    lines = (f"{version} {digest}\n" for version, digest in sorted(contents))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def require_withdrawal_day(effective_on: date, today: date) -> None:
    """A withdrawal begins today or later: what was promised yesterday stays promised. Raises InvalidInput."""
    if effective_on < today:
        raise InvalidInput({"effective_on": "in_the_past"})


def next_review(today: date) -> date:
    """The day proposed for the next review: a year on, as the yearly evaluation of PermenPANRB 13/2017 goes."""
    try:
        return today.replace(year=today.year + 1)
    except ValueError:  # 29 February
        return today.replace(year=today.year + 1, day=28)
