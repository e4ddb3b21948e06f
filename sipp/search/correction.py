"""Correcting typing errors, carefully: only words nobody knows, only towards words of names."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA

from sipp.search import language, lexicon

_SHORTEST = 4
_LONG_WORD = 8
_SHORTEST_PART = 3
_VOWELS = str.maketrans("", "", "aiueo")


class Vocabulary:
    """The words of all names with how many things they name, in buckets by first letter and length."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = dict(counts)
        self._buckets: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._counts):
            if len(word) >= _SHORTEST_PART and word.isalpha():
                self._buckets[word[0], len(word)].append(word)

    @classmethod
    def from_names(cls, names: Iterable[str], places: Collection[str] = ()) -> "Vocabulary":
        """Build the vocabulary from names and aliases; words of places and the word lists are targets too.

        A corrected intent or place cannot change what is found, only how the answer is shown.
        """
        counts: defaultdict[str, int] = defaultdict(int)
        for name in names:
            for word in {*language.common_forms(name), *language.normalise(name)}:
                counts[word] += 1
        for word in (*lexicon.ACTIONS, *lexicon.INTENTS, *places):
            counts.setdefault(word, 0)
        return cls(counts)

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def nearest(self, word: str) -> str | None:
        """Give the word of a name that was most likely meant, or None.

        The first letter stands; one edit under eight letters, two from eight on. Of several, the one with the same
        consonants wins (people drop vowels), then the commoner, then the alphabet.
        """
        allowed = 1 if len(word) < _LONG_WORD else 2
        candidates: list[tuple[int, bool, int, str]] = []
        for length in range(max(_SHORTEST_PART, len(word) - allowed), len(word) + allowed + 1):
            for target in self._buckets.get((word[0], length), ()):
                distance = OSA.distance(word, target, score_cutoff=allowed)
                if distance <= allowed:
                    has_other_consonants = word.translate(_VOWELS) != target.translate(_VOWELS)
                    candidates.append((distance, has_other_consonants, -self._counts[target], target))
        return min(candidates)[3] if candidates else None

    def cut(self, word: str) -> str | None:
        """Give two words of names that were written as one (aktalahir -> akta lahir), or None."""
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            left, right = word[:at], word[at:]
            if self._counts.get(left, 0) and (self._counts.get(right, 0)):
                return f"{left} {right}"
        if word[:2] == "kk" and self._counts.get(word[2:], 0):
            return f"kk {word[2:]}"
        return None


def correct(words: Sequence[str], vocabulary: Vocabulary, is_known: Callable[[str], bool]) -> str | None:
    """Give the corrected query, or None when nothing may be corrected.

    ``is_known`` tells whether the index or the gazetteer has a word; those and all words of the lexicon are left
    alone, as are words under four letters and words with digits.
    """
    corrected: list[str] = []
    for word in words:
        corrected.append(_correct_word(word, vocabulary, is_known) or word)
    return " ".join(corrected) if corrected != list(words) else None


def _correct_word(word: str, vocabulary: Vocabulary, is_known: Callable[[str], bool]) -> str | None:
    if len(word) < _SHORTEST or not word.isalpha() or word in vocabulary:
        return None
    if language.is_lexicon_word(word) or is_known(word):
        return None
    return vocabulary.nearest(word) or vocabulary.cut(word)
