"""The gazetteer: finds the names of places and agencies inside a query, longest name first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sipp.search import language
from sipp.search.correction import Vocabulary

PlaceKind = Literal["province", "regency", "city"]

_PREFIXES: dict[PlaceKind, tuple[str, ...]] = {
    "province": ("provinsi", "prov", "propinsi", "pemprov", "pemerintah provinsi", "provinsi daerah istimewa"),
    "regency": ("kabupaten", "kab", "pemkab", "pemerintah kabupaten", "kabupaten administrasi", "regency"),
    "city": ("kota", "pemkot", "kotamadya", "pemerintah kota", "kota administrasi", "kota adm", "city"),
}


def _by_first_word() -> dict[str, list[tuple[tuple[str, ...], PlaceKind]]]:
    found: defaultdict[str, list[tuple[tuple[str, ...], PlaceKind]]] = defaultdict(list)
    for kind, prefixes in _PREFIXES.items():
        for prefix in sorted(prefixes, key=len, reverse=True):
            words = tuple(prefix.split())
            found[words[0]].append((words, kind))
    return dict(found)


_PREFIXES_BY_WORD = _by_first_word()
_KIND_WORDS = frozenset(_PREFIXES_BY_WORD)
_MARKERS = frozenset({"di", "kota", "kab", "kabupaten", "provinsi", "prov", "wilayah", "daerah", "ke", "dari"})
# Names of regions that are also common words: alone in the middle of a query they are the word.
_ALSO_WORDS = frozenset(
    {
        "batu", "metro", "buru", "pati", "batang", "landak", "palu", "lahat", "ende", "siak", "solo", "puncak",
        "serang", "lebak", "bone", "padang", "banjar", "lingga", "pare",
    }
)  # fmt: skip
# Bogor kota, bogor kab: the kind behind the name.
_KIND_BEHIND: dict[str, PlaceKind] = {"kab": "regency", "kabupaten": "regency", "kota": "city"}
_SHORT = {"kepulauan": "kep", "tanjung": "tj", "jakarta": "jkt", "sumatera": "sumatra"}
# More agencies of one name than this (every Dinas Sosial of the country) choose nothing.
_MOST_AGENCIES = 20


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A region as people may write it. ``name`` may carry its kind ("Kota Kupang"); ``everyday`` holds jogja, solo."""

    code: str
    name: str
    kind: PlaceKind
    everyday: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An agency or unit as people may write it. ``region_code`` tells agencies of one name apart by place."""

    slug: str
    name: str
    short_names: tuple[str, ...] = ()
    region_code: str = ""


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a query names: places, agencies, and the words that are left."""

    rest: tuple[str, ...]
    place: tuple[str, ...] = ()
    place_words: tuple[str, ...] = ()
    place_is_ambiguous: bool = False
    agencies: tuple[str, ...] = ()
    agency_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    """What stands at a position of a query: so many words name these places, or else these agencies."""

    length: int
    places: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


