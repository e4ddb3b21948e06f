"""The rows of a standard version: one table per kind of row, columns named like the fields of ``rules/standards.py``.

The key of a row is (version, row_key); ``row_key`` is kept from version to version.
"""

from dataclasses import asdict, fields
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from sipp.db import Model
from sipp.models.types import one_of
from sipp.rules import standards


class ComponentRow(Model):
    """What every component row has; ``value_type`` is the row's value in ``rules/standards.py``."""

    __abstract__ = True
    value_type: ClassVar[type[standards.Row]]

    @declared_attr
    def version_id(cls) -> Mapped[int]:
        # The key begins with row_key, which no reading asks for: without an index of its own every page of a
        # standard would read the whole table.
        return mapped_column(ForeignKey("standard_version.id"), primary_key=True, index=True)

    row_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    variant: Mapped[str | None] = mapped_column(String(60))
    confidence: Mapped[str] = mapped_column(String(10), default="confirmed")
    certainty: Mapped[str | None] = mapped_column(String(10))
    source: Mapped[str | None] = mapped_column(Text)

    @classmethod
    def value_of(cls, values: dict[str, Any]) -> standards.Row:
        """The value with these fields, as they are stored."""
        return cls.value_type(**values)

    @classmethod
    def from_value(cls, row: standards.Row, position: int) -> Any:
        """A new row of this table with the value's fields."""
        return cls(position=position, **{f.name: getattr(row, f.name) for f in fields(row)})


def _row_arguments(*checks: Any) -> tuple[Any, ...]:
    return (one_of("confidence", standards.Confidence), one_of("certainty", standards.Certainty), *checks)


class VariantRow(Model):
    """One variant of the service, in its order."""

    __tablename__ = "standard_variant"

    version_id: Mapped[int] = mapped_column(ForeignKey("standard_version.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(String(200))


class RequirementRow(ComponentRow):
    """Component 2, persyaratan."""

    __tablename__ = "standard_requirement"
    __table_args__ = _row_arguments(one_of("kind", standards.RequirementKind), one_of("form", standards.DocumentForm))
    value_type = standards.Requirement

    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    form: Mapped[str | None] = mapped_column(String(20))
    copies: Mapped[int | None] = mapped_column(Integer)
    mandatory: Mapped[bool] = mapped_column(Boolean)
    condition: Mapped[str | None] = mapped_column(Text)
    form_code: Mapped[str | None] = mapped_column(String(40))
    issued_by: Mapped[str | None] = mapped_column(String(120))
    legal_basis: Mapped[str | None] = mapped_column(String(300))


class ProcedureStepRow(ComponentRow):
    """Component 3, sistem, mekanisme, dan prosedur."""

    __tablename__ = "standard_procedure_step"
    __table_args__ = _row_arguments(
        one_of("channel", standards.Channel),
        one_of("actor", standards.StepActor),
        one_of("duration_unit", standards.Unit),
    )
    value_type = standards.ProcedureStep

    text: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str | None] = mapped_column(String(20))
    place: Mapped[str | None] = mapped_column(String(200))
    duration_max: Mapped[int | None] = mapped_column(Integer)
    duration_unit: Mapped[str | None] = mapped_column(String(20))


class TimeLimitRow(ComponentRow):
    """Component 4, jangka waktu penyelesaian."""

    __tablename__ = "standard_time_limit"
    __table_args__ = _row_arguments(
        one_of("kind", standards.TimeKind),
        one_of("unit", standards.Unit),
        one_of("start_event", standards.StartEvent),
    )
    value_type = standards.TimeLimit

    kind: Mapped[str] = mapped_column(String(20))
    minimum: Mapped[int | None] = mapped_column(Integer)
    maximum: Mapped[int | None] = mapped_column(Integer)
    unit: Mapped[str | None] = mapped_column(String(20))
    approximate: Mapped[bool] = mapped_column(Boolean)
    start_event: Mapped[str | None] = mapped_column(String(30))
    start_event_text: Mapped[str | None] = mapped_column(String(300))
    end_event_text: Mapped[str | None] = mapped_column(String(300))
    reason: Mapped[str | None] = mapped_column(Text)
    legal_basis: Mapped[str | None] = mapped_column(String(300))


class FeeRow(ComponentRow):
    """Component 5, biaya/tarif."""

    __tablename__ = "standard_fee"
    __table_args__ = _row_arguments(
        one_of("shape", standards.FeeShape),
        one_of("role", standards.FeeRole),
        one_of("kind", standards.FeeKind),
        one_of("amount_is", standards.AmountIs),
        one_of("recurrence", standards.Recurrence),
    )
    value_type = standards.Fee

    shape: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str | None] = mapped_column(String(300))
    amount_idr: Mapped[int | None] = mapped_column(BigInteger)
    amount_is: Mapped[str] = mapped_column(String(20))
    formula: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    per: Mapped[str | None] = mapped_column(String(120))
    recurrence: Mapped[str] = mapped_column(String(20))
    condition: Mapped[str | None] = mapped_column(Text)
    legal_basis: Mapped[str | None] = mapped_column(String(300))

    @classmethod
    def value_of(cls, values: dict[str, Any]) -> standards.Row:
        """The fee with these fields, its formula typed again."""
        formula = values["formula"]
        if formula is not None:
            parameters = tuple(standards.FormulaParameter(**p) for p in formula["parameters"])
            values = {**values, "formula": standards.Formula(**{**formula, "parameters": parameters})}
        return standards.Fee(**values)

    @classmethod
    def from_value(cls, row: standards.Row, position: int) -> Any:
        """A new fee row; the formula is stored as plain JSON."""
        stored = super().from_value(row, position)
        if isinstance(row, standards.Fee) and row.formula is not None:
            stored.formula = asdict(row.formula)
        return stored


