"""What search may find, as documents of the index: references, services without one, agencies, units; and places."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from sipp.db import current_session
from sipp.models.agencies import Agency, Region, Unit
from sipp.models.journal import SearchChange, SearchCounter
from sipp.models.services import ReferenceService, Service
from sipp.search import language
from sipp.search.contract import Changes, SearchDocument
from sipp.search.places import AgencyName, Gazetteer, PlaceName


def all_documents() -> Changes:
    """Every searchable thing, and the number of the last change they contain."""
    sequence = current_session().scalar(select(SearchCounter.value)) or 0
    documents = [
        *_reference_documents(None),
        *_service_documents(None),
        *_agency_documents(None),
        *_unit_documents(None),
    ]
    return Changes(sequence=sequence, documents=documents)


def changes_since(sequence: int) -> Changes:
    """What changed after a sequence number: documents as they are now, and the ids of things that are gone."""
    session = current_session()
    last = session.scalar(select(SearchCounter.value)) or 0
    things = list(
        dict.fromkeys(
            session.scalars(
                select(SearchChange.thing)
                .where(SearchChange.sequence > sequence, SearchChange.sequence <= last)
                .order_by(SearchChange.sequence)
            )
        )
    )
    by_kind: dict[str, list[str]] = {"reference": [], "service": [], "agency": [], "unit": []}
    # What else moves the counter (a curated answer, or what a newer release writes) is no thing of the index.
    things = [thing for thing in things if thing.partition(":")[0] in by_kind]
    for thing in things:
        kind, _, name = thing.partition(":")
        by_kind[kind].append(name)
    documents = [
        *_reference_documents(by_kind["reference"]),
        *_service_documents(by_kind["service"]),
        *_agency_documents(by_kind["agency"]),
        *_unit_documents(by_kind["unit"]),
    ]
    present = {document.id for document in documents}
    return Changes(sequence=last, documents=documents, deleted=[thing for thing in things if thing not in present])


def read_gazetteer() -> Gazetteer:
    """The names of places and agencies as people write them."""
    session = current_session()
    places = [
        PlaceName(code=region.code, name=region.name, kind=region.kind, everyday=tuple(region.everyday_names))  # type: ignore[arg-type]
        for region in session.scalars(select(Region))
    ]
    agencies = [
        AgencyName(
            slug=agency.slug,
            name=agency.name,
            short_names=tuple(name for name in (agency.short_name, *agency.former_names) if name),
            region_code=agency.region_code or "",
        )
        for agency in session.scalars(select(Agency))
    ]
    return Gazetteer(places, agencies)


def _reference_documents(slugs: Sequence[str] | None) -> list[SearchDocument]:
    if slugs is not None and not slugs:
        return []
    session = current_session()
    statement = select(ReferenceService).options(selectinload(ReferenceService.life_events))
    if slugs is not None:
        statement = statement.where(ReferenceService.slug.in_(slugs))
    references = session.scalars(statement).all()
    local: dict[int, set[str]] = {}
    names = select(Service.reference_id, Service.name).where(Service.status != "retired").distinct()
    if slugs is not None:
        names = names.where(Service.reference_id.in_([r.id for r in references]))
    for reference_id, name in session.execute(names):
        local.setdefault(reference_id or 0, set()).add(name)
    return [
        SearchDocument(
            id=f"reference:{reference.slug}",
            kind="reference",
            name=reference.name,
            names=_distinct(
                (
                    *reference.aliases,
                    *reference.former_names,
                    *reference.search_words,
                    *((reference.name_en,) if reference.name_en else ()),
                    *sorted(local.get(reference.id, ())),
                )
            ),
            extra=reference.summary or "",
            popularity=min(1.0, reference.popularity / 100),
        )
        for reference in references
    ]


def _service_documents(names: Sequence[str] | None) -> list[SearchDocument]:
    if names is not None and not names:
        return []
    statement = (
        select(Service)
        .join(Service.agency)
        .where(Service.reference_id.is_(None), Service.status != "retired")
        .options(contains_eager(Service.agency))
    )
    if names is not None:
        statement = statement.where(Service.slug.in_([name.split("/")[1] for name in names]))
    return [
        SearchDocument(
            id=f"service:{service.agency.slug}/{service.slug}",
            kind="service",
            name=service.name,
            names=_distinct(service.aliases),
            extra=service.summary or "",
        )
        for service in current_session().scalars(statement)
        if names is None or f"{service.agency.slug}/{service.slug}" in names
    ]


def _agency_documents(slugs: Sequence[str] | None) -> list[SearchDocument]:
    if slugs is not None and not slugs:
        return []
    statement = select(Agency)
    if slugs is not None:
        statement = statement.where(Agency.slug.in_(slugs))
    return [
        SearchDocument(
            id=f"agency:{agency.slug}",
            kind="agency",
            name=agency.name,
            names=_distinct((*((agency.short_name,) if agency.short_name else ()), *agency.former_names)),
        )
        for agency in current_session().scalars(statement)
    ]


def _unit_documents(names: Sequence[str] | None) -> list[SearchDocument]:
    if names is not None and not names:
        return []
    statement = select(Unit).join(Unit.agency).options(contains_eager(Unit.agency))
    if names is not None:
        statement = statement.where(Unit.slug.in_([name.split("/")[1] for name in names]))
    return [
        SearchDocument(
            id=f"unit:{unit.agency.slug}/{unit.slug}",
            kind="agency",
            name=f"{unit.name} {unit.agency.name}",
            names=_distinct((*((unit.short_name,) if unit.short_name else ()), *unit.search_names)),
        )
        for unit in current_session().scalars(statement)
        if names is None or f"{unit.agency.slug}/{unit.slug}" in names
    ]


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(" ".join(language.split(name)), name)
    return tuple(found.values())
