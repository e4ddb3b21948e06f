"""One seeded application per module for tests that only read."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.applications import opened, seeded_copy
from tests.shared_run import SharedRun


@pytest.fixture(scope="module")
def library(run: SharedRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over all seed data, for reading."""
    with opened(seeded_copy(run, tmp_path_factory.mktemp("library") / "sipp")) as app:
        yield app


@pytest.fixture(scope="module")
def reader(library: Flask) -> FlaskClient:
    """A browser that only reads."""
    return library.test_client()


@pytest.fixture(scope="module")
def desk(run: SharedRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over all seed data, for tests that file reports and look only at their own."""
    with opened(seeded_copy(run, tmp_path_factory.mktemp("desk") / "sipp")) as app:
        yield app


@pytest.fixture
def citizen(desk: Flask) -> FlaskClient:
    """A browser of its own, in process."""
    return desk.test_client()
