"""The door of the search machine: every fault of it ends in the database's answer, and a new state stops nobody."""

import threading
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from sipp.search import correction, engine, planning
from sipp.search.catalogue import Catalogue
from sipp.search.contract import Changes, IndexUnavailable, SearchDocument
from sipp.search.engine import Searcher
from sipp.search.index_writer import IndexWriter
from sipp.search.places import Gazetteer
from sipp.search.whoosh_index import WhooshIndex

NOWHERE = Gazetteer()
PARTS = [
    (planning, "plan"), (correction, "correct"), (engine, "open_index"), (engine, "read_pointer"),
    (WhooshIndex, "search"), (WhooshIndex, "frequency"), (Catalogue, "suggest"), (Catalogue, "vocabularies"),
    (Catalogue, "things"),
]  # fmt: skip
FAULTS = [RuntimeError, MemoryError, RecursionError, OSError, KeyError, UnicodeDecodeError]


def breaking(error: type[Exception]) -> Any:
    def fail(*_arguments: Any, **_options: Any) -> None:
        raise UnicodeDecodeError("ascii", b"\xff", 0, 1, "no") if error is UnicodeDecodeError else error("broken")

    return fail


@pytest.mark.parametrize("error", FAULTS)
@pytest.mark.parametrize(("owner", "name"), PARTS, ids=[name for _, name in PARTS])
def test_every_fault_of_every_part_is_an_unavailable_index(
    index_dir: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, error: type[Exception]
) -> None:
    monkeypatch.setattr(owner, name, breaking(error))
    searcher = Searcher(index_dir)
    ended = 0
    for ask in (
        lambda: searcher.find("tidakadadimanapun ktpp", NOWHERE),
        lambda: searcher.suggest("ktp"),
        lambda: searcher.nearest("paspr"),
        searcher.warm,
    ):
        try:
            ask()
        except IndexUnavailable:
            ended += 1
    assert ended > 0


@pytest.mark.parametrize(("owner", "name"), PARTS, ids=[name for _, name in PARTS])
def test_a_citizen_gets_an_answer_whatever_part_fails(
    seeded_client: FlaskClient, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str
) -> None:
    monkeypatch.setattr(owner, name, breaking(RuntimeError))
    seeded_client.application.extensions["sipp_finder"].searcher.drop()
    for path in ("/cari?q=paspor+anak", "/cari?q=pasporr+tidakada", "/cari/saran?q=pasp", "/cari?q=zzzzzz"):
        assert seeded_client.get(path).status_code == 200, path
    answer = seeded_client.get("/cari?q=paspor+anak", headers={"Accept": "application/json"}).json
    assert answer["results"][0]["reference"] == "paspor-anak"


def test_while_one_thread_opens_a_new_state_the_others_answer_from_the_one_before(
    index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = Searcher(index_dir)
    assert searcher.find("ktp", NOWHERE).sequence == 7
    with IndexWriter(index_dir) as writer:
        writer.update(Changes(8, [SearchDocument("reference:odong", "reference", "Izin odong-odong")]))
    is_opening, may_go_on = threading.Event(), threading.Event()
    original = engine.open_index

    def slowly(*arguments: Any) -> WhooshIndex:
        is_opening.set()
        assert may_go_on.wait(30)
        return original(*arguments)

    monkeypatch.setattr(engine, "open_index", slowly)
    opened: list[int] = []
    thread = threading.Thread(target=lambda: opened.append(searcher.find("odong", NOWHERE).sequence))
    thread.start()
    assert is_opening.wait(30)
    meanwhile = searcher.find("ktp", NOWHERE)
    may_go_on.set()
    thread.join(30)
    assert (meanwhile.sequence, opened) == (7, [8])
    assert searcher.find("odong", NOWHERE).hits[0].id == "reference:odong"
