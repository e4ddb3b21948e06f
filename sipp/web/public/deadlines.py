"""Due days anyone can check: the calculator, and why a date of the opened report is what it is."""

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from sipp import clock
from sipp.operations import deadlines as operations
from sipp.web.deadline_view import calculation_json, calculation_values, clock_words, explanation_values
from sipp.web.forms.deadlines import LEGAL_LENGTH, CalculatorForm, clock_key
from sipp.web.forms.messages import error_list, messages_by_name
from sipp.web.protection import never_stored
from sipp.web.session import opened_report

deadlines = Blueprint("deadlines", __name__)


@deadlines.get("/hitung-tenggat")
def calculator() -> Response:
    """When a time limit runs out, as a page, or as JSON for ``Accept: application/json``."""
    form = CalculatorForm(request.args)
    wants_json = request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
    # A link may fill in the length alone: until a first day is sent, nothing was asked.
    is_asked = "mulai" in request.args or wants_json
    errors = form.check() if is_asked else {}
    found = operations.calculate(form.question()) if is_asked and not errors else None
    status = 422 if errors else 200
    if wants_json:
        response = make_response(jsonify(calculation_json(found, form.law) if found else {"errors": errors}), status)
    else:
        response = make_response(_page(form, errors, calculation_values(found, form.law) if found else None), status)
    response.vary.add("Accept")
    return response


@deadlines.get("/laporan/tenggat/<int:clock_id>")
def why(clock_id: int) -> BaseResponse:
    """Why a clock of the opened report is due on its day."""
    never_stored()
    report_id = opened_report()
    if report_id is None:
        return redirect(url_for("following.track"), 303)
    found = operations.explain_of_report(report_id, clock_id)
    return make_response(
        render_template("public/deadline.html", report=found.report, explanation=explanation_values(found))
    )


def _page(form: CalculatorForm, errors: dict[str, str], calculation: dict[str, Any] | None) -> str:
    lengths = operations.lengths_today(clock.today(clock.NATIONAL_ZONE))
    return render_template(
        "public/calculator.html",
        form=form,
        is_by_law=form.way == LEGAL_LENGTH,
        lengths=[(clock_key(row.clock, row.report_class), clock_words(row.clock, row.report_class)) for row in lengths],
        calculation=calculation,
        errors=error_list(errors),
        messages=messages_by_name(errors),
    )
