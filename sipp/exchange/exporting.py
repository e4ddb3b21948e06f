"""Standards of an agency as a workbook or as CSV files, and the empty template of both.

Written is the newest version of every service, drafts included: what an import of the same file would go on from.
"""

from collections.abc import Iterable, Sequence

from sipp.exchange.columns import SHEETS, Sheet
from sipp.exchange.csv_files import write_csv, write_csv_archive
from sipp.exchange.spreadsheets import rows_of_sheet
from sipp.exchange.workbooks import write_workbook
from sipp.i18n import DEFAULT_LANGUAGE, in_language
from sipp.operations.bulk import Place
from sipp.words.imports import GUIDE

Rows = Iterable[Sequence[str | int | None]]


def workbook_of(place: Place | None) -> bytes:
    """A workbook with all services of a place; the template when there is none."""
    with in_language(DEFAULT_LANGUAGE):
        tables = [(sheet, _rows(sheet, place)) for sheet in SHEETS]
        return write_workbook(tables, [str(line) for line in GUIDE])


def csv_files_of(place: Place | None) -> dict[str, bytes]:
    """A CSV file for each sheet, by its name; the templates when there is no place."""
    with in_language(DEFAULT_LANGUAGE):
        return {
            f"{sheet.file_name}.csv": write_csv([column.header for column in sheet.columns], _rows(sheet, place))
            for sheet in SHEETS
        }


def csv_archive_of(place: Place | None) -> bytes:
    """The same CSV files as one ZIP, which an import takes as it is."""
    return write_csv_archive(csv_files_of(place))


def _rows(sheet: Sheet, place: Place | None) -> Rows:
    return rows_of_sheet(sheet, place) if place is not None else ()
