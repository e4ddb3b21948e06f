"""Finding services: which thing (from the index of things), then which offer of it (from the database).

Without a usable index the names in the database answer, and the page says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, Region, Unit
from sipp.models.journal import SearchCounter
from sipp.models.services import LifeEvent, ReferenceService, Service, reference_life_event
from sipp.operations.directory import Offer, fee_range, offers_with_glance, time_range
from sipp.operations.finding_fallback import hits_from_database, refuse_an_index_ahead, understand
from sipp.operations.searchable import read_gazetteer
from sipp.operations.versions import contents_of, in_force, published_versions_of
from sipp.rules.promises import FeeGlance, Glance, glance
from sipp.rules.standards import TimeLimit
from sipp.search.contract import Hit, IndexUnavailable, Intent, QueryPlan
from sipp.search.engine import Searcher
from sipp.search.places import Gazetteer

RESULTS_PER_PAGE = 10
#: More things than this nobody pages through.
MOST_THINGS = 200
#: One name shared by Kota and Kabupaten gives at most this many offers of one thing.
MOST_OFFERS_OF_ONE = 4


@dataclass(frozen=True, kw_only=True)
class Query:
    """What was asked: words, and filters by agency slug, region code, life event slug, free of charge."""

    text: str = ""
    agency: str | None = None
    region: str | None = None
    category: str | None = None
    only_free: bool = False
    literal: bool = False
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Result:
    """One result: an offer, a reference service (with the range over its offers), or an agency or unit.

    ``offer_count`` counts the offers of a reference result; ``only_offer`` is set when there
    is just one. ``glance`` is the promise of the offer or of the model.
    """

    kind: str
    reference: ReferenceService | None = None
    service: Service | None = None
    agency: Agency | None = None
    unit: Unit | None = None
    glance: Glance | None = None
    fee: FeeGlance | None = None
    time_limits: Sequence[TimeLimit] = ()
    offer_count: int = 0
    only_offer: Service | None = None


@dataclass(frozen=True, kw_only=True)
class FoundPage:
    """A page of results and what was understood of the query."""

    query: Query
    results: Sequence[Result]
    total: int
    page: int
    pages: int
    corrected: str | None = None
    place: str | None = None
    place_name: str | None = None
    needs_city_or_regency: bool = False
    intents: tuple[Intent, ...] = ()
    is_complaint: bool = False
    is_fallback: bool = False
    category: LifeEvent | None = None
    agency: Agency | None = None


@dataclass(frozen=True)
class _Place:
    """Where to look for offers: region codes as named, their provinces, and agency slugs."""

    codes: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        return bool(self.codes or self.agencies)


@dataclass
class Finder:
    """The search machine of one process with the names of places; made once per application."""

    searcher: Searcher
    _gazetteer: Gazetteer | None = field(default=None, repr=False)
    _known_at: int = -1
    _lock: Lock = field(default_factory=Lock, repr=False)

    def gazetteer(self) -> Gazetteer:
        """The names of places and agencies, read again when something searchable changed."""
        number = current_session().scalar(select(SearchCounter.value)) or 0
        with self._lock:
            if self._gazetteer is None or self._known_at != number:
                self._gazetteer, self._known_at = read_gazetteer(), number
            return self._gazetteer


def search(query: Query, finder: Finder) -> FoundPage:
    """One page of results for a query and its filters."""
    words = query.text.strip()
    gazetteer = finder.gazetteer()
    is_fallback, corrected = False, None
    query_plan = QueryPlan(text="")
    if words:
        try:
            found = finder.searcher.find(words, gazetteer, MOST_THINGS, literal=query.literal)
            refuse_an_index_ahead(found.sequence)
            hits, query_plan, corrected = found.hits, found.plan, found.corrected_query
        except IndexUnavailable:
            query_plan, is_fallback = understand(words, gazetteer), True
            hits = hits_from_database(query_plan)
    else:
        hits = _popular_references(query.category)
    place = _place_of(query, query_plan)
    results = _filtered(_results(hits, place, query.category), query)
    pages = max(1, -(-len(results) // RESULTS_PER_PAGE))
    page = min(query.page, pages)
    shown = results[(page - 1) * RESULTS_PER_PAGE : page * RESULTS_PER_PAGE]
    category = current_session().get(LifeEvent, query.category) if query.category else None
    return FoundPage(
        query=query,
        results=_with_glances(shown),
        total=len(results),
        page=page,
        pages=pages,
        corrected=corrected,
        place=place.codes[0] if len(place.codes) == 1 else None,
        place_name=_place_name(place),
        needs_city_or_regency=query_plan.place_is_ambiguous
        and {"city", "regency"} <= {r.agency.kind for r in results if r.kind == "offer" and r.agency},
        intents=query_plan.intents,
        is_complaint=query_plan.is_complaint,
        is_fallback=is_fallback,
        category=category,
        agency=current_session().scalar(select(Agency).where(Agency.slug == query.agency)) if query.agency else None,
    )


def suggest(text: str, finder: Finder, limit: int = 8) -> list[str]:
    """Names that complete what was typed; none while the index is away."""
    try:
        return [suggestion.text for suggestion in finder.searcher.suggest(text, limit)]
    except IndexUnavailable:
        return []


def _results(hits: Sequence[Hit], place: _Place, category: str | None) -> list[Result]:
    """The hits as results in their order: references become the offers of the named place."""
    slugs = {kind: [hit.id.partition(":")[2] for hit in hits if hit.id.startswith(f"{kind}:")] for kind in _KINDS}
    references = _references(slugs["reference"], category)
    offers = _offers_of(list(references.values()), place) if place.is_named else {}
    counts = _offer_counts([reference.id for reference in references.values()])
    services = _services(slugs["service"], place) if not category else {}
    agencies = _agencies(slugs["agency"]) if not category else {}
    units = _units(slugs["unit"]) if not category else {}
    results: list[Result] = []
    for hit in hits:
        kind, _, name = hit.id.partition(":")
        if kind == "reference" and name in references:
            reference = references[name]
            if offers.get(reference.id):
                results += [
                    Result(kind="offer", reference=reference, service=service, agency=service.agency)
                    for service in offers[reference.id][:MOST_OFFERS_OF_ONE]
                ]
            else:
                results.append(Result(kind="reference", reference=reference, offer_count=counts.get(reference.id, 0)))
        elif kind == "service" and name in services:
            results.append(Result(kind="offer", service=services[name], agency=services[name].agency))
        elif kind == "agency" and name in agencies:
            results.append(Result(kind="agency", agency=agencies[name]))
        elif kind == "unit" and name in units:
            results.append(Result(kind="agency", agency=units[name].agency, unit=units[name]))
    return results


_KINDS = ("reference", "service", "agency", "unit")


def _filtered(results: list[Result], query: Query) -> list[Result]:
    if query.agency:
        results = [r for r in results if r.kind == "agency" or (r.agency and r.agency.slug == query.agency)]
        results = [r for r in results if r.agency and r.agency.slug == query.agency]
    if query.only_free:
        results = [result for result in _with_glances(results) if result.fee is not None and result.fee.is_free]
    return results


def _with_glances(results: Sequence[Result]) -> list[Result]:
    """The results with fee and time: the offer's own, or the range over a reference's offers."""
    offers = {o.service.id: o for o in offers_with_glance([r.service for r in results if r.service is not None])}
    references = [r.reference for r in results if r.kind == "reference" and r.reference is not None]
    models = _model_glances(references)
    by_reference = _all_offers(references)
    filled = []
    for result in results:
        if result.kind == "offer" and result.service is not None:
            shown = offers[result.service.id].glance
            filled.append(
                Result(
                    **{
                        **vars(result),
                        "glance": shown,
                        "fee": shown.fee if shown else None,
                        "time_limits": shown.time_limits[:1] if shown else (),
                    }
                )
            )
        elif result.kind == "reference" and result.reference is not None:
            own = by_reference.get(result.reference.id, [])
            model = models.get(result.reference.id)
            has_offers = any(offer.glance for offer in own)
            filled.append(
                Result(
                    **{
                        **vars(result),
                        "glance": model,
                        "only_offer": own[0].service if len(own) == 1 else None,
                        "fee": _fee_of(own, model) if has_offers or model else None,
                        "time_limits": time_range(own) if has_offers else (model.time_limits[:1] if model else ()),
                    }
                )
            )
        else:
            filled.append(result)
    return filled


def _fee_of(offers: Sequence[Offer], model: Glance | None) -> FeeGlance | None:
    return fee_range(offers) if any(offer.glance for offer in offers) else model.fee if model else None


def _model_glances(references: Sequence[ReferenceService]) -> dict[int, Glance]:
    versions = published_versions_of(references)
    today, now = clock.today("Asia/Jakarta"), clock.now()
    current = {r.id: in_force(versions[r.id], today, now) for r in references}
    contents = contents_of([version for version in current.values() if version is not None])
    return {key: glance(contents[version.id]) for key, version in current.items() if version is not None}


def _all_offers(references: Sequence[ReferenceService]) -> dict[int, list[Offer]]:
    services = current_session().scalars(
        select(Service)
        .join(Service.agency)
        .where(Service.reference_id.in_([r.id for r in references]), Service.status != "retired")
        .options(contains_eager(Service.agency))
    )
    found: dict[int, list[Offer]] = {}
    for offer in offers_with_glance(list(services)):
        found.setdefault(offer.service.reference_id or 0, []).append(offer)
    return found


def _place_of(query: Query, query_plan: QueryPlan) -> _Place:
    if query.agency:
        return _Place(agencies=(query.agency,))
    if query.region:
        return _Place(codes=(query.region,))
    return _Place(codes=query_plan.place, agencies=query_plan.agencies)


def _place_name(place: _Place) -> str | None:
    if len(place.codes) != 1:
        return None
    return current_session().scalar(select(Region.name).where(Region.code == place.codes[0]))


def _offers_of(references: Sequence[ReferenceService], place: _Place) -> dict[int, list[Service]]:
    """The offers at a place: of the place itself, else of its province, else of an agency for the whole country."""
    provinces = {code.split(".")[0] for code in place.codes}
    wanted = [Agency.slug.in_([slug.split("/")[0] for slug in place.agencies])] if place.agencies else []
    if place.codes:
        wanted += [Agency.region_code.in_([*place.codes, *provinces]), Agency.region_code.is_(None)]
    services = current_session().scalars(
        select(Service)
        .join(Service.agency)
        .where(Service.reference_id.in_([r.id for r in references]), Service.status != "retired", or_(*wanted))
        .options(contains_eager(Service.agency), joinedload(Service.unit))
        .order_by(Agency.name)
    )
    ranked: dict[int, dict[int, list[Service]]] = {}
    for service in services:
        code = service.agency.region_code
        is_named = service.agency.slug in {slug.split("/")[0] for slug in place.agencies}
        rank = 0 if is_named or code in place.codes else 1 if code else 2
        ranked.setdefault(service.reference_id or 0, {}).setdefault(rank, []).append(service)
    return {reference_id: by_rank[min(by_rank)] for reference_id, by_rank in ranked.items()}


def _references(slugs: Sequence[str], category: str | None) -> dict[str, ReferenceService]:
    statement = select(ReferenceService).where(ReferenceService.slug.in_(slugs))
    if category:
        statement = statement.join(
            reference_life_event, reference_life_event.c.reference_id == ReferenceService.id
        ).where(reference_life_event.c.life_event_slug == category)
    return {reference.slug: reference for reference in current_session().scalars(statement)}


def _offer_counts(reference_ids: Sequence[int]) -> dict[int, int]:
    rows = current_session().execute(
        select(Service.reference_id, func.count())
        .where(Service.reference_id.in_(reference_ids), Service.status != "retired")
        .group_by(Service.reference_id)
    )
    return {reference_id: count for reference_id, count in rows if reference_id is not None}


def _services(names: Sequence[str], place: _Place) -> dict[str, Service]:
    if not names:
        return {}
    services = current_session().scalars(
        select(Service)
        .join(Service.agency)
        .where(Service.slug.in_([name.split("/")[1] for name in names]), Service.reference_id.is_(None))
        .options(contains_eager(Service.agency), joinedload(Service.unit))
    )
    found = {f"{service.agency.slug}/{service.slug}": service for service in services}
    if place.codes:
        found = {n: s for n, s in found.items() if s.agency.region_code is None or s.agency.region_code in place.codes}
    return found


def _agencies(slugs: Sequence[str]) -> dict[str, Agency]:
    rows = current_session().scalars(select(Agency).where(Agency.slug.in_(slugs)))
    return {agency.slug: agency for agency in rows}


def _units(names: Sequence[str]) -> dict[str, Unit]:
    if not names:
        return {}
    rows = current_session().scalars(
        select(Unit)
        .join(Unit.agency)
        .where(Unit.slug.in_([name.split("/")[1] for name in names]))
        .options(contains_eager(Unit.agency))
    )
    return {f"{unit.agency.slug}/{unit.slug}": unit for unit in rows}


def _popular_references(category: str | None) -> list[Hit]:
    statement = select(ReferenceService.slug).order_by(ReferenceService.popularity.desc(), ReferenceService.name)
    if category:
        statement = statement.join(
            reference_life_event, reference_life_event.c.reference_id == ReferenceService.id
        ).where(reference_life_event.c.life_event_slug == category)
    slugs = current_session().scalars(statement.limit(MOST_THINGS))
    return [Hit(id=f"reference:{slug}", kind="reference", score=0.0) for slug in slugs]
