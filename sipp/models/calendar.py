"""Holidays with their decree, the versions of the calendar, and the dated lengths of the clocks."""

from datetime import date, datetime

from sqlalchemy import Date, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sipp.db import Model, Moment
from sipp.models.types import one_of


class Holiday(Model):
    """A national holiday or a day of collective leave (cuti bersama)."""

    __tablename__ = "holiday"
    __table_args__ = (
        one_of("kind", ("national", "collective_leave")),
        one_of("certainty", ("certain", "estimated")),
    )

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    decree: Mapped[str | None] = mapped_column(String(300))
    certainty: Mapped[str] = mapped_column(String(20), default="certain")


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
        one_of("unit", ("working_day", "day", "week", "month")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    clock: Mapped[str] = mapped_column(String(40))
    report_class: Mapped[str] = mapped_column(String(20), default="")
    length: Mapped[int] = mapped_column(Integer)
    unit: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date] = mapped_column(Date)
    legal_basis: Mapped[str] = mapped_column(String(300))
    certainty: Mapped[str] = mapped_column(String(10), default="medium")
