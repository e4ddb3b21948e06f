"""Follow a report: open it by its code, read where it stands, write, add evidence."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.operations import following as operations
from sipp.rules.errors import Conflict, InvalidInput, NotFound, SippError, TooLarge, UnsupportedFile
from sipp.storage import attachments
from sipp.storage.attachments import StoredFile
from sipp.web.forms.messages import error_list, messages_by_name
from sipp.web.protection import limiter, never_stored
from sipp.web.public.report_page import required_report, show_refused, show_report
from sipp.web.public.tokens import code_ring
from sipp.web.session import forget_opened_report, opened_report, remember_opened_report, settings
from sipp.web.stored_files import send_attachment

following = Blueprint("following", __name__)

MAX_ATTACHMENT_BYTES = 5 * 1024 * 1024


@following.get("/lacak")
def track() -> Response:
    """The form for the tracking code."""
    return _track_page({}, "")


@following.post("/lacak")
@limiter.limit("120 per minute")
def open_report() -> BaseResponse:
    """Open the report of a code; equal answers for unknown, malformed and erased ones."""
    code = request.form.get("code", "")[:100]
    if not code.strip():
        return _track_page({"code": "required"}, code, 422)
    try:
        opened = operations.open_by_code(code, code_ring())
    except NotFound:
        return _track_page({"code": "unknown_code"}, code, 422)
    remember_opened_report(opened)
    return redirect(url_for(".report"), 303)


@following.get("/laporan")
def report() -> BaseResponse:
    """The opened report."""
    report_id = opened_report()
    if report_id is None:
        return redirect(url_for(".track"), 303)
    return show_report(report_id)


@following.post("/laporan/pesan")
@limiter.limit("60 per minute")
def write_message() -> BaseResponse:
    """Add a message."""
    report_id = required_report()
    text = request.form.get("text", "")
    try:
        with unit_of_work():
            operations.write_message(report_id, text)
    except InvalidInput as refused:
        return show_report(report_id, refused.fields, {"text": text}, 422)
    except Conflict as refused:
        return show_refused(report_id, "text", refused.code, [text])
    return redirect(url_for(".report") + "#pesan", 303)


@following.post("/laporan/bukti")
@limiter.limit("60 per minute")
def add_evidence() -> BaseResponse:
    """Add one file as evidence: it is safely on disk before its row, and its row before the answer."""
    report_id = required_report()
    uploaded = request.files.get("attachment")
    if uploaded is None or not uploaded.filename:
        return show_report(report_id, {"attachment": "required"}, status=422)
    try:
        operations.check_evidence(report_id)
        stored = attachments.receive(uploaded.stream, settings().attachments_dir, max_bytes=MAX_ATTACHMENT_BYTES)
        if not _is_kept(report_id, stored):
            attachments.delete(settings().attachments_dir, stored.name)
    except UnsupportedFile as refused:
        return show_report(report_id, {"attachment": refused.code}, status=415)
    except TooLarge as refused:
        return show_report(report_id, {"attachment": refused.code}, status=413)
    except Conflict as refused:
        return show_refused(report_id, "attachment", refused.code)
    return redirect(url_for(".report") + "#bukti", 303)


def _is_kept(report_id: UUID, stored: StoredFile) -> bool:
    """Tie a stored file to the report; False where it has the same one. What is refused leaves no file behind."""
    try:
        with unit_of_work():
            return operations.add_evidence(report_id, stored).stored_name == stored.name
    except SippError:
        attachments.delete(settings().attachments_dir, stored.name)
        raise


@following.get("/laporan/bukti/<uuid:attachment_id>")
def evidence(attachment_id: UUID) -> BaseResponse:
    """One of the report's own files."""
    never_stored()
    return send_attachment(operations.find_attachment(required_report(), attachment_id))


@following.post("/laporan/tutup")
def close() -> BaseResponse:
    """Forget the opened report in this browser, e.g. on a shared phone."""
    forget_opened_report()
    return redirect(url_for("directory.home"), 303)


def _track_page(errors: dict[str, str], code: str, status: int = 200) -> Response:
    never_stored()
    body = render_template("public/track.html", errors=error_list(errors), messages=messages_by_name(errors), code=code)
    return make_response(body, status)
