"""What overseers leave behind: reminders sent to agencies, and the evaluations of a year. All of it append-only.

Law: PermenPANRB 13/2017 (the ministry evaluates the content of the information system at least once a year).
"""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Model, Moment
from sipp.models.accounts import User
from sipp.models.agencies import Agency


class AgencyReminder(Model):
    """An overseer reminded an agency of what it lacks; ``week`` is the ISO week ("2026-W48"), one reminder in each."""

    __tablename__ = "agency_reminder"
    __table_args__ = (UniqueConstraint("agency_id", "week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    week: Mapped[str] = mapped_column(String(8))
    recipients: Mapped[int] = mapped_column(Integer)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class Evaluation(Model):
    """The figures of every agency as they stood at one moment. Never computed again.

    ``scheduled_year`` is the year that the schedule closed with it, and stands once; None when somebody took it, who is
    ``user_id`` then. ``rule_version`` says how things were counted, ``score_rule_version`` how completeness was.
    """

    __tablename__ = "evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(Moment)
    scheduled_year: Mapped[int | None] = mapped_column(Integer, unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    rule_version: Mapped[int] = mapped_column(Integer)
    score_rule_version: Mapped[int] = mapped_column(Integer)
    lowest_score: Mapped[int] = mapped_column(Integer)

    user: Mapped[User | None] = relationship(lazy="raise_on_sql")


class EvaluationFigure(Model):
    """One agency in an evaluation; its name, kind and region are those of that moment.

    ``score_sum`` adds up the scores of the standards in force. Units are those that offer a service; ``verified`` and
    ``consulted`` count standards in force that were verified, or discussed with the public, within a year before.
    """

    __tablename__ = "evaluation_figure"

    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    agency_name: Mapped[str] = mapped_column(String(200))
    agency_kind: Mapped[str] = mapped_column(String(20))
    region_code: Mapped[str | None] = mapped_column(String(13))
    is_receiving: Mapped[bool] = mapped_column(Boolean)
    liaisons: Mapped[int] = mapped_column(Integer)
    services: Mapped[int] = mapped_column(Integer)
    in_force: Mapped[int] = mapped_column(Integer)
    late_reviews: Mapped[int] = mapped_column(Integer)
    low_scores: Mapped[int] = mapped_column(Integer)
    score_sum: Mapped[int] = mapped_column(Integer)
    verified: Mapped[int] = mapped_column(Integer)
    consulted: Mapped[int] = mapped_column(Integer)
    units: Mapped[int] = mapped_column(Integer)
    units_with_address: Mapped[int] = mapped_column(Integer)
    units_with_pledge: Mapped[int] = mapped_column(Integer)

    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")