class Gazetteer:
    """All names of places and agencies, built once from data the caller gives."""

    def __init__(self, places: Sequence[PlaceName] = (), agencies: Sequence[AgencyName] = ()) -> None:
        self._kinds = {place.code: place.kind for place in places}
        self._region_of_agency = {agency.slug: agency.region_code for agency in agencies}
        self._places: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        self._agencies: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for place in places:
            for form in _bare_forms(place):
                _add(self._places[form], place.code)
        self._longest = max(map(len, self._places), default=0)
        for agency in agencies:
            for name in (agency.name, *agency.short_names):
                form = tuple(language.split(name))
                if form and self._place_at(form, 0).length < len(form):
                    _add(self._agencies[form], agency.slug)
        self._longest_agency = max(map(len, self._agencies), default=0)
        self._words = _KIND_WORDS.union(*self._places, *self._agencies)
        self.vocabulary = Vocabulary(dict.fromkeys(self._words, 0))

    def knows(self, word: str) -> bool:
        """Tell whether a word stands in any name of a place or agency."""
        return word in self._words

    def find(self, words: Sequence[str]) -> Mentions:
        """Find the named places and agencies among words (as typed, folded) and what remains.

        "Kota Kupang" gives the city, "Kabupaten Kupang" the regency, "kupang" both.
        """
        rest: list[str] = []
        place: list[str] = []
        place_words: list[str] = []
        agencies: list[str] = []
        agency_words: list[str] = []
        is_ambiguous = False
        position = 0
        while position < len(words):
            match = self._longest_at(words, position)
            named = words[position : position + match.length]
            if not named:
                rest.append(words[position])
            elif match.places:
                is_ambiguous = is_ambiguous or len(match.places) > 1
                for code in match.places:
                    _add(place, code)
                place_words.extend(named)
            else:
                agencies.extend(match.agencies)
                agency_words.extend(named)
            position += match.length or 1
        return Mentions(
            tuple(rest), tuple(place), tuple(place_words), is_ambiguous,
            self._narrow(agencies, place), tuple(agency_words),
        )  # fmt: skip

    def _longest_at(self, words: Sequence[str], position: int) -> _Match:
        place, agency = self._place_at(words, position), self._agency_at(words, position)
        return agency if agency.length > place.length else place

    def _place_at(self, words: Sequence[str], position: int) -> _Match:
        """Find a place by its bare name, or by its name with the kind before or behind it, whichever is longest."""
        best = self._bare_place_at(words, position)
        if best.length == 1 and self._is_only_a_word(words, position):
            best = _Match(0)
        for prefix, kind in _PREFIXES_BY_WORD.get(words[position], ()):
            if tuple(words[position : position + len(prefix)]) == prefix:
                bare = self._bare_place_at(words, position + len(prefix))
                of_kind = tuple(code for code in bare.places if self._kinds[code] == kind)
                if of_kind and len(prefix) + bare.length > best.length:
                    best = _Match(len(prefix) + bare.length, of_kind)
        behind = words[position + best.length : position + best.length + 1]
        kind_behind = _KIND_BEHIND.get(behind[0]) if behind and best.length else None
        of_kind = tuple(code for code in best.places if self._kinds[code] == kind_behind)
        return _Match(best.length + 1, of_kind) if of_kind else best

    def _bare_place_at(self, words: Sequence[str], position: int) -> _Match:
        for length in range(min(self._longest, len(words) - position), 0, -1):
            codes = self._places.get(tuple(words[position : position + length]))
            if codes:
                return _Match(length, tuple(codes))
        return _Match(0)

    def _agency_at(self, words: Sequence[str], position: int) -> _Match:
        for length in range(min(self._longest_agency, len(words) - position), 0, -1):
            slugs = self._agencies.get(tuple(words[position : position + length]))
            if slugs and not (length == 1 and _is_only_a_hint(words[position])):
                return _Match(length, agencies=tuple(slugs))
        return _Match(0)

    def _is_only_a_word(self, words: Sequence[str], position: int) -> bool:
        is_marked = position > 0 and (words[position - 1] in _MARKERS or position == len(words) - 1)
        return words[position] in _ALSO_WORDS and not is_marked and len(words) > 1

    def _narrow(self, agencies: Sequence[str], place: Sequence[str]) -> tuple[str, ...]:
        distinct = tuple(dict.fromkeys(agencies))
        local = tuple(slug for slug in distinct if self._region_of_agency.get(slug) in place)
        chosen = local if place and local else distinct
        return chosen if len(chosen) <= _MOST_AGENCIES else ()


def _is_only_a_hint(word: str) -> bool:
    return language.is_stop_word(word) or (language.is_hint(word) and not language.is_office(word))


def _bare_forms(place: PlaceName) -> Iterator[tuple[str, ...]]:
    """Give the name without its kind, the everyday names, and each of them shortened and as one word."""
    words = tuple(language.split(place.name))
    for prefix, kind in _PREFIXES_BY_WORD.get(words[0] if words else "", ()):
        if kind == place.kind and words[: len(prefix)] == prefix and len(words) > len(prefix):
            words = words[len(prefix) :]
            break
    for bare in (words, *(tuple(language.split(name)) for name in place.everyday)):
        if bare:
            yield from {bare, tuple(_SHORT.get(word, word) for word in bare), ("".join(bare),)}


def _add(values: list[str], value: str) -> None:
    if value not in values:
        values.append(value)
