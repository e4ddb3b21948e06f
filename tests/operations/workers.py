"""Several threads at the same database, each with a session of its own, let go at one moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask, current_app

Result = TypeVar("Result")


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
