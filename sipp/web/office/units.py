"""The units of an agency: adding, changing, moving and retiring them, and what they pledge."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.models.agencies import Agency, Unit
from sipp.operations import units as operations
from sipp.operations.agency_profiles import find_agency, is_within_reach
from sipp.operations.service_points import CLOSE_TODAY, points_today
from sipp.operations.units import MANAGE, Pledge
from sipp.rules.errors import Conflict, InvalidInput, TooLarge, UnsupportedFile
from sipp.storage import attachments as files
from sipp.web.forms.agencies import PledgeForm, UnitForm, unit_values
from sipp.web.office.agencies import address_fields, indented
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.office.profile_forms import Field, FormPage, form_page
from sipp.web.session import settings
from sipp.words.agencies import WEEKDAYS, address_words, open_words

units_desk = office_pages("units_desk", __name__, "/kelola/instansi/<agency>/unit")


@units_desk.get("/baru")
def add_form(agency: str) -> Response:
    """What a new unit is called and where it stands in the tree."""
    found = find_agency(current_actor(), agency, MANAGE)
    values = {"parent": request.args.get("induk", ""), "working_week": tuple("01234")}
    return _unit_form(found, None, values)


@units_desk.post("/baru")
def add(agency: str) -> BaseResponse:
    """Add a unit."""
    actor, form = current_actor(), UnitForm(request.form)
    found = find_agency(actor, agency, MANAGE)
    if errors := _errors_of(form, found, None):
        return _unit_form(found, None, form.data, errors)
    try:
        with unit_of_work():
            unit_id = operations.add_unit(actor, agency, form.values()).id
    except InvalidInput as refused:
        return _unit_form(found, None, form.data, refused.fields)
    flash("unit_added")
    return redirect(url_for(".unit", agency=agency, unit_id=unit_id), 303)


@units_desk.get("/<int:unit_id>")
def unit(agency: str, unit_id: int) -> Response:
    """One unit: its service points, its pledge, and what can be done."""
    actor = current_actor()
    action = MANAGE if _manages(agency, unit_id) else CLOSE_TODAY
    found = operations.find_unit(actor, agency, unit_id, action)
    pledge = [found.pledge_signatory, found.pledge_date]
    return page(
        "office/unit.html",
        agency=found.agency,
        unit=found,
        address=address_words(found),
        points=[
            {"name": one.point.name, "state": open_words(one.state), "address": address_words(one.point),
             "url": url_for("points_desk.point", agency=agency, point_id=one.point.id)}
            for one in points_today(found.service_points, found.agency.time_zone)
        ],
        pledge=pledge,
        may_manage=action == MANAGE,
    )  # fmt: skip


@units_desk.get("/<int:unit_id>/ubah")
def edit_form(agency: str, unit_id: int) -> Response:
    """What is said of a unit, to be changed."""
    found = operations.find_unit(current_actor(), agency, unit_id)
    return _unit_form(found.agency, found, {**unit_values(found), "row_version": found.row_version})


@units_desk.post("/<int:unit_id>/ubah")
def edit(agency: str, unit_id: int) -> BaseResponse:
    """Rename, move or otherwise change a unit."""
    actor, form = current_actor(), UnitForm(request.form)
    found = operations.find_unit(actor, agency, unit_id)
    values = {**form.data, "row_version": request.form.get("row_version", "")}
    if errors := _errors_of(form, found.agency, found):
        return _unit_form(found.agency, found, values, errors)
    try:
        with unit_of_work():
            operations.edit_unit(actor, agency, unit_id, form.values(), request.form.get("row_version", 0, type=int))
    except InvalidInput as refused:
        return _unit_form(found.agency, found, values, refused.fields)
    except Conflict:
        stored = operations.find_unit(actor, agency, unit_id)
        values["row_version"] = stored.row_version
        return _unit_form(stored.agency, stored, values, stored=unit_values(stored))
    flash("unit_changed")
    return redirect(url_for(".unit", agency=agency, unit_id=unit_id), 303)


@units_desk.get("/<int:unit_id>/tutup")
def confirm_retire(agency: str, unit_id: int) -> Response:
    """Ask before a unit is retired, or say what it still has to do."""
    found = operations.find_unit(current_actor(), agency, unit_id)
    return _retire_page(found, 200)


@units_desk.post("/<int:unit_id>/tutup")
def retire(agency: str, unit_id: int) -> BaseResponse:
    """Retire a unit."""
    actor = current_actor()
    try:
        with unit_of_work():
            operations.retire_unit(actor, agency, unit_id)
    except Conflict:
        return _retire_page(operations.find_unit(actor, agency, unit_id), 409)
    flash("unit_retired")
    return redirect(url_for("agencies_desk.profile", agency=agency), 303)


@units_desk.get("/<int:unit_id>/maklumat")
def pledge_form(agency: str, unit_id: int) -> Response:
    """What a unit pledges, to be changed."""
    found = operations.find_unit(current_actor(), agency, unit_id)
    return _pledge_form(found, {**_pledge_values(found), "row_version": found.row_version})


@units_desk.post("/<int:unit_id>/maklumat")
def pledge(agency: str, unit_id: int) -> BaseResponse:
    """Publish what a unit pledges; its file is stored before its row, so that no row names a file that is not there."""
    actor, form = current_actor(), PledgeForm(request.form)
    found = operations.find_unit(actor, agency, unit_id)
    values = {**form.data, "row_version": request.form.get("row_version", "")}
    if errors := form.check():
        return _pledge_form(found, values, errors)
    seen, sent = request.form.get("row_version", 0, type=int), request.files.get("file")
    folder, former, stored = settings().documents_dir, found.pledge_file, None
    try:
        if seen != found.row_version:
            raise Conflict("changed_meanwhile")
        stored = files.receive(sent.stream, folder) if sent and sent.filename else None
        told = Pledge(
            text=form.text.data,
            signatory=form.signatory.data,
            day=form.day.day,
            file=stored.name if stored else None,
        )
        with unit_of_work():
            operations.pledge(actor, agency, unit_id, told, seen)
    except TooLarge as refused:
        return _pledge_form(found, values, {"file": refused.code}, status=413)
    except UnsupportedFile as refused:
        return _pledge_form(found, values, {"file": refused.code}, status=415)
    except Conflict:
        if stored:
            files.delete(folder, stored.name)
        now = operations.find_unit(actor, agency, unit_id)
        values["row_version"] = now.row_version
        return _pledge_form(now, values, stored=_pledge_values(now))
    if stored and former:
        files.delete(folder, former)
    flash("pledge_published")
    return redirect(url_for(".unit", agency=agency, unit_id=unit_id), 303)


def _manages(agency_slug: str, unit_id: int) -> bool:
    """Whether the actor manages this unit, and does not only close its points for a day."""
    actor = current_actor()
    agency = find_agency(actor, agency_slug)
    return unit_id in {one.id for one in operations.units_within_reach(actor, agency)}


def _errors_of(form: UnitForm, agency: Agency, changed: Unit | None) -> dict[str, str]:
    errors = form.check()
    if (form.parent.data or "") not in {str(one["value"]) for one in _parents(agency, changed)}:
        errors["parent"] = "unit_out_of_reach"
    return errors


def _parents(agency: Agency, changed: Unit | None) -> list[dict[str, Any]]:
    """Where a unit may stand: nowhere below itself."""
    actor = current_actor()
    top = is_within_reach(actor, MANAGE, agency.id)
    found: list[dict[str, Any]] = [{"value": "", "label": _("langsung di bawah instansi")}] if top else []
    return found + [
        {"value": one.id, "label": indented(one)}
        for one in operations.units_within_reach(actor, agency)
        if changed is None or not one.path.startswith(changed.path)
    ]


def _unit_form(
    agency: Agency,
    changed: Unit | None,
    values: Mapping[str, Any],
    errors: dict[str, str] | None = None,
    stored: Any = None,
) -> Response:
    fields = [
        Field(name="name", label=_("Nama satuan kerja"), is_optional=False),
        Field(name="parent", label=_("Satuan kerja di atasnya"), kind="select", options=_parents(agency, changed)),
        Field(name="short_name", label=_("Nama singkat")),
        Field(
            name="search_names",
            label=_("Nama lain"),
            kind="lines",
            hint=_("Kata yang dipakai warga saat mencari. Satu baris satu nama."),
        ),
        *address_fields(),
        Field(
            name="working_week",
            label=_("Hari kerja"),
            kind="many",
            hint=_("Batas waktu laporan dihitung menurut hari kerja ini."),
            options=[{"value": day, "label": name} for day, name in enumerate(WEEKDAYS)],
            is_optional=False,
        ),
    ]
    here: dict[str, Any] = {"agency": agency.slug}
    if changed is None:
        title, url = _("Tambah satuan kerja"), url_for(".add", **here)
        back = url_for("agencies_desk.profile", **here)
    else:
        title, url = _("Ubah satuan kerja"), url_for(".edit", unit_id=changed.id, **here)
        back = url_for(".unit", unit_id=changed.id, **here)
    return form_page(FormPage(agency=agency, title=title, url=url, back=back), fields, values, errors, stored=stored)


def _retire_page(unit: Unit, status: int) -> Response:
    return page(
        "office/retire_unit.html", status, agency=unit.agency, unit=unit, hindrances=operations.hindrances(unit)
    )


def _pledge_values(unit: Unit) -> dict[str, Any]:
    return {
        "text": unit.pledge_text,
        "signatory": unit.pledge_signatory,
        "day": f"{unit.pledge_date:%d-%m-%Y}" if unit.pledge_date else "",
    }


def _pledge_form(
    unit: Unit,
    values: Mapping[str, Any],
    errors: dict[str, str] | None = None,
    stored: Any = None,
    status: int | None = None,
) -> Response:
    fields = [
        Field(name="text", label=_("Isi maklumat"), kind="lines", rows=8, is_optional=False),
        Field(name="signatory", label=_("Ditandatangani oleh"), hint=_("Nama jabatan, misalnya: Kepala Dinas")),
        Field(name="day", label=_("Tanggal"), kind="day", hint=_("Misalnya: 23-11-2026")),
    ]
    shown = FormPage(
        agency=unit.agency,
        title=_("Maklumat pelayanan %(unit)s", unit=unit.name),
        url=url_for(".pledge", agency=unit.agency.slug, unit_id=unit.id),
        back=url_for(".unit", agency=unit.agency.slug, unit_id=unit.id),
        file_label=_("Berkas baru") if unit.pledge_file else _("Berkas maklumat yang ditandatangani"),
    )
    return form_page(shown, fields, values, errors, stored=stored, status=status)
