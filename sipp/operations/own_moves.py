"""What the reporter may do with an own report besides judging it: complete, appeal, hand over, withdraw."""

from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import func, select

from sipp.db import current_session
from sipp.models.reports import Report, ReportEvent
from sipp.operations.journal import record
from sipp.operations.moves import lock_report, make_move, note_event
from sipp.operations.own_words import required_words, say
from sipp.rules.errors import Conflict, InvalidInput
from sipp.rules.permissions import REPORTER
from sipp.rules.typed_input import clean_text

#: Where a citizen takes a matter oneself; "other" is named in own words.
Body = Literal["lapor", "ombudsman", "other"]
BODIES: tuple[Body, ...] = get_args(Body)
BODY_NAMES: dict[str, str] = {"lapor": "SP4N-LAPOR!", "ombudsman": "Ombudsman RI"}
MAX_BODY_LENGTH = 200
MAX_TRACKING_ID_LENGTH = 80


def complete(report_id: UUID, text: str) -> Report:
    """Give what the handler asked for; the settle clock goes on.

    Raises InvalidInput for no words, Conflict when nothing was asked.

    Law: UU 25/2009 art. 44(4-5): within 30 days of the question.
    """
    report = lock_report(report_id)
    words = required_words("text", text)
    make_move(report, "complete", by="citizen", actor=REPORTER)
    say(report, words)
    record(REPORTER, "reports.complete", "report", report.case_number, agency_id=report.agency_id)
    return report


def appeal(report_id: UUID, reason: str) -> Report:
    """Object to a rejection, once: the supervisor decides. Raises InvalidInput for no reason, Conflict otherwise."""
    report = lock_report(report_id)
    words = required_words("reason", reason)
    if report.state != "rejected":
        raise Conflict("move_not_possible", state=report.state, move="appeal")
    if has_appealed(report_id):
        raise Conflict("already_appealed")
    note_event(report, "appealed", by="citizen", actor=REPORTER)
    say(report, words)
    record(REPORTER, "reports.appeal", "report", report.case_number, agency_id=report.agency_id)
    return report


def has_appealed(report_id: UUID) -> bool:
    """Whether the last rejection was already objected to."""
    newest = (
        select(ReportEvent.kind, func.max(ReportEvent.sequence))
        .where(ReportEvent.report_id == report_id, ReportEvent.kind.in_(("reject", "appealed")))
        .group_by(ReportEvent.kind)
    )
    last = {row[0]: row[1] for row in current_session().execute(newest)}
    return last.get("appealed", 0) > last.get("reject", 0)


def hand_over(report_id: UUID, body: str, body_name: str, tracking_id: str) -> Report:
    """Take the matter to another body, which is named; the report ends here, counted for nobody and against nobody.

    ``tracking_id`` is the number it has there, empty where there is none yet. Raises InvalidInput, Conflict.
    """
    report = lock_report(report_id)
    if body not in BODIES:
        raise InvalidInput({"body": "unknown_choice" if body else "required"})
    name = BODY_NAMES.get(body) or clean_text(body_name, MAX_BODY_LENGTH + 1)
    number = clean_text(tracking_id, MAX_TRACKING_ID_LENGTH + 1)
    faults = _faults(name, number)
    if faults:
        raise InvalidInput(faults)
    make_move(report, "hand_over", by="citizen", actor=REPORTER, body=name)
    report.external_tracking_id = number or report.external_tracking_id
    record(REPORTER, "reports.pass_on", "report", report.case_number, agency_id=report.agency_id)
    return report


def withdraw(report_id: UUID) -> Report:
    """Take the report back; raises Conflict once it is closed."""
    report = lock_report(report_id)
    make_move(report, "withdraw", by="citizen", actor=REPORTER)
    record(REPORTER, "reports.withdraw", "report", report.case_number, agency_id=report.agency_id)
    return report


def _faults(name: str, number: str) -> dict[str, str]:
    faults = {}
    if not name:
        faults["body_name"] = "required"
    elif len(name) > MAX_BODY_LENGTH:
        faults["body_name"] = "too_long"
    if len(number) > MAX_TRACKING_ID_LENGTH:
        faults["tracking_id"] = "too_long"
    return faults
