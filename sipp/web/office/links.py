"""Links to the outside that do not open, for who can mend them."""

from flask import Response, url_for
from flask_babel import gettext as _

from sipp.i18n import date_long
from sipp.operations.links import BrokenLink, broken_links, count_broken
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.words.links import LINK_FAILURES

links_desk = office_pages("links_desk", __name__, "/kelola/tautan")


@links_desk.get("")
def overview() -> Response:
    """The broken links within reach."""
    actor = current_actor()
    rows = [_cells(broken) for broken in broken_links(actor)]
    return page("office/links.html", rows=rows, hidden_count=count_broken(actor) - len(rows))


def _cells(broken: BrokenLink) -> list[object]:
    """A row of the table."""
    service, agency, link = broken.service, broken.agency, broken.link
    if service is not None:
        name, note = service.name, f"{service.unit.name}, {agency.name}"
        url = url_for("directory.service", agency=agency.slug, service=service.slug)
    else:
        name, note = agency.name, _("situs instansi")
        url = url_for("directory.agency", agency=agency.slug)
    failed_on = date_long(link.last_failed_on) if link.last_failed_on else None
    why = {"text": LINK_FAILURES[link.failure or "refused"], "note": failed_on}
    return [{"text": name, "url": url, "note": note}, link.url, why]
