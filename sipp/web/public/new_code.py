"""A new tracking code for who lost the old one: number and address, then a link by mail, then a page with a button."""

import secrets
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.operations import new_codes as operations
from sipp.rules.errors import NotFound
from sipp.vault.code_links import read_code_link_token
from sipp.vault.codes import format_code
from sipp.web.forms.messages import ByName, error_list, messages_by_name
from sipp.web.forms.own_report import is_email
from sipp.web.protection import limiter, never_stored
from sipp.web.public import tokens
from sipp.web.session import opened_report, remember_opened_report, settings

new_code = Blueprint("new_code", __name__, url_prefix="/lacak/kode-baru")


@new_code.get("")
def ask_form() -> BaseResponse:
    """Ask for case number and address."""
    return _ask_page({}, {})


@new_code.post("")
@limiter.limit("20 per minute")
def ask() -> BaseResponse:
    """Send the link where both belong together; the same answer in every case."""
    typed = {name: request.form.get(name, "")[:300] for name in ("case_number", "email")}
    errors = {name: "required" for name, text in typed.items() if not text.strip()}
    if "email" not in errors and not is_email(typed["email"].strip()):
        errors["email"] = "not_an_email"
    if errors:
        return _ask_page(errors, typed, 422)
    with unit_of_work():
        operations.ask_for_code(typed["case_number"], typed["email"])
    return redirect(url_for(".asked"), 303)


@new_code.get("/diminta")
def asked() -> BaseResponse:
    """What happens next, whether or not there is such a report."""
    never_stored()
    return make_response(render_template("public/new_code_asked.html"))


@new_code.get("/tautan/<token>")
def confirm(token: str) -> BaseResponse:
    """The page a link shows first: mail scanners follow links, and only the button changes something."""
    never_stored()
    try:
        _read(token)
    except NotFound:
        return make_response(render_template("public/new_code_gone.html"), 404)
    return make_response(render_template("public/new_code_confirm.html", token=token))


@new_code.post("/tautan/<token>")
@limiter.limit("20 per minute")
def renew(token: str) -> BaseResponse:
    """Make the new code; the old one and the link end."""
    never_stored()
    nonce = secrets.token_bytes(tokens.NONCE_BYTES)
    try:
        report_id, mark = _read(token)
        with unit_of_work():
            opened = operations.renew_code(report_id, mark, nonce, tokens.code_ring())
    except NotFound:
        return make_response(render_template("public/new_code_gone.html"), 404)
    remember_opened_report(opened)
    response = redirect(url_for(".show"), 303)
    tokens.remember_receipt(response, nonce)
    return response


@new_code.get("/kode")
def show() -> BaseResponse:
    """The new code, for half an hour in this browser alone."""
    never_stored()
    nonce, report_id = tokens.receipt_nonce(), opened_report()
    if nonce is None or report_id is None:
        return redirect(url_for("following.track"), 303)
    try:
        code = operations.code_of(report_id, nonce, tokens.code_ring())
    except NotFound:
        return redirect(url_for("following.track"), 303)
    return make_response(render_template("public/new_code.html", code=format_code(code)))


def _read(token: str) -> tuple[UUID, bytes]:
    found = read_code_link_token(token, settings().secret_keys)
    if found is None:
        raise NotFound("link")
    operations.check_code_link(*found)
    return found


def _ask_page(errors: dict[str, str], typed: dict[str, str], status: int = 200) -> BaseResponse:
    never_stored()
    body = render_template(
        "public/new_code_ask.html",
        values=ByName(typed),
        errors=error_list(errors),
        messages=messages_by_name(errors),
    )
    return make_response(body, status)
