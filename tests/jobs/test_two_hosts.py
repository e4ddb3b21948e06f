"""Two hosts at one PostgreSQL, each with its own index and worker, answer the same: things, order and scores."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from sipp.app import create_app
from sipp.config import Config
from sipp.db import db
from sipp.jobs.indexing import rebuild_index
from sipp.jobs.worker import Worker
from sipp.operations import searchable
from sipp.search.comparison import differences
from sipp.search.whoosh_index import open_index
from tests.cli.installation import Installation, wait_until
from tests.search.convergence import answers
from tests.search.towns import change_something, open_a_town
from tests.trials import scaled

pytestmark = pytest.mark.postgres

THINGS = 60


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
    open_a_town(app, draw, THINGS)
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
    open_a_town(app, draw, THINGS)
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
