"""Which unit owns a report: the routing rule over the units an agency has.

A unit complained about for money or conduct, and a very small one, is passed over, with all below it but the
inspectorate. Where no unit is left the agency itself owns the report: its head, and who holds a role for all of it.

Law: UU 25/2009 art. 36 (one who is responsible), 47-49 (impartial examination).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from sipp.db import current_session
from sipp.models.agencies import Unit
from sipp.models.reports import Report
from sipp.rules.findings import Group
from sipp.rules.reports import routing


@dataclass(frozen=True)
class Owner:
    """Who owns a report: a unit, or the agency itself (None)."""

    unit_id: int | None


def named_owner(agency_id: int, complained: Unit | None, groups: Collection[Group]) -> Owner | None:
    """The owner the rule names for a new report about a unit; None where somebody must choose a unit first."""
    if complained is None:
        return None
    route = routing(groups, complained.is_small)
    if route == "unit":
        return Owner(complained.id)
    able = units_that_may_own(agency_id, complained)
    oversight = next((one.id for one in able if one.is_oversight), None)
    above = next((one.id for one in able if one.id == complained.parent_id), None)
    return Owner((oversight or above) if route == "oversight" else (above or oversight))


def has_owner(report: Report) -> bool:
    """Whether somebody owns a report: a unit, or the agency itself once it took it up. Needs its events loaded."""
    return report.unit_id is not None or any(event.to_state == "in_progress" for event in report.events)


def owner_name(report: Report) -> str | None:
    """Who owns a report, by name; None while nobody does. Needs its unit, agency and events loaded."""
    if report.unit is not None:
        return report.unit.name
    return report.agency.name if has_owner(report) else None


def units_that_may_own(agency_id: int, kept_from: Unit | None) -> Sequence[Unit]:
    """The units of an agency that may own a report, from the root; ``kept_from`` is the one that must not."""
    there = select(Unit).where(Unit.agency_id == agency_id, Unit.retired_at.is_(None)).order_by(Unit.path)
    return [unit for unit in current_session().scalars(there) if kept_from is None or _may_own(unit, kept_from)]


def _may_own(unit: Unit, kept_from: Unit) -> bool:
    return not unit.path.startswith(kept_from.path) or (unit.is_oversight and unit.id != kept_from.id)
