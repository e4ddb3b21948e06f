"""What a report's life looks like from outside, and what holds for every life, checked against the tables."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.models.agencies import Unit
from sipp.models.journal import LedgerEntry
from sipp.models.reports import Escalation, Report, ReportClock, ReportEvent, Reprimand
from sipp.operations.moves import EVENT_KINDS
from sipp.rules.escalation import REPRIMAND_MOVES, STANDING_STATES
from sipp.rules.report_clocks import CLOCKS, paused_at
from sipp.rules.reports import MOVES, STATES, State

#: What the events of a timeline mean to the clocks, written out beside the table of moves.
MEANING: dict[str, set[str]] = {
    "submitted": {"received"},
    "owned": {"owned"},
    "ask_completion": {"asked", "own_words"},
    "declare_complete": {"complete"},
    "complete": {"complete"},
    "answer": {"own_words", "answered"},
    "verdict_yes": {"judged"},
    "verdict_reopens": {"judged", "taken_up_again"},
    "verdict_final": {"judged"},
    "reopen": {"taken_up_again"},
    "talked_on": {"talked_on"},
    "uphold_appeal": {"taken_up_again"},
}
#: What no report of a receiving agency is without, whatever led there.
OWED: dict[str, set[str]] = {
    "received": {"forward"},
    "in_progress": {"settle"},
    "needs_completion": {"citizen_completes", "settle"},
    "answered": {"verdict"},
}
LEVEL_OF_EVENT = {"reminded_half": "half", "reminded_most": "most", "overdue": "overdue"}


class Clock(NamedTuple):
    """One stored clock as it stands."""

    id: int
    name: str
    due_on: date
    extension: int
    is_stopped: bool
    is_paused: bool


class Event(NamedTuple):
    """One event of the timeline."""

    sequence: int
    kind: str
    by: str
    source: State | None
    target: State
    unit_id: int | None
    details: dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """Everything the invariants look at of one report, read from the rows."""

    state: State
    agency_id: int
    unit_id: int | None
    events: Sequence[Event]
    clocks: Sequence[Clock]
    levels: frozenset[tuple[int, str]]
    reprimands: dict[int, str]
    requested: frozenset[int]


def look_at(session: Session, report_id: UUID) -> Seen:
    """Read a report as it stands."""
    report = session.get_one(Report, report_id)
    of_report = ReportClock.report_id == report_id
    events = session.scalars(
        select(ReportEvent).where(ReportEvent.report_id == report_id).order_by(ReportEvent.sequence)
    )
    levels = session.execute(select(Escalation.clock_id, Escalation.level).join(ReportClock).where(of_report))
    letters = session.scalars(select(Reprimand).where(Reprimand.report_id == report_id)).all()
    return Seen(
        state=report.state,  # type: ignore[arg-type]
        agency_id=report.agency_id,
        unit_id=report.unit_id,
        events=[
            Event(one.sequence, one.kind, one.by, one.from_state, one.to_state, one.unit_id, one.details)  # type: ignore[arg-type]
            for one in events
        ],
        clocks=[
            Clock(one.id, one.clock, one.due_on, one.extension, bool(one.stopped_at), bool(one.paused_since))
            for one in session.scalars(select(ReportClock).where(of_report).order_by(ReportClock.id))
        ],
        levels=frozenset((row.clock_id, row.level) for row in levels),
        reprimands={one.id: one.state for one in letters},
        requested=frozenset(one.id for one in letters if one.asked_by_id is not None),
    )


def check_life(
    session: Session, number: str, new: Seen, old: Seen | None, *, is_solved: bool, is_receiving: bool
) -> None:
    """Fail where a report is not as the tables say; ``is_solved``: its citizen said yes."""
    told = len(old.events) if old else 0
    assert old is None or new.events[:told] == old.events
    news = new.events[told:]
    check_moves(session, number, new, news, is_solved=is_solved, is_receiving=is_receiving)
    _no_day_moved_in_silence(new, old, news)
    _each_level_came_once(new, old)
    _one_reprimand_stands(new, old)


def check_moves(
    session: Session, number: str, new: Seen, news: Sequence[Event], *, is_solved: bool, is_receiving: bool
) -> None:
    """Fail where the last events, the ledger, the owner or the clocks are not as the tables say."""
    _it_moved_by_the_table(new, news, is_solved=is_solved)
    _the_ledger_tells_the_same(session, number, new)
    if is_receiving:
        _it_has_one_owner(session, new)
        _its_clocks_are_those_of_the_table(new)


def _owed(events: Sequence[Event]) -> set[str]:
    """The clocks that run or stand still after these events, by the rows of the table."""
    alive: set[str] = set()
    is_examined = False
    for one in events:
        meaning = MEANING.get(one.kind, set())
        is_examined = is_examined or bool({"asked", "complete"} & meaning)
        if one.kind == "uphold_appeal":
            meaning = {*meaning, "complete" if is_examined else "unexamined"}
        if one.kind == "transfer" and one.source == "received":
            meaning = {"owned"}
        if one.kind == "message" and one.by != "citizen":
            meaning = {"own_words"}
        for row in CLOCKS:
            if row.stops & meaning or one.target not in row.runs_in | row.paused_in:
                alive.discard(row.clock)
            if row.starts & meaning:
                alive.add(row.clock)
    return alive - {"cure"}


def _it_moved_by_the_table(new: Seen, news: Sequence[Event], *, is_solved: bool) -> None:
    assert new.state in STATES
    assert [one.sequence for one in new.events] == list(range(1, len(new.events) + 1))
    before: State | None = None if len(news) == len(new.events) else new.events[-len(news) - 1].target
    for one in news:
        assert one.source == before
        rows = [row for row in MOVES if EVENT_KINDS.get(row.name, row.name) == one.kind]
        if rows:
            assert any(
                (one.source in row.sources or not row.sources) and row.target == one.target and one.by in row.by
                for row in rows
            ), one
        else:
            assert one.source == one.target, one
        before = one.target
    assert before in (None, new.state) and new.events[-1].target == new.state
    assert (new.state == "resolved") == is_solved, "only the citizen's yes resolves"
    assert {one.kind for one in new.events if one.target == "resolved" != one.source} <= {"verdict_yes"}


def _the_ledger_tells_the_same(session: Session, number: str, new: Seen) -> None:
    columns = (LedgerEntry.kind, LedgerEntry.from_state, LedgerEntry.to_state, LedgerEntry.unit_id)
    query = select(*columns).where(LedgerEntry.report_number == number).order_by(LedgerEntry.id)
    told = [tuple(row) for row in session.execute(query)]
    assert told == [(one.kind, one.source, one.target, one.unit_id) for one in new.events]


def _it_has_one_owner(session: Session, new: Seen) -> None:
    if new.state in ("in_progress", "needs_completion", "answered"):
        assert new.unit_id is not None
        assert session.get_one(Unit, new.unit_id).agency_id == new.agency_id
    assert new.events[-1].unit_id == new.unit_id, "the timeline knows the owner"


def _its_clocks_are_those_of_the_table(new: Seen) -> None:
    alive = [one for one in new.clocks if not one.is_stopped]
    names = [one.name for one in alive]
    assert sorted(names) == sorted(_owed(new.events))
    assert set(names) >= OWED.get(new.state, set())
    assert new.state in OWED or names == []
    assert {one.name for one in alive if one.is_paused} == paused_at(new.state) & set(names)
    running = {one.name for one in alive if not one.is_paused}
    assert running <= {rule.clock for rule in CLOCKS if new.state in rule.runs_in}


def _no_day_moved_in_silence(new: Seen, old: Seen | None, news: Sequence[Event]) -> None:
    before = {one.id: one for one in old.clocks} if old else {}
    told: dict[str, list[tuple[str, str]]] = {}
    for one in news:
        if one.kind == "due_changed":
            assert one.details["old"] < one.details["new"] and one.details["reason"]
            told.setdefault(one.details["clock"], []).append((one.details["old"], one.details["new"]))
    moved = {}
    for now in new.clocks:
        then = before.get(now.id)
        if then is not None and then.due_on != now.due_on:
            assert then.due_on < now.due_on and not then.is_stopped
            moved[now.name] = [(then.due_on.isoformat(), now.due_on.isoformat())]
    assert told == moved
    assert sum(one.extension > 0 for one in new.clocks) <= 1


def _each_level_came_once(new: Seen, old: Seen | None) -> None:
    assert old is None or new.levels >= old.levels
    names = {one.id: one.name for one in new.clocks}
    reached = Counter((names[clock_id], level) for clock_id, level in new.levels if level != "reprimand")
    events = [one for one in new.events if one.kind in LEVEL_OF_EVENT]
    assert reached == Counter((one.details["clock"], LEVEL_OF_EVENT[one.kind]) for one in events)


def _one_reprimand_stands(new: Seen, old: Seen | None) -> None:
    assert sum(state in STANDING_STATES for state in new.reprimands.values()) <= 1
    kinds = Counter(one.kind for one in new.events)
    assert kinds["reprimand_requested"] == len(new.requested)
    assert kinds["reprimand_drafted"] == len(new.reprimands) - len(new.requested)
    for key, state in new.reprimands.items():
        before = old.reprimands.get(key, "draft") if old else "draft"
        assert state == before or any(
            before in sources and target == state for sources, target in REPRIMAND_MOVES.values()
        )
