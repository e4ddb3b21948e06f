"""Keeping the calendar: days are added and withdrawn with their decree, lengths are added with their law.

Nothing is ever changed or deleted: each act makes a calendar version, and every earlier one can still be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from sipp.db import current_session
from sipp.models.calendar import CalendarVersion, DeadlineLength, Holiday
from sipp.operations.calendar import new_version
from sipp.operations.journal import record
from sipp.rules import permissions
from sipp.rules.errors import Conflict, Forbidden, InvalidInput
from sipp.rules.lengths import ClockLength
from sipp.rules.permissions import Actor
from sipp.rules.typed_days import NamedDay

HolidayKind = Literal["national", "collective_leave"]
#: So many versions are listed, the newest first.
VERSIONS_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class YearPage:
    """The holidays of a year in force now, the years that have any, and the latest changes of the calendar."""

    year: int
    years: Sequence[int]
    days: Sequence[Holiday]
    versions: Sequence[CalendarVersion]

    @property
    def estimated(self) -> Sequence[Holiday]:
        """The days that no decree set yet."""
        return [one for one in self.days if one.certainty == "estimated"]


def require(actor: Actor, action: str) -> None:
    """Raise Forbidden for whoever does not keep the calendar."""
    if not permissions.is_permitted(actor, action):
        raise Forbidden(action)


def year_page(actor: Actor, year: int) -> YearPage:
    """A year as who keeps the calendar sees it; raises Forbidden."""
    require(actor, "calendar.edit")
    session = current_session()
    in_force = select(Holiday).where(Holiday.withdrawn_in.is_(None)).order_by(Holiday.day, Holiday.name)
    days = session.scalars(in_force).all()
    versions = select(CalendarVersion).order_by(CalendarVersion.number.desc()).limit(VERSIONS_SHOWN)
    return YearPage(
        year=year,
        years=sorted({one.day.year for one in days} | {year}),
        days=[one for one in days if one.day.year == year],
        versions=session.scalars(versions).all(),
    )


def add_days(actor: Actor, days: Sequence[NamedDay], kind: HolidayKind, decree: str) -> int:
    """Record the days a decree sets; estimated days of the same dates give way. The number of the new version.

    Raises Forbidden, and Conflict when one of the days stands there already under this name.
    """
    require(actor, "calendar.edit")
    number = new_version(f"Menambah {len(days)} hari: {decree}")
    session = current_session()
    same_dates = Holiday.day.in_([one.day for one in days])
    there = session.scalars(select(Holiday).where(Holiday.withdrawn_in.is_(None), same_dates)).all()
    certain = {(one.day, one.name) for one in there if one.certainty == "certain"}
    if again := sorted(one.day for one in days if (one.day, one.name) in certain):
        raise Conflict("day_there_already", day=again[0])
    estimated = [one for one in there if one.certainty == "estimated"]
    for one in estimated:
        one.withdrawn_in = number
    session.flush()
    session.add_all(Holiday(day=one.day, name=one.name, kind=kind, decree=decree, added_in=number) for one in days)
    record(
        actor,
        "calendar.add_days",
        "calendar_version",
        number,
        days=[one.day.isoformat() for one in days],
        replaced=[one.day.isoformat() for one in estimated],
        decree=decree,
    )
    return number


def withdraw_days(actor: Actor, holiday_ids: Sequence[int], reason: str) -> int:
    """Take days out of the calendar, from now on; the number of the new version.

    Raises Forbidden, InvalidInput when none is named, and Conflict when one was withdrawn meanwhile or never was there.
    """
    require(actor, "calendar.edit")
    if not holiday_ids:
        raise InvalidInput({"days": "required"})
    number = new_version(f"Mencabut {len(set(holiday_ids))} hari: {reason}")
    found = current_session().scalars(
        select(Holiday).where(Holiday.id.in_(holiday_ids), Holiday.withdrawn_in.is_(None)).order_by(Holiday.day)
    )
    days = found.all()
    if len(days) != len(set(holiday_ids)):
        raise Conflict("day_gone")
    for one in days:
        one.withdrawn_in = number
    withdrawn = [one.day.isoformat() for one in days]
    record(actor, "calendar.withdraw_days", "calendar_version", number, days=withdrawn, reason=reason)
    return number


def lengths(actor: Actor) -> Sequence[DeadlineLength]:
    """Every recorded length, by clock, the newest first; raises Forbidden."""
    require(actor, "calendar.edit_lengths")
    order = (DeadlineLength.clock, DeadlineLength.report_class, DeadlineLength.valid_from.desc())
    return current_session().scalars(select(DeadlineLength).order_by(*order)).all()


def add_length(actor: Actor, told: ClockLength) -> DeadlineLength:
    """Record a length from a day on. Clocks that run keep theirs; clocks that begin from that day on have this one.

    Raises Forbidden, and Conflict when this clock already has a length from that very day.
    """
    require(actor, "calendar.edit_lengths")
    row = DeadlineLength(
        clock=told.clock,
        report_class=told.report_class or "",
        length=told.length,
        unit=told.unit,
        valid_from=told.valid_from,
        legal_basis=told.legal_basis,
        certainty=told.certainty,
    )
    try:
        with current_session().begin_nested():
            current_session().add(row)
    except IntegrityError as error:
        raise Conflict("length_there_already") from error
    record(
        actor,
        "calendar.add_length",
        "deadline_length",
        row.id,
        clock=told.clock,
        report_class=told.report_class,
        length=told.length,
        unit=told.unit,
        valid_from=told.valid_from.isoformat(),
    )
    return row
