"""The citizen's word on an answer. Only this word resolves a report; silence never does."""

from typing import get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency
from sipp.models.reports import Report, ReportEvent
from sipp.operations.journal import record
from sipp.operations.moves import lock_report, make_move
from sipp.operations.own_words import read_words, say
from sipp.rules import reports as rules
from sipp.rules.errors import Conflict, InvalidInput
from sipp.rules.permissions import REPORTER

VERDICTS: tuple[rules.Verdict, ...] = get_args(rules.Verdict)


def give_verdict(report_id: UUID, verdict: str, comment: str) -> Report:
    """Say whether the answer solved the matter: yes, partly or no.

    Partly and no open the report again, at most twice; the third time it ends as unresolved. Raises InvalidInput for
    another word or an endless comment, Conflict when no answer waits for a verdict.
    """
    report = lock_report(report_id)
    words = read_words("comment", comment)
    if verdict not in VERDICTS:
        raise InvalidInput({"verdict": "unknown_choice" if verdict else "required"})
    move = rules.move_for_verdict(verdict, report.reopened)
    make_move(report, move, by="citizen", actor=REPORTER, verdict=verdict)
    if move == "verdict_reopens":
        report.reopened += 1
    say(report, words)
    record(REPORTER, "reports.give_verdict", "report", report.case_number, agency_id=report.agency_id, verdict=verdict)
    return report


def reopen(report_id: UUID, text: str) -> Report:
    """Open a report again that lapsed in silence; raises Conflict after 30 days and in every other state."""
    report = lock_report(report_id)
    words = read_words("text", text)
    if report.state == "lapsed" and not _may_reopen(report):
        raise Conflict("reopen_too_late")
    make_move(report, "reopen", by="citizen", actor=REPORTER)
    say(report, words)
    record(REPORTER, "reports.reopen", "report", report.case_number, agency_id=report.agency_id)
    return report


def _may_reopen(report: Report) -> bool:
    session = current_session()
    lapsed_at = session.scalars(
        select(ReportEvent.at)
        .where(ReportEvent.report_id == report.id, ReportEvent.kind == "lapse")
        .order_by(ReportEvent.sequence.desc())
        .limit(1)
    ).one()
    zone = session.get_one(Agency, report.agency_id).time_zone
    return rules.can_reopen(lapsed_at.astimezone(ZoneInfo(zone)).date(), clock.today(zone))
