"""What can be wrong with one row of a standard, whatever its other rows say."""

import re
from collections.abc import Iterator
from typing import Any

from sipp.rules.flaws import Flaw, FlawCode
from sipp.rules.standards import (
    ComplaintChannel,
    Component,
    Fee,
    Formula,
    LegalBasis,
    ProcedureStep,
    Product,
    Requirement,
    Row,
    StaffCount,
    TextComponent,
    TimeLimit,
)
from sipp.rules.typed_input import personal_hints
from sipp.rules.wording import (
    hard_words_in,
    has_days_without_type,
    has_numbering,
    has_several_papers,
    is_placeholder,
    says_nothing,
    vague_phrase_in,
)

#: The field that is the row's content; without it there is no row.
MAIN_FIELDS: dict[type[Row], str] = {
    Requirement: "text",
    ProcedureStep: "text",
    Product: "name",
    ComplaintChannel: "value",
    LegalBasis: "type",
    TextComponent: "text",
}
#: Every other field that people type words into.
_OTHER_FIELDS: dict[type[Row], tuple[str, ...]] = {
    Requirement: ("condition", "form_code", "legal_basis"),
    ProcedureStep: ("place",),
    TimeLimit: ("start_event_text", "end_event_text", "reason", "legal_basis"),
    Fee: ("label", "per", "condition", "legal_basis"),
    Product: ("note",),
    ComplaintChannel: ("hours",),
    LegalBasis: ("number", "title", "article", "replaced_by"),
    StaffCount: ("role",),
    TextComponent: (),
}
_NUMBERS: dict[type[Row], tuple[str, ...]] = {
    Requirement: ("copies",),
    ProcedureStep: ("duration_max",),
    TimeLimit: ("minimum", "maximum"),
    Fee: ("amount_idr",),
    Product: ("validity",),
    StaffCount: ("count",),
}
#: A number of the first field means nothing without the second.
_UNITS: dict[type[Row], tuple[tuple[str, str], ...]] = {
    ProcedureStep: (("duration_max", "duration_unit"),),
    TimeLimit: (("maximum", "unit"), ("minimum", "unit")),
    Product: (("validity", "validity_unit"),),
}
#: Where the agency speaks of its own time; deadlines of citizens in requirements are quoted from laws as they are.
_TIME_TEXTS = (ProcedureStep, TimeLimit, TextComponent)
#: A fraction or a decimal of readable length: "1/1000", "0.5"; never with an exponent, nor over nothing.
_RATE = re.compile(r"\d{1,18}(?:/0*[1-9]\d{0,17}|\.\d{1,18})?", re.ASCII)
_EARLIEST_LAW, _LATEST_LAW = 1800, 2199


def row_flaws(component: Component, row: Row) -> Iterator[Flaw]:
    """Everything that the row alone gives reason for, errors and advice in the order of its fields."""

    def flaw(code: FlawCode, field: str | None = None, detail: str | None = None) -> Flaw:
        return Flaw(code=code, component=component, row_key=row.row_key, field=field, detail=detail)

    main = MAIN_FIELDS.get(type(row))
    if main is not None and not str(getattr(row, main)).strip():
        yield flaw("text_missing", main)
    for name in text_fields(row):
        for code, detail in _text_flaws(row, name, getattr(row, name) or ""):
            yield flaw(code, name, detail)
    for name in _NUMBERS.get(type(row), ()):
        if (getattr(row, name) or 0) < 0:
            yield flaw("negative_value", name)
    lacking = [number for number, unit in _UNITS.get(type(row), ()) if _has(row, number) and not _has(row, unit)]
    if lacking:
        yield flaw("number_without_unit", lacking[0])
    for code, field in _typed_flaws(row):
        yield flaw(code, field)


def text_fields(row: Row) -> tuple[str, ...]:
    """The names of the fields of a row that people type words into, its content first."""
    main = MAIN_FIELDS.get(type(row))
    return (*((main,) if main else ()), *_OTHER_FIELDS[type(row)])


