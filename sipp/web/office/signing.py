"""Answers that wait for the head's signature: what waits by due day, and those of an incident signed together."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import date_long, date_with_day
from sipp.operations import incidents
from sipp.operations import signing as operations
from sipp.operations.handling import LONGEST_MESSAGE
from sipp.operations.signing import Unsigned
from sipp.rules.errors import Conflict, InvalidInput
from sipp.web.case_view import distance_words
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.protection import never_stored

signing_desk = office_pages("signing_desk", __name__, "/kelola/pengesahan")


@signing_desk.get("")
def overview() -> Response:
    """The answers that wait for the officer's signature, the nearest due day first."""
    waiting = operations.to_sign(current_actor())
    never_stored()
    return page(
        "office/unsigned.html",
        answers=[_row(one) for one in waiting],
        incidents=_incidents(waiting),
    )


@signing_desk.get("/kejadian/<int:incident_id>")
def incident(incident_id: int) -> Response:
    """The answers of one incident."""
    return _incident_page(incident_id)


@signing_desk.post("/kejadian/<int:incident_id>/sahkan")
def sign_incident(incident_id: int) -> BaseResponse:
    """Sign all of them."""
    try:
        with unit_of_work():
            operations.sign_incident(current_actor(), incident_id, request.form.get("seen", ""))
    except Conflict as refused:
        return _incident_page(incident_id, {"berubah": refused.code}, 409)
    flash("incident_signed")
    return redirect(url_for(".overview"), 303)


@signing_desk.post("/kejadian/<int:incident_id>/kembalikan")
def return_incident(incident_id: int) -> BaseResponse:
    """Give all of them back, with one reason."""
    form = request.form
    try:
        with unit_of_work():
            operations.give_back_incident(current_actor(), incident_id, form.get("words", ""), form.get("seen", ""))
    except InvalidInput as refused:
        return _incident_page(incident_id, refused.fields, 422)
    except Conflict as refused:
        return _incident_page(incident_id, {"berubah": refused.code}, 409)
    flash("incident_returned")
    return redirect(url_for(".overview"), 303)


def _row(one: Unsigned) -> list[Any]:
    report = one.pending.report
    written_on = one.pending.written_at.astimezone(ZoneInfo(report.agency.time_zone)).date()
    due = (
        {"text": date_with_day(one.due.due_on), "note": distance_words(one.due)}
        if one.due is not None
        else _("tidak ada")
    )
    return [
        {
            "text": report.case_number,
            "url": url_for("case_acts.sign_answer", case_number=report.case_number),
            "note": report.unit.name if report.unit else report.agency.name,
        },
        due,
        {"text": one.pending.author.name, "note": _("sejak %(date)s", date=date_long(written_on))},
    ]


def _incidents(waiting: Sequence[Unsigned]) -> list[dict[str, str]]:
    """The incidents with several answers among these, to be signed at once."""
    by_incident: dict[int, int] = {}
    for one in waiting:
        if one.pending.incident_id is not None:
            by_incident[one.pending.incident_id] = by_incident.get(one.pending.incident_id, 0) + 1
    titles = incidents.titles_of(by_incident)
    return [
        {
            "label": titles[incident_id],
            "url": url_for(".incident", incident_id=incident_id),
            "note": ngettext("%(num)s jawaban", "%(num)s jawaban", count),
        }
        for incident_id, count in by_incident.items()
        if count > 1
    ]


def _incident_page(incident_id: int, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    found = operations.incident_to_sign(current_actor(), incident_id)
    never_stored()
    return page(
        "office/unsigned_incident.html",
        status,
        errors,
        incident=found.incident,
        answers=[_row(one) for one in found.waiting],
        texts=list(dict.fromkeys(one.pending.text for one in found.waiting)),
        mark=found.mark,
        typed=request.form.get("words", ""),
        longest=LONGEST_MESSAGE,
    )
