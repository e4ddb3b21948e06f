"""Workbooks: what is written is read again, offers its choices, and never holds a formula."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from sipp.exchange.cells import LONGEST_CELL, Computed
from sipp.exchange.columns import CHOICES_TITLE, GUIDE_TITLE, SHEETS
from sipp.exchange.workbooks import escaped, read_workbook, unescaped, write_workbook
from sipp.rules.errors import TooLarge, UnsupportedFile
from tests.exchange import hostile
from tests.exchange.sheets import sheet_named
from tests.models.strategies import texts
from tests.trials import scaled

SHEET = sheet_named("requirements")


def written(rows: list[list[Any]]) -> bytes:
    return write_workbook([(SHEET, rows)], ["Petunjuk"])


def a_sheet(fill: Any) -> bytes:
    file = io.BytesIO()
    workbook = openpyxl.Workbook()
    fill(workbook.active)
    workbook.save(file)
    return file.getvalue()


@settings(max_examples=scaled(40), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(texts(40) | st.integers(0, 10**15 - 1) | st.none(), min_size=1, max_size=4), max_size=4))
def test_any_cells_come_out_of_a_workbook_as_they_went_in(rows: list[list[Any]]) -> None:
    tables = read_workbook(written(rows))
    read = [list(row.cells) for row in next(table for table in tables if table.title == SHEET.title).rows]
    filled = [row for row in rows if any(cell is not None and str(cell).strip() for cell in row)]
    assert [_without_end(row) for row in read] == [_without_end(row) for row in filled]


def _without_end(row: list[Any]) -> list[Any]:
    kept = [None if cell == "" else cell for cell in row]
    while kept and kept[-1] is None:
        kept.pop()
    return kept


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "{=1}", '=HYPERLINK("http://127.0.0.1")'])
def test_a_text_that_looks_like_a_formula_is_stored_as_text_that_stays_text(text: str) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(written([[text]])))
    cell = workbook[SHEET.title]["A2"]
    assert (cell.data_type, unescaped(cell.value)) == ("s", text)
    assert cell.quotePrefix == (text[0] != "{")


def test_a_workbook_holds_no_formula_but_those_of_its_drop_downs() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(write_workbook([(sheet, [["=1"]]) for sheet in SHEETS], ["=2"])))
    assert [cell for sheet in workbook for row in sheet.rows for cell in row if cell.data_type == "f"] == []


def test_every_column_of_choices_has_its_drop_down_with_words() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(write_workbook([(sheet, []) for sheet in SHEETS], ["Petunjuk"])))
    for sheet in SHEETS:
        offered = {}
        for validation in workbook[sheet.title].data_validations.dataValidation:
            _, _, cells = validation.formula1.partition("!")
            column = workbook[CHOICES_TITLE][cells.replace("$", "")]
            offered[str(validation.sqref)[0]] = [row[0].value for row in column]
        headers = {cell.column_letter: cell.value for cell in workbook[sheet.title][1]}
        expected = {
            letter: ["ya", "tidak"] if column.kind == "boolean" else list(column.labels().values())
            for letter, header in headers.items()
            if (column := sheet.column(header)) and column.kind in ("choice", "boolean")
        }
        assert offered == expected
    assert workbook[CHOICES_TITLE].sheet_state == "hidden"
    assert workbook.sheetnames[0] == GUIDE_TITLE


def test_formulas_and_their_errors_are_told_from_values() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["a", "b", "c", "d", "e", "f"])
        sheet.append(["=1+1", "#N/A", ArrayFormula("C2:C3", "=SUM(1)"), 3.0, date(2027, 1, 2), True])

    (table,) = read_workbook(a_sheet(fill))
    cells = list(table.rows[0].cells)
    assert [isinstance(cell, Computed) for cell in cells] == [True, True, True, False, False, False]
    assert cells[3:] == [3, datetime(2027, 1, 2), True]


def test_a_cell_far_below_is_not_waited_for() -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"], sheet["A1048576"] = "layanan", "x"

    (table,) = read_workbook(a_sheet(fill))
    assert table.has_more
    assert table.rows == ()


def test_a_sheet_may_lie_about_its_size() -> None:
    content = hostile.a_workbook()
    sheet = b"xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(sheet.decode()).replace(b'ref="A1:B1"', b'ref="A1:XFD1048576"')
    (table,) = read_workbook(hostile.with_parts(content, {sheet.decode(): xml}))
    assert table.header is not None
    assert list(table.header.cells) == ["layanan", "unit"]


def test_a_text_longer_than_a_cell_is_not_cut_in_silence() -> None:
    with pytest.raises(TooLarge) as refused:
        written([["x" * (LONGEST_CELL + 1)]])
    assert refused.value.code == "cell_too_long"


def test_too_many_sheets_are_refused() -> None:
    file = io.BytesIO()
    workbook = openpyxl.Workbook()
    for _ in range(80):
        workbook.create_sheet()
    workbook.save(file)
    with pytest.raises(TooLarge):
        read_workbook(file.getvalue())


def test_a_workbook_that_is_xml_but_nonsense_is_refused() -> None:
    nonsense = {"xl/_rels/workbook.xml.rels": b"<nonsense><v>1</v></nonsense>"}
    with pytest.raises(UnsupportedFile) as refused:
        read_workbook(hostile.with_parts(hostile.a_workbook(), nonsense))
    assert refused.value.code == "archive_broken"


def test_a_document_is_no_workbook() -> None:
    with pytest.raises(UnsupportedFile) as refused:
        read_workbook(hostile.a_document())
    assert refused.value.code == "not_a_workbook"


@given(texts(80))
def test_what_xml_cannot_hold_is_written_in_another_way_and_read_back(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not any(ord(character) < 32 and character not in "\t\n" for character in escaped(text))
