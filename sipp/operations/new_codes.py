"""A new tracking code when the old one is lost: asked by case number and address, given once, over a link by mail.

Only who reads the address's mailbox gets it, so there is none for anonymous reports. Answers are the same whether or
not there is such a report.
"""

import hmac
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.reports import Report, Reporter
from sipp.operations.journal import post_once, record
from sipp.operations.moves import lock_report, note_event
from sipp.operations.opened import OpenedReport, opened_with
from sipp.rules.errors import NotFound
from sipp.rules.permissions import REPORTER
from sipp.vault.codes import CodeKeyRing, code_mark


def ask_for_code(case_number: str, email: str) -> None:
    """Queue the mail with the link when number and address belong together, at most once an hour a report."""
    report = current_session().scalar(
        select(Report)
        .join(Reporter, Reporter.report_id == Report.id)
        .where(Report.case_number == case_number.strip().upper()[:20])
    )
    if report is None or not _is_address_of(report.id, email):
        return
    key = f"report_new_code:{report.id}:{_hour(clock.now())}"
    if post_once("report_new_code", key, {"report_id": str(report.id)}):
        record(REPORTER, "reports.ask_for_code", "report", report.case_number)


def check_code_link(report_id: UUID, mark: bytes) -> None:
    """Raise NotFound once the code that the link was made for is no longer the report's."""
    found = current_session().scalar(select(Report.code_hash).where(Report.id == report_id))
    if found is None or not hmac.compare_digest(code_mark(found), mark):
        raise NotFound("link")


def renew_code(report_id: UUID, mark: bytes, nonce: bytes, ring: CodeKeyRing) -> OpenedReport:
    """Give the report the code of a new nonce, and open it with that; the old code, what it opened and the link end.

    Raises NotFound for a used link.
    """
    report = lock_report(report_id)
    check_code_link(report_id, mark)
    report.code_hash, report.code_key_id = ring.code_hash(ring.derive(nonce)), ring.newest_id
    note_event(report, "code_renewed", by="citizen", actor=REPORTER)
    record(REPORTER, "reports.renew_code", "report", report.case_number, agency_id=report.agency_id)
    return opened_with(report_id, report.code_hash)


def code_of(report_id: UUID, nonce: bytes, ring: CodeKeyRing) -> str:
    """The code of a nonce, while it opens this report; raises NotFound."""
    report = current_session().get(Report, report_id)
    if report is None:
        raise NotFound("report")
    code = ring.derive(nonce, report.code_key_id)
    if ring.code_hash(code, report.code_key_id) != report.code_hash:
        raise NotFound("code")
    return code


def _is_address_of(report_id: UUID, email: str) -> bool:
    known = current_session().get_one(Reporter, report_id).email
    return known is not None and known.casefold() == email.strip().casefold()


def _hour(moment: datetime) -> str:
    return moment.strftime("%Y%m%d%H")
