"""Word files (.docx) as plain blocks: the only file that knows python-docx. What is read was looked through before.

A merged cell is one cell, deleted text of tracked changes is left out, and a paragraph knows whether Word numbers it.
"""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from sipp.exchange.archives import checked_archive
from sipp.exchange.blocks import MOST_BLOCKS, Block, CellText, Line, TableRow, TextBlock, one_line
from sipp.rules.errors import TooLarge, UnsupportedFile

_LONGEST_LINE = 4_000
_CONTAINERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag"), qn("w:ins")}
_LEFT_OUT = {qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"), qn("w:footnoteReference"), qn("w:instrText")}


def read_document(content: bytes) -> list[Block]:
    """The paragraphs and table rows of a Word file in their order; raises TooLarge or UnsupportedFile."""
    if checked_archive(content) != "document":
        raise UnsupportedFile("not_a_document")
    try:
        document = docx.Document(io.BytesIO(content))
        blocks = list(_Reader(_numbered_styles(document)).blocks(document.element.body))
    except TooLarge:
        raise
    except Exception:
        # python-docx answers a broken file with whatever its depths raise.
        raise UnsupportedFile("archive_broken") from None
    return blocks


class _Reader:
    """Walks through the body; counts tables and rows as a reader does."""

    def __init__(self, numbered_styles: frozenset[str]) -> None:
        self._numbered_styles = numbered_styles
        self._tables = 0
        self._count = 0

    def blocks(self, body: Any) -> Iterator[Block]:
        for element in _children(body):
            if element.tag == qn("w:p"):
                for line in self._lines(element):
                    yield self._counted(TextBlock(line.text, line.is_numbered))
            elif element.tag == qn("w:tbl"):
                self._tables += 1
                table = self._tables
                for number, row in enumerate(_rows(element), start=1):
                    yield self._counted(TableRow(tuple(self._cell(cell) for cell in _cells(row)), table, number))

    def _counted(self, block: Block) -> Block:
        self._count += 1
        if self._count > MOST_BLOCKS:
            raise TooLarge("too_many_rows", most=MOST_BLOCKS)
        return block

    def _cell(self, cell: Any) -> CellText:
        lines: list[Line] = []
        for element in _children(cell):
            if element.tag == qn("w:p"):
                lines.extend(self._lines(element))
            elif element.tag == qn("w:tbl"):
                for row in _rows(element):
                    texts = [self._cell(inner).text for inner in _cells(row)]
                    lines.append(Line(": ".join(text for text in texts if text)[:_LONGEST_LINE]))
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        is_continued = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
        return CellText(tuple(line for line in lines if line.text), is_continued)

    def _lines(self, paragraph: Any) -> list[Line]:
        text = "".join(_pieces(paragraph))
        level = self._level(paragraph)
        return [
            Line(one_line(part)[:_LONGEST_LINE], level is not None and position == 0, level or 0)
            for position, part in enumerate(text.split("\n"))
            if part.strip()
        ]

    def _level(self, paragraph: Any) -> int | None:
        """The level of the list Word numbers the paragraph in; None without one."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None
        numbering = properties.find(qn("w:numPr"))
        if numbering is not None:
            number = numbering.find(qn("w:numId"))
            if number is not None and number.get(qn("w:val")) == "0":
                return None
            level = numbering.find(qn("w:ilvl"))
            value = level.get(qn("w:val"), "0") if level is not None else "0"
            return int(value) if value.isdigit() else 0
        style = properties.find(qn("w:pStyle"))
        return 0 if style is not None and style.get(qn("w:val")) in self._numbered_styles else None


def _children(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag in _CONTAINERS:
            yield from _children(child)
        else:
            yield child


def _rows(table: Any) -> Iterator[Any]:
    return (row for row in _children(table) if row.tag == qn("w:tr"))


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in _children(row) if cell.tag == qn("w:tc"))


def _pieces(element: Any) -> Iterator[str]:
    """The text of a paragraph as it is read: breaks as new lines, tabs as spaces, nothing that was deleted."""
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag == qn("w:tab"):
            yield " "
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif isinstance(child.tag, str):
            yield from _pieces(child)


def _numbered_styles(document: Any) -> frozenset[str]:
    """The ids of the paragraph styles that number by themselves."""
    found = set()
    for style in document.styles.element.findall(qn("w:style")):
        if style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
            found.add(style.get(qn("w:styleId")))
    return frozenset(found)
