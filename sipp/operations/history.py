"""The journal as people read it: who did what, when, to which service and version. Nothing here tells who a citizen is.

An agency's people read what was done there. Acts on reports are not among it: when a report came about which service
could tell a small office who sent it; who handles a report sees its own trail.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, String, and_, cast, false, func, or_, select, true

from sipp.clock import NATIONAL_ZONE
from sipp.db import current_session
from sipp.models.accounts import User
from sipp.models.agencies import Agency, Unit
from sipp.models.corrections import Correction
from sipp.models.journal import AuditEntry
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import Decree, StandardVersion
from sipp.operations.moved import with_those_merged_into
from sipp.operations.pages import page_within
from sipp.rules.errors import Forbidden
from sipp.rules.permissions import Actor, Membership, is_allowed, is_permitted, is_permitted_somewhere

PER_PAGE = 50
#: No page and no file goes back further than so many acts: who needs more narrows the question.
MOST_ACTS = 10_000
#: The kind of acts an agency's people do not read.
HIDDEN_FROM_AGENCIES = "reports"

Owner = Service | ReferenceService
Thing = TypeVar("Thing")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What to look for; empty parts leave the list as it is. ``since`` and ``until`` are both included."""

    service: str = ""
    person: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Act:
    """One entry with what it is about: ``person`` acted, ``about`` is the person an act on accounts concerned."""

    entry: AuditEntry
    person: User | None
    about: User | None
    agency: Agency | None
    owner: Owner | None
    version: StandardVersion | None
    decree: Decree | None = None


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """A page of acts, newest first; ``count`` stops at ``MOST_ACTS``."""

    acts: Sequence[Act]
    count: int
    page: int
    pages: int


