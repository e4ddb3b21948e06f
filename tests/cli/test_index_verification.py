"""`sipp verify` compares the index with the database thing by thing and says what differs."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import cycle

import pytest
from flask import Flask
from sqlalchemy import select

from sipp import clock
from sipp.cli import verification
from sipp.cli.verification import index_agrees
from sipp.config import Config
from sipp.db import unit_of_work
from sipp.models.agencies import Agency
from sipp.models.journal import SearchChange
from sipp.operations import searchable
from sipp.operations.journal import note_search_changes
from sipp.search.contract import Changes, SearchDocument
from sipp.search.index_writer import IndexWriter
from tests.cli.installation import Installation


@pytest.fixture
def remarks(seeded_app: Flask, seeded_config: Config) -> Callable[[], list[tuple[str, str]]]:
    """What the check says: level and words."""

    def check() -> list[tuple[str, str]]:
        with seeded_app.app_context():
            return [(remark.level, remark.message) for remark in index_agrees(seeded_config)]

    return check


def document(thing: str) -> SearchDocument:
    [found] = searchable.documents_of([thing])
    return found


def write(app: Flask, config: Config, *documents: SearchDocument, deleted: tuple[str, ...] = ()) -> None:
    """Somebody writes what the database does not hold, under the number and mark of the newest change."""
    with app.app_context():
        last = searchable.last_change()
        mark = searchable.mark_of(last)
    with IndexWriter(config.index_dir) as writer:
        writer.update(Changes(last, documents, deleted, mark))


def test_a_sound_index_agrees(remarks: Callable[[], list[tuple[str, str]]]) -> None:
    assert remarks() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: replace(one, name="Nama lain"), "name, terms"),
        (lambda one: replace(one, names=(*one.names, "kartu kenari")), "other names, terms"),
        (lambda one: replace(one, popularity=0.5), "popularity"),
        (lambda one: replace(one, kind="agency"), "kind"),
        (lambda one: replace(one, extra=f"{one.extra} kenarikuning"), "terms"),
    ],
)
def test_each_difference_of_a_thing_is_named(
    seeded_app: Flask, seeded_config: Config, remarks: Callable[[], list[tuple[str, str]]],
    change: Callable[[SearchDocument], SearchDocument], words: str,
) -> None:  # fmt: skip
    with seeded_app.app_context():
        changed = change(document("reference:ktp-baru"))
    write(seeded_app, seeded_config, changed)
    [(level, message)] = remarks()
    assert level == "fault"
    assert message.startswith("reference:ktp-baru differs in ")
    assert set(words.split(", ")) <= set(message.removeprefix("reference:ktp-baru differs in ").split(", "))


def test_what_is_missing_and_what_is_too_much_is_named(
    seeded_app: Flask, seeded_config: Config, remarks: Callable[[], list[tuple[str, str]]]
) -> None:
    ghost = SearchDocument("service:nowhere/ghost", "service", "Layanan hantu")
    write(seeded_app, seeded_config, ghost, deleted=("reference:skck",))
    assert remarks() == [
        ("fault", "reference:skck is missing"),
        ("fault", "service:nowhere/ghost is not in the database"),
    ]


def test_the_command_says_it_in_lines_and_in_json(seeded: Installation) -> None:
    config = Config.for_tests(seeded.data_dir)
    with IndexWriter(config.index_dir) as writer:
        sequence, mark = writer.position()
        writer.update(Changes(sequence, (), ("reference:skck",), mark))
    done = seeded.run("verify")
    assert done.returncode == 1
    assert "fault\tindex\treference:skck is missing\n" in done.stdout
    answer = json.loads(seeded.run("verify", "--json").stdout)
    assert answer["faults"] == [{"area": "index", "message": "reference:skck is missing"}]


def test_many_differences_are_cut_short_and_counted(
    seeded_app: Flask, seeded_config: Config, remarks: Callable[[], list[tuple[str, str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(verification, "_MOST_TOLD", 3)
    ghosts = [SearchDocument(f"service:nowhere/{number}", "service", "Layanan hantu") for number in range(5)]
    write(seeded_app, seeded_config, *ghosts)
    assert [message for _, message in remarks()][3:] == ["2 more differ"]
    assert len(remarks()) == 4


def change_an_agency(app: Flask, minutes_ago: float) -> int:
    with app.app_context():
        with unit_of_work() as session:
            session.scalars(select(Agency).where(Agency.slug == "kota-bandung")).one().name = "Kota Kembang"
            note_search_changes(["agency:kota-bandung"])
            session.flush()
            newest = session.scalars(select(SearchChange).order_by(SearchChange.sequence.desc())).first()
            assert newest is not None
            newest.recorded_at = clock.now() - timedelta(minutes=minutes_ago)
        return searchable.last_change()


@pytest.mark.parametrize(("minutes_ago", "level"), [(0, "note"), (5, "fault")])
def test_an_index_behind_is_said_to_be_uncompared_and_a_fault_when_late(
    seeded_app: Flask, remarks: Callable[[], list[tuple[str, str]]], minutes_ago: float, level: str
) -> None:
    last = change_an_agency(seeded_app, minutes_ago)
    assert remarks() == [
        (level, f"it knows change {last - 1}, the database {last}: things were not compared")
    ]  # fmt: skip


def test_an_index_that_knows_a_change_the_database_never_made_is_a_fault(
    seeded_app: Flask, seeded_config: Config, remarks: Callable[[], list[tuple[str, str]]]
) -> None:
    with IndexWriter(seeded_config.index_dir) as writer:
        sequence, _mark = writer.position()
        writer.update(Changes(sequence + 4, (), ("reference:skck",), "another"))
    [(level, message)] = remarks()
    assert (level, message) == (
        "fault",
        f"it knows a change {sequence + 4} that is not in the database (the newest is {sequence})",
    )


def test_what_changes_each_time_while_it_is_compared_is_said_to_be_uncompared(
    seeded_app: Flask, remarks: Callable[[], list[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with seeded_app.app_context():
        last = searchable.last_change()
    before_and_after = cycle((last, last + 1))
    monkeypatch.setattr(verification, "last_change", lambda: next(before_and_after))
    assert remarks() == [("note", "the database changed each time while it was compared: verify again")]
