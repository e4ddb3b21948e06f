"""From a value to the cell that shows it, and from a cell somebody filled in back to the value."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String

from sipp.exchange.columns import NO, YES, Column
from sipp.models.components import ROW_TABLES
from sipp.rules.standards import Formula, FormulaParameter
from sipp.rules.typed_input import TypedInputError, clean_text, parse_amount_idr, parse_date

#: Larger whole numbers lose digits in a spreadsheet, which counts in floating point.
LARGEST_EXACT_NUMBER = 10**15 - 1
LARGEST_INTEGER = 2**31 - 1
#: More than a spreadsheet takes in one cell.
LONGEST_CELL = 32_767

_TRUE = frozenset((YES, "y", "wajib", "benar", "true", "1", "✓", "v"))
_FALSE = frozenset((NO, "t", "salah", "false", "0", "bukan"))


@dataclass(frozen=True)
class Computed:
    """A cell that holds a formula or an error of one: nothing that can be taken over."""

    text: str


Cell = str | int | float | bool | date | datetime | Computed | None


def written(column: Column, value: Any) -> str | int | None:
    """What is written for a value: words for codes, whole numbers as numbers, nothing for nothing."""
    if value is None or value == "":
        return None
    match column.kind:
        case "choice":
            return column.labels().get(value, str(value))
        case "boolean":
            return YES if value else NO
        case "integer" | "amount":
            return int(value) if abs(int(value)) <= LARGEST_EXACT_NUMBER else str(value)
        case "formula":
            return json.dumps(asdict(value), ensure_ascii=False)
        case "date":
            return value.isoformat() if isinstance(value, date) else str(value)
        case "text":
            return str(value)


def plain(cell: Cell) -> str:
    """A cell as text, however the spreadsheet typed it: 3.0 is "3", a day is "2027-01-01"."""
    if cell is None:
        return ""
    if isinstance(cell, Computed):
        return cell.text
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Whether nothing was filled in."""
    return not isinstance(cell, Computed) and not plain(cell).strip()


def is_unchanged(column: Column, cell: Cell, value: Any) -> bool:
    """Whether a cell still shows a value, but for what typing and saving do to spaces and numbers."""
    if isinstance(cell, Computed):
        return False
    shown, typed = plain(written(column, value)), plain(cell)
    return shown == typed or (bool(shown.strip()) and _clean(shown) == _clean(typed))


def read(column: Column, cell: Cell, max_length: int | None) -> Any:
    """The value somebody filled in. Raises TypedInputError with the code of what is wrong."""
    if isinstance(cell, Computed):
        raise TypedInputError("formula_cell")
    if column.kind == "date" and isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    text = _clean(plain(cell))
    match column.kind:
        case "choice":
            return _choice(column, text)
        case "boolean":
            return _boolean(text)
        case "integer":
            return _integer(text)
        case "amount":
            return _amount(text)
        case "formula":
            return _formula(text)
        case "date":
            return parse_date(text)
        case "text":
            if max_length is not None and len(text) > max_length:
                raise TypedInputError("text_too_long")
            return text


def longest_text(sheet_name: str, field: str) -> int | None:
    """How many characters the table takes in a field; None without a limit of its own."""
    table = ROW_TABLES.get(sheet_name)
    kind = table.__table__.columns[field].type if table is not None else None
    return kind.length if isinstance(kind, String) else None


def _clean(text: str) -> str:
    return clean_text(text.replace("\u00a0", " "), LONGEST_CELL * 4)


def _choice(column: Column, text: str) -> str:
    wanted = " ".join(text.lower().split())
    for code, label in column.labels().items():
        if wanted in (code, label.lower()):
            return code
    raise TypedInputError("unknown_choice")


def _boolean(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise TypedInputError("unknown_choice")


def _integer(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise TypedInputError("number_unreadable")
    if len(text) > 10 or int(text) > LARGEST_INTEGER:
        raise TypedInputError("number_too_large")
    return int(text)


def _amount(text: str) -> int:
    return parse_amount_idr(text)


def _formula(text: str) -> Formula:
    try:
        stored = json.loads(text)
        parameters = tuple(
            FormulaParameter(
                name=_text_of(one, "name"),
                label=_text_of(one, "label"),
                unit=None if one.get("unit") is None else _text_of(one, "unit"),
            )
            for one in stored["parameters"]
        )
        return Formula(
            text=_text_of(stored, "text"),
            rate=_text_of(stored, "rate"),
            constant_idr=_whole(stored["constant_idr"]),
            parameters=parameters,
            example={str(name): _whole(value) for name, value in stored["example"].items()},
            example_amount_idr=None if stored["example_amount_idr"] is None else _whole(stored["example_amount_idr"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise TypedInputError("formula_unreadable") from None


def _text_of(stored: Mapping[str, Any], name: str) -> str:
    if not isinstance(stored[name], str):
        raise TypeError(name)
    return str(stored[name])


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("not a whole number")
    return value
