"""What the reporter does with the opened report: judge the answer, complete, reopen, appeal, hand over, withdraw."""

from collections.abc import Callable

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.operations import own_moves as operations
from sipp.operations import verdicts
from sipp.operations.following import follow_page
from sipp.rules.errors import Conflict, InvalidInput
from sipp.rules.reports import moves_open_to
from sipp.web.forms.messages import ByName, error_list, messages_by_name
from sipp.web.protection import limiter, never_stored
from sipp.web.public.report_page import required_report, show_refused, show_report
from sipp.words.reports import BODIES

own_moves = Blueprint("own_moves", __name__, url_prefix="/laporan")

MOVES_PER_MINUTE = "60 per minute"


@own_moves.post("/nilai")
@limiter.limit(MOVES_PER_MINUTE)
def judge() -> BaseResponse:
    """Say whether the answer solved the matter."""
    report_id = required_report()
    typed = _typed("verdict", "comment")
    try:
        with unit_of_work():
            verdicts.give_verdict(report_id, typed["verdict"], typed["comment"])
    except InvalidInput as refused:
        return show_report(report_id, refused.fields, typed, 422)
    except Conflict as refused:
        return show_refused(report_id, "verdict", refused.code, [typed["comment"]])
    return _to_report()


@own_moves.post("/lengkapi")
@limiter.limit(MOVES_PER_MINUTE)
def complete() -> BaseResponse:
    """Give what the handler asked for."""
    return _write_text("completion", operations.complete)


@own_moves.post("/buka-lagi")
@limiter.limit(MOVES_PER_MINUTE)
def reopen() -> BaseResponse:
    """Open a lapsed report again."""
    return _write_text("reopening", verdicts.reopen)


@own_moves.post("/keberatan")
@limiter.limit(MOVES_PER_MINUTE)
def appeal() -> BaseResponse:
    """Object to a rejection."""
    report_id = required_report()
    typed = _typed("reason")
    try:
        with unit_of_work():
            operations.appeal(report_id, typed["reason"])
    except InvalidInput as refused:
        return show_report(report_id, refused.fields, typed, 422)
    except Conflict as refused:
        return show_refused(report_id, "reason", refused.code, [typed["reason"]])
    return _to_report()


@own_moves.get("/cabut")
def confirm_withdraw() -> BaseResponse:
    """Ask once more before the report is taken back."""
    never_stored()
    page = follow_page(required_report())
    if "withdraw" not in moves_open_to(page.report.state, "citizen"):  # type: ignore[arg-type]
        return _to_report()
    return make_response(render_template("public/withdraw.html", report=page.report))


@own_moves.post("/cabut")
@limiter.limit(MOVES_PER_MINUTE)
def withdraw() -> BaseResponse:
    """Take the report back."""
    report_id = required_report()
    try:
        with unit_of_work():
            operations.withdraw(report_id)
    except Conflict as refused:
        return show_refused(report_id, "withdraw", refused.code)
    return _to_report()


@own_moves.get("/teruskan")
def hand_over_form() -> BaseResponse:
    """Ask which body the citizen takes the matter to."""
    page = follow_page(required_report())
    if "hand_over" not in moves_open_to(page.report.state, "citizen"):  # type: ignore[arg-type]
        never_stored()
        return _to_report()
    return _hand_over_page({}, {})


@own_moves.post("/teruskan")
@limiter.limit(MOVES_PER_MINUTE)
def hand_over() -> BaseResponse:
    """Take the matter to another body; the report ends here."""
    report_id = required_report()
    typed = _typed("body", "body_name", "tracking_id")
    try:
        with unit_of_work():
            operations.hand_over(report_id, typed["body"], typed["body_name"], typed["tracking_id"])
    except InvalidInput as refused:
        return _hand_over_page(refused.fields, typed, 422)
    except Conflict as refused:
        return show_refused(report_id, "body", refused.code, [typed["body_name"], typed["tracking_id"]])
    return _to_report()


def _write_text(name: str, act: Callable[..., object]) -> BaseResponse:
    """Do what takes one text; ``name`` tells its field from the others of the page that are sent as "text" too."""
    report_id = required_report()
    text = request.form.get("text", "")
    try:
        with unit_of_work():
            act(report_id, text)
    except InvalidInput as refused:
        return show_report(report_id, {name: refused.fields["text"]}, {name: text}, 422)
    except Conflict as refused:
        return show_refused(report_id, name, refused.code, [text])
    return _to_report()


def _hand_over_page(errors: dict[str, str], typed: dict[str, str], status: int = 200) -> BaseResponse:
    never_stored()
    body = render_template(
        "public/hand_over.html",
        options=BODIES,
        values=ByName(typed),
        errors=error_list(errors),
        messages=messages_by_name(errors),
    )
    return make_response(body, status)


def _typed(*names: str) -> dict[str, str]:
    return {name: request.form.get(name, "") for name in names}


def _to_report() -> BaseResponse:
    return redirect(url_for("following.report"), 303)
