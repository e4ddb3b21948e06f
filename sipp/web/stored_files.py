"""Files of reports as answers: always a download, never shown in a page."""

from flask import Response, send_file

from sipp.models.reports import Attachment
from sipp.storage.attachments import open_stored
from sipp.web.session import settings


def send_attachment(found: Attachment) -> Response:
    """A file of a report under its stored name, which tells nothing of where it came from."""
    stream = open_stored(settings().attachments_dir, found.stored_name)
    return send_file(stream, mimetype=found.media_type, as_attachment=True, download_name=found.stored_name)
