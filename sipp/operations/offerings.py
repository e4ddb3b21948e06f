"""What is offered of each reference service today, summed up: read from the spans of promises and kept in memory.

A citizen who names no place sees one result per reference service with the range over all its offers. Summing up
180,000 offers takes a second and is done once per process; after that only what the change log names, or what a date
that arrived changed, is summed up again.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, and_, case, func, or_, select

from sipp.db import current_session
from sipp.models.agencies import Agency
from sipp.models.promises import PromiseSpan
from sipp.models.services import ReferenceService, Service, reference_life_event
from sipp.rules.promises import FeeGlance, ranged_over
from sipp.rules.standards import TimeLimit

#: Rows of a sum that are held at once.
_ROWS_AT_ONCE = 1000
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "working_day": 2016, "week": 10_080, "month": 43_200}


class Mark(NamedTuple):
    """What a filter asks of an offer: its agency's kind, its province ("" for the whole country), online or not."""

    agency_kind: str
    province: str
    is_online: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """A reference service and all its offers that are not retired.

    ``marks`` counts the offers of each mark. ``fee`` and ``time_limits`` range over the standards in force, or are the
    national model's where no offer has one; ``model_version_id`` is that model in force. ``changes_at`` is the next
    moment at which a date changes any of this.
    """

    reference_id: int
    slug: str
    name: str
    popularity: int
    categories: tuple[str, ...] = ()
    marks: Mapping[Mark, int]
    offer_count: int = 0
    only_service_id: int | None = None
    model_version_id: int | None = None
    fee: FeeGlance | None = None
    time_limits: tuple[TimeLimit, ...] = ()
    changes_at: datetime | None = None


def in_force_now(now: "datetime | BindParameter[datetime]") -> ColumnElement[bool]:
    """The condition that a span holds at a moment; a statement made once takes the moment as a parameter."""
    return and_(PromiseSpan.starts_at <= now, or_(PromiseSpan.ends_at.is_(None), PromiseSpan.ends_at > now))


def province_of(region_code: str | None) -> str:
    """The two-digit code of a region's province; empty for the whole country."""
    return (region_code or "")[:2]


def time_limit_of(kind: str, minimum: int | None, maximum: int | None, unit: str | None, about: bool) -> TimeLimit:
    """A time limit with what a span keeps of it."""
    values: dict[str, Any] = {"kind": kind, "minimum": minimum, "maximum": maximum, "unit": unit}
    return TimeLimit(row_key="span", approximate=about, **values)


def length_in_minutes(limit: TimeLimit | None) -> int | None:
    """A length that can be compared roughly, to sort by; None where there is none (a working day is 1.4 days)."""
    if limit is None or limit.kind == "scheduled":
        return None
    if limit.kind == "instant":
        return 0
    length = limit.maximum if limit.maximum is not None else limit.minimum
    return length * _MINUTES[limit.unit] if length is not None and limit.unit else None


def read_offerings(now: datetime, slugs: Collection[str] | None = None) -> dict[int, Offering]:
    """The offerings of the reference services with these slugs (all when None), by their id."""
    session = current_session()
    columns = (ReferenceService.id, ReferenceService.slug, ReferenceService.name, ReferenceService.popularity)
    statement = select(*columns, ReferenceService.online_url.is_not(None))
    if slugs is not None:
        statement = statement.where(ReferenceService.slug.in_(slugs))
    references = session.execute(statement).all()
    ids = None if slugs is None else [row[0] for row in references]
    categories, changes = _categories(), _next_changes(now, ids)
    sums = _sums(now, ids)
    models = {row.reference_id: row for row in session.execute(_models(now, ids))}
    found = {}
    for reference_id, slug, name, popularity, is_online in references:
        offering = Offering(
            reference_id=reference_id,
            slug=slug,
            name=name,
            popularity=popularity,
            categories=categories.get(reference_id, ()),
            marks={},
            changes_at=changes.get(reference_id),
        )
        found[reference_id] = _summed_up(offering, sums.get(reference_id, _Sum()), models.get(reference_id), is_online)
    return found


@dataclass(slots=True)
class _Sum:
    """What is kept of the offers of one reference while they are read."""

    marks: Counter[Mark] = field(default_factory=Counter)
    fees: set[FeeGlance] = field(default_factory=set)
    limits: set[TimeLimit] = field(default_factory=set)
    first_id: int | None = None


def _sums(now: datetime, ids: Sequence[int] | None) -> dict[int, _Sum]:
    """The offers of each reference, added up row by row: at national scale there are a hundred thousand rows."""
    sums: defaultdict[int, _Sum] = defaultdict(_Sum)
    marks: dict[Mark, Mark] = {}
    rows = current_session().execute(_offers_grouped(now, ids).execution_options(yield_per=_ROWS_AT_ONCE))
    for row in rows:
        found = sums[row.reference_id]
        mark = Mark(row.kind, row.province or "", bool(row.is_online))
        found.marks[marks.setdefault(mark, mark)] += row.offers
        found.first_id = row.first_id
        if row.fee_answer is not None:
            found.fees.add(_fee(row))
            found.limits.update(_limits(row))
    return sums


