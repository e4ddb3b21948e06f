"""What search may find, as documents of the index: references, services without one, agencies, units; and places."""

import hashlib
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import contains_eager, selectinload

from sipp.db import current_session
from sipp.models.agencies import Agency, Region, Unit
from sipp.models.journal import SearchChange, SearchCounter
from sipp.models.services import ReferenceService, Service
from sipp.search import language
from sipp.search.contract import Changes, IndexUnavailable, SearchDocument
from sipp.search.places import AgencyName, Gazetteer, PlaceName


def all_documents() -> Changes:
    """Every searchable thing, and the number of the last change they contain."""
    sequence = last_change()
    documents = [
        *_reference_documents(None),
        *_service_documents(None),
        *_agency_documents(None),
        *_unit_documents(None),
    ]
    return Changes(sequence=sequence, documents=documents, mark=mark_of(sequence))


def last_change() -> int:
    """The number of the last change of a searchable thing."""
    return current_session().scalar(select(SearchCounter.value)) or 0


def mark_of(sequence: int) -> str:
    """What tells the change of this number from another one that a restored database gave the same number."""
    change = current_session().get(SearchChange, sequence, populate_existing=True)
    if change is None:
        return ""
    text = f"{change.sequence} {change.thing} {change.recorded_at.isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def count_changed(sequence: int) -> int:
    """How many different things changed after a sequence number."""
    changed = select(func.count(distinct(SearchChange.thing))).where(SearchChange.sequence > sequence)
    return current_session().scalar(changed) or 0


def changes_since(sequence: int) -> Changes:
    """What changed after a sequence number: documents as they are now, and the ids of things that are gone.

    A thing of an agency is told anew with it, because units are found by its name. Raises IndexUnavailable when a
    number between is missing: then nobody knows what changed, and the index is built anew.
    """
    session = current_session()
    last = last_change()
    numbered = select(SearchChange.thing).where(SearchChange.sequence > sequence, SearchChange.sequence <= last)
    rows = session.scalars(numbered.order_by(SearchChange.sequence)).all()
    if len(rows) != last - sequence:
        raise IndexUnavailable("changes of searchable things are missing")
    things = dict.fromkeys(rows)
    things.update(dict.fromkeys(_units_of([thing for thing in things if thing.startswith("agency:")])))
    documents = documents_of(list(things))
    present = {document.id for document in documents}
    deleted = [thing for thing in things if thing not in present]
    return Changes(sequence=last, documents=documents, deleted=deleted, mark=mark_of(last))


def documents_of(things: Sequence[str]) -> list[SearchDocument]:
    """The documents of things by their ids ("reference:ktp-baru"); without those that are gone or retired."""
    documents: list[SearchDocument] = []
    for start in range(0, len(things), _AT_ONCE):
        named = [thing.partition(":") for thing in things[start : start + _AT_ONCE]]
        by_kind = {kind: [name for given, _, name in named if given == kind] for kind in _MAKERS}
        for kind, make in _MAKERS.items():
            documents += make(by_kind[kind])
    return documents


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
        statement = statement.where(Service.slug.in_({name.partition("/")[2] for name in names}))
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
        statement = statement.where(Unit.slug.in_({name.partition("/")[2] for name in names}))
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


def _units_of(agencies: Sequence[str]) -> list[str]:
    if not agencies:
        return []
    rows = current_session().execute(
        select(Agency.slug, Unit.slug)
        .join(Unit.agency)
        .where(Agency.slug.in_([agency.partition(":")[2] for agency in agencies]))
        .order_by(Unit.id)
    )
    return [f"unit:{agency}/{unit}" for agency, unit in rows]


#: Databases bound the values of one statement.
_AT_ONCE = 500
_MAKERS: dict[str, Callable[[Sequence[str]], list[SearchDocument]]] = {
    "reference": _reference_documents,
    "service": _service_documents,
    "agency": _agency_documents,
    "unit": _unit_documents,
}


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(" ".join(language.split(name)), name)
    return tuple(found.values())
