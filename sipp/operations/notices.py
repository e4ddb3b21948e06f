"""Notices of the day ("sistem gangguan"): what citizens must know before they set out, and until when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, AgencyNotice, Unit
from sipp.operations.agency_profiles import find_agency, is_within_reach
from sipp.operations.journal import record
from sipp.operations.reach import LARGEST_ID
from sipp.operations.units import find_unit
from sipp.rules.errors import InvalidInput, NotFound
from sipp.rules.permissions import Actor

POST = "services.close_today"
#: What lasts longer is no notice of the day: it belongs into the opening hours or the standard.
LONGEST = timedelta(days=31)


def notices_of(agency: Agency) -> Sequence[AgencyNotice]:
    """The notices of an agency and its units that are shown now, the newest first."""
    return _shown(agency.id)


def notices_at(agency_id: int, unit: Unit) -> Sequence[AgencyNotice]:
    """The notices shown now that touch a unit: its own, those of the units above it, those of the whole agency."""
    above = [int(part) for part in unit.path.split("/") if part]
    return [one for one in _shown(agency_id) if one.unit_id is None or one.unit_id in above]


def post_notice(actor: Actor, agency_slug: str, unit_id: int | None, text: str, ends_at: datetime) -> AgencyNotice:
    """Show a notice from now on until ``ends_at``, for a unit and all below it, or for the whole agency.

    Raises NotFound for a place out of reach, InvalidInput for an end that has passed or is further than ``LONGEST``.
    """
    agency = find_agency(actor, agency_slug, POST)
    if unit_id is not None:
        find_unit(actor, agency_slug, unit_id, POST)
    elif not is_within_reach(actor, POST, agency.id):
        raise NotFound("unit")
    now = clock.now()
    if ends_at <= now:
        raise InvalidInput({"ends_on": "notice_ended"})
    if ends_at - now > LONGEST:
        raise InvalidInput({"ends_on": "notice_too_long"})
    notice = AgencyNotice(agency_id=agency.id, unit_id=unit_id, text=text, begun_at=now, ends_at=ends_at)
    current_session().add(notice)
    current_session().flush()
    record(actor, "agencies.post_notice", "notice", notice.id, agency_id=agency.id, unit_id=unit_id)
    return notice


def end_notice(actor: Actor, agency_slug: str, notice_id: int) -> None:
    """Take a notice down now; raises NotFound for one that has ended, a foreign one and an unknown one alike."""
    agency = find_agency(actor, agency_slug, POST)
    notice = current_session().get(AgencyNotice, notice_id) if notice_id <= LARGEST_ID else None
    if notice is None or notice.agency_id != agency.id or notice.ends_at <= clock.now():
        raise NotFound("notice")
    unit = current_session().get(Unit, notice.unit_id) if notice.unit_id else None
    if not is_within_reach(actor, POST, agency.id, unit.path if unit else ""):
        raise NotFound("notice")
    notice.ends_at = clock.now()
    record(actor, "agencies.end_notice", "notice", notice.id, agency_id=agency.id)


def _shown(agency_id: int) -> Sequence[AgencyNotice]:
    now = clock.now()
    return (
        current_session()
        .scalars(
            select(AgencyNotice)
            .where(AgencyNotice.agency_id == agency_id, AgencyNotice.ends_at > now)
            .options(joinedload(AgencyNotice.unit))
            .order_by(AgencyNotice.id.desc())
        )
        .all()
    )
