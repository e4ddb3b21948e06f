"""What a browser keeps of a report it opened with a code. A new code ends what was opened with the old one."""

import hmac
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from sipp.db import current_session
from sipp.models.reports import Report
from sipp.vault.codes import code_mark


@dataclass(frozen=True)
class OpenedReport:
    """A report and the mark of the code that opened it; neither tells the code."""

    report_id: UUID
    mark: str


def opened_with(report_id: UUID, code_hash: bytes) -> OpenedReport:
    """The report as opened with the code of this stored hash."""
    return OpenedReport(report_id, code_mark(code_hash).hex())


def is_still_open(opened: OpenedReport) -> bool:
    """Whether the code is still the report's; an erased report has none."""
    found = current_session().scalar(select(Report.code_hash).where(Report.id == opened.report_id))
    return found is not None and hmac.compare_digest(opened_with(opened.report_id, found).mark, opened.mark)
