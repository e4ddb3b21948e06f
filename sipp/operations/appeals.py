"""Objections to a rejection that wait for the superior's word. A rejected report is no open one: they are sought here.

Law: UU 25/2009 art. 47-49 (impartial examination): who rejected never decides.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from sipp.db import current_session
from sipp.models.reports import Report, ReportEvent
from sipp.operations.case_reach import cases_within, joined
from sipp.rules.permissions import Actor

DECIDE = "reports.decide_appeal"


def waits_for_decision() -> ColumnElement[bool]:
    """The condition that a report was rejected, its reporter objected, and nobody decided since."""
    return and_(
        Report.state == "rejected", exists().where(_is_newest(("reject", "appealed", "reject_appeal"), "appealed"))
    )


def waiting_for(actor: Actor) -> Sequence[datetime]:
    """Since when each objection waits that the actor may decide, the oldest first."""
    own = ReportEvent.user_id == actor.user_id
    objected = aliased(ReportEvent)
    query = joined(select(func.max(objected.at)).select_from(Report))
    query = query.join(objected, and_(objected.report_id == Report.id, objected.kind == "appealed"))
    query = query.where(
        cases_within(actor, DECIDE), waits_for_decision(), ~exists().where(_is_newest(("reject",), "reject"), own)
    )
    return sorted(current_session().scalars(query.group_by(Report.id)))


def rejected_by(report: Report) -> int | None:
    """Who rejected a report last."""
    newest = select(ReportEvent.user_id).where(ReportEvent.report_id == report.id, ReportEvent.kind == "reject")
    found: int | None = current_session().scalar(newest.order_by(ReportEvent.sequence.desc()).limit(1))
    return found


def _is_newest(kinds: Sequence[str], kind: str) -> ColumnElement[bool]:
    """Whether an event of this kind is the newest of several kinds in its report."""
    other = aliased(ReportEvent)
    newest = (
        select(func.max(other.sequence))
        .where(other.report_id == Report.id, other.kind.in_(kinds))
        .correlate(Report)
        .scalar_subquery()
    )
    return and_(ReportEvent.report_id == Report.id, ReportEvent.kind == kind, ReportEvent.sequence == newest)
