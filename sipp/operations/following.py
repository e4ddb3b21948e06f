"""The opened report: what its code opens, what the reporter sees and may add."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from sipp import clock
from sipp.db import current_session
from sipp.models.reports import Attachment, Breach, Message, Report, ReportClock, ReportEvent
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import StandardVersion
from sipp.operations.assessing import ceiling_of
from sipp.operations.calendar import working_calendar
from sipp.operations.case_files import tie_file
from sipp.operations.journal import record
from sipp.operations.moves import lock_report, note_event
from sipp.operations.opened import OpenedReport, opened_with
from sipp.operations.own_moves import has_appealed
from sipp.operations.own_words import required_words, say
from sipp.operations.report_clocks import governing_clock
from sipp.operations.report_news import undelivered_on
from sipp.operations.versions import content_of
from sipp.rules import reports as rules
from sipp.rules.breaches import find_breaches
from sipp.rules.errors import Conflict, NotFound, TooLarge
from sipp.rules.findings import Experience, Finding, Promise
from sipp.rules.permissions import REPORTER
from sipp.rules.report_news import Channel
from sipp.storage.attachments import StoredFile
from sipp.vault.codes import CodeKeyRing, normalise

MAX_ATTACHMENTS = 5
#: States in which messages and evidence are still taken.
TALKING_STATES = rules.OPEN_STATES | {"answered", "lapsed"}


@dataclass(frozen=True, kw_only=True)
class FollowPage:
    """What the reporter sees. ``due`` is the clock that counts now, its last second in the unit's zone.

    ``words`` are the handler's own words that belong to the event behind the state: the answer, the question, the
    reasons. ``reopen_until`` is the last day on which a lapsed report may be opened again, ``undelivered`` the
    channels on which something did not reach the reporter.
    """

    report: Report
    findings: Sequence[Finding]
    version: StandardVersion | None
    clocks: Sequence[ReportClock]
    due_clock: ReportClock | None
    due_at: datetime | None
    step: str
    can_talk: bool
    today: date
    words: Message | None
    reopen_until: date | None
    has_appealed: bool
    undelivered: frozenset[Channel]


def open_by_code(code: str, ring: CodeKeyRing) -> OpenedReport:
    """The report a code opens; raises NotFound alike for unknown, malformed and erased codes."""
    symbols = normalise(code)
    hashes = ring.possible_hashes(symbols or "0" * 17)
    found = current_session().execute(select(Report.id, Report.code_hash).where(Report.code_hash.in_(hashes))).first()
    if symbols is None or found is None:
        raise NotFound("code")
    return opened_with(found.id, found.code_hash)


def follow_page(report_id: UUID) -> FollowPage:
    """The opened report; "still waiting" is computed again for today. Raises NotFound."""
    report = current_session().scalar(
        select(Report)
        .where(Report.id == report_id)
        .options(
            joinedload(Report.agency),
            joinedload(Report.service).options(
                joinedload(Service.unit),
                joinedload(Service.reference).selectinload(ReferenceService.ceilings),
            ),
            joinedload(Report.unit),
            selectinload(Report.breaches),
            selectinload(Report.events),
            selectinload(Report.messages),
            selectinload(Report.attachments),
            selectinload(Report.clocks),
        )
    )
    if report is None:
        raise NotFound("report")
    today = clock.today(report.agency.time_zone)
    version = current_session().get(StandardVersion, report.version_id) if report.version_id else None
    due = governing_clock(report)
    return FollowPage(
        report=report,
        findings=_findings_today(report, today),
        version=version,
        clocks=[one for one in report.clocks if one.stopped_at is None],
        due_clock=due,
        due_at=due.due_at.astimezone(ZoneInfo(due.time_zone)) if due else None,
        step=rules.STEP_OF_STATE[report.state],  # type: ignore[index]
        can_talk=report.state in TALKING_STATES,
        today=today,
        words=words_with(report, last_event(report, _EVENTS_WITH_WORDS.get(report.state))),
        undelivered=undelivered_on(report.id),
        reopen_until=_reopen_until(report, today),
        has_appealed=report.state == "rejected" and has_appealed(report.id),
    )


def write_message(report_id: UUID, text: str) -> None:
    """Add the reporter's message; raises InvalidInput for an empty one, Conflict once the report is closed."""
    report = lock_report(report_id)
    words = required_words("text", text)
    if report.state not in TALKING_STATES:
        raise Conflict("report_closed")
    say(report, words)
    _tell(report, "message")
    record(REPORTER, "reports.write_message", "report", report.case_number, agency_id=report.agency_id)


def check_evidence(report_id: UUID) -> None:
    """Raise when the report takes no more files: Conflict once closed, TooLarge after five files."""
    report = lock_report(report_id)
    if report.state not in TALKING_STATES:
        raise Conflict("report_closed")
    own = select(func.count()).where(Attachment.report_id == report.id, Attachment.author == "reporter")
    count = current_session().scalar(own) or 0
    if count >= MAX_ATTACHMENTS:
        raise TooLarge("too_many_files")


