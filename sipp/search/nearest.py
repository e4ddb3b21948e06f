"""Names to try when nothing was found: those that look most like what was typed."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from sipp.search import language
from sipp.search.suggestions import NamedThing

#: Less alike than this helps nobody (100: the same).
_ALIKE = 50
_MOST_CHARACTERS = 60


def nearest_names(text: str, things: Iterable[NamedThing], limit: int) -> list[str]:
    """Give at most ``limit`` names, one of each thing, the most alike first."""
    typed = " ".join(language.split(text))[:_MOST_CHARACTERS]
    names: dict[str, NamedThing] = {}
    for thing in things:
        for name in (thing.name, *thing.names):
            names.setdefault(name, thing)
    folded = {name: " ".join(language.split(name)) for name in names}
    found = process.extract(typed, folded, scorer=fuzz.ratio, limit=limit * 5, score_cutoff=_ALIKE)
    best: dict[str, str] = {}
    for _, _, name in found:
        best.setdefault(names[name].id, name)
    return list(best.values())[:limit]
