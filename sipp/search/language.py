"""From what was typed to words that can be compared: folding, spelling, slang, colloquial forms, stems."""

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import Stemmer

from sipp.search import english, lexicon, ordinary

_WORD = re.compile(r"[a-z0-9]+")
# e-KTP, e KTP, KTP-el, m-paspor, p-irt: one letter before a known word is part of its name.
_PREFIXED = re.compile(r"\b(?:e|m)[\s-]?(ktp|paspor|passport|samsat|sertifikat|sertipikat|kk)\b")
_SUFFIXED = re.compile(r"\bktp[\s-]?el\b")
_PIRT = re.compile(r"\b(?:spp[\s-]?p?|p)[\s-]?irt\b")
# syarat2, rame2an, baik2nya: the figure says that the word is doubled.
_DOUBLED = re.compile(r"([a-z]{2,})2(?:an|nya|kan|in)?")
# ktpnya, simku, bisakah: what clings to a word is not part of it.
_OWNED = re.compile(r"([a-z]{2,})(nya|ku|mu)")
_ASKED = re.compile(r"([a-z]{4,})(?:kah|lah|pun)")
_VOWELS = "aiueo"
_SHORTEST_HOST = 4
_PART_OF_THE_WORD = frozenset({"i", "lah", "kah", "ku", "mu"})
_STEM_MARK = "_"
_PHRASE_MARK = "="
_EXTRA_MARK = "~"
_OWNER_MARK = "@"
_SUBJECT_MARK = "!"

# Control characters part words.
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), " ")
# Another version may cut words elsewhere.
STEMMER = f"PyStemmer {Stemmer.version()}"
_stemmer = Stemmer.Stemmer("indonesian")
# PyStemmer keeps one work buffer per object; two threads in it at once corrupt each other's word.
_stemmer_lock = threading.Lock()


