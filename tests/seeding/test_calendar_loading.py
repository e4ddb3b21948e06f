"""Loading holidays again: a decree takes the place of estimates, and what an administrator did stays done."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.models.calendar import Holiday
from sipp.operations.calendar import calendar_version, new_version
from sipp.seeding.calendar import load_calendar
from sipp.seeding.seed import SEED_FOLDER

ESTIMATED = (
    "2027-01-01,Tahun Baru,national,,estimated",
    "2027-02-06,Imlek,national,,estimated",
    "2027-03-09,Nyepi,national,,estimated",
)
DECREED = ("2027-01-01,Tahun Baru,national,SKB,certain", "2027-02-06,Tahun Baru Imlek,national,SKB,certain")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deadlines.csv").write_bytes((SEED_FOLDER / "deadlines.csv").read_bytes())
    return tmp_path


def load(folder: Path, *rows: str) -> None:
    (folder / "holidays.csv").write_text("\n".join(["date,name,kind,decree,certainty", *rows, ""]), "utf-8")
    with unit_of_work():
        load_calendar(folder)


def in_force() -> list[tuple[str, str]]:
    found = current_session().scalars(select(Holiday).where(Holiday.withdrawn_in.is_(None)).order_by(Holiday.day))
    return [(one.name, one.certainty) for one in found]


def test_the_decree_of_a_year_takes_the_place_of_all_its_estimates(app: Flask, folder: Path) -> None:
    with app.app_context():
        load(folder, *ESTIMATED)
        load(folder, *ESTIMATED)
        assert calendar_version() == 1 and len(in_force()) == 3
        load(folder, *DECREED)
        assert (calendar_version(), in_force()) == (2, [("Tahun Baru", "certain"), ("Tahun Baru Imlek", "certain")])
        load(folder, *DECREED)
        assert calendar_version() == 2


def test_half_a_decree_leaves_the_other_estimates(app: Flask, folder: Path) -> None:
    with app.app_context():
        load(folder, *ESTIMATED)
        load(folder, DECREED[0], *ESTIMATED[1:])
        assert [certainty for _name, certainty in in_force()] == ["certain", "estimated", "estimated"]


def test_what_an_administrator_withdrew_or_recorded_is_not_undone(app: Flask, folder: Path) -> None:
    with app.app_context():
        load(folder, *DECREED)
        with unit_of_work() as session:
            number = new_version("SKB perubahan")
            session.scalars(select(Holiday).where(Holiday.day == date(2027, 1, 1))).one().withdrawn_in = number
            added = {"kind": "national", "decree": "SKB perubahan", "added_in": number}
            session.add(Holiday(day=date(2027, 3, 9), name="Hari Suci Nyepi", **added))
        load(folder, *DECREED, "2027-03-09,Nyepi,national,SKB,certain")
        assert (calendar_version(), [name for name, _ in in_force()]) == (2, ["Tahun Baru Imlek", "Hari Suci Nyepi"])
