"""A small world to search in: 59 services, a few agencies and places, indexed once per test run."""

from pathlib import Path

import pytest

from sipp.search.engine import Searcher
from sipp.search.index_writer import IndexWriter
from sipp.search.places import Gazetteer
from tests.search import corpus


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer(corpus.PLACES, corpus.AGENCY_NAMES)


@pytest.fixture(scope="session")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    directory = tmp_path_factory.mktemp("index")
    with IndexWriter(directory) as writer:
        writer.build(corpus.documents(), sequence=1)
    return Searcher(directory)


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    """A fresh index that a test may damage or write to."""
    directory = tmp_path / "index"
    with IndexWriter(directory) as writer:
        writer.build(corpus.documents(), sequence=7)
    return directory
