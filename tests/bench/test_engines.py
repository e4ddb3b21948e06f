"""Every engine of the bench does the same task on the same pages: finds, filters, counts, tells fee and time."""

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.engines import fts5, postgres_text, tantivy_pages, tutorial_whoosh
from bench.engines.contract import Asked, Engine
from bench.engines.sipp_search import SippSearch
from bench.pages import open_pages, write_pages
from tests.live_server import seeded_data
from tests.shared_run import SharedRun

BIRTH = Asked("akta lahir kota bandung", "name", ("akta", "lahir"), ("32.73",))
PASSPORT = Asked("paspor", "one word", ("paspor",))


@pytest.fixture(scope="module")
def pages(run: SharedRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "pages.sqlite3"
    write_pages(seeded_data(run) / "sipp.sqlite3", path)
    fts5.build(path)
    fts5.tune(path)
    return path


def open_whoosh(pages: Path) -> Engine:
    tutorial_whoosh.build(pages, pages.parent / "whoosh")
    return tutorial_whoosh.TutorialWhoosh(pages, pages.parent / "whoosh")


def open_tantivy(pages: Path) -> Engine:
    tantivy_pages.build(pages, pages.parent / "tantivy")
    return tantivy_pages.TantivyPages(pages, pages.parent / "tantivy")


OPENINGS: dict[str, Callable[[Path], Engine]] = {"FTS5": fts5.Fts5, "Whoosh": open_whoosh}
# It is optional, and what is optional must not count as "cannot run" where every test has to run.
if importlib.util.find_spec("tantivy"):
    OPENINGS["tantivy"] = open_tantivy


@pytest.fixture(scope="module", params=[*OPENINGS, pytest.param("PostgreSQL", marks=pytest.mark.postgres)])
def flat_engine(request: pytest.FixtureRequest, pages: Path, run: SharedRun) -> Iterator[Engine]:
    """Each of the peers over the pages of the seed data."""
    if request.param == "PostgreSQL":
        request.getfixturevalue("postgres_server")
        with postgres_text.built(run, pages) as address, closing(postgres_text.PostgresText(address)) as engine:
            yield engine
    else:
        with closing(OPENINGS[request.param](pages)) as engine:
            yield engine


def test_a_page_holds_every_text_of_its_standard(pages: Path) -> None:
    with closing(open_pages(pages)) as connection:
        title, keywords, place, body = connection.execute(
            "SELECT page.title, keywords, place, body FROM page JOIN fact USING (id) "
            "WHERE fact.agency = 'Kota Bandung' AND keywords LIKE '%ktp ilang%'"
        ).fetchone()
    assert "KTP" in title
    assert "ktp hilang" in keywords
    assert "Kota Bandung" in place
    assert "Surat kehilangan dari kepolisian" in body
    assert "Permendagri" in body


def test_with_a_place_only_pages_of_it_its_province_or_the_whole_country_are_found(flat_engine: Engine) -> None:
    answer = flat_engine.answer(BIRTH)
    assert "lahir" in answer.rows[0].title.lower()
    assert answer.rows[0].agency == "Kota Bandung"
    assert set(answer.by_province) <= {"32", ""}


def test_the_counts_add_up_to_what_was_found(flat_engine: Engine) -> None:
    for asked in (BIRTH, PASSPORT):
        answer = flat_engine.answer(asked)
        assert answer.total == sum(answer.by_kind.values()) == sum(answer.by_province.values())
        assert answer.total >= len(answer.rows) > 0


def test_the_first_page_tells_fee_and_time(flat_engine: Engine) -> None:
    first = flat_engine.answer(PASSPORT).rows[0]
    assert first.fee == "350000 - 950000"
    assert first.time == "4 working_day"


def test_pages_with_any_of_the_words_are_found_where_none_has_all(flat_engine: Engine) -> None:
    answer = flat_engine.answer(Asked("paspor qqqq", "typo", ("paspor", "qqqq")))
    assert any("paspor" in row.title.lower() for row in answer.rows)


def test_ours_does_the_same_task_over_things(run: SharedRun) -> None:
    with closing(SippSearch(seeded_data(run))) as engine:
        answer = engine.answer(BIRTH)
    assert "lahir" in answer.rows[0].title.lower()
    assert answer.rows[0].agency == "Kota Bandung"
    assert answer.rows[0].time
    assert answer.by_kind["city"] >= 1
    assert answer.by_province["32"] >= 1
