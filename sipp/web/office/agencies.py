"""The profile of an agency: what it says of itself, its units and service points, its notices of the day."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import datetime_words
from sipp.models.agencies import Agency, AgencyNotice, Unit
from sipp.operations import agency_profiles as operations
from sipp.operations import notices, signing, units
from sipp.operations.agency_profiles import is_within_reach
from sipp.operations.joining import ready_agencies
from sipp.operations.service_points import CLOSE_TODAY, points_today
from sipp.rules.errors import Conflict, InvalidInput
from sipp.rules.permissions import is_permitted
from sipp.web.arguments import parse_number, typed
from sipp.web.forms.agencies import WHOLE_AGENCY, NoticeForm, ProfileForm, profile_values
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.office.profile_forms import Field, FormPage, form_page
from sipp.words.agencies import MEMBERSHIPS, TIME_ZONES, address_words, channel_words, open_words
from sipp.words.cases import SIGN_OFFS
from sipp.words.codes import AGENCY_KINDS

agencies_desk = office_pages("agencies_desk", __name__, "/kelola/instansi")


@agencies_desk.get("")
def overview() -> BaseResponse:
    """The agencies whose profile one sees; who has one goes straight to it."""
    actor, words, is_about_ready = current_actor(), typed("q", 100), "siap" in request.args
    found = ready_agencies(actor) if is_about_ready else operations.agencies_of(actor, words)
    if len(found) == 1 and not (words or is_about_ready) and not is_permitted(actor, operations.READ):
        return redirect(url_for(".profile", agency=found[0].slug), 303)
    return page(
        "office/agencies.html",
        words=words,
        is_about_ready=is_about_ready,
        agencies=[
            [
                {
                    "text": one.name,
                    "url": url_for("joining_desk.overview" if is_about_ready else ".profile", agency=one.slug),
                },
                AGENCY_KINDS[one.kind],
                str(MEMBERSHIPS[one.membership]),
            ]
            for one in found
        ],
        may_register=is_permitted(actor, "agencies.register"),
    )


@agencies_desk.get("/<agency>")
def profile(agency: str) -> Response:
    """One agency as it is kept here."""
    actor = current_actor()
    found = operations.find_agency(actor, agency)
    return page(
        "office/agency.html",
        agency=found,
        facts=_facts(found),
        units=[_unit_row(found, unit) for unit in operations.units_of(found) if unit.retired_at is None],
        notices=[_notice_row(found, one) for one in notices.notices_of(found)],
        membership=str(MEMBERSHIPS[found.membership]),
        sign_off=str(SIGN_OFFS[found.sign_off]),
        may_see_joining=is_within_reach(actor, operations.READ, found.id),
        may_register=is_permitted(actor, "agencies.register"),
        may_edit=is_within_reach(actor, "agencies.edit", found.id),
        may_manage=bool(units.units_within_reach(actor, found)) or is_within_reach(actor, units.MANAGE, found.id),
        may_notify=bool(_notice_places(found)),
    )


@agencies_desk.get("/<agency>/ubah")
def edit_form(agency: str) -> Response:
    """What an agency says of itself, to be changed."""
    found = operations.find_whole_agency(current_actor(), agency, "agencies.edit")
    return _profile_form(found, {**profile_values(found), "row_version": found.row_version})


@agencies_desk.post("/<agency>/ubah")
def edit(agency: str) -> BaseResponse:
    """Change what an agency says of itself."""
    actor, form = current_actor(), ProfileForm(request.form)
    found = operations.find_whole_agency(actor, agency, "agencies.edit")
    typed_values = {**form.data, "row_version": request.form.get("row_version", "")}
    errors = form.check()
    if form.region_code.data and form.region_code.data not in {one.code for one in operations.regions()}:
        errors["region_code"] = "unknown_choice"
    if errors:
        return _profile_form(found, typed_values, errors)
    try:
        with unit_of_work():
            operations.edit_profile(actor, agency, form.values(), request.form.get("row_version", 0, type=int))
    except Conflict:
        stored = operations.find_whole_agency(actor, agency, "agencies.edit")
        typed_values["row_version"] = stored.row_version
        return _profile_form(stored, typed_values, stored=profile_values(stored))
    flash("agency_changed")
    return redirect(url_for(".profile", agency=agency), 303)


@agencies_desk.get("/<agency>/pengesahan")
def sign_off_form(agency: str) -> Response:
    """Which answers the head signs."""
    found = operations.find_whole_agency(current_actor(), agency, "agencies.edit")
    return _sign_off_form(found, {"sign_off": found.sign_off, "row_version": found.row_version})


@agencies_desk.post("/<agency>/pengesahan")
def set_sign_off(agency: str) -> BaseResponse:
    """Say which."""
    actor, choice = current_actor(), request.form.get("sign_off", "")
    seen = request.form.get("row_version", 0, type=int)
    try:
        with unit_of_work():
            signing.set_sign_off(actor, agency, choice, seen)
    except InvalidInput as refused:
        found = operations.find_whole_agency(actor, agency, "agencies.edit")
        return _sign_off_form(found, {"sign_off": choice, "row_version": seen}, refused.fields)
    except Conflict:
        stored = operations.find_whole_agency(actor, agency, "agencies.edit")
        values = {"sign_off": choice, "row_version": stored.row_version}
        return _sign_off_form(stored, values, stored={"sign_off": stored.sign_off})
    flash("sign_off_set")
    return redirect(url_for(".profile", agency=agency), 303)


@agencies_desk.get("/<agency>/pemberitahuan")
def notice_form(agency: str) -> Response:
    """What citizens should know today."""
    found = operations.find_agency(current_actor(), agency, notices.POST)
    return _notice_form(found, {"unit": WHOLE_AGENCY})


@agencies_desk.post("/<agency>/pemberitahuan")
def post_notice(agency: str) -> BaseResponse:
    """Show a notice at once."""
    actor, form = current_actor(), NoticeForm(request.form)
    found = operations.find_agency(actor, agency, notices.POST)
    errors = form.check()
    if form.unit.data not in {str(one["value"]) for one in _notice_places(found)}:
        errors["unit"] = "unit_out_of_reach"
    if errors:
        return _notice_form(found, form.data, errors)
    unit_id, end = parse_number(form.unit.data), form.end(found.time_zone)
    try:
        with unit_of_work():
            notices.post_notice(actor, agency, unit_id, form.text.data or "", end)
    except InvalidInput as refused:
        return _notice_form(found, form.data, refused.fields)
    flash("notice_posted")
    return redirect(url_for(".profile", agency=agency), 303)


@agencies_desk.post("/<agency>/pemberitahuan/<int:notice_id>/akhiri")
def end_notice(agency: str, notice_id: int) -> BaseResponse:
    """Take a notice down."""
    with unit_of_work():
        notices.end_notice(current_actor(), agency, notice_id)
    flash("notice_ended_now")
    return redirect(url_for(".profile", agency=agency), 303)


def _facts(agency: Agency) -> list[dict[str, Any]]:
    channels = [channel_words(one) for one in agency.official_channels]
    told: Mapping[str, str | None] = {
        _("Jenis"): str(AGENCY_KINDS[agency.kind]),
        _("Wilayah"): agency.region.name if agency.region else None,
        _("Nama singkat"): agency.short_name,
        _("Nama lain"): ", ".join(agency.aliases),
        _("Nama lama"): ", ".join(agency.former_names),
        _("Alamat"): address_words(agency),
        _("Zona waktu"): str(TIME_ZONES.get(agency.time_zone, agency.time_zone)),
        _("Situs"): agency.website,
        _("Saluran pengaduan resmi"): ", ".join(channels),
    }
    return [{"term": term, "value": value or "-"} for term, value in told.items()]


def _unit_row(agency: Agency, unit: Unit) -> dict[str, Any]:
    points = points_today(unit.service_points, agency.time_zone)
    actor = current_actor()
    may_see = any(is_within_reach(actor, action, agency.id, unit.path) for action in (units.MANAGE, CLOSE_TODAY))
    return {
        "name": unit.name,
        "depth": unit.path.count("/") - 1,
        "url": url_for("units_desk.unit", agency=agency.slug, unit_id=unit.id) if may_see else None,
        "points": [{"name": one.point.name, "state": open_words(one.state)} for one in points],
    }


def _notice_row(agency: Agency, notice: AgencyNotice) -> dict[str, Any]:
    unit = notice.unit
    return {
        "id": notice.id,
        "text": notice.text,
        "place": unit.name if unit else _("Seluruh instansi"),
        "until": _("Sampai %(moment)s", moment=datetime_words(notice.ends_at, agency.time_zone)),
        "may_end": is_within_reach(current_actor(), notices.POST, agency.id, unit.path if unit else ""),
    }


def _notice_places(agency: Agency) -> list[dict[str, Any]]:
    actor = current_actor()
    whole = [{"value": WHOLE_AGENCY, "label": _("Seluruh instansi")}]
    within = units.units_within_reach(actor, agency, notices.POST)
    is_whole = is_within_reach(actor, notices.POST, agency.id)
    return (whole if is_whole else []) + [{"value": one.id, "label": indented(one)} for one in within]


def indented(unit: Unit) -> str:
    """The name of a unit, set in by its depth."""
    return "\u2003" * (unit.path.count("/") - 1) + unit.name


def _profile_form(
    agency: Agency, values: Mapping[str, Any], errors: dict[str, str] | None = None, stored: Any = None
) -> Response:
    places = [{"value": "", "label": _("seluruh Indonesia")}]
    places += [
        {"value": one.code, "label": one.name if one.kind == "province" else f"\u2003{one.name}"}
        for one in operations.regions()
    ]
    one_a_line = _("Satu baris satu nama.")
    fields = [
        Field(name="short_name", label=_("Nama singkat")),
        Field(name="aliases", label=_("Nama lain"), kind="lines", hint=_("Sebutan sehari-hari.") + " " + one_a_line),
        Field(name="former_names", label=_("Nama lama"), kind="lines", hint=one_a_line),
        Field(name="region_code", label=_("Wilayah"), kind="select", options=places),
        *address_fields(),
        Field(
            name="time_zone",
            label=_("Zona waktu"),
            kind="select",
            options=[{"value": zone, "label": words} for zone, words in TIME_ZONES.items()],
        ),
        Field(name="website", label=_("Situs"), kind="url", hint=_("Misalnya: https://bandung.contoh.go.id")),
        Field(
            name="official_channels",
            label=_("Saluran pengaduan resmi"),
            kind="lines",
            hint=_("Satu baris satu saluran: SP4N-LAPOR!, SMS 1708, nomor telepon, surel, atau alamat situs."),
        ),
    ]
    url, back = url_for(".edit", agency=agency.slug), url_for(".profile", agency=agency.slug)
    lead = _("Nama resmi dan alamat halaman diubah oleh admin nasional.")
    shown = FormPage(agency=agency, title=_("Ubah profil instansi"), lead=lead, url=url, back=back)
    return form_page(shown, fields, values, errors, stored=stored)


def address_fields() -> list[Field]:
    """The three fields of every address."""
    return [
        Field(name="street", label=_("Jalan dan nomor")),
        Field(name="district", label=_("Kelurahan, kecamatan")),
        Field(name="postal_code", label=_("Kode pos")),
    ]


def _sign_off_form(
    agency: Agency, values: Mapping[str, Any], errors: dict[str, str] | None = None, stored: Any = None
) -> Response:
    fields = [
        Field(
            name="sign_off",
            label=_("Jawaban yang disahkan pimpinan"),
            kind="select",
            options=[{"value": choice, "label": words} for choice, words in SIGN_OFFS.items()],
            hint=_("Jawaban yang sudah diajukan tetap menunggu sampai disahkan, dikembalikan, atau ditarik kembali."),
        )
    ]
    lead = _(
        "Pelapor baru membaca jawaban setelah pimpinan mengesahkannya. Batas waktu tetap berjalan selama menunggu. "
        "Penulis jawaban tidak dapat mengesahkan jawabannya sendiri."
    )
    url, back = url_for(".set_sign_off", agency=agency.slug), url_for(".profile", agency=agency.slug)
    shown = FormPage(agency=agency, title=_("Pengesahan jawaban"), lead=lead, url=url, back=back)
    return form_page(shown, fields, values, errors, stored=stored)


def _notice_form(agency: Agency, values: Mapping[str, Any], errors: dict[str, str] | None = None) -> Response:
    fields = [
        Field(
            name="text",
            label=_("Isi pemberitahuan"),
            kind="lines",
            hint=_("Misalnya: Sistem sedang gangguan. Perekaman KTP dilayani lagi mulai pukul 13.00."),
            is_optional=False,
        ),
        Field(name="unit", label=_("Berlaku untuk"), kind="select", options=_notice_places(agency)),
        Field(
            name="ends_on",
            label=_("Berakhir tanggal"),
            kind="day",
            hint=_("Misalnya: 23-11-2026. Paling lama 31 hari."),
            is_optional=False,
        ),
        Field(name="ends_at", label=_("Berakhir pukul"), kind="day", hint=_("Kosong berarti sampai akhir hari itu.")),
    ]
    shown = FormPage(
        agency=agency,
        title=_("Pasang pemberitahuan"),
        lead=_("Warga langsung melihatnya di halaman instansi dan layanannya, sampai waktu berakhirnya."),
        button=_("Pasang"),
        url=url_for(".post_notice", agency=agency.slug),
        back=url_for(".profile", agency=agency.slug),
    )
    return form_page(shown, fields, values, errors)
