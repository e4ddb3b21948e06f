"""Names to try when nothing was found: those that look most like what was typed."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from sipp.search import language
from sipp.search.suggestions import NamedThing

#: Less alike than this helps nobody (100: the same).
_ALIKE = 50
_MOST_CHARACTERS = 60


class NearestNames:
    """The names of some things, folded once, to be compared with what was typed."""

    def __init__(self, things: Iterable[NamedThing]) -> None:
        self._ids: dict[str, str] = {}
        for thing in things:
            for name in (thing.name, *thing.names):
                self._ids.setdefault(name, thing.id)
        self._folded = {name: " ".join(language.split(name)) for name in self._ids}

    def find(self, text: str, limit: int) -> list[str]:
        """Give at most ``limit`` names, one of each thing, the most alike first."""
        typed = " ".join(language.split(text))[:_MOST_CHARACTERS]
        found = process.extract(typed, self._folded, scorer=fuzz.ratio, limit=limit * 5, score_cutoff=_ALIKE)
        best: dict[str, str] = {}
        for _, _, name in found:
            best.setdefault(self._ids[name], name)
        return list(best.values())[:limit]
