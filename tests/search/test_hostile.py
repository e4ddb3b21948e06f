"""Whatever is typed, the machine answers: never an error, never more work than its bounds."""

from collections.abc import Iterator, Sequence

import pytest

from sipp.search import ranking
from sipp.search.engine import Searcher
from sipp.search.places import Gazetteer
from sipp.search.planning import MAX_CHARACTERS, MAX_TERMS
from sipp.search.postings import Alternatives, combined
from tests.search.hostile import HOSTILE, hostile_queries
from tests.trials import scaled

#: The ladder has at most 39 requirements, and a corrected query climbs it once more.
MOST_SEARCHES = 80
#: Ten words, each with its stem, its spoken forms and its synonyms.
MOST_TERMS_OF_A_SEARCH = 200


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The number of posting lists of each search over the index."""
    asked: list[int] = []

    def counted(*words: Sequence[Alternatives]) -> dict[int, float]:
        asked.append(sum(len(alternatives) for part in words for alternatives in part))
        return combined(*words)

    monkeypatch.setattr(ranking, "combined", counted)
    yield asked


def is_answered_within_bounds(query: str, searcher: Searcher, gazetteer: Gazetteer, work: list[int]) -> bool:
    work.clear()
    found = searcher.find(query, gazetteer)
    searcher.suggest(query)
    return (
        len(found.plan.text) <= MAX_CHARACTERS
        and len(found.plan.groups) + len(found.plan.hints) <= MAX_TERMS
        and "\x00" not in found.plan.text
        and len(work) <= MOST_SEARCHES
        and max(work, default=0) <= MOST_TERMS_OF_A_SEARCH
    )


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_is_answered(query: str, searcher: Searcher, gazetteer: Gazetteer, work: list[int]) -> None:
    assert is_answered_within_bounds(query, searcher, gazetteer, work)


@pytest.mark.faults
def test_mixtures_and_noise_are_answered_within_the_bounds(
    searcher: Searcher, gazetteer: Gazetteer, work: list[int]
) -> None:
    unbounded = [
        query
        for query in hostile_queries(scaled(500))
        if not is_answered_within_bounds(query, searcher, gazetteer, work)
    ]
    assert unbounded == []


def test_the_count_of_work_notices_a_search_for_many_words(
    searcher: Searcher, gazetteer: Gazetteer, work: list[int]
) -> None:
    searcher.find("ktp hilang rusak paspor anak", gazetteer)
    assert len(work) > 1 and max(work) > 5


def test_the_marks_of_the_index_cannot_be_typed(searcher: Searcher, gazetteer: Gazetteer) -> None:
    assert searcher.find("=hilang+ktp", gazetteer).plan.groups == searcher.find("hilang ktp", gazetteer).plan.groups
