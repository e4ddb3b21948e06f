"""The national services for those who keep them: the state of their model standards, beginning a draft, and names."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.models.services import ReferenceService
from sipp.operations import references as operations
from sipp.operations import writing
from sipp.rules.errors import Conflict
from sipp.web.arguments import typed
from sipp.web.forms.messages import ByName
from sipp.web.forms.references import NamesForm, shown_names, stored_names
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.office.owner_view import FILTERS, begin_draft, list_values, owner_page
from sipp.web.paging import page_number, page_urls

references = office_pages("references", __name__, "/kelola/acuan")


@references.get("")
def overview() -> Response:
    """The national services, with the state of their model standards."""
    words, state = typed("q", 100), FILTERS.get(request.args.get("keadaan", ""), "")
    found = operations.references_page(current_actor(), words, state, page_number())
    return page(
        "office/references.html",
        count=ngettext("%(num)s layanan acuan", "%(num)s layanan acuan", found.count),
        pages=page_urls(found.page, found.pages, ("q", "keadaan")),
        **list_values(found.references, words),
    )


@references.get("/<reference>")
def show(reference: str) -> Response:
    """One national service: its versions, its draft, and what a new draft can begin with."""
    actor = current_actor()
    found = writing.versions_of(actor, operations.find_reference(actor, reference))
    links = [{"label": _("Ubah nama lain dan kata pencarian"), "url": url_for(".names_form", reference=reference)}]
    return owner_page(found, (_("Acuan nasional"), url_for(".overview")), links)


@references.post("/<reference>/mulai")
def start(reference: str) -> BaseResponse:
    """Begin a draft."""
    return begin_draft(operations.find_reference(current_actor(), reference))


@references.get("/<reference>/nama")
def names_form(reference: str) -> Response:
    """Under which names a national service is found, to be changed."""
    found = operations.find_reference(current_actor(), reference)
    return _names_page(found, {**stored_names(found), "row_version": found.row_version})


@references.post("/<reference>/nama")
def change_names(reference: str) -> BaseResponse:
    """Change under which names a national service is found."""
    actor, form = current_actor(), NamesForm(request.form)
    found = operations.find_reference(actor, reference)
    values = {**form.data, "row_version": request.form.get("row_version", "")}
    if errors := form.check():
        return _names_page(found, values, errors)
    seen = request.form.get("row_version", type=int) or 0
    try:
        with unit_of_work():
            operations.change_names(actor, reference, form.values(), seen)
    except Conflict:
        stored = operations.find_reference(actor, reference)
        values["row_version"] = stored.row_version
        return _names_page(stored, values, stored=shown_names(stored), status=409)
    flash("names_changed")
    return redirect(url_for(".show", reference=reference), 303)


def _names_page(
    reference: ReferenceService,
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    stored: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    return page(
        "office/reference_names.html",
        422 if errors else status,
        errors,
        reference=reference,
        form_values=ByName(values),
        stored=stored,
    )
