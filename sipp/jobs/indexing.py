"""Keep this host's search index in step with the database. The worker is its only writer; any doubt means rebuild."""

import logging
from pathlib import Path

from sqlalchemy import select

from sipp.db import current_session
from sipp.models.journal import SearchCounter
from sipp.operations import searchable
from sipp.search.contract import Changes, IndexUnavailable
from sipp.search.whoosh_index import IndexWriter

log = logging.getLogger(__name__)

#: More changes than this are not patched in one by one: a full build takes seconds and leaves no large patch behind.
MOST_CHANGES = 5_000


def bring_index_up_to_date(directory: Path) -> bool:
    """Write what changed since the index's own number, or build it anew; whether anything was written.

    Raises WriterLeaseTaken while another process of this host writes.
    """
    writer = IndexWriter(directory)
    last = current_session().scalar(select(SearchCounter.value)) or 0
    try:
        if writer.sequence() == last:
            return False
        return _update(writer, last)
    except IndexUnavailable as reason:
        log.info("the search index is built anew: %s", reason)
        rebuild_index(directory)
        return True


def check_index(directory: Path) -> None:
    """Hash every file of the index again; a damaged, missing or much patched index is built anew."""
    writer = IndexWriter(directory)
    try:
        writer.verify()
        is_worn = writer.needs_folding()
    except IndexUnavailable as reason:
        log.warning("the search index is damaged and built anew: %s", reason)
        is_worn = True
    if is_worn:
        rebuild_index(directory)


def rebuild_index(directory: Path) -> int:
    """Build the index beside the present one and swap; the number of things in it.

    What changes meanwhile is replayed before the swap. Raises WriterLeaseTaken.
    """
    with IndexWriter(directory) as writer:
        everything = searchable.all_documents()
        writer.build(everything.documents, everything.sequence, replay=_changes_after)
        return len(everything.documents)


def _update(writer: IndexWriter, last: int) -> bool:
    with writer:
        present = writer.sequence()
        if present > last:
            raise IndexUnavailable("the index is ahead of the database")
        if last - present > MOST_CHANGES:
            raise IndexUnavailable("too much has changed since it was built")
        changes = _changes_after(present)
        if changes is not None:
            writer.update(changes)
        return changes is not None


def _changes_after(number: int) -> Changes | None:
    current_session().rollback()
    changes = searchable.changes_since(number)
    return changes if changes.sequence != number else None
