"""Two hosts at one PostgreSQL, each with its own index and worker, answer the same: things, order and scores."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from sipp.app import create_app
from sipp.config import Config
from sipp.db import db, unit_of_work
from sipp.jobs.indexing import rebuild_index
from sipp.jobs.worker import Worker
from sipp.models.services import Service
from sipp.operations import searchable
from sipp.operations.journal import note_search_changes
from sipp.operations.standards import search_thing
from sipp.search.comparison import differences
from sipp.search.whoosh_index import open_index
from tests import factories
from tests.cli.installation import Installation, wait_until
from tests.search.convergence import WORDS, answers
from tests.trials import scaled

pytestmark = pytest.mark.postgres

THINGS = 60


def a_name(draw: random.Random) -> str:
    return f"Izin {' '.join(draw.sample(WORDS, draw.randint(2, 4)))}"


def open_a_town(app: Flask, draw: random.Random) -> None:
    with app.app_context(), unit_of_work():
        unit = factories.a_unit(factories.an_agency("kota-contoh"))
        services = [factories.a_service(unit, name=a_name(draw)) for _ in range(THINGS)]
        note_search_changes(["agency:kota-contoh", *(f"service:kota-contoh/{s.slug}" for s in services)])


def change_something(app: Flask, draw: random.Random) -> None:
    with app.app_context(), unit_of_work() as session:
        services = session.scalars(select(Service).order_by(Service.id)).all()
        changed = draw.sample(services, draw.randint(1, 4))
        for service in changed:
            service.name = a_name(draw)
            service.status = draw.choice(("active", "active", "retired"))
        note_search_changes([search_thing(service) for service in changed])


@pytest.fixture
def other_host(config: Config, engine_name: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on another host: a data folder of its own, the same database."""
    assert engine_name == "postgres"
    data_dir = tmp_path / "other"
    data_dir.mkdir()
    app = create_app(replace(config, data_dir=data_dir))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.faults
def test_two_indexes_with_different_histories_answer_the_same(app: Flask, other_host: Flask) -> None:
    """One host follows each change, the other sometimes, and now and then one builds anew."""
    draw = random.Random(2)
    open_a_town(app, draw)
    hosts = [(one, Worker(one, index_only=True), one.config["SIPP"].index_dir) for one in (app, other_host)]
    unequal = 0
    for _ in range(scaled(12)):
        for _ in range(draw.randint(1, 5)):
            change_something(app, draw)
            hosts[0][1].turn()
            if draw.random() < 0.3:
                hosts[1][1].turn()
        if draw.random() < 0.2:
            host, _worker, folder = draw.choice(hosts)
            with host.app_context():
                rebuild_index(folder)
        hosts[1][1].turn()
        first, second = (open_index(folder) for _, _, folder in hosts)
        assert first.sequence == second.sequence
        assert answers(first) == answers(second)
        unequal += first.manifest.number != second.manifest.number
    assert unequal > 0, "the histories were to differ"
    with app.app_context():
        everything = searchable.all_documents().documents
    assert not [one for _, _, folder in hosts for one in differences(open_index(folder), everything)]


@pytest.mark.slow
def test_two_running_workers_converge_though_one_is_killed(app: Flask, config: Config, tmp_path: Path) -> None:
    draw = random.Random(4)
    open_a_town(app, draw)
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir(mode=0o700)
    first, second = (Installation(folder, {"SIPP_DATABASE_URL": config.database_url}) for folder in folders)

    def agree() -> bool:
        with app.app_context():
            last = searchable.last_change()
        try:
            indexes = [open_index(folder / "index") for folder in folders]
        except Exception:
            return False
        return all(index.sequence == last for index in indexes) and answers(indexes[0]) == answers(indexes[1])

    with first.running("worker", "--index-only"):
        with second.running("worker", "--index-only") as killed:
            wait_until(agree, "the same answers of both")
            change_something(app, draw)
            killed.kill()
        change_something(app, draw)
        with second.running("worker", "--index-only"):
            change_something(app, draw)
            wait_until(agree, "the same answers again")
