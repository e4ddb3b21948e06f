"""What was typed on the page of one component, read as its rows; nothing typed is lost, whatever could not be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from sipp.exchange.blocks import Line
from sipp.exchange.drafting import fits, free_code, read_item
from sipp.exchange.list_items import Item, split_items
from sipp.rules.errors import TooLarge
from sipp.rules.row_keys import with_kept_keys
from sipp.rules.standards import (
    COMPONENT_FIELDS,
    TEXT_COMPONENTS,
    ComplaintChannel,
    Component,
    Fee,
    LegalBasis,
    ProcedureStep,
    Product,
    Requirement,
    Row,
    StaffCount,
    Standard,
    TimeLimit,
    Variant,
    component_rows,
)
from sipp.rules.typed_input import TypedInputError, clean_text
from sipp.rules.typed_promises import split_label
from sipp.rules.wording import same_words, without_numbering
from sipp.web.forms.row_fields import LONGEST_TEXT, RowField, form_of, line_of, one_line

#: More than any component has; what is larger is refused whole, so that nothing is cut off unseen.
MOST_ROWS = 300
LONGEST_LINES = 100_000
LONGEST_LABEL = 200
VARIANT = "variant"


@dataclass(frozen=True)
class Fault:
    """Why something typed could not be read: at which field of its row ("line" is the line itself), with its words."""

    name: str
    code: str
    detail: str = ""


@dataclass(frozen=True)
class TypedRow:
    """One row as it stands on the page. ``key`` is empty for one that is new; ``beside`` is None where only a line was
    typed."""

    key: str
    line: str
    beside: Mapping[str, str] | None = None


@dataclass(frozen=True)
class ReadRow:
    """A typed row with what it was read as, or why it was not. ``is_added``: it stood among the lines to be added."""

    typed: TypedRow
    row: Row | None = None
    fault: Fault | None = None
    is_added: bool = False


@dataclass(frozen=True)
class TypedComponent:
    """Everything typed on the page of a component."""

    rows: tuple[TypedRow, ...]
    lines: str = ""
    confirms: bool = False
    seen: str = ""


@dataclass(frozen=True)
class Surrounding:
    """What a row may name: the variants of the standard, and the services that issue papers, name by slug."""

    variants: Sequence[Variant] = ()
    issuers: Mapping[str, str] = field(default_factory=dict)


def typed_component(form: MultiDict[str, str], component: Component) -> TypedComponent:
    """The page as it was sent; raises TooLarge for more than any component has."""
    fields = form_of(component).fields
    rows, lines = [], form.get("lines", "")
    if len(form.getlist("row")) + lines.count("\n") > MOST_ROWS or len(lines) > LONGEST_LINES:
        raise TooLarge("too_many_rows")
    for number in form.getlist("row"):
        beside = None
        if f"row-{number}-beside" in form:
            names = (*(one.name for one in fields), VARIANT)
            beside = {name: form.get(f"row-{number}-{name}", "")[:LONGEST_TEXT] for name in names}
        rows.append(TypedRow(form.get(f"row-{number}-key", ""), form.get(f"row-{number}-line", ""), beside))
    return TypedComponent(
        rows=tuple(rows),
        lines=lines,
        confirms=form.get("confirms") == "yes",
        seen=form.get("seen", ""),
    )


def shown_rows(standard: Standard, component: Component) -> tuple[ReadRow, ...]:
    """The stored rows as they stand on the page."""
    return tuple(ReadRow(_as_typed(row), row) for row in component_rows(standard, component))


def acted(typed: TypedComponent, act: str) -> TypedComponent:
    """The page after a button that moves or removes a row: "up-2", "down-2", "remove-2"."""
    name, _dash, place = act.partition("-")
    rows = list(typed.rows)
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 5 else -1
    if not 0 <= number < len(rows):
        return typed
    if name == "remove":
        del rows[number]
    other = number + {"up": -1, "down": 1}.get(name, 0)
    if other != number and 0 <= other < len(rows):
        rows[number], rows[other] = rows[other], rows[number]
    return replace(typed, rows=tuple(rows))


def read_component(
    typed: TypedComponent, standard: Standard, component: Component, around: Surrounding
) -> tuple[ReadRow, ...]:
    """Every row of the page read, several lines of one as several rows, with keys as the rows they continue have."""
    earlier = {row.row_key: row for row in component_rows(standard, component)}
    found: list[ReadRow] = []
    for one in typed.rows:
        base = earlier.pop(one.key, None)
        first, *further = _lines_of(one.line) or [""]
        if first:
            found.append(_read_row(replace(one, key=base.row_key if base else "", line=first), base, component, around))
        found.extend(_read_new(line, component, around) for line in further)
    for item in _items_of(typed.lines, component):
        found.append(replace(_read_item(item, component, around), is_added=True))
    return _with_keys(found, standard, component, typed.confirms)


def is_read(rows: Sequence[ReadRow]) -> bool:
    """Whether nothing that was typed stayed unread."""
    return all(one.fault is None for one in rows)


def rows_of(rows: Sequence[ReadRow]) -> tuple[Row, ...]:
    """The rows that could be read."""
    return tuple(one.row for one in rows if one.row is not None)


def read_variants(rows: Sequence[tuple[str, str]], lines: str, earlier: Sequence[Variant]) -> tuple[Variant, ...]:
    """The kinds of a service as they were typed (code and label), and those to be added.

    A code is kept while its kind stays. Equal names are one kind.
    """
    known = {one.code for one in earlier}
    labels: list[tuple[str, str]] = []
    for code, text in rows:
        for line in _lines_of(text):
            labels.append((code if code in known else "", line[:LONGEST_LABEL]))
            code = ""
    labels.extend(("", line[:LONGEST_LABEL]) for line in _lines_of(lines))
    found: dict[str, Variant] = {}
    taken = {code for code, _label in labels} | known
    for code, label in labels:
        if same_words(label) in {same_words(one.label) for one in found.values()}:
            continue
        code = code or free_code(label, [*taken, *found])
        found.setdefault(code, Variant(code=code, label=label))
    return tuple(found.values())


def _as_typed(row: Row) -> TypedRow:
    component: Component = getattr(row, "component", None) or _COMPONENT_OF[type(row)]
    beside = {one.name: one.show(row) for one in form_of(component).fields}
    return TypedRow(row.row_key, line_of(row), {**beside, VARIANT: row.variant or ""})


def _with_keys(
    found: Sequence[ReadRow], standard: Standard, component: Component, confirms: bool
) -> tuple[ReadRow, ...]:
    rows = rows_of(found)
    keyed = iter(with_kept_keys(rows, getattr(standard, COMPONENT_FIELDS[component])))
    result = []
    for one in found:
        row = next(keyed) if one.row is not None else None
        if row is not None and confirms:
            row = replace(row, confidence="confirmed")
        result.append(replace(one, row=row))
    return tuple(result)


def _lines_of(text: str) -> list[str]:
    lines = clean_text(text, LONGEST_LINES).split("\n")
    return [line for line in (without_numbering(" ".join(line.split())) for line in lines) if line]


def _items_of(text: str, component: Component) -> list[Item]:
    """The new lines: lists as decrees write them fall apart into their items, prose stays as it is."""
    if component in TEXT_COMPONENTS:
        return [Item(line, line) for line in _lines_of(text)]
    lines = [Line(one_line(line)) for line in clean_text(text, LONGEST_LINES).split("\n")]
    return split_items([line for line in lines if line.text])


def _read_new(line: str, component: Component, around: Surrounding) -> ReadRow:
    return _read_item(Item(line, line), component, around)


def _read_item(item: Item, component: Component, around: Surrounding) -> ReadRow:
    typed = TypedRow("", item.original if item.heading is None else item.text)
    try:
        return ReadRow(typed, _from_line(item, component, around))
    except TypedInputError as error:
        return ReadRow(typed, fault=Fault("line", error.code, item.text))


def _read_row(typed: TypedRow, base: Row | None, component: Component, around: Surrounding) -> ReadRow:
    name = "line"
    try:
        if base is not None and one_line(typed.line) == one_line(line_of(base)):
            row = base
        else:
            row = _from_line(Item(typed.line, typed.line), component, around)
            row = row if base is None else _continued(row, base, component, around)
        for one in form_of(component).fields if typed.beside is not None else ():
            name = one.name
            row = _with_beside(row, one, (typed.beside or {}).get(name, ""), base, around)
        name = VARIANT
        row = _with_variant(row, typed, base, around)
    except TypedInputError as error:
        detail = typed.line if name == "line" else (typed.beside or {}).get(name, "")
        return ReadRow(typed, fault=Fault(name, error.code, detail))
    if base is not None and row != base:
        row = replace(row, confidence="confirmed")
    return ReadRow(typed, row) if fits(row) else ReadRow(typed, fault=Fault("line", "text_too_long"))


def _from_line(item: Item, component: Component, around: Surrounding) -> Row:
    """The row a line stands for; raises TypedInputError where it cannot be read, or could be in two ways."""
    row, code = read_item(component, item)
    if row is None:
        raise TypedInputError(code or "not_typed")
    if code == "day_type_unclear":
        raise TypedInputError(code)
    label = split_label(item.text)[0] if isinstance(row, TimeLimit) else None
    if isinstance(row, Fee):
        label = row.label
    variant = next((one for one in around.variants if label and same_words(one.label) == same_words(label)), None)
    if variant is not None:
        row = replace(row, variant=variant.code)
        return replace(row, label=None) if isinstance(row, Fee) else row
    if label and isinstance(row, TimeLimit):
        raise TypedInputError("label_is_no_variant")
    return row


def _continued(row: Row, base: Row, component: Component, around: Surrounding) -> Row:
    """A row whose line was changed: what the new line tells, and of the rest what the old line had not told."""
    try:
        before = _from_line(Item(line_of(base), line_of(base)), component, around)
    except TypedInputError:
        before = None
    kept: dict[str, Any] = {"row_key": base.row_key, "source": base.source}
    blank = _BLANKS.get(component)
    names = [name for one in form_of(component).fields for name in one.targets]
    for name in (*names, VARIANT):
        is_told = getattr(row, name) != getattr(blank, name, None)
        was_told = before is not None and getattr(before, name) == getattr(base, name)
        if not is_told and not was_told:
            kept[name] = getattr(base, name)
    return replace(row, **kept)


def _with_beside(row: Row, one: RowField, typed: str, base: Row | None, around: Surrounding) -> Row:
    """The row with a field from beside the line, where somebody typed there."""
    was_shown = one.show(base) if base is not None else ""
    if one_line(typed) == one_line(was_shown):
        return row
    values = one.read(typed)
    if one.kind == "service":
        values = (_issuer(typed, around),)
    return replace(row, **dict(zip(one.targets, values, strict=True)))


def _with_variant(row: Row, typed: TypedRow, base: Row | None, around: Surrounding) -> Row:
    chosen = (typed.beside or {}).get(VARIANT, "")
    if typed.beside is None or chosen == ((base.variant if base else None) or ""):
        return row
    if chosen and chosen not in {one.code for one in around.variants}:
        raise TypedInputError("unknown_choice")
    return replace(row, variant=chosen or None)


def _issuer(typed: str, around: Surrounding) -> str | None:
    wanted = one_line(typed).lower()
    if not wanted:
        return None
    for slug, name in around.issuers.items():
        if wanted in (slug, name.lower()):
            return slug
    raise TypedInputError("unknown_service")


#: Rows that tell nothing, to know what a line told.
_BLANKS: dict[Component, Row] = {
    "legal_basis": LegalBasis(row_key="", type=""),
    "requirements": Requirement(row_key="", text=""),
    "procedure": ProcedureStep(row_key="", text=""),
    "time_limit": TimeLimit(row_key=""),
    "fee": Fee(row_key="", shape="unknown", kind="other"),
    "product": Product(row_key="", name=""),
    "complaint_handling": ComplaintChannel(row_key="", kind="other", value=""),
    "staff_count": StaffCount(row_key="", count=0),
}
_COMPONENT_OF: dict[type[Row], Component] = {type(row): component for component, row in _BLANKS.items()}
