"""Linking what was recorded into the hash chains, in transactions of their own."""

from sqlalchemy import func, select

from sipp.db import current_session, unit_of_work
from sipp.models.journal import AuditEntry, AuditLink, LedgerEntry, LedgerLink
from sipp.operations.journal import chain_new_entries


def chain_when_new() -> None:
    """Chain when the newest entry has no link yet: one look at two indexes, no writing transaction for nothing."""
    session = current_session()
    for entries, links in ((AuditEntry, AuditLink), (LedgerEntry, LedgerLink)):
        newest = session.scalar(select(func.max(entries.id)))
        if newest is not None and session.scalar(select(links.sequence).where(links.entry_id == newest)) is None:
            chain_everything()
            return


def chain_everything() -> None:
    """Chain all that is unchained, entries with a smaller number that were committed later included."""
    while True:
        with unit_of_work():
            if chain_new_entries() == 0:
                return
