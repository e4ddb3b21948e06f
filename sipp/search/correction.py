"""Correcting typing errors, carefully: only words nobody knows, only towards words of names."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA

from sipp.search import english, language, lexicon

_SHORTEST = 4
_LONG_WORD = 8
_SHORTEST_PART = 3
# Short everyday words are near to everything.
_SHORTEST_LISTED = 5
_VOWELS = str.maketrans("", "", "aiueo")

# Distance, is short, other consonants, commonness (negative), word: the smallest is the best candidate.
_Candidate = tuple[int, bool, bool, int, str]


class Vocabulary:
    """Words with how many things they name, in buckets by first letter and length."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = dict(counts)
        self._buckets: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        self._consonants: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self._counts):
            if len(word) >= _SHORTEST_PART and word.isalpha():
                self._buckets[word[0], len(word)].append(word)
                self._consonants[word.translate(_VOWELS)].append(word)

    @classmethod
    def from_names(cls, names: Iterable[str]) -> "Vocabulary":
        """Build the vocabulary of names and aliases."""
        counts: Counter[str] = Counter()
        for name in names:
            counts.update({*language.common_forms(name), *language.normalise(name)})
        return cls(counts)

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def names_something(self, word: str) -> bool:
        """Tell whether a word stands in a name, not only in a word list."""
        return self._counts.get(word, 0) > 0

    def candidates(self, word: str) -> list[_Candidate]:
        """Give the words that may have been meant: same first letter, one edit under eight letters, else two.

        However many vowels were left out (srtfkt, prpnjang) is one edit.
        """
        found: list[_Candidate] = [
            (1, len(target) < _SHORTEST, False, -self._counts[target], target)
            for target in self._consonants.get(word.translate(_VOWELS), ())
            if target[0] == word[0] and len(target) > len(word) and _is_shortened(word, target)
        ]
        if len(word) < _SHORTEST:
            return found
        allowed = 1 if len(word) < _LONG_WORD else 2
        has_no_vowel = word == word.translate(_VOWELS)
        for length in range(max(_SHORTEST_PART, len(word) - allowed), len(word) + allowed + 1):
            for target in self._buckets.get((word[0], length), ()):
                distance = OSA.distance(word, target, score_cutoff=allowed)
                consonants = target.translate(_VOWELS)
                # Nobody types a vowel into STNK: stok is no error for it.
                if distance <= allowed and (consonants != target or has_no_vowel):
                    has_other_consonants = word.translate(_VOWELS) != consonants
                    is_short = length < _SHORTEST
                    found.append((distance, is_short, has_other_consonants, -self._counts[target], target))
        return found


# Words people mean that stand in no name. Names come first: here every word counts nothing.
WORD_LISTS = Vocabulary(
    dict.fromkeys(
        (
            word
            for word in (
                *lexicon.ACTIONS, *lexicon.INTENTS, *lexicon.COMPLAINTS, *lexicon.STOP, *lexicon.SYNONYMS,
                *lexicon.STEMS, *english.WORDS, *lexicon.SPELLINGS, *lexicon.SLANG, *language.PHRASE_WORDS,
            )
            if len(word) >= _SHORTEST_LISTED
        ),
        0,
    )
)  # fmt: skip


def _is_shortened(word: str, target: str) -> bool:
    letters = iter(target)
    return all(letter in letters for letter in word)


def correct(words: Sequence[str], vocabularies: Sequence[Vocabulary], is_known: Callable[[str], bool]) -> str | None:
    """Give the corrected query, or None when nothing may be corrected.

    ``is_known`` tells whether the index or the gazetteer has a word; those and all words of the lexicon are left
    alone, as are words with digits and words under four letters (three when all vowels were left out). Of several
    candidates the one with the same consonants wins (people drop vowels), then the commoner, then the alphabet.
    """
    corrected = [_correct_word(word, (*vocabularies, WORD_LISTS), is_known) or word for word in words]
    return " ".join(corrected) if corrected != list(words) else None


def _correct_word(word: str, vocabularies: Sequence[Vocabulary], is_known: Callable[[str], bool]) -> str | None:
    has_no_vowel = len(word) >= _SHORTEST_PART and word == word.translate(_VOWELS)
    if not (len(word) >= _SHORTEST or has_no_vowel) or not word.isalpha():
        return None
    if language.is_lexicon_word(word) or is_known(word):
        return None
    if any(word in vocabulary for vocabulary in vocabularies):
        return None
    candidates = [candidate for vocabulary in vocabularies for candidate in vocabulary.candidates(word)]
    return min(candidates)[-1] if candidates else _cut(word, vocabularies)


def _cut(word: str, vocabularies: Sequence[Vocabulary]) -> str | None:
    """Give two words of names that were written as one (aktelahir -> akta lahir), or None."""
    for at in range(2, len(word) - _SHORTEST_PART + 1):
        left, right = (lexicon.SPELLINGS.get(part, part) for part in (word[:at], word[at:]))
        if len(left) < _SHORTEST_PART and left not in lexicon.ACRONYMS:
            continue
        if all(any(vocabulary.names_something(part) for vocabulary in vocabularies) for part in (left, right)):
            return f"{left} {right}"
    return None
