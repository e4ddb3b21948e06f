"""From found things to result rows: references become the offers of the named place; what filters ask is known.

A row is light: figures and ids. Only the rows of the page shown are loaded whole (``result_pages``).
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, FromClause, Select, String, and_, bindparam, cast, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute

from sipp.db import current_session, is_postgres
from sipp.models.agencies import Agency, Unit
from sipp.models.promises import PromiseSpan
from sipp.models.services import Service
from sipp.operations.finder import Known
from sipp.operations.offerings import Mark, Offering, in_force_now, length_in_minutes, province_of, time_limit_of
from sipp.search.contract import Hit

#: One name shared by Kota and Kabupaten gives at most this many offers of one thing.
MOST_OFFERS_OF_ONE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to look for offers: region codes, agency slugs, or nowhere in particular."""

    codes: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether a place or an agency was named."""
        return bool(self.codes or self.agencies)

    @property
    def provinces(self) -> frozenset[str]:
        """The named places that are whole provinces."""
        return frozenset(code for code in self.codes if len(code) == 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One result before its page is loaded. ``fee_idr`` and ``minutes`` are what one sorts by; None: not told."""

    kind: Literal["offer", "reference", "agency"]
    name: str
    marks: Collection[Mark]
    categories: tuple[str, ...] = ()
    reference_id: int | None = None
    service_id: int | None = None
    version_id: int | None = None
    agency_id: int | None = None
    unit_id: int | None = None
    is_free: bool = False
    fee_idr: int | None = None
    minutes: int | None = None
    offer_count: int = 0
    province: str | None = None


def rows_of(hits: Sequence[Hit], place: Place, known: Known, now: datetime) -> list[Row]:
    """The rows of found things in their order."""
    offerings = [known.by_slug[slug] for slug in _named(hits, "reference") if slug in known.by_slug]
    offers = _offers_of(offerings, place, now) if place.is_named else {}
    services = _services(_named(hits, "service"), place, now)
    agencies = _agencies(_named(hits, "agency"))
    units = _units(_named(hits, "unit"))
    rows: list[Row] = []
    for hit in hits:
        kind, _, name = hit.id.partition(":")
        if kind == "reference" and name in known.by_slug:
            offering = known.by_slug[name]
            local = offers.get(offering.reference_id, [])[:MOST_OFFERS_OF_ONE]
            rows += [_offer_row(row, offering.categories) for row in local] or [_reference_row(offering, place)]
        elif kind == "service" and name in services:
            rows.append(_offer_row(services[name]))
        elif kind == "agency" and name in agencies:
            rows.append(agencies[name])
        elif kind == "unit" and name in units:
            rows.append(units[name])
    return rows


def _named(hits: Sequence[Hit], kind: str) -> list[str]:
    prefix = f"{kind}:"
    return [hit.id.removeprefix(prefix) for hit in hits if hit.id.startswith(prefix)]


def _reference_row(offering: Offering, place: Place) -> Row:
    """The reference itself: with all its offers, or those of the one province that was named."""
    count, province = offering.offer_count, None
    if len(place.provinces) == 1 and len(place.codes) == 1:
        (named,) = place.provinces
        inside = sum(offers for mark, offers in offering.marks.items() if mark.province == named)
        count, province = (inside, named) if inside else (count, None)
    return Row(
        kind="reference",
        name=offering.name,
        marks=offering.marks,
        categories=offering.categories,
        reference_id=offering.reference_id,
        is_free=offering.fee is not None and offering.fee.is_free,
        fee_idr=offering.fee.minimum_idr if offering.fee else None,
        minutes=length_in_minutes(offering.time_limits[0] if offering.time_limits else None),
        offer_count=count,
        province=province,
    )


def _offer_row(row: Any, categories: tuple[str, ...] = ()) -> Row:
    limit = None
    if row.time_kind is not None:
        limit = time_limit_of(row.time_kind, row.time_minimum, row.time_maximum, row.time_unit, row.time_is_approximate)
    return Row(
        kind="offer",
        name=row.name,
        marks=(Mark(row.kind, province_of(row.region_code), bool(row.is_online)),),
        categories=categories,
        reference_id=row.reference_id,
        service_id=row.id,
        version_id=row.version_id,
        agency_id=row.agency_id,
        is_free=row.fee_answer == "free",
        fee_idr=row.fee_minimum_idr,
        minutes=length_in_minutes(limit),
    )


def _offers_of(offerings: Sequence[Offering], place: Place, now: datetime) -> dict[int, list[Any]]:
    """The offers at a place: of the place itself, else of its province, else of an agency for the whole country."""
    ids = [offering.reference_id for offering in offerings]
    slugs = {slug.partition("/")[0] for slug in place.agencies}
    near = {"slugs": list(slugs), "codes": [*place.codes, *{province_of(code) for code in place.codes}]}
    agencies = current_session().execute(_NEAR, near).all()
    ranks = {key: 0 if slug in slugs or code in place.codes else 1 for key, slug, code in agencies}
    found = _best_ranked(_OFFERS_OF_AGENCIES, {"now": now, "references": ids, "agencies": list(ranks)}, ranks)
    if place.codes:
        missing = [o.reference_id for o in offerings if o.reference_id not in found and _is_offered_nationally(o)]
        found |= _best_ranked(_NATIONAL_OFFERS, {"now": now, "references": missing}, {}) if missing else {}
    return found


def _is_offered_nationally(offering: Offering) -> bool:
    return any(mark.province == "" for mark in offering.marks)


