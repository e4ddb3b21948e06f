"""From the text of a component to its typed rows: what each line becomes, and what stood there.

Every line of the annex is kept beside its row, and what could not be typed is kept too, with the reason. Labelled
times and fees ("KTP baru: 1 hari kerja") make variants, because rows of one variant add up.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sipp.exchange.annexes import AnnexService, ComponentText
from sipp.exchange.list_items import Item, split_items
from sipp.exchange.readings import (
    read_channel,
    read_fee,
    read_law,
    read_product,
    read_requirement,
    read_staff,
    read_step,
    read_time,
)
from sipp.models.components import ROW_TABLES
from sipp.rules.row_keys import slug, with_kept_keys
from sipp.rules.standards import (
    COMPONENT_FIELDS,
    COMPONENTS,
    ROW_TYPES,
    Component,
    Fee,
    FeeRole,
    Row,
    Standard,
    TextComponent,
    Variant,
)
from sipp.rules.typed_input import TypedInputError
from sipp.rules.typed_promises import split_label
from sipp.rules.wording import same_words

#: A word in a fee's label -> how it adds up.
_ROLES: dict[str, FeeRole] = {
    "denda": "penalty",
    "sanksi": "penalty",
    "percepatan": "surcharge",
    "tambahan": "surcharge",
}


@dataclass(frozen=True)
class Typed:
    """One line of an annex: the row it became (None: it could not be typed) and what the reader must look at."""

    component: Component
    item: Item
    part: ComponentText
    row: Row | None = None
    code: str | None = None


@dataclass(frozen=True)
class Drafted:
    """The content an annex gives one service: its rows by field, its variants, and each line in its order."""

    rows: dict[str, tuple[Row, ...]]
    variants: tuple[Variant, ...]
    lines: tuple[Typed, ...] = field(default_factory=tuple)


def draft(service: AnnexService, earlier: Standard | None) -> Drafted:
    """The typed content of one service; rows that go on from earlier ones keep their keys."""
    lines = [typed for component in COMPONENTS for typed in _typed_lines(service, component)]
    variants = _variants(lines, earlier.variants if earlier else ())
    lines = [_with_variant(typed, variants) for typed in lines]
    rows: dict[str, tuple[Row, ...]] = {}
    keyed: dict[int, Row] = {}
    for name in ROW_TYPES:
        places = [
            place
            for place, typed in enumerate(lines)
            if typed.row is not None and COMPONENT_FIELDS[typed.component] == name
        ]
        found = [typed.row for typed in lines if typed.row is not None and COMPONENT_FIELDS[typed.component] == name]
        kept = with_kept_keys(found, getattr(earlier, name) if earlier else ())
        rows[name] = tuple(kept)
        keyed |= dict(zip(places, kept, strict=True))
    return Drafted(
        rows=rows,
        variants=variants,
        lines=tuple(replace(typed, row=keyed.get(place)) for place, typed in enumerate(lines)),
    )


def read_item(component: Component, item: Item) -> tuple[Row | None, str | None]:
    """The row that one item of a component becomes, without a key; else the code of why it becomes none.

    A row may come with a code too: it was read, and somebody should look whether rightly.
    """
    try:
        row, code = _READERS[component](item) if component in _READERS else _paragraph(component, item)
    except TypedInputError as error:
        return None, error.code
    if row is not None and not fits(row):
        return None, "text_too_long"
    return row, code


def _typed_lines(service: AnnexService, component: Component) -> Iterator[Typed]:
    part = service.part(component)
    if part is None:
        return
    for item in split_items(part.lines):
        row, code = read_item(component, item)
        yield Typed(component, item, part, row, code)


def _requirement(item: Item) -> tuple[Row | None, str | None]:
    row = read_requirement(item.text)
    if item.heading is None or row.condition is not None:
        return row, None
    return replace(row, condition=item.heading), "heading_as_condition"


def _step(item: Item) -> tuple[Row | None, str | None]:
    row = read_step(item.text)
    if item.heading is None or row.channel != "any":
        return row, None
    return replace(row, channel=read_step(item.heading).channel), None


def _time(item: Item) -> tuple[Row | None, str | None]:
    row, is_unclear = read_time(item.text)
    return row, "day_type_unclear" if is_unclear else None


def _fee(item: Item) -> tuple[Row | None, str | None]:
    row = read_fee(item.text)
    if item.heading is not None and row.label is None:
        row = replace(row, label=item.heading)
    label = (row.label or "").lower()
    role = next((role for word, role in _ROLES.items() if word in label), None)
    if role is not None:
        row = replace(row, role=role, kind="penalty" if role == "penalty" else row.kind)
    return row, None


def _law(item: Item) -> tuple[Row | None, str | None]:
    row = read_law(item.text)
    return (row, None) if row is not None else (None, "not_typed")


def _paragraph(component: Component, item: Item) -> tuple[Row | None, str | None]:
    text = f"{item.heading}: {item.text}" if item.heading else item.text
    return TextComponent(row_key="", component=component, text=text), None  # type: ignore[arg-type]


_READERS: dict[Component, Callable[[Item], tuple[Row | None, str | None]]] = {
    "legal_basis": _law,
    "requirements": _requirement,
    "procedure": _step,
    "time_limit": _time,
    "fee": _fee,
    "product": lambda item: (read_product(item.text), None),
    "complaint_handling": lambda item: (read_channel(item.text), None),
    "staff_count": lambda item: (read_staff(item.text), None),
}


def _label(typed: Typed) -> str | None:
    """What a time or a base fee is told for, when it is told for something."""
    if typed.component == "time_limit" and typed.row is not None:
        return split_label(typed.item.text)[0] or typed.item.heading
    if typed.component == "fee" and isinstance(typed.row, Fee) and typed.row.role == "base":
        return typed.row.label
    return None


def _variants(lines: Sequence[Typed], earlier: Sequence[Variant]) -> tuple[Variant, ...]:
    """A variant for each label of a component that has several; the earlier codes of labels that stay."""
    labels: dict[str, str] = {}
    for component in ("time_limit", "fee"):
        told = [label for typed in lines if typed.component == component and (label := _label(typed))]
        if len({same_words(label) for label in told}) > 1:
            for label in told:
                labels.setdefault(same_words(label), label)
    known = {same_words(variant.label): variant for variant in earlier}
    found: list[Variant] = []
    for words, label in labels.items():
        variant = known.get(words)
        if variant is None:
            variant = Variant(code=free_code(label, [one.code for one in (*earlier, *found)]), label=label[:200])
        found.append(variant)
    return tuple(found)


def free_code(label: str, taken: Sequence[str]) -> str:
    """A code for a variant from its label, numbered when it is taken."""
    stem = slug(label, 40) or "jenis"
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def _with_variant(typed: Typed, variants: Sequence[Variant]) -> Typed:
    label = _label(typed)
    if label is None or typed.row is None:
        return typed
    variant = next((one for one in variants if same_words(one.label) == same_words(label)), None)
    if variant is None:
        return typed
    more: dict[str, Any] = {"label": None} if isinstance(typed.row, Fee) else {}
    return replace(typed, row=replace(typed.row, variant=variant.code, **more))


def fits(row: Row) -> bool:
    """Whether every text finds room in its column."""
    table = next(table for table in ROW_TABLES.values() if table.value_type is type(row))
    for column in table.__table__.columns:
        value = getattr(row, column.name, None)
        length = getattr(column.type, "length", None)
        if isinstance(value, str) and length is not None and len(value) > length:
            return False
    return True
