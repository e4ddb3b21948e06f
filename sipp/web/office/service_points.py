"""Service points: where they are, when they are open, and the days on which that differs."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import date_with_day
from sipp.models.agencies import ServicePoint, Unit
from sipp.operations import service_points as operations
from sipp.operations.agency_profiles import is_within_reach
from sipp.operations.service_points import CLOSE_TODAY
from sipp.operations.units import MANAGE, find_unit
from sipp.rules.errors import Conflict, NotFound
from sipp.rules.typed_input import TypedInputError, parse_date
from sipp.web.forms.agencies import ExceptionForm, PointForm, point_values
from sipp.web.forms.messages import ByName
from sipp.web.office.agencies import address_fields
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.office.profile_forms import Field, FormPage, form_page
from sipp.words.agencies import ACCESS, WEEKDAYS, address_words, open_words, span_words, week_words

points_desk = office_pages("points_desk", __name__, "/kelola/instansi/<agency>")


@points_desk.get("/unit/<int:unit_id>/tempat/baru")
def add_form(agency: str, unit_id: int) -> Response:
    """What a new service point is called and when it is open."""
    return _point_form(find_unit(current_actor(), agency, unit_id), None, {})


@points_desk.post("/unit/<int:unit_id>/tempat/baru")
def add(agency: str, unit_id: int) -> BaseResponse:
    """Add a service point."""
    actor, form = current_actor(), PointForm(request.form)
    unit = find_unit(actor, agency, unit_id)
    if errors := form.check():
        return _point_form(unit, None, form.data, errors)
    with unit_of_work():
        point_id = operations.add_point(actor, agency, unit_id, form.values()).id
    flash("point_added")
    return redirect(url_for(".point", agency=agency, point_id=point_id), 303)


@points_desk.get("/tempat/<int:point_id>")
def point(agency: str, point_id: int) -> Response:
    """One service point: its week, and the days that differ."""
    return _point_page(agency, point_id, {})


@points_desk.get("/tempat/<int:point_id>/ubah")
def edit_form(agency: str, point_id: int) -> Response:
    """What is said of a service point, to be changed."""
    found = operations.find_point(current_actor(), agency, point_id)
    values = point_values(found, operations.services_at(found))
    return _point_form(found.unit, found, {**values, "row_version": found.row_version})


@points_desk.post("/tempat/<int:point_id>/ubah")
def edit(agency: str, point_id: int) -> BaseResponse:
    """Change a service point."""
    actor, form = current_actor(), PointForm(request.form)
    found = operations.find_point(actor, agency, point_id)
    values = {**form.data, "row_version": request.form.get("row_version", "")}
    if errors := form.check():
        return _point_form(found.unit, found, values, errors)
    try:
        with unit_of_work():
            operations.edit_point(actor, agency, point_id, form.values(), request.form.get("row_version", 0, type=int))
    except Conflict:
        now = operations.find_point(actor, agency, point_id)
        values["row_version"] = now.row_version
        return _point_form(now.unit, now, values, stored=point_values(now, operations.services_at(now)))
    flash("point_changed")
    return redirect(url_for(".point", agency=agency, point_id=point_id), 303)


@points_desk.get("/tempat/<int:point_id>/tutup")
def confirm_retire(agency: str, point_id: int) -> Response:
    """Ask before a service point is closed for good."""
    found = operations.find_point(current_actor(), agency, point_id)
    return page("office/retire_point.html", agency=found.unit.agency, point=found)


@points_desk.post("/tempat/<int:point_id>/tutup")
def retire(agency: str, point_id: int) -> BaseResponse:
    """Close a service point for good."""
    actor = current_actor()
    with unit_of_work():
        unit_id = operations.find_point(actor, agency, point_id).unit_id
        operations.retire_point(actor, agency, point_id)
    flash("point_retired")
    return redirect(url_for("units_desk.unit", agency=agency, unit_id=unit_id), 303)


@points_desk.post("/tempat/<int:point_id>/hari")
def set_exception(agency: str, point_id: int) -> BaseResponse:
    """Say that a point is closed on a day, or open at other hours."""
    actor, form = current_actor(), ExceptionForm(request.form)
    operations.find_point(actor, agency, point_id, CLOSE_TODAY)
    if errors := form.check():
        return _point_page(agency, point_id, form.data, errors)
    assert form.day.day is not None
    with unit_of_work():
        operations.set_exception(actor, agency, point_id, form.day.day, form.span(), form.reason.data)
    flash("exception_set")
    return redirect(url_for(".point", agency=agency, point_id=point_id), 303)


@points_desk.post("/tempat/<int:point_id>/hari/<day>/hapus")
def remove_exception(agency: str, point_id: int, day: str) -> BaseResponse:
    """Take back what was said of a day."""
    try:
        parsed = parse_date(day)
    except TypedInputError:
        raise NotFound("exception") from None
    with unit_of_work():
        operations.remove_exception(current_actor(), agency, point_id, parsed)
    flash("exception_removed")
    return redirect(url_for(".point", agency=agency, point_id=point_id), 303)


def _point_page(
    agency: str, point_id: int, values: Mapping[str, Any], errors: dict[str, str] | None = None
) -> Response:
    actor = current_actor()
    found = operations.find_point(actor, agency, point_id, CLOSE_TODAY)
    unit = found.unit
    today = next(iter(operations.points_today([found], unit.agency.time_zone)))
    week = operations.week_of(found)
    days = [
        {"day": one.day.isoformat(), "name": date_with_day(one.day), "hours": span_words(spans), "reason": one.reason}
        for one in found.exceptions
        for spans in [operations.exceptions_of(found)[one.day]]
    ]
    return page(
        "office/service_point.html",
        422 if errors else 200,
        errors,
        agency=unit.agency,
        unit=unit,
        point=found,
        address=address_words(found),
        state=open_words(today.state),
        week=week_words(week) if week else [],
        access=[ACCESS[word] for word in found.accessibility if word in ACCESS],
        days=days,
        form_values=ByName(values),
        may_manage=is_within_reach(actor, MANAGE, unit.agency_id, unit.path),
    )


def _point_form(
    unit: Unit,
    changed: ServicePoint | None,
    values: Mapping[str, Any],
    errors: dict[str, str] | None = None,
    stored: Any = None,
) -> Response:
    hours = [
        Field(
            name=f"day_{day}",
            label=_("Jam buka %(day)s", day=name),
            kind="hours",
            hint=_("Misalnya: 08.00-12.00, 13.00-15.30. Kosong berarti tutup.") if day == 0 else None,
        )
        for day, name in enumerate(WEEKDAYS)
    ]
    fields = [
        Field(
            name="name",
            label=_("Nama tempat layanan"),
            hint=_("Misalnya: Mal Pelayanan Publik, loket 3"),
            is_optional=False,
        ),
        *address_fields(),
        *hours,
        Field(
            name="accessibility",
            label=_("Kemudahan yang tersedia"),
            kind="many",
            options=[{"value": word, "label": label} for word, label in ACCESS.items()],
        ),
        Field(
            name="services",
            label=_("Layanan di tempat ini"),
            kind="many",
            options=[{"value": one.id, "label": one.name} for one in operations.offered_by(unit)],
        ),
    ]
    here: dict[str, Any] = {"agency": unit.agency.slug}
    if changed is None:
        title, url = _("Tambah tempat layanan"), url_for(".add", unit_id=unit.id, **here)
        back = url_for("units_desk.unit", unit_id=unit.id, **here)
    else:
        title, url = _("Ubah tempat layanan"), url_for(".edit", point_id=changed.id, **here)
        back = url_for(".point", point_id=changed.id, **here)
    shown = FormPage(agency=unit.agency, title=title, lead=unit.name, url=url, back=back)
    return form_page(shown, fields, values, errors, stored=stored)
