"""Regions, agencies, their tree of units and the places where services are offered."""

from datetime import date, datetime, time

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    Time,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.clock import NATIONAL_ZONE
from sipp.db import Model, Moment
from sipp.models.types import one_of
from sipp.rules.signing import SIGN_OFFS

#: What makes a service point usable for everybody (PermenPANRB 11/2024: services for people in need of help).
ACCESSIBILITY = ("ramp", "lift", "toilet", "guiding_blocks", "priority", "wheelchair", "sign_language", "nursing_room")
AGENCY_KINDS = ("ministry", "institution", "police", "province", "regency", "city", "state_enterprise")


class Region(Model):
    """A province, regency or city with its Kemendagri code ("32.73")."""

    __tablename__ = "region"
    __table_args__ = (one_of("kind", ("province", "regency", "city")),)

    code: Mapped[str] = mapped_column(String(13), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    everyday_names: Mapped[list[str]] = mapped_column(JSON, default=list)


class Agency(Model):
    """A body that owes standards (instansi).

    ``membership``: ``listed`` (we publish its standards, it has no confirmed liaison) or ``receiving`` (it answers
    reports here). ``report_email`` is where it reads of reports; it was proven (``models/joining.py``).
    ``official_channels`` is a list of ``{"kind", "value"}``. An agency with ``merged_into_id`` is only a former name of
    another: its row stays for the journal, its address leads there. ``sign_off``: which answers its head signs.
    """

    __tablename__ = "agency"
    __table_args__ = (
        one_of("kind", AGENCY_KINDS),
        one_of("membership", ("listed", "receiving")),
        one_of("sign_off", SIGN_OFFS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    short_name: Mapped[str | None] = mapped_column(String(60))
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    former_names: Mapped[list[str]] = mapped_column(JSON, default=list)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    street: Mapped[str | None] = mapped_column(String(300))
    district: Mapped[str | None] = mapped_column(String(120))
    postal_code: Mapped[str | None] = mapped_column(String(5))
    website: Mapped[str | None] = mapped_column(String(300))
    time_zone: Mapped[str] = mapped_column(String(40), default=NATIONAL_ZONE)
    official_channels: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    report_email: Mapped[str | None] = mapped_column(String(255))
    membership: Mapped[str] = mapped_column(String(20), default="listed")
    sign_off: Mapped[str] = mapped_column(String(20), default="none", server_default="none")
    receiving_since: Mapped[datetime | None] = mapped_column(Moment)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    is_synthetic: Mapped[bool] = mapped_column(Boolean, default=False)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    region: Mapped[Region | None] = relationship(lazy="raise_on_sql")
    units: Mapped[list["Unit"]] = relationship(back_populates="agency", lazy="raise_on_sql", order_by="Unit.path")

    __mapper_args__ = {"version_id_col": row_version}


class AgencySlug(Model):
    """A slug an agency had before; requests for it are redirected."""

    __tablename__ = "agency_slug"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)


class Unit(Model):
    """A node of the tree inside an agency (dinas > UPT > kelurahan).

    ``path`` lists the ids from the root, each followed by a slash ("1/5/9/"): a subtree is a prefix.
    ``working_week`` lists working weekdays, Monday = 0. ``is_oversight`` marks the inspectorate. ``pledge_file`` is a
    name in the documents folder. A retired unit has neither services nor open reports.
    """

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("agency_id", "slug"), Index("ix_unit_path", "agency_id", "path"))

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), default="")
    slug: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str | None] = mapped_column(String(60))
    search_names: Mapped[list[str]] = mapped_column(JSON, default=list)
    kind: Mapped[str] = mapped_column(String(40), default="unit")
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    street: Mapped[str | None] = mapped_column(String(300))
    district: Mapped[str | None] = mapped_column(String(120))
    postal_code: Mapped[str | None] = mapped_column(String(5))
    working_week: Mapped[str] = mapped_column(String(7), default="01234")
    is_oversight: Mapped[bool] = mapped_column(Boolean, default=False)
    is_small: Mapped[bool] = mapped_column(Boolean, default=False)
    pledge_text: Mapped[str | None] = mapped_column(Text)
    pledge_signatory: Mapped[str | None] = mapped_column(String(200))
    pledge_date: Mapped[date | None] = mapped_column(Date)
    pledge_file: Mapped[str | None] = mapped_column(String(60))
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    agency: Mapped[Agency] = relationship(back_populates="units", lazy="raise_on_sql")
    parent: Mapped["Unit | None"] = relationship(remote_side=[id], lazy="raise_on_sql")
    service_points: Mapped[list["ServicePoint"]] = relationship(back_populates="unit", lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": row_version}


class ServicePoint(Model):
    """A counter where services of a unit are offered; ``notice`` is shown while ``notice_until`` has not passed.

    ``accessibility`` lists what makes it usable for everybody, as words of ``ACCESSIBILITY``.
    """

    __tablename__ = "service_point"
    __table_args__ = (UniqueConstraint("unit_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    slug: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    street: Mapped[str | None] = mapped_column(String(300))
    district: Mapped[str | None] = mapped_column(String(120))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    postal_code: Mapped[str | None] = mapped_column(String(5))
    accessibility: Mapped[list[str]] = mapped_column(JSON, default=list)
    notice: Mapped[str | None] = mapped_column(String(300))
    notice_until: Mapped[date | None] = mapped_column(Date)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    unit: Mapped[Unit] = relationship(back_populates="service_points", lazy="raise_on_sql")
    opening_hours: Mapped[list["OpeningHours"]] = relationship(lazy="raise_on_sql", order_by="OpeningHours.weekday")
    exceptions: Mapped[list["OpeningException"]] = relationship(lazy="raise_on_sql", order_by="OpeningException.day")

    __mapper_args__ = {"version_id_col": row_version}


class OpeningHours(Model):
    """When a service point is open on a weekday (Monday = 0), in the agency's zone."""

    __tablename__ = "opening_hours"
    __table_args__ = (CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),)

    service_point_id: Mapped[int] = mapped_column(ForeignKey("service_point.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens: Mapped[time] = mapped_column(Time, primary_key=True)
    closes: Mapped[time] = mapped_column(Time)


class OpeningException(Model):
    """A day on which a service point differs from its opening hours; closed when ``opens`` is empty."""

    __tablename__ = "opening_exception"

    service_point_id: Mapped[int] = mapped_column(ForeignKey("service_point.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    opens: Mapped[time | None] = mapped_column(Time)
    closes: Mapped[time | None] = mapped_column(Time)
    reason: Mapped[str | None] = mapped_column(String(200))


class AgencyNotice(Model):
    """A notice of the day ("sistem gangguan") of a whole agency, or of a unit and everything below it.

    It is shown from the moment it is stored until ``ends_at``; one that is taken down early ends then.
    """

    __tablename__ = "agency_notice"
    __table_args__ = (Index("ix_agency_notice_agency", "agency_id", "ends_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(String(300))
    begun_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)

    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
