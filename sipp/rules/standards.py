"""The standard (standar pelayanan) as a value: its 14 components as typed rows, their canonical form and hash.

Law: UU 25/2009 art. 21 names the 14 components; PermenPANRB 15/2014 splits them into service delivery
(public by law) and manufacturing.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from fractions import Fraction
from typing import Literal, TypeVar, get_args

Component = Literal[
    "legal_basis",
    "requirements",
    "procedure",
    "time_limit",
    "fee",
    "product",
    "facilities",
    "staff_competence",
    "internal_oversight",
    "complaint_handling",
    "staff_count",
    "service_guarantee",
    "security_guarantee",
    "performance_evaluation",
]

#: The order of UU 25/2009 art. 21.
COMPONENTS: tuple[Component, ...] = get_args(Component)

#: Service delivery: public by law (PermenPANRB 15/2014); the other eight are manufacturing.
DELIVERY_COMPONENTS: frozenset[Component] = frozenset(
    {"requirements", "procedure", "time_limit", "fee", "product", "complaint_handling"}
)

#: Components whose rows are paragraphs of text.
TextComponentCode = Literal[
    "facilities",
    "staff_competence",
    "internal_oversight",
    "service_guarantee",
    "security_guarantee",
    "performance_evaluation",
]
TEXT_COMPONENTS: tuple[TextComponentCode, ...] = get_args(TextComponentCode)

#: ``confirmed``: the agency stands by the row. ``sample``: read in a source, to be verified.
#: ``reference``: taken over from the national model, not confirmed by the agency.
Confidence = Literal["confirmed", "sample", "reference"]
Certainty = Literal["high", "medium", "low"]

Unit = Literal["minute", "hour", "working_day", "day", "week", "month"]
TimeKind = Literal["duration", "instant", "scheduled"]
StartEvent = Literal[
    "application", "file_complete", "payment", "examination_done", "appointment", "arrival", "passed_test", "other"
]
FeeRole = Literal["base", "surcharge", "penalty", "third_party"]
FeeKind = Literal["free", "state_fee", "local_levy", "contribution", "deposit", "penalty", "other"]
FeeShape = Literal["free", "fixed", "formula", "regional_law", "unknown"]
AmountIs = Literal["exact", "maximum", "approximate"]
Recurrence = Literal["once", "monthly", "yearly", "five_yearly"]
RequirementKind = Literal["document", "condition", "attendance"]
DocumentForm = Literal["original", "copy", "scan"]
Channel = Literal["counter", "online", "mobile_unit", "service_mall", "any"]
StepActor = Literal["applicant", "officer", "system"]
ProductForm = Literal["physical", "electronic", "both"]
ValidityUnit = Literal["day", "month", "year", "lifetime"]
ComplaintChannelKind = Literal[
    "counter", "box", "phone", "sms", "whatsapp", "email", "website", "social", "lapor", "other"
]
LegalStatus = Literal["in_force", "replaced"]


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One form of the service (baru, hilang, e-paspor 10 tahun). ``code`` is a slug."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """What every component row carries.

    ``row_key`` is kept from version to version, so that a difference, a breach and a drift figure speak of the
    same promise. ``variant`` is a variant's code; None means all variants.
    """

    row_key: str
    variant: str | None = None
    confidence: Confidence = "confirmed"
    certainty: Certainty | None = None
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class Requirement(Row):
    """Something to bring, to be, or to attend. ``issued_by`` is the slug of the reference service that issues it."""

    text: str
    kind: RequirementKind = "document"
    form: DocumentForm | None = None
    copies: int | None = None
    mandatory: bool = True
    condition: str | None = None
    form_code: str | None = None
    issued_by: str | None = None
    legal_basis: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProcedureStep(Row):
    """One step: who does it, through which channel, where, and how long it may take at most."""

    text: str
    channel: Channel = "any"
    actor: StepActor | None = None
    place: str | None = None
    duration_max: int | None = None
    duration_unit: Unit | None = None


@dataclass(frozen=True, kw_only=True)
class TimeLimit(Row):
    """How long it takes. ``maximum`` in ``unit`` is the promise; ``scheduled`` has a ``reason`` instead of a length."""

    kind: TimeKind = "duration"
    minimum: int | None = None
    maximum: int | None = None
    unit: Unit | None = None
    approximate: bool = False
    start_event: StartEvent | None = None
    start_event_text: str | None = None
    end_event_text: str | None = None
    reason: str | None = None
    legal_basis: str | None = None


@dataclass(frozen=True, kw_only=True)
class FormulaParameter:
    """A named factor of a fee formula, e.g. ``area`` "luas tanah" in "m²"."""

    name: str
    label: str
    unit: str | None = None


@dataclass(frozen=True, kw_only=True)
class Formula:
    """amount = ``constant_idr`` + ``rate`` x product of the parameters, rounded to whole rupiah.

    ``rate`` is a fraction as text ("1/1000"); ``example`` maps each parameter to a number and must give
    ``example_amount_idr``.
    """

    text: str
    rate: str
    constant_idr: int
    parameters: tuple[FormulaParameter, ...]
    example: dict[str, int] = field(default_factory=dict)
    example_amount_idr: int | None = None

    def amount_idr(self, **values: int) -> int:
        """The fee in whole rupiah for the given parameter values; raises KeyError when one is missing."""
        product = Fraction(self.rate)
        for parameter in self.parameters:
            product *= values[parameter.name]
        return round(product) + self.constant_idr


@dataclass(frozen=True, kw_only=True)
class Fee(Row):
    """One price row. Free and unknown differ; ``amount_idr`` is whole rupiah and only with shape ``fixed``.

    ``role`` says how it adds up: one base row (or several that add up) of a variant, surcharges and penalties on
    top, third-party costs never part of the agency's fee.
    """

    shape: FeeShape
    role: FeeRole = "base"
    kind: FeeKind = "state_fee"
    label: str | None = None
    amount_idr: int | None = None
    amount_is: AmountIs = "exact"
    formula: Formula | None = None
    per: str | None = None
    recurrence: Recurrence = "once"
    condition: str | None = None
    legal_basis: str | None = None


@dataclass(frozen=True, kw_only=True)
class Product(Row):
    """What the citizen gets, and how long it stays valid."""

    name: str
    form: ProductForm | None = None
    validity: int | None = None
    validity_unit: ValidityUnit | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class ComplaintChannel(Row):
    """Where to complain: a role's channel, never a private number."""

    kind: ComplaintChannelKind
    value: str
    hours: str | None = None