class ProductRow(ComponentRow):
    """Component 6, produk pelayanan."""

    __tablename__ = "standard_product"
    __table_args__ = _row_arguments(
        one_of("form", standards.ProductForm), one_of("validity_unit", standards.ValidityUnit)
    )
    value_type = standards.Product

    name: Mapped[str] = mapped_column(String(300))
    form: Mapped[str | None] = mapped_column(String(20))
    validity: Mapped[int | None] = mapped_column(Integer)
    validity_unit: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)


class ComplaintChannelRow(ComponentRow):
    """Component 10, penanganan pengaduan."""

    __tablename__ = "standard_complaint_channel"
    __table_args__ = _row_arguments(one_of("kind", standards.ComplaintChannelKind))
    value_type = standards.ComplaintChannel

    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(300))
    hours: Mapped[str | None] = mapped_column(String(200))


class LegalBasisRow(ComponentRow):
    """Component 1, dasar hukum."""

    __tablename__ = "standard_legal_basis"
    __table_args__ = _row_arguments(one_of("status", standards.LegalStatus))
    value_type = standards.LegalBasis

    type: Mapped[str] = mapped_column(String(60))
    number: Mapped[str | None] = mapped_column(String(40))
    year: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str | None] = mapped_column(String(400))
    article: Mapped[str | None] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(20))
    replaced_by: Mapped[str | None] = mapped_column(String(200))


class StaffCountRow(ComponentRow):
    """Component 11, jumlah pelaksana."""

    __tablename__ = "standard_staff_count"
    __table_args__ = _row_arguments()
    value_type = standards.StaffCount

    count: Mapped[int] = mapped_column(Integer)
    role: Mapped[str | None] = mapped_column(String(200))


class TextRow(ComponentRow):
    """Components 7, 8, 9, 12, 13 and 14: paragraphs."""

    __tablename__ = "standard_text"
    __table_args__ = _row_arguments(one_of("component", standards.TextComponentCode))
    value_type = standards.TextComponent

    component: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)


#: Field of ``rules.standards.Standard`` -> the table of its rows.
ROW_TABLES: dict[str, type[ComponentRow]] = {
    "requirements": RequirementRow,
    "procedure": ProcedureStepRow,
    "time_limits": TimeLimitRow,
    "fees": FeeRow,
    "products": ProductRow,
    "complaint_channels": ComplaintChannelRow,
    "legal_bases": LegalBasisRow,
    "staff_counts": StaffCountRow,
    "texts": TextRow,
}

#: Every table whose rows belong to the content of a version.
CONTENT_TABLES: tuple[str, ...] = (
    VariantRow.__tablename__,
    *(table.__tablename__ for table in ROW_TABLES.values()),
)
