"""What agencies publish of themselves as files: the pledges of their units."""

from flask import Blueprint, Response, send_file

from sipp.operations.agency_profiles import find_pledge_file
from sipp.operations.directory import find_agency
from sipp.storage.attachments import open_stored
from sipp.web.session import settings

profiles = Blueprint("profiles", __name__)


@profiles.get("/instansi/<agency>/maklumat/<unit>")
def pledge_file(agency: str, unit: str) -> Response:
    """The signed pledge of a unit, to be kept: never drawn inside one of our pages."""
    name = find_pledge_file(find_agency(agency), unit)
    stored = open_stored(settings().documents_dir, name)
    response: Response = send_file(
        stored, download_name=f"maklumat-{unit}.{name.rpartition('.')[2]}", as_attachment=True, conditional=False
    )
    return response
