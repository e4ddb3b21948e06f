"""Answers that people chose for what is typed often, shown above the results until they expire."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Model, Moment
from sipp.models.agencies import Agency
from sipp.models.services import ReferenceService, Service
from sipp.rules.curated_answers import (
    MOST_ADDRESS_CHARACTERS,
    MOST_PHRASE_CHARACTERS,
    MOST_TEXT_CHARACTERS,
    MOST_TITLE_CHARACTERS,
)

_TARGETS = ("reference_id", "service_id", "agency_id", "url")
_ONE_TARGET = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in _TARGETS)


class CuratedAnswer(Model):
    """A short answer to one phrase and its aliases, with one link.

    It leads to exactly one of a reference service, a service, an agency or an https address; shown from ``valid_from``
    to ``valid_until``, both included, unless it was retired.
    """

    __tablename__ = "curated_answer"
    __table_args__ = (
        CheckConstraint(f"{_ONE_TARGET} = 1", name="one_target"),
        CheckConstraint("valid_until >= valid_from", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    phrase: Mapped[str] = mapped_column(String(MOST_PHRASE_CHARACTERS))
    title: Mapped[str] = mapped_column(String(MOST_TITLE_CHARACTERS))
    text: Mapped[str] = mapped_column(String(MOST_TEXT_CHARACTERS))
    reference_id: Mapped[int | None] = mapped_column(ForeignKey("reference_service.id"), index=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    url: Mapped[str | None] = mapped_column(String(MOST_ADDRESS_CHARACTERS))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    retired_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    aliases: Mapped[list["CuratedAlias"]] = relationship(
        lazy="raise_on_sql", order_by="CuratedAlias.position", cascade="all, delete-orphan"
    )
    reference: Mapped[ReferenceService | None] = relationship(lazy="raise_on_sql")
    service: Mapped[Service | None] = relationship(lazy="raise_on_sql")
    agency: Mapped[Agency | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": row_version}


class CuratedAlias(Model):
    """Another phrase with the same answer."""

    __tablename__ = "curated_alias"

    answer_id: Mapped[int] = mapped_column(ForeignKey("curated_answer.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    phrase: Mapped[str] = mapped_column(String(MOST_PHRASE_CHARACTERS))
