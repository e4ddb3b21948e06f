"""Posting lists as they are combined: which things have all that was asked for, and what each is worth.

Whoosh's matcher trees call a dozen methods for each posting of each rung of the ladder. Here a list is decoded once,
kept as two flat arrays, and looked into only for the things that the rarest word leaves.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

#: A list this many times as long as what is looked for is searched thing by thing instead of being read as a whole.
_MUCH_LONGER = 6


@dataclass(frozen=True, slots=True)
class PostingList:
    """The things a term stands in, by rising number, and its weight in each (4 bytes each)."""

    numbers: "array[int]"
    weights: "array[float]"

    @classmethod
    def joined(cls, parts: Iterable[tuple[int, Self]]) -> Self:
        """One list of the lists of several segments, each with the number its segment begins at."""
        numbers, weights = array("I"), array("f")
        for offset, part in parts:
            numbers.extend(part.numbers if not offset else array("I", [offset + number for number in part.numbers]))
            weights.extend(part.weights)
        return cls(numbers, weights)

    def __len__(self) -> int:
        return len(self.numbers)

    def boosted(self, boost: float) -> dict[int, float]:
        """What the list is worth to each of its things."""
        return {number: weight * boost for number, weight in zip(self.numbers, self.weights, strict=True)}

    def boosted_for(self, wanted: Iterable[int], boost: float) -> dict[int, float]:
        """The same for some things only."""
        numbers, weights, end = self.numbers, self.weights, len(self.numbers)
        found = {}
        for number in wanted:
            place = bisect_left(numbers, number)
            if place < end and numbers[place] == number:
                found[number] = weights[place] * boost
        return found


#: One word that was asked for: its alternatives, each a list and what a posting in it is multiplied with.
Alternatives = Sequence[tuple[PostingList, float]]


def combined(required: Sequence[Alternatives], lifting: Sequence[Alternatives]) -> dict[int, float]:
    """The score of every thing that has all required words: for each word the best alternative, the words added up.

    ``lifting`` words add to the score of what was found and find nothing. Give the required words rarest first.
    """
    first, *others = required
    found = _best(first)
    for alternatives in others:
        worth = _best_for(found, alternatives)
        found = {number: found[number] + more for number, more in worth.items()}
    for alternatives in lifting:
        for number, more in _best_for(found, alternatives).items():
            found[number] += more
    return found


def _best(alternatives: Alternatives) -> dict[int, float]:
    return _maximum(postings.boosted(boost) for postings, boost in alternatives)


def _best_for(wanted: dict[int, float], alternatives: Alternatives) -> dict[int, float]:
    """The best alternative for each wanted thing that has any."""
    return _maximum(_boosted_for(wanted, postings, boost) for postings, boost in alternatives)


def _boosted_for(wanted: dict[int, float], postings: PostingList, boost: float) -> dict[int, float]:
    if len(postings) > _MUCH_LONGER * len(wanted):
        return postings.boosted_for(wanted, boost)
    return {number: worth for number, worth in postings.boosted(boost).items() if number in wanted}


def _maximum(worths: Iterable[dict[int, float]]) -> dict[int, float]:
    best: dict[int, float] = {}
    for worth in worths:
        if not best:
            best = worth
            continue
        for number, value in worth.items():
            if value > best.get(number, 0.0):
                best[number] = value
    return best
