"""What `sipp verify` compares: the database with itself, with the files beside it and with the search index.

A fault makes the command fail; a note is worth a look.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import func, select, text
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.config import Config
from sipp.db import current_session, is_postgres
from sipp.durable import hash_file
from sipp.models.agencies import Unit
from sipp.models.journal import (
    AuditEntry,
    AuditLink,
    LedgerEntry,
    LedgerLink,
    OutboxMessage,
    SearchChange,
)
from sipp.models.reports import Attachment
from sipp.models.standards import Decree, Publication, StandardVersion
from sipp.operations.journal import chain_faults
from sipp.operations.promise_spans import batches_of_owners, wrong_spans
from sipp.operations.searchable import all_documents, last_change, mark_of
from sipp.operations.versions import contents_of
from sipp.rules.standards import content_hash
from sipp.search.comparison import differences
from sipp.search.contract import IndexUnavailable
from sipp.search.whoosh_index import WhooshIndex, open_index
from sipp.storage.attachments import stored_names

#: What the worker does within a second or two is late after so long.
WORKER_PATIENCE = timedelta(minutes=10)
INDEX_PATIENCE = timedelta(seconds=60)
#: The outbox sets a message aside after a day of attempts.
OLDEST_MESSAGE = timedelta(hours=25)
#: An upload is on disk shortly before its row is.
FILE_PATIENCE = timedelta(hours=1)

_BATCH = 500
#: The worker may write while things are compared; so often it is tried again.
_COMPARISONS = 3
_MOST_TOLD = 100


@dataclass(frozen=True)
class Remark:
    """Something that was found, in words."""

    level: Literal["fault", "note"]
    area: str
    message: str


Check = Callable[[Config], Iterator[Remark]]


def database_is_sound(_config: Config) -> Iterator[Remark]:
    """The engine's own check, and references to rows that are gone."""
    session = current_session()
    if is_postgres(session):
        for name in session.scalars(text("SELECT conname FROM pg_constraint WHERE NOT convalidated")):
            yield Remark("fault", "database", f"the constraint {name} was never checked")
        return
    for line in session.scalars(text("PRAGMA integrity_check")):
        if line != "ok":
            yield Remark("fault", "database", line)
    for table, _row, target, _key in session.execute(text("PRAGMA foreign_key_check")):
        yield Remark("fault", "database", f"{table}: a row points to a row of {target} that is gone")


def journal_is_chained(_config: Config) -> Iterator[Remark]:
    """Audit and ledger: every link fits its entry and the link before, every entry was chained."""
    for fault in chain_faults():
        yield Remark("fault", "journal", fault)
    session = current_session()
    before = clock.now() - WORKER_PATIENCE
    for entries, links in ((AuditEntry, AuditLink), (LedgerEntry, LedgerLink)):
        unchained = session.scalar(
            select(func.count())
            .select_from(entries)
            .outerjoin(links, links.entry_id == entries.id)
            .where(links.entry_id.is_(None), entries.at < before)
        )
        if unchained:
            yield Remark("fault", "journal", f"{entries.__tablename__}: {unchained} entries were never chained")


def versions_are_unchanged(_config: Config) -> Iterator[Remark]:
    """Published versions: dense numbers, a recorded publication, and the content their hash was taken of."""
    session = current_session()
    for kind, owner in (("service", StandardVersion.service_id), ("reference", StandardVersion.reference_id)):
        gaps = (
            select(owner, func.count(), func.min(StandardVersion.number), func.max(StandardVersion.number))
            .where(StandardVersion.state == "published", owner.is_not(None))
            .group_by(owner)
            .having((func.min(StandardVersion.number) != 1) | (func.max(StandardVersion.number) != func.count()))
        )
        for owner_id, count, first, last in session.execute(gaps):
            message = f"{kind} {owner_id}: {count} versions are numbered {first} to {last}"
            yield Remark("fault", "versions", message)
    unrecorded = session.scalars(
        select(StandardVersion.id)
        .outerjoin(Publication, Publication.version_id == StandardVersion.id)
        .where(StandardVersion.state == "published", Publication.version_id.is_(None))
    )
    for version_id in unrecorded:
        yield Remark("fault", "versions", f"version {version_id}: its publication is not recorded")
    for batch in _published_versions():
        contents = contents_of(batch)
        for version in batch:
            if content_hash(contents[version.id]) != version.content_hash:
                yield Remark("fault", "versions", f"version {version.id}: its content was altered")
        session.expunge_all()


def spans_are_true(_config: Config) -> Iterator[Remark]:
    """The spans that lists and filters read say what the versions and their life-cycle facts say."""
    for owners in batches_of_owners(_BATCH):
        for version_id in wrong_spans(owners):
            yield Remark("fault", "versions", f"version {version_id}: its span is not what the rule says")
        current_session().expunge_all()


