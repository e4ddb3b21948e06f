"""How well search finds what was meant, measured over all seed data: ranks, their figures, tables to read with -s."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import Flask

from sipp.operations.finding import FoundPage, Query, search
from sipp.operations.result_pages import Result
from sipp.search.engine import Searcher
from sipp.search.places import Gazetteer
from tests.search.everyday import EVERYDAY, OFFICES
from tests.search.queries import GIVEN, OWN
from tests.search.untouched import AGENCY_QUERIES, QUERIES

RESULTS = 10


class Judged(NamedTuple):
    """A query, its kind, and the things that are right: services by slug, offices as "agency" or "agency/unit"."""

    text: str
    kind: str
    expected: tuple[str, ...]


TUNED = [Judged(example.query, example.kind, example.expected) for example in (*GIVEN, *OWN, *EVERYDAY)]
TUNED_OFFICES = [Judged(example.query, example.kind, example.expected) for example in OFFICES]
# What by chance stands in both halves ("ktp", "lost passport") counts as tuned.
_SEEN = {query.text for query in TUNED}
UNTOUCHED = [Judged(query.text, query.kind, query.services) for query in QUERIES if query.text not in _SEEN]
UNTOUCHED_OFFICES = [Judged(query.text, query.kind, query.offices) for query in AGENCY_QUERIES]


class Figures(NamedTuple):
    """Share of queries whose right answer is first, among the first three, and the mean reciprocal rank to ten."""

    first: float
    third: float
    reciprocal: float

    def __str__(self) -> str:
        """The three figures in a row of a table."""
        return f"success@1={self.first:.3f} success@3={self.third:.3f} MRR@10={self.reciprocal:.3f}"


@dataclass(frozen=True)
class Country:
    """The seeded application, asked through the door of the web (both steps) or at the search machine alone."""

    app: Flask
    searcher: Searcher
    gazetteer: Gazetteer

    def page(self, text: str) -> FoundPage:
        """The first page of results, as a citizen gets it."""
        with self.app.app_context():
            return search(Query(text=text), self.app.extensions["sipp_finder"])

    def results(self, text: str) -> list[str]:
        """What the results of the first page are about, in their order."""
        return [key_of(result) for result in self.page(text).results]

    def things(self, text: str) -> list[str]:
        """The things the search machine finds, without asking which offers there are."""
        return names_of(self.searcher, text, self.gazetteer)


def key_of(result: Result) -> str:
    """A result as the queries write it."""
    if result.reference is not None:
        return result.reference.slug
    assert result.agency is not None
    if result.service is not None:
        return f"{result.agency.slug}/{result.service.slug}"
    return f"{result.agency.slug}/{result.unit.slug}" if result.unit is not None else result.agency.slug


def names_of(searcher: Searcher, text: str, gazetteer: Gazetteer, *, literal: bool = False) -> list[str]:
    """The first things a search machine finds, written like the queries write them."""
    hits = searcher.find(text, gazetteer, RESULTS, literal=literal).hits
    return [hit.id.partition(":")[2] for hit in hits]


def rank(found: Sequence[str], expected: Sequence[str]) -> int:
    """The place of the first right answer among the first ten, or 0."""
    shown = list(found[:RESULTS])
    return min((shown.index(key) + 1 for key in expected if key in shown), default=0)


def figures(ranks: Iterable[int]) -> Figures:
    """Sum ranks up."""
    known = list(ranks)
    return Figures(
        sum(place == 1 for place in known) / len(known),
        sum(0 < place <= 3 for place in known) / len(known),
        sum(1 / place for place in known if place) / len(known),
    )


def measured(queries: Sequence[Judged], find: Callable[[str], Sequence[str]], title: str) -> Figures:
    """Ask all queries, print the figures of each kind, and give those of all."""
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for query in queries:
        by_kind[query.kind].append(rank(find(query.text), query.expected))
    for kind, ranks in sorted(by_kind.items()):
        print(f"{title:20} {kind:16} n={len(ranks):3} {figures(ranks)}")  # noqa: T201
    whole = figures(place for ranks in by_kind.values() for place in ranks)
    print(f"{title:20} {'all':16} n={len(queries):3} {whole}")  # noqa: T201
    return whole
