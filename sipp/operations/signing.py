"""Answers that the head signs first, where the agency wants it: submitted, signed or given back, taken back.

Until it is signed an answer is nothing to its reporter, and the clocks go on. Who wrote it never signs it. Acts raise
as ``operations.handling`` says.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import Membership, User
from sipp.models.agencies import Agency
from sipp.models.proposals import PendingAnswer
from sipp.models.reports import Incident, Report
from sipp.operations.accounts import actor_of
from sipp.operations.agency_profiles import find_whole_agency, flush_or_conflict
from sipp.operations.calendar import working_calendar
from sipp.operations.case_reach import cases_within, joined, lock_case, require
from sipp.operations.caseload import DueDay, due_day_of
from sipp.operations.deputies import stands_in_for
from sipp.operations.handling import Answer, Cite, give_answer, look_through, required_words, take_up
from sipp.operations.journal import record
from sipp.operations.moves import note_event
from sipp.operations.reach import LARGEST_ID
from sipp.rules.errors import Conflict, InvalidInput, NotFound
from sipp.rules.permissions import Actor
from sipp.rules.signing import SIGN_OFFS
from sipp.storage.attachments import StoredFile

SIGN = "reports.sign_answer"


@dataclass(frozen=True, kw_only=True)
class Unsigned:
    """An answer that waits, with the due day that goes on meanwhile (None where none runs)."""

    pending: PendingAnswer
    due: DueDay | None


@dataclass(frozen=True, kw_only=True)
class UnsignedIncident:
    """The answers of an incident that wait for one signature; ``mark`` is what somebody saw of them."""

    incident: Incident
    waiting: Sequence[Unsigned]
    mark: str


def submit(
    actor: Actor,
    case_number: str,
    text: str,
    cites: Iterable[Cite] = (),
    stored: StoredFile | None = None,
    seen: int | None = None,
    *,
    kept: Iterable[UUID] = (),
    incident_id: int | None = None,
) -> Report:
    """Lay an answer before the head; arguments as in ``handling.answer``. The report stays as it is."""
    report, by = take_up(actor, case_number, "submit_answer", seen)
    at = clock.now()
    found = look_through(report, text, cites, stored, kept, at)
    current_session().merge(
        PendingAnswer(
            report_id=report.id,
            state="waiting",
            text=found.words,
            cites=[[one.component, one.row_key] for one in found.cites],
            files=list(found.files),
            author_id=actor.user_id,
            written_at=at,
            incident_id=incident_id,
            reason=None,
            ended_by_id=None,
            ended_at=None,
        )
    )
    note_event(report, "answer_submitted", by=by, actor=actor, at=at)
    record(actor, "reports.submit_answer", "report", report.case_number, agency_id=report.agency_id)
    return report


def sign(actor: Actor, case_number: str, seen: int | None = None) -> Report:
    """Sign an answer somebody else wrote: with it the report is answered."""
    report, by = take_up(actor, case_number, "sign_answer", seen)
    pending = current_session().get_one(PendingAnswer, report.id)
    answer = Answer(pending.text, [Cite(*one) for one in pending.cites], pending.files)
    author_id = pending.author_id
    if pending.incident_id is not None:
        current_session().get_one(Incident, pending.incident_id).answer = pending.text
    give_answer(report, answer, by=by, actor=actor, author_id=author_id, at=clock.now())
    record(actor, "reports.sign_answer", "report", report.case_number, agency_id=report.agency_id, author=author_id)
    return report


def give_back(actor: Actor, case_number: str, text: str, seen: int | None = None) -> Report:
    """Give an answer back to who wrote it, with the reason; its words stay to be used again."""
    report, by = take_up(actor, case_number, "return_answer", seen)
    words, at = required_words(text), clock.now()
    _end(report, "returned", actor, at, words)
    note_event(report, "answer_returned", by=by, actor=actor, at=at)
    record(actor, "reports.return_answer", "report", report.case_number, agency_id=report.agency_id)
    return report


def recall(actor: Actor, case_number: str, seen: int | None = None) -> Report:
    """Take an answer back before it is signed, to change it or to give it without a signature."""
    report, by = take_up(actor, case_number, "recall_answer", seen)
    at = clock.now()
    _end(report, "recalled", actor, at)
    note_event(report, "answer_recalled", by=by, actor=actor, at=at)
    record(actor, "reports.recall_answer", "report", report.case_number, agency_id=report.agency_id)
    return report


def pending_of(report: Report) -> PendingAnswer | None:
    """The answer of a report that its reporter has not read, with who wrote it; the caller reaches the report."""
    return current_session().scalar(
        select(PendingAnswer)
        .where(PendingAnswer.report_id == report.id)
        .options(joinedload(PendingAnswer.author), joinedload(PendingAnswer.ended_by))
        .execution_options(populate_existing=True)
    )


def signers_of(report: Report, author_id: int) -> Sequence[User]:
    """Who may sign an answer of this author where the report lies; empty when nobody can."""
    heads = current_session().scalars(
        select(User)
        .where(
            User.active,
            User.id != author_id,
            User.memberships.any(and_(Membership.role == "head", Membership.agency_id == report.agency_id)),
        )
        .order_by(User.name, User.id)
    )
    return [one for one in heads if _may_sign(one, report)]


def to_sign(actor: Actor) -> Sequence[Unsigned]:
    """The answers that wait for the actor's signature, the nearest due day first; raises Forbidden."""
    require(actor, SIGN)
    return _unsigned(_waiting_for(actor))


