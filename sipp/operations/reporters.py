"""What reporters say beside the handling of their report: pressure, and requests about their personal data.

Law: UU 27/2022 art. 6 and 8 (correction and erasure of personal data); UU 25/2009 art. 47-49 (confidentiality).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.reporters import DataRequest, DataRequestKind, PressureNote
from sipp.models.reports import Report
from sipp.operations.erasure import Store, erase_report
from sipp.operations.journal import record
from sipp.operations.moves import lock_report, note_event
from sipp.operations.own_words import read_words, required_words
from sipp.operations.report_news import count_undelivered_within
from sipp.rules.errors import Conflict, InvalidInput, NotFound
from sipp.rules.permissions import REPORTER, Actor, is_allowed, is_permitted, is_permitted_in, is_permitted_somewhere

KINDS: tuple[DataRequestKind, ...] = get_args(DataRequestKind)
DECISIONS = ("done", "declined")
_ACTIONS = (
    "reports.read_pressure",
    "reports.decide_data_request",
    "reports.look_after_hidden_reporters",
    "reports.watch_delivery",
)


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What waits for an officer: notes of pressure, requests about data, how many reporters no news reach."""

    pressure: list[PressureNote]
    data_requests: list[DataRequest]
    undelivered: int


def may_look(actor: Actor) -> bool:
    """Whether anything of this is the officer's at all."""
    return any(is_permitted_somewhere(actor, action) for action in _ACTIONS)


def needs_of(actor: Actor) -> Needs:
    """What waits for an officer; empty for who has no part in it."""
    if not may_look(actor):
        return Needs(pressure=[], data_requests=[], undelivered=0)
    return Needs(
        pressure=_unread_pressure(actor),
        data_requests=_open_data_requests(actor),
        undelivered=count_undelivered_within(actor),
    )


def anything_waits() -> bool:
    """Whether a reporter told of pressure that nobody read of yet, or asked about data and was not answered."""
    unread = select(PressureNote.id).where(PressureNote.read_at.is_(None)).exists()
    unanswered = select(DataRequest.id).where(DataRequest.state == "open").exists()
    return bool(current_session().scalar(select(unread | unanswered)))


def count_waiting(actor: Actor) -> tuple[int, int]:
    """How many notes of pressure, and how many requests about data, wait for an officer."""
    if not may_look(actor):
        return 0, 0
    return len(_unread_pressure(actor)), len(_open_data_requests(actor))


def tell_pressure(report_id: UUID, text: str) -> PressureNote:
    """Say that one is pressed because of the report: only the inspectorate reads it. Raises InvalidInput.

    It leaves no event, and its audit entry names no agency: nobody at the handling unit learns of it.
    """
    report = lock_report(report_id)
    note = PressureNote(report_id=report.id, noted_at=clock.now(), text=required_words("text", text))
    current_session().add(note)
    record(REPORTER, "reports.tell_pressure", "report", report.case_number)
    return note


def pressure_of(report_id: UUID) -> Sequence[PressureNote]:
    """What the reporter told of pressure, the oldest first."""
    return (
        current_session()
        .scalars(select(PressureNote).where(PressureNote.report_id == report_id).order_by(PressureNote.noted_at))
        .all()
    )


def _unread_pressure(actor: Actor) -> list[PressureNote]:
    """The notes nobody read yet that are the actor's to read, the oldest first; of one day by case number.

    The inspectorate is the agency's: it learns the day, not the hour, of what a hidden reporter did.
    """
    notes = current_session().scalars(
        select(PressureNote)
        .where(PressureNote.read_at.is_(None))
        .options(joinedload(PressureNote.report).options(joinedload(Report.agency), joinedload(Report.unit)))
        .order_by(PressureNote.noted_at)
    )
    own = [note for note in notes if _may_read(actor, note)]
    return sorted(own, key=lambda note: (_day(note.noted_at, note.report), note.report.case_number))


def _day(moment: datetime, report: Report) -> date:
    return moment.astimezone(ZoneInfo(report.agency.time_zone)).date()


def read_pressure(actor: Actor, note_id: UUID) -> None:
    """Take note of it, which the reporter sees. Raises NotFound for what is not the actor's to read."""
    note = current_session().scalar(
        select(PressureNote)
        .where(PressureNote.id == note_id)
        .options(joinedload(PressureNote.report).options(joinedload(Report.agency), joinedload(Report.unit)))
        .with_for_update(of=PressureNote)
    )
    if note is None or not _may_read(actor, note):
        raise NotFound("pressure_note")
    if note.read_at is None:
        note.read_at, note.read_by = clock.now(), actor.user_id
        record(actor, "reports.read_pressure", "report", note.report.case_number)


