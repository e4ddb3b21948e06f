"""Links to the outside that pages show, and whether they opened when they were last visited."""

from datetime import date, datetime

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from sipp.db import Model, Moment
from sipp.models.types import one_of
from sipp.rules.links import Failure


class WebLink(Model):
    """An online address of services or agencies; several may share one.

    ``failure`` is the outcome of the last visit (None: it opened, or was never visited). ``failed_days`` counts the
    days with failures since it last opened.
    """

    __tablename__ = "web_link"
    __table_args__ = (one_of("failure", Failure),)

    url: Mapped[str] = mapped_column(String(300), primary_key=True)
    next_visit_at: Mapped[datetime] = mapped_column(Moment, index=True)
    visited_at: Mapped[datetime | None] = mapped_column(Moment)
    failure: Mapped[str | None] = mapped_column(String(20))
    failed_days: Mapped[int] = mapped_column(Integer, default=0)
    last_failed_on: Mapped[date | None] = mapped_column(Date)
