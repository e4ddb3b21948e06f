"""Evidence on disk: checked by content, cleaned of metadata, written durably under a generated name.

The file is fsynced and renamed before the caller stores its row: a row never names a file that power loss can take.
The sender's file name is used for nothing.
"""

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, Literal

from sipp.durable import sync
from sipp.rules.errors import DiskFull, NotFound, TooLarge, UnsupportedFile
from sipp.storage.images import clean_image
from sipp.storage.pdf_files import clean_pdf

MediaType = Literal["image/jpeg", "image/png", "image/webp", "application/pdf"]

MAX_BYTES = 5 * 1024 * 1024

_EXTENSIONS: dict[MediaType, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
}
_STORED_NAME = re.compile(r"[0-9a-f]{32}\.(jpg|png|webp|pdf)")
_UNFINISHED = ".unfinished-"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file as it lies in the folder, after cleaning: its size and hash are not those of what was sent."""

    name: str
    media_type: MediaType
    size_bytes: int
    sha256: str


def receive(stream: IO[bytes], directory: Path, *, max_bytes: int = MAX_BYTES) -> StoredFile:
    """Check, clean and store one file; once this returns it survives power loss.

    Raises TooLarge (bytes or pixels), UnsupportedFile (``code`` tells why), Unavailable (too many images at once),
    DiskFull. Nothing stays behind when it raises.
    """
    content = _read(stream, max_bytes)
    media_type, cleaned = _cleaned(content, max_bytes)
    name = f"{secrets.token_hex(16)}.{_EXTENSIONS[media_type]}"
    _write_durably(directory, name, cleaned)
    return StoredFile(
        name=name, media_type=media_type, size_bytes=len(cleaned), sha256=hashlib.sha256(cleaned).hexdigest()
    )


def open_stored(directory: Path, name: str) -> BinaryIO:
    """A stored file for reading; NotFound for a missing one and for a name that was never generated here."""
    try:
        return _path(directory, name).open("rb")
    except FileNotFoundError:
        raise NotFound from None


def delete(directory: Path, name: str) -> None:
    """Remove a stored file for good; a file that is already gone is no error."""
    _path(directory, name).unlink(missing_ok=True)
    sync(directory)


def stored_names(directory: Path) -> Iterator[str]:
    """The names of all stored files, for comparing them with the rows."""
    return (entry.name for entry in os.scandir(directory) if _STORED_NAME.fullmatch(entry.name))


def undecided_names(directory: Path, older_than: datetime) -> list[str]:
    """The names of files received before a moment of which nobody said yet that they are to stay."""
    return [
        entry.name
        for entry in os.scandir(directory)
        if _STORED_NAME.fullmatch(entry.name)
        and entry.stat().st_mode & 0o200
        and entry.stat().st_mtime < older_than.timestamp()
    ]


def keep(directory: Path, name: str) -> None:
    """Say that a file is to stay: its mode remembers it."""
    _path(directory, name).chmod(0o400)


def remove_unfinished(directory: Path, older_than: datetime) -> int:
    """Remove what a crash left half written before a moment; how many there were."""
    abandoned = [
        entry.path
        for entry in os.scandir(directory)
        if entry.name.startswith(_UNFINISHED) and entry.stat().st_mtime < older_than.timestamp()
    ]
    for path in abandoned:
        Path(path).unlink(missing_ok=True)
    return len(abandoned)


def media_type_of(content: bytes) -> MediaType:
    """The accepted type a content begins like; raises UnsupportedFile for every other."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    raise UnsupportedFile


def _cleaned(content: bytes, max_bytes: int) -> tuple[MediaType, bytes]:
    media_type = media_type_of(content)
    if media_type == "application/pdf":
        return media_type, clean_pdf(content)
    return clean_image(content, media_type, max_bytes)


def _read(stream: IO[bytes], max_bytes: int) -> bytes:
    content = bytearray()
    while chunk := stream.read(min(_CHUNK_BYTES, max_bytes + 1 - len(content))):
        content += chunk
        if len(content) > max_bytes:
            raise TooLarge("file_too_large", max_bytes=max_bytes)
    if not content:
        raise UnsupportedFile("file_empty")
    return bytes(content)


def _write_durably(directory: Path, name: str, content: bytes) -> None:
    unfinished = directory / f"{_UNFINISHED}{name}"
    with _full_disk_told():
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(directory / name)
            sync(directory)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            (directory / name).unlink(missing_ok=True)
            raise


@contextmanager
def _full_disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFull from error
        raise


def _path(directory: Path, name: str) -> Path:
    if _STORED_NAME.fullmatch(name) is None:
        raise NotFound
    return directory / name
