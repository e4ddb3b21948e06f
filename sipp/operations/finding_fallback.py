"""Answering from the names in the database while the search index cannot be used.

Two steps, each bounded: the database picks things whose names contain the words, a few per kind; then the rules of the
index weigh those few. What exists is always right; the order is nearly that of the index.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, literal, or_, select

from sipp.db import current_session
from sipp.models.agencies import Agency, Unit
from sipp.models.services import ReferenceService, Service
from sipp.operations.searchable import last_change, newest_change
from sipp.search import language, lexicon
from sipp.search.contract import Group, Hit, IndexUnavailable, QueryPlan, SearchDocument, Term
from sipp.search.documents import index_document
from sipp.search.places import Gazetteer
from sipp.search.planning import MAX_CHARACTERS, MAX_TERMS, plan

#: The database looks for so many words, each in so many forms, and gives so many things of a kind.
MOST_WORDS = 4
MOST_FORMS = 4
MOST_OF_A_KIND = 50

_SHORTEST_FORM = 2
_PHRASE_WEIGHT = 1.0

log = logging.getLogger(__name__)


def understand(text: str, gazetteer: Gazetteer) -> QueryPlan:
    """The plan of a query; its bare words when even planning fails."""
    try:
        return plan(text, gazetteer)
    except Exception:
        log.exception("a query could not be planned")
        text = text[:MAX_CHARACTERS]
        words = tuple(language.split(text)[:MAX_TERMS])
        return QueryPlan(text=text, words=words, groups=tuple(Group(word, ()) for word in words))


def refuse_an_index_ahead(sequence: int) -> None:
    """Raise IndexUnavailable when the index knows changes that the database does not: it was restored."""
    # The reading transaction at hand may be older than the index, so what it does not see may still be there.
    if sequence > last_change() and sequence > newest_change():
        raise IndexUnavailable("the index is ahead of the database")


def hits_from_database(query_plan: QueryPlan) -> list[Hit]:
    """The things whose names hold the words of a query, best first; those with most of the words when none has all."""
    wanted = query_plan.groups or query_plan.hints
    asked = sorted(wanted, key=lambda group: -len(group.word))[:MOST_WORDS]
    forms = [forms_of(group) for group in asked]
    documents = [document for kind in _KINDS for document in _candidates(kind, [form for form in forms if form])]
    ranked = []
    for document in documents:
        found, score = _weigh(document, wanted, query_plan)
        if found:
            ranked.append((found, score * (1 + 0.2 * document.popularity), document))
    most = max((found for found, _, _ in ranked), default=0)
    best = [(score, document) for found, score, document in ranked if found == most]
    best.sort(key=lambda pair: (-pair[0], -pair[1].popularity, pair[1].id))
    step = len(wanted) - most
    return [Hit(id=document.id, kind=document.kind, score=round(score, 4), step=step) for score, document in best]


def forms_of(group: Group) -> list[str]:
    """How a word may stand in a name: itself, longer names it is short for, its stem, its nearest synonyms."""
    by_weight = sorted(group.terms, key=lambda term: -term.weight)
    forms = [group.word, *_WRITTEN_AS.get(group.word, ()), *(term.text.lstrip("_") for term in by_weight)]
    chosen: list[str] = []
    for form in forms:
        if len(form) < _SHORTEST_FORM and form != group.word or any(shorter in form for shorter in chosen):
            continue
        chosen = [other for other in chosen if form not in other]
        chosen.append(form)
    return chosen[:MOST_FORMS]


@dataclass(frozen=True)
class _Kind:
    """Where the things of one kind are: their rows, the columns with names, which come first, and their document."""

    rows: Any
    names: Sequence[Any]
    order: Sequence[Any]
    document: Callable[..., SearchDocument]


def _candidates(kind: _Kind, forms: Sequence[Sequence[str]]) -> Iterator[SearchDocument]:
    """The things of a kind with all the words; only when there is none, those with most of them."""
    if not forms:
        return
    text = func.lower(_joined(kind.names))
    present = [or_(*(text.contains(form, autoescape=True) for form in word)) for word in forms]
    session = current_session()
    found = session.execute(kind.rows.where(*present).order_by(*kind.order).limit(MOST_OF_A_KIND)).all()
    if not found and len(present) > 1:
        count = sum((case((one, 1), else_=0) for one in present), start=literal(0))
        some = kind.rows.where(or_(*present)).order_by(count.desc(), *kind.order).limit(MOST_OF_A_KIND)
        found = session.execute(some).all()
    for row in found:
        yield kind.document(*row)


def _joined(columns: Sequence[Any]) -> ColumnElement[str]:
    joined: ColumnElement[str] = literal("", String)
    for column in columns:
        joined = joined + " " + func.coalesce(cast(column, String), "")
    return joined


def _weigh(document: SearchDocument, groups: Sequence[Group], query_plan: QueryPlan) -> tuple[int, float]:
    """How many of the words a thing has, and how much they weigh in its names."""
    weights = index_document(document).weights

    def best(group: Group) -> float:
        terms = group.terms or (Term(group.word, 1.0),)
        return group.weight * max(weights.get(term.text, 0.0) * term.weight for term in terms)

    found = [best(group) for group in groups]
    helping = [best(hint) for hint in query_plan.hints if hint not in groups]
    names = [_PHRASE_WEIGHT * weights.get(key, 0.0) for key in query_plan.phrases]
    return sum(weight > 0 for weight in found), sum((*found, *helping, *names))


def _reference(
    slug: str, name: str, aliases: list[str], former: list[str], words: list[str], name_en: str | None, popularity: int
) -> SearchDocument:
    names = (*aliases, *former, *words, *((name_en,) if name_en else ()))
    return SearchDocument(f"reference:{slug}", "reference", name, names, popularity=min(1.0, popularity / 100))


def _service(agency: str, slug: str, name: str, aliases: list[str]) -> SearchDocument:
    return SearchDocument(f"service:{agency}/{slug}", "service", name, tuple(aliases))


def _agency(
    slug: str, name: str, short_name: str | None, aliases: list[str], former_names: list[str]
) -> SearchDocument:
    names = (*((short_name,) if short_name else ()), *aliases, *former_names)
    return SearchDocument(f"agency:{slug}", "agency", name, names)


def _unit(
    agency: str, slug: str, name: str, agency_name: str, short_name: str | None, search_names: list[str]
) -> SearchDocument:
    names = (*((short_name,) if short_name else ()), *search_names)
    return SearchDocument(f"unit:{agency}/{slug}", "agency", f"{name} {agency_name}", names)


_R, _S, _A, _U = ReferenceService, Service, Agency, Unit
_REFERENCE_NAMES = (_R.name, _R.aliases, _R.former_names, _R.search_words, _R.name_en)
_KINDS = (
    _Kind(
        select(_R.slug, *_REFERENCE_NAMES, _R.popularity), _REFERENCE_NAMES, (_R.popularity.desc(), _R.id), _reference
    ),
    _Kind(
        select(_A.slug, _S.slug, _S.name, _S.aliases)
        .join(_S.agency)
        .where(_S.reference_id.is_(None), _S.status != "retired"),
        (_S.name, _S.aliases),
        (func.length(_S.name), _S.id),
        _service,
    ),
    _Kind(
        select(_A.slug, _A.name, _A.short_name, _A.aliases, _A.former_names).where(_A.merged_into_id.is_(None)),
        (_A.name, _A.short_name, _A.aliases, _A.former_names),
        (func.length(_A.name), _A.id),
        _agency,
    ),
    _Kind(
        select(_A.slug, _U.slug, _U.name, _A.name, _U.short_name, _U.search_names)
        .join(_U.agency)
        .where(_U.retired_at.is_(None)),
        (_U.name, _U.short_name, _U.search_names, _A.name),
        (func.length(_U.name), _U.id),
        _unit,
    ),
)


def _written_as() -> dict[str, tuple[str, ...]]:
    """For a word of queries, the other writings that the rules for words bring to it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in (*lexicon.PHRASES.items(), *lexicon.SPELLINGS.items()):
        if source != target:
            found[target].append(source)
    return {target: tuple(sorted(sources, key=len)) for target, sources in found.items()}


_WRITTEN_AS = _written_as()
