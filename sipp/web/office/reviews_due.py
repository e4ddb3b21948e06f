"""Standards whose review is near or late, for who keeps them up."""

from flask import Response, url_for
from flask_babel import gettext as _

from sipp import clock
from sipp.i18n import date_long
from sipp.operations.reminders import DueReview, reviews_due
from sipp.rules.reminders import is_late
from sipp.web.office.entrance import current_actor, office_pages, page

reviews_desk = office_pages("reviews_desk", __name__, "/kelola/tinjau-ulang")


@reviews_desk.get("")
def overview() -> Response:
    """The reviews within reach, the earliest date first."""
    return page("office/reviews_due.html", rows=[_cells(due) for due in reviews_due(current_actor())])


def _cells(due: DueReview) -> list[object]:
    """A row of the table."""
    service, agency = due.service, due.service.agency
    url = url_for("directory.service", agency=agency.slug, service=service.slug)
    late = _("terlambat") if is_late(due.due_on, clock.today(agency.time_zone)) else None
    return [
        {"text": service.name, "url": url, "note": f"{service.unit.name}, {agency.name}"},
        {"text": date_long(due.due_on), "note": late},
    ]
