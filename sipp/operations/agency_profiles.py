"""The profile of an agency for those who keep it: what it is called, where it is, where people complain."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.exc import StaleDataError

from sipp.clock import NATIONAL_ZONE
from sipp.db import current_session
from sipp.models.agencies import Agency, Region, ServicePoint, Unit
from sipp.operations.journal import note_search_changes, record
from sipp.rules import permissions
from sipp.rules.errors import Conflict, Forbidden, NotFound
from sipp.rules.permissions import Actor, is_allowed, is_permitted, is_permitted_in

READ = "agencies.read_profile"
#: What tells when a service point is open.
HOURS = (selectinload(ServicePoint.opening_hours), selectinload(ServicePoint.exceptions))


@dataclass(frozen=True, kw_only=True)
class ProfileValues:
    """What an agency says of itself. Its official name and its address on the web are given nationally."""

    short_name: str | None = None
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    region_code: str | None = None
    street: str | None = None
    district: str | None = None
    postal_code: str | None = None
    website: str | None = None
    time_zone: str = NATIONAL_ZONE
    official_channels: tuple[dict[str, str], ...] = ()


def is_within_reach(actor: Actor, action: str, agency_id: int | None, unit_path: str = "") -> bool:
    """The filter of this subject: whether something of this place is the actor's to see or change."""
    return is_permitted(actor, action, agency_id, unit_path)


def require(actor: Actor, action: str) -> None:
    """Raise Forbidden for who may do this nowhere."""
    if not permissions.is_permitted_somewhere(actor, action):
        raise Forbidden(action)


def agencies_of(actor: Actor, words: str = "") -> Sequence[Agency]:
    """The agencies whose profile the actor sees, those whose name has the words; raises Forbidden."""
    require(actor, READ)
    statement = select(Agency).where(Agency.merged_into_id.is_(None)).order_by(Agency.name, Agency.id)
    if not is_permitted(actor, READ):
        own = {one.agency_id for one in actor.memberships if is_allowed(one.role, READ)}
        statement = statement.where(Agency.id.in_(own))
    for word in words.lower().replace("%", "").replace("_", "").split()[:10]:
        statement = statement.where(Agency.name.icontains(word))
    return current_session().scalars(statement.options(joinedload(Agency.region))).all()


def find_agency(actor: Actor, slug: str, action: str = READ) -> Agency:
    """An agency where the actor may do this for some part of it.

    Raises Forbidden for who may do it nowhere, NotFound for foreign and unknown ones alike.
    """
    require(actor, action)
    found = current_session().scalar(
        select(Agency)
        .where(Agency.slug == slug, Agency.merged_into_id.is_(None))
        .options(joinedload(Agency.region))
        .execution_options(populate_existing=True)
    )
    if found is None or not is_permitted_in(actor, action, found.id):
        raise NotFound("agency")
    return found


def find_whole_agency(actor: Actor, slug: str, action: str) -> Agency:
    """An agency where the actor may do this for all of it; raises like ``find_agency``."""
    agency = find_agency(actor, slug, action)
    if not is_within_reach(actor, action, agency.id):
        raise NotFound("agency")
    return agency


def lock_agency(agency: Agency) -> Agency:
    """The agency as it is now, for nobody else to change, hold or lock until the commit. Raises NotFound once merged.

    What belongs to it may still be written: who does so holds rows that are locked after the agency.
    """
    return _as_it_is(select(Agency).where(Agency.id == agency.id).with_for_update(key_share=True))


def hold_agency(agency: Agency) -> Agency:
    """The agency as it is now: nobody merges it or lets it join before the commit. Raises NotFound once merged.

    Many may hold it at once, before they lock anything else.
    """
    return _as_it_is(select(Agency).where(Agency.id == agency.id).with_for_update(read=True))


def units_of(agency: Agency) -> Sequence[Unit]:
    """The units of an agency in the order of their tree, each after the one above it, with their service points."""
    return in_tree_order(
        current_session()
        .scalars(
            select(Unit)
            .where(Unit.agency_id == agency.id)
            .options(selectinload(Unit.service_points).options(*HOURS))
            .order_by(Unit.name, Unit.id)
        )
        .all()
    )


def in_tree_order(units: Sequence[Unit]) -> list[Unit]:
    """Units by name, those below each right after it."""
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    found: list[Unit] = []
    waiting = list(reversed(below.get(None, ())))
    while waiting:
        unit = waiting.pop()
        found.append(unit)
        waiting.extend(reversed(below.get(unit.id, ())))
    return found


def regions() -> Sequence[Region]:
    """Every region, provinces before what lies in them."""
    return current_session().scalars(select(Region).order_by(Region.code)).all()


def _as_it_is(query: Select[Agency]) -> Agency:
    agency: Agency = current_session().scalars(query.execution_options(populate_existing=True)).one()
    if agency.merged_into_id is not None:
        raise NotFound("agency")
    return agency


def edit_profile(actor: Actor, slug: str, values: ProfileValues, row_version: int) -> Agency:
    """Change what an agency says of itself.

    Raises NotFound, Conflict when it was changed since ``row_version``.
    """
    agency = find_whole_agency(actor, slug, "agencies.edit")
    if agency.row_version != row_version:
        raise Conflict("changed_meanwhile")
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(values).items()}
    changed = [name for name, value in told.items() if getattr(agency, name) != value]
    for name in changed:
        setattr(agency, name, told[name])
    flush_or_conflict()
    record(actor, "agencies.edit", "agency", agency.id, agency_id=agency.id, changed=changed)
    note_search_changes(search_things(agency))
    return agency


def flush_or_conflict() -> None:
    """Write what changed; raises Conflict when somebody else was faster."""
    try:
        current_session().flush()
    except (IntegrityError, StaleDataError):
        raise Conflict("changed_meanwhile") from None


def search_things(agency: Agency) -> list[str]:
    """What search tells anew when an agency's names change; its units come with it."""
    return [f"agency:{agency.slug}"]


def find_pledge_file(agency: Agency, unit_slug: str) -> str:
    """The stored name of the file of a unit's pledge; raises NotFound where there is none."""
    name = current_session().scalar(
        select(Unit.pledge_file).where(Unit.agency_id == agency.id, Unit.slug == unit_slug, Unit.retired_at.is_(None))
    )
    if name is None:
        raise NotFound("pledge")
    return name
