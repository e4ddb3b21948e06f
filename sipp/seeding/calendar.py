"""Loads the calendar of `seed_data/`: holidays with their decrees, and the lengths of clocks.

Nothing that stands is changed: days and lengths are added, and estimates give way to the days of a decree.
"""

import csv
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select

from sipp.db import current_session
from sipp.models.calendar import DeadlineLength, Holiday
from sipp.operations.calendar import new_version


def load_calendar(folder: Path) -> None:
    """Load `holidays.csv` and `deadlines.csv`."""
    _load_holidays(folder / "holidays.csv")
    _load_lengths(folder / "deadlines.csv")


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a file by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _load_holidays(path: Path) -> None:
    """Add what was never recorded; what somebody withdrew stays withdrawn."""
    session = current_session()
    rows = csv_rows(path)
    recorded = session.scalars(select(Holiday)).all()
    new = [row for row in rows if _is_new(row, recorded)]
    decreed = {date.fromisoformat(row["date"]).year for row in rows}
    decreed -= {date.fromisoformat(row["date"]).year for row in rows if row["certainty"] == "estimated"}
    overtaken = [one for one in recorded if _is_overtaken(one, new, decreed)]
    if not new and not overtaken:
        return
    number = new_version("seed_data/holidays.csv")
    for one in overtaken:
        one.withdrawn_in = number
    session.flush()
    session.add_all(
        Holiday(
            day=date.fromisoformat(row["date"]),
            name=row["name"],
            kind=row["kind"],
            decree=row["decree"] or None,
            certainty=row["certainty"],
            added_in=number,
        )
        for row in new
    )


def _is_new(row: dict[str, str], recorded: Sequence[Holiday]) -> bool:
    """Whether a row says what no recorded day of its date says; an estimate is no news beside any day."""
    same_date = [one for one in recorded if one.day.isoformat() == row["date"]]
    if row["certainty"] == "estimated":
        return not same_date
    return not any(
        one.certainty == "certain" and (one.withdrawn_in is None or one.name == row["name"]) for one in same_date
    )


def _is_overtaken(one: Holiday, new: Sequence[dict[str, str]], decreed: Collection[int]) -> bool:
    """Whether an estimate gives way: to a day of its date, or because the file holds all of its year's decree."""
    if one.certainty != "estimated" or one.withdrawn_in is not None:
        return False
    return one.day.year in decreed or one.day.isoformat() in {row["date"] for row in new}


def _load_lengths(path: Path) -> None:
    session = current_session()
    columns = select(DeadlineLength.clock, DeadlineLength.report_class, DeadlineLength.valid_from)
    recorded = {(clock, report_class, day) for clock, report_class, day in session.execute(columns)}
    for row in csv_rows(path):
        valid_from = date.fromisoformat(row["valid_from"])
        if (row["clock"], row["report_class"], valid_from) not in recorded:
            session.add(
                DeadlineLength(
                    clock=row["clock"],
                    report_class=row["report_class"],
                    length=int(row["length"]),
                    unit=row["unit"],
                    valid_from=valid_from,
                    legal_basis=row["legal_basis"],
                    certainty=row["certainty"],
                )
            )
