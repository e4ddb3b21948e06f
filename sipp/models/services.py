"""National reference services, the services agencies offer of them, and the life events they belong to."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipp.db import Base, Model
from sipp.models.agencies import Agency, ServicePoint, Unit
from sipp.models.types import one_of

reference_life_event = Table(
    "reference_life_event",
    Base.metadata,
    Column("reference_id", ForeignKey("reference_service.id"), primary_key=True),
    Column("life_event_slug", ForeignKey("life_event.slug"), primary_key=True, index=True),
)

service_at_point = Table(
    "service_at_point",
    Base.metadata,
    Column("service_id", ForeignKey("service.id"), primary_key=True),
    Column("service_point_id", ForeignKey("service_point.id"), primary_key=True, index=True),
)


class LifeEvent(Model):
    """An event in life under which services are found ("Punya anak"); the slug is the ``kategori`` of searches."""

    __tablename__ = "life_event"

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    examples: Mapped[str | None] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(Integer)


class ReferenceService(Model):
    """One national service (layanan acuan nasional) that many agencies offer."""

    __tablename__ = "reference_service"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    summary: Mapped[str | None] = mapped_column(Text)
    audience: Mapped[str | None] = mapped_column(String(200))
    online_url: Mapped[str | None] = mapped_column(String(300))
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    former_names: Mapped[list[str]] = mapped_column(JSON, default=list)
    search_words: Mapped[list[str]] = mapped_column(JSON, default=list)
    agency_kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    popularity: Mapped[int] = mapped_column(Integer, default=0)
    is_synthetic: Mapped[bool] = mapped_column(Boolean, default=False)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    life_events: Mapped[list[LifeEvent]] = relationship(
        secondary=reference_life_event, lazy="raise_on_sql", order_by=LifeEvent.position
    )
    ceilings: Mapped[list["LegalCeiling"]] = relationship(lazy="raise_on_sql", order_by="LegalCeiling.row_key")

    __mapper_args__ = {"version_id_col": row_version}


class LegalCeiling(Model):
    """A ceiling the law sets for every offer of a reference service: at most this long, or at most this much."""

    __tablename__ = "legal_ceiling"
    __table_args__ = (one_of("component", ("time_limit", "fee")),)

    reference_id: Mapped[int] = mapped_column(ForeignKey("reference_service.id"), primary_key=True)
    row_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    component: Mapped[str] = mapped_column(String(20))
    maximum: Mapped[int | None] = mapped_column(Integer)
    unit: Mapped[str | None] = mapped_column(String(20))
    start_event: Mapped[str | None] = mapped_column(String(30))
    amount_idr: Mapped[int | None] = mapped_column(BigInteger)
    legal_basis: Mapped[str | None] = mapped_column(String(300))
    source: Mapped[str | None] = mapped_column(String(500))
    certainty: Mapped[str | None] = mapped_column(String(10))


class Service(Model):
    """What one unit of an agency offers (layanan); the slug is unique within the agency."""

    __tablename__ = "service"
    __table_args__ = (
        UniqueConstraint("agency_id", "slug"),
        Index("ix_service_reference_agency", "reference_id", "agency_id"),
        one_of("status", ("active", "temporarily_closed", "retired")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    reference_id: Mapped[int | None] = mapped_column(ForeignKey("reference_service.id"))
    slug: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    summary: Mapped[str | None] = mapped_column(Text)
    audience: Mapped[str | None] = mapped_column(String(200))
    online_url: Mapped[str | None] = mapped_column(String(300))
    status: Mapped[str] = mapped_column(String(20), default="active")
    is_synthetic: Mapped[bool] = mapped_column(Boolean, default=False)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    reference: Mapped[ReferenceService | None] = relationship(lazy="raise_on_sql")
    service_points: Mapped[list[ServicePoint]] = relationship(secondary=service_at_point, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": row_version}


class ServiceSlug(Model):
    """A slug a service had before; requests for it are redirected."""

    __tablename__ = "service_slug"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
