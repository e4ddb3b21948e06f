"""The state of the standards of many owners, for lists: services of an agency and national services alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import ScalarSelect, Select, exists, func, select
from sqlalchemy.sql.base import ExecutableOption

from sipp import clock
from sipp.db import current_session
from sipp.models.promises import PromiseSpan
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import ReviewDue, StandardVersion
from sipp.operations.offerings import in_force_now
from sipp.operations.pages import page_within
from sipp.operations.standards import today_of
from sipp.operations.versions import Owner, contents_of, in_force, published_versions_of
from sipp.rules.completeness import Completeness, completeness

OWNERS_PER_PAGE = 50
#: The states of a version that is not published yet.
OPEN_STATES = ("draft", "in_review", "changes_requested", "approved")
Filter = Literal["", "none", "draft", "review"]
Owned = TypeVar("Owned", Service, ReferenceService)


@dataclass(frozen=True, kw_only=True)
class StandardState:
    """One owner with the version in force and the open draft (None: there is none)."""

    owner: Owner
    current: StandardVersion | None
    draft: StandardVersion | None
    completeness: Completeness | None
    review_due_on: date | None
    is_review_due: bool


@dataclass(frozen=True)
class OwnersPage(Generic[Owned]):
    """A page of owners, and how many there are in all."""

    owners: Sequence[Owned]
    count: int
    page: int
    pages: int


def narrowed(
    statement: Select[Owned],
    kind: type[Owned],
    words: str,
    state: Filter,
    today: date,
) -> Select[Owned]:
    """Only the owners whose name has the words, and whose standard is in a state."""
    for word in words.lower().replace("%", "").replace("_", "").split()[:10]:
        statement = statement.where(func.lower(kind.name).like(f"%{word}%"))
    of_version, of_span = _columns_of(kind)
    span = select(PromiseSpan.version_id).where(of_span == kind.id, in_force_now(clock.now()))
    match state:
        case "none":
            return statement.where(~exists(span))
        case "draft":
            return statement.where(exists().where(of_version == kind.id, StandardVersion.state.in_(OPEN_STATES)))
        case "review":
            return statement.where(exists(span.where(_latest_due(PromiseSpan.version_id) < today)))
    return statement


def one_page(statement: Select[Owned], kind: type[Owned], page: int, *options: ExecutableOption) -> OwnersPage[Owned]:
    """Fifty owners by name."""
    session = current_session()
    count = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    page, pages = page_within(page, count, OWNERS_PER_PAGE)
    found = session.scalars(
        statement.options(*options)
        .order_by(func.lower(kind.name), kind.id)
        .limit(OWNERS_PER_PAGE)
        .offset((page - 1) * OWNERS_PER_PAGE)
    )
    return OwnersPage(found.all(), count, page, pages)


def states_of(owners: Sequence[Owned]) -> list[StandardState]:
    """Owners of one kind with the state of their standards."""
    published, now = published_versions_of(owners), clock.now()
    current = {owner.id: in_force(published[owner.id], today_of(owner), now) for owner in owners}
    contents = contents_of([version for version in current.values() if version])
    drafts = _open_drafts(owners)
    due = _review_days([version.id for version in current.values() if version])
    return [
        StandardState(
            owner=owner,
            current=version,
            draft=drafts.get(owner.id),
            completeness=completeness(contents[version.id]) if version else None,
            review_due_on=due.get(version.id) if version else None,
            is_review_due=bool(version and version.id in due and due[version.id] < today_of(owner)),
        )
        for owner in owners
        for version in [current[owner.id]]
    ]


def open_draft_of(owner: Owner) -> StandardVersion | None:
    """The newest version of an owner that is not published yet."""
    return _open_drafts([owner]).get(owner.id)


def _open_drafts(owners: Sequence[Owner]) -> dict[int, StandardVersion]:
    if not owners:
        return {}
    column, _span = _columns_of(type(owners[0]))
    found = current_session().execute(
        select(column, StandardVersion)
        .where(column.in_([owner.id for owner in owners]), StandardVersion.state.in_(OPEN_STATES))
        .order_by(StandardVersion.id)
    )
    return dict(found.all())


def _columns_of(kind: type[Owner]) -> tuple[Any, Any]:
    """Where versions and spans of promises name an owner of this kind."""
    if kind is Service:
        return StandardVersion.service_id, PromiseSpan.service_id
    return StandardVersion.reference_id, PromiseSpan.reference_id


def _latest_due(version_id: object) -> ScalarSelect[date]:
    """The review date that counts: the one recorded last."""
    return (
        select(ReviewDue.due_on)
        .where(ReviewDue.version_id == version_id)
        .order_by(ReviewDue.recorded_at.desc(), ReviewDue.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _review_days(version_ids: Sequence[int]) -> dict[int, date]:
    rows = current_session().scalars(
        select(ReviewDue).where(ReviewDue.version_id.in_(version_ids)).order_by(ReviewDue.recorded_at, ReviewDue.id)
    )
    return {row.version_id: row.due_on for row in rows}