def ask_about_data(report_id: UUID, kind: str, text: str) -> DataRequest:
    """Ask for personal data to be corrected or erased; one request of a kind at a time.

    Raises InvalidInput, Conflict while one of the kind is open.
    """
    report = lock_report(report_id)
    if kind not in KINDS:
        raise InvalidInput({"kind": "unknown_choice" if kind else "required"})
    words = required_words("text", text)
    if any(one.kind == kind and one.state == "open" for one in data_requests_of(report_id)):
        raise Conflict("already_asked")
    request = DataRequest(report_id=report.id, kind=kind, text=words, asked_at=clock.now(), state="open")
    current_session().add(request)
    note_event(report, "data_asked", by="citizen", actor=REPORTER, request=kind)
    record(REPORTER, "reports.ask_about_data", "report", report.case_number, agency_id=report.agency_id, kind=kind)
    return request


def data_requests_of(report_id: UUID) -> Sequence[DataRequest]:
    """What the reporter asked about personal data, the oldest first."""
    return (
        current_session()
        .scalars(select(DataRequest).where(DataRequest.report_id == report_id).order_by(DataRequest.asked_at))
        .all()
    )


def _open_data_requests(actor: Actor) -> list[DataRequest]:
    """The requests that wait for the actor's decision, the oldest first."""
    waiting = current_session().scalars(
        select(DataRequest)
        .where(DataRequest.state == "open")
        .options(joinedload(DataRequest.report).joinedload(Report.agency))
        .order_by(DataRequest.asked_at)
    )
    return [one for one in waiting if _may_decide(actor, one)]


def find_data_request(actor: Actor, request_id: UUID) -> DataRequest:
    """One request; raises NotFound for an unknown one and for another agency's."""
    found = current_session().scalar(
        select(DataRequest)
        .where(DataRequest.id == request_id)
        .options(joinedload(DataRequest.report).joinedload(Report.agency))
        .execution_options(populate_existing=True)
    )
    if found is None or not _may_decide(actor, found):
        raise NotFound("data_request")
    return found


def decide_data_request(actor: Actor, request_id: UUID, decision: str, answer: str, store: Store) -> bool:
    """Say what was done, or why not; the reporter reads it. A granted erasure erases the report here and now.

    Whether the report was erased. Raises InvalidInput, Conflict once it is decided.
    """
    report = lock_report(find_data_request(actor, request_id).report_id, erased_too=True)
    request = find_data_request(actor, request_id)
    if decision not in DECISIONS:
        raise InvalidInput({"decision": "unknown_choice" if decision else "required"})
    is_erasure = request.kind == "erasure" and decision == "done"
    words = read_words("answer", answer) if is_erasure else required_words("answer", answer)
    if request.state != "open":
        raise Conflict("already_decided")
    request.state, request.decided_at, request.decided_by = decision, clock.now(), actor.user_id
    request.answer = words
    by = _role(actor, request)
    note_event(report, "data_decided", by=by, actor=actor, request=request.kind, decision=decision)
    record(actor, "reports.decide_data_request", "report", report.case_number, agency_id=report.agency_id)
    if is_erasure:
        erase_report(actor, report.id, "request", store)
    return is_erasure


def _may_read(actor: Actor, note: PressureNote) -> bool:
    """Never who handles the case: where that is the inspectorate itself, only the national overseer reads."""
    report = note.report
    if report.handler_id is not None and report.handler_id == actor.user_id:
        return False
    if report.unit is not None and report.unit.is_oversight:
        return is_permitted(actor, "reports.read_pressure_on_oversight", report.agency_id)
    return is_permitted_in(actor, "reports.read_pressure", report.agency_id)


def _may_decide(actor: Actor, request: DataRequest) -> bool:
    """Where the reporter is hidden nobody of the agency: the request itself may say who asks."""
    return is_permitted(actor, _action(request.report), request.report.agency_id)


def _action(report: Report) -> str:
    return "reports.decide_data_request" if report.visibility == "open" else "reports.look_after_hidden_reporters"


def _role(actor: Actor, request: DataRequest) -> str:
    """The role in which the actor decides, for the reporter to read."""
    report = request.report
    return next(
        one.role for one in actor.memberships if is_allowed(one.role, _action(report)) and one.covers(report.agency_id)
    )
