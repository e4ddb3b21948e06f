"""Reports that wait because their agency was only listed: once it receives reports, they are its to answer."""

from sqlalchemy import ColumnElement, and_, func, select

from sipp import clock
from sipp.db import current_session, is_postgres
from sipp.models.agencies import Agency
from sipp.models.reports import Report
from sipp.operations import report_clocks
from sipp.operations.journal import record
from sipp.operations.moves import note_event
from sipp.rules.permissions import SYSTEM, Actor
from sipp.rules.report_clocks import events_of


def count_waiting(agency: Agency) -> int:
    """How many reports wait for an agency."""
    return current_session().scalar(select(func.count(Report.id)).where(_waiting_for(agency))) or 0


def deliver_waiting(actor: Actor, agency: Agency) -> int:
    """Deliver the reports that wait for an agency; how many. Their time to be forwarded begins today."""
    session, now = current_session(), clock.now()
    waiting = select(Report).where(_waiting_for(agency)).order_by(Report.submitted_at, Report.id)
    if is_postgres(session):
        waiting = waiting.with_for_update()
    reports = session.scalars(waiting).all()
    for report in reports:
        report.is_delivered = True
        note_event(report, "delivered", by="system", actor=actor, at=now)
        report_clocks.follow(report, events_of("submit", None), now)
        record(actor, "reports.deliver", "report", report.case_number, agency_id=agency.id)
    return len(reports)


def deliver_left_behind() -> int:
    """Deliver what was filed in the moment its agency began to receive; how many reports."""
    left = select(Report.agency_id).where(Report.state == "received", Report.is_delivered.is_(False))
    agencies = select(Agency).where(Agency.membership == "receiving", Agency.id.in_(left)).order_by(Agency.id)
    return sum(deliver_waiting(SYSTEM, agency) for agency in current_session().scalars(agencies).all())


def _waiting_for(agency: Agency) -> ColumnElement[bool]:
    return and_(Report.agency_id == agency.id, Report.state == "received", Report.is_delivered.is_(False))
