"""Downloads: the template, and the standards of an agency as an import takes them again."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from sipp.exchange.exporting import csv_archive_of, workbook_of
from sipp.operations import imports as operations
from sipp.operations.export_parts import Part, part_to_export
from sipp.rules.errors import TooLarge
from sipp.web.office.entrance import current_actor, office_pages

exports = office_pages("exports", __name__, "/kelola/ekspor")

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ARCHIVE = "application/zip"


@exports.get("/templat.xlsx")
def template_workbook() -> Response:
    """The empty workbook, with its choices."""
    operations.place(current_actor(), None)
    return _file(workbook_of(None), "templat-standar.xlsx", _WORKBOOK)


@exports.get("/templat-csv.zip")
def template_archive() -> Response:
    """The empty CSV files."""
    operations.place(current_actor(), None)
    return _file(csv_archive_of(None), "templat-standar-csv.zip", _ARCHIVE)


@exports.get("/standar.xlsx")
def workbook() -> BaseResponse:
    """A part of an agency's standards as a workbook; a text that no cell takes sends back to where CSV is offered."""
    part = _wanted_part()
    agency = part.place.agency
    try:
        content = workbook_of(part.place)
    except TooLarge:
        return redirect(url_for("imports.overview", instansi=agency.slug, unduh="terlalu-panjang"), 303)
    return _file(content, f"{_name(part)}.xlsx", _WORKBOOK)


@exports.get("/standar-csv.zip")
def archive() -> Response:
    """A part of an agency's standards as CSV files."""
    part = _wanted_part()
    return _file(csv_archive_of(part.place), f"{_name(part)}-csv.zip", _ARCHIVE)


def _wanted_part() -> Part:
    agency = operations.place(current_actor(), request.args.get("instansi") or None).agency
    return part_to_export(current_actor(), agency.slug, request.args.get("bagian", 1, type=int))


def _name(part: Part) -> str:
    whole = f"standar-{part.place.agency.slug}"
    return f"{whole}-{part.number}-dari-{part.parts}" if part.parts > 1 else whole


def _file(content: bytes, name: str, media_type: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
