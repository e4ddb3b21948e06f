"""The seeded database of the run, opened once per module for reading."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from sipp.db import current_session
from tests.applications import opened, seeded_copy
from tests.shared_run import SharedRun


@pytest.fixture(scope="module")
def seeded(run: SharedRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session over all seed data; it only reads."""
    folder = tmp_path_factory.mktemp("seeded") / "sipp"
    with opened(seeded_copy(run, folder)) as app, app.app_context():
        yield current_session()
