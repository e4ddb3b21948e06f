"""Keep this host's search index in step with the database. The worker is its only writer; any doubt means rebuild."""

import logging
from pathlib import Path

from sipp.db import current_session
from sipp.operations import searchable
from sipp.search.contract import Changes, IndexUnavailable
from sipp.search.index_writer import IndexWriter

log = logging.getLogger(__name__)

#: When more things changed than this, a full build is quicker than an update and leaves less behind.
MOST_PATCHED = 2000


def bring_index_up_to_date(directory: Path) -> bool:
    """Write what changed since the index's own number, or build it anew; whether anything was written.

    Raises WriterLeaseTaken while another process of this host writes.
    """
    writer = IndexWriter(directory)
    try:
        if writer.position() == _newest():
            return False
        return _update(writer)
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
        writer.build(everything.documents, everything.sequence, _changes_after, mark=everything.mark)
        return len(everything.documents)


def _update(writer: IndexWriter) -> bool:
    with writer:
        present, mark = writer.position()
        if present > searchable.last_change() or searchable.mark_of(present) != mark:
            raise IndexUnavailable("the index knows changes that the database does not: it was restored")
        if searchable.count_changed(present) > MOST_PATCHED:
            raise IndexUnavailable("very much has changed")
        changes = _changes_after(present)
        if changes is not None:
            writer.update(changes)
        return changes is not None


def _newest() -> tuple[int, str]:
    last = searchable.last_change()
    return last, searchable.mark_of(last)


def _changes_after(number: int) -> Changes | None:
    """What happened after a number, in a transaction of its own: a long one would not see it."""
    current_session().rollback()
    changes = searchable.changes_since(number)
    return changes if changes.sequence != number else None
