"""The services of an agency for those who keep them: the state of their standards, adding and changing them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, Unit
from sipp.models.services import ReferenceService, Service, ServiceSlug
from sipp.operations.agency_profiles import flush_or_conflict, hold_agency
from sipp.operations.journal import note_search_changes, record
from sipp.operations.owned_standards import Filter, StandardState, narrowed, one_page, states_of
from sipp.operations.standards import search_thing
from sipp.rules import permissions
from sipp.rules.errors import Conflict, Forbidden, NotFound
from sipp.rules.permissions import Actor, is_permitted
from sipp.rules.row_keys import slug as slug_of

READ = "standards.read_drafts"
#: All aliases of a service together, one a line.
LONGEST_ALIASES = 1000
_LONGEST_SLUG = 80


@dataclass(frozen=True, kw_only=True)
class ServicesPage:
    """A page of the services of one agency that are within reach."""

    agency: Agency
    agencies: Sequence[Agency]
    services: Sequence[StandardState]
    count: int
    page: int
    pages: int
    may_create: bool


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a service may be added: the units within reach, and the national services it may be one of."""

    agency: Agency
    units: Sequence[Unit]
    references: Sequence[ReferenceService]


@dataclass(frozen=True, kw_only=True)
class ServiceValues:
    """What an agency says of a service."""

    name: str
    unit_id: int
    reference_id: int | None = None
    aliases: tuple[str, ...] = ()
    summary: str | None = None
    audience: str | None = None
    online_url: str | None = None


def is_within_reach(actor: Actor, action: str, agency_id: int | None, unit_path: str) -> bool:
    """The filter of this file: whether a service of this place is the actor's to see or change."""
    return is_permitted(actor, action, agency_id, unit_path)


def require(actor: Actor, action: str) -> None:
    """Raise Forbidden for who may do this nowhere."""
    if not permissions.is_permitted_somewhere(actor, action):
        raise Forbidden(action)


def services_page(
    actor: Actor, agency_slug: str | None = None, words: str = "", state: Filter = "", page: int = 1
) -> ServicesPage:
    """The services within reach whose name has the words, fifty a page, those without a standard not left out.

    Raises Forbidden for who reads drafts nowhere, NotFound for a foreign agency and an unknown one alike.
    """
    agencies = _agencies(actor, READ)
    agency = _choose(agencies, agency_slug)
    offered = narrowed(_offered(actor, agency), Service, words, state, clock.today(agency.time_zone))
    found = one_page(offered, Service, page, joinedload(Service.unit), joinedload(Service.agency))
    return ServicesPage(
        agency=agency,
        agencies=agencies,
        services=states_of(found.owners),
        count=found.count,
        page=found.page,
        pages=found.pages,
        may_create=any(
            one.agency_id == agency.id and permissions.is_allowed(one.role, "services.create")
            for one in actor.memberships
        ),
    )


def find_service(actor: Actor, agency_slug: str, service_slug: str, action: str = READ) -> Service:
    """A service within reach; raises Forbidden for who may do this nowhere, NotFound for foreign and unknown ones."""
    require(actor, action)
    service = current_session().scalar(
        select(Service)
        .join(Service.agency)
        .where(Agency.slug == agency_slug, Service.slug == service_slug)
        .options(joinedload(Service.agency), joinedload(Service.unit), joinedload(Service.reference))
    )
    if service is None or not is_within_reach(actor, action, service.agency_id, service.unit.path):
        raise NotFound("service")
    return service


def place(actor: Actor, agency_slug: str | None, action: str = "services.create") -> Place:
    """Where the actor may add services; raises like ``services_page``."""
    agency = _choose(_agencies(actor, action), agency_slug)
    session = current_session()
    present = select(Unit).where(Unit.agency_id == agency.id, Unit.retired_at.is_(None))
    units = session.scalars(present.order_by(Unit.path))
    return Place(
        agency=agency,
        units=[unit for unit in units if is_within_reach(actor, action, agency.id, unit.path)],
        references=session.scalars(select(ReferenceService).order_by(ReferenceService.name)).all(),
    )


