"""What reporters need from an agency beside the handling of their reports: mail that did not reach them."""

from flask import Response

from sipp.operations.report_news import count_undelivered_within
from sipp.rules.errors import Forbidden
from sipp.rules.permissions import is_permitted_somewhere
from sipp.web.office.entrance import current_actor, office_pages, page

reporters_desk = office_pages("reporters_desk", __name__, "/kelola/pelapor")


@reporters_desk.get("")
def overview() -> Response:
    """What waits, as far as the officer may see it."""
    actor = current_actor()
    if not is_permitted_somewhere(actor, "reports.watch_delivery"):
        raise Forbidden
    return page("office/reporters.html", undelivered=count_undelivered_within(actor))
