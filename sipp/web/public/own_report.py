"""What belongs to the reporter rather than to the case: name, address, pressure, personal data. Each its own page."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import datetime_words
from sipp.operations import identities, reporters
from sipp.operations.erasure import Store
from sipp.operations.following import FollowPage, experience_of, follow_page
from sipp.rules.errors import Conflict, InvalidInput
from sipp.rules.visibility import visibilities_above
from sipp.web.forms.messages import ByName, error_list, messages_by_name
from sipp.web.forms.own_report import AddressForm, ContactForm, IdentityForm
from sipp.web.protection import limiter, never_stored
from sipp.web.public.identity_view import identity_preview
from sipp.web.public.report_page import required_report, show_refused
from sipp.web.session import phone_channel, settings
from sipp.words.reports import DATA_REQUEST_KINDS, DATA_REQUEST_STATES, VISIBILITY_MEANINGS, VISIBILITY_SENTENCES

own_report = Blueprint("own_report", __name__, url_prefix="/laporan")

CHANGES_PER_MINUTE = "30 per minute"


@own_report.get("/nama")
def identity_form() -> BaseResponse:
    """Ask who may know the name from now on."""
    page = follow_page(required_report())
    if not _choices(page):
        never_stored()
        return _to_report()
    return _identity_page(page, IdentityForm())


@own_report.post("/nama")
@limiter.limit(CHANGES_PER_MINUTE)
def raise_visibility() -> BaseResponse:
    """Show what the officer will see; only the second, confirmed request changes it."""
    report_id = required_report()
    form = IdentityForm(request.form)
    errors = form.check()
    page = follow_page(report_id)
    visibility = form.visibility.data or ""
    if not errors and _choices(page) and visibility not in _choices(page):
        errors = {"visibility": "unknown_choice"}
    if errors:
        return _identity_page(page, form, errors, 422)
    if request.form.get("confirm") != "yes" and _choices(page):
        return _preview_page(page, form)
    try:
        with unit_of_work():
            identities.raise_visibility(report_id, visibility, form.person(phone_channel()))
    except InvalidInput as refused:
        return _identity_page(page, form, refused.fields, 422)
    except Conflict as refused:
        return show_refused(report_id, "visibility", refused.code)
    return _to_report()


@own_report.get("/alamat")
def address_form() -> BaseResponse:
    """Ask where news go."""
    page = follow_page(required_report())
    if page.report.visibility == "anonymous":
        never_stored()
        return _to_report()
    known = identities.person_of(page.report.id)
    return _address_page(page, ByName(name=known.name, email=known.email, phone=known.phone))


@own_report.post("/alamat")
@limiter.limit(CHANGES_PER_MINUTE)
def change_address() -> BaseResponse:
    """Send news elsewhere, or nowhere; put right a name that is told openly."""
    report_id = required_report()
    is_named = "name" in request.form and follow_page(report_id).report.visibility == "open"
    form = (ContactForm if is_named else AddressForm)(request.form)
    errors = form.check()
    try:
        if not errors:
            with unit_of_work():
                if is_named:
                    identities.correct_name(report_id, form.data["name"])
                identities.change_address(report_id, form.address(phone_channel()), Store.of(settings()))
    except InvalidInput as refused:
        errors = refused.fields
    except Conflict as refused:
        return show_refused(report_id, "email", refused.code)
    if errors:
        return _address_page(follow_page(report_id), ByName(form.data), errors, 422)
    return _to_report()


@own_report.get("/tekanan")
def pressure_form() -> BaseResponse:
    """Tell of pressure; what was told, and whether it was read."""
    return _pressure_page({}, "")


@own_report.post("/tekanan")
@limiter.limit(CHANGES_PER_MINUTE)
def tell_pressure() -> BaseResponse:
    """Tell the inspectorate, and nobody at the handling unit."""
    report_id = required_report()
    text = request.form.get("text", "")
    try:
        with unit_of_work():
            reporters.tell_pressure(report_id, text)
    except InvalidInput as refused:
        return _pressure_page(refused.fields, text, 422)
    return redirect(url_for(".pressure_form"), 303)


@own_report.get("/data")
def data_form() -> BaseResponse:
    """Ask about personal data; what was asked, and what was decided."""
    return _data_page({}, {})


@own_report.post("/data")
@limiter.limit(CHANGES_PER_MINUTE)
def ask_about_data() -> BaseResponse:
    """Ask for correction or erasure."""
    report_id = required_report()
    typed = {name: request.form.get(name, "") for name in ("kind", "text")}
    try:
        with unit_of_work():
            reporters.ask_about_data(report_id, typed["kind"], typed["text"])
    except InvalidInput as refused:
        return _data_page(refused.fields, typed, 422)
    except Conflict as refused:
        return _data_page({"kind": refused.code}, typed, 409)
    return redirect(url_for(".data_form"), 303)


def _choices(page: FollowPage) -> tuple[str, ...]:
    return visibilities_above(page.report.visibility, custodians_exist=identities.custodians_exist())


def _identity_page(
    page: FollowPage, form: IdentityForm, errors: dict[str, str] | None = None, status: int = 200
) -> BaseResponse:
    options = [
        {"value": code, "label": VISIBILITY_SENTENCES[code], "hint": VISIBILITY_MEANINGS[code]}
        for code in _choices(page)
    ]
    values = ByName(form.data)
    if len(options) == 1:
        values["visibility"] = options[0]["value"]
    return _render("public/identity.html", page, errors, status, values=values, options=options)


def _preview_page(page: FollowPage, form: IdentityForm) -> BaseResponse:
    rows = identity_preview(form.visibility.data or "", form.person(), experience_of(page.report))
    return _render("public/identity_preview.html", page, rows=rows, carried={**form.data, "confirm": "yes"})


def _address_page(
    page: FollowPage, values: ByName, errors: dict[str, str] | None = None, status: int = 200
) -> BaseResponse:
    return _render("public/address.html", page, errors, status, values=values)


def _pressure_page(errors: dict[str, str], text: str, status: int = 200) -> BaseResponse:
    page = follow_page(required_report())
    zone = page.report.agency.time_zone
    notes = [
        {
            "title": _("Sudah dibaca") if note.read_at else _("Belum dibaca"),
            "when": datetime_words(note.noted_at, zone),
            "when_iso": note.noted_at.isoformat(),
            "text": note.text,
            "kind": "citizen",
        }
        for note in reporters.pressure_of(page.report.id)
    ]
    return _render("public/pressure.html", page, errors, status, text=text, notes=notes)


def _data_page(errors: dict[str, str], typed: dict[str, str], status: int = 200) -> BaseResponse:
    page = follow_page(required_report())
    zone = page.report.agency.time_zone
    asked = [
        {
            "title": f"{DATA_REQUEST_KINDS[one.kind]}: {DATA_REQUEST_STATES[one.state]}",
            "when": datetime_words(one.asked_at, zone),
            "when_iso": one.asked_at.isoformat(),
            "text": one.text,
            "answer": one.answer,
        }
        for one in reporters.data_requests_of(page.report.id)
    ]
    options = [{"value": code, "label": label} for code, label in DATA_REQUEST_KINDS.items()]
    return _render("public/data_request.html", page, errors, status, values=ByName(typed), asked=asked, options=options)


def _render(
    template: str, page: FollowPage, errors: dict[str, str] | None = None, status: int = 200, **values: Any
) -> BaseResponse:
    never_stored()
    faults = errors or {}
    body = render_template(
        template, report=page.report, errors=error_list(faults), messages=messages_by_name(faults), **values
    )
    return make_response(body, status)


def _to_report() -> BaseResponse:
    return redirect(url_for("following.report"), 303)
