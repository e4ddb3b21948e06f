"""The seeded database of the run, opened once per module for reading."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy.orm import Session

from sipp.app import create_app
from sipp.config import Config
from sipp.db import current_session, db
from tests.live_server import seeded_data
from tests.shared_run import SharedRun


@pytest.fixture(scope="module")
def seeded(run: SharedRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session over all seed data; it only reads."""
    folder = shutil.copytree(seeded_data(run), tmp_path_factory.mktemp("seeded") / "sipp")
    app = create_app(Config.for_tests(folder))
    with ExitStack() as stack:
        stack.enter_context(app.app_context())
        stack.callback(db.engine.dispose)
        stack.callback(db.session.remove)
        yield current_session()
