"""Comparing an index with what it should hold, thing by thing: what is filed, its names, the terms it is found by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sipp.search.contract import SearchDocument
from sipp.search.documents import index_document
from sipp.search.fingerprints import fingerprint_of
from sipp.search.whoosh_index import WhooshIndex


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which an index and the documents do not agree, and in which words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class _Content:
    """What the index keeps of a thing: what it shows, what it counts, and a hash over what it finds it by."""

    kind: str
    name: str
    names: tuple[str, ...]
    popularity: float
    counted: str
    fingerprint: str


def differences(index: WhooshIndex, documents: Iterable[SearchDocument]) -> Iterator[Difference]:
    """Compare each document with what the index really holds, in the order of the documents; takes seconds.

    The terms are read from the postings themselves, not from what the writer noted. Raises IndexUnavailable when they
    cannot be read.
    """
    indexed = _contents_of(index)
    for document in _distinct(documents):
        content = indexed.pop(document.id, None)
        if content is None:
            yield Difference(document.id, "is missing")
        elif content != (expected := _content_of(document)):
            yield Difference(document.id, "differs in " + ", ".join(_unequal(content, expected)))
    for identifier in sorted(indexed):
        yield Difference(identifier, "is not in the database")


def _contents_of(index: WhooshIndex) -> dict[str, _Content]:
    fingerprints = index.fingerprints()
    found = {}
    for entry in index.catalogue.entries():
        thing = entry.thing
        fingerprint = fingerprints.pop(thing.id, "")
        found[thing.id] = _Content(
            thing.kind, thing.name, thing.names, thing.popularity, _count(entry.terms.split()), fingerprint
        )
    for identifier, fingerprint in fingerprints.items():
        found[identifier] = _Content("", "", (), 0.0, "", fingerprint)
    return found


def _content_of(document: SearchDocument) -> _Content:
    made = index_document(document)
    return _Content(
        made.kind, made.name, made.names, made.popularity, _count(made.weights), fingerprint_of(made.weights)
    )


def _count(terms: Iterable[str]) -> str:
    return fingerprint_of(dict.fromkeys(terms, 1.0))


def _unequal(left: _Content, right: _Content) -> Iterator[str]:
    words = {"kind": "kind", "name": "name", "names": "other names", "popularity": "popularity"}
    for field, word in words.items():
        if getattr(left, field) != getattr(right, field):
            yield word
    if left.counted != right.counted or left.fingerprint != right.fingerprint:
        yield "terms"


def _distinct(documents: Iterable[SearchDocument]) -> Iterator[SearchDocument]:
    seen: set[str] = set()
    for document in documents:
        if document.id not in seen:
            seen.add(document.id)
            yield document
