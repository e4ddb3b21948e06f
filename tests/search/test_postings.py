"""Combining posting lists gives what the definition says, whichever way a list is looked into."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.search.postings import PostingList, combined

WEIGHTS = st.sampled_from([0.25, 0.5, 1.0, 2.0])
LISTS = st.one_of(
    st.dictionaries(st.integers(0, 12), WEIGHTS),
    st.dictionaries(st.integers(0, 200), WEIGHTS, min_size=60),
)
ALTERNATIVES = st.lists(st.tuples(LISTS, WEIGHTS), min_size=1, max_size=3)
WORDS = st.lists(ALTERNATIVES, max_size=3)


def posting_list(worth: dict[int, float]) -> PostingList:
    numbers = sorted(worth)
    return PostingList(array("I", numbers), array("f", [worth[number] for number in numbers]))


def worth_of(number: int, alternatives: list[tuple[dict[int, float], float]]) -> float | None:
    """The best of the alternatives a thing has; None without any."""
    return max((worth[number] * boost for worth, boost in alternatives if number in worth), default=None)


@given(st.lists(ALTERNATIVES, min_size=1, max_size=3), WORDS)
def test_a_thing_has_every_required_word_and_the_best_alternatives_add_up(
    required: list[list[tuple[dict[int, float], float]]], lifting: list[list[tuple[dict[int, float], float]]]
) -> None:
    expected = {}
    for number in range(201):
        needed = [worth_of(number, alternatives) for alternatives in required]
        if None not in needed:
            more = [worth_of(number, alternatives) or 0.0 for alternatives in lifting]
            expected[number] = sum(filter(None, needed)) + sum(more)
    found = combined(
        [[(posting_list(worth), boost) for worth, boost in alternatives] for alternatives in required],
        [[(posting_list(worth), boost) for worth, boost in alternatives] for alternatives in lifting],
    )
    assert found == pytest.approx(expected)


def test_lists_of_segments_are_joined_by_their_offsets() -> None:
    joined = PostingList.joined([(0, posting_list({1: 0.5, 3: 1.0})), (10, posting_list({0: 2.0}))])
    assert joined.boosted(2.0) == {1: 1.0, 3: 2.0, 10: 4.0}
