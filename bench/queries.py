"""What is asked: distinct queries of all kinds, made from the names in an installation as citizens would type them."""

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.engines.contract import Asked
from sipp.search import language
from sipp.search.places import Gazetteer

MOST_WORDS = 6
#: Half of the queries name a place, as about half of the real ones do.
SHARE_WITH_PLACE = 0.5

_ACTIONS = ("bikin", "buat", "urus", "ngurus", "daftar", "cara", "mau bikin", "pengen urus", "cara urus", "ngajuin")
_INTENTS = ("biaya", "syarat", "berapa lama", "brp biaya", "syaratnya apa", "online", "gratis gak", "alamat", "berkas")
_COMPLAINTS = ("lama sekali", "blm jadi", "dimintain duit", "pungli", "ditolak", "dipersulit", "udah 3 bulan blm jadi")
_CHATTER = ("gimana", "gmn ya", "dong", "tolong", "min", "kak", "mohon info", "apakah bisa")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Names:
    """What queries are made of: names of services, and of places that have a government in the data."""

    services: Sequence[str]
    places: Sequence[str]


def read_names(databases: Sequence[Path]) -> Names:
    """The names that stand in all of these databases: growth is measured with questions that every size can answer."""
    found = [(_column(database, _SERVICE_NAMES), _column(database, _PLACE_NAMES)) for database in databases]
    services, places = (set.intersection(*names) for names in zip(*found, strict=True))
    return Names(sorted(services), sorted(places))


def _column(database: Path, statement: str) -> set[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return {name for (name,) in connection.execute(statement)}


_SERVICE_NAMES = """
SELECT name FROM reference_service
UNION SELECT value FROM reference_service, json_each(aliases)
UNION SELECT value FROM reference_service, json_each(search_words)
UNION SELECT value FROM reference_service, json_each(former_names)
UNION SELECT name FROM service WHERE reference_id IS NULL AND status <> 'retired'
"""

_PLACE_NAMES = "SELECT region.name FROM region JOIN agency ON agency.region_code = region.code"


def make_queries(names: Names, gazetteer: Gazetteer, count: int, seed: int) -> list[Asked]:
    """So many distinct queries; the same for the same names and seed.

    Raises ValueError when the names do not give so many.
    """
    draw = random.Random(f"queries {seed}")
    found: dict[str, Asked] = {}
    for kind, text in _candidates(names, draw, 40 * count):
        if text not in found:
            found[text] = asked_for(text, kind, gazetteer)
        if len(found) == count:
            return list(found.values())
    raise ValueError(f"the names of this data give {len(found)} distinct queries, not {count}")


def _candidates(names: Names, draw: random.Random, tries: int) -> Iterator[tuple[str, str]]:
    kinds = list(_KINDS)
    for number in range(tries):
        kind = kinds[number % len(kinds)]
        words = _KINDS[kind](draw.choice(names.services), draw)
        if draw.random() < SHARE_WITH_PLACE:
            words = [*words[: MOST_WORDS - 2], *_place(draw.choice(names.places), draw)]
        yield kind, " ".join(words)


def asked_for(text: str, kind: str, gazetteer: Gazetteer) -> Asked:
    """The query with what the flat engines get of it; stop words are left out, which only helps them."""
    typed = language.split(text)
    mentions = gazetteer.find(typed)
    rest = mentions.rest if mentions.place else typed
    words = [word for word in rest if not language.is_stop_word(word)]
    return Asked(text, kind, tuple(words or rest or typed), mentions.place)


def _some_words(name: str, draw: random.Random, most: int) -> list[str]:
    """A few neighbouring words of a name, as people shorten it."""
    words = language.split(name)
    length = draw.randint(1, min(most, len(words))) if words else 0
    start = draw.randint(0, len(words) - length)
    return words[start : start + length]


def _single(name: str, draw: random.Random) -> list[str]:
    return _some_words(name, draw, 1)


def _named(name: str, draw: random.Random) -> list[str]:
    return language.split(name)[:MOST_WORDS]


def _with_action(name: str, draw: random.Random) -> list[str]:
    return [*draw.choice(_ACTIONS).split(), *_some_words(name, draw, 3)]


def _with_intent(name: str, draw: random.Random) -> list[str]:
    return [*_some_words(name, draw, 3), *draw.choice(_INTENTS).split()]


def _mistyped(name: str, draw: random.Random) -> list[str]:
    words = _some_words(name, draw, 3)
    longest = max(range(len(words)), key=lambda at: len(words[at]))
    return [*words[:longest], _with_typo(words[longest], draw), *words[longest + 1 :]]


def _complaint(name: str, draw: random.Random) -> list[str]:
    return [*_some_words(name, draw, 2), *draw.choice(_COMPLAINTS).split()][:MOST_WORDS]


def _chatty(name: str, draw: random.Random) -> list[str]:
    words = [*draw.choice(_CHATTER).split(), *draw.choice(_ACTIONS).split(), *_some_words(name, draw, 3)]
    return words[:MOST_WORDS]


_KINDS: dict[str, Callable[[str, random.Random], list[str]]] = {
    "one word": _single,
    "name": _named,
    "action": _with_action,
    "intent": _with_intent,
    "typo": _mistyped,
    "complaint": _complaint,
    "chatty": _chatty,
}


def _with_typo(word: str, draw: random.Random) -> str:
    """One slip: a letter left out, doubled, put in place of another, or two swapped; the first letter stays."""
    if len(word) < 4:
        return word
    at = draw.randint(1, len(word) - 2)
    match draw.randrange(4):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at] + word[at:]
        case 2:
            return word[:at] + draw.choice(_LETTERS) + word[at + 1 :]
        case _:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _place(name: str, draw: random.Random) -> list[str]:
    """A place as people add it: "di sleman", "kota bandung", "kab sleman"."""
    words = language.split(name)
    bare = words[1:] if words[0] in ("kota", "kabupaten") and len(words) > 1 else words
    match draw.randrange(3):
        case 0:
            return words
        case 1:
            return ["di", *bare]
        case _:
            return ["kab", *bare] if words[0] == "kabupaten" else bare
