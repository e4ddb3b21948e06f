"""Signing in and what comes of it: attempts that are counted, sessions that can be ended one by one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.engine import CursorResult

from sipp import clock
from sipp.db import current_session, insert_or
from sipp.models.accounts import Attempts, User, UserSession
from sipp.models.types import uuid7
from sipp.operations.journal import post, record
from sipp.rules.attempts import FORGOTTEN_AFTER, wait_after
from sipp.rules.errors import NotFound, TooManyRequests
from sipp.rules.permissions import PUBLIC, Actor
from sipp.rules.retention import SESSIONS_KEPT_FOR

#: A session ends so long after the last request, and at the latest so long after it began.
IDLE_LIMIT = timedelta(hours=2)
LENGTH_LIMIT = timedelta(hours=12)
#: Being seen is written down no more often than this.
SEEN_EVERY = timedelta(minutes=5)


def begin_attempt(key: str) -> None:
    """Count an attempt as failed before it is judged; raises TooManyRequests while it must wait.

    Counting first keeps simultaneous attempts from slipping past the limit; ``forgive`` follows a success.
    """
    session = current_session()
    # The update changes nothing but holds the row, so that no other request forgives it meanwhile.
    there = insert_or(Attempts).values(key=key, failures=0, last_at=clock.now())
    session.execute(there.on_conflict_do_update(index_elements=["key"], set_={"key": key}))
    attempts = session.get_one(Attempts, key, populate_existing=True)
    now = clock.now()
    if attempts.blocked_until is not None and attempts.blocked_until > now:
        seconds = (attempts.blocked_until - now).total_seconds()
        raise TooManyRequests("too_many_attempts", retry_after_seconds=int(seconds) + 1)
    attempts.failures = 1 if now - attempts.last_at > FORGOTTEN_AFTER else attempts.failures + 1
    attempts.last_at = now
    attempts.blocked_until = now + wait_after(attempts.failures) if wait_after(attempts.failures) else None


def forgive(key: str) -> None:
    """Forget the attempts under a key, after one that succeeded."""
    current_session().execute(delete(Attempts).where(Attempts.key == key))


def note_tried(key: str) -> None:
    """Write down that an attempt was just judged.

    It is written for unknown addresses as for known ones, so that both take as long: a commit that has nothing to write
    is faster by what the disk needs.
    """
    current_session().execute(update(Attempts).where(Attempts.key == key).values(last_at=clock.now()))


def note_failed_sign_in(user_id: int, step: str) -> None:
    """Write down that somebody failed to sign in to an account; ``step`` is what was wrong (password, code)."""
    record(PUBLIC, "accounts.fail_sign_in", "user", user_id, step=step)


def sign_in(user_id: int, key_hash: bytes, browser: str, how: str) -> UserSession:
    """Begin the session of somebody who proved who they are; a browser never seen before is told to them by mail."""
    used_before = current_session().scalars(
        select(UserSession.browser).where(UserSession.user_id == user_id).distinct()
    )
    known = set(used_before.all())
    begun = begin_session(user_id, key_hash, browser)
    record(Actor(user_id), "accounts.sign_in", "user", user_id, how=how)
    if known and browser not in known:
        tell(user_id, "new_browser", browser=browser)
    return begun


def begin_session(user_id: int, key_hash: bytes, browser: str) -> UserSession:
    """A session that goes on where another one stops, e.g. after a change of the password."""
    now = clock.now()
    begun = UserSession(user_id=user_id, key_hash=key_hash, browser=browser, began_at=now, seen_at=now)
    current_session().add(begun)
    current_session().flush()
    return begun


def find_session(key_hash: bytes) -> tuple[UserSession, User] | None:
    """The session a browser's key opens, with its user; None once it ended or ran out, or the account is disabled."""
    now = clock.now()
    found = current_session().execute(
        select(UserSession, User)
        .join(User, UserSession.user_id == User.id)
        .where(
            UserSession.key_hash == key_hash,
            UserSession.ended_at.is_(None),
            UserSession.seen_at > now - IDLE_LIMIT,
            UserSession.began_at > now - LENGTH_LIMIT,
            User.active,
        )
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row else None


def note_seen(session_id: UUID) -> None:
    """Write down that a session is in use."""
    current_session().execute(update(UserSession).where(UserSession.id == session_id).values(seen_at=clock.now()))


def ends_at(session: UserSession, seen_at: datetime) -> datetime:
    """When a session ends if it is not used any more after the given moment."""
    return min(seen_at + IDLE_LIMIT, session.began_at + LENGTH_LIMIT)


def can_be_extended(session: UserSession, seen_at: datetime) -> bool:
    """Whether using a session makes it last longer; near its greatest length it does not."""
    return seen_at + IDLE_LIMIT < session.began_at + LENGTH_LIMIT


def open_sessions(user_id: int) -> Sequence[UserSession]:
    """The sessions that are open, the one used last first."""
    now = clock.now()
    return (
        current_session()
        .scalars(
            select(UserSession)
            .where(
                UserSession.user_id == user_id,
                UserSession.ended_at.is_(None),
                UserSession.seen_at > now - IDLE_LIMIT,
                UserSession.began_at > now - LENGTH_LIMIT,
            )
            .order_by(UserSession.seen_at.desc(), UserSession.id.desc())
        )
        .all()
    )


def sign_out(user_id: int, session_id: UUID) -> None:
    """End the session at hand."""
    _end(user_id, UserSession.id == session_id)
    record(Actor(user_id), "accounts.sign_out", "user", user_id)


def end_session(user_id: int, session_id: UUID) -> None:
    """End one of one's own sessions; raises NotFound for an ended, a foreign and an unknown one alike."""
    if not _end(user_id, UserSession.id == session_id):
        raise NotFound("session")
    record(Actor(user_id), "accounts.end_sessions", "user", user_id, count=1)


def end_other_sessions(user_id: int, kept: UUID | None = None) -> int:
    """End every session of somebody but the one at hand; how many there were."""
    count = _end(user_id, UserSession.id != kept if kept else UserSession.id.is_not(None))
    if count:
        record(Actor(user_id), "accounts.end_sessions", "user", user_id, count=count)
    return count


def tell(user_id: int, what: str, **details: str) -> None:
    """Put a mail about somebody's own account into the outbox."""
    payload = {"user_id": user_id, "what": what, "at": clock.now().isoformat(), **details}
    post("account_notice", f"account_notice:{uuid7()}", payload)


def forget_old_sign_ins() -> int:
    """Delete attempts that are forgotten and sessions that ended long ago; how many."""
    session, now = current_session(), clock.now()
    attempts = session.execute(delete(Attempts).where(Attempts.last_at < now - FORGOTTEN_AFTER))
    sessions = session.execute(delete(UserSession).where(UserSession.seen_at < now - SESSIONS_KEPT_FOR))
    return _count(attempts) + _count(sessions)


def _end(user_id: int, which: ColumnElement[bool]) -> int:
    ended = current_session().execute(
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.ended_at.is_(None), which)
        .values(ended_at=clock.now())
    )
    return _count(ended)


def _count(result: object) -> int:
    assert isinstance(result, CursorResult)
    return int(result.rowcount)
