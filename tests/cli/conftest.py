"""Installations for the command line."""

import shutil
from pathlib import Path

import pytest

from tests.cli.installation import Installation
from tests.live_server import seeded_data
from tests.shared_run import SharedRun


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    """A folder that nothing was done in yet."""
    data_dir = tmp_path / "data"
    data_dir.mkdir(mode=0o700)
    return Installation(data_dir)


@pytest.fixture
def seeded(run: SharedRun, tmp_path: Path) -> Installation:
    """All seed data and the search index."""
    data_dir = Path(shutil.copytree(seeded_data(run), tmp_path / "seeded"))
    data_dir.chmod(0o700)
    return Installation(data_dir)
