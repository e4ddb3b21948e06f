"""A small application with a small English catalogue, so that these tests do not depend on the real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from flask import Flask

from sipp.i18n import init_i18n

ENGLISH = {
    "Biaya": "Fee",
    "pukul %(time)s %(zone)s": "%(time)s %(zone)s",
    "%(date)s pukul %(time)s %(zone)s": "%(date)s, %(time)s %(zone)s",
    "%(least)s sampai %(most)s": "%(least)s to %(most)s",
    "sejak berkas lengkap": "from the complete file",
}
ENGLISH_PLURALS = {"%(count)s hari kerja": ("%(count)s working day", "%(count)s working days")}


@pytest.fixture
def small_app(tmp_path: Path) -> Flask:
    """An application without anything but languages."""
    catalogue = Catalog(locale="en")
    for message, translation in ENGLISH.items():
        catalogue.add(message, translation)
    for message, translations in ENGLISH_PLURALS.items():
        catalogue.add((message, message), translations)
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    app = Flask("small")
    init_i18n(app, tmp_path)
    return app


@pytest.fixture
def in_app(small_app: Flask) -> Iterator[Flask]:
    """Inside the application's context, as a job is."""
    with small_app.app_context():
        yield small_app
