"""News of a report to the phone of its reporter: by SMS, or through the webhook of a WhatsApp gateway.

Others read phones, and gateways keep what they send. A message names neither agency nor service nor a word of what was
written; of a report whose reporter is hidden not even the case number, which officers know.
"""

import hashlib

from flask import current_app

from sipp.config import Config
from sipp.db import unit_of_work
from sipp.i18n import date_short, in_language
from sipp.jobs.outbox import GivesUp, Job, TryAgain
from sipp.jobs.told_reports import find_report, page_url, told_event
from sipp.messaging.delivery import NotSent
from sipp.messaging.phone import PhoneMessage, PhoneTransport
from sipp.models.reports import Report
from sipp.operations.report_clocks import governing_clock
from sipp.operations.report_news import queue_news
from sipp.rules.gsm_text import ONE_SEGMENT, as_gsm, room_of
from sipp.words.phone_news import SHORT_NEWS, SHORT_NEXT_ACTS


def send_sms(config: Config, transport: PhoneTransport | None, job: Job) -> None:
    """Tell an event by SMS; raises GivesUp when it will never be taken, TryAgain otherwise."""
    report = find_report(job)
    if report is None or not _phone(report):
        return
    try:
        _configured(transport, "SMS").send(phone_message(config, report, job))
    except NotSent as failure:
        raise (GivesUp if failure.is_permanent else TryAgain)(str(failure)) from None


def send_whatsapp(config: Config, transport: PhoneTransport | None, job: Job) -> None:
    """Tell an event by WhatsApp; what the gateway will never take goes on by SMS, where there is SMS."""
    report = find_report(job)
    if report is None or not _phone(report):
        return
    try:
        _configured(transport, "WhatsApp").send(phone_message(config, report, job))
    except NotSent as failure:
        if not failure.is_permanent:
            raise TryAgain(str(failure)) from None
        if "sms" not in config.phone_channels:
            raise GivesUp(str(failure)) from None
        with unit_of_work():
            queue_news(report.id, job.payload["sequence"], "sms")


def phone_message(config: Config, report: Report, job: Job) -> PhoneMessage:
    """What the phone of a report's reporter is told of an event, in one segment of an SMS where that is possible."""
    kind = told_event(report, job).kind
    is_named = report.visibility == "open"
    due = governing_clock(report) if report.state in SHORT_NEXT_ACTS else None
    facts = {"follow_url": page_url(config, report, "/lacak")}
    if is_named:
        facts["case_number"] = report.case_number
    if due is not None:
        facts["due_on"] = due.due_on.isoformat()
    with in_language(report.language):
        values = {
            "number": report.case_number if is_named else None,
            "news": str(SHORT_NEWS[kind]),
            "next_act": str(SHORT_NEXT_ACTS[report.state]) % {"day": date_short(due.due_on)} if due else None,
            "track_url": facts["follow_url"],
        }
        text = _rendered(values)
        if room_of(text) > ONE_SEGMENT:
            text = _rendered({**values, "next_act": None})
    return PhoneMessage(
        id=hashlib.sha256(job.key.encode()).hexdigest()[:40],
        to=_phone(report) or "",
        text=text,
        language=report.language,
        kind=kind,
        facts=facts,
    )


def _rendered(values: dict[str, str | None]) -> str:
    text = current_app.jinja_env.get_template("sms/report_news.txt").render(values)
    return as_gsm(" ".join(text.split()))


def _phone(report: Report) -> str | None:
    """The number news go to, while there is one that was promised any."""
    known = report.reporter
    return known.phone if known is not None and known.phone_channel else None


def _configured(transport: PhoneTransport | None, name: str) -> PhoneTransport:
    if transport is None:
        raise TryAgain(f"{name} is not configured here any more")
    return transport
