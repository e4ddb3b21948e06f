"""Which known service a title means: words in their common form, by how many of them two names share.

"PENERBITAN KARTU TANDA PENDUDUK ELEKTRONIK (KTP-EL) KARENA HILANG" and "Penerbitan KTP-el karena hilang atau rusak"
meet in the words ktp and hilang. A match that is not clearly better than the next one is no match.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sipp.search.language import is_hint, is_stop_word, normalise, stem

#: From here on two names are taken for the same service, and this much better than the second best.
LEAST_LIKENESS = 0.6
CLEAR_LEAD = 0.1


@dataclass(frozen=True)
class Match:
    """A known thing by its slug, and how alike its best name is: from 0 to 1."""

    slug: str
    likeness: float


def best_match(title: str, names: Iterable[tuple[str, str]]) -> Match | None:
    """The thing a title means among (slug, name) pairs; None when none is alike enough or two are equally so."""
    words = _subject(title)
    likeness: dict[str, float] = {}
    for slug, name in names:
        likeness[slug] = max(likeness.get(slug, 0.0), _likeness(words, _subject(name)))
    ranked = sorted(likeness.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < LEAST_LIKENESS:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < CLEAR_LEAD:
        return None
    return Match(*ranked[0])


@lru_cache(maxsize=16_384)
def _subject(text: str) -> frozenset[str]:
    """The stems of the words that say what it is about; all of them where nothing else is left."""
    words = [word for word in normalise(text) if not is_stop_word(word)]
    subject = frozenset(stem(word) for word in words if not is_hint(word) and word not in _EVERYWHERE)
    return subject or frozenset(stem(word) for word in words)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


#: Words that stand in the title of any standard.
_EVERYWHERE = frozenset(("standar", "pelayanan", "layanan", "publik", "penerbitan", "pencatatan", "kutipan", "wni"))
