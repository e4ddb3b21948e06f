"""The reprimands an agency was served, each with its outcome: public, because the neglect was of the public."""

from io import BytesIO
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.i18n import date_long
from sipp.models.reports import Reprimand
from sipp.operations.directory import find_agency
from sipp.operations.reprimand_letters import public_copy
from sipp.operations.reprimands import public_reprimands
from sipp.words.reports import CLOCKS
from sipp.words.reprimands import REPRIMAND_STATES

public_reprimands_pages = Blueprint("public_reprimands", __name__)


@public_reprimands_pages.get("/instansi/<agency>/teguran")
def served(agency: str) -> str:
    """Every reprimand that was served, the newest first."""
    found = find_agency(agency)
    zone = ZoneInfo(found.time_zone)
    rows = [_row(one, zone) for one in public_reprimands(found)]
    return render_template("public/reprimands.html", agency=found, rows=rows)


@public_reprimands_pages.get("/instansi/<agency>/teguran/<int:reprimand_id>/surat.pdf")
def letter(agency: str, reprimand_id: int) -> BaseResponse:
    """The copy for the public of a letter that was served; it never changes."""
    content = public_copy(find_agency(agency), reprimand_id)
    response = send_file(
        BytesIO(content), "application/pdf", as_attachment=True, download_name=f"teguran-{reprimand_id}.pdf"
    )
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _row(reprimand: Reprimand, zone: ZoneInfo) -> list[object]:
    late = int(reprimand.facts["late_by_working_days"])
    due = reprimand.cure_due_on if reprimand.closed_at is None else None
    served_on = date_long(reprimand.served_at.astimezone(zone).date()) if reprimand.served_at else ""
    return [
        served_on,
        {"text": reprimand.unit.name if reprimand.unit else reprimand.agency.name, "lang": "id"},
        {
            "text": str(CLOCKS[reprimand.facts["clock"]]),
            "note": ngettext("terlambat %(num)s hari kerja", "terlambat %(num)s hari kerja", late),
        },
        {
            "text": str(REPRIMAND_STATES[reprimand.state]),
            "note": _("perbaikan paling lambat %(date)s", date=date_long(due)) if due else None,
        },
        {
            "text": _("Unduh surat (PDF)"),
            "note": _("nomor %(id)s", id=reprimand.id),
            "url": url_for(".letter", agency=reprimand.agency.slug, reprimand_id=reprimand.id),
        },
    ]
