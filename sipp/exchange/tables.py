"""A sheet as it was read, whatever file it came from: a header, and rows that know their place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sipp.exchange.cells import Cell, is_blank

#: More rows or columns than any real workbook of standards has.
MOST_ROWS = 10_000
MOST_COLUMNS = 60


@dataclass(frozen=True)
class RawRow:
    """One row with its number as the spreadsheet shows it (the first is 1)."""

    number: int
    cells: Sequence[Cell]

    def cell(self, position: int) -> Cell:
        """The cell of a column, counted from 0; None where the row ends earlier."""
        return self.cells[position] if position < len(self.cells) else None

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return all(is_blank(cell) for cell in self.cells)


@dataclass(frozen=True)
class RawTable:
    """One sheet: its title, the header's row and the rows below. ``has_more`` when it goes on past the bound."""

    title: str
    header: RawRow | None
    rows: Sequence[RawRow] = field(default_factory=tuple)
    has_more: bool = False


def table_of(title: str, numbered_rows: Sequence[RawRow], has_more: bool = False) -> RawTable:
    """A table whose first row that is not blank is its header; blank rows are left out."""
    filled = [row for row in numbered_rows if not row.is_blank]
    return RawTable(title, filled[0] if filled else None, tuple(filled[1:]), has_more)


def column_letter(position: int) -> str:
    """The letters a spreadsheet shows for a column, counted from 0: A, B, ... Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
