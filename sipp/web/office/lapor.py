"""A case on its way to SP4N-LAPOR!: its fields to copy or to download, and the tracking id it has there."""

from flask import Response, flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.exchange.lapor import as_csv, as_json, as_rows, as_text
from sipp.exchange.lapor_cases import lapor_record
from sipp.operations.caseload import case_of
from sipp.operations.handing_over import keep_tracking_id
from sipp.rules.errors import InvalidInput, NotFound
from sipp.rules.permissions import is_permitted_somewhere
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.protection import never_stored

lapor_desk = office_pages("lapor_desk", __name__, "/kelola/laporan/<case_number>/lapor")

_FILES = {"csv": (as_csv, "text/csv; charset=utf-8"), "json": (as_json, "application/json")}


@lapor_desk.get("")
def show(case_number: str) -> Response:
    """The fields in LAPOR!'s order."""
    return _show(case_number)


@lapor_desk.post("")
def keep(case_number: str) -> BaseResponse:
    """Keep the tracking id."""
    typed = request.form.get("tracking_id", "")[:200]
    try:
        with unit_of_work():
            keep_tracking_id(current_actor(), case_number, typed)
    except InvalidInput as refused:
        return _show(case_number, refused.fields, typed, 422)
    flash("tracking_id_kept")
    return redirect(url_for(".show", case_number=case_number), 303)


@lapor_desk.get("/unduh.<kind>")
def download(case_number: str, kind: str) -> Response:
    """The fields as a file."""
    case = case_of(current_actor(), case_number)
    if kind not in _FILES:
        raise NotFound("file")
    never_stored()
    write, content_type = _FILES[kind]
    response = make_response(write([lapor_record(case)]))
    response.content_type = content_type
    response.headers["Content-Disposition"] = f'attachment; filename="lapor-{case.report.case_number}.{kind}"'
    return response


def _show(
    case_number: str, errors: dict[str, str] | None = None, typed: str | None = None, status: int = 200
) -> Response:
    case = case_of(current_actor(), case_number)
    never_stored()
    record = lapor_record(case)
    return page(
        "office/lapor.html",
        status,
        errors,
        report=case.report,
        rows=[{"term": label, "value": value} for label, value in as_rows(record) if label != "Isi Laporan"],
        text=as_text(record),
        may_keep=is_permitted_somewhere(current_actor(), "reports.hand_over"),
        tracking_id=case.report.external_tracking_id or "" if typed is None else typed,
    )
