"""Incidents: reports of one cause, answered together."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import day_words
from sipp.operations import incidents as operations
from sipp.operations.handling import LONGEST_ANSWER
from sipp.rules.errors import Conflict, InvalidInput
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.protection import never_stored
from sipp.words.reports import STATES

incidents_desk = office_pages("incidents_desk", __name__, "/kelola/kejadian")


@incidents_desk.get("")
def overview() -> Response:
    """The incidents of the officer's agencies."""
    return page(
        "office/incidents.html",
        incidents=[
            {
                "title": incident.title,
                "url": url_for(".show", incident_id=incident.id),
                "lines": [
                    ngettext("%(num)s laporan", "%(num)s laporan", count),
                    _("Dibuka %(date)s", date=day_words(incident.opened_at, agency.time_zone)),
                ],
                "is_answered": incident.answer is not None,
            }
            for incident, agency, count in operations.incidents_of(current_actor())
        ],
    )


@incidents_desk.get("/<int:incident_id>")
def show(incident_id: int) -> Response:
    """One incident with its reports."""
    return _page(incident_id)


@incidents_desk.post("/<int:incident_id>/jawab")
def answer(incident_id: int) -> BaseResponse:
    """Answer all of its reports that wait."""
    try:
        with unit_of_work():
            done = operations.answer_all(current_actor(), incident_id, request.form.get("words", ""), _seen())
    except InvalidInput as refused:
        return _page(incident_id, refused.fields, 422)
    except Conflict as refused:
        return _page(incident_id, {"laporan": refused.code}, 409)
    if done.submitted:
        flash("incident_submitted")
    else:
        flash("incident_answered")
    return redirect(url_for(".show", incident_id=incident_id), 303)


def _seen() -> set[str]:
    """The case numbers that stood on the page from which a form was sent."""
    return set(request.form.get("seen", "").split())


def _page(incident_id: int, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    found = operations.incident_view(current_actor(), incident_id)
    never_stored()
    return page(
        "office/incident.html",
        status,
        errors,
        incident=found.incident,
        agency=found.agency,
        reports=[
            {
                "title": report.case_number,
                "lines": [str(STATES[report.state])],
                "url": url_for("cases.show", case_number=report.case_number),
                "is_new": request.method == "POST" and report.case_number not in _seen(),
            }
            for report in found.reports
        ],
        seen=" ".join(report.case_number for report in found.reports),
        waiting=found.waiting,
        to_submit=found.to_submit,
        unsigned=found.unsigned,
        typed=request.form.get("words", ""),
        longest=LONGEST_ANSWER,
    )
