"""Worlds to search in: a small one of 59 services written by hand, and the country of all seed data."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipp.search.engine import Searcher
from sipp.search.index_writer import IndexWriter
from sipp.search.places import Gazetteer
from tests.applications import opened, seeded_copy
from tests.search import corpus
from tests.search.measuring import Country
from tests.shared_run import SharedRun


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer(corpus.PLACES, corpus.AGENCY_NAMES)


@pytest.fixture(scope="session")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    directory = tmp_path_factory.mktemp("index")
    with IndexWriter(directory) as writer:
        writer.build(corpus.documents(), sequence=1)
    return Searcher(directory)


@pytest.fixture(scope="session")
def built_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index to be copied."""
    directory = tmp_path_factory.mktemp("built") / "index"
    with IndexWriter(directory) as writer:
        writer.build(corpus.documents(), sequence=7)
    return directory


@pytest.fixture
def index_dir(built_index: Path, tmp_path: Path) -> Path:
    """A fresh index that a test may damage or write to."""
    return Path(shutil.copytree(built_index, tmp_path / "index"))


@pytest.fixture(scope="session")
def country(run: SharedRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    """All seed data with its index and gazetteer; shared, so a test only asks."""
    with opened(seeded_copy(run, tmp_path_factory.mktemp("country") / "seeded")) as app:
        finder = app.extensions["sipp_finder"]
        with app.app_context():
            gazetteer = finder.known().gazetteer
        yield Country(app, finder.searcher, gazetteer)
