"""What a unit shows to those who evaluate it, and takes over to SIPP Nasional: its services with all that is recorded.

A unit stands for itself and everything below it. Only what was published is shown, no draft.

Law: PermenPANRB 29/2022 (PEKPPP: standards, taking part of the public, review, pledge), UU 25/2009 art. 22 and 36,
PerORI 17/2015 (compliance), PermenPANRB 13/2017 (SIPP Nasional).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, ServicePoint, Unit
from sipp.models.services import Service
from sipp.models.standards import Decree, PublicConsultation, ReviewDue, StandardVersion, Verification
from sipp.operations.pages import page_within
from sipp.operations.reach import reachable_agencies
from sipp.operations.versions import contents_of, in_force, published_versions_of
from sipp.rules import permissions
from sipp.rules.completeness import Completeness, completeness
from sipp.rules.errors import Forbidden, NotFound, TooLarge
from sipp.rules.permissions import Actor
from sipp.rules.standards import Standard

COLLECT = "evidence.collect"
#: A larger unit is collected unit by unit.
MOST_SERVICES = 300
UNITS_PER_PAGE = 50
_BATCH = 50


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A unit that can be collected (None: the whole agency), with how many services it and what is below it offer."""

    unit: Unit | None
    services: int

    @property
    def is_too_large(self) -> bool:
        """Whether it must be collected unit by unit."""
        return self.services > MOST_SERVICES


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What can be collected of one agency: itself where it is within reach, then the units that offer something."""

    agency: Agency
    agencies: Sequence[Agency]
    choices: Sequence[Choice]
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What is collected: one unit with everything below it, or a whole agency (``unit`` None)."""

    agency: Agency
    unit: Unit | None
    units: Sequence[Unit]

    @property
    def name(self) -> str:
        """The name of the unit or agency."""
        return self.unit.name if self.unit else self.agency.name

    @property
    def slug(self) -> str:
        """A name for files: the agency, and the unit where there is one."""
        return f"{self.agency.slug}-{self.unit.slug}" if self.unit else self.agency.slug


@dataclass(frozen=True, kw_only=True)
class Collected:
    """One service: its standard in force (None: there is none) and what is recorded of all its published versions."""

    service: Service
    version: StandardVersion | None
    standard: Standard | None
    completeness: Completeness | None
    versions: Sequence[StandardVersion]
    verifications: Sequence[Verification]
    reviews: Sequence[ReviewDue]
    consultations: Sequence[PublicConsultation]


def is_within_reach(actor: Actor, agency_id: int, unit_path: str) -> bool:
    """The filter of this file: whether what belongs to this place is the actor's to collect."""
    return permissions.is_permitted(actor, COLLECT, agency_id, unit_path)


def choices(actor: Actor, agency_slug: str | None = None, page: int = 1) -> Choices:
    """What can be collected of an agency (the first one when none is named), fifty units a page.

    Raises Forbidden for who collects nowhere, NotFound for a foreign agency and an unknown one alike.
    """
    agencies = reachable_agencies(actor, COLLECT)
    agency = next((one for one in agencies if agency_slug in (None, one.slug)), None)
    if agency is None:
        raise NotFound("agency")
    counts = _service_counts(agency)
    offered = [
        Choice(unit=unit, services=sum(n for path, n in counts.items() if path.startswith(unit.path if unit else "")))
        for unit in (None, *_units_of(agency))
        if is_within_reach(actor, agency.id, unit.path if unit else "")
    ]
    found = [one for one in offered if one.services]
    page, pages = page_within(page, len(found), UNITS_PER_PAGE)
    return Choices(
        agency=agency,
        agencies=agencies,
        choices=found[(page - 1) * UNITS_PER_PAGE : page * UNITS_PER_PAGE],
        page=page,
        pages=pages,
    )


def find_scope(actor: Actor, agency_slug: str, unit_slug: str | None = None) -> Scope:
    """A unit or a whole agency within reach.

    Raises Forbidden for who collects nowhere, NotFound for what is foreign or unknown.
    """
    if not permissions.is_permitted_somewhere(actor, COLLECT):
        raise Forbidden(COLLECT)
    scope = _scope(_agency(agency_slug), unit_slug)
    if not is_within_reach(actor, scope.agency.id, scope.unit.path if scope.unit else ""):
        raise NotFound("unit")
    return scope


def require_small(scope: Scope) -> None:
    """Raise TooLarge for what offers more services than one answer carries."""
    if count_services(scope) > MOST_SERVICES:
        raise TooLarge("too_many_services", most=MOST_SERVICES)


