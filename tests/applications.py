"""Applications for tests, and their connections closed when the test is over."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from sipp.app import create_app
from sipp.config import Config
from sipp.db import db
from tests.compiled_statements import share_statements
from tests.live_server import seeded_data
from tests.shared_run import SharedRun


@contextmanager
def opened(config: Config) -> Iterator[Flask]:
    """The application of an installation."""
    app = create_app(config)
    with app.app_context():
        for engine in db.engines.values():
            share_statements(engine)
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


def seeded_copy(run: SharedRun, folder: Path) -> Config:
    """An installation of its own with all seed data and the search index, on SQLite, in a folder that is not there."""
    return Config.for_tests(Path(shutil.copytree(seeded_data(run), folder)))
