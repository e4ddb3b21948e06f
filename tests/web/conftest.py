"""One seeded application per module for tests that only read."""

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sipp.app import create_app
from sipp.config import Config
from sipp.db import db
from tests.live_server import seeded_data
from tests.shared_run import SharedRun


@pytest.fixture(scope="module")
def library(run: SharedRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over all seed data, for reading."""
    folder = shutil.copytree(seeded_data(run), tmp_path_factory.mktemp("library") / "sipp")
    app = create_app(Config.for_tests(folder))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def reader(library: Flask) -> FlaskClient:
    """A browser that only reads."""
    return library.test_client()


@pytest.fixture(scope="module")
def desk(run: SharedRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over all seed data, for tests that file reports and look only at their own."""
    folder = shutil.copytree(seeded_data(run), tmp_path_factory.mktemp("desk") / "sipp")
    app = create_app(Config.for_tests(folder))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def citizen(desk: Flask) -> FlaskClient:
    """A browser of its own, in process."""
    return desk.test_client()
