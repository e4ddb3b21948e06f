"""What a published version does to the corrections that were worked into it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.corrections import Correction
from sipp.models.standards import StandardVersion
from sipp.operations.journal import record
from sipp.operations.versions import content_of
from sipp.rules.corrections import is_taken_up
from sipp.rules.permissions import Actor
from sipp.rules.standards import Standard


def take_up(actor: Actor, version: StandardVersion, content: Standard) -> None:
    """Mark the corrections of a version as taken up where it changed their component; others wait for a draft again.

    Call inside the publication, with the content that is published.
    """
    session = current_session()
    accepted = session.scalars(
        select(Correction)
        .where(Correction.draft_id == version.id, Correction.state == "accepted")
        .options(joinedload(Correction.service))
    ).all()
    if not accepted:
        return
    older = session.get(StandardVersion, version.based_on_id, options=[joinedload(StandardVersion.decree)])
    before = content_of(older) if older is not None else None
    for correction in accepted:
        if not is_taken_up(correction.component, before, content):  # type: ignore[arg-type]
            correction.draft_id = None
            continue
        correction.state, correction.taken_up_at = "taken_up", clock.now()
        agency_id = correction.service.agency_id
        record(actor, "corrections.take_up", "correction", correction.id, agency_id=agency_id, version_id=version.id)
