"""From a query to its plan: which words must be found, which only help, which place, what is asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from sipp.search import language, lexicon
from sipp.search.contract import EVERYWHERE, Group, Intent, QueryPlan, Term
from sipp.search.places import AgencyName, Gazetteer, Mentions, PlaceName

__all__ = [
    "ALL_STEPS", "MAX_CHARACTERS", "MAX_TERMS", "AgencyName", "Gazetteer", "PlaceName", "Steps", "plan",
    "relaxations", "settle",
]  # fmt: skip

MAX_CHARACTERS = 200
MAX_TERMS = 10

# Measured on the project's own query set: the raw word first, its stem behind, spoken forms in between.
_STEM_WEIGHT = 0.75
_COLLOQUIAL_WEIGHT = 0.9
_EXTRA_WEIGHT = 0.3
_HINT_WEIGHT = 0.2
_PARTICULAR_HINT_WEIGHT = 0.5
_AGENCY_WEIGHT = 0.5
_PLACE_WEIGHT = 0.4
_OWNER_WEIGHT = 2.0
_PROVINCE_WEIGHT = 1.0
# A word that stands in more documents than this share tells little apart; in a handful it always does.
_COMMON_SHARE = 0.08
_ALWAYS_RARE = 20
# Words among which the ladder chooses: at most ten selections a rung.
_MOST_COMBINED = 5
# A word that only says again what another one says ("kecopetan ... hilang") need not be found a second time.
_SAME_MEANING = 0.8


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a plan that can be left out, so that what each is worth can be measured."""

    stems: bool = True
    spoken_forms: bool = True
    synonyms: bool = True
    whole_names: bool = True
    subjects_first: bool = True


ALL_STEPS = Steps()


def plan(query: str, gazetteer: Gazetteer, steps: Steps = ALL_STEPS) -> QueryPlan:
    """Understand a query; whatever was typed, this gives a plan and never raises.

    Only the first 200 characters and 10 terms count.
    """
    text = " ".join(query[:MAX_CHARACTERS].replace("\x00", " ").split())
    mentions = gazetteer.find(language.split(text))
    words = language.normalise(" ".join(mentions.rest))
    intents = _intents(words)
    complaint_words = _complaint_words(words, mentions.agency_words)
    meant = [_spoken_to_known(word) for word in dict.fromkeys(words) if not language.is_stop_word(word)]
    groups: list[Group] = []
    hints: list[Group] = []
    for word in dict.fromkeys(meant[:MAX_TERMS]):
        if word in complaint_words or language.is_hint(word) or _is_said_again(word, meant):
            hints.append(_group(word, _hint_weight(word), steps))
        else:
            groups.append(_group(word, 1.0, steps))
    hints.extend(_mentioned(mentions, MAX_TERMS - len(groups) - len(hints), steps))
    return QueryPlan(
        text=text,
        words=tuple(words),
        groups=tuple(groups),
        hints=tuple(hints),
        phrases=language.phrase_keys(_whole_name(words, mentions)) if steps.whole_names else (),
        owners=_owners(mentions),
        place=mentions.place,
        place_words=mentions.place_words,
        place_is_ambiguous=mentions.place_is_ambiguous,
        agencies=mentions.agencies,
        agency_words=mentions.agency_words,
        intents=intents,
        is_complaint=bool(complaint_words),
    )


def _whole_name(words: list[str], mentions: Mentions) -> list[str]:
    """Give what may be the whole name of a thing: all but the place, or the place alone ("pemkot bandung")."""
    return [*words, *mentions.agency_words] or list(mentions.place_words)


Requirement = tuple[Group, ...]


