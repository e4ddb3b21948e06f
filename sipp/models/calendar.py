"""Holidays with their decree, the versions of the calendar, and the dated lengths of the clocks."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from sipp.db import Model, Moment
from sipp.models.types import one_of
from sipp.rules.calendar import LengthUnit

STILL_THERE = text("withdrawn_in IS NULL")


class Holiday(Model):
    """A national holiday or a day of collective leave (cuti bersama), from one calendar version until another.

    A day is never changed or deleted, so that every earlier calendar can be read again: it is withdrawn, and another
    is added.
    """

    __tablename__ = "holiday"
    __table_args__ = (
        one_of("kind", ("national", "collective_leave")),
        one_of("certainty", ("certain", "estimated")),
        CheckConstraint("withdrawn_in > added_in", name="withdrawn_later"),
        Index(
            "uq_holiday_in_force",
            "day",
            "name",
            unique=True,
            sqlite_where=STILL_THERE,
            postgresql_where=STILL_THERE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    decree: Mapped[str | None] = mapped_column(String(300))
    certainty: Mapped[str] = mapped_column(String(20), default="certain")
    added_in: Mapped[int] = mapped_column(ForeignKey("calendar_version.number"))
    withdrawn_in: Mapped[int | None] = mapped_column(ForeignKey("calendar_version.number"))


class CalendarVersion(Model):
    """A recorded change of the holiday calendar; due dates store the number they were computed with."""

    __tablename__ = "calendar_version"

    number: Mapped[int] = mapped_column(primary_key=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    description: Mapped[str] = mapped_column(String(300))


class DeadlineLength(Model):
    """How long a clock runs, from a date on, with its legal source; ``report_class`` is empty when all are equal."""

    __tablename__ = "deadline_length"
    __table_args__ = (
        UniqueConstraint("clock", "report_class", "valid_from"),
        one_of("unit", LengthUnit),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    clock: Mapped[str] = mapped_column(String(40))
    report_class: Mapped[str] = mapped_column(String(20), default="")
    length: Mapped[int] = mapped_column(Integer)
    unit: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date] = mapped_column(Date)
    legal_basis: Mapped[str] = mapped_column(String(300))
    certainty: Mapped[str] = mapped_column(String(10), default="medium")
