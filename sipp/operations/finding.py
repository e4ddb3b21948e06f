"""Finding services: which thing (from the index of things), then which offer of it (from the database).

Without a usable index the names in the database answer, and the page says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, Region
from sipp.models.services import LifeEvent
from sipp.operations.curated_answers import ShownAnswer
from sipp.operations.facets import Choices, Facets, Sorting, chosen, counted, in_order
from sipp.operations.finder import Finder, Known
from sipp.operations.finding_fallback import hits_from_database, refuse_an_index_ahead, understand
from sipp.operations.moved import moved_agency
from sipp.operations.pages import page_within
from sipp.operations.result_pages import Result, load_results
from sipp.operations.result_rows import Place, Row, rows_of
from sipp.search import language
from sipp.search.contract import Hit, IndexUnavailable, Intent, QueryPlan, Suggestion

RESULTS_PER_PAGE = 10
#: More things than this nobody pages through.
MOST_THINGS = 200
#: So many names are proposed when nothing was found.
MOST_NEAREST = 6


@dataclass(frozen=True, kw_only=True)
class Query:
    """What was asked: words, and filters by agency slug, region code or typed place, life event slug, and so on.

    ``place`` is a region as a citizen types it ("jogja", "kab bogor"); ``region`` is a code and wins over it.
    ``is_counted``: a citizen asks, so what is missing is noted.
    """

    text: str = ""
    agency: str | None = None
    region: str | None = None
    place: str = ""
    category: str | None = None
    agency_kind: str | None = None
    only_free: bool = False
    only_online: bool = False
    sorting: Sorting = "relevance"
    literal: bool = False
    page: int = 1
    is_counted: bool = True

    @property
    def choices(self) -> Choices:
        """The filters that narrow what was found."""
        return Choices(
            agency_kind=self.agency_kind,
            category=self.category,
            only_free=self.only_free,
            only_online=self.only_online,
        )


@dataclass(frozen=True, kw_only=True)
class FoundPage:
    """A page of results and what was understood of the query.

    ``place`` is the code of the one region that was named, ``is_place_unknown`` tells that the typed place is none.
    ``asks_for_place``: results stand for offers of many agencies. ``nearest`` are names to try when nothing was found.
    """

    query: Query
    results: Sequence[Result]
    total: int
    page: int
    pages: int
    facets: Facets
    provinces: Mapping[str, str]
    corrected: str | None = None
    place: str | None = None
    place_name: str | None = None
    is_place_unknown: bool = False
    asks_for_place: bool = False
    needs_city_or_regency: bool = False
    intents: tuple[Intent, ...] = ()
    is_complaint: bool = False
    is_fallback: bool = False
    category: LifeEvent | None = None
    agency: Agency | None = None
    curated: ShownAnswer | None = None
    nearest: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """What the search machine said, or the database in its place."""

    hits: Sequence[Hit] = ()
    plan: QueryPlan
    corrected: str | None = None
    is_fallback: bool = False


def search(query: Query, finder: Finder) -> FoundPage:
    """One page of results for a query and its filters."""
    known, now = finder.known(), clock.now()
    query, agency = _at_its_agency(query)
    words = query.text.strip()
    answer = _ask(words, query, finder, known) if words else _Answer(plan=QueryPlan(text=""))
    curated = known.curated.find(words) or known.curated.find(answer.corrected or "")
    # A filter, a further page and "Cari persis" ask the same question again.
    if curated is None and words and query == Query(text=query.text):
        finder.terms.note(
            words, answer.hits, is_corrected=answer.corrected is not None, is_without_index=answer.is_fallback
        )
    place, is_place_unknown = _place_of(query, answer.plan, known)
    rows = rows_of(answer.hits if words else _popular(known), place, known, now)
    if query.agency:
        rows = [row for row in rows if row.kind == "offer" or (agency is not None and row.agency_id == agency.id)]
    left = in_order(chosen(rows, query.choices), query.sorting)
    page, pages = page_within(query.page, len(left), RESULTS_PER_PAGE)
    only_place = place.codes[0] if len(place.codes) == 1 else None
    return FoundPage(
        query=query,
        results=load_results(left[(page - 1) * RESULTS_PER_PAGE : page * RESULTS_PER_PAGE], known, now),
        total=len(left),
        page=page,
        pages=pages,
        facets=counted(rows, query.choices),
        provinces=known.provinces,
        corrected=answer.corrected,
        place=only_place,
        place_name=_region_name(only_place),
        is_place_unknown=is_place_unknown,
        asks_for_place=not place.is_named and any(row.kind == "reference" and row.offer_count > 1 for row in left),
        needs_city_or_regency=len(place.codes) > 1 and _shows_both_kinds(left),
        intents=answer.plan.intents,
        is_complaint=answer.plan.is_complaint,
        is_fallback=answer.is_fallback,
        category=current_session().get(LifeEvent, query.category) if query.category else None,
        agency=agency,
        curated=curated,
        nearest=_nearest(words, finder) if words and not left else (),
    )


def suggest(text: str, finder: Finder, limit: int = 8) -> list[Suggestion]:
    """Names that complete what was typed, with what they are names of; none while the index is away."""
    try:
        return finder.searcher.suggest(text, limit)
    except IndexUnavailable:
        return []


def _ask(words: str, query: Query, finder: Finder, known: Known) -> _Answer:
    try:
        found = finder.searcher.find(words, known.gazetteer, MOST_THINGS, literal=query.literal)
        if found.sequence > known.number:
            refuse_an_index_ahead(found.sequence)
    except IndexUnavailable:
        query_plan = understand(words, known.gazetteer)
        return _Answer(hits=hits_from_database(query_plan), plan=query_plan, is_fallback=True)
    return _Answer(hits=found.hits, plan=found.plan, corrected=found.corrected_query)


def _at_its_agency(query: Query) -> tuple[Query, Agency | None]:
    """The agency whose services are asked for, and the query with its present slug: links keep former ones."""
    if not query.agency:
        return query, None
    moved = moved_agency(query.agency)
    slug = str(moved.details["slug"]) if moved else query.agency
    return replace(query, agency=slug), current_session().scalar(select(Agency).where(Agency.slug == slug))


def _place_of(query: Query, query_plan: QueryPlan, known: Known) -> tuple[Place, bool]:
    """The place to look at, and whether a place was typed that nobody knows."""
    if query.agency:
        return Place(agencies=(query.agency,)), False
    if query.region:
        return Place(codes=(query.region,)), False
    if query.place.strip():
        typed = known.gazetteer.find(language.split(query.place))
        if typed.place:
            return Place(codes=typed.place), False
    place = Place(codes=query_plan.place, agencies=query_plan.agencies)
    return place, bool(query.place.strip())


def _popular(known: Known) -> list[Hit]:
    """Every reference service, the most sought first."""
    offerings = sorted(known.offerings.values(), key=lambda offering: (-offering.popularity, offering.name))
    return [Hit(id=f"reference:{one.slug}", kind="reference", score=0.0) for one in offerings[:MOST_THINGS]]


def _shows_both_kinds(rows: Sequence[Row]) -> bool:
    return {"city", "regency"} <= {mark.agency_kind for row in rows if row.kind == "offer" for mark in row.marks}


def _region_name(code: str | None) -> str | None:
    return current_session().scalar(select(Region.name).where(Region.code == code)) if code else None


def _nearest(words: str, finder: Finder) -> list[str]:
    try:
        return finder.searcher.nearest(words, MOST_NEAREST)
    except IndexUnavailable:
        return []
