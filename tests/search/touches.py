"""Counting what a writer does to the disk, and striking at the n-th time: with a full disk, or with SIGKILL.

Opening for writing, renaming, deleting, making folders and forcing to the disk are touches; so the moments between any
two of them can be tried one after the other.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

EVENTS = {"open": 0, "os.rename": 1, "os.remove": 0, "os.mkdir": 0, "os.rmdir": 0}
_WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Strike:
    """What happens from the ``at``-th touch of a folder on; ``count`` tells how many there were."""

    def __init__(self, folder: Path, at: int, act: Callable[[str], None]) -> None:
        self._folder = str(folder)
        self._at = at
        self._act = act
        self.count = 0

    def touch(self, path: str) -> None:
        """Count a touch and strike when it is time."""
        if path.startswith(self._folder):
            self.count += 1
            if self.count >= self._at:
                self._act(path)


_active: list[Strike] = []
_fsync = os.fsync


def _notice(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook; it cannot be taken out again, so it looks first whether anybody asked."""
    if not _active or event not in EVENTS:
        return
    if event == "open":
        _path, mode, flags = arguments
        writes = set(mode or "") & set("wax+") if isinstance(mode, str) else (flags or 0) & _WRITING_FLAGS
        if not writes:
            return
    path = arguments[EVENTS[event]]
    if isinstance(path, str | bytes | os.PathLike):
        _active[0].touch(os.fsdecode(path))


def _noticed_fsync(descriptor: int) -> None:
    if _active:
        _active[0].touch(os.readlink(f"/proc/self/fd/{descriptor}"))
    _fsync(descriptor)


@contextmanager
def striking(strike: Strike) -> Iterator[Strike]:
    """Let a strike wait for its touch."""
    if not _notice_is_on:
        sys.addaudithook(_notice)
        _notice_is_on.append(True)
    os.fsync = _noticed_fsync
    _active.append(strike)
    try:
        yield strike
    finally:
        _active.clear()
        os.fsync = _fsync


_notice_is_on: list[bool] = []


def full_disk(folder: Path, at: int, error: int) -> Strike:
    """From the ``at``-th touch on nothing can be written in a folder."""

    def refuse(path: str) -> None:
        raise OSError(error, os.strerror(error), path)

    return Strike(folder, at, refuse)


def death(folder: Path, at: int) -> Strike:
    """At the ``at``-th touch of a folder this process is killed as by kill -9."""
    return Strike(folder, at, lambda _path: os.kill(os.getpid(), signal.SIGKILL))


def no_strike(folder: Path) -> Strike:
    """Only count."""
    return Strike(folder, sys.maxsize, lambda _path: None)
