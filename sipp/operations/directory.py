"""Public reading: agencies, reference services, services and their standards as the pages need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, String, cast, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, Region, Unit
from sipp.models.promises import PromiseSpan
from sipp.models.services import LifeEvent, ReferenceService, Service
from sipp.models.standards import Decree, PublicConsultation, StandardVersion
from sipp.operations.agency_profiles import HOURS, in_tree_order
from sipp.operations.moved import moved_agency, moved_service, moved_with_its_agency
from sipp.operations.offerings import in_force_now
from sipp.operations.upkeep import consultations_of, review_due_on, verified_on
from sipp.operations.versions import (
    Owner,
    content_of,
    contents_of,
    in_force,
    published_versions,
    version_numbered,
)
from sipp.rules.differences import Difference, differences
from sipp.rules.errors import NotFound
from sipp.rules.promises import Glance, glance
from sipp.rules.standards import Standard

PAGE_SIZE = 50

Thing = TypeVar("Thing")


@dataclass(frozen=True, kw_only=True)
class VersionView:
    """A version with its content."""

    version: StandardVersion
    standard: Standard
    is_in_force: bool
    is_first: bool


@dataclass(frozen=True, kw_only=True)
class ServicePage:
    """Everything the service page shows. ``view`` is None while no standard is in force."""

    service: Service
    unit_path: Sequence[Unit]
    versions: Sequence[StandardVersion]
    view: VersionView | None
    reference_view: VersionView | None
    verified_on: date | None
    review_due_on: date | None
    consultations: Sequence[PublicConsultation] = ()
    today: date
    upcoming: StandardVersion | None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One agency's offer of a service, with fee and time of its standard at a glance (None: none is in force)."""

    service: Service
    glance: Glance | None


@dataclass(frozen=True, kw_only=True)
class ReferencePage:
    """A reference service: its model standard, and a page of the agencies that offer it, compared."""

    reference: ReferenceService
    versions: Sequence[StandardVersion]
    view: VersionView | None
    offers: Sequence[Offer]
    offer_count: int
    place: str
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class AgencyPage:
    """An agency with its units (in tree order, with depth) and a page of its services by unit."""

    agency: Agency
    units: Sequence[tuple[Unit, int]]
    services: Sequence[Service]
    service_count: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two versions of one owner, older first, and what changed between them."""

    older: VersionView
    newer: VersionView
    differences: Sequence[Difference]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A version that replaced an earlier one, for "Baru berubah"."""

    owner: Service | ReferenceService
    version: StandardVersion


def find_agency(slug: str) -> Agency:
    """The agency with a slug; raises MovedTo for a former slug, NotFound for an unknown one."""
    session = current_session()
    present = select(Agency).where(Agency.slug == slug, Agency.merged_into_id.is_(None))
    agency = session.scalar(present.options(joinedload(Agency.region)))
    if agency is not None:
        return agency
    raise moved_agency(slug) or NotFound("agency")


def find_service(agency_slug: str, service_slug: str) -> Service:
    """The service of an agency; raises MovedTo for a former slug, NotFound for an unknown one."""
    session = current_session()
    service = session.scalar(
        select(Service)
        .join(Service.agency)
        .where(Agency.slug == agency_slug, Service.slug == service_slug)
        .options(
            contains_eager(Service.agency).joinedload(Agency.region),
            joinedload(Service.unit),
            joinedload(Service.reference).options(
                selectinload(ReferenceService.ceilings), selectinload(ReferenceService.life_events)
            ),
            selectinload(Service.service_points).options(*HOURS),
        )
    )
    if service is not None:
        return service
    if (merged := moved_with_its_agency(agency_slug, service_slug)) is not None:
        raise merged
    raise moved_service(find_agency(agency_slug), service_slug) or NotFound("service")


def find_reference(slug: str) -> ReferenceService:
    """The reference service with a slug; raises NotFound."""
    reference = current_session().scalar(
        select(ReferenceService)
        .where(ReferenceService.slug == slug)
        .options(selectinload(ReferenceService.ceilings), selectinload(ReferenceService.life_events))
    )
    if reference is None:
        raise NotFound("reference")
    return reference


