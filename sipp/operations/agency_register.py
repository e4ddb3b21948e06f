"""The register of agencies, kept nationally: adding them, renaming them, and merging one into another.

No address that was ever public stops working: a former slug leads to the present one, a merged agency to its successor.
"""

from dataclasses import dataclass

from sqlalchemy import delete, or_, select, true, update

from sipp.clock import NATIONAL_ZONE
from sipp.db import current_session
from sipp.models.accounts import Invitation, Membership
from sipp.models.agencies import Agency, AgencyNotice, AgencySlug, Unit
from sipp.models.reports import Incident, Report, Reprimand
from sipp.models.services import Service, ServiceSlug
from sipp.models.standards import Decree, StandardVersion
from sipp.operations.agency_profiles import find_agency, flush_or_conflict, lock_agency, require
from sipp.operations.delivering import deliver_waiting
from sipp.operations.journal import note_search_changes, record
from sipp.operations.units import free_slug
from sipp.rules.errors import Conflict, InvalidInput
from sipp.rules.permissions import Actor
from sipp.rules.row_keys import slug as slug_of

REGISTER = "agencies.register"
#: Words of the office's own addresses, which no agency can have.
RESERVED = frozenset({"baru"})
_LONGEST_SLUG = 100
#: What of a decree's number, and of an agency's slug, goes into a number that is told apart.
_LONGEST_NUMBER, _LONGEST_NAME = 60, 50


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the national level says of an agency."""

    name: str
    slug: str
    kind: str
    region_code: str | None = None
    time_zone: str = NATIONAL_ZONE


def add_agency(actor: Actor, entry: Entry) -> Agency:
    """A new agency, listed; raises Forbidden, InvalidInput for an address that is or was somebody's."""
    require(actor, REGISTER)
    _require_free(entry.slug, None)
    agency = Agency(
        name=entry.name,
        slug=entry.slug,
        kind=entry.kind,
        region_code=entry.region_code,
        time_zone=entry.time_zone,
    )
    current_session().add(agency)
    flush_or_conflict()
    record(actor, "agencies.register", "agency", agency.id, agency_id=agency.id)
    note_search_changes([f"agency:{agency.slug}"])
    return agency


def rename_agency(actor: Actor, slug: str, entry: Entry, row_version: int) -> Agency:
    """Give an agency another name, address or kind; the former name is kept, the former address leads to the new one.

    Raises NotFound, Conflict when it was changed since ``row_version``, InvalidInput like ``add_agency``.
    """
    agency = find_agency(actor, slug, REGISTER)
    if agency.row_version != row_version:
        raise Conflict("changed_meanwhile")
    before = _things(agency)
    former_name, former_slug = agency.name, agency.slug
    if entry.slug != former_slug:
        _require_free(entry.slug, agency)
        session = current_session()
        session.execute(delete(AgencySlug).where(AgencySlug.slug == entry.slug))
        session.add(AgencySlug(slug=former_slug, agency_id=agency.id))
    if entry.name != former_name:
        kept = [name for name in agency.former_names if name != entry.name]
        agency.former_names = list(dict.fromkeys([*kept, former_name]))
    agency.name, agency.slug, agency.kind = entry.name, entry.slug, entry.kind
    flush_or_conflict()
    record(actor, "agencies.rename", "agency", agency.id, agency_id=agency.id, former_slug=former_slug)
    note_search_changes(list(dict.fromkeys([*before, *_things(agency)])))
    return agency


def merge_agency(actor: Actor, slug: str, into_slug: str) -> Agency:
    """Make an agency a unit of another, with its tree below it; gives the other one.

    Services, units, reports, people, invitations and notices move; reports that waited are delivered where the other
    one receives reports. Roles for the whole agency become roles for its
    unit, so that nobody reaches more than before. Decrees in use keep the name of who issued them. The rows of
    the journal and of figures stay as they were written.

    Raises NotFound for unknown ones, InvalidInput for an agency that would be merged into itself.
    """
    agency, into = find_agency(actor, slug, REGISTER), find_agency(actor, into_slug, REGISTER)
    if agency.id == into.id:
        raise InvalidInput({"into": "merged_into_itself"})
    session = current_session()
    for one in sorted((agency, into), key=lambda one: one.id):
        lock_agency(one)
    # Reports, invitations and decrees before units and services: in this order everybody locks them.
    for locked in (Report, Invitation):
        session.execute(select(locked.id).where(locked.agency_id == agency.id).order_by(locked.id).with_for_update())
    _move_decrees(agency, into)
    before = _things(agency)
    root = _as_unit(agency, into)
    _move_units(agency, into, root)
    _move_services(agency, into)
    for held in (Membership, Invitation, AgencyNotice):
        whole = update(held).where(held.agency_id == agency.id, held.unit_id.is_(None))
        session.execute(whole.values(unit_id=root.id))
    for owned, was_owned in ((Report, Report.state != "received"), (Reprimand, true())):
        by_agency = update(owned).where(owned.agency_id == agency.id, owned.unit_id.is_(None), was_owned)
        session.execute(by_agency.values(unit_id=root.id))
    for table in (Report, Incident, Reprimand, Membership, Invitation, AgencyNotice):
        session.execute(update(table).where(table.agency_id == agency.id).values(agency_id=into.id))
    session.execute(update(AgencySlug).where(AgencySlug.agency_id == agency.id).values(agency_id=into.id))
    names = [*into.former_names, agency.name, *agency.former_names]
    into.former_names = [name for name in dict.fromkeys(names) if name != into.name]
    agency.merged_into_id = into.id
    flush_or_conflict()
    session.execute(update(Agency).where(Agency.merged_into_id == agency.id).values(merged_into_id=into.id))
    record(actor, "agencies.merge", "agency", agency.id, agency_id=agency.id, into=into.id)
    record(actor, "agencies.take_in", "agency", into.id, agency_id=into.id, merged=agency.id)
    if into.membership == "receiving":
        deliver_waiting(actor, into)
    note_search_changes(list(dict.fromkeys([*before, *_things(into)])))
    return into


