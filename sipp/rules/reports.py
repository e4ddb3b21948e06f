"""A report's life: its states, the moves between them, who owns it, and its case number.

Law: UU 25/2009 art. 36-37 (complaint handling), 42 (filing), 44 (completeness), 50 (decision); PermenPANRB 62/2018
and 5/2025 (SP4N); Ombudsman and sanction rules stand where they are used.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from sipp.rules.errors import Conflict
from sipp.rules.findings import OVERSIGHT_TREATMENTS, Finding, Group, ReportKind
from sipp.rules.lengths import ReportClass

State = Literal[
    "received",
    "in_progress",
    "needs_completion",
    "answered",
    "resolved",
    "unresolved",
    "lapsed",
    "handed_over",
    "rejected",
    "withdrawn",
]
STATES: tuple[State, ...] = get_args(State)
#: The agency still owes the next act, or waits for the citizen's missing papers.
OPEN_STATES: frozenset[State] = frozenset({"received", "in_progress", "needs_completion"})

MoveName = Literal[
    "submit",
    "accept",
    "route",
    "ask_completion",
    "declare_complete",
    "complete",
    "deem_withdrawn",
    "transfer",
    "hand_over",
    "answer",
    "verdict_yes",
    "verdict_reopens",
    "verdict_final",
    "lapse",
    "reopen",
    "reject",
    "uphold_appeal",
    "withdraw",
]
#: ``citizen`` is the reporter with the code, ``counter``, ``sms`` and ``api`` are the other doors of a submission.
MoveBy = Literal[
    "citizen", "counter", "sms", "api", "liaison", "head", "agency_admin", "overseer", "supervisor", "schedule"
]


@dataclass(frozen=True)
class Move:
    """One row of the table of moves. No source: the report begins here."""

    name: MoveName
    sources: frozenset[State]
    target: State
    by: frozenset[MoveBy]
    note: str


def _move(name: MoveName, sources: Iterable[State], target: State, by: Iterable[MoveBy], note: str) -> Move:
    return Move(name, frozenset(sources), target, frozenset(by), note)


MOVES: tuple[Move, ...] = (
    _move(
        "submit",
        (),
        "received",
        ("citizen", "counter", "sms", "api"),
        "at once accepted where an owner is named",
    ),
    _move("accept", ("received",), "in_progress", ("agency_admin", "liaison", "schedule"), "a unit owns it"),
    _move("route", ("received",), "in_progress", ("agency_admin", "overseer"), "overseer: for listed agencies"),
    _move("ask_completion", ("in_progress",), "needs_completion", ("liaison",), "once; pauses the settle clock"),
    _move("declare_complete", ("in_progress",), "in_progress", ("liaison", "schedule"), "starts the outer limit"),
    _move("complete", ("needs_completion",), "in_progress", ("citizen", "schedule"), "starts the outer limit"),
    _move(
        "deem_withdrawn",
        ("needs_completion",),
        "withdrawn",
        ("schedule",),
        "the term passed, nothing was sent; said so",
    ),
    _move("transfer", ("received", "in_progress"), "in_progress", ("liaison",), "with a reason; the clocks go on"),
    _move("hand_over", ("received", "in_progress"), "handed_over", ("liaison", "citizen"), "the other body is named"),
    _move("answer", ("in_progress",), "answered", ("liaison", "head"), "the head signs where the agency wants it"),
    _move("verdict_yes", ("answered",), "resolved", ("citizen",), "only the citizen's word resolves"),
    _move("verdict_reopens", ("answered",), "in_progress", ("citizen",), "partly or no; at most twice"),
    _move("verdict_final", ("answered",), "unresolved", ("citizen",), "partly or no for the third time"),
    _move("lapse", ("answered",), "lapsed", ("schedule",), "silence for the window; never called resolved"),
    _move("reopen", ("lapsed",), "in_progress", ("citizen",), "within 30 days of the lapse"),
    _move("reject", OPEN_STATES, "rejected", ("liaison",), "with a listed reason; appeal to the supervisor"),
    _move("uphold_appeal", ("rejected",), "in_progress", ("supervisor",), "the appeal was right"),
    _move("withdraw", (*OPEN_STATES, "answered"), "withdrawn", ("citizen",), "the citizen's own decision"),
)

Verdict = Literal["yes", "partly", "no"]
MAX_REOPENINGS = 2
REOPEN_WITHIN_DAYS = 30

#: "Not our duty" is not among them on purpose: that is a hand-over to a named body.
RejectReason = Literal["duplicate", "before_court", "not_a_public_service", "abusive"]
REJECT_REASONS: tuple[RejectReason, ...] = get_args(RejectReason)

#: What the citizen sees instead of ten states.
CitizenStep = Literal["received", "in_hands", "answered", "closed"]
CITIZEN_STEPS: tuple[CitizenStep, ...] = get_args(CitizenStep)
STEP_OF_STATE: dict[State, CitizenStep] = {
    "received": "received",
    "in_progress": "in_hands",
    "needs_completion": "in_hands",
    "answered": "answered",
    "resolved": "closed",
    "unresolved": "closed",
    "lapsed": "closed",
    "handed_over": "closed",
    "rejected": "closed",
    "withdrawn": "closed",
}


def state_after(state: State, move: MoveName) -> State:
    """The state a move leads to; raises Conflict when the move is not open from this state."""
    for row in MOVES:
        if row.name == move and state in row.sources:
            return row.target
    raise Conflict("move_not_possible", state=state, move=move)


def moves_open_to(state: State, by: MoveBy) -> tuple[MoveName, ...]:
    """The moves somebody may make from a state, in the table's order."""
    return tuple(row.name for row in MOVES if state in row.sources and by in row.by)


