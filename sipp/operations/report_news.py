"""News of a report for its reporter: an event is told once on each channel; what did not arrive stays visible.

One outbox message an event and channel, under a key of its own. It names the report and the event alone: the worker
reads where to send it when it does.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select

from sipp import clock
from sipp.db import current_session
from sipp.models.journal import OutboxMessage
from sipp.models.reports import Report, Reporter, ReportEvent
from sipp.operations.journal import post_once
from sipp.rules.permissions import Actor, is_permitted
from sipp.rules.report_news import Channel, channels_for, is_news

#: The kind of outbox message that carries news on a channel.
NEWS_ON: dict[Channel, str] = {"mail": "report_news", "sms": "report_sms", "whatsapp": "report_whatsapp"}
#: Every kind of message to a reporter, with its channel.
CHANNEL_OF: dict[str, Channel] = {"report_acknowledged": "mail", **{kind: name for name, kind in NEWS_ON.items()}}


def acknowledge(report: Report) -> None:
    """Queue the mail that says the report is there; nothing where there is no address to write to."""
    reporter = current_session().get(Reporter, report.id)
    if reporter is not None and reporter.email:
        post_once("report_acknowledged", f"report_acknowledged:{report.id}", {"report_id": str(report.id)})


def announce(report: Report, event: ReportEvent) -> None:
    """Queue an event for every channel that carries it; nothing where nobody can be reached."""
    reason = event.details.get("reason")
    is_first_owner = event.at == report.submitted_at
    if not is_news(event.kind, event.by, is_first_owner=is_first_owner, reason=reason):
        return
    reporter = None if report.visibility == "anonymous" else current_session().get(Reporter, report.id)
    if reporter is None:
        return
    for channel in channels_for(
        event.kind, has_email=bool(reporter.email), phone_channel=reporter.phone_channel, reason=reason
    ):
        queue_news(report.id, event.sequence, channel)


def queue_news(report_id: UUID, sequence: int, channel: Channel) -> None:
    """Queue an event for a channel, once."""
    kind = NEWS_ON[channel]
    post_once(kind, f"{kind}:{report_id}:{sequence}", {"report_id": str(report_id), "sequence": sequence})


def undelivered_on(report_id: UUID) -> frozenset[Channel]:
    """The channels on which something did not reach this report's reporter."""
    return frozenset(CHANNEL_OF[message.kind] for message in _set_aside(report_id))


def deliver_by(report_id: UUID, channels: Collection[Channel]) -> None:
    """Take up what was set aside on these channels, whose address is another one now; the rest is not delivered."""
    for message in _set_aside(report_id):
        if CHANNEL_OF[message.kind] in channels:
            message.state, message.attempts, message.not_before = "waiting", 0, clock.now()
        else:
            message.state, message.done_at = "done", clock.now()


def count_undelivered_within(actor: Actor) -> int:
    """How many reports have a reporter whom no news reaches, as far as the actor looks after them.

    Not an agency's where the reporter is hidden: it must not learn that there is an address.
    """
    session = current_session()
    messages = session.scalars(
        select(OutboxMessage.payload).where(OutboxMessage.state == "set_aside", OutboxMessage.kind.in_(CHANNEL_OF))
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


#: Whether the reporter is known to the agency -> what one must hold to be told that news do not arrive.
_WATCHED_AS = {True: "reports.watch_delivery", False: "reports.look_after_hidden_reporters"}


def _set_aside(report_id: UUID) -> Sequence[OutboxMessage]:
    """Bounded by the few messages that are set aside at all."""
    found = current_session().scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state == "set_aside", OutboxMessage.kind.in_(CHANNEL_OF))
        .order_by(OutboxMessage.id)
    )
    return [message for message in found if message.payload.get("report_id") == str(report_id)]
