"""Loads `seed_data/`: places, agencies, the national reference services with their models, and every offer.

Loading twice changes nothing: each step adds only what is not there yet, found by code or slug.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func, select

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, Region, Unit
from sipp.models.services import LegalCeiling, LifeEvent, ReferenceService, Service
from sipp.operations.journal import note_search_changes
from sipp.operations.moved import moved_agency
from sipp.operations.standards import create_draft, publish, taken_over
from sipp.rules.permissions import SYSTEM
from sipp.rules.standards import Standard
from sipp.seeding.calendar import csv_rows, load_calendar
from sipp.seeding.rows import SeedError, rows_from, source_words, standard_from

SEED_FOLDER = Path(__file__).parents[2] / "seed_data"

Progress = Callable[[Iterable[Any], str], Iterable[Any]]


def _silently(things: Iterable[Any], _label: str) -> Iterable[Any]:
    return things


def is_empty() -> bool:
    """Whether nothing was seeded yet."""
    return not current_session().scalar(select(func.count()).select_from(ReferenceService))


def load(folder: Path = SEED_FOLDER, progress: Progress = _silently) -> None:
    """Load every seed file; raises SeedError naming file and row when one is wrong."""
    sources = {code: entry["title"] for code, entry in _yaml(folder / "sources.yaml").items()}
    load_calendar(folder)
    _load_regions(folder)
    _load_life_events(folder)
    models = _load_references(folder, sources, progress)
    _load_agencies(folder)
    _load_offers(folder, models, sources, progress)


def _load_regions(folder: Path) -> None:
    session = current_session()
    known = set(session.scalars(select(Region.code)))
    for row in sorted(csv_rows(folder / "regions.csv"), key=lambda r: r["code"]):
        if row["code"] not in known:
            session.add(
                Region(
                    code=row["code"],
                    name=row["name"],
                    kind=row["kind"],
                    parent_code=row["parent"] or None,
                    everyday_names=[name for name in row["everyday_names"].split("|") if name],
                )
            )
    session.flush()


def _load_life_events(folder: Path) -> None:
    session = current_session()
    for position, entry in enumerate(_yaml(folder / "life_events.yaml"), start=1):
        if session.get(LifeEvent, entry["slug"]) is None:
            session.add(
                LifeEvent(
                    slug=entry["slug"],
                    name=entry["name"],
                    name_en=entry["name_en"],
                    examples=entry.get("examples"),
                    position=position,
                )
            )
    session.flush()


def _load_references(folder: Path, sources: Mapping[str, str], progress: Progress) -> dict[str, list[Standard]]:
    session = current_session()
    files = sorted((folder / "references").glob("*.yaml"))
    models: dict[str, list[Standard]] = {}
    for path in progress(files, "references"):
        seed = _yaml(path)
        versions = [standard_from(version, sources, path.name) for version in seed["versions"]]
        models[seed["slug"]] = versions
        if session.scalar(select(ReferenceService.id).where(ReferenceService.slug == seed["slug"])):
            continue
        reference = ReferenceService(
            slug=seed["slug"],
            name=seed["name"],
            name_en=seed.get("name_en"),
            summary=seed.get("summary"),
            audience=seed.get("audience"),
            online_url=seed.get("online_url"),
            aliases=seed.get("aliases", []),
            former_names=seed.get("former_names", []),
            search_words=seed.get("search_words", []),
            agency_kinds=seed.get("agency_kinds", []),
            popularity=seed.get("popularity", 0),
            life_events=_life_events(seed, path.name),
            ceilings=[
                _ceiling(row, position, sources, path.name)
                for position, row in enumerate(seed.get("ceilings", ()), start=1)
            ],
        )
        session.add(reference)
        session.flush()
        note_search_changes([f"reference:{reference.slug}"])
        for standard in versions:
            publish(SYSTEM, create_draft(SYSTEM, reference, standard))
    return models


def _life_events(seed: Mapping[str, Any], where: str) -> list[LifeEvent]:
    found = []
    for slug in seed.get("life_events", ()):
        event = current_session().get(LifeEvent, slug)
        if event is None:
            raise SeedError(f"{where}: unknown life event {slug}")
        found.append(event)
    return found


def _ceiling(row: Mapping[str, Any], position: int, sources: Mapping[str, str], where: str) -> LegalCeiling:
    key = row.get("key") or f"batas-{position}"
    is_typed = (
        row.get("amount_idr") is not None if row["component"] == "fee" else row.get("maximum") and row.get("unit")
    )
    if not is_typed:
        raise SeedError(f"{where}: ceilings {key}: a ceiling needs its amount, or its length and unit")
    return LegalCeiling(
        row_key=key,
        component=row["component"],
        maximum=row.get("maximum"),
        unit=row.get("unit"),
        start_event=row.get("start_event"),
        amount_idr=row.get("amount_idr"),
        legal_basis=row.get("legal_basis"),
        source=source_words(row.get("source"), sources, where),
        certainty=row.get("certainty"),
    )


def _load_agencies(folder: Path) -> None:
    """What was renamed or merged since is nobody's to bring back."""
    session = current_session()
    for seed in _yaml(folder / "agencies.yaml"):
        if moved_agency(seed["slug"]):
            continue
        agency = session.scalar(select(Agency).where(Agency.slug == seed["slug"]))
        if agency is None:
            is_receiving = seed.get("membership") == "receiving"
            agency = Agency(
                slug=seed["slug"],
                name=seed["name"],
                short_name=seed.get("short_name"),
                former_names=seed.get("former_names", []),
                kind=seed["kind"],
                region_code=seed.get("region"),
                website=seed.get("website"),
                time_zone=seed.get("time_zone", clock.NATIONAL_ZONE),
                official_channels=seed.get("official_channels", []),
                membership="receiving" if is_receiving else "listed",
                receiving_since=clock.now() if is_receiving else None,
            )
            session.add(agency)
            session.flush()
            note_search_changes([f"agency:{agency.slug}"])
        for _ in _load_units(agency, seed.get("units", ()), None):
            pass


