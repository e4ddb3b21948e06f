"""Workbooks (.xlsx): the only file that knows openpyxl. What is read was looked through by ``exchange/archives.py``.

A formula is never computed and never written: read, it is a ``Computed`` cell that the importer refuses; written, every
text is stored as text, marked so that editing it does not turn it into a formula.
"""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sipp.exchange.archives import checked_archive
from sipp.exchange.cells import LONGEST_CELL, Cell, Computed
from sipp.exchange.columns import CHOICES_TITLE, GUIDE_TITLE, NO, YES, Column, Sheet
from sipp.exchange.tables import MOST_COLUMNS, MOST_ROWS, RawRow, RawTable, table_of
from sipp.rules.errors import TooLarge, UnsupportedFile

#: Rows for which a sheet offers its drop-downs.
CHOICE_ROWS = 5_000
MOST_SHEETS = 60
#: Where reading ends, however far below a cell stands alone.
LAST_ROW = 20_000

_HEADER_FILL = PatternFill("solid", fgColor="FFE3ECF5")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
#: Characters XML cannot hold, and what looks like their replacement: both written as _xHHHH_, as the format says.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")

# A workbook made elsewhere may hold extensions that openpyxl leaves out; nothing of ours is in them.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")


def read_workbook(content: bytes) -> list[RawTable]:
    """Every sheet of a workbook; raises TooLarge or UnsupportedFile with the reason as code."""
    if checked_archive(content) != "workbook":
        raise UnsupportedFile("not_a_workbook")
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        if len(workbook.sheetnames) > MOST_SHEETS:
            raise TooLarge("too_many_sheets", most=MOST_SHEETS)
        return [_read_sheet(sheet) for sheet in workbook.worksheets]
    except TooLarge:
        raise
    except Exception:
        # openpyxl answers a broken file with whatever its depths raise.
        raise UnsupportedFile("archive_broken") from None


def write_workbook(tables: Iterable[tuple[Sheet, Iterable[Sequence[str | int | None]]]], guide: Sequence[str]) -> bytes:
    """A workbook with a sheet for each table, drop-downs for its choices, and a first sheet that explains it.

    Raises TooLarge (``cell_too_long``) for a text that no cell takes.
    """
    filled = [(sheet, [[_storable(cell) for cell in row] for row in rows]) for sheet, rows in tables]
    workbook = openpyxl.Workbook(write_only=True)
    _write_guide(workbook, guide)
    lists = _ChoiceLists()
    for sheet, cells in filled:
        _write_sheet(workbook, sheet, cells, lists)
    lists.write(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def escaped(text: str) -> str:
    """The text with what XML cannot hold written as _xHHHH_."""
    return _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescaped(text: str) -> str:
    """The text as it was before ``escaped``."""
    return _WRITTEN.sub(lambda match: chr(int(match[1], 16)), text)


def _read_sheet(sheet: Any) -> RawTable:
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    found: list[RawRow] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > LAST_ROW or len(found) > MOST_ROWS:
            return table_of(sheet.title, found, has_more=True)
        last = max((place for place, cell in enumerate(cells, start=1) if cell.value is not None), default=0)
        if last:
            found.append(RawRow(number, [_value(cell) for cell in cells[:last]]))
    return table_of(sheet.title, found)


def _value(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f" or not isinstance(value, str | int | float | bool) and not hasattr(value, "isoformat"):
        return Computed(str(getattr(value, "text", value)))
    if cell.data_type == "e":
        return Computed(str(value))
    if isinstance(value, str):
        return unescaped(value)
    return value if isinstance(value, int | float | bool) or hasattr(value, "year") else str(value)


def _write_guide(workbook: Any, guide: Sequence[str]) -> None:
    page = workbook.create_sheet(GUIDE_TITLE)
    page.column_dimensions["A"].width = 110
    for line in guide:
        page.append([_text_cell(page, line)])


def _write_sheet(
    workbook: Any, sheet: Sheet, rows: Iterable[Sequence[str | int | None]], lists: "_ChoiceLists"
) -> None:
    page = workbook.create_sheet(sheet.title)
    page.freeze_panes = "A2"
    for position, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(position)].width = column.width
    for validation in _validations(sheet, lists):
        page.data_validations.append(validation)
    page.append([_header_cell(page, column.header) for column in sheet.columns])
    for row in rows:
        page.append([_text_cell(page, cell) if isinstance(cell, str) else cell for cell in row])


def _header_cell(page: Any, text: str) -> Any:
    cell = _text_cell(page, text)
    cell.font = Font(bold=True)
    cell.fill = _HEADER_FILL
    return cell


def _storable(cell: str | int | None) -> str | int | None:
    if not isinstance(cell, str):
        return cell
    written = escaped(cell)
    if len(written) > LONGEST_CELL:
        raise TooLarge("cell_too_long", most=LONGEST_CELL)
    return written


def _text_cell(page: Any, written: str) -> Any:
    cell = WriteOnlyCell(page)
    cell.value = written
    cell.data_type = "s"
    cell.quotePrefix = written[:1] in ("=", "+", "-", "@", "\t", "'")
    cell.alignment = _WRAPPED
    return cell


def _validations(sheet: Sheet, lists: "_ChoiceLists") -> Iterator[DataValidation]:
    for position, column in enumerate(sheet.columns, start=1):
        if column.kind not in ("choice", "boolean"):
            continue
        validation = DataValidation(type="list", formula1=lists.reference_to(column), allow_blank=True)
        validation.errorStyle = "stop"
        validation.showErrorMessage = True
        letter = get_column_letter(position)
        validation.add(f"{letter}2:{letter}{CHOICE_ROWS + 1}")
        yield validation


class _ChoiceLists:
    """The hidden sheet that the drop-downs read their words from."""

    def __init__(self) -> None:
        self._lists: list[tuple[str, ...]] = []

    def reference_to(self, column: Column) -> str:
        choices = (YES, NO) if column.kind == "boolean" else tuple(column.labels().values())
        if choices not in self._lists:
            self._lists.append(choices)
        letter = get_column_letter(self._lists.index(choices) + 1)
        return f"{CHOICES_TITLE}!${letter}$1:${letter}${len(choices)}"

    def write(self, workbook: Any) -> None:
        page = workbook.create_sheet(CHOICES_TITLE)
        page.sheet_state = "hidden"
        for line in range(max((len(choices) for choices in self._lists), default=0)):
            page.append([choices[line] if line < len(choices) else None for choices in self._lists])
