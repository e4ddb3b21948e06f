"""Completions while typing: sorted word suffixes of all names, found by bisection."""

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sipp.search import language
from sipp.search.contract import Kind, Suggestion

# Up to this many letters the answers are prepared: "s" begins a tenth of all suffixes.
_PREPARED_LETTERS = 3
_KEPT_PER_PREFIX = 40
_LONGEST_TYPED = 80
_END = "\U0010ffff"


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
    """All names of a state of the index, ready to be completed; made once, then only read."""

    def __init__(self, things: Iterable[NamedThing]) -> None:
        self._things: dict[str, NamedThing] = {}
        suffixes: list[tuple[str, _Rank]] = []
        for thing in things:
            self._things[thing.id] = thing
            suffixes.extend(_suffixes(thing))
        suffixes.sort()
        self._keys = [suffix for suffix, _ in suffixes]
        self._ranks = [rank for _, rank in suffixes]
        self._prepared = self._prepare()

    def find(self, typed: str, limit: int, hidden: Collection[str] = ()) -> list[tuple[_Rank, Suggestion]]:
        """Give the best completions of what was typed, each thing once; ``hidden`` ids are left out."""
        prefix = " ".join(language.split(typed[:_LONGEST_TYPED]))
        if not prefix:
            return []
        if len(prefix) <= _PREPARED_LETTERS:
            ranks: Iterable[_Rank] = self._prepared.get(prefix, ())
        else:
            start = bisect_left(self._keys, prefix)
            end = bisect_left(self._keys, prefix + _END, start)
            ranks = heapq.nsmallest(_KEPT_PER_PREFIX, self._ranks[start:end])
        answers: dict[str, tuple[_Rank, Suggestion]] = {}
        for rank in ranks:
            thing = self._things[rank[3]]
            if thing.id not in hidden and thing.id not in answers:
                answers[thing.id] = (rank, Suggestion(rank[4], thing.id, thing.kind, thing.name))
            if len(answers) == limit:
                break
        return list(answers.values())

    def _prepare(self) -> dict[str, list[_Rank]]:
        by_prefix: defaultdict[str, list[_Rank]] = defaultdict(list)
        for suffix, rank in zip(self._keys, self._ranks, strict=True):
            for length in range(1, min(_PREPARED_LETTERS, len(suffix)) + 1):
                by_prefix[suffix[:length].rstrip()].append(rank)
        return {prefix: heapq.nsmallest(_KEPT_PER_PREFIX, set(ranks)) for prefix, ranks in by_prefix.items()}


def _suffixes(thing: NamedThing) -> Iterator[tuple[str, _Rank]]:
    for position, text in enumerate((thing.name, *thing.names)):
        words = language.split(text)
        rank = (-thing.popularity, min(position, 1), len(text), thing.id, text)
        for at in range(len(words)):
            yield " ".join(words[at:]), rank