def service_page(agency_slug: str, service_slug: str) -> ServicePage:
    """The service page: the standard in force today in the agency's zone."""
    service = find_service(agency_slug, service_slug)
    today, now = clock.today(service.agency.time_zone), clock.now()
    versions = published_versions(service)
    current = in_force(versions, today, now)
    view = _view(versions, current, current) if current else None
    reference_view = None
    if view is None and service.reference is not None:
        reference_view = _reference_view(service.reference, today, now)
    upcoming = [v for v in versions if v.effective_from > today and v.withdrawal is None]
    return ServicePage(
        service=service,
        unit_path=_unit_path(service.unit),
        versions=versions,
        view=view,
        reference_view=reference_view,
        verified_on=verified_on(current.id) if current else None,
        review_due_on=review_due_on(current.id) if current else None,
        consultations=consultations_of(current.id) if current else (),
        today=today,
        upcoming=min(upcoming, key=lambda v: v.effective_from) if upcoming else None,
    )


def reference_page(slug: str, place: str = "", page: int = 1) -> ReferencePage:
    """A reference service with a page of its offers; ``place`` filters them by the agency's or region's name."""
    reference = find_reference(slug)
    today, now = clock.today("Asia/Jakarta"), clock.now()
    versions = published_versions(reference)
    current = in_force(versions, today, now)
    offered = (
        select(Service)
        .join(Service.agency)
        .where(Service.reference_id == reference.id, Service.status != "retired")
        .order_by(Agency.name, Service.name, Service.id)
    )
    if place.strip():
        offered = offered.where(_named_like(place) | _lies_in(place))
    services, count, page, pages = _one_page(offered, page, contains_eager(Service.agency), joinedload(Service.unit))
    return ReferencePage(
        reference=reference,
        versions=versions,
        view=_view(versions, current, current) if current else None,
        offers=_offers_at_a_glance(services, now),
        offer_count=count,
        place=place,
        page=page,
        pages=pages,
    )


def list_agencies(name: str = "", kind: str = "", page: int = 1) -> tuple[list[tuple[Agency, int]], int, int]:
    """A page of agencies with their number of services; also the page's number and how many pages there are."""
    statement = select(Agency).where(Agency.merged_into_id.is_(None)).order_by(Agency.name, Agency.id)
    if kind:
        statement = statement.where(Agency.kind == kind)
    if name.strip():
        statement = statement.where(_named_like(name))
    agencies, _count, page, pages = _one_page(statement, page)
    counts = (
        select(Service.agency_id, func.count())
        .where(Service.agency_id.in_([agency.id for agency in agencies]), Service.status != "retired")
        .group_by(Service.agency_id)
    )
    services = dict(current_session().execute(counts).all())
    return [(agency, services.get(agency.id, 0)) for agency in agencies], page, pages


def agency_page(slug: str, page: int = 1) -> AgencyPage:
    """One agency with its unit tree and a page of its services."""
    session = current_session()
    agency = find_agency(slug)
    units = session.scalars(
        select(Unit)
        .where(Unit.agency_id == agency.id, Unit.retired_at.is_(None))
        .options(selectinload(Unit.service_points).options(*HOURS))
        .order_by(Unit.name, Unit.id)
    ).all()
    offered = (
        select(Service)
        .where(Service.agency_id == agency.id, Service.status != "retired")
        .join(Service.unit)
        .order_by(Unit.name, Service.name, Service.id)
    )
    services, count, page, pages = _one_page(offered, page, contains_eager(Service.unit))
    return AgencyPage(
        agency=agency,
        units=[(unit, unit.path.count("/") - 1) for unit in in_tree_order(units)],
        services=services,
        service_count=count,
        page=page,
        pages=pages,
    )


def version_view(owner: Owner, number: int) -> VersionView:
    """One published version of an owner with its content; raises NotFound."""
    versions = published_versions(owner)
    zone = owner.agency.time_zone if isinstance(owner, Service) else "Asia/Jakarta"
    return _view(versions, version_numbered(versions, number), in_force(versions, clock.today(zone), clock.now()))


def decree_of(agency_slug: str, service_slug: str, number: int) -> Decree:
    """The decree with a file that adopted a published version; raises MovedTo, NotFound."""
    version = version_numbered(published_versions(find_service(agency_slug, service_slug)), number)
    if version.decree is None or version.decree.file_name is None:
        raise NotFound("file")
    return version.decree


