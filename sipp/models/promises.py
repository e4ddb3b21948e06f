"""When each published version is in force, and what it promises at a glance: what lists, ranges and filters read.

Derived from what never changes (content, dates, life-cycle facts) and written in the transaction that adds such a fact,
so no day's arrival needs a job: a date that comes is found by comparing it with ``starts_at`` and ``ends_at``.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from sipp.db import Model, Moment


class PromiseSpan(Model):
    """One version's time in force, from 00:00 of its first day in the agency's zone until ``ends_at`` (not included).

    A version that never comes into force (superseded by one of the same day) has no row. The figures are those of
    ``rules/promises.glance`` over all variants; ``time_*`` is its first time limit. ``completeness`` is the score of
    ``rules/completeness.py``; None only until `sipp migrate` has read a version that an earlier release published.
    """

    __tablename__ = "promise_span"
    __table_args__ = (
        Index("ix_promise_span_service", "service_id", "starts_at"),
        Index("ix_promise_span_reference", "reference_id", "starts_at"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("standard_version.id"), primary_key=True, autoincrement=False)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    reference_id: Mapped[int | None] = mapped_column(ForeignKey("reference_service.id"))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime | None] = mapped_column(Moment)
    fee_answer: Mapped[str] = mapped_column(String(20))
    fee_minimum_idr: Mapped[int | None] = mapped_column(BigInteger)
    fee_maximum_idr: Mapped[int | None] = mapped_column(BigInteger)
    time_kind: Mapped[str | None] = mapped_column(String(20))
    time_minimum: Mapped[int | None] = mapped_column(Integer)
    time_maximum: Mapped[int | None] = mapped_column(Integer)
    time_unit: Mapped[str | None] = mapped_column(String(20))
    time_is_approximate: Mapped[bool] = mapped_column(Boolean)
    paper_count: Mapped[int] = mapped_column(Integer)
    has_unconfirmed: Mapped[bool] = mapped_column(Boolean)
    completeness: Mapped[int | None] = mapped_column(Integer)
