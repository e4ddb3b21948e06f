"""Completions while typing: sorted word suffixes of all names, found by bisection."""

import heapq
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sipp.search import language
from sipp.search.contract import Kind, Suggestion

# Up to this many letters the answers are prepared: "s" begins a tenth of all suffixes.
_PREPARED_LETTERS = 3
_KEPT_PER_PREFIX = 40
_LONGEST_TYPED = 80
_END = "\U0010ffff"
# What two bytes hold; names are shorter.
_LATEST_START = 65_535


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A thing with the texts that may be completed to; ``name`` is the first of them."""

    id: str
    kind: Kind
    name: str
    names: tuple[str, ...]
    popularity: float


# Order of an answer: popular first, names before aliases, short before long, then id and text, so that it stands still.
_Rank = tuple[float, int, int, str, str]


class Suggestions:
    """All names of a state of the index, ready to be completed; made once, then only read.

    A suffix is kept as its name and where in it a word begins: two numbers instead of a text of its own, a tenth of
    the memory at national scale.
    """

    def __init__(self, things: Iterable[NamedThing]) -> None:
        self._things: list[NamedThing] = []
        self._folded: list[str] = []
        self._thing_of = array("I")
        self._position = array("H")
        suffixes: defaultdict[str, array[int]] = defaultdict(lambda: array("Q"))
        for number, thing in enumerate(things):
            self._things.append(thing)
            for position, text in enumerate((thing.name, *thing.names)):
                words = language.split(text)
                at = 0
                for word in words:
                    suffixes[word[:1]].append(len(self._folded) << 16 | min(at, _LATEST_START))
                    at += len(word) + 1
                self._folded.append(" ".join(words))
                self._thing_of.append(number)
                self._position.append(position)
        self._name_of = array("I")
        self._starts_at = array("H")
        for letter in sorted(suffixes):  # letter by letter: the texts that are compared take memory too
            for packed in sorted(suffixes.pop(letter), key=self._text):
                self._name_of.append(packed >> 16)
                self._starts_at.append(packed & _LATEST_START)
        self._prepared = self._prepare()

    def find(self, typed: str, limit: int, hidden: Collection[str] = ()) -> list[tuple[_Rank, Suggestion]]:
        """Give the best completions of what was typed, each thing once; ``hidden`` ids are left out."""
        prefix = " ".join(language.split(typed[:_LONGEST_TYPED]))
        if not prefix:
            return []
        if len(prefix) <= _PREPARED_LETTERS:
            names: Sequence[int] = self._prepared.get(prefix, ())
        else:
            everything = range(len(self._name_of))
            start = bisect_left(everything, prefix, key=self._suffix)
            end = bisect_left(everything, prefix + _END, start, key=self._suffix)
            names = self._best(self._name_of[start:end])
        answers: dict[str, tuple[_Rank, Suggestion]] = {}
        for name in names:
            rank = self._rank(name)
            thing = self._things[self._thing_of[name]]
            if thing.id not in hidden and thing.id not in answers:
                answers[thing.id] = (rank, Suggestion(rank[4], thing.id, thing.kind, thing.name))
            if len(answers) == limit:
                break
        return list(answers.values())

    def _text(self, packed: int) -> str:
        return self._folded[packed >> 16][packed & _LATEST_START :]

    def _suffix(self, number: int) -> str:
        return self._folded[self._name_of[number]][self._starts_at[number] :]

    def _rank(self, name: int) -> _Rank:
        thing, position = self._things[self._thing_of[name]], self._position[name]
        text = thing.names[position - 1] if position else thing.name
        return -thing.popularity, min(position, 1), len(text), thing.id, text

    def _best(self, names: Iterable[int]) -> list[int]:
        return heapq.nsmallest(_KEPT_PER_PREFIX, set(names), key=self._rank)

    def _prepare(self) -> dict[str, Sequence[int]]:
        """Suffixes are sorted, so those of one prefix stand together."""
        prepared: dict[str, Sequence[int]] = {}
        for length in range(1, _PREPARED_LETTERS + 1):
            numbers = range(len(self._name_of))
            for prefix, group in groupby(numbers, key=lambda number: self._suffix(number)[:length]):
                if not prefix.endswith(" "):
                    prepared[prefix] = array("I", self._best(self._name_of[number] for number in group))
        return prepared