def range_in(reference_id: int, province: str, now: datetime) -> tuple[FeeGlance, tuple[TimeLimit, ...]] | None:
    """The range of fee and time over the offers in one province; None when none has a standard in force."""
    inside = (
        select(*_FIGURES)
        .join(Service, Service.id == PromiseSpan.service_id)
        .join(Agency, Agency.id == Service.agency_id)
        .where(
            Service.reference_id == reference_id,
            Service.status != "retired",
            func.substr(Agency.region_code, 1, 2) == province,
            in_force_now(now),
        )
    )
    rows = current_session().execute(inside.distinct()).all()
    if not rows:
        return None
    return _range_of({_fee(row) for row in rows}), _in_order(set().union(*map(_limits, rows)))


def _summed_up(offering: Offering, offers: _Sum, model: Any | None, is_online: bool) -> Offering:
    marks: Counter[Mark] = Counter()
    for mark, count in offers.marks.items():
        marks[mark._replace(is_online=True) if is_online else mark] += count
    if not offers.fees and model is not None:
        offers = _Sum(fees={_fee(model)}, limits=_limits(model))
    count = marks.total()
    return replace(
        offering,
        marks=marks,
        offer_count=count,
        only_service_id=offers.first_id if count == 1 else None,
        model_version_id=model.version_id if model is not None else None,
        fee=_range_of(offers.fees) if offers.fees else None,
        time_limits=_in_order(offers.limits),
    )


def _fee(row: Any) -> FeeGlance:
    return FeeGlance(answer=row.fee_answer, minimum_idr=row.fee_minimum_idr, maximum_idr=row.fee_maximum_idr)


def _range_of(fees: Iterable[FeeGlance]) -> FeeGlance:
    """The range over distinct fees; in a fixed order, because the first tells how a range without figures is named."""
    return ranged_over(sorted(fees, key=lambda fee: (fee.answer, fee.minimum_idr or 0, fee.maximum_idr or 0)))


def _limits(row: Any) -> set[TimeLimit]:
    """The row's time limit, or nothing where none is told."""
    if row.time_kind is None:
        return set()
    limit = time_limit_of(row.time_kind, row.time_minimum, row.time_maximum, row.time_unit, row.time_is_approximate)
    return {limit}


def _in_order(limits: Iterable[TimeLimit]) -> tuple[TimeLimit, ...]:
    return tuple(sorted(limits, key=lambda limit: (length_in_minutes(limit) or 0, limit.kind, limit.minimum or 0)))


_FIGURES = (
    PromiseSpan.fee_answer,
    PromiseSpan.fee_minimum_idr,
    PromiseSpan.fee_maximum_idr,
    PromiseSpan.time_kind,
    PromiseSpan.time_minimum,
    PromiseSpan.time_maximum,
    PromiseSpan.time_unit,
    PromiseSpan.time_is_approximate,
)


def _offers_grouped(now: datetime, ids: Sequence[int] | None) -> Select[*tuple[Any, ...]]:
    province = func.substr(Agency.region_code, 1, 2).label("province")
    is_online = Service.online_url.is_not(None).label("is_online")
    key = (Service.reference_id, Agency.kind, province, is_online, *_FIGURES)
    statement = (
        select(*key, func.count().label("offers"), func.min(Service.id).label("first_id"))
        .join(Agency, Agency.id == Service.agency_id)
        .outerjoin(PromiseSpan, and_(PromiseSpan.service_id == Service.id, in_force_now(now)))
        .where(Service.status != "retired")
        .group_by(*key)
    )
    return statement.where(Service.reference_id.is_not(None) if ids is None else Service.reference_id.in_(ids))


def _models(now: datetime, ids: Sequence[int] | None) -> Select[*tuple[Any, ...]]:
    statement = select(PromiseSpan.reference_id, PromiseSpan.version_id, *_FIGURES).where(in_force_now(now))
    return statement.where(PromiseSpan.reference_id.is_not(None) if ids is None else PromiseSpan.reference_id.in_(ids))


def _next_changes(now: datetime, ids: Sequence[int] | None) -> dict[int, datetime]:
    """The next beginning or end of a span of each reference's offers or model."""
    next_at = func.min(case((PromiseSpan.starts_at > now, PromiseSpan.starts_at), else_=PromiseSpan.ends_at))
    is_coming = or_(PromiseSpan.starts_at > now, PromiseSpan.ends_at > now)
    of_offers = select(Service.reference_id, next_at).join(PromiseSpan, PromiseSpan.service_id == Service.id)
    of_models = select(PromiseSpan.reference_id, next_at)
    found: dict[int, datetime] = {}
    for statement, reference_id in ((of_offers, Service.reference_id), (of_models, PromiseSpan.reference_id)):
        wanted = reference_id.is_not(None) if ids is None else reference_id.in_(ids)
        for key, moment in current_session().execute(statement.where(is_coming, wanted).group_by(reference_id)):
            found[key] = min(found.get(key, moment), moment)
    return found


def _categories() -> dict[int, tuple[str, ...]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    table = reference_life_event.c
    for reference_id, slug in current_session().execute(
        select(table.reference_id, table.life_event_slug).order_by(table.life_event_slug)
    ):
        found[reference_id].append(slug)
    return {reference_id: tuple(slugs) for reference_id, slugs in found.items()}
