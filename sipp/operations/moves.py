"""How a report moves: the one place that changes its state, and with it its events, its clocks and the ledger."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from sipp import clock
from sipp.db import current_session
from sipp.models.reports import Report, ReportEvent
from sipp.operations import report_clocks
from sipp.operations.journal import note_in_ledger
from sipp.operations.overtaken import end_what_waited
from sipp.operations.ownership import Owner
from sipp.operations.report_clocks import DueChange
from sipp.operations.report_news import announce
from sipp.rules import reports as rules
from sipp.rules.errors import Conflict, NotFound
from sipp.rules.permissions import SYSTEM, Actor
from sipp.rules.report_clocks import events_of

#: What an event is called in the timeline, where it is not the name of its move.
EVENT_KINDS: dict[rules.MoveName, str] = {"submit": "submitted", "accept": "owned", "route": "owned"}


def lock_report(report_id: UUID, *, erased_too: bool = False) -> Report:
    """The report as it is now, for nobody else to change until the commit. Raises NotFound, also once it is erased.

    ``erased_too`` is for what goes on without its content: a reprimand that rests on it.
    """
    session = current_session()
    query = select(Report).where(Report.id == report_id).execution_options(populate_existing=True)
    report = session.scalars(query.with_for_update()).one_or_none()
    if report is None or (report.erased_at is not None and not erased_too):
        raise NotFound("report")
    return report


def make_move(
    report: Report,
    move: rules.MoveName,
    *,
    by: rules.MoveBy,
    actor: Actor,
    unit_id: int | None = None,
    at: datetime | None = None,
    **details: Any,
) -> ReportEvent:
    """Move a locked report: its state, its owner where one is given, the event, the clocks and the ledger;
    what waited for it to stay as it was is void.

    ``details`` hold nothing that tells who the citizen is. Raises Conflict when the move is not open from the
    state to who makes it.
    """
    source, at = report.state, at or clock.now()
    if move not in rules.moves_open_to(source, by):  # type: ignore[arg-type]
        raise Conflict("move_not_possible", state=source, move=move)
    report.state = rules.state_after(source, move)  # type: ignore[arg-type]
    if unit_id is not None:
        report.unit_id = unit_id
    event = note_event(report, EVENT_KINDS.get(move, move), by=by, actor=actor, from_state=source, at=at, **details)
    events = events_of(move, source)  # type: ignore[arg-type]
    tell_due_changes(report, report_clocks.follow(report, events, at), "pause", at)
    end_what_waited(report, move, at)
    return event


def begin(report: Report, *, by: rules.MoveBy, actor: Actor, owner: Owner | None) -> None:
    """The first events and clocks of a report that was just filed; accepted at once where its owner is clear."""
    at = report.submitted_at
    report.unit_id = owner.unit_id if owner else None
    note_event(report, "submitted", by=by, actor=actor, at=at)
    if owner:
        make_move(report, "accept", by="schedule", actor=SYSTEM, at=at)
    else:
        report_clocks.follow(report, events_of("submit", None), at)


def note_event(
    report: Report,
    kind: str,
    *,
    by: rules.MoveBy | str,
    actor: Actor,
    from_state: str | None = None,
    at: datetime | None = None,
    **details: Any,
) -> ReportEvent:
    """Write what happened into the report's timeline and the ledger, and tell the reporter where it is news.

    The state is the one it has now.
    """
    session = current_session()
    last = session.scalar(select(func.max(ReportEvent.sequence)).where(ReportEvent.report_id == report.id)) or 0
    if from_state is None and kind != "submitted":
        from_state = report.state
    event = ReportEvent(
        report_id=report.id,
        sequence=last + 1,
        at=at or clock.now(),
        kind=kind,
        by=by,
        user_id=actor.user_id,
        unit_id=report.unit_id,
        from_state=from_state,
        to_state=report.state,
        details=details,
    )
    session.add(event)
    note_in_ledger(report, kind, from_state, report.state)
    announce(report, event)
    return event


def note_own_words(report: Report, *, by: rules.MoveBy | str, actor: Actor, at: datetime) -> ReportEvent:
    """Write that a handler wrote to the reporter; the first own words stop the clock of the first reply."""
    event = note_event(report, "message", by=by, actor=actor, at=at)
    report_clocks.follow(report, {"own_words"}, at)
    return event


def tell_due_changes(
    report: Report,
    changes: list[DueChange],
    reason: str,
    at: datetime,
    *,
    by: rules.MoveBy | str = "schedule",
    actor: Actor = SYSTEM,
    **details: Any,
) -> None:
    """One event a due day that moved, with the old and the new day and why: never silently."""
    for change in changes:
        days = {"old": change.old.isoformat(), "new": change.new.isoformat()}
        note_event(
            report, "due_changed", by=by, actor=actor, at=at, clock=change.clock, reason=reason, **days, **details
        )
