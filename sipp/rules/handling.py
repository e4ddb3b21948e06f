"""What an officer may do with a report now: the moves of the table, and the acts that move nothing.

Buttons and operations ask the same function, so that no button leads to a refusal. Nobody decides an objection to an
own rejection, whatever other role that officer holds.

Law: UU 25/2009 art. 36 (who handles complaints), 44 (completeness), 47-49 (impartial examination), 50 (decision).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sipp.rules.permissions import Actor, Role, is_allowed
from sipp.rules.reports import MOVES, OPEN_STATES, MoveBy, MoveName, State, moves_open_to

ActName = Literal[
    "accept",
    "route",
    "ask_completion",
    "declare_complete",
    "transfer",
    "hand_over",
    "answer",
    "submit_answer",
    "sign_answer",
    "return_answer",
    "recall_answer",
    "reject",
    "uphold_appeal",
    "reject_appeal",
    "extend",
    "confirm_class",
    "write_message",
    "ask_colleague",
    "write_note",
    "assign",
    "join_incident",
    "leave_incident",
    "declare_conflict",
]
#: Act -> what one must hold to do it, in the order in which a page offers them.
ACTIONS: dict[ActName, str] = {
    "accept": "reports.accept",
    "route": "reports.route",
    "answer": "reports.answer",
    "submit_answer": "reports.answer",
    "sign_answer": "reports.sign_answer",
    "return_answer": "reports.sign_answer",
    "recall_answer": "reports.answer",
    "write_message": "reports.write_message",
    "ask_colleague": "reports.share",
    "ask_completion": "reports.ask_completion",
    "declare_complete": "reports.declare_complete",
    "uphold_appeal": "reports.decide_appeal",
    "reject_appeal": "reports.decide_appeal",
    "extend": "reports.extend",
    "confirm_class": "reports.confirm_class",
    "assign": "reports.assign",
    "transfer": "reports.transfer",
    "hand_over": "reports.hand_over",
    "reject": "reports.reject",
    "join_incident": "incidents.manage",
    "leave_incident": "incidents.manage",
    "write_note": "reports.write_note",
    "declare_conflict": "reports.declare_conflict",
}
#: So many equal answers to different reports raise a flag.
EQUAL_ANSWERS = 3
#: The acts that are moves of the table.
MOVE_NAMES: frozenset[str] = frozenset(move.name for move in MOVES)
#: The agency and the reporter still talk.
TALKING_STATES: frozenset[State] = OPEN_STATES | {"answered", "lapsed"}
#: Somebody still has something to do with it.
ASSIGNABLE_STATES: frozenset[State] = OPEN_STATES | {"answered"}
#: An extension is at most as long as the limit itself.
LONGEST_EXTENSION_DAYS = 60


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a report stands, as far as it decides what may be done with it.

    ``is_examined``: completion was asked for or the report is complete, which happens once. ``can_be_extended``: its
    settle clock runs and was never extended. ``has_open_appeal``: its reporter objected and nobody decided yet;
    ``rejected_by`` is the user against whose rejection that is. ``needs_signature``: the agency's head signs its answer
    first; ``answer_by`` wrote the answer that waits for it.
    """

    state: State
    kind: str
    agency_id: int
    unit_path: str
    agency_is_receiving: bool
    is_examined: bool = False
    can_be_extended: bool = False
    has_open_appeal: bool = False
    rejected_by: int | None = None
    is_in_incident: bool = False
    needs_signature: bool = False
    answer_by: int | None = None


def open_acts(actor: Actor, standing: Standing) -> dict[ActName, Role]:
    """The acts open to an actor, each with the role in which it is done, in the order of ``ACTIONS``."""
    found: dict[ActName, Role] = {}
    for act, action in ACTIONS.items():
        for role in _roles_over(actor, standing):
            if is_allowed(role, action) and _is_open(act, role, standing) and not _is_own(act, actor, standing):
                found.setdefault(act, role)
    return found


def _roles_over(actor: Actor, standing: Standing) -> Iterable[Role]:
    return [one.role for one in actor.memberships if one.covers(standing.agency_id, standing.unit_path)]


def _is_own(act: ActName, actor: Actor, standing: Standing) -> bool:
    """Whether an actor would decide about what the same person wrote: an answer to sign, a rejection objected to."""
    if actor.user_id is None:
        return False
    if act in ("sign_answer", "return_answer"):
        return standing.answer_by == actor.user_id
    return act in ("uphold_appeal", "reject_appeal") and standing.rejected_by == actor.user_id


def _is_open(act: ActName, role: Role, standing: Standing) -> bool:
    if act in MOVE_NAMES and act not in _moves_of(role, standing):
        return False
    match act:
        case "answer":
            return not standing.needs_signature and standing.answer_by is None
        case "submit_answer":
            return standing.state == "in_progress" and standing.needs_signature and standing.answer_by is None
        case "ask_colleague":
            return standing.state == "in_progress"
        case "sign_answer" | "return_answer" | "recall_answer":
            return standing.state == "in_progress" and standing.answer_by is not None
        case "ask_completion" | "declare_complete":
            return not standing.is_examined
        case "uphold_appeal" | "reject_appeal":
            return standing.state == "rejected" and standing.has_open_appeal
        case "extend":
            return standing.state == "in_progress" and standing.can_be_extended
        case "confirm_class":
            return standing.kind == "complaint" and standing.state in OPEN_STATES
        case "write_message":
            return standing.state in TALKING_STATES
        case "assign":
            return standing.state in ASSIGNABLE_STATES
        case "join_incident":
            return standing.state in OPEN_STATES and not standing.is_in_incident
        case "leave_incident":
            return standing.state in OPEN_STATES and standing.is_in_incident
    return True


def _moves_of(role: Role, standing: Standing) -> tuple[MoveName, ...]:
    """The table's moves for a role; an overseer moves only what lies with an agency that receives no reports here."""
    if role == "overseer" and standing.agency_is_receiving:
        return ()
    return moves_open_to(standing.state, _BY[role]) if role in _BY else ()


_BY: dict[str, MoveBy] = {
    "liaison": "liaison",
    "agency_admin": "agency_admin",
    "overseer": "overseer",
    "supervisor": "supervisor",
}
