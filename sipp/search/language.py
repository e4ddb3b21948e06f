"""From what was typed to words that can be compared: folding, spelling, slang, colloquial forms, stems."""

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import Stemmer

from sipp.search import lexicon

_WORD = re.compile(r"[a-z0-9]+")
# e-KTP, e KTP, KTP-el, m-paspor, p-irt: one letter before a known word is part of its name.
_PREFIXED = re.compile(r"\b(?:e|m)[\s-]?(ktp|paspor|passport|samsat|sertifikat|sertipikat|kk)\b")
_SUFFIXED = re.compile(r"\bktp[\s-]?el\b")
_PIRT = re.compile(r"\b(?:spp[\s-]?p?|p)[\s-]?irt\b")
_VOWELS = "aiueo"
_STEM_MARK = "_"
_PHRASE_MARK = "="
_EXTRA_MARK = "~"

_stemmer = Stemmer.Stemmer("indonesian")
# PyStemmer keeps one work buffer per object; two threads in it at once corrupt each other's word.
_stemmer_lock = threading.Lock()


def fold(text: str) -> str:
    """Bring text to plain lower case: compatibility forms resolved, accents and control characters gone."""
    decomposed = unicodedata.normalize("NFKD", text)
    folded = "".join(" " if unicodedata.category(char) == "Cc" else char for char in decomposed)
    return folded.encode("ascii", "ignore").decode("ascii").lower()


def split(text: str) -> list[str]:
    """Cut text into its folded words as typed, before any spelling or slang rule (for places and agencies)."""
    return _WORD.findall(fold(text))


def normalise(text: str) -> list[str]:
    """Give the words of a text in their one common form; used for names and queries alike."""
    return join_phrases(common_forms(text))


def common_forms(text: str) -> list[str]:
    """Give the words of a text in one spelling each, before names of several words are joined."""
    folded = _SUFFIXED.sub("ktp", fold(text))
    folded = _PIRT.sub("pirt", _PREFIXED.sub(r"\1", folded))
    return list(_in_common_form(_WORD.findall(folded)))


def _in_common_form(tokens: Sequence[str]) -> Iterator[str]:
    previous = ""
    for token in tokens:
        word = token[:-1] if len(token) > 3 and token[-1] == "2" and token[:-1].isalpha() else token
        word = lexicon.SPELLINGS.get(word, word)
        word = lexicon.SLANG.get(word, word)
        for part in word.split():
            part = lexicon.SPELLINGS.get(part, part)
            if part != previous:
                yield part
            previous = part


_PHRASES = {tuple(source.split()): target.split() for source, target in lexicon.PHRASES.items()}
_LONGEST_PHRASE = max(len(source) for source in _PHRASES)


def join_phrases(words: list[str]) -> list[str]:
    """Replace names of several words by their short one (kartu keluarga -> kk) and English by Indonesian words."""
    result: list[str] = []
    position = 0
    while position < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - position), 1, -1):
            target = _PHRASES.get(tuple(words[position : position + length]))
            if target is not None:
                result.extend(target)
                position += length
                break
        else:
            result.extend(lexicon.ENGLISH.get(words[position], words[position]).split())
            position += 1
    return result


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Give the stem of a word; acronyms, short words and words with digits stay as they are."""
    if word in lexicon.STEMS:
        return lexicon.STEMS[word]
    if len(word) < 4 or word in lexicon.ACRONYMS or not word.isalpha():
        return word
    with _stemmer_lock:
        return str(_stemmer.stemWord(word))


def colloquial_variants(word: str) -> tuple[str, ...]:
    """Give what a spoken form may stand for: ngurus -> urus, nyetak -> cetak/setak, bikinin -> bikin, cairin -> cair.

    Wrong guesses are no words and match nothing, so no dictionary is needed.
    """
    variants: list[str] = []
    bases = [word]
    if word.endswith("in") and len(word) >= 6:
        bases.append(word[:-2])
    for base in bases:
        if base != word:
            variants.append(base)
        if base.startswith("nge") and len(base) >= 6:
            variants.append(base[3:])
        if base.startswith("ng") and len(base) >= 5 and base[2] in _VOWELS:
            variants.extend((base[2:], "k" + base[2:]))
        elif base.startswith("ny") and len(base) >= 5 and base[2] in _VOWELS:
            variants.extend(("c" + base[2:], "s" + base[2:]))
        elif base.startswith("n") and len(base) >= 5 and base[1] in _VOWELS:
            variants.append("t" + base[1:])
        elif base.startswith("m") and len(base) >= 5 and base[1] in _VOWELS:
            variants.append("p" + base[1:])
    return tuple(dict.fromkeys(variants))


def is_hint(word: str) -> bool:
    """Tell whether a word is no subject: what somebody wants to know or do, where, or a lone letter or number."""
    if len(word) == 1 or word.isdigit():
        return True
    return word in lexicon.ACTIONS or word in lexicon.INTENTS or word in lexicon.OFFICES


def is_stop_word(word: str) -> bool:
    """Tell whether a word carries nothing that could choose a service."""
    return word in lexicon.STOP


def is_lexicon_word(word: str) -> bool:
    """Tell whether the word lists know a word, so that it is nobody's typing error."""
    return (
        word in lexicon.STOP or word in lexicon.ACTIONS or word in lexicon.INTENTS or word in lexicon.COMPLAINTS
        or word in lexicon.SYNONYMS or word in lexicon.ENGLISH or word in lexicon.ORDINARY or word in lexicon.ACRONYMS
        or word in lexicon.SLANG or word in lexicon.SPELLINGS or word in lexicon.KEEP or word in lexicon.STEMS
    )  # fmt: skip


def stem_term(word: str) -> str:
    """Give the index term under which all forms of a word meet; the mark keeps it apart from the raw word."""
    return _STEM_MARK + stem(word)


def extra_term(word: str) -> str:
    """Give the index term of a word that stands only in a summary."""
    return _EXTRA_MARK + stem(word)


def phrase_keys(words: Sequence[str]) -> tuple[str, ...]:
    """Give the keys of a whole name: with its hints, then of its subject alone; order of words does not matter."""
    meant = [word for word in words if not is_stop_word(word)]
    subject = sorted({stem(word) for word in meant if not is_hint(word)})
    everything = sorted({stem(word) for word in meant})
    keys = [_PHRASE_MARK + "+".join(part) for part in (everything, subject) if part]
    return tuple(dict.fromkeys(keys))
