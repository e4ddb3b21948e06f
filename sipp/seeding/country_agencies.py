"""Agencies of the synthetic country: a government for every regency and city, provinces, ministries; their units."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.models.agencies import Agency, OpeningHours, Region, ServicePoint, Unit
from sipp.seeding.bulk import insert_rows, new_ids
from sipp.seeding.country_words import GOVERNMENT_UNITS, NATIONAL_AGENCIES, OTHER_UNITS

LOCAL_KINDS = ("regency", "city")

_EASTERN_PROVINCES = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})
_CENTRAL_PROVINCES = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_NAME_OF_KIND = re.compile(r"^(Kabupaten|Kota)( Administrasi)? ")
_CHANNELS = [{"kind": "lapor", "value": "https://www.lapor.go.id"}, {"kind": "sms", "value": "1708"}]


@dataclass(frozen=True)
class Place:
    """An agency of the country, stored or still to be made."""

    slug: str
    name: str
    kind: str
    region_code: str | None
    time_zone: str

    @property
    def town(self) -> str:
        """The name without its kind: "Bandung" of "Kota Bandung"."""
        return _NAME_OF_KIND.sub("", self.name)


@dataclass(frozen=True)
class Office:
    """A stored agency with its units by slug, and the service points of each unit."""

    id: int
    place: Place
    units: dict[str, int]
    points: dict[int, list[int]]

    def unit(self, slugs: Sequence[str]) -> int:
        """The first of the named units that there is; any unit where there is none of them."""
        return next((self.units[slug] for slug in slugs if slug in self.units), next(iter(self.units.values())))


def slug_of(name: str) -> str:
    """A name in the shape of an address, at most 110 characters."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:110].strip("-")


def time_zone_of(region_code: str | None) -> str:
    """The zone of a province, or of a regency or city in it; the capital's for the whole country."""
    province = (region_code or "").split(".")[0]
    if province in _EASTERN_PROVINCES:
        return "Asia/Jayapura"
    return "Asia/Makassar" if province in _CENTRAL_PROVINCES else "Asia/Jakarta"


def governments(session: Session, count: int, random: Random) -> list[Place]:
    """The governments of regencies and cities: those that are seeded first, then others in a random order."""
    regions = session.scalars(select(Region).where(Region.kind.in_(LOCAL_KINDS)).order_by(Region.code)).all()
    invented = [Place(slug_of(r.name), r.name, r.kind, r.code, time_zone_of(r.code)) for r in regions]
    random.shuffle(invented)
    return _seeded_first(session, LOCAL_KINDS, invented)[:count]


def other_agencies(session: Session, count: int) -> list[Place]:
    """Provinces, ministries and institutions: those that are seeded first, then invented ones by turns."""
    regions = session.scalars(select(Region).where(Region.kind == "province").order_by(Region.code)).all()
    provinces = [_province(region) for region in regions]
    national = [Place(slug_of(name), name, kind, None, time_zone_of(None)) for name, kind in NATIONAL_AGENCIES]
    mixed = [place for pair in zip(provinces, national, strict=False) for place in pair]
    mixed += provinces[len(national) :] + national[len(provinces) :]
    return _seeded_first(session, ("province", "ministry", "institution"), mixed)[:count]


def open_office(session: Session, place: Place, since: datetime, random: Random) -> Office:
    """The agency with its units and service points; what is not there yet is made, marked synthetic.

    An agency that is not synthetic keeps exactly the units it has.
    """
    agency_id = session.scalar(select(Agency.id).where(Agency.slug == place.slug))
    if agency_id is None:
        agency_id = _make_agency(session, place, since, random)
        _make_units(session, agency_id, place)
    present = select(Unit.slug, Unit.id).where(Unit.agency_id == agency_id, Unit.retired_at.is_(None))
    units = dict(session.execute(present.order_by(Unit.id)).all())
    points: dict[int, list[int]] = {}
    found = select(ServicePoint.unit_id, ServicePoint.id).where(ServicePoint.unit_id.in_(units.values()))
    for unit_id, point_id in session.execute(found.order_by(ServicePoint.id)):
        points.setdefault(unit_id, []).append(point_id)
    return Office(agency_id, place, units, points)


def _seeded_first(session: Session, kinds: Iterable[str], invented: Sequence[Place]) -> list[Place]:
    rows = session.execute(
        select(Agency.slug, Agency.name, Agency.kind, Agency.region_code, Agency.time_zone)
        .where(Agency.kind.in_(kinds), ~Agency.is_synthetic)
        .order_by(Agency.id)
    )
    seeded = [Place(*row) for row in rows]
    known = {place.slug for place in seeded}
    covered = {place.region_code for place in seeded if place.region_code}
    return [*seeded, *(p for p in invented if p.slug not in known and p.region_code not in covered)]


def _province(region: Region) -> Place:
    name = f"Provinsi {region.name}"
    return Place(slug_of(name), name, "province", region.code, time_zone_of(region.code))


def _make_agency(session: Session, place: Place, since: datetime, random: Random) -> int:
    agency_id = new_ids(session, Agency, 1)[0]
    is_receiving = place.kind in LOCAL_KINDS and random.random() < 0.3
    row = {
        "id": agency_id,
        "slug": place.slug,
        "name": place.name,
        "kind": place.kind,
        "region_code": place.region_code,
        "time_zone": place.time_zone,
        "official_channels": _CHANNELS,
        "membership": "receiving" if is_receiving else "listed",
        "receiving_since": since if is_receiving else None,
        "is_synthetic": True,
    }
    insert_rows(session, Agency, [row])
    return agency_id


def _make_units(session: Session, agency_id: int, place: Place) -> None:
    wanted = GOVERNMENT_UNITS if place.kind in LOCAL_KINDS else OTHER_UNITS
    unit_ids, point_ids = new_ids(session, Unit, len(wanted)), new_ids(session, ServicePoint, len(wanted))
    units, points, hours = [], [], []
    for unit_id, point_id, (slug, name, short_name, typed, kind) in zip(unit_ids, point_ids, wanted, strict=True):
        units.append(
            {
                "id": unit_id,
                "agency_id": agency_id,
                "path": f"{unit_id}/",
                "slug": slug,
                "name": name,
                "short_name": short_name,
                "search_names": list(typed),
                "kind": kind,
                "region_code": place.region_code,
                "is_oversight": slug == "inspektorat",
            }
        )
        point: dict[str, Any] = {"id": point_id, "unit_id": unit_id, "slug": "loket", "region_code": place.region_code}
        points.append({**point, "name": f"Loket {short_name or name}", "street": "Alamat sintetis"})
        hours += [
            {"service_point_id": point_id, "weekday": day, "opens": time(8), "closes": time(15 if day < 4 else 11)}
            for day in range(5)
        ]
    insert_rows(session, Unit, units)
    insert_rows(session, ServicePoint, points)
    insert_rows(session, OpeningHours, hours)
