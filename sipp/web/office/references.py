"""The national services for those who keep their model standards: the state of each, and beginning a draft."""

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.operations import references as operations
from sipp.operations import writing
from sipp.web.arguments import typed
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
    return owner_page(found, (_("Acuan nasional"), url_for(".overview")))


@references.post("/<reference>/mulai")
def start(reference: str) -> BaseResponse:
    """Begin a draft."""
    return begin_draft(operations.find_reference(current_actor(), reference))
