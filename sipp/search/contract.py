"""What a search machine promises, whichever engine stands behind it, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["reference", "service", "agency"]
EVERYWHERE = "*"
Intent = Literal["fee", "requirements", "procedure", "time", "location", "online"]


class IndexUnavailable(Exception):
    """The index is missing, damaged or of another format: answer from the database and rebuild."""


class WriterLeaseTaken(Exception):
    """Another process of this host already writes this index."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing a citizen can look for.

    ``id`` is ``reference:<slug>``, ``service:<agency>/<slug>``, ``agency:<slug>`` or ``unit:<agency>/<unit>``.
    ``names`` holds aliases, former names, everyday words and the distinct names local offers use.
    ``extra`` (a summary) is consulted only when names find nothing. ``popularity`` lies between 0 and 1.
    ``belongs_to`` are the slug of its agency and the code of its region, as the gazetteer knows them, or EVERYWHERE.
    """

    id: str
    kind: Kind
    name: str
    names: tuple[str, ...] = ()
    extra: str = ""
    popularity: float = 0.0
    belongs_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A found thing. ``step`` is 0 when every word of the query was found, else how many words were given up."""

    id: str
    kind: Kind
    score: float
    step: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the index and how much a match through it counts (1 = the very word).

    ``is_guess`` marks what a spoken form may stand for; it counts only where the word as typed is unknown.
    """

    text: str
    weight: float
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives for one word the citizen typed; a thing matches when any of them does.

    ``subject`` is the term that stands in the index when the word alone names a service ("paspor", not "hilang").
    """

    word: str
    terms: tuple[Term, ...]
    weight: float = 1.0
    subject: str = ""


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """What was understood of a query.

    ``groups`` must be found, ``hints`` only lift what was found. ``place`` holds region codes: several when a name
    is shared (``place_is_ambiguous``) or when several places are named; ``place_words`` is how they were written.
    ``phrases`` are keys of whole names that equal the query; ``owners`` lift what belongs to the named
    places and agencies.
    """

    text: str
    words: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    hints: tuple[Group, ...] = ()
    phrases: tuple[str, ...] = ()
    owners: tuple[Term, ...] = ()
    place: tuple[str, ...] = ()
    place_words: tuple[str, ...] = ()
    place_is_ambiguous: bool = False
    agencies: tuple[str, ...] = ()
    agency_words: tuple[str, ...] = ()
    intents: tuple[Intent, ...] = ()
    is_complaint: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion while typing: the text to search for and the thing it stands for."""

    text: str
    id: str
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query. ``corrected_query`` is set when the hits belong to it instead of the words typed."""

    hits: Sequence[Hit]
    plan: QueryPlan
    corrected_query: str | None = None
    generation: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened since a sequence number: documents to write, ids to take out, and the number reached.

    ``mark`` tells the change of that number from another one, as a restored database counts anew.
    """

    sequence: int
    documents: Sequence[SearchDocument] = field(default_factory=tuple)
    deleted: Sequence[str] = field(default_factory=tuple)
    mark: str = ""
