"""The services of an agency: the state of each standard, adding and changing services, beginning a draft."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import date_long, date_short
from sipp.operations import services as operations
from sipp.operations import writing
from sipp.operations.services import Filter, Place, ServiceState
from sipp.operations.writing import Begin, ServiceVersions
from sipp.rules.errors import Conflict
from sipp.rules.standards import COMPONENTS
from sipp.web.arguments import typed
from sipp.web.forms.messages import ByName
from sipp.web.forms.services import ServiceForm, stored_values
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.office.parts import part_url
from sipp.web.office.writing_view import state_tag
from sipp.web.paging import page_number, page_urls
from sipp.words import VERSION_STATES

services = office_pages("services", __name__, "/kelola/layanan")

_FILTERS: dict[str, Filter] = {"tanpa-standar": "none", "draf": "draft", "tinjau": "review"}
_BEGINNINGS: dict[str, Begin] = {"kosong": "empty", "acuan": "reference", "versi": "version"}


@services.get("")
def overview() -> Response:
    """The services within reach, with the state of their standards."""
    words, state = typed("q", 100), request.args.get("keadaan", "")
    found = operations.services_page(
        current_actor(), request.args.get("instansi") or None, words, _FILTERS.get(state, ""), page_number()
    )
    return page(
        "office/services.html",
        agency=found.agency,
        agency_options=_agency_options(found.agencies),
        words=words,
        state=state if state in _FILTERS else "",
        state_options=_state_options(),
        is_filtered=bool(words or state in _FILTERS),
        count=ngettext("%(num)s layanan", "%(num)s layanan", found.count),
        rows=[_cells(one) for one in found.services],
        pages=page_urls(found.page, found.pages, ("instansi", "q", "keadaan")),
        may_create=found.may_create,
    )


@services.get("/baru")
def create_form() -> Response:
    """A new service."""
    place = operations.place(current_actor(), request.args.get("instansi") or None)
    only_unit = place.units[0].id if len(place.units) == 1 else ""
    return _form_page(place, {"unit": only_unit, "reference": ""})


@services.post("/baru")
def create() -> BaseResponse:
    """Add a service, begin its standard, and go to the first component."""
    actor = current_actor()
    place = operations.place(actor, request.args.get("instansi") or None)
    form = ServiceForm(request.form)
    if errors := form.check(place):
        return _form_page(place, form.data, errors)
    agency_slug = place.agency.slug
    with unit_of_work():
        service_slug = operations.create(actor, place, form.values()).slug
    if not writing.is_permitted_to_write(actor):
        flash("service_created")
        return redirect(url_for(".service", agency=agency_slug, service=service_slug), 303)
    return redirect(url_for(".service", agency=agency_slug, service=service_slug, _anchor="mulai"), 303)


@services.get("/<agency>/<service>")
def service(agency: str, service: str) -> Response:
    """One service: its versions, its draft, and what a new draft can begin with."""
    found = writing.versions_of(current_actor(), agency, service)
    return page(
        "office/service.html",
        service=found.service,
        agency=found.service.agency,
        draft=found.draft,
        draft_state=state_tag(found.draft) if found.draft else None,
        versions=_version_items(found),
        begin_options=_begin_options(found),
        chosen=_first_choice(found),
        version_options=[
            {"value": one.id, "label": _("Versi %(number)s", number=one.number)} for one in found.published
        ],
        may_write=found.may_write,
        may_change=found.may_change,
    )


@services.post("/<agency>/<service>/mulai")
def start(agency: str, service: str) -> BaseResponse:
    """Begin a draft and go to its first component; where there is one already, go on with it."""
    actor = current_actor()
    begin = _BEGINNINGS.get(request.form.get("dari", ""), "empty")
    source = request.form.get("versi", "")
    source_id = int(source) if source.isascii() and source.isdigit() and len(source) < 11 else None
    try:
        with unit_of_work():
            version_id = writing.start(actor, agency, service, begin, source_id).id
    except Conflict:
        flash("draft_exists")
        return redirect(url_for(".service", agency=agency, service=service), 303)
    if begin == "empty":
        return redirect(part_url(version_id, COMPONENTS[0]), 303)
    return redirect(url_for("standards.tasks", version_id=version_id), 303)


@services.get("/<agency>/<service>/salin")
def copy_from(agency: str, service: str) -> Response:
    """Standards of other services to begin from."""
    found = operations.find_service(current_actor(), agency, service, "standards.create_draft")
    words = typed("q", 100)
    return page(
        "office/copy.html",
        service=found,
        agency=found.agency,
        words=words,
        versions=[
            {
                "id": one.id,
                "name": one.service.name,
                "place": f"{one.service.unit.name}, {one.service.agency.name}",
                "since": _("Berlaku sejak %(date)s", date=date_long(one.effective_from)),
            }
            for one in writing.offered_to_copy(found, words)
            if one.service
        ],
    )


@services.get("/<agency>/<service>/ubah")
def change_form(agency: str, service: str) -> Response:
    """What an agency says of a service, to be changed."""
    actor = current_actor()
    found = operations.find_service(actor, agency, service, "services.edit")
    place = operations.place(actor, found.agency.slug, "services.edit")
    return _form_page(place, {**stored_values(found), "row_version": found.row_version}, changed=found)


@services.post("/<agency>/<service>/ubah")
def change(agency: str, service: str) -> BaseResponse:
    """Change what an agency says of a service."""
    actor = current_actor()
    found = operations.find_service(actor, agency, service, "services.edit")
    place = operations.place(actor, found.agency.slug, "services.edit")
    form = ServiceForm(request.form)
    values = {**form.data, "row_version": request.form.get("row_version", "")}
    if errors := form.check(place):
        return _form_page(place, values, errors, changed=found)
    seen, service_id = request.form.get("row_version", type=int) or 0, found.id
    try:
        with unit_of_work():
            operations.change(actor, place, service_id, form.values(), seen)
    except Conflict:
        stored = operations.find_service(actor, agency, service, "services.edit")
        values["row_version"] = stored.row_version
        return _form_page(place, values, changed=stored, stored=stored_values(stored), status=409)
    flash("service_changed")
    return redirect(url_for(".service", agency=agency, service=service), 303)


def _form_page(
    place: Place,
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    changed: Any = None,
    stored: dict[str, Any] | None = None,
    status: int = 200,
) -> Response:
    units = {unit.id: unit.name for unit in place.units}
    references = {one.id: one.name for one in place.references}
    if stored:
        stored = {**stored, "unit": units.get(stored["unit"]), "reference": references.get(stored["reference"])}
    return page(
        "office/service_form.html",
        422 if errors else status,
        errors,
        agency=place.agency,
        service=changed,
        form_values=ByName(values),
        stored=stored,
        unit_options=[{"value": "", "label": _("Pilih satuan kerja")}]
        + [{"value": unit.id, "label": "\u2003" * (unit.path.count("/") - 1) + unit.name} for unit in place.units],
        reference_options=[{"value": "", "label": _("tidak ada yang cocok")}]
        + [{"value": one.id, "label": one.name} for one in place.references],
    )


def _agency_options(agencies: Any) -> list[dict[str, str]]:
    """The agencies to choose from; nothing for who has only one."""
    return [{"value": one.slug, "label": one.name} for one in agencies] if len(agencies) > 1 else []


def _state_options() -> list[dict[str, Any]]:
    return [
        {"value": "", "label": _("Semua")},
        {"value": "tanpa-standar", "label": _("Belum punya standar yang berlaku")},
        {"value": "draf", "label": _("Punya draf yang belum terbit")},
        {"value": "tinjau", "label": _("Lewat tanggal tinjau")},
    ]


def _cells(one: ServiceState) -> list[Any]:
    agency = one.service.agency
    url = url_for(".service", agency=agency.slug, service=one.service.slug)
    in_force = (
        _("Versi %(number)s, sejak %(date)s", number=one.current.number, date=date_short(one.current.effective_from))
        if one.current
        else _("belum ada")
    )
    draft: Any = "-"
    if one.draft:
        draft = {
            "text": str(VERSION_STATES[one.draft.state]),
            "url": url_for("standards.tasks", version_id=one.draft.id),
        }
    review: Any = date_short(one.review_due_on) if one.review_due_on else _("belum ditetapkan")
    if one.is_review_due:
        review = {"text": review, "note": _("sudah lewat")}
    score = _("%(score)s dari 100", score=one.completeness.score) if one.completeness else "-"
    return [{"text": one.service.name, "url": url, "note": one.service.unit.name}, in_force, draft, score, review]


def _version_items(found: ServiceVersions) -> list[dict[str, Any]]:
    current_id = found.current.id if found.current else None
    return [
        {
            "id": one.id,
            "title": _("Versi %(number)s", number=one.number),
            "lines": [_("Berlaku sejak %(date)s", date=date_long(one.effective_from))],
            "tag": str(VERSION_STATES["in_force"]) if one.id == current_id else None,
            "url": url_for(
                "directory.version",
                agency=found.service.agency.slug,
                service=found.service.slug,
                number=one.number,
            ),
        }
        for one in found.published
    ]


def _begin_options(found: ServiceVersions) -> list[dict[str, Any]]:
    """What a draft can begin with; the copy of another service has a page of its own."""
    options: list[dict[str, Any]] = []
    if found.published:
        options.append({"value": "versi", "label": _("Versi sebelumnya dari layanan ini")})
    if found.model:
        options.append(
            {
                "value": "acuan",
                "label": _("Acuan nasional"),
                "hint": _("Isinya ditandai belum dikonfirmasi sampai instansi menyatakannya benar."),
            }
        )
    options.append({"value": "kosong", "label": _("Draf kosong")})
    options.sort(key=lambda option: option["value"] != _first_choice(found))
    options[0]["attributes"] = {"autofocus": ""}
    return options


def _first_choice(found: ServiceVersions) -> str:
    """What a draft most likely begins with: what is in force, else the national model."""
    return "versi" if found.current else "acuan" if found.model else "kosong"
