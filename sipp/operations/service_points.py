"""Service points: where services of a unit are offered, for whom they are usable, and when they are open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import OpeningException, OpeningHours, ServicePoint, Unit
from sipp.models.services import Service, service_at_point
from sipp.operations.agency_profiles import find_agency, flush_or_conflict, is_within_reach
from sipp.operations.journal import record
from sipp.operations.reach import LARGEST_ID
from sipp.operations.units import LONGEST_SLUG, MANAGE, find_unit
from sipp.rules.errors import Conflict, NotFound
from sipp.rules.opening_hours import OpenState, Span, open_state
from sipp.rules.permissions import Actor
from sipp.rules.row_keys import slug as slug_of

#: Closing early or for a day is the counter's own to say.
CLOSE_TODAY = "services.close_today"


@dataclass(frozen=True, kw_only=True)
class PointValues:
    """What an agency says of a service point; ``week`` has the spans of each weekday, Monday = 0."""

    name: str
    street: str | None = None
    district: str | None = None
    postal_code: str | None = None
    accessibility: tuple[str, ...] = ()
    week: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    service_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class PointToday:
    """A service point as citizens see it: its week, and whether it is open now (None: it says no hours)."""

    point: ServicePoint
    state: OpenState | None
    today: date


def find_point(actor: Actor, agency_slug: str, point_id: int, action: str = MANAGE) -> ServicePoint:
    """A service point within reach, with its unit, hours and exceptions.

    Raises Forbidden for who may do this nowhere, NotFound for foreign, retired and unknown ones alike.
    """
    agency = find_agency(actor, agency_slug, action)
    if point_id > LARGEST_ID:
        raise NotFound("service_point")
    point = current_session().scalar(
        select(ServicePoint)
        .join(ServicePoint.unit)
        .where(ServicePoint.id == point_id, Unit.agency_id == agency.id, ServicePoint.retired_at.is_(None))
        .options(
            joinedload(ServicePoint.unit).joinedload(Unit.agency),
            selectinload(ServicePoint.opening_hours),
            selectinload(ServicePoint.exceptions),
        )
        .execution_options(populate_existing=True)
    )
    if point is None or not is_within_reach(actor, action, agency.id, point.unit.path):
        raise NotFound("service_point")
    return point


def offered_by(unit: Unit) -> Sequence[Service]:
    """The services that can be offered at a point of a unit: its own, those above it and below it."""
    above = [int(part) for part in unit.path.split("/") if part]
    near = or_(Unit.id.in_(above), Unit.path.startswith(unit.path))
    return (
        current_session()
        .scalars(
            select(Service)
            .join(Service.unit)
            .where(Unit.agency_id == unit.agency_id, near, Service.status != "retired")
            .order_by(Service.name, Service.id)
        )
        .all()
    )


def services_at(point: ServicePoint) -> set[int]:
    """The ids of the services offered at a point."""
    rows = select(service_at_point.c.service_id).where(service_at_point.c.service_point_id == point.id)
    return set(current_session().scalars(rows))


def add_point(actor: Actor, agency_slug: str, unit_id: int, values: PointValues) -> ServicePoint:
    """A new service point of a unit; raises like ``find_unit``."""
    unit = find_unit(actor, agency_slug, unit_id)
    point = ServicePoint(unit_id=unit.id, slug=_free_slug(unit, values.name), region_code=unit.region_code)
    _tell(point, values)
    current_session().add(point)
    flush_or_conflict()
    _keep_hours(point, values.week)
    _offer(point, unit, values.service_ids)
    record(actor, "agencies.add_point", "service_point", point.id, agency_id=unit.agency_id)
    return point


def edit_point(actor: Actor, agency_slug: str, point_id: int, values: PointValues, row_version: int) -> ServicePoint:
    """Change a service point; raises NotFound, Conflict when it was changed since ``row_version``."""
    point = find_point(actor, agency_slug, point_id)
    if point.row_version != row_version:
        raise Conflict("changed_meanwhile")
    _tell(point, values)
    # Hours lie in rows of their own: a change of them alone counts as a change of the point.
    flag_modified(point, "name")
    flush_or_conflict()
    _keep_hours(point, values.week)
    _offer(point, point.unit, values.service_ids)
    record(actor, "agencies.edit_point", "service_point", point.id, agency_id=point.unit.agency_id)
    return point


def retire_point(actor: Actor, agency_slug: str, point_id: int) -> None:
    """Close a service point for good; reports go on naming it."""
    point = _lock_point(actor, agency_slug, point_id, MANAGE)
    point.retired_at = clock.now()
    current_session().execute(delete(service_at_point).where(service_at_point.c.service_point_id == point.id))
    record(actor, "agencies.retire_point", "service_point", point.id, agency_id=point.unit.agency_id)


def set_exception(
    actor: Actor, agency_slug: str, point_id: int, day: date, span: Span | None, reason: str | None
) -> None:
    """Say that a point is closed on a day (``span`` None) or open at other hours; said again, the later counts."""
    point = _lock_point(actor, agency_slug, point_id, CLOSE_TODAY)
    current_session().merge(
        OpeningException(
            service_point_id=point.id,
            day=day,
            opens=span.opens if span else None,
            closes=span.closes if span else None,
            reason=reason,
        )
    )
    record(
        actor, "agencies.set_exception", "service_point", point.id, agency_id=point.unit.agency_id, day=day.isoformat()
    )


def remove_exception(actor: Actor, agency_slug: str, point_id: int, day: date) -> None:
    """Take back what was said of a day; raises NotFound for a day of which nothing was said."""
    point = _lock_point(actor, agency_slug, point_id, CLOSE_TODAY)
    found = current_session().get(OpeningException, (point.id, day))
    if found is None:
        raise NotFound("exception")
    current_session().delete(found)
    record(
        actor,
        "agencies.remove_exception",
        "service_point",
        point.id,
        agency_id=point.unit.agency_id,
        day=day.isoformat(),
    )


def points_today(points: Sequence[ServicePoint], time_zone: str) -> list[PointToday]:
    """Points that are not retired, with whether each is open now; needs hours and exceptions loaded."""
    local = clock.local_now(time_zone)
    found = []
    for point in points:
        if point.retired_at is not None:
            continue
        week, exceptions = week_of(point), exceptions_of(point)
        is_known = week or local.date() in exceptions
        state = open_state(local, week, exceptions) if is_known else None
        found.append(PointToday(point, state, local.date()))
    return found


def week_of(point: ServicePoint) -> dict[int, list[Span]]:
    """The spans of each weekday on which a point is open."""
    week: dict[int, list[Span]] = {}
    for row in point.opening_hours:
        week.setdefault(row.weekday, []).append(Span(row.opens, row.closes))
    return {weekday: sorted(spans) for weekday, spans in week.items()}


def exceptions_of(point: ServicePoint) -> dict[date, list[Span]]:
    """The spans of the days of which something else was said; none: closed."""
    return {
        row.day: [Span(row.opens, row.closes)] if row.opens is not None and row.closes is not None else []
        for row in point.exceptions
    }


def _lock_point(actor: Actor, agency_slug: str, point_id: int, action: str) -> ServicePoint:
    point = find_point(actor, agency_slug, point_id, action)
    current_session().execute(select(ServicePoint.id).where(ServicePoint.id == point.id).with_for_update())
    return find_point(actor, agency_slug, point_id, action)


def _tell(point: ServicePoint, values: PointValues) -> None:
    point.name, point.street, point.district = values.name, values.street, values.district
    point.postal_code, point.accessibility = values.postal_code, list(values.accessibility)


def _keep_hours(point: ServicePoint, week: Mapping[int, Sequence[Span]]) -> None:
    session = current_session()
    session.execute(delete(OpeningHours).where(OpeningHours.service_point_id == point.id))
    session.expire(point, ["opening_hours"])
    session.add_all(
        OpeningHours(service_point_id=point.id, weekday=weekday, opens=span.opens, closes=span.closes)
        for weekday, spans in week.items()
        for span in spans
    )
    session.flush()


def _offer(point: ServicePoint, unit: Unit, service_ids: Sequence[int]) -> None:
    session = current_session()
    session.execute(delete(service_at_point).where(service_at_point.c.service_point_id == point.id))
    near = {service.id for service in offered_by(unit)}
    rows = [{"service_id": one, "service_point_id": point.id} for one in dict.fromkeys(service_ids) if one in near]
    if rows:
        session.execute(insert(service_at_point), rows)


def _free_slug(unit: Unit, name: str) -> str:
    stem = slug_of(name, LONGEST_SLUG) or "tempat"
    taken = set(current_session().scalars(select(ServicePoint.slug).where(ServicePoint.unit_id == unit.id)))
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found
