"""The task every engine is given, and what it must hand back, so that no engine is timed for doing less."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

ROWS_PER_PAGE = 10
#: Fewer pages than this with every word, and a flat engine is asked again for pages with any of them.
FEW = 3


class PeerMissing(Exception):
    """A peer cannot run on this machine; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query. ``words`` (without stop words and the place's own) and ``places`` (region codes) are for the peers.

    They get them for nothing: what finds places and stop words works inside our clock, outside theirs.
    """

    text: str
    kind: str
    words: tuple[str, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the first page: what, whose, the two figures a citizen looks for, and the ids a page links with."""

    title: str
    agency: str
    fee: str | None
    time: str | None
    service_id: int | None = None
    reference_id: int | None = None
    version_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The first page of rows, how many there are, and how many by kind of agency and by province."""

    rows: Sequence[Row]
    total: int
    by_kind: Mapping[str, int]
    by_province: Mapping[str, int]


class Engine(Protocol):
    """An opened engine, as one web process holds it."""

    def answer(self, asked: Asked) -> Answer:
        """Do the whole task: find, rank, count by kind and province, read the first page with fee and time."""

    def close(self) -> None:
        """Let go of files and connections."""
