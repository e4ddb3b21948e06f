"""The services of an agency for those who keep them: the state of their standards, adding and changing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ScalarSelect, Select, and_, exists, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, Unit
from sipp.models.promises import PromiseSpan
from sipp.models.services import ReferenceService, Service, ServiceSlug
from sipp.models.standards import ReviewDue, StandardVersion
from sipp.operations.journal import note_search_changes, record
from sipp.operations.offerings import in_force_now
from sipp.operations.standards import search_thing
from sipp.operations.versions import contents_of, in_force, published_versions_of
from sipp.rules import permissions
from sipp.rules.completeness import Completeness, completeness
from sipp.rules.errors import Conflict, Forbidden, NotFound
from sipp.rules.permissions import Actor, is_permitted
from sipp.rules.row_keys import slug as slug_of

READ = "standards.read_drafts"
SERVICES_PER_PAGE = 50
#: The states of a version that is not published yet.
OPEN_STATES = ("draft", "in_review", "changes_requested", "approved")
Filter = Literal["", "none", "draft", "review"]
#: All aliases of a service together, one a line.
LONGEST_ALIASES = 1000
_LONGEST_SLUG = 80


@dataclass(frozen=True, kw_only=True)
class ServiceState:
    """One service with the version in force and the open draft (None: there is none)."""

    service: Service
    current: StandardVersion | None
    draft: StandardVersion | None
    completeness: Completeness | None
    review_due_on: date | None
    is_review_due: bool


@dataclass(frozen=True, kw_only=True)
class ServicesPage:
    """A page of the services of one agency that are within reach."""

    agency: Agency
    agencies: Sequence[Agency]
    services: Sequence[ServiceState]
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
    statement = _with_state(_named(_offered(actor, agency), words), state, agency)
    session = current_session()
    count = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    pages = max(1, -(-count // SERVICES_PER_PAGE))
    page = min(max(page, 1), pages)
    found = session.scalars(
        statement.options(joinedload(Service.unit), joinedload(Service.agency))
        .order_by(func.lower(Service.name), Service.id)
        .limit(SERVICES_PER_PAGE)
        .offset((page - 1) * SERVICES_PER_PAGE)
    ).all()
    return ServicesPage(
        agency=agency,
        agencies=agencies,
        services=states_of(found, agency),
        count=count,
        page=page,
        pages=pages,
        may_create=any(
            one.agency_id == agency.id and permissions.is_allowed(one.role, "services.create")
            for one in actor.memberships
        ),
    )


def states_of(services: Sequence[Service], agency: Agency) -> list[ServiceState]:
    """Services of one agency with the state of their standards."""
    published = published_versions_of(services)
    today, now = clock.today(agency.time_zone), clock.now()
    current = {service.id: in_force(published[service.id], today, now) for service in services}
    contents = contents_of([version for version in current.values() if version])
    drafts = open_drafts([service.id for service in services])
    due = _review_days([version.id for version in current.values() if version])
    return [
        ServiceState(
            service=service,
            current=version,
            draft=drafts.get(service.id),
            completeness=completeness(contents[version.id]) if version else None,
            review_due_on=due.get(version.id) if version else None,
            is_review_due=bool(version and version.id in due and due[version.id] < today),
        )
        for service in services
        for version in [current[service.id]]
    ]


def open_drafts(service_ids: Sequence[int]) -> dict[int, StandardVersion]:
    """The newest version of each service that is not published yet."""
    found = current_session().scalars(
        select(StandardVersion)
        .where(StandardVersion.service_id.in_(service_ids), StandardVersion.state.in_(OPEN_STATES))
        .order_by(StandardVersion.id)
    )
    return {version.service_id: version for version in found if version.service_id is not None}


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
    _flush()
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
    _flush()
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


def _named(statement: Select[Service], words: str) -> Select[Service]:
    for word in words.lower().replace("%", "").replace("_", "").split()[:10]:
        statement = statement.where(func.lower(Service.name).like(f"%{word}%"))
    return statement


def _with_state(statement: Select[Service], state: Filter, agency: Agency) -> Select[Service]:
    span = select(PromiseSpan.version_id).where(PromiseSpan.service_id == Service.id, in_force_now(clock.now()))
    match state:
        case "none":
            return statement.where(~exists(span))
        case "draft":
            is_open = and_(StandardVersion.service_id == Service.id, StandardVersion.state.in_(OPEN_STATES))
            return statement.where(exists().where(is_open))
        case "review":
            today = clock.today(agency.time_zone)
            return statement.where(exists(span.where(_latest_due(PromiseSpan.version_id) < today)))
    return statement


def _latest_due(version_id: object) -> ScalarSelect[date]:
    """The review date that counts: the one recorded last."""
    return (
        select(ReviewDue.due_on)
        .where(ReviewDue.version_id == version_id)
        .order_by(ReviewDue.recorded_at.desc(), ReviewDue.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _review_days(version_ids: Sequence[int]) -> dict[int, date]:
    rows = current_session().scalars(
        select(ReviewDue).where(ReviewDue.version_id.in_(version_ids)).order_by(ReviewDue.recorded_at, ReviewDue.id)
    )
    return {row.version_id: row.due_on for row in rows}


def _unit(place: Place, unit_id: int) -> Unit:
    for unit in place.units:
        if unit.id == unit_id:
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


def _flush() -> None:
    try:
        current_session().flush()
    except IntegrityError:
        raise Conflict("changed_meanwhile") from None
