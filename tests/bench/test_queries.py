"""The queries of a run: distinct, of all kinds, the same for the same seed, and what the flat engines get of them."""

import pytest

from bench.engines.contract import Asked
from bench.pages import region_keys
from bench.queries import MOST_WORDS, Names, asked_for, make_queries
from sipp.search.places import Gazetteer
from tests.search.corpus import AGENCY_NAMES, PLACES, services

NAMES = Names([name for document in services() for name in (document.name, *document.names)], [p.name for p in PLACES])
GAZETTEER = Gazetteer(PLACES, AGENCY_NAMES)


def test_no_query_is_made_twice() -> None:
    texts = [asked.text for asked in make_queries(NAMES, GAZETTEER, 500, seed=1)]
    assert len(set(texts)) == 500


def test_the_same_seed_gives_the_same_queries_and_another_seed_others() -> None:
    first = make_queries(NAMES, GAZETTEER, 50, seed=1)
    assert make_queries(NAMES, GAZETTEER, 50, seed=1) == first
    assert make_queries(NAMES, GAZETTEER, 50, seed=2) != first


def test_queries_are_of_every_kind_with_and_without_a_place() -> None:
    made = make_queries(NAMES, GAZETTEER, 300, seed=1)
    assert {asked.kind for asked in made} == {"one word", "name", "action", "intent", "typo", "complaint", "chatty"}
    with_place = sum(bool(asked.places) for asked in made)
    assert 100 < with_place < 200
    assert {len(asked.words) for asked in made} >= {1, 2, 3, 4, 5}
    assert max(len(asked.words) for asked in made) <= MOST_WORDS


def test_names_that_do_not_give_enough_queries_are_refused() -> None:
    with pytest.raises(ValueError, match="distinct queries"):
        make_queries(Names(["ktp"], ["Kota Bandung"]), GAZETTEER, 1000, seed=1)


def test_flat_engines_get_the_words_without_the_place_and_where_an_offer_may_come_from() -> None:
    asked = asked_for("bikin ktp yang hilang di kota bandung", "action", GAZETTEER)
    assert asked.words == ("bikin", "ktp", "hilang")
    assert asked.places == ("32.73",)
    assert region_keys(asked) == ["32x73", "32", "id"]


def test_a_query_of_stop_words_alone_is_still_asked() -> None:
    assert asked_for("yang di", "name", GAZETTEER) == Asked("yang di", "name", ("yang", "di"), ())
