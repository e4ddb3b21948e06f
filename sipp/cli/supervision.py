"""A web server and its worker as children of one command: both end with it, and a worker that dies is started again."""

import ctypes
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from typing import Any

from sipp.jobs.backoff import BackOff

LOOK_EVERY_SECONDS = 0.2
END_SECONDS = 25
#: A worker that lived so long begins again with the shortest pause.
STEADY_AFTER_SECONDS = 60.0

_PR_SET_PDEATHSIG = 1


class Supervisor:
    """Starts the children, looks after them until a signal comes, and ends them."""

    def __init__(self, server: Sequence[str], worker: Sequence[str] | None) -> None:
        self._server_command, self._worker_command = server, worker
        self._stop = threading.Event()
        self._worker: subprocess.Popen[bytes] | None = None
        self._worker_began = 0.0
        self._back_off = BackOff()
        self._restart_at = 0.0

    def run(self, url: str, say_it_answers: Callable[[], None]) -> bool:
        """Serve until SIGINT or SIGTERM; False when the web server ended by itself."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        server = _start(self._server_command)
        has_answered = False
        try:
            while not self._stop.wait(LOOK_EVERY_SECONDS):
                if server.poll() is not None:
                    return False
                self._look_after_worker()
                if not has_answered and answers(url):
                    has_answered = True
                    say_it_answers()
            return True
        finally:
            _end([child for child in (server, self._worker) if child is not None])

    def _on_signal(self, *_signal: Any) -> None:
        self._stop.set()

    def _look_after_worker(self) -> None:
        if self._worker_command is None or time.monotonic() < self._restart_at:
            return
        if self._worker is None:
            self._worker, self._worker_began = _start(self._worker_command), time.monotonic()
        elif self._worker.poll() is not None:
            if time.monotonic() - self._worker_began > STEADY_AFTER_SECONDS:
                self._back_off.reset()
            self._worker = None
            self._restart_at = time.monotonic() + self._back_off.next_pause()


def answers(url: str) -> bool:
    """Whether anything answers there, whatever it says."""
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """In a session of its own: Ctrl-C on the terminal reaches us alone, and we end the children in order."""
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent)


def _end(children: "Sequence[subprocess.Popen[bytes]]") -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + END_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    """Where the kernel can: be told to end when the parent was killed and could not say so."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