def proposed_slug(name: str) -> str:
    """An address made of a name as citizens say it."""
    return slug_of(name.removeprefix("Pemerintah "), _LONGEST_SLUG)


def _require_free(slug: str, agency: Agency | None) -> None:
    session = current_session()
    own = agency.id if agency else None
    used = session.scalar(select(Agency.id).where(Agency.slug == slug))
    was_used = session.scalar(select(AgencySlug.agency_id).where(AgencySlug.slug == slug))
    if slug in RESERVED or used is not None or was_used not in (None, own):
        raise InvalidInput({"slug": "slug_taken"})


def _things(agency: Agency) -> list[str]:
    """Everything search shows under an agency's address."""
    session = current_session()
    units = session.scalars(select(Unit.slug).where(Unit.agency_id == agency.id).order_by(Unit.id))
    services = session.scalars(select(Service.slug).where(Service.agency_id == agency.id).order_by(Service.id))
    return [
        f"agency:{agency.slug}",
        *(f"unit:{agency.slug}/{slug}" for slug in units),
        *(f"service:{agency.slug}/{slug}" for slug in services),
    ]


def _as_unit(agency: Agency, into: Agency) -> Unit:
    names = [name for name in (*agency.aliases, *agency.former_names) if name]
    root = Unit(
        agency_id=into.id,
        slug=free_slug(into.id, agency.slug),
        name=agency.name,
        short_name=agency.short_name,
        search_names=names,
        kind="instansi",
        region_code=agency.region_code,
        street=agency.street,
        district=agency.district,
        postal_code=agency.postal_code,
    )
    session = current_session()
    session.add(root)
    session.flush()
    root.path = f"{root.id}/"
    return root


def _move_units(agency: Agency, into: Agency, root: Unit) -> None:
    session = current_session()
    for unit in session.scalars(select(Unit).where(Unit.agency_id == agency.id).order_by(Unit.path)).all():
        unit.slug = free_slug(into.id, unit.slug)
        unit.agency_id, unit.path = into.id, root.path + unit.path
        unit.parent_id = unit.parent_id or root.id
        session.flush()


def _move_services(agency: Agency, into: Agency) -> None:
    """Each keeps its slug where that is free; the old address is kept under the row of the merged agency."""
    session = current_session()
    session.execute(
        delete(ServiceSlug).where(
            ServiceSlug.agency_id == agency.id,
            ServiceSlug.slug.in_(select(Service.slug).where(Service.agency_id == agency.id)),
        )
    )
    for service in session.scalars(select(Service).where(Service.agency_id == agency.id).order_by(Service.id)).all():
        session.add(ServiceSlug(agency_id=agency.id, slug=service.slug, service_id=service.id))
        service.slug = _free_service_slug(into, service.slug)
        service.agency_id = into.id
        session.flush()


def _move_decrees(agency: Agency, into: Agency) -> None:
    """Those in use cannot change any more; of the others, a number that the other agency has too is told apart."""
    session = current_session()
    in_use = select(StandardVersion.decree_id).where(
        StandardVersion.decree_id.is_not(None), StandardVersion.state == "published"
    )
    taken = set(session.scalars(select(Decree.number).where(Decree.agency_id == into.id)))
    for decree in session.scalars(select(Decree).where(Decree.agency_id == agency.id, Decree.id.not_in(in_use))).all():
        decree.agency_id = into.id
        if decree.number in taken:
            decree.number = f"{decree.number[:_LONGEST_NUMBER]} ({agency.slug[:_LONGEST_NAME]})"
    session.flush()


def _free_service_slug(into: Agency, wanted: str) -> str:
    alike = or_(Service.slug == wanted, Service.slug.startswith(f"{wanted}-"))
    session = current_session()
    taken = set(session.scalars(select(Service.slug).where(Service.agency_id == into.id, alike)))
    taken |= set(session.scalars(select(ServiceSlug.slug).where(ServiceSlug.agency_id == into.id)))
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found