def relaxations(
    query_plan: QueryPlan, frequency: Callable[[str], int], document_count: int
) -> Iterator[tuple[Requirement, ...]]:
    """Give the rungs of the ladder, strictest first. A rung is a few requirements; a thing must meet one wholly.

    All words; without words nobody knows; one word less, then two, as long as two are left; one alone; and then with
    the words of summaries. Words that alone name a service (paspor, nikah) are kept longest. When there is no subject,
    the agency, the hints and at last the place are asked for. Two words that both stand almost everywhere are never a
    requirement: that would be a search for everything.
    """
    wanted = query_plan.groups
    known = tuple(group for group in wanted if _commonness(group, frequency))
    if wanted:
        yield (wanted,)
        if known and len(known) < len(wanted):
            yield (known,)
        subjects = tuple(group for group in known if group.subject and frequency(group.subject))
        for size in range(len(known) - 1, 1, -1):
            selections = tuple(_chosen(known, subjects, size, frequency, document_count))
            yield tuple(chosen for chosen in selections if any(group in chosen for group in subjects)) or selections
        if len(known) > 1:
            yield tuple((group,) for group in subjects or (_most_telling(known, frequency),))
        yield (tuple(_with_extra(group, frequency, document_count) for group in wanted),)
    for requirement in _without_subject(query_plan, bool(known), frequency):
        yield (requirement,)


def _chosen(
    known: Requirement, subjects: Requirement, size: int, frequency: Callable[[str], int], document_count: int
) -> Iterator[Requirement]:
    """Choose what to keep of the words: each selection of that size, the rarest words first where there are many."""
    rarest = sorted(known, key=lambda group: (group not in subjects, _commonness(group, frequency)))[:_MOST_COMBINED]
    pool = [group for group in known if group in rarest]
    common = max(_ALWAYS_RARE, document_count * _COMMON_SHARE)
    for selection in combinations(pool, min(size, len(pool))):
        if min(_commonness(group, frequency) for group in selection) <= common:
            yield selection


def _most_telling(known: Requirement, frequency: Callable[[str], int]) -> Group:
    """Choose the word to look for when no two go together: the rarest; of equally rare ones the earlier.

    Indonesian puts the subject first.
    """
    telling = [group for group in known if group.word not in lexicon.ONLY_WITH_ANOTHER] or known
    return min(telling, key=lambda group: _commonness(group, frequency))


def _without_subject(
    query_plan: QueryPlan, has_known_subject: bool, frequency: Callable[[str], int]
) -> Iterator[Requirement]:
    by_word = {group.word: group for group in query_plan.hints if _commonness(group, frequency)}
    agency = tuple(by_word[word] for word in query_plan.agency_words if word in by_word)
    place = tuple(by_word[word] for word in query_plan.place_words if word in by_word)
    others = tuple(group for word, group in by_word.items() if group not in agency and group not in place)
    offices = tuple(group for group in others if group.word in lexicon.OFFICES)
    if has_known_subject and not agency:
        return
    tried = [part for part in (agency + place, agency) if part]
    if not query_plan.groups:
        tried += [part for part in (others, offices) if part]
    if not has_known_subject and others:
        # Of "xyz samsat minta lebih" the office is all that is known; of "harga emas" nothing is.
        wishes = tuple(group for group in others if language.is_action(group.word))
        pool = offices or (wishes if query_plan.groups else others)
        tried += [(group,) for group in sorted(pool, key=lambda group: _commonness(group, frequency))[:1]]
    tried += [place] if place else []
    yield from dict.fromkeys(tried)


def _commonness(group: Group, frequency: Callable[[str], int]) -> int:
    return max((frequency(term.text) for term in group.terms), default=0)


def _with_extra(group: Group, frequency: Callable[[str], int], document_count: int) -> Group:
    term = language.extra_term(group.word)
    if frequency(term) > max(_ALWAYS_RARE, document_count * _COMMON_SHARE):
        return group
    return replace(group, terms=(*group.terms, Term(term, _EXTRA_WEIGHT)))


def _group(word: str, weight: float, steps: Steps) -> Group:
    terms = {word: Term(word, 1.0)}
    if steps.stems:
        stem = language.stem_term(word)
        terms[stem] = Term(stem, _STEM_WEIGHT)
    for synonym, synonym_weight in lexicon.SYNONYMS.get(word, ()) if steps.synonyms else ():
        if synonym not in terms or terms[synonym].weight < synonym_weight:
            terms[synonym] = Term(synonym, synonym_weight)
    for variant in language.colloquial_variants(word) if steps.spoken_forms else ():
        terms.setdefault(variant, Term(variant, _COLLOQUIAL_WEIGHT, is_guess=True))
        if steps.stems:
            stem = language.stem_term(variant)
            terms.setdefault(stem, Term(stem, _COLLOQUIAL_WEIGHT * _STEM_WEIGHT, is_guess=True))
    subject = language.subject_term(word) if steps.subjects_first else ""
    return Group(word, tuple(terms.values()), weight, subject)


