"""What one test run shares between its worker processes: a folder, servers started once, an orderly end."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.guardian import User, is_alive

GUARDIAN = Path(__file__).with_name("guardian.py")
END_SECONDS = 60
PREFIX = "sipp-tests-"


class SharedRun:
    """The folder of one test run. The controller makes and removes it, the workers are told its path."""

    def __init__(self, folder: Path, run_pid: int) -> None:
        self.folder = folder
        self.run_pid = run_pid

    @classmethod
    def begin(cls) -> "SharedRun":
        """A new folder, passable for the unprivileged user that PostgreSQL runs as when we are root.

        Those of runs that were killed are removed: they may lie in memory.
        """
        for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
            if not is_alive(int(left.name.removeprefix(PREFIX).partition("-")[0])):
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        folder.chmod(0o711)
        return cls(folder, os.getpid())

    def once(self, name: str, make: Callable[[], str]) -> str:
        """What ``make`` gave the first worker that asked; the others wait for it. A failure is remembered too."""
        state = self.folder / f"{name}.json"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not state.exists():
                state.write_text(json.dumps(_outcome(make)))
        outcome: dict[str, str] = json.loads(state.read_text())
        if "error" in outcome:
            raise RuntimeError(f"{name} could not be made: {outcome['error']}")
        return outcome["value"]

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        user: User | None = None,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Path:
        """Start a server that lives until the run ends; give its log file."""
        log = self.folder / f"{name}.log"
        guarded: list[str | Path] = [sys.executable, GUARDIAN, str(self.run_pid), self.folder, name]
        guarded.append("-" if user is None else f"{user.uid}:{user.gid}")
        with log.open("wb") as output:
            subprocess.run(
                [*guarded, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=env,
                cwd=cwd or self.folder,
                check=True,
            )
        return log

    def finish(self) -> None:
        """End every server of the run, wait for it, remove the folder; again does nothing."""
        if not self.folder.exists():
            return
        (self.folder / "stop").touch()
        deadline = time.monotonic() + END_SECONDS
        for path in self.folder.glob("*.pid"):
            while is_alive(int(path.read_text())) and time.monotonic() < deadline:
                time.sleep(0.05)
        shutil.rmtree(self.folder, ignore_errors=True)


def _outcome(make: Callable[[], str]) -> dict[str, str]:
    try:
        return {"value": make()}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
