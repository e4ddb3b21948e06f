"""The files of a report: evidence of its reporter, enclosures of its handlers."""

from datetime import datetime

from sipp.db import current_session
from sipp.models.reports import Attachment, Report
from sipp.storage.attachments import StoredFile


def tie_file(report: Report, stored: StoredFile, author: str, at: datetime) -> Attachment:
    """Tie a file that is already safely on disk to its report; ``author`` is reporter, handler or colleague."""
    attachment = Attachment(
        report_id=report.id,
        stored_name=stored.name,
        media_type=stored.media_type,
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        added_at=at,
        author=author,
    )
    current_session().add(attachment)
    return attachment
