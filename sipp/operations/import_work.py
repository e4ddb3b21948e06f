"""The worker's part of imports: what there is to do for a file, and noting batch by batch what was done.

A batch is noted in the transaction that made its drafts: what was cut off goes on where it stopped, and nothing is made
twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session, is_postgres
from sipp.models.accounts import User
from sipp.models.imports import ImportContent, ImportItem, ImportRun, ImportState
from sipp.operations.accounts import actor_of
from sipp.operations.import_stops import close_given_up
from sipp.rules.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class Work:
    """What is needed to do a run's work: in whose name, on which file, and what was said beside it."""

    actor: Actor
    agency: str
    file_name: str
    content: bytes
    unit: str | None
    effective_from: date | None
    state: ImportState
    slugs: Sequence[str]
    chosen: Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What importing one service would do, or did."""

    slug: str
    name: str
    effect: str | None
    score: int | None = None
    problems: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    version_id: int | None = None


def work_of(run_id: UUID) -> Work | None:
    """What there is to do for a run; None when it is gone or done, or who began it has no account any more."""
    session = current_session()
    found = session.execute(
        select(ImportRun, ImportContent.content, User)
        .join(ImportContent, ImportContent.run_id == ImportRun.id)
        .join(User, User.id == ImportRun.user_id)
        .where(ImportRun.id == run_id, ImportRun.state.in_(("checking", "importing")), User.active)
        .options(joinedload(ImportRun.agency), joinedload(ImportRun.unit))
    ).first()
    if found is None:
        return None
    run, content, user = found
    return work_for(run, content, actor_of(user))


def work_for(run: ImportRun, content: bytes, actor: Actor) -> Work:
    """A run as its work is done, by the worker or for one page."""
    items = (
        current_session()
        .execute(
            select(ImportItem.slug, ImportItem.is_chosen, ImportItem.reference)
            .where(ImportItem.run_id == run.id)
            .order_by(ImportItem.position)
        )
        .all()
    )
    return Work(
        actor=actor,
        agency=run.agency.slug,
        file_name=run.file_name,
        content=content,
        unit=run.unit.slug if run.unit else None,
        effective_from=run.effective_from,
        state=cast(ImportState, run.state),
        slugs=[item.slug for item in items],
        chosen={item.slug: item.reference for item in items if item.is_chosen},
    )


def lock_run(run_id: UUID) -> None:
    """Let no other worker take the same services until the commit."""
    if is_postgres(current_session()):
        current_session().execute(select(ImportRun.id).where(ImportRun.id == run_id).with_for_update())


def next_waiting(run_id: UUID, most: int) -> list[str]:
    """The next services of a run that wait for the worker."""
    waiting = select(ImportItem.slug).where(ImportItem.run_id == run_id, ImportItem.is_waiting)
    return list(current_session().scalars(waiting.order_by(ImportItem.position).limit(most)))


def note_outcomes(run_id: UUID, state: ImportState, outcomes: Sequence[Outcome]) -> None:
    """Note what a batch would do, or did; with the last one the run is checked, or done and its file forgotten.

    Nothing is noted of a run that is in another state by now.
    """
    session = current_session()
    lock_run(run_id)
    run = session.get(ImportRun, run_id, populate_existing=True)
    if run is None or run.state != state:
        return
    for one in outcomes:
        session.execute(
            update(ImportItem)
            .where(ImportItem.run_id == run_id, ImportItem.slug == one.slug)
            .values(
                name=one.name[:200],
                effect=one.effect,
                score=one.score,
                problems=list(one.problems),
                version_id=one.version_id,
                is_waiting=False,
            )
        )
    if next_waiting(run_id, 1):
        return
    if state == "importing":
        session.execute(delete(ImportContent).where(ImportContent.run_id == run_id))
    run.state = "done" if state == "importing" else "checked"


def forget(run_id: UUID) -> None:
    """Forget a run whose person may not import any more."""
    current_session().execute(delete(ImportRun).where(ImportRun.id == run_id))


def forget_of_disabled(run_id: UUID) -> None:
    """Forget a run whose person has no account any more."""
    disabled = select(User.id).where(~User.active)
    current_session().execute(delete(ImportRun).where(ImportRun.id == run_id, ImportRun.user_id.in_(disabled)))


def forget_old_runs() -> int:
    """Forget files nobody came back to, and old lists of drafts; how many."""
    old = delete(ImportRun).where(ImportRun.expires_at <= clock.now())
    gone = current_session().scalars(old.returning(ImportRun.id)).all()
    close_given_up(gone)
    return len(gone)
