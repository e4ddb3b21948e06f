"""CSV as spreadsheets write it: semicolons where Indonesian Excel puts them, a byte order mark, old code pages.

What is written never holds a cell that a spreadsheet would run (invariant 16): a text that begins like a formula gets
an apostrophe before it, which is taken away again when the file is read.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from sipp.exchange.archives import checked_archive
from sipp.exchange.tables import MOST_COLUMNS, MOST_ROWS, RawRow, RawTable, table_of
from sipp.rules.errors import UnsupportedFile

DELIMITERS = ";,\t|"

#: What makes a spreadsheet take a cell for a formula, in ASCII and in full width.
_RUNS = r"[=+\-@\t\r＝＋－＠]"
_WOULD_RUN = re.compile(rf"\s*'*\s*{_RUNS}")
#: Excel's own first line that names the delimiter.
_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_DEFUSED = re.compile(rf"'\s*'*\s*{_RUNS}")


def defused(text: str) -> str:
    """The text so that no spreadsheet runs it."""
    return f"'{text}" if _WOULD_RUN.match(text) else text


def fused_again(text: str) -> str:
    """The text as it was before ``defused``."""
    return text[1:] if _DEFUSED.match(text) else text


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """A CSV file that Indonesian Excel opens by double click: UTF-8 with its mark, semicolons, every cell in quotes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([defused(cell) for cell in header])
    for row in rows:
        writer.writerow(["" if cell is None else defused(str(cell)) for cell in row])
    return "\ufeff".encode() + text.getvalue().encode()


def read_csv(content: bytes, title: str) -> RawTable:
    """The table of a CSV file; raises UnsupportedFile (``text_unreadable``) for what is no text."""
    text = decoded(content)
    told = _TOLD.match(text)
    delimiter = told[1] if told else sniffed(text)
    text = text[told.end() :] if told else text
    found: list[RawRow] = []
    number = 2 if told else 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if len(found) > MOST_ROWS:
                return table_of(title, found, has_more=True)
            row = RawRow(number, [fused_again(cell) for cell in cells[:MOST_COLUMNS]])
            if not row.is_blank:
                found.append(row)
            number += 1
    except csv.Error:
        raise UnsupportedFile("text_unreadable") from None
    return table_of(title, found)


def read_csv_archive(content: bytes) -> list[RawTable]:
    """The tables of a ZIP of CSV files, each titled as its file; raises TooLarge or UnsupportedFile."""
    if checked_archive(content) != "tables":
        raise UnsupportedFile("unknown_archive")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        return [read_csv(archive.read(entry), PurePath(entry.filename).stem) for entry in entries]


def write_csv_archive(files: Mapping[str, bytes]) -> bytes:
    """CSV files by name as one ZIP."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def decoded(content: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else the code page of old Excel."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decoded_as(content, encoding)
    if b"\0" in content:
        raise UnsupportedFile("text_unreadable")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_as(content, "cp1252")


def sniffed(text: str) -> str:
    """The delimiter: the one that stands most often outside quotes in the first line that has any."""
    for line in text.splitlines():
        outside = re.sub(r'"[^"]*"', "", line)
        counted = {delimiter: outside.count(delimiter) for delimiter in DELIMITERS}
        best = max(counted, key=lambda delimiter: counted[delimiter])
        if counted[best]:
            return best
    return ";"


def _decoded_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnsupportedFile("text_unreadable") from None
