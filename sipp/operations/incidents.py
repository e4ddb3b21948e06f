"""Incidents: many reports of one cause, one answer to all of them, each closed by its own reporter alone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency
from sipp.models.proposals import PendingAnswer
from sipp.models.reports import Incident, Report
from sipp.operations import handling, signing
from sipp.operations.case_reach import cases_within, joined
from sipp.operations.handling import LONGEST_ANSWER, possible_acts, required_words, take_up
from sipp.operations.journal import record
from sipp.operations.moves import note_event
from sipp.operations.reach import LARGEST_ID, reachable_agencies
from sipp.rules import permissions
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound
from sipp.rules.permissions import Actor
from sipp.rules.typed_input import required_text

LONGEST_TITLE = 200
_MANAGE = "incidents.manage"


@dataclass(frozen=True, kw_only=True)
class IncidentView:
    """An incident with those of its reports that are within reach, and how many of them can be answered now.

    Of these ``to_submit`` wait for the head's signature first; ``unsigned`` wait for it already.
    """

    incident: Incident
    agency: Agency
    reports: Sequence[Report]
    waiting: int
    to_submit: int
    unsigned: int


@dataclass(frozen=True)
class AnsweredAll:
    """How many reports of an incident were answered at once, and how many answers wait for the head's signature."""

    answered: int
    submitted: int


def is_within_reach(actor: Actor, agency_id: int) -> bool:
    """The filter of this file: whether an agency's incidents are the actor's to see and to answer."""
    return permissions.is_permitted_in(actor, _MANAGE, agency_id)


def incidents_of(actor: Actor) -> Sequence[tuple[Incident, Agency, int]]:
    """The incidents of the actor's agencies, the newest first, each with how many of its reports are within reach.

    Raises Forbidden for who manages none.
    """
    agencies = {agency.id: agency for agency in reachable_agencies(actor, _MANAGE)}
    session = current_session()
    counted = joined(select(Report.incident_id, func.count())).where(cases_within(actor, _MANAGE))
    counts = dict(session.execute(counted.group_by(Report.incident_id)).all())
    found = session.scalars(select(Incident).where(Incident.agency_id.in_(agencies)).order_by(Incident.id.desc()))
    return [(one, agencies[one.agency_id], counts.get(one.id, 0)) for one in found]


def titles_of(incident_ids: Iterable[int]) -> dict[int, str]:
    """What incidents are called; the caller reaches their reports."""
    found = current_session().scalars(select(Incident).where(Incident.id.in_(incident_ids)))
    return {one.id: one.title for one in found}


def open_incidents(agency_id: int) -> Sequence[Incident]:
    """The incidents of an agency that a report may still join: nobody answered them yet."""
    found = current_session().scalars(
        select(Incident)
        .where(Incident.agency_id == agency_id, Incident.answer.is_(None))
        .order_by(Incident.opened_at.desc(), Incident.id.desc())
    )
    return found.all()


def incident_view(actor: Actor, incident_id: int) -> IncidentView:
    """One incident. Raises Forbidden for who manages none, NotFound for a foreign one and an unknown one alike."""
    incident, session = _find(actor, incident_id), current_session()
    reports = _members(actor, incident)
    acts = [possible_acts(actor, report) for report in reports]
    to_submit = sum("submit_answer" in open_now for open_now in acts)
    return IncidentView(
        incident=incident,
        agency=session.get_one(Agency, incident.agency_id),
        reports=reports,
        waiting=to_submit + sum("answer" in open_now for open_now in acts),
        to_submit=to_submit,
        unsigned=sum("recall_answer" in open_now for open_now in acts),
    )


def join(actor: Actor, case_number: str, incident_id: int | None, title: str, seen: int | None = None) -> Report:
    """Put a report with others of one cause: into an incident nobody answered yet, or into a new one with a title.

    Raises as ``operations.handling`` says.
    """
    report, by = take_up(actor, case_number, "join_incident", seen)
    incident = _chosen(report, incident_id, title)
    report.incident_id = incident.id
    note_event(report, "join_incident", by=by, actor=actor, incident=incident.id)
    record(
        actor, "reports.join_incident", "report", report.case_number, agency_id=report.agency_id, incident=incident.id
    )
    return report


def leave(actor: Actor, case_number: str, seen: int | None = None) -> Report:
    """Take a report out of its incident again."""
    report, by = take_up(actor, case_number, "leave_incident", seen)
    old, report.incident_id = report.incident_id, None
    pending = current_session().get(PendingAnswer, report.id)
    if pending is not None:
        pending.incident_id = None
    note_event(report, "leave_incident", by=by, actor=actor, incident=old)
    record(actor, "reports.leave_incident", "report", report.case_number, agency_id=report.agency_id, incident=old)
    return report


def answer_all(actor: Actor, incident_id: int, text: str, seen: Collection[str] | None = None) -> AnsweredAll:
    """Answer every report of an incident that is within reach and waits for an answer, or lay that before the head.

    Each reporter judges the answer alone. Raises InvalidInput for no words, Conflict when no report waits and when one
    joined that is not among those ``seen`` (case numbers), Forbidden and NotFound like ``incident_view``.
    """
    incident = _find(actor, incident_id)
    words = required_words(text, LONGEST_ANSWER)
    reports = _members(actor, incident)
    if seen is not None and any(report.case_number not in seen for report in reports):
        raise Conflict("reports_joined")
    answered = submitted = 0
    for report in reports:
        acts = possible_acts(actor, report)
        if "answer" in acts:
            handling.answer(actor, report.case_number, words)
            answered += 1
        elif "submit_answer" in acts:
            signing.submit(actor, report.case_number, words, incident_id=incident.id)
            submitted += 1
    count = answered + submitted
    if not count:
        raise Conflict("nothing_to_answer")
    if answered:
        incident.answer = words
    record(actor, "reports.answer_incident", "incident", incident.id, agency_id=incident.agency_id, count=count)
    return AnsweredAll(answered, submitted)


def _find(actor: Actor, incident_id: int) -> Incident:
    if not permissions.is_permitted_somewhere(actor, _MANAGE):
        raise Forbidden()
    found = current_session().get(Incident, incident_id) if incident_id <= LARGEST_ID else None
    if found is None or not is_within_reach(actor, found.agency_id):
        raise NotFound("incident")
    return found


def _members(actor: Actor, incident: Incident) -> Sequence[Report]:
    """In the order of their numbers: two who answer at once lock them alike, and the later one is told."""
    found = current_session().scalars(
        joined(select(Report))
        .where(Report.incident_id == incident.id, cases_within(actor, _MANAGE))
        .order_by(Report.case_number)
    )
    return found.all()


def _chosen(report: Report, incident_id: int | None, title: str) -> Incident:
    if incident_id is not None:
        for one in open_incidents(report.agency_id):
            if one.id == incident_id:
                return one
        raise InvalidInput({"incident": "unknown_choice"})
    name = required_text("title", title, LONGEST_TITLE)
    incident = Incident(agency_id=report.agency_id, title=name, opened_at=clock.now())
    current_session().add(incident)
    current_session().flush()
    return incident
