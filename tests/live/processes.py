"""The web server and the worker of an installation as processes, and how they die: SIGKILL, then somebody starts them.

The worker runs below a process that has everything loaded and lets another one begin where one died, as systemd does.
Started as a module with the settings of the installation in its environment, this file is that process.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sipp.app import create_app
from sipp.cli.serving import server_command
from sipp.cli.supervision import _die_with_parent
from sipp.config import Config
from sipp.jobs.worker import Worker
from sipp.logs import init_logs
from tests.cli.installation import children_of
from tests.live.browsers import Browser

ROOT = Path(__file__).parents[2]


@dataclass
class Processes:
    """A web server and a worker; ``application`` names what the web server loads, ``options`` are further ones."""

    environment: Mapping[str, str]
    log: Path
    application: str
    options: Sequence[str] = ()
    web: "subprocess.Popen[bytes] | None" = None
    worker: "subprocess.Popen[bytes] | None" = None

    @property
    def config(self) -> Config:
        """The settings as the processes read them."""
        return Config.from_environment(self.environment)

    def start_web(self) -> None:
        """Start the web server and wait until it answers."""
        command = server_command(self.config)
        self.web = self._start([*command[:-1], *self.options, self.application])
        try:
            assert Browser(self.config.port).get("/healthz").status == 200
        except OSError as error:
            raise RuntimeError(f"the web server does not answer:\n{self.log.read_text()[-4000:]}") from error

    def start_worker(self) -> None:
        """Start the worker, and another one whenever it dies."""
        self.worker = self._start([sys.executable, "-m", "tests.live.processes"])

    def kill_child_of(self, parent: str, draw: random.Random) -> bool:
        """Kill a "web process", whose master starts another, or the "worker"; False: there was none just now."""
        process = self.worker if parent == "worker" else self.web
        children = sorted(child for child, _ in children_of(process.pid)) if process else []
        if children:
            os.kill(draw.choice(children), signal.SIGKILL)
        return bool(children)

    def kill_web_server(self) -> None:
        """Kill the master with all its processes, as a machine that goes down does, and start it again."""
        _kill_group(self.web)
        self.start_web()

    def stop(self) -> None:
        """End everything."""
        for process in (self.web, self.worker):
            _kill_group(process)

    def _start(self, command: list[str]) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )


@contextmanager
def running(processes: Processes) -> Iterator[Processes]:
    """Web server and worker, as long as the block lasts."""
    try:
        processes.start_worker()
        processes.start_web()
        yield processes
    finally:
        processes.stop()


def _kill_group(process: "subprocess.Popen[bytes] | None") -> None:
    if process is not None and process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _work_for_ever() -> None:
    config = Config.from_environment()
    init_logs(config)
    app = create_app(config)
    while True:
        child = os.fork()
        if child == 0:
            _die_with_parent()
            Worker(app).run()
            os._exit(0)
        os.waitpid(child, 0)
        time.sleep(0.05)


if __name__ == "__main__":
    _work_for_ever()
