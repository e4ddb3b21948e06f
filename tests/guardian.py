"""Runs one command for as long as a test run lives: ``guardian.py RUN_PID FOLDER NAME USER COMMAND...``.

The servers of a run are shared by its worker processes, so none of these can be their parent; and a run that is killed
cannot clean up. The guardian goes to the background, starts the command as USER (``uid:gid``; ``-``: its own) and
ends it when the run's process is gone or FOLDER/stop appears. FOLDER/NAME.pid holds its own process id.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

PATIENCE_SECONDS = 15


class User(NamedTuple):
    """Whom a process runs as."""

    uid: int
    gid: int

    @classmethod
    def parse(cls, text: str) -> "User | None":
        """Read ``uid:gid``; ``-`` means ourselves."""
        return None if text == "-" else cls(*map(int, text.split(":")))


def run_as(user: User | None) -> dict[str, Any]:
    """The arguments of subprocess for a process of this user (None: ourselves)."""
    return {} if user is None else {"user": user.uid, "group": user.gid, "extra_groups": []}


def main(run_pid: int, folder: Path, name: str, user: str, command: list[str]) -> None:
    """Start the command and end it with the run."""
    (folder / f"{name}.pid").write_text(str(os.getpid()))
    child = subprocess.Popen(command, **run_as(User.parse(user)))
    while child.poll() is None and is_alive(run_pid) and not (folder / "stop").exists():
        time.sleep(0.1)
    if child.poll() is None:
        end(child)


def is_alive(pid: int) -> bool:
    """Whether a process with this id exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def end(child: "subprocess.Popen[bytes]") -> None:
    """SIGINT first (a fast shutdown for PostgreSQL, Ctrl-C for ``sipp serve``), SIGKILL when that is not heard."""
    child.send_signal(signal.SIGINT)
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


if __name__ == "__main__":
    if os.fork():
        os._exit(0)
    os.setsid()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a run in the background ignores it, and so would its servers
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:])
