"""Reports that go on to SP4N-LAPOR!: which wait for it, that they were handed over, the tracking id they have there."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import exists, select

from sipp.db import current_session
from sipp.models.agencies import Agency
from sipp.models.reports import Report, ReportEvent
from sipp.operations.case_reach import lock_case
from sipp.operations.journal import record
from sipp.operations.moves import lock_report, note_event
from sipp.rules.errors import Forbidden, InvalidInput, NotFound
from sipp.rules.permissions import Actor, is_permitted_somewhere
from sipp.rules.reports import names_lapor

#: The event of a report that was given to who takes it over for LAPOR!.
SENT = "sent_to_lapor"
#: LAPOR! shows numbers; letters are taken as well, for no rule of its ids is published.
_TRACKING_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{2,79}")


def waiting_for_lapor(actor: Actor, agency_slug: str | None = None, *, is_again: bool = False) -> Sequence[UUID]:
    """The reports that their officers handed over to LAPOR!, that have no tracking id and were not sent yet.

    By case number, which is random: the order of filing would tell of a hidden reporter. Not what reporters take there
    themselves. ``is_again``: also what was sent and has no tracking id still. Raises
    Forbidden, NotFound for an unknown agency.
    """
    _require(actor)
    session = current_session()
    query = (
        select(Report.id, ReportEvent.details)
        .join(ReportEvent, ReportEvent.report_id == Report.id)
        .where(
            Report.state == "handed_over",
            Report.erased_at.is_(None),
            Report.external_tracking_id.is_(None),
            ReportEvent.kind == "hand_over",
            ReportEvent.by != "citizen",
        )
        .order_by(Report.case_number)
    )
    if agency_slug is not None:
        agency_id = session.scalar(select(Agency.id).where(Agency.slug == agency_slug))
        if agency_id is None:
            raise NotFound("agency")
        query = query.where(Report.agency_id == agency_id)
    if not is_again:
        was_sent = exists().where(ReportEvent.report_id == Report.id, ReportEvent.kind == SENT)
        query = query.where(~was_sent.correlate(Report))
    return [report_id for report_id, details in session.execute(query) if names_lapor(str(details.get("body", "")))]


def note_sent(actor: Actor, taken: Mapping[str, str | None]) -> int:
    """Note what was taken over for LAPOR!, by case number, with the tracking id where one is known; how many.

    Raises Forbidden. A tracking id that cannot be one is not kept.
    """
    _require(actor)
    ids = current_session().scalars(select(Report.id).where(Report.case_number.in_(taken)).order_by(Report.id)).all()
    for report_id in ids:
        report = lock_report(report_id)
        report.external_tracking_id = _tracking_id(taken[report.case_number] or "") or report.external_tracking_id
        note_event(report, SENT, by="system", actor=actor)
        record(actor, "reports.send_to_lapor", "report", report.case_number, agency_id=report.agency_id)
    return len(ids)


def keep_tracking_id(actor: Actor, case_number: str, typed: str) -> None:
    """Keep the id that LAPOR! gave; an empty one takes it away again.

    Raises InvalidInput for what cannot be an id; Forbidden and NotFound as ``lock_case`` does.
    """
    report = lock_case(actor, case_number, "reports.hand_over")
    tracking_id = _tracking_id(typed)
    if tracking_id is None and typed.strip():
        raise InvalidInput({"tracking_id": "not_a_tracking_id"})
    if tracking_id == report.external_tracking_id:
        return
    report.external_tracking_id = tracking_id
    note_event(report, "tracked_elsewhere", by="liaison", actor=actor)
    record(actor, "reports.keep_tracking_id", "report", report.case_number, agency_id=report.agency_id)


def _tracking_id(typed: str) -> str | None:
    """The id as LAPOR! writes it; None for what cannot be one."""
    found = "".join(typed.split()).lstrip("#")
    return found if _TRACKING_ID.fullmatch(found) else None


def _require(actor: Actor) -> None:
    if not is_permitted_somewhere(actor, "reports.send_to_lapor"):
        raise Forbidden()