def count_services(scope: Scope) -> int:
    """How many services a scope offers."""
    return current_session().scalar(select(func.count()).select_from(Service).where(*_offered(scope))) or 0


def collect(scope: Scope) -> Iterator[Collected]:
    """The services of a scope by unit and slug, read fifty at a time."""
    session = current_session()
    ids = session.scalars(
        select(Service.id).join(Service.unit).where(*_offered(scope)).order_by(Unit.path, Service.slug)
    ).all()
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        found = session.scalars(
            select(Service)
            .where(Service.id.in_(batch))
            .options(
                joinedload(Service.unit),
                joinedload(Service.agency),
                selectinload(Service.service_points).selectinload(ServicePoint.opening_hours),
            )
        )
        by_id = {one.id: one for one in found}
        yield from _collected([by_id[one] for one in batch], scope.agency)


def decrees_in(collected: Sequence[Collected]) -> Sequence[Decree]:
    """The decrees that adopt any published version of these services, by day and number."""
    found = {one.decree.id: one.decree for each in collected for one in each.versions if one.decree}
    return sorted(found.values(), key=lambda one: (str(one.decided_on or ""), one.number, one.id))


def service_points_of(scope: Scope) -> Sequence[ServicePoint]:
    """The counters of the units of a scope, by unit and name."""
    found = (
        select(ServicePoint)
        .join(ServicePoint.unit)
        .where(ServicePoint.unit_id.in_([one.id for one in scope.units]), ServicePoint.retired_at.is_(None))
        .options(joinedload(ServicePoint.unit), selectinload(ServicePoint.opening_hours))
        .order_by(Unit.path, ServicePoint.name, ServicePoint.id)
    )
    return current_session().scalars(found).all()


def _agency(slug: str) -> Agency:
    agency = current_session().scalar(select(Agency).where(Agency.slug == slug, Agency.merged_into_id.is_(None)))
    if agency is None:
        raise NotFound("agency")
    return agency


def _scope(agency: Agency, unit_slug: str | None) -> Scope:
    units = _units_of(agency)
    if unit_slug is None:
        return Scope(agency=agency, unit=None, units=units)
    unit = next((one for one in units if one.slug == unit_slug), None)
    if unit is None:
        raise NotFound("unit")
    return Scope(agency=agency, unit=unit, units=[one for one in units if one.path.startswith(unit.path)])


def _units_of(agency: Agency) -> Sequence[Unit]:
    present = select(Unit).where(Unit.agency_id == agency.id, Unit.retired_at.is_(None))
    return current_session().scalars(present.order_by(Unit.path)).all()


def _service_counts(agency: Agency) -> Mapping[str, int]:
    """How many services each unit itself offers, by its path."""
    rows = (
        select(Unit.path, func.count())
        .join(Service, Service.unit_id == Unit.id)
        .where(Unit.agency_id == agency.id, Service.status != "retired")
        .group_by(Unit.path)
    )
    return dict(current_session().execute(rows).all())


def _offered(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    of_agency = Service.agency_id == scope.agency.id, Service.status != "retired"
    return of_agency if scope.unit is None else (*of_agency, Service.unit_id.in_([one.id for one in scope.units]))


def _collected(services: Sequence[Service], agency: Agency) -> Iterator[Collected]:
    published = published_versions_of(services)
    today, now = clock.today(agency.time_zone), clock.now()
    current = {service.id: in_force(published[service.id], today, now) for service in services}
    contents = contents_of([one for one in current.values() if one])
    ids = [one.id for versions in published.values() for one in versions]
    verifications, reviews, consultations = (
        _facts(table, ids) for table in (Verification, ReviewDue, PublicConsultation)
    )
    for service in services:
        version, versions = current[service.id], published[service.id]
        standard = contents[version.id] if version else None
        yield Collected(
            service=service,
            version=version,
            standard=standard,
            completeness=completeness(standard) if standard else None,
            versions=versions,
            verifications=[fact for one in versions for fact in verifications[one.id]],
            reviews=[fact for one in versions for fact in reviews[one.id]],
            consultations=[fact for one in versions for fact in consultations[one.id]],
        )


def _facts(table: Any, version_ids: Sequence[int]) -> Mapping[int, list[Any]]:
    """The rows of an append-only table by version, as they were recorded."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in current_session().scalars(select(table).where(table.version_id.in_(version_ids)).order_by(table.id)):
        found[row.version_id].append(row)
    return found
