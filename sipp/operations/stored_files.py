"""Files on disk and the rows that name them: what lost its row on the way is not kept.

A file is on disk before its row. A process that dies in between, or an act that is refused then, leaves a file that no
report shows and no erasure reaches.
"""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from sipp.db import current_session
from sipp.models.agencies import Unit
from sipp.models.reports import Attachment
from sipp.models.standards import Decree
from sipp.storage import attachments

ATTACHMENTS, DOCUMENTS = "attachments", "documents"
#: The columns that name files, by the folder where these lie: what is not named here is neither backed up nor kept.
NAMING_COLUMNS = (
    (ATTACHMENTS, Attachment.stored_name),
    (ATTACHMENTS, Decree.file_name),
    (DOCUMENTS, Unit.pledge_file),
)
_BATCH = 500


def named_files() -> list[tuple[str, str]]:
    """The files that rows name, of reports, decrees and pledges, each with its folder."""
    session = current_session()
    return [
        (folder, name)
        for folder, column in NAMING_COLUMNS
        for name in session.scalars(select(column).where(column.is_not(None)))
        if name
    ]


def settle(directory: Path, older_than: datetime) -> int:
    """Decide about each file received before a moment, once: kept when a row names it, removed otherwise; how many.

    What was decided to stay is never looked at again, so that a database that knows too little takes nothing away.
    """
    undecided = attachments.undecided_names(directory, older_than)
    removed = 0
    for start in range(0, len(undecided), _BATCH):
        batch = undecided[start : start + _BATCH]
        named = _named_among(batch)
        for name in batch:
            if name in named:
                attachments.keep(directory, name)
            else:
                attachments.delete(directory, name)
                removed += 1
    return removed


def _named_among(names: Collection[str]) -> set[str | None]:
    session = current_session()
    return {name for _, column in NAMING_COLUMNS for name in session.scalars(select(column).where(column.in_(names)))}