def add_evidence(report_id: UUID, stored: StoredFile) -> Attachment:
    """Tie a file that is already safely on disk to the report; the same file twice stays one."""
    check_evidence(report_id)
    report = lock_report(report_id)
    session = current_session()
    same = session.scalar(
        select(Attachment).where(
            Attachment.report_id == report.id, Attachment.sha256 == stored.sha256, ~Attachment.is_held
        )
    )
    if same is not None:
        return same
    attachment = tie_file(report, stored, "reporter", clock.now())
    _tell(report, "evidence")
    record(REPORTER, "reports.add_evidence", "report", report.case_number, agency_id=report.agency_id)
    return attachment


def _tell(report: Report, kind: str) -> None:
    """Write that something came. The report counts as changed: who answers right now has not seen it."""
    note_event(report, kind, by="citizen", actor=REPORTER)
    flag_modified(report, "state")


def find_attachment(report_id: UUID, attachment_id: UUID) -> Attachment:
    """One attachment of an opened report; raises NotFound for another report's."""
    found = current_session().scalar(
        select(Attachment).where(Attachment.id == attachment_id, Attachment.report_id == report_id, ~Attachment.is_held)
    )
    if found is None:
        raise NotFound("attachment")
    return found


def finding_of(breach: Breach) -> Finding:
    """The stored finding as a value again."""
    return Finding(**_typed(Finding, breach.finding))


def experience_of(report: Report) -> Experience:
    """What was told, as a value again."""
    return Experience(**_typed(Experience, report.experience))


#: The event in which the handler's own words brought the report to its state.
_EVENTS_WITH_WORDS: dict[str, str] = {
    "needs_completion": "ask_completion",
    "answered": "answer",
    "lapsed": "answer",
    "withdrawn": "ask_completion",
    "unresolved": "answer",
    "rejected": "reject",
}


#: What is written with an event is written in its transaction.
_SAME_ACT = timedelta(minutes=1)


def last_event(report: Report, kind: str | None) -> ReportEvent | None:
    """The newest event of a kind, of a report whose events are loaded."""
    return next((event for event in reversed(report.events) if event.kind == kind), None)


def is_deemed_withdrawn(page: FollowPage) -> bool:
    """Whether a report ended because its reporter did not complete it, not by the reporter's own word."""
    return page.report.state == "withdrawn" and last_event(page.report, "withdraw") is None


def words_with(report: Report, event: ReportEvent | None) -> Message | None:
    """The handler's message that was written with an event: the nearest one in time, if it comes with words at all."""
    if event is None or event.kind not in {"message", "reject_appeal", *_EVENTS_WITH_WORDS.values()}:
        return None
    said = [one for one in report.messages if one.author == "handler" and not one.is_internal]
    near = [one for one in said if abs(one.sent_at - event.at) <= _SAME_ACT]
    return min(near, key=lambda message: abs(message.sent_at - event.at), default=None)


def _reopen_until(report: Report, today: date) -> date | None:
    lapsed = last_event(report, "lapse") if report.state == "lapsed" else None
    if lapsed is None:
        return None
    lapsed_on = lapsed.at.astimezone(ZoneInfo(report.agency.time_zone)).date()
    return rules.last_day_to_reopen(lapsed_on) if rules.can_reopen(lapsed_on, today) else None


def _findings_today(report: Report, today: date) -> list[Finding]:
    """The findings as filed; a wait that goes on is compared again with today."""
    stored = [finding_of(breach) for breach in report.breaches]
    experience = experience_of(report)
    waits = [f for f in stored if f.is_still_waiting]
    if not waits or report.service is None or report.state not in rules.OPEN_STATES:
        return stored
    promise = _promise_of(waits[0], report.service, today)
    again = find_breaches(
        experience, promise=promise, fee_promise=None, calendar=working_calendar(report.service.unit), today=today
    )
    waiting = {(f.group, f.row_key): f for f in again if f.is_still_waiting}
    return [waiting.get((f.group, f.row_key), f) if f.is_still_waiting else f for f in stored]


def _promise_of(finding: Finding, service: Service, today: date) -> Promise:
    """What the finding was judged by: the content of its version, or the ceilings of the law."""
    if finding.version is None:
        return ceiling_of(service, today)
    version = current_session().get_one(
        StandardVersion, finding.version, options=[joinedload(StandardVersion.decree)], populate_existing=True
    )
    return Promise(standard=content_of(version), version=version.id, standing=finding.standing or "in_force")


def _typed(kind: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    """JSON values back in the types of a dataclass: ISO text as dates, lists as tuples."""
    typed: dict[str, Any] = {}
    for one in fields(kind):
        if one.name not in values:
            continue
        value = values[one.name]
        if date in (one.type, *get_args(one.type)) and isinstance(value, str):
            value = date.fromisoformat(value)
        typed[one.name] = tuple(value) if isinstance(value, list) else value
    return typed
