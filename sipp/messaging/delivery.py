"""What every way to send something shares: how it fails, and how it is written to a file instead."""

import os
from pathlib import Path


class NotSent(Exception):
    """It was not sent. ``is_permanent``: this message will never be taken, trying again is useless.

    The reason holds no address and no number: it lands in the outbox and in logs.
    """

    def __init__(self, reason: str, *, is_permanent: bool) -> None:
        super().__init__(reason)
        self.is_permanent = is_permanent


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, for this user alone; raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.stem}.unfinished")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
