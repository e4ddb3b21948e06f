"""The gazetteer: finds the names of places and agencies inside a query, longest name first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sipp.search import language
from sipp.search.correction import Vocabulary

PlaceKind = Literal["province", "regency", "city"]

_PREFIXES: dict[PlaceKind, tuple[str, ...]] = {
    "province": ("provinsi", "prov", "propinsi", "pemprov", "pemerintah provinsi", "provinsi daerah istimewa"),
    "regency": ("kabupaten", "kab", "pemkab", "pemerintah kabupaten", "kabupaten administrasi", "regency"),
    "city": ("kota", "pemkot", "kotamadya", "pemerintah kota", "kota administrasi", "kota adm", "city"),
}
_MARKERS = frozenset({"di", "kota", "kab", "kabupaten", "provinsi", "prov", "wilayah", "daerah", "ke", "dari"})
# Names of regions that are also common words: alone in the middle of a query they are the word.
_ALSO_WORDS = frozenset({"batu", "metro", "buru", "pati", "batang", "landak", "palu", "lahat", "ende", "siak", "solo"})
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


@dataclass(slots=True)
class _Entry:
    places: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)


class Gazetteer:
    """All names of places and agencies, built once from data the caller gives."""

    def __init__(self, places: Sequence[PlaceName] = (), agencies: Sequence[AgencyName] = ()) -> None:
        self._entries: defaultdict[tuple[str, ...], _Entry] = defaultdict(_Entry)
        self._region_of_agency = {agency.slug: agency.region_code for agency in agencies}
        for place in places:
            for form in _written_forms(place):
                _add(self._entries[form].places, place.code)
        for agency in agencies:
            for name in (agency.name, *agency.short_names):
                form = tuple(language.split(name))
                if form and not self._entries[form].places:
                    _add(self._entries[form].agencies, agency.slug)
        self._longest = max((len(form) for form in self._entries), default=0)
        self._words = frozenset(word for form in self._entries for word in form)
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
            form = self._longest_at(words, position)
            if form is None:
                rest.append(words[position])
                position += 1
                continue
            entry = self._entries[form]
            if entry.places:
                is_ambiguous = is_ambiguous or len(entry.places) > 1
                for code in entry.places:
                    _add(place, code)
                place_words.extend(form)
            else:
                agencies.extend(entry.agencies)
                agency_words.extend(form)
            position += len(form)
        return Mentions(
            tuple(rest), tuple(place), tuple(place_words), is_ambiguous,
            self._narrow(agencies, place), tuple(agency_words),
        )  # fmt: skip

    def _longest_at(self, words: Sequence[str], position: int) -> tuple[str, ...] | None:
        for length in range(min(self._longest, len(words) - position), 0, -1):
            form = tuple(words[position : position + length])
            if form in self._entries and not (length == 1 and self._is_only_a_word(words, position)):
                return form
        return None

    def _is_only_a_word(self, words: Sequence[str], position: int) -> bool:
        word = words[position]
        if self._entries[(word,)].places:
            is_marked = position > 0 and (words[position - 1] in _MARKERS or position == len(words) - 1)
            return word in _ALSO_WORDS and not is_marked and len(words) > 1
        return language.is_stop_word(word) or (language.is_hint(word) and not language.is_office(word))

    def _narrow(self, agencies: Sequence[str], place: Sequence[str]) -> tuple[str, ...]:
        distinct = tuple(dict.fromkeys(agencies))
        local = tuple(slug for slug in distinct if self._region_of_agency.get(slug) in place)
        chosen = local if place and local else distinct
        return chosen if len(chosen) <= _MOST_AGENCIES else ()


def _written_forms(place: PlaceName) -> Iterable[tuple[str, ...]]:
    words = language.split(place.name)
    for prefix in sorted(_PREFIXES[place.kind], key=len, reverse=True):
        prefix_words = prefix.split()
        if words[: len(prefix_words)] == prefix_words and len(words) > len(prefix_words):
            words = words[len(prefix_words) :]
            break
    bare_names = [words, *(language.split(name) for name in place.everyday)]
    for bare in bare_names:
        if bare:
            yield tuple(bare)
            for prefix in _PREFIXES[place.kind]:
                yield (*prefix.split(), *bare)


def _add(values: list[str], value: str) -> None:
    if value not in values:
        values.append(value)
