"""The right service stands first for what citizens type; figures per kind are printed with -s."""

from collections import defaultdict
from collections.abc import Iterable

import pytest

from sipp.search.engine import Searcher
from sipp.search.places import Gazetteer
from tests.search.queries import GIVEN, OWN, Example


def rank_of(example: Example, searcher: Searcher, gazetteer: Gazetteer) -> int:
    """The place of the first right service among the first ten, or 0."""
    slugs = [hit.id.partition(":")[2] for hit in searcher.find(example.query, gazetteer, limit=10).hits]
    return min((slugs.index(slug) + 1 for slug in example.expected if slug in slugs), default=0)


def figures(ranks: Iterable[int]) -> tuple[float, float, float]:
    """Success@1, success@3 and the mean reciprocal rank."""
    known = list(ranks)
    return (
        sum(rank == 1 for rank in known) / len(known),
        sum(0 < rank <= 3 for rank in known) / len(known),
        sum(1 / rank for rank in known if rank) / len(known),
    )


@pytest.mark.parametrize("example", GIVEN, ids=lambda example: example.query)
def test_each_example_of_the_reference_finds_its_service_first(
    example: Example, searcher: Searcher, gazetteer: Gazetteer
) -> None:
    assert rank_of(example, searcher, gazetteer) == 1


def test_own_queries_reach_the_goals_and_are_told_per_kind(searcher: Searcher, gazetteer: Gazetteer) -> None:
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    missed = []
    for example in OWN:
        rank = rank_of(example, searcher, gazetteer)
        by_kind[example.kind].append(rank)
        if rank != 1:
            missed.append(f"{example.query!r}: rank {rank or 'none'}")
    for kind, ranks in sorted(by_kind.items()):
        first, third, reciprocal = figures(ranks)
        print(f"{kind:12} n={len(ranks):3} success@1={first:.2f} success@3={third:.2f} MRR={reciprocal:.3f}")  # noqa: T201
    first, third, reciprocal = figures(rank for ranks in by_kind.values() for rank in ranks)
    print(f"{'all':12} n={len(OWN):3} success@1={first:.2f} success@3={third:.2f} MRR={reciprocal:.3f}")  # noqa: T201
    assert (first >= 0.95, third >= 0.97, reciprocal >= 0.95) == (True, True, True), missed


def test_a_bare_sim_shows_all_three_licences_together(searcher: Searcher, gazetteer: Gazetteer) -> None:
    first = {hit.id for hit in searcher.find("sim", gazetteer).hits[:3]}
    assert first == {"reference:sim-baru", "reference:sim-perpanjang", "reference:sim-internasional"}


def test_land_comes_before_vehicles_when_a_house_changes_its_owner(searcher: Searcher, gazetteer: Gazetteer) -> None:
    ids = [hit.id for hit in searcher.find("balik nama sertifikat rumah", gazetteer).hits]
    assert "reference:balik-nama" not in ids[:1]
    assert ids[0] == "reference:tanah-balik-nama"


def test_every_popular_word_of_the_table_finds_a_service_that_has_it(searcher: Searcher, gazetteer: Gazetteer) -> None:
    from_table = [(name, thing.id) for thing in searcher.index().catalogue.things() for name in thing.names]
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name, identifier in from_table:
        owners[name].add(identifier)
    missed = [
        name for name, identifiers in owners.items()
        if not identifiers & {hit.id for hit in searcher.find(name, gazetteer).hits[:3]}
    ]  # fmt: skip
    assert missed == []


@pytest.mark.parametrize("query", ["bandung", "pemkot bandung", "disdukcapil", "ombudsman", "dukcapil kota bandung"])
def test_an_agency_is_found_by_its_name_or_place(query: str, searcher: Searcher, gazetteer: Gazetteer) -> None:
    kinds = [hit.kind for hit in searcher.find(query, gazetteer).hits[:3]]
    assert "agency" in kinds


def test_the_unit_of_the_named_place_comes_first(searcher: Searcher, gazetteer: Gazetteer) -> None:
    assert searcher.find("dukcapil sleman", gazetteer).hits[0].id == "unit:kabupaten-sleman/disdukcapil"
    assert searcher.find("dukcapil kota bandung", gazetteer).hits[0].id == "unit:kota-bandung/disdukcapil"
