"""What search may find, as documents of the index: references, services without one, agencies, units; and places."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import InstrumentedAttribute

from sipp.db import current_session, db
from sipp.models.agencies import Agency, Region, Unit
from sipp.models.journal import SearchChange, SearchCounter
from sipp.models.services import ReferenceService, Service
from sipp.search import language
from sipp.search.contract import EVERYWHERE, Changes, IndexUnavailable, SearchDocument
from sipp.search.places import AgencyName, Gazetteer, PlaceName

#: Local names of one reference that the index knows, and as many aliases: beyond the commonest they say nothing new.
MOST_LOCAL_NAMES = 40

_PORTION = 500
_KIND_OF_PLACE = re.compile(r"^(?:(?:kabupaten|kota)(?: administrasi)?|provinsi|pemerintah) ")


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
    return current_session().scalars(select(SearchCounter.value)).one()


def newest_change() -> int:
    """The number of the last change as of now, which the reading transaction at hand may be too old to see."""
    with db.engine.connect() as later:
        return later.scalars(select(SearchCounter.value)).one()


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
    # What else moves the counter (a curated answer, or what a newer release writes) is no thing of the index.
    things = dict.fromkeys(thing for thing in rows if thing.partition(":")[0] in _MAKERS)
    things.update(dict.fromkeys(_units_of([thing for thing in things if thing.startswith("agency:")])))
    documents = documents_of(list(things))
    present = {document.id for document in documents}
    deleted = [thing for thing in things if thing not in present]
    return Changes(sequence=last, documents=documents, deleted=deleted, mark=mark_of(last))


def documents_of(things: Sequence[str]) -> list[SearchDocument]:
    """The documents of things by their ids ("reference:ktp-baru"); without those that are gone or retired."""
    documents: list[SearchDocument] = []
    for kind, make in _MAKERS.items():
        names = [thing.removeprefix(f"{kind}:") for thing in things if thing.startswith(f"{kind}:")]
        documents += make(names)
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
            short_names=tuple(name for name in (agency.short_name, *agency.aliases, *agency.former_names) if name),
            region_code=agency.region_code or "",
        )
        for agency in session.scalars(select(Agency).where(Agency.merged_into_id.is_(None)))
    ]
    return Gazetteer(places, agencies)


def _reference_documents(slugs: Sequence[str] | None) -> Iterator[SearchDocument]:
    columns = select(
        ReferenceService.id,
        ReferenceService.slug,
        ReferenceService.name,
        ReferenceService.name_en,
        ReferenceService.aliases,
        ReferenceService.former_names,
        ReferenceService.search_words,
        ReferenceService.summary,
        ReferenceService.popularity,
    ).order_by(ReferenceService.id)
    for some in _in_portions(slugs):
        rows = current_session().execute(columns if some is None else columns.where(ReferenceService.slug.in_(some)))
        references = rows.all()
        local = _local_names(None if some is None else [row.id for row in references])
        for row in references:
            yield SearchDocument(
                id=f"reference:{row.slug}",
                kind="reference",
                name=row.name,
                names=_distinct(
                    (
                        *row.aliases,
                        *row.former_names,
                        *row.search_words,
                        *((row.name_en,) if row.name_en else ()),
                        *local.get(row.id, ()),
                    )
                ),
                extra=row.summary or "",
                popularity=min(1.0, row.popularity / 100),
                belongs_to=(EVERYWHERE,),
            )


def _local_names(references: Sequence[int] | None) -> dict[int, list[str]]:
    """What the offers of references are called, aliases included, without the names of their places: the commonest
    wordings, sorted.

    A place would make every query that names it find the service; the plan of a query knows places by itself.
    """
    if references is not None and not references:
        return {}
    names = select(Service.reference_id, Service.agency_id, Service.name, Service.aliases).where(
        Service.reference_id.is_not(None), Service.status != "retired"
    )
    if references is not None:
        names = names.where(Service.reference_id.in_(references))
    without_place = _place_removers()
    wordings: dict[int, tuple[Counter[str], Counter[str]]] = {}
    for reference_id, agency_id, name, aliases in current_session().execute(names).yield_per(_PORTION):
        counted = wordings.setdefault(reference_id or 0, (Counter(), Counter()))
        for counter, texts in zip(counted, ((name,), aliases), strict=True):
            bare = (without_place[agency_id].sub("", text).strip(" ,-") for text in texts)
            counter.update(text for text in bare if text)
    return {
        reference_id: sorted({wording for counter in counted for wording in _commonest(counter)})
        for reference_id, counted in wordings.items()
    }


def _commonest(wordings: Counter[str]) -> list[str]:
    return sorted(wordings, key=lambda name: (-wordings[name], name))[:MOST_LOCAL_NAMES]


def _place_removers() -> dict[int, re.Pattern[str]]:
    """By agency: where a name says which place it is about ("di Kota Bandung", "Bandung"), anywhere in it."""
    rows = current_session().execute(
        select(Agency.id, Agency.name, Region.name, Region.everyday_names).outerjoin(
            Region, Region.code == Agency.region_code
        )
    )
    return {
        agency_id: _place_pattern((*filter(None, names), *(everyday or ()))) for agency_id, *names, everyday in rows
    }


@lru_cache(maxsize=2048)
def _place_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """What removes a place; kept, because each change of a reference asks for those of all agencies."""
    whole = {name.lower() for name in names}
    bare = {_KIND_OF_PLACE.sub("", name) for name in whole}
    listed = "|".join(re.escape(name) for name in sorted(whole | bare, key=len, reverse=True) if name)
    return re.compile(rf"(?:\s*[,(-]\s*|\s+|^)(?:(?:di|se|wilayah|pemerintah)[\s-]+)*(?:{listed})\b\)?", re.IGNORECASE)


def _service_documents(names: Sequence[str] | None) -> Iterator[SearchDocument]:
    columns = (
        select(Agency.slug, Service.slug, Agency.region_code, Service.name, Service.aliases, Service.summary)
        .join(Agency, Agency.id == Service.agency_id)
        .where(Service.reference_id.is_(None), Service.status != "retired")
        .order_by(Service.id)
    )
    for agency, slug, region, name, aliases, summary in _owned(columns, Service.slug, names):
        yield SearchDocument(
            id=f"service:{agency}/{slug}",
            kind="service",
            name=name,
            names=_distinct(aliases),
            extra=summary or "",
            belongs_to=_owners(agency, region),
        )


def _agency_documents(slugs: Sequence[str] | None) -> Iterator[SearchDocument]:
    columns = (
        select(Agency.slug, Agency.region_code, Agency.name, Agency.short_name, Agency.aliases, Agency.former_names)
        .where(Agency.merged_into_id.is_(None))
        .order_by(Agency.id)
    )
    for some in _in_portions(slugs):
        statement = columns if some is None else columns.where(Agency.slug.in_(some))
        rows = current_session().execute(statement).yield_per(_PORTION)
        for slug, region, name, short_name, aliases, former_names in rows:
            yield SearchDocument(
                id=f"agency:{slug}",
                kind="agency",
                name=name,
                names=_distinct((*((short_name,) if short_name else ()), *aliases, *former_names)),
                belongs_to=_owners(slug, region),
            )


def _unit_documents(names: Sequence[str] | None) -> Iterator[SearchDocument]:
    columns = (
        select(Agency.slug, Unit.slug, Agency.region_code, Unit.name, Agency.name, Unit.short_name, Unit.search_names)
        .join(Agency, Agency.id == Unit.agency_id)
        .where(Unit.retired_at.is_(None))
        .order_by(Unit.id)
    )
    for agency, slug, region, name, agency_name, short_name, typed in _owned(columns, Unit.slug, names):
        yield SearchDocument(
            id=f"unit:{agency}/{slug}",
            kind="agency",
            name=f"{name} {agency_name}",
            names=_distinct((name, *((short_name,) if short_name else ()), *typed)),
            belongs_to=_owners(agency, region),
        )


def _owners(agency: str, region: str | None) -> tuple[str, ...]:
    return (agency, region) if region else (agency,)


def _owned(
    columns: Select[*tuple[Any, ...]], slug: InstrumentedAttribute[str], names: Sequence[str] | None
) -> Iterator[Any]:
    """The rows of things of agencies, all or those named "<agency>/<slug>"; the first two columns are these slugs."""
    for some in _in_portions(names):
        if some is None:
            yield from current_session().execute(columns).yield_per(_PORTION)
            continue
        pairs = [name.partition("/") for name in some]
        wanted = columns.where(slug.in_([pair[2] for pair in pairs]), Agency.slug.in_([pair[0] for pair in pairs]))
        for row in current_session().execute(wanted):
            if f"{row[0]}/{row[1]}" in some:
                yield row


def _in_portions(names: Sequence[str] | None) -> Iterator[frozenset[str] | None]:
    """The names in portions that fit into one statement; None, for everything, is one portion."""
    if names is None:
        yield None
        return
    for start in range(0, len(names), _PORTION):
        yield frozenset(names[start : start + _PORTION])


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


_MAKERS: dict[str, Callable[[Sequence[str] | None], Iterator[SearchDocument]]] = {
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