def create(actor: Actor, place: Place, values: ServiceValues) -> Service:
    """A new service of a unit of the place; its slug is made of its name.

    Raises NotFound for a unit out of reach or unknown, Conflict when somebody added the same a moment ago.
    """
    hold_agency(place.agency)
    unit = _unit(place, values.unit_id)
    if not is_within_reach(actor, "services.create", place.agency.id, unit.path):
        raise NotFound("unit")
    reference = _reference(place, values.reference_id)
    service = Service(
        agency_id=place.agency.id,
        unit_id=unit.id,
        reference_id=reference.id if reference else None,
        slug=_free_slug(place.agency, reference.slug if reference else None, values.name),
        name=values.name,
        aliases=list(values.aliases),
        summary=values.summary or (reference.summary if reference else None),
        audience=values.audience or (reference.audience if reference else None),
        online_url=values.online_url or (reference.online_url if reference else None),
    )
    current_session().add(service)
    flush_or_conflict()
    record(actor, "services.create", "service", service.id, agency_id=place.agency.id)
    note_search_changes([search_thing(service)])
    return service


def change(actor: Actor, place: Place, service_id: int, values: ServiceValues, row_version: int) -> Service:
    """Change what an agency says of a service; its slug stays, because people keep the address.

    Raises Conflict when it was changed since ``row_version``, NotFound like ``find_service``.
    """
    service = current_session().scalar(
        select(Service).where(Service.id == service_id).options(joinedload(Service.unit))
    )
    if service is None or not is_within_reach(actor, "services.edit", service.agency_id, service.unit.path):
        raise NotFound("service")
    hold_agency(place.agency)
    if service.row_version != row_version:
        raise Conflict("changed_meanwhile")
    unit = _unit(place, values.unit_id)
    before = search_thing(service)
    reference = _reference(place, values.reference_id)
    service.name, service.unit_id = values.name, unit.id
    service.reference_id = reference.id if reference else None
    service.aliases = list(values.aliases)
    service.summary, service.audience = values.summary, values.audience
    service.online_url = values.online_url
    flush_or_conflict()
    record(actor, "services.edit", "service", service.id, agency_id=service.agency_id)
    note_search_changes(list(dict.fromkeys([before, search_thing(service)])))
    return service


def _agencies(actor: Actor, action: str) -> Sequence[Agency]:
    require(actor, action)
    statement = select(Agency).where(Agency.merged_into_id.is_(None)).order_by(Agency.name)
    if not is_permitted(actor, action):
        own = {one.agency_id for one in actor.memberships if permissions.is_allowed(one.role, action)}
        statement = statement.where(Agency.id.in_(own))
    return current_session().scalars(statement).all()


def _choose(agencies: Sequence[Agency], slug: str | None) -> Agency:
    for agency in agencies:
        if slug in (None, agency.slug):
            return agency
    raise NotFound("agency")


def _offered(actor: Actor, agency: Agency) -> Select[Service]:
    """The agency's services of the units within reach."""
    units = current_session().execute(select(Unit.id, Unit.path).where(Unit.agency_id == agency.id))
    within = [unit_id for unit_id, path in units if is_within_reach(actor, READ, agency.id, path)]
    return select(Service).where(Service.agency_id == agency.id, Service.unit_id.in_(within))


def _unit(place: Place, unit_id: int) -> Unit:
    for unit in place.units:
        if unit.id == unit_id:
            current_session().refresh(unit, ["path", "retired_at"])
            if unit.retired_at is None:
                return unit
    raise NotFound("unit")


def _reference(place: Place, reference_id: int | None) -> ReferenceService | None:
    if reference_id is None:
        return None
    for reference in place.references:
        if reference.id == reference_id:
            return reference
    raise NotFound("reference")


def _free_slug(agency: Agency, wanted: str | None, name: str) -> str:
    """The reference's slug where it is free, else one from the name, numbered when it is taken; former ones stay so."""
    stem = wanted or slug_of(name, _LONGEST_SLUG) or "layanan"
    taken = set(
        current_session().scalars(
            select(Service.slug)
            .where(Service.agency_id == agency.id, or_(Service.slug == stem, Service.slug.like(f"{stem}-%")))
            .union(select(ServiceSlug.slug).where(ServiceSlug.agency_id == agency.id))
        )
    )
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found