def _load_units(agency: Agency, seeds: Iterable[Mapping[str, Any]], parent: Unit | None) -> Iterator[Unit]:
    session = current_session()
    for seed in seeds:
        unit = session.scalar(select(Unit).where(Unit.agency_id == agency.id, Unit.slug == seed["slug"]))
        if unit is None:
            unit = Unit(
                agency_id=agency.id,
                parent_id=parent.id if parent else None,
                slug=seed["slug"],
                name=seed["name"],
                short_name=seed.get("short_name"),
                search_names=seed.get("search_names", []),
                kind=seed.get("kind", "unit"),
                region_code=agency.region_code,
                is_oversight=seed.get("is_oversight", False),
            )
            session.add(unit)
            session.flush()
            unit.path = f"{parent.path if parent else ''}{unit.id}/"
            session.flush()
            note_search_changes([f"unit:{agency.slug}/{unit.slug}"])
        yield unit
        yield from _load_units(agency, seed.get("units", ()), unit)


def _load_offers(
    folder: Path, models: Mapping[str, list[Standard]], sources: Mapping[str, str], progress: Progress
) -> None:
    session = current_session()
    local = {(entry["agency"], entry["reference"]): entry for entry in _yaml(folder / "local_values.yaml")}
    agencies = {agency.slug: agency for agency in session.scalars(select(Agency))}
    references = {reference.slug: reference for reference in session.scalars(select(ReferenceService))}
    units = {(unit.agency_id, unit.slug): unit for unit in session.scalars(select(Unit))}
    known = {(agency_id, slug) for agency_id, slug in session.execute(select(Service.agency_id, Service.slug))}
    offers = _yaml(folder / "offers.yaml")
    for offer in progress(offers, "offers"):
        where = f"offers.yaml: {offer['agency']}/{offer['reference']}"
        if moved_agency(offer["agency"]):
            continue
        if offer["agency"] not in agencies or offer["reference"] not in references:
            raise SeedError(f"{where}: unknown agency or reference")
        agency, reference = agencies[offer["agency"]], references[offer["reference"]]
        if (agency.id, offer["reference"]) in known:
            continue
        if (agency.id, offer["unit"]) not in units:
            raise SeedError(f"{where}: unknown unit {offer['unit']}")
        service = Service(
            agency_id=agency.id,
            unit_id=units[agency.id, offer["unit"]].id,
            reference_id=reference.id,
            slug=offer["reference"],
            name=offer.get("name") or reference.name,
            aliases=offer.get("aliases", []),
            summary=reference.summary,
            audience=reference.audience,
            online_url=offer.get("online_url") or reference.online_url,
        )
        session.add(service)
        session.flush()
        if offer.get("standard") == "none":
            continue
        values = local.get((offer["agency"], offer["reference"]), {}).get("replace", {})
        for model in models[offer["reference"]]:
            local_rows: dict[str, Any] = {name: rows_from(name, rows, sources, where) for name, rows in values.items()}
            own = replace(taken_over(model), **local_rows)
            publish(SYSTEM, create_draft(SYSTEM, service, own))
        session.expire_all()


def _yaml(path: Path) -> Any:
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise SeedError(f"{path.name}: {error}") from error
