"""Reports (laporan): what was experienced, against which promise, what became of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Model, Moment
from sipp.models.accounts import User
from sipp.models.agencies import Agency, Unit
from sipp.models.services import Service
from sipp.models.types import one_of, uuid7
from sipp.rules.escalation import LEVELS, REPRIMAND_STATES
from sipp.rules.findings import ReportKind
from sipp.rules.lengths import ReportClass
from sipp.rules.report_news import PhoneChannel
from sipp.rules.reports import State
from sipp.rules.visibility import Visibility


class Incident(Model):
    """One cause behind many reports; one answer, each report closed by its own citizen."""

    __tablename__ = "incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str | None] = mapped_column(Text)


class Report(Model):
    """One report. ``case_number`` is public and opens nothing; of nonce and tracking code only hashes are stored.

    ``experience`` is what was told, in the shape of ``rules.breaches.Experience``; it never changes. Once ``erased_at``
    is set, only what figures and the journal need is left, and nobody opens it any more.
    """

    __tablename__ = "report"
    __table_args__ = (
        one_of("kind", ReportKind),
        one_of("visibility", Visibility),
        one_of("state", State),
        one_of("report_class", ReportClass),
        CheckConstraint("version_id IS NULL OR service_id IS NOT NULL", name="version_has_service"),
        Index("ix_report_agency_state", "agency_id", "state"),
        Index("ix_report_unit_state", "unit_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    case_number: Mapped[str] = mapped_column(String(20), unique=True)
    nonce_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    code_key_id: Mapped[str] = mapped_column(String(16))
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    opened_form_at: Mapped[datetime] = mapped_column(Moment)
    channel: Mapped[str] = mapped_column(String(20), default="web")
    language: Mapped[str] = mapped_column(String(5), default="id")

    kind: Mapped[str] = mapped_column(String(20), default="complaint")
    report_class: Mapped[str] = mapped_column(String(20), default="ordinary")
    visibility: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="received")

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    service_point_id: Mapped[int | None] = mapped_column(ForeignKey("service_point.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    shown_version_id: Mapped[int | None] = mapped_column(ForeignKey("standard_version.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("standard_version.id"), index=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), index=True)

    experience: Mapped[dict[str, Any]] = mapped_column(JSON)
    description: Mapped[str] = mapped_column(Text)
    expectation: Mapped[str | None] = mapped_column(Text)
    loss: Mapped[str | None] = mapped_column(Text)
    file_number: Mapped[str | None] = mapped_column(String(100))
    proxy: Mapped[str | None] = mapped_column(String(200))

    reopened: Mapped[int] = mapped_column(Integer, default=0)
    is_delivered: Mapped[bool] = mapped_column(Boolean, default=True)
    external_tracking_id: Mapped[str | None] = mapped_column(String(80))
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")
    service: Mapped[Service | None] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    handler: Mapped[User | None] = relationship(lazy="raise_on_sql")
    breaches: Mapped[list["Breach"]] = relationship(lazy="raise_on_sql", order_by="Breach.position")
    events: Mapped[list["ReportEvent"]] = relationship(lazy="raise_on_sql", order_by="ReportEvent.sequence")
    messages: Mapped[list["Message"]] = relationship(lazy="raise_on_sql", order_by="Message.id")
    attachments: Mapped[list["Attachment"]] = relationship(
        lazy="raise_on_sql",
        primaryjoin="and_(Attachment.report_id == Report.id, ~Attachment.is_held)",
        order_by="Attachment.added_at",
        viewonly=True,
    )
    clocks: Mapped[list["ReportClock"]] = relationship(lazy="raise_on_sql", order_by="ReportClock.id")
    reporter: Mapped["Reporter | None"] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": row_version}


class Reporter(Model):
    """Who reported: everything for an open report, only the optional notification address for a sealed one.

    An anonymous report has no row here.
    """

    __tablename__ = "reporter"
    __table_args__ = (one_of("phone_channel", PhoneChannel),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(255))
    phone: Mapped[str | None] = mapped_column(String(20))
    #: How news go to the phone, as the form said when the number was typed; None: not at all.
    phone_channel: Mapped[PhoneChannel | None] = mapped_column(String(10))


class SealedIdentity(Model):
    """A name sealed for two custodians; the server alone cannot open it."""

    __tablename__ = "sealed_identity"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    first_key_id: Mapped[int] = mapped_column(ForeignKey("custodian_key.id"))
    second_key_id: Mapped[int] = mapped_column(ForeignKey("custodian_key.id"))
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)


class Unsealing(Model):
    """A sealed identity being opened by two custodians: asked with a reason, the outer seal, then the inner one.

    ``half_open`` is what is still sealed for the first custodian; it goes when the request is closed. The name itself
    is never stored.
    """

    __tablename__ = "unsealing"
    __table_args__ = (
        CheckConstraint(
            "opened_by_id IS NULL OR (closed_at IS NOT NULL AND half_opened_by_id IS NOT NULL"
            " AND half_opened_by_id <> opened_by_id)",
            name="two_people",
        ),
        CheckConstraint("closed_at IS NULL OR half_open IS NULL", name="nothing_left_open"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    half_open: Mapped[bytes | None] = mapped_column(LargeBinary)
    half_opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    half_opened_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    report: Mapped[Report] = relationship(lazy="raise_on_sql")
    asked_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[asked_by_id])

    __mapper_args__ = {"version_id_col": row_version}


class Breach(Model):
    """One compared row of the promise: what was promised, what was told, the computed result. Never changes.

    ``version_id`` is the version it is judged by; empty when no standard was published.
    """

    __tablename__ = "breach"
    __table_args__ = (UniqueConstraint("report_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"))
    position: Mapped[int] = mapped_column(Integer)
    group: Mapped[str] = mapped_column(String(20))
    component: Mapped[str | None] = mapped_column(String(40))
    row_key: Mapped[str | None] = mapped_column(String(80))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("standard_version.id"), index=True)
    result: Mapped[str] = mapped_column(String(20))
    finding: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_confirmed: Mapped[bool] = mapped_column(Boolean)
    is_statistical: Mapped[bool] = mapped_column(Boolean)
    is_illegal_levy: Mapped[bool] = mapped_column(Boolean)
    ombudsman_class: Mapped[str | None] = mapped_column(String(40))
    lapor_category: Mapped[str | None] = mapped_column(String(60))
    severity: Mapped[int] = mapped_column(Integer)


class ReportEvent(Model):
    """Something that happened to a report. Append-only; ``sequence`` is dense within the report."""

    __tablename__ = "report_event"
    __table_args__ = (UniqueConstraint("report_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"))
    sequence: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(40))
    by: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str | None] = mapped_column(String(20))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Message(Model):
    """A message between the reporter and the handler, or an internal note.

    ``cites`` lists rows of the standard that judges the report, as pairs of component and row key. ``fingerprint`` is
    the hash of an answer's words within its agency: equal for equal answers, empty for one given to a whole incident.
    """

    __tablename__ = "message"
    __table_args__ = (one_of("author", ("reporter", "handler", "system")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    sent_at: Mapped[datetime] = mapped_column(Moment)
    author: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    is_internal: Mapped[bool] = mapped_column(Boolean, default=False)
    text: Mapped[str] = mapped_column(Text)
    cites: Mapped[list[list[str]]] = mapped_column(JSON, default=list, server_default="[]")
    fingerprint: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)


class Attachment(Model):
    """Evidence added to a filed report, stored under a generated name; the sender's file name is not kept.

    What ``is_held`` belongs to an answer that was not given yet: nobody but those who answer finds it.
    """

    __tablename__ = "attachment"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
    media_type: Mapped[str] = mapped_column(String(60))
    size_bytes: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(Moment)
    author: Mapped[str] = mapped_column(String(20), default="reporter")
    is_held: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class ReportClock(Model):
    """One clock of a report; ``due_on`` is the day at whose end, in the unit's zone, it is late.

    Changes of ``due_on`` are events with old and new day and reason, never silent. ``next_level_at`` is when the
    schedule looks at it again (escalation); None where nothing is left to climb.
    """

    __tablename__ = "report_clock"
    __table_args__ = (
        UniqueConstraint("report_id", "clock", "round"),
        Index("ix_report_clock_due", "stopped_at", "due_at"),
        Index("ix_report_clock_next_level", "stopped_at", "next_level_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"))
    clock: Mapped[str] = mapped_column(String(40))
    round: Mapped[int] = mapped_column(Integer, default=1)
    started_on: Mapped[date] = mapped_column(Date)
    length: Mapped[int] = mapped_column(Integer)
    unit: Mapped[str] = mapped_column(String(20))
    time_zone: Mapped[str] = mapped_column(String(40))
    working_week: Mapped[str] = mapped_column(String(7))
    due_on: Mapped[date] = mapped_column(Date)
    due_at: Mapped[datetime] = mapped_column(Moment)
    extension: Mapped[int] = mapped_column(Integer, default=0)
    paused_since: Mapped[date | None] = mapped_column(Date)
    pauses: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    stopped_at: Mapped[datetime | None] = mapped_column(Moment)
    legal_basis: Mapped[str] = mapped_column(String(300))
    calendar_version: Mapped[int] = mapped_column(Integer)
    rule_version: Mapped[str] = mapped_column(String(20))
    next_level_at: Mapped[datetime | None] = mapped_column(Moment)


class Escalation(Model):
    """A level that a clock reached: one row, so that each fires once, whatever restarts."""

    __tablename__ = "escalation"
    __table_args__ = (one_of("level", LEVELS),)

    clock_id: Mapped[int] = mapped_column(ForeignKey("report_clock.id"), primary_key=True)
    level: Mapped[str] = mapped_column(String(20), primary_key=True)
    reached_at: Mapped[datetime] = mapped_column(Moment)


class ReportDraft(Model):
    """A form being filled in, encrypted under the secret half of an id that only the browser's cookie holds."""

    __tablename__ = "report_draft"

    id_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class Reprimand(Model):
    """A formal reprimand (teguran) after an agency stayed silent. ``facts`` are those of the clock alone.

    ``asked_by_id`` is who requested it for the nation; ``note`` says why it was requested, withdrawn or what was cured.
    """

    __tablename__ = "reprimand"
    __table_args__ = (one_of("state", REPRIMAND_STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("report_clock.id"))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    article: Mapped[str] = mapped_column(String(200))
    consequence: Mapped[str] = mapped_column(String(300), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    signer_title: Mapped[str | None] = mapped_column(String(200))
    served_at: Mapped[datetime | None] = mapped_column(Moment)
    served_by_hand: Mapped[bool] = mapped_column(Boolean, default=False)
    cure_due_on: Mapped[date | None] = mapped_column(Date)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    note: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    report: Mapped[Report] = relationship(lazy="raise_on_sql")
    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    signer: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[signer_id])

    __mapper_args__ = {"version_id_col": row_version}


class ReprimandLetter(Model):
    """The letter as it was signed, and its copy for the public: the very files everybody gets, frozen by triggers."""

    __tablename__ = "reprimand_letter"

    reprimand_id: Mapped[int] = mapped_column(ForeignKey("reprimand.id"), primary_key=True, autoincrement=False)
    letter: Mapped[bytes] = mapped_column(LargeBinary)
    public_copy: Mapped[bytes] = mapped_column(LargeBinary)
