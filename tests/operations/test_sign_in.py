"""Attempts that are counted however many come at once, and what is forgotten after a while."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sipp.db import unit_of_work
from sipp.jobs.schedule import run_due
from sipp.models.accounts import Attempts, Invitation, User, UserSession
from sipp.operations.people import invite
from sipp.operations.sign_in import begin_attempt, begin_session, end_other_sessions, find_session, forgive
from sipp.rules.errors import TooManyRequests
from sipp.rules.permissions import SYSTEM
from tests import factories
from tests.operations.workers import at_once

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def attempt(key: str = "password:x") -> bool:
    """Whether an attempt was let through."""
    try:
        with unit_of_work():
            begin_attempt(key)
    except TooManyRequests:
        return False
    return True


@pytest.mark.any_database
def test_of_attempts_at_one_moment_only_the_free_ones_are_let_through(session: Session) -> None:
    let_through = at_once([attempt for _ in range(8)])
    assert let_through.count(True) == 5


@pytest.mark.any_database
def test_attempts_at_different_secrets_do_not_wait_for_each_other(session: Session) -> None:
    assert [attempt("password:x") for _ in range(6)] == [True] * 5 + [False]
    assert attempt("password:y") and attempt("code:x")


@pytest.mark.any_database
def test_a_success_and_a_day_without_tries_forget_the_failures(session: Session) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        assert [attempt() for _ in range(6)][-1] is False
        with unit_of_work():
            forgive("password:x")
        assert [attempt() for _ in range(6)] == [True] * 5 + [False]
        time.shift(timedelta(hours=24, seconds=1))
        assert [attempt() for _ in range(6)] == [True] * 5 + [False]


@pytest.mark.any_database
def test_what_signing_in_left_behind_is_deleted_in_time_and_not_before(session: Session) -> None:
    def left() -> list[int]:
        session.rollback()
        return [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Attempts, UserSession, Invitation)
        ]

    with time_machine.travel(NOW, tick=False) as time:
        with unit_of_work():
            begin_session(factories.a_user().id, b"k" * 32, "/")
            invite(SYSTEM, "siti@contoh.id", "Siti", ["auditor"])
        attempt()
        expected = {1: [1, 1, 1], 2: [0, 1, 1], 36: [0, 1, 1], 38: [0, 1, 0], 89: [0, 1, 0], 91: [0, 0, 0]}
        for day, counts in expected.items():
            time.move_to(NOW + timedelta(days=day, seconds=-1))
            run_due()
            assert left() == counts, day


@pytest.mark.any_database
def test_ending_sessions_leaves_those_of_others_alone(session: Session) -> None:
    with unit_of_work():
        mine, other = factories.a_user(), factories.a_user()
        kept = begin_session(mine.id, b"a" * 32, "/")
        begin_session(mine.id, b"b" * 32, "/")
        begin_session(other.id, b"c" * 32, "/")
    with unit_of_work():
        assert end_other_sessions(mine.id, kept.id) == 1
    assert [find_session(key * 32) is not None for key in (b"a", b"b", b"c", b"d")] == [True, False, True, False]
    with unit_of_work():
        session.get_one(User, other.id).active = False
    assert find_session(b"c" * 32) is None
