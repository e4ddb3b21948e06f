"""The tree of units inside an agency: adding, changing, moving and retiring them, and what each pledges.

One change of a tree at a time, its agency locked: paths are made of those above.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, Unit
from sipp.models.reports import Report
from sipp.models.services import Service
from sipp.operations.agency_profiles import (
    HOURS,
    find_agency,
    flush_or_conflict,
    is_within_reach,
    lock_agency,
)
from sipp.operations.journal import note_search_changes, record
from sipp.operations.reach import LARGEST_ID
from sipp.rules.errors import Conflict, InvalidInput, NotFound
from sipp.rules.permissions import Actor
from sipp.rules.reports import OPEN_STATES
from sipp.rules.row_keys import slug as slug_of

MANAGE = "agencies.manage_units"
LONGEST_SLUG = 80
#: A path of ids has room for so many units one below the other.
DEEPEST = 12


@dataclass(frozen=True, kw_only=True)
class UnitValues:
    """What an agency says of a unit; ``parent_id`` None is directly below the agency."""

    name: str
    parent_id: int | None = None
    short_name: str | None = None
    search_names: tuple[str, ...] = ()
    street: str | None = None
    district: str | None = None
    postal_code: str | None = None
    working_week: str = "01234"


@dataclass(frozen=True, kw_only=True)
class Pledge:
    """The service pledge (maklumat pelayanan) of a unit. Law: UU 25/2009 art. 22."""

    text: str | None = None
    signatory: str | None = None
    day: date | None = None
    file: str | None = None


@dataclass(frozen=True)
class Hindrances:
    """Why a unit cannot be retired: what it still has to do."""

    services: int
    open_reports: int
    units: int

    def __bool__(self) -> bool:
        return any((self.services, self.open_reports, self.units))


def find_unit(actor: Actor, agency_slug: str, unit_id: int, action: str = MANAGE) -> Unit:
    """A unit within reach, with its agency and service points.

    Raises Forbidden for who may do this nowhere, NotFound for foreign, retired and unknown ones alike.
    """
    agency = find_agency(actor, agency_slug, action)
    if unit_id > LARGEST_ID:
        raise NotFound("unit")
    unit = current_session().scalar(
        select(Unit)
        .where(Unit.id == unit_id, Unit.agency_id == agency.id, Unit.retired_at.is_(None))
        .options(joinedload(Unit.agency), selectinload(Unit.service_points).options(*HOURS))
        .execution_options(populate_existing=True)
    )
    if unit is None or not is_within_reach(actor, action, agency.id, unit.path):
        raise NotFound("unit")
    return unit


def units_within_reach(actor: Actor, agency: Agency, action: str = MANAGE) -> Sequence[Unit]:
    """The units of an agency that the actor reaches and that are not retired, in the order of their paths."""
    units = current_session().scalars(
        select(Unit).where(Unit.agency_id == agency.id, Unit.retired_at.is_(None)).order_by(Unit.path)
    )
    return [unit for unit in units if is_within_reach(actor, action, agency.id, unit.path)]


def add_unit(actor: Actor, agency_slug: str, values: UnitValues) -> Unit:
    """A new unit; its slug is made of its name.

    Raises NotFound for a place out of reach, InvalidInput for a tree that would become too deep.
    """
    agency = lock_agency(find_agency(actor, agency_slug, MANAGE))
    parent = _parent(actor, agency, values.parent_id)
    unit = Unit(agency_id=agency.id, slug=free_slug(agency.id, values.name), region_code=agency.region_code)
    _tell(unit, values)
    session = current_session()
    session.add(unit)
    session.flush()
    unit.path = f"{parent.path if parent else ''}{unit.id}/"
    _refuse_too_deep(unit.path)
    session.flush()
    record(actor, "agencies.add_unit", "unit", unit.id, agency_id=agency.id)
    note_search_changes([search_thing(agency, unit)])
    return unit


def edit_unit(actor: Actor, agency_slug: str, unit_id: int, values: UnitValues, row_version: int) -> Unit:
    """Rename, move or otherwise change a unit; all below it moves with it, its address stays.

    Raises NotFound, Conflict when it was changed since ``row_version``, InvalidInput for a unit below itself.
    """
    agency = lock_agency(find_agency(actor, agency_slug, MANAGE))
    unit = find_unit(actor, agency_slug, unit_id)
    if unit.row_version != row_version:
        raise Conflict("changed_meanwhile")
    has_moved = values.parent_id != unit.parent_id
    if has_moved:
        parent = _parent(actor, agency, values.parent_id)
        if parent is not None and parent.path.startswith(unit.path):
            raise InvalidInput({"parent": "unit_below_itself"})
        _move(unit, f"{parent.path if parent else ''}{unit.id}/")
    _tell(unit, values)
    flush_or_conflict()
    record(actor, "agencies.edit_unit", "unit", unit.id, agency_id=agency.id, has_moved=has_moved)
    note_search_changes([search_thing(agency, unit)])
    return unit


def pledge(actor: Actor, agency_slug: str, unit_id: int, told: Pledge, row_version: int) -> Unit:
    """Publish what a unit pledges; without a file the one that is there stays. Raises like ``edit_unit``."""
    unit = find_unit(actor, agency_slug, unit_id)
    if unit.row_version != row_version:
        raise Conflict("changed_meanwhile")
    unit.pledge_text, unit.pledge_signatory, unit.pledge_date = told.text, told.signatory, told.day
    unit.pledge_file = told.file or unit.pledge_file
    flush_or_conflict()
    record(actor, "agencies.pledge", "unit", unit.id, agency_id=unit.agency_id, has_new_file=bool(told.file))
    return unit


def hindrances(unit: Unit) -> Hindrances:
    """What a unit and those below it still have to do."""
    session = current_session()
    below = select(Unit.id).where(Unit.agency_id == unit.agency_id, Unit.path.startswith(unit.path))
    return Hindrances(
        services=session.scalar(select(func.count()).where(Service.unit_id.in_(below), Service.status != "retired"))
        or 0,
        open_reports=session.scalar(
            select(func.count()).where(Report.unit_id.in_(below), Report.state.in_(OPEN_STATES))
        )
        or 0,
        units=session.scalar(
            select(func.count()).where(Unit.id.in_(below), Unit.id != unit.id, Unit.retired_at.is_(None))
        )
        or 0,
    )


def retire_unit(actor: Actor, agency_slug: str, unit_id: int) -> None:
    """Take a unit that has nothing left to do out of the tree.

    Raises NotFound, Conflict ``unit_has_work`` while it has services, open reports or units below it.
    """
    agency = lock_agency(find_agency(actor, agency_slug, MANAGE))
    unit = find_unit(actor, agency_slug, unit_id)
    current_session().execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())
    if hindrances(unit):
        raise Conflict("unit_has_work")
    unit.retired_at = clock.now()
    current_session().flush()
    record(actor, "agencies.retire_unit", "unit", unit.id, agency_id=agency.id)
    note_search_changes([search_thing(agency, unit)])


def search_thing(agency: Agency, unit: Unit) -> str:
    """What search calls a unit."""
    return f"unit:{agency.slug}/{unit.slug}"


def free_slug(agency_id: int, name: str) -> str:
    """A slug made of a name, numbered when a unit of the agency has it already."""
    stem = slug_of(name, LONGEST_SLUG) or "unit"
    alike = or_(Unit.slug == stem, Unit.slug.startswith(f"{stem}-"))
    taken = set(current_session().scalars(select(Unit.slug).where(Unit.agency_id == agency_id, alike)))
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def _parent(actor: Actor, agency: Agency, parent_id: int | None) -> Unit | None:
    """The unit above; without one, what is changed is the whole agency's."""
    if parent_id is None:
        if not is_within_reach(actor, MANAGE, agency.id):
            raise NotFound("unit")
        return None
    return find_unit(actor, agency.slug, parent_id)


def _move(unit: Unit, path: str) -> None:
    old = unit.path
    session = current_session()
    moved = select(Unit).where(Unit.agency_id == unit.agency_id, Unit.path.startswith(old))
    for one in session.scalars(moved.execution_options(populate_existing=True)).all():
        one.path = path + one.path.removeprefix(old)
        _refuse_too_deep(one.path)


def _refuse_too_deep(path: str) -> None:
    if path.count("/") > DEEPEST:
        raise InvalidInput({"parent": "tree_too_deep"})


def _tell(unit: Unit, values: UnitValues) -> None:
    unit.name, unit.parent_id, unit.short_name = values.name, values.parent_id, values.short_name
    unit.search_names = list(values.search_names)
    unit.street, unit.district, unit.postal_code = values.street, values.district, values.postal_code
    unit.working_week = values.working_week
