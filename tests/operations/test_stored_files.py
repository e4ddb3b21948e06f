"""A file that no row names, because its process was killed in between, is not kept; every other one is."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from sipp.db import unit_of_work
from sipp.jobs import schedule
from sipp.models.agencies import Unit
from sipp.models.standards import Decree
from sipp.operations import following
from sipp.storage import attachments
from sipp.storage.attachments import StoredFile
from tests import factories
from tests.storage.pdf_samples import pdf


def received(folder: Path, *, days_ago: float) -> StoredFile:
    """A file as an upload leaves it before its row is written."""
    stored = attachments.receive(BytesIO(pdf()), folder)
    then = (datetime.now(UTC) - timedelta(days=days_ago)).timestamp()
    os.utime(folder / stored.name, (then, then))
    return stored


def name_in_a_report(stored: StoredFile) -> None:
    following.add_evidence(factories.a_report().report.id, stored)


def name_in_a_decree(stored: StoredFile) -> None:
    factories.a_decree(factories.an_agency(), file_name=stored.name)


def name_in_a_pledge(stored: StoredFile) -> None:
    factories.a_unit(pledge_file=stored.name)


PLACES = [
    ("attachments_dir", name_in_a_report),
    ("attachments_dir", name_in_a_decree),
    ("documents_dir", name_in_a_pledge),
]


@pytest.mark.parametrize(("folder_name", "name_it"), PLACES)
def test_what_lost_its_row_is_removed_after_a_day_and_what_has_one_stays_for_good(
    app: Flask, folder_name: str, name_it: Callable[[StoredFile], None]
) -> None:
    folder = getattr(app.config["SIPP"], folder_name)
    named, fresh, _lost = (received(folder, days_ago=days) for days in (2, 0.5, 2))
    with app.app_context():
        with unit_of_work():
            name_it(named)
        assert schedule.remove_unfinished_files() == 1
        assert set(attachments.stored_names(folder)) == {named.name, fresh.name}
        with unit_of_work() as session:
            session.execute(text("DELETE FROM attachment"))
            session.query(Decree).update({"file_name": None})
            session.query(Unit).update({"pledge_file": None})
        assert schedule.remove_unfinished_files() == 0, "a database that knows too little takes nothing away"
    assert named.name in set(attachments.stored_names(folder))