def compare_versions(owner: Owner, first: int, second: int) -> Comparison:
    """What changed between two published versions, the smaller number taken as the older; raises NotFound."""
    older, newer = version_view(owner, min(first, second)), version_view(owner, max(first, second))
    return Comparison(older=older, newer=newer, differences=differences(older.standard, newer.standard))


def life_events(limit: int | None = None) -> list[LifeEvent]:
    """The life events in their order."""
    return list(current_session().scalars(select(LifeEvent).order_by(LifeEvent.position).limit(limit)))


def recent_changes(limit: int = 4) -> list[Change]:
    """The latest reference versions in force that replaced an earlier one, newest first."""
    rows = current_session().scalars(
        select(StandardVersion)
        .where(
            StandardVersion.state == "published",
            StandardVersion.number > 1,
            # Named one by one: "is not null" would walk through the versions of every service.
            StandardVersion.reference_id.in_(select(ReferenceService.id)),
            StandardVersion.effective_from <= clock.today("Asia/Jakarta"),
        )
        .options(joinedload(StandardVersion.reference))
        .order_by(StandardVersion.effective_from.desc(), StandardVersion.id)
        .limit(limit)
    )
    return [Change(owner=version.reference, version=version) for version in rows if version.reference]


def _one_page(statement: Select[Thing], page: int, *options: ExecutableOption) -> tuple[list[Thing], int, int, int]:
    """The things of one page, how many there are in all, the page's number, and how many pages there are."""
    session = current_session()
    count = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    pages = max(1, -(-count // PAGE_SIZE))
    page = min(max(page, 1), pages)
    things = session.scalars(statement.options(*options).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return list(things), count, page, pages


def _offers_at_a_glance(services: Sequence[Service], now: datetime) -> list[Offer]:
    """Each service with fee and time of its standard in force; of the contents only what these are told by is read."""
    session = current_session()
    spans = select(PromiseSpan.service_id, PromiseSpan.version_id).where(
        PromiseSpan.service_id.in_([service.id for service in services]), in_force_now(now)
    )
    current = dict(session.execute(spans).all())
    versions = select(StandardVersion).where(StandardVersion.id.in_(current.values()))
    contents = contents_of(
        session.scalars(versions.options(joinedload(StandardVersion.decree))).all(), ("fees", "time_limits")
    )
    glances = {service_id: glance(contents[version_id]) for service_id, version_id in current.items()}
    return [Offer(service=service, glance=glances.get(service.id)) for service in services]


def _named_like(words: str) -> ColumnElement[bool]:
    pattern = _pattern(words)
    return func.lower(Agency.name).like(pattern) | func.lower(func.coalesce(Agency.short_name, "")).like(pattern)


def _lies_in(place: str) -> ColumnElement[bool]:
    """Whether an agency's region, or the province around it, has such a name, official or everyday."""
    pattern = _pattern(place)
    named = select(Region.code).where(
        func.lower(Region.name).like(pattern) | func.lower(cast(Region.everyday_names, String)).like(pattern)
    )
    return Agency.region_code.in_(named) | func.substr(Agency.region_code, 1, 2).in_(named)


def _pattern(words: str) -> str:
    return "%" + "%".join(words.strip().lower().replace("%", "").replace("_", "").split()) + "%"


def _view(
    versions: Sequence[StandardVersion], version: StandardVersion, current: StandardVersion | None
) -> VersionView:
    return VersionView(
        version=version,
        standard=content_of(version),
        is_in_force=current is not None and current.id == version.id,
        is_first=version.number == min((v.number or 0) for v in versions),
    )


def _reference_view(reference: ReferenceService, today: date, now: datetime) -> VersionView | None:
    versions = published_versions(reference)
    current = in_force(versions, today, now)
    return _view(versions, current, current) if current else None


def _unit_path(unit: Unit) -> list[Unit]:
    ids = [int(part) for part in unit.path.split("/") if part]
    found = {u.id: u for u in current_session().scalars(select(Unit).where(Unit.id.in_(ids)))}
    return [found[i] for i in ids if i in found]