def move_for_verdict(verdict: Verdict, times_reopened: int) -> MoveName:
    """The move a citizen's verdict on an answer makes, given how often the report was reopened by one before."""
    if verdict == "yes":
        return "verdict_yes"
    return "verdict_reopens" if times_reopened < MAX_REOPENINGS else "verdict_final"


def can_reopen(lapsed_on: date, today: date) -> bool:
    """Whether a lapsed report may still be reopened: up to and including the 30th day after the lapse."""
    return today <= last_day_to_reopen(lapsed_on)


def last_day_to_reopen(lapsed_on: date) -> date:
    """The 30th day after the lapse."""
    return lapsed_on + timedelta(days=REOPEN_WITHIN_DAYS)


Route = Literal["unit", "parent", "oversight"]
#: What somebody above the unit examines, because it is about the unit's own people.
GROUPS_ABOVE_THE_UNIT: frozenset[Group] = frozenset({"money", "treatment"})


def routing(groups: Collection[Group], unit_is_small: bool) -> Route:
    """Who owns a new report: the unit complained about, the unit above it, or the inspectorate.

    Money and conduct go to oversight, a very small unit's reports to its parent; never to the unit itself. Where an
    agency has no inspectorate, oversight means the parent unit, and above a unit without a parent is the agency itself.

    Law: UU 25/2009 art. 47-49 (impartial examination).
    """
    if GROUPS_ABOVE_THE_UNIT & set(groups):
        return "oversight"
    return "parent" if unit_is_small else "unit"


def report_class(kind: ReportKind, findings: Iterable[Finding]) -> ReportClass:
    """The proposed class, which sets the length of the settle clock; oversight is confirmed by the inspectorate.

    Oversight: money asked without an official receipt unless it was within the standard, discrimination, a broker, a
    conflict of interest.

    Law: PermenPANRB 62/2018 (pengaduan berkadar pengawasan).
    """
    if kind == "question":
        return "question"
    return "oversight" if any(_needs_oversight(finding) for finding in findings) else "ordinary"


def _needs_oversight(finding: Finding) -> bool:
    if finding.group == "treatment":
        return finding.said in OVERSIGHT_TREATMENTS
    return finding.ombudsman_class == "demanding_payment"


#: UU 25/2009 art. 42: within 30 days of receiving the service. We warn, we never block.
FILING_WITHIN_DAYS = 30


def is_filed_late(service_received_on: date, filed_on: date) -> bool:
    """Whether a complaint comes later than 30 days after the service: a warning, never a refusal.

    Law: UU 25/2009 art. 42.
    """
    return filed_on > service_received_on + timedelta(days=FILING_WITHIN_DAYS)


_LAPOR = re.compile(r"\blapor\b", re.IGNORECASE)
CASE_NUMBER_PREFIX = "LP"
CASE_NUMBER_RANDOM_BYTES = 5
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def case_number(random_bytes: bytes) -> str:
    """The public number of a case, e.g. "LP-7K3Q-9M2X": random, not a count, and it opens nothing.

    ``random_bytes`` are five bytes of the system's randomness. Raises ValueError for another length.
    """
    if len(random_bytes) != CASE_NUMBER_RANDOM_BYTES:
        raise ValueError("a case number is made of five random bytes")
    number = int.from_bytes(random_bytes, "big")
    symbols = "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(35, -1, -5))
    return f"{CASE_NUMBER_PREFIX}-{symbols[:4]}-{symbols[4:]}"


def names_lapor(body: str) -> bool:
    """Whether a body, as officers write it, is SP4N-LAPOR!."""
    return _LAPOR.search(body) is not None


def is_case_number(text: str) -> bool:
    """Whether a text has the shape of a case number."""
    prefix, _, symbols = text.partition("-")
    parts = symbols.split("-")
    return (
        prefix == CASE_NUMBER_PREFIX
        and [len(part) for part in parts] == [4, 4]
        and all(symbol in _CROCKFORD for part in parts for symbol in part)
    )
