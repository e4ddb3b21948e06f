"""From a searchable thing to the weighted terms of its one field."""

import hashlib
import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sipp.search import english, language, lexicon, ordinary
from sipp.search.contract import Kind, SearchDocument

NAME_WEIGHT = 2.2
ALIAS_WEIGHT = 2.0
# A hint inside a name ("cetak ulang KTP") may lift a thing a little, never choose it.
HINT_SHARE = 0.4
# Fifty local wordings must not outshout one good name: beyond this, more mentions add little.
SATURATION = 1.5
PHRASE_WEIGHT = 1.0
# Who types a word that names a service and an office (haki, jamsostek) needs the service.
OFFICE_SHARE = 0.5
# "Cetak KK" is only half the name "KK".
SUBJECT_PHRASE_WEIGHT = 0.4
# The words inside a name that is known by its short one: "identitas" of the KIA.
SPELT_OUT_SHARE = 0.4
EXTRA_WEIGHT = 0.5
OWNER_WEIGHT = 1.0
# Only its presence is asked for.
SUBJECT_WEIGHT = 1.0


def rules_digest() -> str:
    """Give a short hash of the rules and the stemmer that turn words into terms; other ones mean a rebuild."""
    digest = hashlib.sha256(language.STEMMER.encode())
    for file in (__file__, language.__file__, lexicon.__file__, english.__file__, ordinary.__file__):
        digest.update(Path(file).read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """What the index keeps of a thing: its terms with their weights, and the names people may type."""

    id: str
    kind: Kind
    name: str
    names: tuple[str, ...]
    popularity: float
    weights: dict[str, float]


def index_document(document: SearchDocument) -> IndexedDocument:
    """Turn a thing into weighted terms: raw words, stems, keys of whole names, the summary's words, owners."""
    counts: defaultdict[str, float] = defaultdict(float)
    weights: dict[str, float] = {}
    seen: set[tuple[str, ...]] = set()
    is_office = document.kind == "agency"
    for position, name in enumerate((document.name, *document.names)):
        words = [word for word in language.normalise(name) if not language.is_stop_word(word)]
        key = tuple(sorted(words))
        if not words or key in seen:
            continue
        seen.add(key)
        _count_words(counts, words, ALIAS_WEIGHT if position else NAME_WEIGHT)
        _count_spelt_out(counts, name, words)
        for rank, phrase in enumerate(language.phrase_keys(words)):
            weight = (SUBJECT_PHRASE_WEIGHT if rank else PHRASE_WEIGHT) * (OFFICE_SHARE if is_office else 1.0)
            weights[phrase] = max(weight, weights.get(phrase, 0.0))
        if not is_office and (subject := language.only_subject(words)):
            weights[language.subject_term(subject)] = SUBJECT_WEIGHT
    for term, count in counts.items():
        weights[term] = round(count * (SATURATION + 1) / (count + SATURATION), 4)
    for word in language.normalise(document.extra):
        if not language.is_stop_word(word) and language.stem_term(word) not in weights:
            weights[language.extra_term(word)] = EXTRA_WEIGHT
    for owner in document.belongs_to:
        weights[language.owner_term(owner)] = OWNER_WEIGHT
    names = tuple(dict.fromkeys(name for name in document.names if name != document.name))
    popularity = min(1.0, max(0.0, document.popularity))
    return IndexedDocument(document.id, document.kind, document.name, names, popularity, weights)


def _count_words(counts: defaultdict[str, float], words: list[str], weight: float) -> None:
    """Add a name's words; a word of a short name says more than one of a long name."""
    subject_size = sum(1 for word in words if not language.is_hint(word)) or len(words)
    share = weight / math.sqrt(subject_size)
    for word in dict.fromkeys(words):
        amount = share * (HINT_SHARE if language.is_hint(word) else 1.0)
        counts[word] += amount
        counts[language.stem_term(word)] += amount


def _count_spelt_out(counts: defaultdict[str, float], name: str, words: list[str]) -> None:
    for word in dict.fromkeys(language.common_forms(name)):
        if word not in words and not language.is_stop_word(word) and not language.is_hint(word):
            counts[word] += SPELT_OUT_SHARE
            counts[language.stem_term(word)] += SPELT_OUT_SHARE