def files_are_there(config: Config) -> Iterator[Remark]:
    """Every attachment's file with its size and hash, those of decrees and pledges; files that no row names."""
    named: set[str] = set()
    rows = select(Attachment.stored_name, Attachment.sha256, Attachment.size_bytes)
    for name, sha256, size_bytes in current_session().execute(rows).yield_per(_BATCH):
        named.add(name)
        path = config.attachments_dir / name
        if not path.is_file():
            yield Remark("fault", "files", f"{name} is gone")
        elif path.stat().st_size != size_bytes or hash_file(path) != sha256:
            yield Remark("fault", "files", f"{name} is not what was stored")
    of_decrees = select(Decree.file_name, Decree.file_sha256).where(Decree.file_name.is_not(None))
    for decree_file, decree_hash in current_session().execute(of_decrees).yield_per(_BATCH):
        named.add(str(decree_file))
        path = config.attachments_dir / str(decree_file)
        if not path.is_file():
            yield Remark("fault", "files", f"{decree_file}, the file of a decree, is gone")
        elif decree_hash is not None and hash_file(path) != decree_hash:
            yield Remark("fault", "files", f"{decree_file}, the file of a decree, is not what was stored")
    for pledge_file in current_session().scalars(select(Unit.pledge_file).where(Unit.pledge_file.is_not(None))):
        named.add(str(pledge_file))
        if not (config.documents_dir / str(pledge_file)).is_file():
            yield Remark("fault", "files", f"{pledge_file}, the file of a pledge, is gone")
    before = (clock.now() - FILE_PATIENCE).timestamp()
    for folder in (config.attachments_dir, config.documents_dir):
        for name in stored_names(folder):
            if name not in named and (folder / name).stat().st_mtime < before:
                yield Remark("note", "files", f"{name} belongs to no row")


def outbox_is_moving(_config: Config) -> Iterator[Remark]:
    """Messages that nobody works on, that wait too long, or that were set aside."""
    session = current_session()
    now = clock.now()
    is_waiting = OutboxMessage.state == "waiting"
    left = session.scalar(
        select(func.count()).where(
            is_waiting,
            OutboxMessage.not_before < now - WORKER_PATIENCE,
            func.coalesce(OutboxMessage.leased_until, OutboxMessage.not_before) < now - WORKER_PATIENCE,
        )
    )
    if left:
        yield Remark("fault", "outbox", f"{left} messages are due and nobody works on them: does the worker run?")
    old = session.scalar(select(func.count()).where(is_waiting, OutboxMessage.created_at < now - OLDEST_MESSAGE))
    if old:
        yield Remark("fault", "outbox", f"{old} messages wait for more than a day")
    set_aside = select(OutboxMessage.id, OutboxMessage.kind, OutboxMessage.last_error).where(
        OutboxMessage.state == "set_aside"
    )
    for message_id, kind, reason in session.execute(set_aside.order_by(OutboxMessage.id)):
        yield Remark("note", "outbox", f"message {message_id} ({kind}) was set aside: {reason}")


def index_agrees(config: Config) -> Iterator[Remark]:
    """The search index of this host: undamaged, in step, and holding each thing as the database has it."""
    for _ in range(_COMPARISONS):
        try:
            index = open_index(config.index_dir)
            index.verify()
            current_session().rollback()  # what was read before is older than the index
            if (index.sequence, index.manifest.mark) != (last := last_change(), mark_of(last)):
                yield from _behind_or_ahead(index, last)
                return
            found = list(differences(index, all_documents().documents))
        except IndexUnavailable as reason:
            yield Remark("fault", "index", str(reason))
            return
        if last_change() == last:
            break
    else:
        yield Remark("note", "index", "the database changed each time while it was compared: verify again")
        return
    yield from (Remark("fault", "index", f"{one.id} {one.words}") for one in found[:_MOST_TOLD])
    if len(found) > _MOST_TOLD:
        yield Remark("fault", "index", f"{len(found) - _MOST_TOLD} more differ")


def _behind_or_ahead(index: WhooshIndex, last: int) -> Iterator[Remark]:
    if index.sequence > last or index.manifest.mark != mark_of(index.sequence):
        message = f"it knows a change {index.sequence} that is not in the database (the newest is {last})"
        yield Remark("fault", "index", message)
        return
    oldest = current_session().scalar(
        select(func.min(SearchChange.recorded_at)).where(SearchChange.sequence > index.sequence)
    )
    is_late = oldest is None or oldest < clock.now() - INDEX_PATIENCE
    message = f"it knows change {index.sequence}, the database {last}: things were not compared"
    yield Remark("fault" if is_late else "note", "index", message)


CHECKS: dict[str, Check] = {
    "database": database_is_sound,
    "journal": journal_is_chained,
    "versions": versions_are_unchanged,
    "spans": spans_are_true,
    "files": files_are_there,
    "outbox": outbox_is_moving,
    "index": index_agrees,
}


def _published_versions() -> Iterator[Sequence[StandardVersion]]:
    last = 0
    while True:
        batch = current_session().scalars(
            select(StandardVersion)
            .where(StandardVersion.state == "published", StandardVersion.id > last)
            .options(joinedload(StandardVersion.decree))
            .order_by(StandardVersion.id)
            .limit(_BATCH)
        )
        versions = batch.all()
        if not versions:
            return
        last = versions[-1].id
        yield versions
