"""Builds Word files shaped like the annexes of real decrees: tables, merged cells, numbering in every style."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

HEADER = ("No", "Komponen", "Uraian")


@dataclass(frozen=True)
class Listed:
    """A paragraph that Word numbers, on a level."""

    text: str
    level: int = 0


def listed(*texts: str) -> list[Listed]:
    """A list numbered by Word."""
    return [Listed(text) for text in texts]


class AnnexBuilder:
    """One Word file, written from top to bottom."""

    def __init__(self) -> None:
        self.document = docx.Document()

    def text(self, *lines: str, style: str | None = None) -> "AnnexBuilder":
        """Paragraphs outside tables."""
        for line in lines:
            self.document.add_paragraph(line, style=style)
        return self

    def table(self, rows: Iterable[Sequence[Any]], columns: int = 3, header: Sequence[str] | None = HEADER) -> Any:
        """A table; a row with fewer cells than columns is merged across, None leaves a cell empty."""
        table = self.document.add_table(rows=0, cols=columns)
        if header is not None:
            _fill_row(table, header, columns)
        for row in rows:
            _fill_row(table, row, columns)
        return table

    def bytes(self) -> bytes:
        """The file."""
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()


def numbered(rows: Iterable[tuple[str, Any]], first: int = 1) -> list[tuple[Any, ...]]:
    """Rows with their number before them: "1", "2" ..."""
    return [(f"{number}.", *row) for number, row in enumerate(rows, start=first)]


def merge_down(table: Any, column: int, first: int, last: int) -> None:
    """Merge the cells of a column vertically, as Word does for a component of several rows."""
    table.cell(first, column).merge(table.cell(last, column))


def in_content_control(paragraph: Any) -> None:
    """Put a paragraph into a content control, as templates of offices do."""
    element = paragraph._p
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
    element.addprevious(control)
    control.find(qn("w:sdtContent")).append(element)


def with_tracked_changes(paragraph: Any, deleted: str, inserted: str) -> None:
    """Add a deleted and an inserted piece, as an unfinished review leaves them."""
    for tag, text_tag, text in (("w:del", "w:delText", deleted), ("w:ins", "w:t", inserted)):
        change = OxmlElement(tag)
        change.set(qn("w:id"), "1")
        change.set(qn("w:author"), "peninjau")
        run = OxmlElement("w:r")
        piece = OxmlElement(text_tag)
        piece.text = text
        run.append(piece)
        change.append(run)
        paragraph._p.append(change)


def _fill_row(table: Any, row: Sequence[Any], columns: int) -> None:
    cells = table.add_row().cells
    if len(row) == 1 and columns > 1:
        cells[0].merge(cells[-1])
    for cell, content in zip(cells, row, strict=False):
        _fill(cell, content)


def _fill(cell: Any, content: Any) -> None:
    if content is None:
        return
    paragraphs = [content] if isinstance(content, str | Listed) else list(content)
    for position, paragraph in enumerate(paragraphs):
        target = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
        if isinstance(paragraph, Listed):
            _number(target, paragraph.level)
            target.add_run(paragraph.text)
        else:
            lines = paragraph.split("\n")
            for number, line in enumerate(lines):
                run = target.add_run(line)
                if number < len(lines) - 1:
                    run.add_break()


def _number(paragraph: Any, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'))