def _best_ranked(
    statement: Select[*tuple[Any, ...]], values: dict[str, Any], ranks: Mapping[int, int]
) -> dict[int, list[Any]]:
    ranked: defaultdict[int, defaultdict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in current_session().execute(statement, values):
        ranked[row.reference_id][ranks.get(row.agency_id, 0)].append(row)
    return {reference_id: by_rank[min(by_rank)] for reference_id, by_rank in ranked.items()}


def _services(names: Sequence[str], place: Place, now: datetime) -> dict[str, Any]:
    """The services without a reference, by ``agency/slug``; with a place only those of it or of the whole country."""
    if not names:
        return {}
    session = current_session()
    rows = session.execute(_services_wanted(is_postgres(session)), {"now": now, "pairs": _pairs(names)})
    found = {f"{row.agency}/{row.slug}": row for row in rows}
    if place.agencies:
        slugs = {slug.partition("/")[0] for slug in place.agencies}
        return {name: row for name, row in found.items() if row.agency in slugs}
    return {name: row for name, row in found.items() if not place.codes or _is_at(row.region_code, place.codes)}


def _is_at(region_code: str | None, codes: Collection[str]) -> bool:
    """Whether an agency of a region serves one of these places: its own, a place in its province, the whole country."""
    return region_code is None or any(
        region_code == code or (len(code) == 2 and region_code.startswith(f"{code}.")) for code in codes
    )


def _agencies(slugs: Sequence[str]) -> dict[str, Row]:
    if not slugs:
        return {}
    return {
        slug: Row(kind="agency", name=name, agency_id=key, marks=(Mark(kind, province_of(code), False),))
        for key, slug, name, kind, code in current_session().execute(_AGENCIES, {"slugs": list(slugs)})
    }


def _units(names: Sequence[str]) -> dict[str, Row]:
    if not names:
        return {}
    session = current_session()
    rows = session.execute(_units_wanted(is_postgres(session)), {"pairs": _pairs(names)})
    return {
        f"{agency}/{slug}": Row(
            kind="agency",
            name=name,
            agency_id=agency_id,
            unit_id=key,
            marks=(Mark(kind, province_of(code), False),),
        )
        for key, agency_id, slug, name, agency, kind, code in rows
    }


def _pairs(names: Sequence[str]) -> str:
    """Names of the form ``agency/slug`` as the JSON that the statements below take apart."""
    return json.dumps([name.split("/", 1) for name in names])


# Statements are made once: putting one together costs SQLAlchemy more than SQLite needs to answer it.

_OFFERS = (
    select(
        Service.id,
        Service.name,
        Service.slug,
        Service.reference_id,
        Service.agency_id,
        Service.online_url.is_not(None).label("is_online"),
        Agency.slug.label("agency"),
        Agency.kind,
        Agency.region_code,
        PromiseSpan.version_id,
        PromiseSpan.fee_answer,
        PromiseSpan.fee_minimum_idr,
        PromiseSpan.time_kind,
        PromiseSpan.time_minimum,
        PromiseSpan.time_maximum,
        PromiseSpan.time_unit,
        PromiseSpan.time_is_approximate,
    )
    .join(Agency, Agency.id == Service.agency_id)
    .outerjoin(PromiseSpan, and_(PromiseSpan.service_id == Service.id, in_force_now(bindparam("now"))))
    .where(Service.status != "retired")
)
_OFFERS_OF_REFERENCES = _OFFERS.where(Service.reference_id.in_(bindparam("references", expanding=True))).order_by(
    Agency.name, Service.id
)
_OFFERS_OF_AGENCIES = _OFFERS_OF_REFERENCES.where(Service.agency_id.in_(bindparam("agencies", expanding=True)))
_NATIONAL_OFFERS = _OFFERS_OF_REFERENCES.where(Agency.region_code.is_(None))
_NEAR = select(Agency.id, Agency.slug, Agency.region_code).where(
    or_(Agency.slug.in_(bindparam("slugs", expanding=True)), Agency.region_code.in_(bindparam("codes", expanding=True)))
)
_AGENCIES = select(Agency.id, Agency.slug, Agency.name, Agency.kind, Agency.region_code).where(
    Agency.slug.in_(bindparam("slugs", expanding=True))
)


@cache
def _services_wanted(on_postgres: bool) -> Select[*tuple[Any, ...]]:
    """The offers that are named one by one."""
    table, is_wanted = _wanted(Agency.slug, Service.slug, on_postgres)
    return _OFFERS.join(table, is_wanted)


@cache
def _units_wanted(on_postgres: bool) -> Select[*tuple[Any, ...]]:
    table, is_wanted = _wanted(Agency.slug, Unit.slug, on_postgres)
    return (
        select(Unit.id, Unit.agency_id, Unit.slug, Unit.name, Agency.slug, Agency.kind, Agency.region_code)
        .join(Agency, Agency.id == Unit.agency_id)
        .join(table, is_wanted)
    )


def _wanted(
    agency: InstrumentedAttribute[str], slug: InstrumentedAttribute[str], on_postgres: bool
) -> tuple[FromClause, ColumnElement[bool]]:
    """The table of wanted names to join, and the condition that finds them by their indexes.

    The table comes as one JSON parameter: for a list of pairs SQLite scans, and each length would be compiled anew.
    """
    if on_postgres:
        table = func.jsonb_array_elements(cast(bindparam("pairs", type_=String), JSONB)).table_valued(
            "value", name="wanted"
        )
        return table, and_(agency == table.c.value.op("->>")(0), slug == table.c.value.op("->>")(1))
    table = func.json_each(bindparam("pairs", type_=String)).table_valued("value", name="wanted")
    first, second = (func.json_extract(table.c.value, f"$[{number}]") for number in (0, 1))
    return table, and_(agency == first, slug == second)
