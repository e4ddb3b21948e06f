"""Without an index the names in the database answer: useful, bounded, and never wrong about what exists."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from sipp.db import db, unit_of_work
from sipp.models.journal import SearchCounter
from sipp.operations.finding import Finder, Query, search
from sipp.operations.finding_fallback import (
    MOST_FORMS,
    MOST_OF_A_KIND,
    MOST_WORDS,
    hits_from_database,
    refuse_an_index_ahead,
    understand,
)
from sipp.search.contract import IndexUnavailable
from sipp.search.places import Gazetteer, PlaceName
from tests import factories
from tests.search.queries import OWN

NOWHERE = Gazetteer()


def found(query: str, gazetteer: Gazetteer = NOWHERE) -> list[str]:
    return [hit.id for hit in hits_from_database(understand(query, gazetteer))]


@pytest.fixture
def things(session: Session) -> Iterator[None]:
    """One thing of each kind with names of every kind, and one that is retired."""
    with unit_of_work():
        factories.a_reference(
            "kk-baru", name="Penerbitan KK baru", name_en="New family card", aliases=["Kartu keluarga pengantin"],
            former_names=["C1"], search_words=["pecah kk", "pisah kk"],
        )  # fmt: skip
        agency = factories.an_agency(
            "kota-lama", name="Pemerintah Kota Lama", short_name="Pemkot Lama", former_names=["Kotapraja Lawas"]
        )
        unit = factories.a_unit(
            agency, slug="dukcapil", name="Dinas Kependudukan", short_name="Disduk", search_names=["Catatan Sipil"]
        )
        factories.a_service(unit, slug="pasar", name="Izin pasar malam", aliases=["Bazar rakyat"])
        factories.a_service(unit, slug="tutup", name="Izin delman", status="retired")
    yield


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("query", "thing"),
    [
        ("penerbitan kk", "reference:kk-baru"),
        ("kk pengantin", "reference:kk-baru"),
        ("c1", "reference:kk-baru"),
        ("pecah kk", "reference:kk-baru"),
        ("family card", "reference:kk-baru"),
        ("kartu keluarga baru", "reference:kk-baru"),
        ("izin pasar malam", "service:kota-lama/pasar"),
        ("ijin pasar", "service:kota-lama/pasar"),
        ("bazar", "service:kota-lama/pasar"),
        ("pemerintah kota lama", "agency:kota-lama"),
        ("kotapraja", "agency:kota-lama"),
        ("kependudukan", "unit:kota-lama/dukcapil"),
        ("disduk", "unit:kota-lama/dukcapil"),
        ("catatan sipil", "unit:kota-lama/dukcapil"),
    ],
)
def test_things_are_found_by_each_of_their_names(things: None, query: str, thing: str) -> None:
    assert found(query)[0] == thing


@pytest.mark.any_database
def test_what_is_retired_or_in_no_name_is_not_found(things: None) -> None:
    assert found("delman") == []
    assert found("antariksa") == []


@pytest.mark.any_database
@pytest.mark.parametrize("query", ["", "%", "_", "\\", "' OR 1=1 --", "\x00", "di dan yang", "\u202e"])
def test_signs_and_empty_words_find_nothing_and_break_nothing(things: None, query: str) -> None:
    assert found(query) == []


@pytest.mark.any_database
def test_a_part_of_a_word_is_not_the_word(things: None) -> None:
    assert found("lam") == []


@pytest.mark.any_database
def test_a_thing_with_all_words_hides_those_with_some(session: Session) -> None:
    with unit_of_work():
        factories.a_reference("a", name="Izin alfa")
        factories.a_reference("b", name="Izin alfa beta")
    assert found("alfa beta") == ["reference:b"]
    assert found("alfa gama") == ["reference:a", "reference:b"]


@pytest.mark.any_database
def test_the_more_sought_stands_first_among_equals(session: Session) -> None:
    with unit_of_work():
        factories.a_reference("a", name="Izin alfa", popularity=1)
        factories.a_reference("b", name="Izin alfa", popularity=90)
    assert found("alfa") == ["reference:b", "reference:a"]


def test_the_name_of_a_place_alone_finds_its_agency(things: None) -> None:
    gazetteer = Gazetteer([PlaceName("99.01", "Kota Lama", "city")])
    assert found("kota lama", gazetteer)[0] == "agency:kota-lama"


@pytest.fixture
def statements(session: Session) -> Iterator[list[str]]:
    """Every statement the database is asked."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    engine: Engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_the_longest_query_asks_the_database_a_bounded_question(session: Session, statements: list[str]) -> None:
    with unit_of_work():
        unit = factories.a_unit()
        for _ in range(MOST_OF_A_KIND + 20):
            factories.a_service(unit, name="Izin sertifikat kendaraan bermotor")
    statements.clear()
    words = "sertifikat kendaraan bermotor perpanjangan kehilangan penduduk mengemudi kepolisian perkawinan kelahiran"
    hits = hits_from_database(understand(f"{words} {words}", NOWHERE))
    selects = [statement for statement in statements if statement.startswith("SELECT")]
    assert 4 <= len(selects) <= 8
    assert max(statement.count(" LIKE ") for statement in selects) <= 2 * MOST_WORDS * MOST_FORMS
    assert all("LIMIT" in statement for statement in selects)
    assert len(hits) == MOST_OF_A_KIND


class BrokenGazetteer(Gazetteer):
    """A machine that fails at its first part."""

    def find(self, words: Any) -> Any:
        raise RuntimeError("planning failed")


def test_a_query_that_cannot_be_planned_is_still_answered_by_its_words(things: None) -> None:
    assert found("izin pasar", BrokenGazetteer()) == ["service:kota-lama/pasar"]


@pytest.mark.any_database
def test_an_index_that_knows_more_than_the_database_is_refused(session: Session) -> None:
    with unit_of_work() as writing:
        writing.get_one(SearchCounter, 1).value = 5
    refuse_an_index_ahead(5)
    with pytest.raises(IndexUnavailable):
        refuse_an_index_ahead(6)


@pytest.mark.any_database
def test_an_index_that_moved_on_during_the_question_is_not_refused(session: Session, app: Flask) -> None:
    """A reading transaction of SQLite sees the database as it was; the index may be newer by right."""
    assert session.scalar(select(SearchCounter.value)) == 0
    with app.app_context(), unit_of_work() as writing:
        writing.get_one(SearchCounter, 1).value = 6
    refuse_an_index_ahead(6)


def test_most_of_what_citizens_type_finds_its_service_without_an_index(seeded_app: Flask) -> None:
    """All queries of the project's set but those with typing errors, which only the index mends."""
    asked = [example for example in OWN if example.kind != "typo"]
    finder: Finder = seeded_app.extensions["sipp_finder"]
    (seeded_app.config["SIPP"].index_dir / "CURRENT").unlink()
    missed = []
    with seeded_app.app_context():
        for example in asked:
            page = search(Query(text=example.query), finder)
            slugs = [result.reference.slug for result in page.results[:3] if result.reference]
            assert page.is_fallback
            if not set(example.expected) & set(slugs):
                missed.append(example.query)
    assert len(missed) <= 0.1 * len(asked), missed