def returned_to(actor: Actor) -> Sequence[PendingAnswer]:
    """The answers that the head gave back to the actor: own ones, those of who is absent, those of own cases."""
    people = [actor.user_id, *stands_in_for(actor.user_id)]
    found = current_session().scalars(
        joined(select(PendingAnswer).join(Report, PendingAnswer.report_id == Report.id))
        .where(
            cases_within(actor, "reports.answer"),
            PendingAnswer.state == "returned",
            or_(PendingAnswer.author_id.in_(people), Report.handler_id.in_(people)),
        )
        .order_by(PendingAnswer.ended_at, PendingAnswer.report_id)
        .options(joinedload(PendingAnswer.report))
    )
    return found.all()


def incident_to_sign(actor: Actor, incident_id: int) -> UnsignedIncident:
    """What waits for the actor's signature in an incident; raises Forbidden, NotFound where nothing does."""
    require(actor, SIGN)
    query = _waiting_for(actor).where(PendingAnswer.incident_id == incident_id)
    waiting = _unsigned(query) if incident_id <= LARGEST_ID else []
    if not waiting:
        raise NotFound("incident")
    incident = current_session().get_one(Incident, incident_id)
    return UnsignedIncident(incident=incident, waiting=waiting, mark=_mark(waiting))


def sign_incident(actor: Actor, incident_id: int, seen: str) -> int:
    """Sign every answer of an incident that was seen (``UnsignedIncident.mark``); how many there were."""
    numbers = _lock_incident(actor, incident_id, seen)
    for number in numbers:
        sign(actor, number)
    return len(numbers)


def give_back_incident(actor: Actor, incident_id: int, text: str, seen: str) -> int:
    """Give every answer of an incident back with one reason; how many there were."""
    required_words(text)
    numbers = _lock_incident(actor, incident_id, seen)
    for number in numbers:
        give_back(actor, number, text)
    return len(numbers)


def set_sign_off(actor: Actor, slug: str, choice: str, row_version: int) -> Agency:
    """Say which answers of an agency its head signs. What waits already goes on waiting.

    Raises InvalidInput for an unknown choice and where nobody heads the whole agency, Conflict, Forbidden, NotFound.
    """
    agency = find_whole_agency(actor, slug, "agencies.edit")
    if agency.row_version != row_version:
        raise Conflict("changed_meanwhile")
    if choice not in SIGN_OFFS:
        raise InvalidInput({"sign_off": "unknown_choice" if choice else "required"})
    if choice != "none" and not _has_head(agency):
        raise InvalidInput({"sign_off": "no_head"})
    agency.sign_off = choice
    flush_or_conflict()
    record(actor, "agencies.set_sign_off", "agency", agency.id, agency_id=agency.id, choice=choice)
    return agency


def _end(report: Report, state: str, actor: Actor, at: datetime, reason: str | None = None) -> None:
    pending = current_session().get_one(PendingAnswer, report.id)
    pending.state, pending.reason = state, reason
    pending.ended_by_id, pending.ended_at = actor.user_id, at


def _waiting_for(actor: Actor) -> Select[Any]:
    return joined(select(PendingAnswer).join(Report, PendingAnswer.report_id == Report.id)).where(
        cases_within(actor, SIGN), PendingAnswer.state == "waiting", PendingAnswer.author_id != actor.user_id
    )


def _unsigned(query: Select[Any]) -> list[Unsigned]:
    reports = joinedload(PendingAnswer.report)
    loaded = (
        joinedload(PendingAnswer.author),
        reports.options(
            joinedload(Report.agency), joinedload(Report.unit), joinedload(Report.service), selectinload(Report.clocks)
        ),
    )
    found = current_session().scalars(query.options(*loaded).execution_options(populate_existing=True))
    calendar = working_calendar()
    rows = [Unsigned(pending=one, due=due_day_of(one.report, calendar)) for one in found]
    return sorted(rows, key=lambda one: (one.due is None, one.due.due_at if one.due else one.pending.written_at))


def _lock_incident(actor: Actor, incident_id: int, seen: str) -> list[str]:
    """The case numbers of an incident that waits as it was seen, locked in the order in which everybody locks them."""
    waiting = incident_to_sign(actor, incident_id).waiting
    numbers = [
        one.report.case_number for one in sorted((one.pending for one in waiting), key=lambda one: one.report_id)
    ]
    for number in numbers:
        lock_case(actor, number, SIGN)
    if incident_to_sign(actor, incident_id).mark != seen:
        raise Conflict("changed_meanwhile")
    return numbers


def _mark(waiting: Sequence[Unsigned]) -> str:
    ordered = sorted((one.pending.report_id.hex, one.pending.report.row_version) for one in waiting)
    return hashlib.sha256(repr(ordered).encode()).hexdigest()[:32]


def _may_sign(user: User, report: Report) -> bool:
    within = cases_within(actor_of(user), SIGN)
    return current_session().scalar(joined(select(Report.id)).where(Report.id == report.id, within)) is not None


def _has_head(agency: Agency) -> bool:
    head = (
        select(Membership.id)
        .join(Membership.user)
        .where(Membership.role == "head", Membership.agency_id == agency.id, Membership.unit_id.is_(None), User.active)
    )
    return current_session().scalar(head.limit(1)) is not None
