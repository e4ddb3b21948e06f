"""Reports that wait because their agency was only listed: once it receives reports, they are its to answer.

They get their owner and their clocks from that day, each with its event: also those that an overseer routed before.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, Unit
from sipp.models.reports import Report, ReportClock, ReportEvent
from sipp.models.services import Service
from sipp.operations import report_clocks
from sipp.operations.agency_profiles import lock_agency
from sipp.operations.following import experience_of
from sipp.operations.journal import record
from sipp.operations.moves import EVENT_KINDS, make_move, note_event
from sipp.operations.ownership import named_owner
from sipp.rules.permissions import SYSTEM, Actor
from sipp.rules.report_clocks import ClockEvent, clocks_owed, events_of
from sipp.rules.reports import OPEN_STATES, State


def count_waiting(agency: Agency) -> int:
    """How many reports wait for an agency."""
    return current_session().scalar(select(func.count(Report.id)).where(_waiting_for(agency))) or 0


def deliver_waiting(actor: Actor, agency: Agency) -> int:
    """Deliver the reports that wait for a locked agency; how many. Their clocks begin today."""
    now = clock.now()
    waiting = select(Report).where(_waiting_for(agency)).order_by(Report.id).with_for_update()
    reports = current_session().scalars(waiting.execution_options(populate_existing=True)).all()
    for report in reports:
        report.is_delivered = True
        note_event(report, "delivered", by="system", actor=actor, at=now)
        if report.state == "received":
            _name_owner(report, now)
        else:
            report_clocks.begin(report, agency, clocks_owed(_history(report)), now)
            report_clocks.follow(report, (), now)  # what stands still in this state
        record(actor, "reports.deliver", "report", report.case_number, agency_id=agency.id)
    return len(reports)


def deliver_left_behind() -> int:
    """Deliver what was filed or routed in the moment its agency began to receive; how many reports."""
    left = select(Report.agency_id).where(_IS_WAITING)
    receiving = (Agency.membership == "receiving", Agency.merged_into_id.is_(None))
    agencies = select(Agency).where(*receiving, Agency.id.in_(left)).order_by(Agency.id)
    locked = [lock_agency(agency) for agency in current_session().scalars(agencies).all()]
    return sum(deliver_waiting(SYSTEM, agency) for agency in locked if agency.membership == "receiving")


def _waiting_for(agency: Agency) -> ColumnElement[bool]:
    return and_(Report.agency_id == agency.id, _IS_WAITING)


#: Not delivered yet, or routed to a unit of an agency that received nothing: that has no clock of any kind.
_IS_WAITING: ColumnElement[bool] = or_(
    and_(Report.state == "received", Report.is_delivered.is_(False)),
    and_(
        Report.state.in_([*sorted(OPEN_STATES), "answered"]),
        Report.is_delivered,
        ~exists().where(ReportClock.report_id == Report.id),
    ),
)


def _name_owner(report: Report, at: datetime) -> None:
    complained = select(Unit).join(Service, Service.unit_id == Unit.id).where(Service.id == report.service_id)
    owner = named_owner(report.agency_id, current_session().scalar(complained), experience_of(report).groups)
    if owner is None:
        report_clocks.follow(report, events_of("submit", None), at)
        return
    make_move(report, "accept", by="schedule", actor=SYSTEM, unit_id=owner.unit_id, at=at)


def _history(report: Report) -> Iterator[tuple[frozenset[ClockEvent], State]]:
    """What happened to a report, as its clocks would have seen it."""
    moves = {kind: move for move, kind in EVENT_KINDS.items()}
    told = select(ReportEvent).where(ReportEvent.report_id == report.id).order_by(ReportEvent.sequence)
    for event in current_session().scalars(told):
        meaning = events_of(moves.get(event.kind, event.kind), event.from_state)  # type: ignore[arg-type]
        if event.kind == "message" and event.by != "citizen":
            meaning = frozenset({"own_words"})
        yield meaning, event.to_state  # type: ignore[misc]
