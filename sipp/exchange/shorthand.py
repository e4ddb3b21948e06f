"""What people type short into one cell, spread over the cells it stands for.

"3 hari kerja" under "paling lama" fills the unit, "gratis" under "jumlah" the shape, a whole citation under "macam" the
number and the year. A cell that is filled in already is never changed.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

from sipp.exchange.cells import Cell, Computed, is_blank, plain
from sipp.exchange.readings import channel_kind, fee_kind
from sipp.rules.citations import parse_citation
from sipp.rules.typed_promises import parse_fee, parse_time

Cells = Mapping[str, Cell]


def spread(sheet_name: str, cells: Cells) -> dict[str, Cell]:
    """The cells of a row, by field, with what was typed short spread out; raises TypedInputError as its readers do.

    The field at fault is that of the cell that was typed: ``maximum`` or ``amount_idr``.
    """
    if any(isinstance(cell, Computed) for cell in cells.values()):
        return dict(cells)
    reader = _READERS.get(sheet_name)
    return dict(cells) | (reader(cells) if reader else {})


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()


def _text(cells: Cells, name: str) -> str:
    return " ".join(plain(cells.get(name)).split())


def _where_blank(cells: Cells, found: Mapping[str, Cell]) -> dict[str, Cell]:
    return {name: cell for name, cell in found.items() if is_blank(cells.get(name)) and cell is not None}


def _time(cells: Cells) -> dict[str, Cell]:
    typed = _text(cells, "maximum")
    if not typed or _is_number(typed):
        return {}
    time = parse_time(typed)
    found: dict[str, Cell] = {
        "minimum": time.minimum,
        "unit": time.unit,
        "approximate": time.approximate or None,
        "start_event": time.start_event,
        "start_event_text": time.start_event_text,
        "kind": time.kind,
        "reason": time.reason,
    }
    return {**_where_blank(cells, found), "maximum": time.maximum}


def _fee(cells: Cells) -> dict[str, Cell]:
    typed = _text(cells, "amount_idr")
    found: dict[str, Cell] = {}
    amount: dict[str, Cell] = {}
    if any(character.isalpha() for character in typed) and not typed.lower().startswith(("rp", "idr")):
        fee = parse_fee(typed)
        amount = {"amount_idr": fee.amount_idr}
        found |= {
            "shape": fee.shape,
            "formula": json.dumps(asdict(fee.formula), ensure_ascii=False) if fee.formula else None,
            "label": fee.label,
            "per": fee.per,
            "amount_is": fee.amount_is if fee.amount_is != "exact" else None,
            "recurrence": fee.recurrence if fee.recurrence != "once" else None,
            "legal_basis": fee.legal_basis,
        }
    elif typed:
        found["shape"] = "free" if not typed.strip("Rrp.,-0 ") else "fixed"
        amount = {"amount_idr": None} if found["shape"] == "free" and is_blank(cells.get("shape")) else {}
    elif not is_blank(cells.get("formula")):
        found["shape"] = "formula"
    shape = found.get("shape") or _text(cells, "shape")
    law = _text(cells, "legal_basis") or plain(found.get("legal_basis"))
    found["kind"] = "free" if shape in ("free", "gratis") else fee_kind(law)
    return {**_where_blank(cells, found), **amount}


def _law(cells: Cells) -> dict[str, Cell]:
    if not is_blank(cells.get("number")) or not is_blank(cells.get("year")):
        return {}
    citation = parse_citation(_text(cells, "type"))
    if citation is None:
        return {}
    found: dict[str, Cell] = {
        "number": citation.number,
        "year": citation.year,
        "title": citation.title,
        "article": citation.article,
    }
    return {**_where_blank(cells, found), "type": citation.type}


def _channel(cells: Cells) -> dict[str, Cell]:
    return _where_blank(cells, {"kind": channel_kind(_text(cells, "value"))})


_READERS: dict[str, Callable[[Cells], dict[str, Cell]]] = {
    "time_limits": _time,
    "fees": _fee,
    "legal_bases": _law,
    "complaint_channels": _channel,
}
