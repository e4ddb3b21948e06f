"""The outbox: each message is leased, done outside any transaction, then marked; a crash in between repeats it.

At least once, and under the same key: what a handler causes must be the same on every attempt.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from sipp import clock
from sipp.db import unit_of_work
from sipp.models.journal import OutboxMessage

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
LONGEST_DELAY = timedelta(hours=1)
#: One minute, doubled up to an hour: the thirtieth attempt comes 24 hours after the first.
MOST_ATTEMPTS = 30
TRIED_FOR_AT_LEAST = timedelta(hours=24)
#: Somebody waits at a page for these, and can say what now: so many attempts, the last after a quarter of an hour.
MOST_ATTEMPTS_WAITED_FOR = {"import": 5}


class GivesUp(Exception):
    """Trying again is useless; the reason holds nothing that tells who a citizen is."""


class TryAgain(Exception):
    """It did not work this time; the reason holds nothing that tells who a citizen is."""


class NotDoneYet(Exception):
    """It goes well, and there is more to do than one turn allows: the message takes its turn again after the others."""


@dataclass(frozen=True)
class Job:
    """A leased message as a plain value."""

    id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    attempts: int
    created_at: datetime


Handler = Callable[[Job], None]


def do_next(handlers: Mapping[str, Handler]) -> bool:
    """Lease and do the message that waits longest; False when none is due."""
    job = lease_next()
    if job is None:
        return False
    try:
        if job.attempts > MOST_ATTEMPTS_WAITED_FOR.get(job.kind, 2 * MOST_ATTEMPTS):
            raise GivesUp("the worker ended each time it did this")
        if job.kind not in handlers:
            raise TryAgain(f"nothing here knows messages of the kind {job.kind}")
        handlers[job.kind](job)
    except NotDoneYet:
        _hand_back(job)
    except GivesUp as reason:
        _set_aside(job, str(reason))
    except TryAgain as reason:
        _postpone(job, str(reason))
    except Exception as error:
        log.exception("the outbox message %s failed", job.id)
        _postpone(job, type(error).__name__)
    else:
        _mark_done(job)
    return True


def lease_next() -> Job | None:
    """Take the next due message for two minutes; no other worker takes it meanwhile.

    A moment twice as far away as any that is ever set was written by a clock that was set back since: it is due.
    Twice, because the clocks of two hosts may differ.
    """
    with unit_of_work() as session:
        now = clock.now()
        statement = (
            select(OutboxMessage)
            .where(
                OutboxMessage.state == "waiting",
                or_(OutboxMessage.not_before <= now, OutboxMessage.not_before > now + 2 * LONGEST_DELAY),
                or_(
                    OutboxMessage.leased_until.is_(None),
                    OutboxMessage.leased_until <= now,
                    OutboxMessage.leased_until > now + 2 * LEASE,
                ),
            )
            .order_by(OutboxMessage.not_before, OutboxMessage.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        message = session.scalar(statement)
        if message is None:
            return None
        message.leased_until = now + LEASE
        message.attempts += 1
        return Job(message.id, message.kind, message.key, message.payload, message.attempts, message.created_at)


def delay_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts that failed."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_DELAY)


def _mark_done(job: Job) -> None:
    with unit_of_work() as session:
        message = session.get_one(OutboxMessage, job.id)
        message.state, message.done_at = "done", clock.now()
        message.leased_until, message.last_error = None, None


def _hand_back(job: Job) -> None:
    with _undone(job) as message:
        if message is not None:
            message.not_before, message.attempts = clock.now(), 0
            message.leased_until, message.last_error = None, None


def _postpone(job: Job, reason: str) -> None:
    """Back off; after thirty attempts over a day the message is set aside, where people see it."""
    if _was_tried_enough(job):
        _set_aside(job, reason)
        return
    with _undone(job) as message:
        if message is not None:
            message.not_before = clock.now() + delay_after(job.attempts)
            message.leased_until, message.last_error = None, reason


def _was_tried_enough(job: Job) -> bool:
    if job.kind in MOST_ATTEMPTS_WAITED_FOR:
        return job.attempts >= MOST_ATTEMPTS_WAITED_FOR[job.kind]
    return job.attempts >= MOST_ATTEMPTS and clock.now() - job.created_at >= TRIED_FOR_AT_LEAST


def _set_aside(job: Job, reason: str) -> None:
    log.error("the outbox message %s (%s) is set aside: %s", job.id, job.kind, reason)
    with _undone(job) as message:
        if message is not None:
            message.state, message.leased_until, message.last_error = "set_aside", None, reason


@contextmanager
def _undone(job: Job) -> Iterator[OutboxMessage | None]:
    """The message, for nobody else to change; None once it is done: its report was erased meanwhile, for one."""
    with unit_of_work() as session:
        message = session.get_one(OutboxMessage, job.id, with_for_update=True)
        yield message if message.state == "waiting" else None