def _owners(mentions: Mentions) -> tuple[Term, ...]:
    """Give the terms that lift what belongs to the named places and agencies, less so what a whole province has.

    A service that many offer is lifted with them: they offer it too.
    """
    weights = {code.split(".")[0]: _PROVINCE_WEIGHT for code in mentions.place}
    weights |= dict.fromkeys((*mentions.place, *mentions.agencies), _OWNER_WEIGHT)
    if weights:
        weights[EVERYWHERE] = _OWNER_WEIGHT
    return tuple(Term(language.owner_term(owner), weight) for owner, weight in weights.items())


def settle(query_plan: QueryPlan, frequency: Callable[[str], int]) -> QueryPlan:
    """Drop the guesses about words that the index knows as they were typed: "desain" is no spoken form of "desa"."""
    return replace(
        query_plan,
        groups=tuple(_settled(group, frequency) for group in query_plan.groups),
        hints=tuple(_settled(group, frequency) for group in query_plan.hints),
    )


def _settled(group: Group, frequency: Callable[[str], int]) -> Group:
    itself = {group.word, language.stem_term(group.word)}
    if any(frequency(term.text) for term in group.terms if term.text in itself):
        return replace(group, terms=tuple(term for term in group.terms if not term.is_guess))
    return group


def _hint_weight(word: str) -> float:
    is_particular = len(word) == 1 or word.isdigit() or word in lexicon.OFFICES
    return _PARTICULAR_HINT_WEIGHT if is_particular else _HINT_WEIGHT


def _mentioned(mentions: Mentions, room: int, steps: Steps) -> list[Group]:
    named = [(word, _AGENCY_WEIGHT) for word in mentions.agency_words if not language.is_stop_word(word)]
    named += [(word, _PLACE_WEIGHT) for word in mentions.place_words if not language.is_stop_word(word)]
    distinct = dict(reversed(named))
    ordered = list(dict.fromkeys(word for word, _ in named))
    return [_group(word, distinct[word], steps) for word in ordered[: max(room, 0)]]


def _spoken_to_known(word: str) -> str:
    """Bring ngurus and bikinin to the action or intent they mean; other words stay for the index to judge."""
    if language.is_hint(word) or language.is_lexicon_word(word):
        return word
    for variant in language.colloquial_variants(word):
        if language.is_hint(variant) and not language.is_office(variant):
            return variant
    return word


def _is_said_again(word: str, words: Sequence[str]) -> bool:
    synonyms = lexicon.SYNONYMS.get(word, ())
    return any(
        synonym in words and weight >= _SAME_MEANING and word not in dict(lexicon.SYNONYMS.get(synonym, ()))
        for synonym, weight in synonyms
    )


def _intents(words: Sequence[str]) -> tuple[Intent, ...]:
    found: list[Intent] = []
    position = 0
    while position < len(words):
        pair = " ".join(words[position : position + 2])
        if pair in lexicon.INTENT_PHRASES:
            found.append(lexicon.INTENT_PHRASES[pair])
            position += 2
            continue
        intent = lexicon.INTENTS.get(_spoken_to_known(words[position]))
        if intent is not None:
            found.append(intent)
        position += 1
    return tuple(dict.fromkeys(found))


def _complaint_words(words: Sequence[str], agency_words: Sequence[str]) -> frozenset[str]:
    line = f" {' '.join(words)} "
    found = {word for phrase in lexicon.COMPLAINT_PHRASES if f" {phrase} " in line for word in phrase.split()}
    found.update(word for word in words if word in lexicon.COMPLAINTS)
    for before, word in pairwise(words):
        if before in lexicon.NOT_DONE and word in lexicon.DONE:
            found.update((before, word))
    if found == {"lapor"} and lexicon.NOT_A_COMPLAINT_WITH_LAPOR.intersection((*words, *agency_words)):
        return frozenset()
    return frozenset(found)
