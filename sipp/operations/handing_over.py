"""Reports that went on to SP4N-LAPOR!: the tracking id they have there, kept on the report."""

import re

from sipp.operations.case_reach import lock_case
from sipp.operations.journal import record
from sipp.operations.moves import note_event
from sipp.rules.errors import InvalidInput
from sipp.rules.permissions import Actor

#: LAPOR! shows numbers; letters are taken as well, for no rule of its ids is published.
_TRACKING_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{2,79}")


def keep_tracking_id(actor: Actor, case_number: str, typed: str) -> None:
    """Keep the id that LAPOR! gave; an empty one takes it away again.

    Raises InvalidInput for what cannot be an id; Forbidden and NotFound as ``lock_case`` does.
    """
    report = lock_case(actor, case_number, "reports.hand_over")
    tracking_id = "".join(typed.split()).lstrip("#") or None
    if tracking_id is not None and not _TRACKING_ID.fullmatch(tracking_id):
        raise InvalidInput({"tracking_id": "not_a_tracking_id"})
    if tracking_id == report.external_tracking_id:
        return
    report.external_tracking_id = tracking_id
    note_event(report, "tracked_elsewhere", by="liaison", actor=actor)
    record(actor, "reports.keep_tracking_id", "report", report.case_number, agency_id=report.agency_id)
