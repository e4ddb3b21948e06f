"""An installation of its own, looked after with the commands an administrator has."""

import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from sipp.app import create_app
from sipp.cli.group import command_line
from sipp.db import db
from tests.live_server import SIPP, environment

PATIENCE_SECONDS = 240
STARTS_PROCESSES = ("serve", "worker")


@dataclass
class Installation:
    """A data folder, and the commands run on it."""

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        """One command to its end, whatever its exit status: here, as a process takes a second to start.

        Commands that start processes are a process themselves.
        """
        env = environment(self.data_dir, **{**self.settings, **settings})
        if arguments[0] in STARTS_PROCESSES:
            return subprocess.run(
                [SIPP, *arguments], env=env, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
            )
        with pytest.MonkeyPatch.context() as patch:
            for name in set(os.environ) - set(env):
                patch.delenv(name)
            done = CliRunner().invoke(command_line(self._application), arguments, env=env)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

    def _application(self) -> Flask:
        """As the script makes it, with connections that end with the command."""
        app = create_app()

        @app.teardown_appcontext
        def close_connections(_error: BaseException | None) -> None:
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()

        return app

    @contextmanager
    def running(self, *arguments: str, **settings: str) -> "Iterator[subprocess.Popen[str]]":
        """A command that runs until it is told to end; killed when a test forgets."""
        env = environment(self.data_dir, **{**self.settings, **settings})
        process = subprocess.Popen(
            [SIPP, *arguments], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(PATIENCE_SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()
            process.communicate()

    def faults(self) -> set[str]:
        """The areas in which `sipp verify` finds faults."""
        done = self.run("verify", "--json")
        answer: dict[str, Any] = json.loads(done.stdout)
        assert (done.returncode == 0) == answer["ok"] == (not answer["faults"])
        return {fault["area"] for fault in answer["faults"]}

    @contextmanager
    def database(self, *tables: str) -> Iterator[sqlite3.Connection]:
        """The database in the hands of somebody who first takes the triggers of some tables away."""
        connection = sqlite3.connect(self.data_dir / "sipp.sqlite3", timeout=PATIENCE_SECONDS)
        for table in tables:
            names = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]
            )
            for (name,) in names.fetchall():
                connection.execute(f"DROP TRIGGER {name}")
        try:
            yield connection
            connection.commit()
        finally:
            connection.close()


def wait_until(holds: Callable[[], bool], what: str, every_seconds: float = 0.1) -> None:
    """Wait until something holds; fail with its name when it never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(every_seconds)


def children_of(pid: int) -> list[tuple[int, str]]:
    """The processes that a process started, with their command lines."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            command = path.with_name("cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, IndexError):
            continue
        if parent == pid:
            found.append((int(path.parent.name), command))
    return found
