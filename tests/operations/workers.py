"""Several threads at the same database, each with a session of its own, let go at one moment or one into the other."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any, TypeVar

from flask import Flask, current_app
from sqlalchemy import text

from sipp.db import current_session, unit_of_work
from sipp.rules.errors import SippError

Result = TypeVar("Result")
Act = Callable[[], Any]
_WAITS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def at_once(jobs: Sequence[Callable[[], Result]]) -> list[Result]:
    """What the jobs gave, in their order, when all began together; the first error of any is raised."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    start = Barrier(len(jobs))

    def run(job: Callable[[], Result]) -> Result:
        with app.app_context():
            start.wait(30)
            return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def told(act: Act) -> str:
    """What an act came to in a transaction of its own: "done", or the code of its refusal."""
    try:
        with unit_of_work():
            act()
    except SippError as refused:
        return refused.code
    return "done"


def overlapping(first: Act, second: Act, then: Act = lambda: None) -> tuple[str, str]:
    """What two acts came to on PostgreSQL, the second begun in the midst of the first.

    The first goes on, with ``then`` and its commit, once the second is through or waits for a lock.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    is_midway, may_go_on = Event(), Event()

    def begin() -> None:
        try:
            first()
            current_session().flush()
        finally:
            is_midway.set()
        may_go_on.wait(30)
        then()

    def run(act: Act) -> str:
        with app.app_context():
            return told(act)

    with ThreadPoolExecutor(2) as pool:
        began = pool.submit(run, begin)
        is_midway.wait(30)
        entered = pool.submit(run, second)
        while not entered.done() and not _somebody_waits():
            time.sleep(0.005)
        may_go_on.set()
        return began.result(), entered.result()


def _somebody_waits() -> bool:
    session = current_session()
    session.rollback()
    return bool(session.scalar(_WAITS))
