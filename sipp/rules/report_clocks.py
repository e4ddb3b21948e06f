"""The clocks of a report: which events start and stop them, where they run or stand still, and which one counts now.

Every move of a report is a set of events here, so that no operation decides about a clock by itself.

Law: UU 25/2009 art. 44 (completeness), 50 (decision), 54 (reprimand); PermenPANRB 62/2018, 5/2025 (working days).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sipp.rules.lengths import ClockName
from sipp.rules.reports import MoveName, State

#: What can happen to a report as its clocks see it.
ClockEvent = Literal[
    "received",
    "owned",
    "asked",
    "complete",
    "own_words",
    "answered",
    # The reporter wrote after the answer without judging it: no silence yet.
    "talked_on",
    "judged",
    "taken_up_again",
    # Taken up again before anybody looked whether it is complete.
    "unexamined",
    "served",
    "cured",
]

#: The events in each move; ``transfer`` is "owned" only out of ``received`` (see ``events_of``).
_EVENTS_OF_MOVES: dict[MoveName, frozenset[ClockEvent]] = {
    "submit": frozenset({"received"}),
    "accept": frozenset({"owned"}),
    "route": frozenset({"owned"}),
    "ask_completion": frozenset({"asked", "own_words"}),
    "declare_complete": frozenset({"complete"}),
    "complete": frozenset({"complete"}),
    "answer": frozenset({"own_words", "answered"}),
    "verdict_yes": frozenset({"judged"}),
    "verdict_reopens": frozenset({"judged", "taken_up_again"}),
    "verdict_final": frozenset({"judged"}),
    "reopen": frozenset({"taken_up_again"}),
    "uphold_appeal": frozenset({"taken_up_again"}),
}


@dataclass(frozen=True)
class ClockRule:
    """The events that start and stop a clock; the states in which it runs, and those in which it stands still."""

    clock: ClockName
    starts: frozenset[ClockEvent]
    stops: frozenset[ClockEvent]
    runs_in: frozenset[State]
    paused_in: frozenset[State] = frozenset()


def _rule(
    clock: ClockName,
    starts: Iterable[ClockEvent],
    stops: Iterable[ClockEvent],
    runs_in: Iterable[State],
    paused_in: Iterable[State] = (),
) -> ClockRule:
    return ClockRule(clock, frozenset(starts), frozenset(stops), frozenset(runs_in), frozenset(paused_in))


CLOCKS: tuple[ClockRule, ...] = (
    _rule("forward", ["received"], ["owned"], ["received"]),
    _rule("completeness", ["owned", "unexamined"], ["asked", "complete"], ["in_progress"]),
    _rule("citizen_completes", ["asked"], ["complete"], ["needs_completion"]),
    # To ask for completion is to answer in own words, so this one never runs in needs_completion.
    _rule("first_reply", ["owned"], ["own_words"], ["in_progress"]),
    _rule("settle", ["owned", "taken_up_again"], ["answered"], ["in_progress"], paused_in=["needs_completion"]),
    _rule("outer_limit", ["complete"], ["answered"], ["in_progress"]),
    _rule("verdict", ["answered", "talked_on"], ["judged", "talked_on"], ["answered"]),
    _rule("cure", ["served"], ["cured"], []),
)

#: The clocks whose earliest due day is the one that counts in a state (contract.md, ``data-due``).
GOVERNING_CLOCKS: dict[State, tuple[ClockName, ...]] = {
    "received": ("forward",),
    "in_progress": ("settle", "outer_limit"),
    "needs_completion": ("citizen_completes",),
    "answered": ("verdict",),
}


def events_of(move: MoveName, source: State | None) -> frozenset[ClockEvent]:
    """What a move out of a state means to the clocks; a transfer of a report nobody owned yet gives it an owner."""
    if move == "transfer":
        return frozenset({"owned"}) if source == "received" else frozenset()
    return _EVENTS_OF_MOVES.get(move, frozenset())


def started_by(events: Iterable[ClockEvent]) -> tuple[ClockName, ...]:
    """The clocks that begin with these events, in the table's order."""
    happened = frozenset(events)
    return tuple(rule.clock for rule in CLOCKS if rule.starts & happened)


def stopped_by(events: Iterable[ClockEvent], state: State) -> frozenset[ClockName]:
    """The clocks that end: their event came, or the report is in a state where they neither run nor stand still."""
    happened = frozenset(events)
    return frozenset(
        rule.clock for rule in CLOCKS if rule.stops & happened or state not in rule.runs_in | rule.paused_in
    )


def clocks_owed(steps: Iterable[tuple[Iterable[ClockEvent], State]]) -> tuple[ClockName, ...]:
    """The clocks that run or stand still after a history, in the table's order.

    A step is what happened and the state it left behind; the cure of a reprimand is none of the report's own.
    """
    alive: set[ClockName] = set()
    for events, state in steps:
        alive -= stopped_by(events, state)
        alive |= set(started_by(events))
    return tuple(rule.clock for rule in CLOCKS if rule.clock in alive and rule.clock != "cure")


def paused_at(state: State) -> frozenset[ClockName]:
    """The clocks that stand still in a state and go on after it."""
    return frozenset(rule.clock for rule in CLOCKS if state in rule.paused_in)


def governing_due(
    state: State, dues: Mapping[ClockName, date], *, agency_is_receiving: bool = True
) -> tuple[ClockName, date] | None:
    """The clock and due day that count now: the earlier of settle and outer limit while in progress.

    ``dues`` holds the stored due days of the clocks still running. None in a final state, when no clock is stored, and
    for a listed agency, which has no clocks.

    Law: UU 25/2009 art. 50(1) beside the SP4N rows: the earlier of the two governs "late".
    """
    if not agency_is_receiving:
        return None
    candidates = [(dues[clock], clock) for clock in GOVERNING_CLOCKS.get(state, ()) if clock in dues]
    if not candidates:
        return None
    due, clock = min(candidates, key=lambda candidate: candidate[0])
    return clock, due
