"""Erasing what tells of a person: wholly, for good, and again after every restore.

Figures and the journal keep case number, states, events without words, results without the words they were told in.
The line in the erasure ledger is on disk before the erasure commits, and files go before it: whatever is cut off in
between is found by ``outstanding`` and carried out to its end.

Law: UU 27/2022 art. 8, 16 (2), 43 and 44 (erasure on request, and when the period is over).
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, create_engine, delete, exists, func, or_, select, update

from sipp import clock
from sipp.config import Config
from sipp.db import current_session
from sipp.models.journal import AuditEntry, OutboxMessage
from sipp.models.proposals import AnswerProposal, CaseLink, PendingAnswer
from sipp.models.reporters import DataRequest, PressureNote
from sipp.models.reports import (
    Attachment,
    Breach,
    Message,
    Report,
    Reporter,
    ReportEvent,
    Reprimand,
    SealedIdentity,
    Unsealing,
)
from sipp.operations.journal import record
from sipp.operations.moves import lock_report, make_move, note_event
from sipp.rules.errors import NotFound
from sipp.rules.permissions import SYSTEM, Actor, is_permitted
from sipp.rules.reports import OPEN_STATES, moves_open_to
from sipp.rules.retention import REPORT_DATA, ErasureReason, ReportData, due_before
from sipp.storage import attachments, erasures
from sipp.storage.erasures import Erased, LedgerDamaged

#: What is left of an event: codes and days, nothing that somebody wrote.
KEPT_OF_EVENTS = frozenset({"clock", "due", "old", "new", "verdict", "request", "decision", "data"})
#: What is left of a finding: what was promised and the computed result, not what was told.
KEPT_OF_FINDINGS = frozenset(
    {
        "result",
        "group",
        "component",
        "row_key",
        "version",
        "standing",
        "reason",
        "difference_idr",
        "late_by",
        "late_unit",
        "is_confirmed",
        "is_statistical",
        "is_illegal_levy",
        "ombudsman_class",
        "lapor_category",
        "severity",
    }
)
_BATCH = 500


@dataclass(frozen=True)
class Store:
    """Where erasures reach beyond the database: the ledger, and the folder of the files."""

    ledger: Path
    attachments: Path

    @classmethod
    def of(cls, config: Config) -> "Store":
        """That of an installation."""
        return cls(config.erasure_ledger, config.attachments_dir)


def erase_report(actor: Actor, report_id: UUID, reason: ErasureReason, store: Store) -> Report:
    """Erase the whole of a report; nothing opens it any more, and one that was still handled ends as withdrawn.

    Raises NotFound for another agency's report and for an erased one, like for an unknown one.
    """
    return _erase(actor, report_id, "report", reason, store, clock.now(), is_written=False)


def note_address_taken_back(report: Report, store: Store) -> None:
    """Write that a hidden reporter deletes the own address: no restore brings it back."""
    erasures.append(store.ledger, [Erased(clock.now(), report.id, "sealed_address")])


def find_by_number(case_number: str) -> UUID:
    """The report of a case number that is not erased yet; raises NotFound."""
    found = current_session().scalar(
        select(Report.id).where(Report.case_number == case_number.strip().upper(), Report.erased_at.is_(None))
    )
    if found is None:
        raise NotFound("report")
    return found


def due() -> list[tuple[ReportData, UUID]]:
    """What is past its period, whole reports first; of a report that goes wholly nothing is named apart."""
    now, session = clock.now(), current_session()
    found: list[tuple[ReportData, UUID]] = []
    whole: set[UUID] = set()
    for data in REPORT_DATA:
        ids = session.scalars(select(Report.id).where(_is_due(data, now)).order_by(Report.id)).all()
        found += [(data, one) for one in ids if one not in whole]
        whole |= set(ids) if data == "report" else set()
    return found


def erase_due(data: ReportData, report_id: UUID, store: Store) -> None:
    """Erase one thing that ``due`` named; nothing when it is gone or not due any more."""
    if _lock_where(report_id, _is_due(data, clock.now())):
        _erase(SYSTEM, report_id, data, "retention", store, clock.now(), is_written=False)


def forget_payloads() -> int:
    """Empty what the outbox has done long ago; the keys stay, so that nothing is done twice. How many."""
    old = select(OutboxMessage).where(
        OutboxMessage.state == "done", OutboxMessage.done_at <= due_before("outbox_payload", clock.now())
    )
    messages = [one for one in current_session().scalars(old) if one.payload or one.last_error]
    for message in messages:
        message.payload, message.last_error = {}, None
    return len(messages)


def outstanding(connection: Connection, store: Store) -> list[Erased]:
    """Whole reports that the ledger says are erased, and that the database still has. Raises LedgerDamaged."""
    lines = [line for line in erasures.read(store.ledger) if line.data == "report"]
    kept: set[UUID] = set()
    for batch in _batches({line.report_id for line in lines}):
        kept |= set(connection.scalars(select(Report.id).where(Report.id.in_(batch), Report.erased_at.is_(None))))
    return [line for line in lines if line.report_id in kept]


def why_not_to_serve(config: Config) -> str | None:
    """What must be done before anything may be shown here; None when all that was erased is erased.

    Asks the database by itself: it is asked before an application is built.
    """
    if config.unfinished_restore.exists():
        return "a restore was not finished here: empty the folder but for erasures.txt, and run sipp restore once more"
    try:
        if not erasures.read(config.erasure_ledger):
            return None
        engine = create_engine(config.database_url, hide_parameters=True)
        with engine.connect() as connection:
            left = len(outstanding(connection, Store.of(config)))
        engine.dispose()
    except LedgerDamaged as error:
        return str(error)
    return f"{left} erased reports are still in the database; run: sipp erase --due" if left else None


def replay(line: Erased, store: Store) -> bool:
    """Carry out a line of the ledger again; whether there was anything to erase."""
    if not _lock_where(line.report_id, Report.erased_at.is_(None) & _STORED[line.data]) or _is_given_anew(line):
        return False
    _erase(SYSTEM, line.report_id, line.data, "restored", store, line.at, is_written=True)
    return True


def _lock_where(report_id: UUID, condition: ColumnElement[bool]) -> bool:
    """Whether a condition holds of a report, which nobody else changes from here to the commit."""
    session, one = current_session(), select(Report.id).where(Report.id == report_id)
    session.execute(one.with_for_update())
    return session.scalar(one.where(condition)) is not None


def _is_given_anew(line: Erased) -> bool:
    """Whether the address that is stored is another one, given after this line was written."""
    later = select(AuditEntry.id).join(Report, AuditEntry.subject_id == Report.case_number)
    later = later.where(Report.id == line.report_id, AuditEntry.action == "reports.change_address")
    is_address = line.data == "sealed_address"
    return is_address and current_session().scalar(later.where(AuditEntry.at > line.at).limit(1)) is not None


def _erase(
    actor: Actor,
    report_id: UUID,
    data: ReportData,
    reason: ErasureReason,
    store: Store,
    at: datetime,
    *,
    is_written: bool,
) -> Report:
    report = lock_report(report_id)
    if report.erased_at is not None or not is_permitted(actor, "reports.erase", report.agency_id):
        raise NotFound("report")
    if not is_written:
        erasures.append(store.ledger, [Erased(at, report.id, data)])
    if data == "report":
        if "withdraw" in moves_open_to(report.state, "citizen"):  # type: ignore[arg-type]
            make_move(report, "withdraw", by="citizen", actor=actor)
        note_event(report, "erased", by="schedule" if actor is SYSTEM else "agency_admin", actor=actor)
    else:
        note_event(report, "data_erased", by="schedule", actor=SYSTEM, data=data)
    for act in _ACTS[data]:
        act(report, store, at)
    record(actor, "reports.erase", "report", report.case_number, agency_id=report.agency_id, data=data, reason=reason)
    current_session().flush()
    return report


def _forget_reporter(report: Report, _store: Store, _at: datetime) -> None:
    current_session().execute(delete(Reporter).where(Reporter.report_id == report.id))


def _forget_sealed_name(report: Report, _store: Store, at: datetime) -> None:
    """The name goes, and with it every request to open it; who opened it before stays on record."""
    session = current_session()
    for unsealing in session.scalars(select(Unsealing).where(Unsealing.report_id == report.id)):
        unsealing.reason, unsealing.half_open = "", None
        unsealing.closed_at = unsealing.closed_at or max(at, unsealing.asked_at)
    session.execute(delete(SealedIdentity).where(SealedIdentity.report_id == report.id))


def _forget_attachments(report: Report, store: Store, _at: datetime) -> None:
    session = current_session()
    for attachment in session.scalars(select(Attachment).where(Attachment.report_id == report.id)):
        attachments.delete(store.attachments, attachment.stored_name)
        session.delete(attachment)


def _forget_what_was_said(report: Report, _store: Store, _at: datetime) -> None:
    session = current_session()
    session.execute(delete(Message).where(Message.report_id == report.id))
    for table in (PendingAnswer, AnswerProposal, CaseLink):
        session.execute(delete(table).where(table.report_id == report.id))
    session.execute(delete(PressureNote).where(PressureNote.report_id == report.id))
    for request in session.scalars(select(DataRequest).where(DataRequest.report_id == report.id)):
        if request.state == "open":
            request.state, request.decided_at = "done", clock.now()
        request.text, request.answer = "", None


def _forget_queued(report: Report, _store: Store, _at: datetime) -> None:
    """What waits for its reporter is not sent any more; an error could have named the address."""
    kept = OutboxMessage.payload["report_id"].as_string() == str(report.id)
    for message in current_session().scalars(select(OutboxMessage).where(kept)):
        if message.state != "done":
            message.state, message.done_at = "done", clock.now()
        message.payload, message.last_error = {}, None


def _empty_report(report: Report, _store: Store, at: datetime) -> None:
    """The code opens nothing: what stands for its hash now is the hash of no code."""
    report.code_hash = secrets.token_bytes(32)
    report.description, report.experience = "", {}
    report.expectation = report.loss = report.file_number = report.proxy = report.external_tracking_id = None
    report.erased_at = at
    session = current_session()
    session.flush()
    for table, column, kept in (
        (ReportEvent, ReportEvent.details, KEPT_OF_EVENTS),
        (Breach, Breach.finding, KEPT_OF_FINDINGS),
    ):
        for row_id, values in session.execute(select(table.id, column).where(table.report_id == report.id)).all():
            left = {name: value for name, value in values.items() if name in kept}
            if left != values:
                session.execute(update(table).where(table.id == row_id).values({column: left}))


_Act = Callable[[Report, Store, datetime], None]
_ACTS: dict[ReportData, tuple[_Act, ...]] = {
    "open_identity": (_forget_reporter,),
    "sealed_address": (_forget_reporter,),
    "sealed_identity": (_forget_sealed_name,),
    "attachments": (_forget_attachments,),
    "report": (
        _forget_reporter,
        _forget_sealed_name,
        _forget_attachments,
        _forget_what_was_said,
        _forget_queued,
        _empty_report,
    ),
}


def _has(table: type[Reporter] | type[SealedIdentity] | type[Attachment]) -> ColumnElement[bool]:
    return exists().where(table.report_id == Report.id)


#: Whether there is something to erase.
_STORED: dict[ReportData, ColumnElement[bool]] = {
    "report": Report.erased_at.is_(None),
    "open_identity": (Report.visibility == "open") & _has(Reporter),
    "sealed_address": (Report.visibility == "sealed") & _has(Reporter),
    "sealed_identity": _has(SealedIdentity),
    "attachments": _has(Attachment),
}


def _is_due(data: ReportData, now: datetime) -> ColumnElement[bool]:
    """Whether there is something of a report whose period is over; a whole one may also have waited for too long."""
    is_closed = _was_closed(due_before(data, now)) & _STORED[data]
    if data != "report":
        return is_closed
    is_waiting = (Report.state == "received") & ~Report.is_delivered & Report.erased_at.is_(None)
    return or_(is_closed, is_waiting & (Report.submitted_at <= due_before("waiting_report", now)))


def _was_closed(before: datetime) -> ColumnElement[bool]:
    """Whether a report ended by a moment, in the state it is in, and no reprimand still rests on it."""
    ended_at = (
        select(func.max(ReportEvent.at))
        .where(
            ReportEvent.report_id == Report.id,
            ReportEvent.from_state.is_(None) | (ReportEvent.from_state != ReportEvent.to_state),
        )
        .scalar_subquery()
    )
    is_needed = exists().where(Reprimand.report_id == Report.id, Reprimand.closed_at.is_(None))
    is_ended = Report.state.not_in([*sorted(OPEN_STATES), "answered"])
    return and_(Report.erased_at.is_(None), is_ended, ended_at <= before, ~is_needed)


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    left = iter(ids)
    while batch := list(islice(left, _BATCH)):
        yield batch
