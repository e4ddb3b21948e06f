"""Mails to reporters about their report: in the language of the report, never with the tracking code.

Others may read the mailbox: of a report whose reporter is hidden, neither agency nor service nor a word of its content.
"""

from typing import Any

from flask import current_app
from flask_babel import gettext as _

from sipp import clock
from sipp.config import Config
from sipp.i18n import date_with_day, in_language
from sipp.jobs.outbox import Job
from sipp.jobs.posting import domain_of, hand_over, sender_of, site_name
from sipp.jobs.told_reports import find_report, page_url, told_event
from sipp.messaging.mail import Mail, MailTransport, stable_message_id
from sipp.models.reports import Report, ReportEvent
from sipp.operations.following import words_with
from sipp.operations.ownership import owner_name
from sipp.operations.report_clocks import governing_clock
from sipp.vault.code_links import code_link_token
from sipp.vault.codes import code_mark
from sipp.words.reports import MISSED_ACTS, NEWS, NEXT_ACTS


def send_acknowledgement(config: Config, transport: MailTransport, job: Job) -> None:
    """Tell the reporter that the report is there, and what happens next by when."""
    report = _find_report(job)
    if report is None:
        return
    with in_language(report.language):
        subject = _("Laporan %(number)s sudah kami terima", number=report.case_number)
        values = {
            "clocks": [clock for clock in report.clocks if clock.stopped_at is None],
            "is_receiving": report.is_delivered,
        }
        mail = _mail(config, job, report, subject, "report_acknowledged", values)
    hand_over(transport, mail)


def send_news(config: Config, transport: MailTransport, job: Job) -> None:
    """Tell what others did to the report, and what the reporter can do now; an answer's text only when open."""
    report = _find_report(job)
    if report is None:
        return
    event = told_event(report, job)
    with in_language(report.language):
        subject = _("Kabar tentang laporan %(number)s", number=report.case_number)
        values = {
            "news": str(NEWS[event.kind]),
            "at": event.at,
            "words": _words(report, event),
            "next_act": _next_act(report),
        }
        mail = _mail(config, job, report, subject, "report_news", values)
    hand_over(transport, mail)


def send_code_link(config: Config, transport: MailTransport, job: Job) -> None:
    """The link to a new tracking code, made when it is sent: the outbox holds none, and its day begins here."""
    report = _find_report(job)
    if report is None:
        return
    token = code_link_token(report.id, code_mark(report.code_hash), config.secret_keys)
    with in_language(report.language):
        subject = _("Kode baru untuk laporan %(number)s", number=report.case_number)
        link_url = page_url(config, report, f"/lacak/kode-baru/tautan/{token}")
        mail = _mail(config, job, report, subject, "report_new_code", {"link_url": link_url})
    hand_over(transport, mail)


def _find_report(job: Job) -> Report | None:
    """The report of a mail, while there is an address to write to."""
    report = find_report(job)
    return report if report is not None and report.reporter is not None and report.reporter.email else None


def _words(report: Report, event: ReportEvent) -> str | None:
    if report.visibility != "open":
        return None
    message = words_with(report, event)
    return message.text if message else None


def _next_act(report: Report) -> str | None:
    due = governing_clock(report)
    if due is None or report.state not in NEXT_ACTS:
        return None
    is_late = due.due_on < clock.today(due.time_zone)
    words = (NEXT_ACTS | MISSED_ACTS if is_late else NEXT_ACTS)[report.state]
    return str(words) % {"day": date_with_day(due.due_on)}


def _mail(config: Config, job: Job, report: Report, subject: str, template: str, values: dict[str, Any]) -> Mail:
    """A mail to the reporter, as text and as HTML. Rendered without the context of pages, which needs a request."""
    assert report.reporter is not None and report.reporter.email is not None
    context = {
        "site_name": site_name(config),
        "report": report,
        "owner": owner_name(report),
        "is_named": report.visibility == "open",
        "track_url": page_url(config, report, "/lacak"),
        "language": report.language,
        "subject": subject,
        **values,
    }
    render = current_app.jinja_env.get_template
    return Mail(
        to=report.reporter.email,
        subject=subject,
        text=render(f"email/{template}.txt").render(context),
        html=render(f"email/{template}.html").render(context),
        message_id=stable_message_id(job.key, domain_of(config)),
        sender=sender_of(config),
        language=report.language,
    )
