"""The register of agencies, for national administrators: adding, renaming and merging."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.models.agencies import Agency
from sipp.operations import agency_register as operations
from sipp.operations.agency_profiles import agencies_of, find_agency, regions, require
from sipp.operations.agency_register import REGISTER
from sipp.rules.errors import Conflict, InvalidInput, NotFound
from sipp.web.forms.agencies import EntryForm
from sipp.web.office.entrance import current_actor, office_pages
from sipp.web.office.profile_forms import Field, FormPage, form_page
from sipp.words.agencies import TIME_ZONES
from sipp.words.codes import AGENCY_KINDS

register_desk = office_pages("register_desk", __name__, "/kelola/instansi")


@register_desk.get("/baru")
def add_form() -> Response:
    """What a new agency is called."""
    require(current_actor(), REGISTER)
    return _entry_form(None, {"kind": "city"})


@register_desk.post("/baru")
def add() -> BaseResponse:
    """Add an agency; it is listed."""
    actor, form = current_actor(), EntryForm(request.form)
    require(actor, REGISTER)
    errors = form.check()
    if form.region_code.data and form.region_code.data not in {one.code for one in regions()}:
        errors["region_code"] = "unknown_choice"
    if errors:
        return _entry_form(None, form.data, errors)
    try:
        with unit_of_work():
            slug = operations.add_agency(actor, form.values()).slug
    except InvalidInput as refused:
        return _entry_form(None, form.data, refused.fields)
    flash("agency_added")
    return redirect(url_for("agencies_desk.profile", agency=slug), 303)


@register_desk.get("/<agency>/nama")
def rename_form(agency: str) -> Response:
    """The official name and address of an agency, to be changed."""
    found = find_agency(current_actor(), agency, REGISTER)
    return _entry_form(found, {**_stored(found), "row_version": found.row_version})


@register_desk.post("/<agency>/nama")
def rename(agency: str) -> BaseResponse:
    """Change the official name and address."""
    actor, form = current_actor(), EntryForm(request.form)
    found = find_agency(actor, agency, REGISTER)
    values = {**form.data, "row_version": request.form.get("row_version", "")}
    if errors := form.check():
        return _entry_form(found, values, errors)
    try:
        with unit_of_work():
            seen = request.form.get("row_version", 0, type=int)
            slug = operations.rename_agency(actor, agency, form.values(), seen).slug
    except InvalidInput as refused:
        return _entry_form(found, values, refused.fields)
    except Conflict:
        stored = find_agency(actor, agency, REGISTER)
        values["row_version"] = stored.row_version
        return _entry_form(stored, values, stored=_stored(stored))
    flash("agency_renamed")
    return redirect(url_for("agencies_desk.profile", agency=slug), 303)


@register_desk.get("/<agency>/gabung")
def merge_form(agency: str) -> Response:
    """Into which agency this one goes."""
    return _merge_form(find_agency(current_actor(), agency, REGISTER), {})


@register_desk.post("/<agency>/gabung")
def merge(agency: str) -> BaseResponse:
    """Merge an agency into another."""
    actor, into = current_actor(), request.form.get("into", "")
    found = find_agency(actor, agency, REGISTER)
    if not into:
        return _merge_form(found, {}, {"into": "required"})
    try:
        with unit_of_work():
            slug = operations.merge_agency(actor, agency, into).slug
    except InvalidInput as refused:
        return _merge_form(found, {"into": into}, refused.fields)
    except NotFound:
        return _merge_form(found, {"into": into}, {"into": "unknown_choice"})
    flash("agency_merged")
    return redirect(url_for("agencies_desk.profile", agency=slug), 303)


def _stored(agency: Agency) -> dict[str, Any]:
    return {"name": agency.name, "slug": agency.slug, "kind": agency.kind}


def _entry_form(
    agency: Agency | None, values: Mapping[str, Any], errors: dict[str, str] | None = None, stored: Any = None
) -> Response:
    kinds = [{"value": kind, "label": words} for kind, words in AGENCY_KINDS.items()]
    fields = [
        Field(name="name", label=_("Nama resmi"), is_optional=False),
        Field(
            name="slug",
            label=_("Alamat halaman"),
            hint=_("Misalnya: kota-bandung. Kosong berarti dibuat dari namanya."),
        ),
        Field(name="kind", label=_("Jenis"), kind="select", options=kinds),
    ]
    if agency is None:
        places = [{"value": one.code, "label": one.name} for one in regions()]
        zones = [{"value": zone, "label": words} for zone, words in TIME_ZONES.items()]
        whole = {"value": "", "label": _("seluruh Indonesia")}
        fields += [
            Field(name="region_code", label=_("Wilayah"), kind="select", options=[whole, *places]),
            Field(name="time_zone", label=_("Zona waktu"), kind="select", options=zones),
        ]
        shown = FormPage(
            agency=None, title=_("Tambah instansi"), url=url_for(".add"), back=url_for("agencies_desk.overview")
        )
    else:
        shown = FormPage(
            agency=agency,
            title=_("Ubah nama dan alamat halaman"),
            lead=_("Nama lama tetap tercatat dan alamat lama dialihkan ke yang baru."),
            url=url_for(".rename", agency=agency.slug),
            back=url_for("agencies_desk.profile", agency=agency.slug),
        )
    return form_page(shown, fields, values, errors, stored=stored)


def _merge_form(agency: Agency, values: Mapping[str, Any], errors: dict[str, str] | None = None) -> Response:
    others = [one for one in agencies_of(current_actor()) if one.id != agency.id]
    choose = {"value": "", "label": _("Pilih instansi")}
    options = [choose, *({"value": one.slug, "label": one.name} for one in others)]
    fields = [Field(name="into", label=_("Digabungkan ke"), kind="select", options=options)]
    shown = FormPage(
        agency=agency,
        title=_("Gabungkan ke instansi lain"),
        lead=_(
            "Layanan, satuan kerja, laporan, dan petugas pindah ke instansi tujuan, di bawah satuan kerja dengan nama "
            "instansi ini. Alamat lama dialihkan. Penggabungan tidak dapat dibatalkan."
        ),
        button=_("Gabungkan"),
        button_kind="warning",
        url=url_for(".merge", agency=agency.slug),
        back=url_for("agencies_desk.profile", agency=agency.slug),
    )
    return form_page(shown, fields, values, errors)
