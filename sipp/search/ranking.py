"""The ladder of a search: what meets all words, then what meets fewer, each thing ranked by the words it has."""

from array import array
from collections.abc import Callable, Sequence

from sipp.search.catalogue import Catalogue
from sipp.search.contract import Group, Hit, QueryPlan
from sipp.search.planning import Requirement, relaxations, settle
from sipp.search.postings import Alternatives, PostingList, combined
from sipp.search.suggestions import NamedThing

# Fewer hits than this and the next step of the ladder adds its best ones, up to FILLED in all.
FEW = 5
FILLED = 10
# A thing twice as sought after is not twice as right: popularity moves a score by at most a tenth.
POPULARITY_SHARE = 0.1
# Popularity compares services; it must not move them past the offices.
OFFICE_POPULARITY = 0.5
# A name that equals the query is worth about one more rare word.
_PHRASE_BOOST = 0.8

#: Each word that only lifts, with its alternatives; a whole name is no word of the query.
_Lifting = list[tuple[Group | None, Alternatives]]


class Ranking:
    """Ranks the things of one state of the index.

    ``ids`` has the id of each number in the posting lists, empty where a thing was deleted.
    """

    def __init__(self, catalogue: Catalogue, ids: Sequence[str], postings: Callable[[str], PostingList]) -> None:
        self._catalogue = catalogue
        self._ids = ids
        self._postings = postings
        self._lifts = array("d", (_lift(catalogue.get(identifier)) for identifier in ids))

    def climb(self, plan: QueryPlan, limit: int) -> list[Hit]:
        """The best things for a plan, best first; equal scores by popularity, then id."""
        hits: dict[str, Hit] = {}
        frequency = self._catalogue.frequency
        plan = settle(plan, frequency)
        wanted = len(plan.groups)
        lifting = self._lifting(plan)
        for rung, requirements in enumerate(relaxations(plan, frequency, self._catalogue.document_count)):
            size = max((sum(group in plan.groups for group in required) for required in requirements), default=0)
            step = max(wanted - size, min(rung, 1))
            fresh = [hit for hit in self._rung(requirements, lifting, step, limit) if hit.id not in hits]
            for hit in fresh[: max(FILLED - len(hits), 0) if hits else limit]:
                hits[hit.id] = hit
            if len(hits) >= FEW:
                break
        # All words of a query can stand by chance in many names of one thing; what is called so stands above it.
        return sorted(hits.values(), key=self._order)[:limit]

    def _rung(self, requirements: Sequence[Requirement], lifting: _Lifting, step: int, limit: int) -> list[Hit]:
        """Rank what meets any of a rung's requirements by the best score it has in one of them."""
        if len(requirements) == 1:
            return self._ranked(requirements[0], lifting, step, limit)
        best: dict[str, Hit] = {}
        for requirement in requirements:
            for hit in self._ranked(requirement, lifting, step, limit):
                if hit.id not in best or best[hit.id].score < hit.score:
                    best[hit.id] = hit
        return sorted(best.values(), key=self._order)[:limit]

    def _order(self, hit: Hit) -> tuple[float, float, str]:
        thing = self._catalogue.get(hit.id)
        return -hit.score, -thing.popularity if thing is not None else 0.0, hit.id

    def _ranked(self, required: Requirement, lifting: _Lifting, step: int, limit: int) -> list[Hit]:
        rarest_first = sorted(required, key=self._commonness)
        if not required or not self._commonness(rarest_first[0]):
            return []
        found = combined(
            [self._alternatives(group) for group in rarest_first],
            [alternatives for group, alternatives in lifting if group not in required],
        )
        lifts = self._lifts
        scored = [(round(score * lifts[number], 4), number) for number, score in found.items()]
        least = sorted(score for score, _ in scored)[-limit] if len(scored) > limit else 0.0
        ranked = []
        for score, number in scored:
            thing = self._catalogue.get(self._ids[number]) if score >= least else None
            if thing is not None:
                ranked.append((-score, -thing.popularity, thing.id, thing.kind))
        return [Hit(identifier, kind, -score, step) for score, _, identifier, kind in sorted(ranked)[:limit]]

    def _lifting(self, plan: QueryPlan) -> _Lifting:
        """What only lifts: hints, whose the things are, and names that equal the query."""
        groups = [*plan.hints, *([Group("", plan.owners)] if plan.owners else [])]
        lifting: _Lifting = [(group, self._alternatives(group)) for group in groups if self._commonness(group)]
        for key in plan.phrases:
            if self._catalogue.frequency(key):
                lifting.append((None, [(self._postings(key), _PHRASE_BOOST * self._catalogue.rarity(key))]))
        return lifting

    def _commonness(self, group: Group) -> int:
        return max((self._catalogue.frequency(term.text) for term in group.terms), default=0)

    def _alternatives(self, group: Group) -> Alternatives:
        """Alternatives for one word, all weighted by the rarity of the commonest: a rare synonym is not better."""
        present = [term for term in group.terms if self._catalogue.frequency(term.text) > 0]
        commonest = max(present, key=lambda term: self._catalogue.frequency(term.text))
        rarity = self._catalogue.rarity(commonest.text) * group.weight
        return [(self._postings(term.text), rarity * term.weight) for term in present]


def _lift(thing: NamedThing | None) -> float:
    """What a thing's score is multiplied with; a deleted one has none."""
    if thing is None:
        return 0.0
    return 1 + POPULARITY_SHARE * (OFFICE_POPULARITY if thing.kind == "agency" else thing.popularity)
