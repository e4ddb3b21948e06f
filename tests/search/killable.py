"""Workers that are killed: a process that starts the worker of an installation again and again and ends it by kill -9.

Started as a module with the data folder and the address of the database; each line on stdin is a job in JSON, each
line on stdout says how it ended. Forking from a process that has everything loaded makes a trial cheap.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from sipp.app import create_app
from sipp.config import Config
from sipp.jobs.indexing import rebuild_index
from sipp.jobs.worker import Worker
from sipp.search.manifest import writer_lease
from tests.search.touches import death, striking

ROOT = Path(__file__).parents[2]


@dataclass
class Workers:
    """The test's side: what can be ordered."""

    process: "subprocess.Popen[str]"

    def killed_at_touch(self, act: str, at: int) -> bool:
        """Let a worker act and kill it when it touches the index the ``at``-th time; whether it came so far."""
        return self._order(act=act, at=at)

    def killed_after(self, act: str, seconds: float) -> bool:
        """Let a worker act and kill it after a while; whether it was still at it."""
        return self._order(act=act, after=seconds)

    def _order(self, **job: Any) -> bool:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        answer: bool = json.loads(self.process.stdout.readline())["killed"]
        return answer


@contextmanager
def workers(config: Config) -> Iterator[Workers]:
    """Workers of an installation, as long as the block lasts."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.search.killable", str(config.data_dir), config.database_url]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Workers(process)
    finally:
        process.communicate()


def _turn(app: Flask, _index: Path) -> None:
    Worker(app, index_only=True).turn()


def _rebuild(app: Flask, index: Path) -> None:
    with app.app_context():
        rebuild_index(index)


def _hold_the_lease(_app: Flask, index: Path) -> None:
    with writer_lease(index):
        time.sleep(60)


ACTS: dict[str, Callable[[Flask, Path], None]] = {"turn": _turn, "rebuild": _rebuild, "hold": _hold_the_lease}


def _serve(data_dir: Path, database_url: str) -> None:
    config = Config.for_tests(data_dir, database_url)
    app = create_app(config)
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            with striking(death(config.index_dir, job["at"])) if "at" in job else nullcontext():
                ACTS[job["act"]](app, config.index_dir)
            os._exit(0)
        if "after" in job:
            time.sleep(job["after"])
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(json.dumps({"killed": os.WIFSIGNALED(status)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), sys.argv[2])
