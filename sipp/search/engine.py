"""The door of the search machine: one opened index per process, asked by many threads."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sipp.search import correction, language, planning
from sipp.search.contract import Found, IndexUnavailable, QueryPlan, Suggestion
from sipp.search.manifest import read_pointer
from sipp.search.places import Gazetteer
from sipp.search.planning import ALL_STEPS, Steps
from sipp.search.whoosh_index import WhooshIndex, open_index

DEFAULT_LIMIT = 100

log = logging.getLogger(__name__)


@contextmanager
def _unavailable_on_any_fault() -> Iterator[None]:
    """Whatever the machine stumbles over, a citizen gets the answer of the database and never an error page."""
    try:
        yield
    except IndexUnavailable:
        raise
    except Exception as error:
        log.exception("the search machine failed")
        raise IndexUnavailable("the search machine failed") from error


class Searcher:
    """Plans, searches and corrects over the current state of one host's index.

    It opens the index at the first question and again whenever the pointer has moved. All methods may be called from
    several threads, and all raise IndexUnavailable when the index is missing or damaged, or when the machine fails in
    any other way: the database can answer instead.
    """

    def __init__(self, directory: Path, steps: Steps = ALL_STEPS) -> None:
        self._directory = directory
        self._steps = steps
        self._lock = threading.Lock()
        self._index: WhooshIndex | None = None

    def index(self) -> WhooshIndex:
        """Give the current state of the index, opened again if the pointer moved."""
        try:
            pointer = read_pointer(self._directory)
        except IndexUnavailable:
            self.drop()
            raise
        index = self._index
        if index is not None and index.pointer == pointer:
            return index
        if not self._lock.acquire(blocking=index is None):
            assert index is not None
            return index  # another thread opens the new state: meanwhile the one before still answers
        try:
            if self._index is None or self._index.pointer != pointer:
                self._index = open_index(self._directory, self._index)
            return self._index
        except IndexUnavailable:
            self._index = None
            raise
        finally:
            self._lock.release()

    def drop(self) -> None:
        """Forget the opened state, after damage was found; the next question verifies from the start."""
        self._index = None

    @_unavailable_on_any_fault()
    def find(self, text: str, gazetteer: Gazetteer, limit: int = DEFAULT_LIMIT, *, literal: bool = False) -> Found:
        """Find the things a query means, and say what was understood.

        Typing errors are corrected only when the literal words find too little and the corrected ones more, and never
        when ``literal`` is asked for ("Cari persis ...").
        """
        index = self.index()
        found = self._ask(index, text, gazetteer, limit)
        if not literal and min((hit.step for hit in found.hits), default=1) > 0:
            corrected = self._corrected(index, found.plan, gazetteer)
            if corrected is not None:
                better = replace(self._ask(index, corrected, gazetteer, limit), corrected_query=corrected)
                if _finds_more(index, better, found):
                    return better
        return found

    @_unavailable_on_any_fault()
    def suggest(self, typed: str, limit: int = 8) -> list[Suggestion]:
        """Give completions while typing, the most sought first."""
        return self.index().catalogue.suggest(typed, limit)

    @_unavailable_on_any_fault()
    def nearest(self, text: str, limit: int = 6) -> list[str]:
        """Give names of services and agencies that look like what was typed, for a page without results."""
        return self.index().catalogue.nearest.find(text, limit)

    @_unavailable_on_any_fault()
    def warm(self) -> None:
        """Prepare what the first question, completion or correction would otherwise wait for (under a second)."""
        index = self.index()
        index.catalogue.suggest("ktp", 1)
        index.catalogue.vocabularies()

    def verify(self) -> None:
        """Hash every file of the index again; raises IndexUnavailable and forgets the state when one is damaged."""
        try:
            self.index().verify()
        except IndexUnavailable:
            self.drop()
            raise

    def _ask(self, index: WhooshIndex, text: str, gazetteer: Gazetteer, limit: int) -> Found:
        plan = planning.plan(text, gazetteer, self._steps)
        try:
            return Found(index.search(plan, limit), plan, None, index.generation, index.sequence)
        except IndexUnavailable:
            self.drop()
            raise

    def _corrected(self, index: WhooshIndex, plan: QueryPlan, gazetteer: Gazetteer) -> str | None:
        def is_known(word: str) -> bool:
            terms = (word, language.stem_term(word), *language.colloquial_variants(word))
            return any(index.frequency(term) for term in terms) or gazetteer.knows(word)

        vocabularies = (*index.catalogue.vocabularies(), gazetteer.vocabulary)
        return correction.correct(language.split(plan.text), vocabularies, is_known)


def _finds_more(index: WhooshIndex, corrected: Found, literal: Found) -> bool:
    """Tell whether a correction was worth it: more of what was typed is found, and not just another word.

    One word found in place of one other proves nothing (bagi tanah -> bayi), unless it alone names a service.
    """
    if not corrected.hits or not literal.hits:
        return bool(corrected.hits)
    given_up, given_up_before = _fewest_given_up(corrected), _fewest_given_up(literal)
    together, together_before = len(corrected.plan.groups) - given_up, len(literal.plan.groups) - given_up_before
    if given_up < given_up_before or together > together_before:
        return True
    if together == together_before > 1:
        return corrected.hits[0].score > literal.hits[0].score
    return together == together_before and _names_a_service(index, corrected) > _names_a_service(index, literal)


def _fewest_given_up(found: Found) -> int:
    return min(hit.step for hit in found.hits)


def _names_a_service(index: WhooshIndex, found: Found) -> bool:
    return any(index.frequency(group.subject) for group in found.plan.groups)
