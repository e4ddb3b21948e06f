"""The names beside the index: which things there are, how they are called, how often each term stands.

The engine's own counts include deleted documents until it merges, so two hosts with different histories would rank
differently. These counts are exact, and the same everywhere.
"""

import io
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

from sipp.search.contract import IndexUnavailable, Kind, Suggestion
from sipp.search.correction import Vocabulary
from sipp.search.documents import IndexedDocument
from sipp.search.nearest import NearestNames
from sipp.search.suggestions import NamedThing, Suggestions


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing with its terms (joined by spaces, which is a fifth of a list's memory)."""

    thing: NamedThing
    terms: str


def write(path: Path, documents: Iterable[IndexedDocument], deleted: Iterable[str] = ()) -> None:
    """Write documents and deletions as one line of JSON each."""
    with path.open("w", encoding="utf-8") as file:
        for identifier in deleted:
            file.write(json.dumps({"deleted": identifier}) + "\n")
        for document in documents:
            file.write(json.dumps(_as_row(document), ensure_ascii=False) + "\n")


def _as_row(document: IndexedDocument) -> dict[str, object]:
    return {
        "id": document.id,
        "kind": document.kind,
        "name": document.name,
        "names": list(document.names),
        "popularity": document.popularity,
        "terms": " ".join(document.weights),
    }


def _read(content: bytes) -> Iterator[tuple[str, Entry | None]]:
    try:
        for line in io.BytesIO(content):
            row = json.loads(line)
            if "deleted" in row:
                yield str(row["deleted"]), None
                continue
            names = tuple(str(name) for name in row["names"])
            kind = cast(Kind, row["kind"])
            thing = NamedThing(str(row["id"]), kind, str(row["name"]), names, float(row["popularity"]))
            yield thing.id, Entry(thing, str(row["terms"]))
    except (ValueError, KeyError, TypeError) as error:
        raise IndexUnavailable("the catalogue cannot be read") from error


class Base:
    """The catalogue file of a full build; several states share one object, so a small change stays small."""

    def __init__(self, content: bytes) -> None:
        self.entries: dict[str, Entry] = {}
        for identifier, entry in _read(content):
            if entry is not None:
                self.entries[identifier] = entry
        self.counts: Counter[str] = Counter()
        for entry in self.entries.values():
            self.counts.update(entry.terms.split())

    @cached_property
    def suggestions(self) -> Suggestions:
        """Completions over the full build."""
        return Suggestions(entry.thing for entry in self.entries.values())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all names of the full build."""
        return _vocabulary(entry.thing for entry in self.entries.values())


class Catalogue:
    """The things of one state: the full build and what changed since."""

    def __init__(self, base: Base, changes: Sequence[bytes] = ()) -> None:
        self._base = base
        self._changed: dict[str, Entry | None] = {}
        for content in changes:
            self._changed.update(_read(content))
        self._differences: Counter[str] = Counter()
        count = len(base.entries)
        for identifier, entry in self._changed.items():
            before = base.entries.get(identifier)
            count += (entry is not None) - (before is not None)
            if before is not None:
                self._differences.subtract(before.terms.split())
            if entry is not None:
                self._differences.update(entry.terms.split())
        self.document_count = count

    @cached_property
    def _recent(self) -> Suggestions:
        return Suggestions(entry.thing for entry in self._changed.values() if entry is not None)

    @cached_property
    def _recent_vocabulary(self) -> Vocabulary:
        return _vocabulary(entry.thing for entry in self._changed.values() if entry is not None)

    @cached_property
    def nearest(self) -> NearestNames:
        """Names of reference services and agencies to try when nothing was found."""
        return NearestNames(thing for thing in self.things() if thing.id.startswith(("reference:", "agency:")))

    def get(self, identifier: str) -> NamedThing | None:
        """Give a thing by its id, or None."""
        entry = self._changed[identifier] if identifier in self._changed else self._base.entries.get(identifier)
        return entry.thing if entry is not None else None

    def entries(self) -> Iterator[Entry]:
        """Give every thing of this state once, with its terms."""
        for identifier, entry in self._base.entries.items():
            if identifier not in self._changed:
                yield entry
        for changed in self._changed.values():
            if changed is not None:
                yield changed

    def things(self) -> Iterator[NamedThing]:
        """Give every thing of this state once."""
        for entry in self.entries():
            yield entry.thing

    def frequency(self, term: str) -> int:
        """Tell in how many things a term stands."""
        return self._base.counts.get(term, 0) + self._differences.get(term, 0)

    def rarity(self, term: str) -> float:
        """Give the weight of a term by its rarity (BM25's inverse document frequency)."""
        frequency = self.frequency(term)
        return math.log(1 + (self.document_count - frequency + 0.5) / (frequency + 0.5))

    def vocabularies(self) -> tuple[Vocabulary, Vocabulary]:
        """Give the words of all names; those of deleted things stay until the next full build, which harms nobody."""
        return self._base.vocabulary, self._recent_vocabulary

    def suggest(self, typed: str, limit: int) -> list[Suggestion]:
        """Give the best completions of what was typed."""
        found = self._base.suggestions.find(typed, limit, hidden=self._changed)
        found += self._recent.find(typed, limit)
        return [suggestion for _, suggestion in sorted(found, key=lambda pair: pair[0])[:limit]]


def _vocabulary(things: Iterable[NamedThing]) -> Vocabulary:
    return Vocabulary.from_names(name for thing in things for name in (thing.name, *thing.names))