def history_page(actor: Actor, question: Question, page: int = 1) -> HistoryPage:
    """What was done within reach. Raises Forbidden for who reads no history."""
    found = _asked(actor, question)
    session = current_session()
    limited = found.with_only_columns(AuditEntry.id).limit(MOST_ACTS).subquery()
    count = session.scalar(select(func.count()).select_from(limited)) or 0
    page, pages = page_within(page, count, PER_PAGE)
    entries = session.scalars(_newest_first(found).limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return HistoryPage(acts=_told(entries), count=count, page=page, pages=pages)


def history(actor: Actor, question: Question) -> Sequence[Act]:
    """The newest acts within reach, ``MOST_ACTS`` at most, for a file. Raises like ``history_page``."""
    return _told(current_session().scalars(_newest_first(_asked(actor, question)).limit(MOST_ACTS)).all())


def reads_everything(actor: Actor) -> bool:
    """Whether the actor reads the whole journal, acts on reports included."""
    return is_permitted(actor, "journal.read")


def _asked(actor: Actor, question: Question) -> Select[AuditEntry]:
    if not reads_everything(actor) and not is_permitted_somewhere(actor, "journal.read_own"):
        raise Forbidden("journal.read_own")
    found = select(AuditEntry).where(_within(actor))
    if question.service:
        found = found.where(_about_services(func.lower(Service.name).like(_pattern(question.service), escape="\\")))
    if question.person:
        named = func.lower(User.name).like(_pattern(question.person), escape="\\")
        found = found.where(AuditEntry.actor_id.in_(select(User.id).where(named)))
    if question.kind:
        found = found.where(AuditEntry.action.startswith(f"{question.kind}.", autoescape=True))
    if question.since:
        found = found.where(AuditEntry.at >= _midnight(question.since))
    if question.until:
        found = found.where(AuditEntry.at < _midnight(question.until + timedelta(days=1)))
    return found


def _within(actor: Actor) -> ColumnElement[bool]:
    """The filter of this file: the acts an actor may read."""
    if reads_everything(actor):
        return true()
    held = [one for one in actor.memberships if is_allowed(one.role, "journal.read_own")]
    hidden = AuditEntry.action.startswith(f"{HIDDEN_FROM_AGENCIES}.")
    return and_(or_(false(), *(_at(membership) for membership in held)), ~hidden)


def _at(membership: Membership) -> ColumnElement[bool]:
    """What was done in an agency; for a role in one of its units, what concerns the services there."""
    if membership.agency_id is None:
        return false()
    in_agency = AuditEntry.agency_id.in_(with_those_merged_into(membership.agency_id))
    if not membership.unit_path:
        return in_agency
    return and_(in_agency, _about_services(Unit.path.startswith(membership.unit_path, autoescape=True)))


def _about_services(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """The acts on services, their versions and the corrections of them, for services that meet a condition."""
    services = select(Service.id).join(Service.unit).where(which)
    own_ids = select(cast(Service.id, String)).join(Service.unit).where(which)
    versions = select(cast(StandardVersion.id, String)).where(StandardVersion.service_id.in_(services))
    # SQLite stores a UUID without hyphens, the journal with them.
    corrections = select(func.replace(cast(Correction.id, String), "-", "")).where(Correction.service_id.in_(services))
    return or_(
        and_(AuditEntry.subject_kind == "service", AuditEntry.subject_id.in_(own_ids)),
        and_(AuditEntry.subject_kind == "standard_version", AuditEntry.subject_id.in_(versions)),
        and_(AuditEntry.subject_kind == "correction", func.replace(AuditEntry.subject_id, "-", "").in_(corrections)),
    )


def _newest_first(found: Select[AuditEntry]) -> Select[AuditEntry]:
    return found.order_by(AuditEntry.id.desc())


def _told(entries: Sequence[AuditEntry]) -> list[Act]:
    """The entries with what they are about, read with a query for each kind of thing."""
    versions = _by_id(StandardVersion, _subjects(entries, "standard_version", int))
    corrections = _by_id(Correction, _subjects(entries, "correction", UUID))
    owning = {one.service_id for one in versions.values()} | {one.service_id for one in corrections.values()}
    services = _by_id(Service, _subjects(entries, "service", int) | owning)
    references = _by_id(ReferenceService, {one.reference_id for one in versions.values()})
    about = _by_id(User, _subjects(entries, "user", int))
    people = _by_id(User, {one.actor_id for one in entries})
    agencies = _by_id(Agency, {one.agency_id for one in entries})
    decrees = _by_id(Decree, _subjects(entries, "decree", int))
    acts = []
    for entry in entries:
        version = versions.get(_id(entry, "standard_version", int))
        subject: Any = version or corrections.get(_id(entry, "correction", UUID))
        service = services.get(subject.service_id if subject else _id(entry, "service", int))
        acts.append(
            Act(
                entry=entry,
                person=people.get(entry.actor_id),
                about=about.get(_id(entry, "user", int)),
                agency=agencies.get(entry.agency_id),
                owner=service or references.get(version.reference_id if version else None),
                version=version,
                decree=decrees.get(_id(entry, "decree", int)),
            )
        )
    return acts


def _subjects(entries: Iterable[AuditEntry], kind: str, read: Callable[[str], Any]) -> set[Any]:
    return {_id(entry, kind, read) for entry in entries}


def _id(entry: AuditEntry, kind: str, read: Callable[[str], Any]) -> Any:
    """The id of what an entry is about, where that is of this kind."""
    return read(entry.subject_id) if entry.subject_kind == kind else None


def _by_id(table: type[Thing], ids: set[Any]) -> dict[Any, Thing]:
    """The rows with these ids; None among them is nobody's."""
    wanted = ids - {None}
    if not wanted:
        return {}
    column = table.__mapper__.primary_key[0]  # type: ignore[attr-defined]
    rows = current_session().scalars(select(table).where(column.in_(wanted)))
    return {row.id: row for row in rows}  # type: ignore[attr-defined]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(NATIONAL_ZONE))


def _pattern(words: str) -> str:
    """Names that hold these words, as LIKE asks it."""
    for sign in ("\\", "%", "_"):
        words = words.replace(sign, f"\\{sign}")
    return f"%{words.strip().lower()}%"
