"""The services of an agency: the state of each standard, adding and changing services, beginning a draft."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import date_long
from sipp.operations import services as operations
from sipp.operations import writing
from sipp.operations.services import Place
from sipp.rules.errors import Conflict
from sipp.rules.permissions import is_permitted_in
from sipp.web.arguments import typed
from sipp.web.forms.messages import ByName
from sipp.web.forms.services import ServiceForm, stored_values
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.office.owner_view import FILTERS, begin_draft, list_values, owner_page
from sipp.web.paging import page_number, page_urls

services = office_pages("services", __name__, "/kelola/layanan")


@services.get("")
def overview() -> Response:
    """The services within reach, with the state of their standards."""
    words, state = typed("q", 100), FILTERS.get(request.args.get("keadaan", ""), "")
    found = operations.services_page(current_actor(), request.args.get("instansi") or None, words, state, page_number())
    return page(
        "office/services.html",
        agency=found.agency,
        agency_options=_agency_options(found.agencies),
        count=ngettext("%(num)s layanan", "%(num)s layanan", found.count),
        pages=page_urls(found.page, found.pages, ("instansi", "q", "keadaan")),
        may_create=found.may_create,
        may_import=is_permitted_in(current_actor(), "standards.import", found.agency.id),
        **list_values(found.services, words),
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
    actor = current_actor()
    found = operations.find_service(actor, agency, service)
    change_url = url_for(".change_form", agency=agency, service=service)
    may_change = operations.is_within_reach(actor, "services.edit", found.agency_id, found.unit.path)
    links = [{"label": _("Ubah nama, satuan kerja, dan alamat daring"), "url": change_url}] if may_change else []
    back = (_("Layanan"), url_for(".overview", instansi=agency))
    return owner_page(writing.versions_of(actor, found), back, links)


@services.post("/<agency>/<service>/mulai")
def start(agency: str, service: str) -> BaseResponse:
    """Begin a draft."""
    return begin_draft(operations.find_service(current_actor(), agency, service, "standards.create_draft"))


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
