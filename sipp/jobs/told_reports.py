"""What every message to a reporter begins with: the report, the event it tells, and where to follow it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from sipp.config import Config
from sipp.db import current_session
from sipp.jobs.outbox import Job
from sipp.models.reports import Report, ReportEvent


def find_report(job: Job) -> Report | None:
    """The report a message is about, while anything is known of its reporter."""
    report = current_session().scalar(
        select(Report)
        .where(Report.id == UUID(job.payload["report_id"]))
        .options(
            joinedload(Report.reporter),
            joinedload(Report.agency),
            joinedload(Report.service),
            joinedload(Report.unit),
            selectinload(Report.clocks),
            selectinload(Report.events),
            selectinload(Report.messages),
        )
    )
    return report if report is not None and report.reporter is not None else None


def told_event(report: Report, job: Job) -> ReportEvent:
    """The event a message tells."""
    return next(one for one in report.events if one.sequence == job.payload["sequence"])


def page_url(config: Config, report: Report, path: str) -> str:
    """A page of this site, in the language of the report."""
    return f"{config.base_url}{'/en' if report.language == 'en' else ''}{path}"
