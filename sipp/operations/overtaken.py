"""What a move of a report overtakes: an answer that waits for its signature, colleagues' links, what they proposed."""

from datetime import datetime

from sqlalchemy import select, update

from sipp.db import current_session
from sipp.models.proposals import AnswerProposal, CaseLink, PendingAnswer
from sipp.models.reports import Report
from sipp.rules.reports import OPEN_STATES, MoveName

#: Moves after which the same unit still owes the same answer.
_CHANGES_NOTHING: frozenset[MoveName] = frozenset({"declare_complete", "complete"})
#: ... and those that only make it wait.
_KEEPS_LINKS = _CHANGES_NOTHING | {"ask_completion"}


def end_what_waited(report: Report, move: MoveName, at: datetime) -> None:
    """Make void what was meant for the report as it was before a move; call it once the report is moved.

    The words of an answer stay to be used again while somebody still owes one, and go when nobody does.
    """
    session, is_over = current_session(), report.state not in OPEN_STATES
    pending = session.get(PendingAnswer, report.id)
    if pending is not None and is_over:
        session.delete(pending)
    elif pending is not None and pending.state == "waiting" and move not in _CHANGES_NOTHING:
        pending.state, pending.ended_at = "void", at
    if move not in _KEEPS_LINKS:
        close_links(report, at)
    if is_over:
        left = (AnswerProposal.report_id == report.id, AnswerProposal.state == "open")
        session.execute(update(AnswerProposal).where(*left).values(state="dismissed", decided_at=at))


def close_links(report: Report, at: datetime) -> None:
    """End every link to a report that still opens it."""
    still_open = select(CaseLink).where(CaseLink.report_id == report.id, CaseLink.closed_at.is_(None))
    for link in current_session().scalars(still_open):
        link.closed_at = at