def costs_something(fee: Fee) -> bool:
    """Whether the agency takes money by this row, so that a law must allow it."""
    return fee.role != "third_party" and (
        fee.shape in ("formula", "regional_law") or (fee.shape == "fixed" and fee.amount_idr != 0)
    )


def has_start(limit: TimeLimit) -> bool:
    """Whether it is said what the time runs from; what is instant or scheduled needs no start."""
    if limit.kind != "duration":
        return True
    return limit.start_event not in (None, "other") or bool((limit.start_event_text or "").strip())


def _text_flaws(row: Row, name: str, text: str) -> Iterator[tuple[FlawCode, str | None]]:
    if not text.strip():
        return
    if is_placeholder(text):
        yield "placeholder_text", None
        return
    if says_nothing(text):
        yield "says_nothing", None
        return
    personal = personal_hints(text)
    if "nik" in personal:
        yield "national_id_published", None
    if "phone" in personal:
        yield "private_mobile_number", None
    is_main = MAIN_FIELDS.get(type(row)) == name
    if is_main and not isinstance(row, ComplaintChannel) and has_numbering(text):
        yield "doubled_numbering", None
    if name == "text" and isinstance(row, Requirement) and row.kind == "document" and has_several_papers(text):
        yield "several_requirements", None
    if isinstance(row, _TIME_TEXTS) and has_days_without_type(text):
        yield "day_type_unclear", None
    if isinstance(row, LegalBasis):
        return
    if vague := vague_phrase_in(text):
        yield "vague_words", vague
    for word in hard_words_in(text):
        yield "hard_words", word


def _typed_flaws(row: Row) -> Iterator[tuple[FlawCode, str | None]]:
    match row:
        case TimeLimit():
            yield from _time_flaws(row)
        case Fee():
            yield from _fee_flaws(row)
        case LegalBasis(type="UUD"):
            return
        case LegalBasis(year=year) if year is not None and not _EARLIEST_LAW <= year <= _LATEST_LAW:
            yield "law_year_impossible", "year"
        case LegalBasis() if row.year is None or not (row.number or "").strip():
            yield "law_without_number", "number" if row.year is not None else "year"


def _time_flaws(row: TimeLimit) -> Iterator[tuple[FlawCode, str | None]]:
    if row.kind == "scheduled" and not (row.reason or "").strip():
        yield "schedule_without_reason", "reason"
    if row.kind == "duration" and row.maximum is None and row.minimum is None:
        yield "time_without_length", "maximum"
    if row.minimum is not None and row.maximum is not None and row.minimum > row.maximum:
        yield "minimum_above_maximum", "minimum"
    if not has_start(row):
        yield "time_without_start", "start_event"


def _fee_flaws(row: Fee) -> Iterator[tuple[FlawCode, str | None]]:
    if row.shape == "free" and (row.amount_idr or row.formula is not None):
        yield "fee_free_and_priced", "amount_idr"
    if row.shape == "fixed" and row.amount_idr is None:
        yield "fee_without_amount", "amount_idr"
    if row.shape == "formula" and row.formula is None:
        yield "fee_without_formula", "formula"
    if row.formula is not None and (code := _formula_flaw(row.formula)):
        yield code, "formula"
    if costs_something(row) and not (row.legal_basis or "").strip():
        yield "fee_without_legal_basis", "legal_basis"
    if row.shape == "unknown" and row.role == "base":
        yield "fee_unknown", "shape"


def _formula_flaw(formula: Formula) -> FlawCode | None:
    if _RATE.fullmatch(formula.rate) is None:
        return "formula_unreadable"
    if formula.example_amount_idr is None:
        return None
    try:
        amount_idr = formula.amount_idr(**formula.example)
    except (KeyError, TypeError):
        return "formula_example_wrong"
    return None if amount_idr == formula.example_amount_idr else "formula_example_wrong"


def _has(row: Row, name: str) -> bool:
    value: Any = getattr(row, name)
    return value is not None
