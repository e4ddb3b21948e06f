"""News of a report for its reporter: queued once an event; what could not be delivered stays visible."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from sipp import clock
from sipp.db import current_session
from sipp.models.journal import OutboxMessage
from sipp.models.reports import Report, Reporter, ReportEvent
from sipp.operations.journal import post_once
from sipp.rules.permissions import Actor, is_permitted
from sipp.rules.report_news import is_news

#: The kinds of outbox messages that go to a reporter; their keys go on with the report's id.
MAIL_KINDS = ("report_acknowledged", "report_news")


def announce(report: Report, event: ReportEvent) -> None:
    """Queue the mail about an event, once; nothing where nobody can be written to.

    The payload names only the report and the event: the worker reads the address when it writes.
    """
    is_first_owner = event.at == report.submitted_at
    if not is_news(event.kind, event.by, is_first_owner=is_first_owner, reason=event.details.get("reason")):
        return
    if report.visibility == "anonymous" or not _has_address(report.id):
        return
    key = f"report_news:{report.id}:{event.sequence}"
    post_once("report_news", key, {"report_id": str(report.id), "sequence": event.sequence})


def count_undelivered(report_id: UUID) -> int:
    """How many mails to this report's reporter were set aside."""
    return len(_set_aside(report_id))


def send_again(report_id: UUID) -> None:
    """Take up what was set aside, for the address is another one now."""
    for message in _set_aside(report_id):
        message.state, message.attempts, message.not_before = "waiting", 0, clock.now()


def drop_undelivered(report_id: UUID) -> None:
    """Nothing more is to be delivered: the address is gone."""
    for message in _set_aside(report_id):
        message.state, message.done_at = "done", clock.now()


def count_undelivered_within(actor: Actor) -> int:
    """How many reports have a reporter whom mail does not reach, as far as the actor looks after them.

    Not an agency's where the reporter is hidden: it must not learn that there is an address.
    """
    session = current_session()
    messages = session.scalars(
        select(OutboxMessage.payload).where(OutboxMessage.state == "set_aside", OutboxMessage.kind.in_(MAIL_KINDS))
    )
    ids = {UUID(payload["report_id"]) for payload in messages}
    if not ids:
        return 0
    is_open = Report.visibility == "open"
    counted = select(Report.agency_id, is_open, func.count()).where(Report.id.in_(ids))
    return sum(
        number
        for agency_id, is_open_one, number in session.execute(counted.group_by(Report.agency_id, is_open))
        if is_permitted(actor, _WATCHED_AS[bool(is_open_one)], agency_id)
    )


#: Whether the reporter is known to the agency -> what one must hold to be told that mail does not arrive.
_WATCHED_AS = {True: "reports.watch_delivery", False: "reports.look_after_hidden_reporters"}


def _has_address(report_id: UUID) -> bool:
    return bool(current_session().scalar(select(Reporter.email).where(Reporter.report_id == report_id)))


def _set_aside(report_id: UUID) -> Sequence[OutboxMessage]:
    """Bounded by the few messages that are set aside at all."""
    found = current_session().scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state == "set_aside", OutboxMessage.kind.in_(MAIL_KINDS))
        .order_by(OutboxMessage.id)
    )
    return [message for message in found if message.payload.get("report_id") == str(report_id)]
