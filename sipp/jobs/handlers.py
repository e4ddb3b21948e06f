"""What each kind of outbox message causes. A handler may be called again for the same message, with the same effect."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from sipp.config import Config
from sipp.db import current_session
from sipp.i18n import in_language
from sipp.jobs import account_mail, joining_mail
from sipp.jobs.case_mail import send_case_digest
from sipp.jobs.outbox import Handler, Job
from sipp.jobs.oversight_mail import send_reminder
from sipp.jobs.posting import domain_of, hand_over, sender_of
from sipp.jobs.reminder_mail import send_digest
from sipp.jobs.reprimand_mail import send_reprimand
from sipp.messaging.mail import Mail, MailTransport, stable_message_id, transport_from_url
from sipp.models.reports import Report

#: A mail server that hangs must not hold the worker up for long; the outbox tries again anyway.
MAIL_TIMEOUT_SECONDS = 10


def handlers_for(config: Config, transport: MailTransport | None = None) -> Mapping[str, Handler]:
    """Kind of message -> what to do; mail goes where the settings say unless a transport is given."""
    transport = transport or transport_from_url(config.mail_url, timeout_seconds=MAIL_TIMEOUT_SECONDS)
    letters: dict[str, Callable[[Config, MailTransport, Job], None]] = {
        "report_acknowledged": acknowledge_report,
        "account_invited": account_mail.send_invitation,
        "account_reset": account_mail.send_reset_link,
        "account_notice": account_mail.send_notice,
        "upkeep_due": send_digest,
        "report_address": joining_mail.send_address_link,
        "report_delivery_test": joining_mail.send_test_message,
        "agency_joined": joining_mail.send_joined,
        "cases_due": send_case_digest,
        "reprimand_signed": send_reprimand,
        "agency_reminded": send_reminder,
    }
    return {kind: partial(letter, config, transport) for kind, letter in letters.items()}


def acknowledge_report(config: Config, transport: MailTransport, job: Job) -> None:
    """Tell the reporter that the report is there, and what happens next by when.

    Never the tracking code (only the receipt shows it), and nothing of the content; of a sealed report neither agency
    nor service: others may read the mailbox.
    """
    report = _find_report(job.payload["report_id"])
    if report is None or report.reporter is None or not report.reporter.email:
        return
    with in_language(report.language):
        mail = Mail(
            to=report.reporter.email,
            subject=_("Laporan %(number)s sudah kami terima", number=report.case_number),
            text=_render("email/report_acknowledged.txt", config, report),
            html=_render("email/report_acknowledged.html", config, report),
            message_id=stable_message_id(job.key, domain_of(config)),
            sender=sender_of(config),
            language=report.language,
        )
    hand_over(transport, mail)


def _find_report(report_id: str) -> Report | None:
    return current_session().scalar(
        select(Report)
        .where(Report.id == UUID(report_id))
        .options(
            joinedload(Report.reporter),
            joinedload(Report.agency),
            joinedload(Report.service),
            selectinload(Report.clocks),
        )
    )


def _render(template: str, config: Config, report: Report) -> str:
    """Without the context of pages, which needs a request."""
    language_prefix = "/en" if report.language == "en" else ""
    values: dict[str, Any] = {
        "site_name": config.official_name or "sipp",
        "report": report,
        "clocks": [clock for clock in report.clocks if clock.stopped_at is None],
        "is_named": report.visibility == "open",
        "is_receiving": report.is_delivered,
        "track_url": f"{config.base_url}{language_prefix}/lacak",
        "language": report.language,
    }
    return current_app.jinja_env.get_template(template).render(values)
