"""What handling reports needs beside the reports: conflicts of interest, prepared answers, deputies."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Model, Moment
from sipp.models.accounts import User


class ConflictOfInterest(Model):
    """Somebody said to have an interest of their own in a report: it is out of their reach for good."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (UniqueConstraint("report_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    declared_at: Mapped[datetime] = mapped_column(Moment)


class CannedAnswer(Model):
    """A text that an agency's people begin an answer with."""

    __tablename__ = "canned_answer"
    __table_args__ = (UniqueConstraint("agency_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class Deputy(Model):
    """Somebody who stands in for an officer from the first to the last day of a leave, both included."""

    __tablename__ = "deputy"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)

    deputy: Mapped[User] = relationship(foreign_keys=[deputy_id], lazy="raise_on_sql")
