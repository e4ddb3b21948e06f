"""What reporters say beside the handling of their report: that they are pressed, what they ask about their data."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Model, Moment
from sipp.models.reports import Report
from sipp.models.types import one_of, uuid7

DataRequestKind = Literal["correction", "erasure"]
DataRequestState = Literal["open", "done", "declined"]


class PressureNote(Model):
    """That a reporter is pressed, for eyes outside the handling unit.

    A table of its own, neither event nor message of the report: whoever handles the case must not even see that there
    is one.
    """

    __tablename__ = "pressure_note"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    noted_at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text)
    read_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    read_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    report: Mapped[Report] = relationship(lazy="raise_on_sql")


class DataRequest(Model):
    """That a reporter asks for personal data to be corrected or erased (UU 27/2022), and what was decided."""

    __tablename__ = "data_request"
    __table_args__ = (
        one_of("kind", DataRequestKind),
        one_of("state", DataRequestState),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_once"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(20), default="open", index=True)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answer: Mapped[str | None] = mapped_column(Text)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    report: Mapped[Report] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": row_version}