def fold(text: str) -> str:
    """Bring text to plain lower case: compatibility forms resolved, accents and control characters gone."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(_CONTROLS).encode("ascii", "ignore").decode("ascii")
    return text.translate(_CONTROLS).lower()


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
        for part in _spelt(_bare(token)).split():
            part = lexicon.SPELLINGS.get(part, part)
            if part != previous:
                yield part
            previous = part


def _spelt(word: str) -> str:
    word = lexicon.SPELLINGS.get(word, word)
    return lexicon.SLANG.get(word, word)


def _bare(token: str) -> str:
    """Take off what clings to a word: the figure of doubling, and -nya, -ku, -mu, -kah where a known word remains."""
    doubled = _DOUBLED.fullmatch(token)
    if doubled is not None:
        return doubled[1]
    if _spelt(token) != token or is_lexicon_word(token):
        return token
    owned = _OWNED.fullmatch(token)
    if owned is not None and (
        owned[1] in lexicon.ACRONYMS or owned[1] in _HOSTS or (owned[2] == "nya" and len(owned[1]) >= _SHORTEST_HOST)
    ):
        return owned[1]
    asked = _ASKED.fullmatch(token)
    return asked[1] if asked is not None and asked[1] in _HOSTS else token


_HOSTS = frozenset(
    word
    for word in (*lexicon.STOP, *ordinary.WORDS, *lexicon.SYNONYMS, *lexicon.ACTIONS, *lexicon.INTENTS, *lexicon.KEEP)
    if len(word) >= _SHORTEST_HOST
)
_PHRASES = {tuple(source.split()): target.split() for source, target in (english.PHRASES | lexicon.PHRASES).items()}
_PHRASE_STARTS = frozenset(source[0] for source in _PHRASES)
PHRASE_WORDS = frozenset(word for source in _PHRASES for word in source)
_LONGEST_PHRASE = max(len(source) for source in _PHRASES)


def join_phrases(words: list[str]) -> list[str]:
    """Replace names of several words by their short one (kartu keluarga -> kk) and English by Indonesian words."""
    result: list[str] = []
    position = 0
    while position < len(words):
        longest = _LONGEST_PHRASE if words[position] in _PHRASE_STARTS else 1
        for length in range(min(longest, len(words) - position), 1, -1):
            target = _PHRASES.get(tuple(words[position : position + length]))
            if target is not None:
                result.extend(target)
                position += length
                break
        else:
            result.extend(english.WORDS.get(words[position], words[position]).split())
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
        stemmed = str(_stemmer.stemWord(word))
    # Without a prefix, a last -i or -lah belongs to the word: teliti, sekolah, nikah.
    return word if word.startswith(stemmed) and word[len(stemmed) :] in _PART_OF_THE_WORD else stemmed


_ACTION_STEMS = frozenset(stem(root) for root in lexicon.ACTION_ROOTS)


def colloquial_variants(word: str) -> tuple[str, ...]:
    """Give what a spoken form may stand for: ngurus -> urus, nyetak -> cetak, bikinin -> bikin, pajek -> pajak.

    Wrong guesses are no words and match nothing, so no dictionary is needed.
    """
    bases = [word]
    if word.endswith("in") and len(word) >= 6:
        bases.append(word[:-2])
    variants = [*bases[1:], *(form for base in bases for form in _without_nasal(base)), *_without_accent(word)]
    return tuple(dict.fromkeys(variants))


def _without_nasal(word: str) -> list[str]:
    """Give the words a spoken prefix may hide: ng-, nge-, ny-, n-, m- stand for meN- and swallow a consonant."""
    forms: list[str] = []
    if word.startswith("nge") and len(word) >= 6:
        forms.append(word[3:])
    if len(word) < 5:
        return forms
    if word.startswith("ng"):
        forms.extend((word[2:], "k" + word[2:]) if word[2] in _VOWELS else (word[2:],))
    elif word.startswith("ny") and word[2] in _VOWELS:
        forms.extend(("c" + word[2:], "s" + word[2:]))
    elif word[0] == "n" and word[1] in _VOWELS:
        forms.append("t" + word[1:])
    elif word[0] == "m" and word[1] in _VOWELS:
        forms.append("p" + word[1:])
    elif word[:2] in ("nd", "nj", "nc", "mb"):
        forms.append(word[1:])
    return forms


def _without_accent(word: str) -> list[str]:
    """Give the written vowels of a spoken word: pajek -> pajak, dapet -> dapat, rame -> ramai, pulo -> pulau."""
    if len(word) < 4:
        return []
    if word[-1] == "e":
        return [word[:-1] + "ai"]
    if word[-1] == "o":
        return [word[:-1] + "au"]
    return [word[:-2] + "a" + word[-1]] if word[-2] == "e" and word[-1] not in _VOWELS else []


@lru_cache(maxsize=65536)
def is_action(word: str) -> bool:
    """Tell whether a word only says that somebody wants something."""
    return word in lexicon.ACTIONS or stem(word) in _ACTION_STEMS


def is_office(word: str) -> bool:
    """Tell whether a word says where one goes or who sits there."""
    return word in lexicon.OFFICES


def is_hint(word: str) -> bool:
    """Tell whether a word is no subject: what somebody wants to know or do, where, or a lone letter or number."""
    if len(word) == 1 or word.isdigit():
        return True
    return word in lexicon.INTENTS or is_office(word) or is_action(word)


def is_stop_word(word: str) -> bool:
    """Tell whether a word carries nothing that could choose a service."""
    return word in lexicon.STOP


def is_lexicon_word(word: str) -> bool:
    """Tell whether the word lists know a word, so that it is nobody's typing error."""
    return (
        word in lexicon.STOP or word in lexicon.ACTIONS or word in lexicon.INTENTS or word in lexicon.COMPLAINTS
        or word in lexicon.SYNONYMS or word in english.WORDS or word in ordinary.WORDS or word in lexicon.ACRONYMS
        or word in lexicon.SLANG or word in lexicon.SPELLINGS or word in lexicon.KEEP or word in lexicon.STEMS
        or word in PHRASE_WORDS
    )  # fmt: skip


def stem_term(word: str) -> str:
    """Give the index term under which all forms of a word meet; the mark keeps it apart from the raw word."""
    return _STEM_MARK + stem(word)


def extra_term(word: str) -> str:
    """Give the index term of a word that stands only in a summary."""
    return _EXTRA_MARK + stem(word)


def owner_term(owner: str) -> str:
    """Give the index term under which the things of a region (its code) or of an agency (its slug) stand."""
    return _OWNER_MARK + owner


def subject_term(word: str) -> str:
    """Give the index term of a word that alone is the name of a service."""
    return _SUBJECT_MARK + word


def only_subject(words: Sequence[str]) -> str:
    """Give the one word that is a whole name but for stop words, or nothing."""
    meant = [word for word in words if not is_stop_word(word)]
    return meant[0] if len(meant) == 1 and not is_hint(meant[0]) else ""


def phrase_keys(words: Sequence[str]) -> tuple[str, ...]:
    """Give the keys of a whole name: with its hints, then of its subject alone; order of words does not matter."""
    meant = [word for word in words if not is_stop_word(word)]
    subject = sorted({stem(word) for word in meant if not is_hint(word)})
    everything = sorted({stem(word) for word in meant})
    keys = [_PHRASE_MARK + "+".join(part) for part in (everything, subject) if part]
    return tuple(dict.fromkeys(keys))