@dataclass(frozen=True, kw_only=True)
class LegalBasis(Row):
    """One law: ``type`` as cited (UU, PP, Perpres, Permendagri ...)."""

    type: str
    number: str | None = None
    year: int | None = None
    title: str | None = None
    article: str | None = None
    status: LegalStatus = "in_force"
    replaced_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class StaffCount(Row):
    """How many people carry out the service, per role or in all (``role`` empty)."""

    count: int
    role: str | None = None


@dataclass(frozen=True, kw_only=True)
class TextComponent(Row):
    """One paragraph of a component that the law leaves to prose."""

    component: TextComponentCode
    text: str


@dataclass(frozen=True, kw_only=True)
class Standard:
    """The whole content of one version; what the content hash covers.

    ``effective_basis`` says where the effective date comes from, in words.
    """

    effective_from: date
    effective_basis: str | None = None
    decree_number: str | None = None
    variants: tuple[Variant, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    procedure: tuple[ProcedureStep, ...] = ()
    time_limits: tuple[TimeLimit, ...] = ()
    fees: tuple[Fee, ...] = ()
    products: tuple[Product, ...] = ()
    complaint_channels: tuple[ComplaintChannel, ...] = ()
    legal_bases: tuple[LegalBasis, ...] = ()
    staff_counts: tuple[StaffCount, ...] = ()
    texts: tuple[TextComponent, ...] = ()


#: Component -> the field of ``Standard`` that holds its rows.
COMPONENT_FIELDS: dict[Component, str] = {
    "legal_basis": "legal_bases",
    "requirements": "requirements",
    "procedure": "procedure",
    "time_limit": "time_limits",
    "fee": "fees",
    "product": "products",
    "complaint_handling": "complaint_channels",
    "staff_count": "staff_counts",
    **dict.fromkeys(TEXT_COMPONENTS, "texts"),
}

RowType = TypeVar("RowType", bound=Row)

#: Name of the field of ``Standard`` -> the type of its rows.
ROW_TYPES: dict[str, type[Row]] = {
    "requirements": Requirement,
    "procedure": ProcedureStep,
    "time_limits": TimeLimit,
    "fees": Fee,
    "products": Product,
    "complaint_channels": ComplaintChannel,
    "legal_bases": LegalBasis,
    "staff_counts": StaffCount,
    "texts": TextComponent,
}


def rows_for(rows: Iterable[RowType], variant: str | None) -> tuple[RowType, ...]:
    """The rows that hold for a variant: its own and those of all variants. Without a variant, every row."""
    if variant is None:
        return tuple(rows)
    return tuple(row for row in rows if row.variant in (None, variant))


def component_rows(standard: Standard, component: Component) -> tuple[Row, ...]:
    """The rows of one of the 14 components, in their order; empty means not published."""
    rows: tuple[Row, ...] = getattr(standard, COMPONENT_FIELDS[component])
    if component in TEXT_COMPONENTS:
        return tuple(row for row in rows if getattr(row, "component", None) == component)
    return rows


def is_confirmed(row: Row) -> bool:
    """Only a row the agency confirmed may accuse; every other difference is shown as unconfirmed."""
    return row.confidence == "confirmed"


def canonical_form(standard: Standard) -> str:
    """The one serialisation the content hash covers: JSON, sorted keys, no spaces, dates ISO, rows in their order."""
    return json.dumps(asdict(standard), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_iso)


def content_hash(standard: Standard) -> str:
    """SHA-256 of the canonical form, in lower-case hexadecimal."""
    return hashlib.sha256(canonical_form(standard).encode()).hexdigest()


def row_field_names(row_type: type[Row]) -> tuple[str, ...]:
    """The fields of a row type in their declared order, the common ones first."""
    return tuple(f.name for f in fields(row_type))


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot serialise {type(value).__name__}")
