"""A message to a phone, whatever carries it; and the two ways to try it out without a gateway."""

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TextIO
from urllib.parse import SplitResult, unquote

from sipp.messaging.delivery import NotSent, write_whole


@dataclass(frozen=True, kw_only=True)
class PhoneMessage:
    """One message to one phone. ``id`` stays the same on every retry; ``to`` is +62...

    ``kind`` and ``facts`` say what ``text`` says, for a gateway that fills a template of its own.
    """

    id: str
    to: str = field(repr=False)
    text: str
    language: str
    kind: str
    facts: Mapping[str, str]


class PhoneTransport(Protocol):
    """A way to send messages to phones."""

    def send(self, message: PhoneMessage) -> None:
        """Hand the message over, or raise NotSent."""


def trial_transport(parts: SplitResult) -> PhoneTransport | None:
    """``file:DIRECTORY`` (one .json a message) and ``console:``; None for anything else."""
    if parts.scheme == "file" and parts.path:
        return FileTransport(Path(unquote(parts.path)))
    return ConsoleTransport() if parts.scheme == "console" else None


@dataclass(frozen=True)
class FileTransport:
    """One file a message in a folder; a repeated message replaces its file."""

    directory: Path

    def send(self, message: PhoneMessage) -> None:
        """Write the message whole or not at all."""
        content = {"id": message.id, "to": message.to, "language": message.language, "text": message.text}
        name = hashlib.sha256(message.id.encode()).hexdigest()[:32]
        try:
            write_whole(self.directory / f"{name}.json", json.dumps(content, ensure_ascii=False, indent=1).encode())
        except OSError as failure:
            raise NotSent(f"file not written ({type(failure).__name__})", is_permanent=False) from None


class ConsoleTransport:
    """Messages on the terminal, for trying things out."""

    def __init__(self, output: TextIO | None = None) -> None:
        self._output = output

    def send(self, message: PhoneMessage) -> None:
        """Print what a person would read."""
        output = self._output or sys.stderr
        output.write(f"--- {message.to}\n{message.text}\n---\n")
        output.flush()
