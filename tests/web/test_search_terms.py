"""What typed queries leave behind: counts of what found too little, stored after the page, and nothing of who typed."""

import atexit
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, select

from sipp.app import create_app
from sipp.config import Config
from sipp.db import current_session, db, unit_of_work
from sipp.models.journal import SearchTerm
from sipp.operations import curated_answers
from sipp.operations.search_terms import TermBuffer
from sipp.rules.permissions import SYSTEM
from sipp.web.search_terms import TermWriter, store_search_terms
from tests.operations.stored_bytes import files_holding
from tests.web.reading import Page
from tests.web.test_anonymity import HEADERS

TOO_MANY_WORDS = "paspor untuk kucing garong ungu"
PATIENCE_SECONDS = 30


def terms_of(app: Flask) -> TermBuffer:
    terms: TermBuffer = app.extensions["sipp_finder"].terms
    return terms


def waiting(app: Flask) -> dict[str, int]:
    """What waits in memory; it is taken out."""
    return {query: count.times for (_day, query), count in terms_of(app).take().items()}


def stored(app: Flask) -> dict[str, int]:
    with app.app_context():
        rows = current_session().execute(select(SearchTerm))
        return {term.query: term.times for term in rows.scalars()}


def wait_until_stored(app: Flask, expected: dict[str, int]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while stored(app) != expected:
        assert time.monotonic() < deadline, stored(app)
        time.sleep(0.05)


@pytest.fixture
def writer(seeded_app: Flask) -> TermWriter:
    """Writes only when it is told to."""
    return TermWriter(seeded_app, terms_of(seeded_app))


def test_a_query_that_found_nothing_is_counted_as_a_page_and_as_json(library: Flask, reader: FlaskClient) -> None:
    waiting(library)
    for accept in ("text/html", "application/json"):
        assert reader.get("/cari?q=Zyxwv,+QQQQ!", headers={"Accept": accept}).status_code == 200
    assert reader.get("/en/cari?q=zyxwv+qqqq").status_code == 200
    assert waiting(library) == {"zyxwv qqqq": 3}


def test_a_query_that_was_answered_or_is_asked_again_is_not_counted(library: Flask, reader: FlaskClient) -> None:
    waiting(library)
    for address in (
        "/cari",
        "/cari?q=",
        "/cari?q=ktp",
        "/cari?q=zyxwv&halaman=2",
        "/cari?q=zyxwv&persis=1",
        "/cari?q=zyxwv&gratis=1",
        "/cari?q=zyxwv&instansi=kota-bandung",
        "/cari?q=zyxwv&wilayah=32.73",
        "/cari?q=zyxwv&kategori=menikah",
        "/cari?q=zyxwv&daerah=bandung",
        "/cari?q=zyxwv&jenis=city",
        "/cari?q=zyxwv&daring=1",
        "/cari?q=zyxwv&urut=biaya",
        "/cari/saran?q=zyxwv",
        "/instansi?q=zyxwv",
    ):
        assert reader.get(address).status_code == 200
    assert waiting(library) == {}


def test_a_query_whose_words_were_given_up_is_counted_however_much_it_found(
    library: Flask, reader: FlaskClient
) -> None:
    waiting(library)
    assert (
        reader.get("/cari", query_string={"q": TOO_MANY_WORDS}, headers={"Accept": "application/json"}).json["total"]
        > 0
    )
    [(key, count)] = terms_of(library).take().items()
    assert (key[1], count.reason) == (TOO_MANY_WORDS, "fewer_words")


def test_what_may_be_personal_reaches_no_memory_no_table_and_no_file(seeded_app: Flask, writer: TermWriter) -> None:
    client = seeded_app.test_client()
    personal = ["3273011205907713", "081298765432", "0812 9876 5432", "zubaidah.kenanga@contoh.id", "b 7713 zkw"]
    for words in personal:
        assert client.get("/cari", query_string={"q": f"cari {words}"}).status_code == 200
    assert len(terms_of(seeded_app)) == 0 and writer.store()
    folder = seeded_app.config["SIPP"].data_dir
    assert {words: files_holding(folder, words) for words in personal} == {words: set() for words in personal}


def test_a_counted_query_leaves_its_words_and_nothing_of_who_typed_them(
    seeded_app: Flask, writer: TermWriter, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    client = seeded_app.test_client()
    client.set_cookie("sipp_kanari", "kanari-kuki")
    for _ in range(5):
        response = client.get(
            "/cari?q=zyxwv+qqqq&kanari=kanari-alamat", headers=HEADERS, environ_base={"REMOTE_ADDR": "203.0.113.77"}
        )
        assert response.status_code == 200
    assert writer.store() and stored(seeded_app) == {"zyxwv qqqq": 5}
    folder = seeded_app.config["SIPP"].data_dir
    canaries = [
        *("Kanari/771", "Zubaidah", "203.0.113.77", "kanari-rujukan", "kanari;q", "zubaidah.header"),
        *("kanari-kuki", "kanari-alamat"),
    ]
    assert {words: files_holding(folder, words) for words in canaries} == {words: set() for words in canaries}
    assert files_holding(folder, "zyxwv qqqq")
    logged = "".join(capfd.readouterr()) + caplog.text
    assert [words for words in [*canaries, "zyxwv"] if words in logged] == []


def test_the_table_has_no_column_that_could_tell_who_or_when_within_a_day(app: Flask) -> None:
    with app.app_context():
        columns = {column["name"]: str(column["type"]) for column in inspect(db.engine).get_columns("search_term")}
    assert set(columns) == {"day", "query", "times", "found", "is_corrected", "reason"}
    assert columns["day"] == "DATE"


def test_a_query_that_editors_answered_is_counted_no_more(seeded_app: Flask) -> None:
    client = seeded_app.test_client()
    client.get("/cari?q=zyxwv")
    assert waiting(seeded_app) == {"zyxwv": 1}
    with seeded_app.app_context(), unit_of_work():
        content = curated_answers.AnswerContent(phrase="zyxwv", title="a", text="b", target="agency:polri")
        curated_answers.create(SYSTEM, content)
    client.get("/cari?q=zyxwv")
    assert waiting(seeded_app) == {}


def test_while_nothing_can_be_stored_pages_go_on_and_no_count_is_lost(
    seeded_app: Flask, writer: TermWriter, caplog: pytest.LogCaptureFixture
) -> None:
    client = seeded_app.test_client()
    path = seeded_app.config["SIPP"].data_dir / "sipp.sqlite3"
    client.get("/cari?q=zyxwv")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE search_term RENAME TO away")
        connection.commit()
        assert not writer.store()
        assert client.get("/cari?q=zyxwv").status_code == 200
        assert not writer.store()
        connection.execute("ALTER TABLE away RENAME TO search_term")
        connection.commit()
    assert "search terms could not be stored: OperationalError" in caplog.text
    assert "zyxwv" not in caplog.text
    assert writer.store() and stored(seeded_app) == {"zyxwv": 2}
    assert writer.store() and stored(seeded_app) == {"zyxwv": 2}


@pytest.fixture
def web_process(seeded_config: Config) -> Iterator[tuple[Flask, TermWriter]]:
    """An application that stores by itself, as a web process does."""
    app = create_app(seeded_config)
    writer = store_search_terms(app, terms_of(app), pause_seconds=0.2)
    yield app, writer
    writer.finish()
    atexit.unregister(writer.finish)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_what_was_noted_is_stored_by_itself_soon_after_the_page(web_process: tuple[Flask, TermWriter]) -> None:
    app, _writer = web_process
    client = app.test_client()
    for expected in (1, 2):
        assert client.get("/cari?q=zyxwv").status_code == 200
        wait_until_stored(app, {"zyxwv": expected})


def test_a_search_answers_while_somebody_else_writes(web_process: tuple[Flask, TermWriter]) -> None:
    app, _writer = web_process
    client = app.test_client()
    path = app.config["SIPP"].data_dir / "sipp.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            assert Page.of(client.get("/cari?q=zyxwv")).text
            time.sleep(0.2)
        assert stored(app) == {}
        connection.execute("ROLLBACK")
    wait_until_stored(app, {"zyxwv": 3})


def test_a_process_that_ends_stores_what_it_has(web_process: tuple[Flask, TermWriter]) -> None:
    app, writer = web_process
    client = app.test_client()
    client.get("/cari?q=zyxwv")
    writer.finish()
    assert stored(app) == {"zyxwv": 1}
    client.get("/cari?q=zyxwv")
    writer.finish()
    assert stored(app) == {"zyxwv": 2}
