"""What a decree's annex consists of, whatever program wrote it: lines of text and rows of tables."""

import csv
import io
import unicodedata
from dataclasses import dataclass

from sipp.exchange.tables import MOST_COLUMNS
from sipp.rules.errors import TooLarge, UnsupportedFile
from sipp.rules.wording import without_numbering

#: More paragraphs and rows than the longest annex has.
MOST_BLOCKS = 20_000


@dataclass(frozen=True)
class Line:
    """One line of a cell; ``is_numbered`` when the program numbers it, on a level counted from 0."""

    text: str
    is_numbered: bool = False
    level: int = 0

    @property
    def is_item(self) -> bool:
        """Whether it begins an item of a list, numbered by the program or by hand."""
        return self.is_numbered or without_numbering(self.text) != self.text.strip()


@dataclass(frozen=True)
class CellText:
    """The lines of one cell. ``is_continued``: it belongs to the cell above, with which it was merged."""

    lines: tuple[Line, ...] = ()
    is_continued: bool = False

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class TextBlock:
    """A line outside tables."""

    text: str
    is_numbered: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row of a table, with the numbers of both as a reader counts them."""

    cells: tuple[CellText, ...]
    table: int
    row: int


Block = TextBlock | TableRow

#: Hyphens that do not break and hyphens that are not seen.
_PLAIN = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00ad": None, "\u200b": None, "\ufeff": None})


def one_line(text: str) -> str:
    """The text in one line with plain spaces and hyphens, without what only lays it out."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_PLAIN)).split())


def pasted_blocks(text: str) -> list[Block]:
    """The rows of a table pasted as text: cells between tabs, several lines of a cell in quotes.

    A line without a tab is text outside the table, as the title above it is.
    """
    found: list[Block] = []
    table, row = 1, 0
    try:
        for cells in csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""), delimiter="\t"):
            if len(found) > MOST_BLOCKS:
                raise TooLarge("too_many_rows", most=MOST_BLOCKS)
            if len(cells) > 1:
                row += 1
                found.append(TableRow(tuple(_cell(cell) for cell in cells[:MOST_COLUMNS]), table, row))
            elif cells and cells[0].strip():
                table, row = table + (row > 0), 0
                found.extend(TextBlock(one_line(line)) for line in cells[0].split("\n") if line.strip())
    except csv.Error:
        raise UnsupportedFile("text_unreadable") from None
    return found


def _cell(text: str) -> CellText:
    lines = (one_line(part) for part in text.split("\n"))
    return CellText(tuple(Line(line) for line in lines if line))
