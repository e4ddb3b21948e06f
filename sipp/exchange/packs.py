"""Packs: many files in one ZIP archive, always the same bytes for the same content and day."""

import hashlib
import zipfile
from collections.abc import Iterable
from datetime import date
from typing import IO

#: Where the hash of every other file stands, as `sha256sum -c` reads it.
CHECKSUMS = "SHA256SUMS.txt"


def write_pack(target: IO[bytes], files: Iterable[tuple[str, bytes]], day: date) -> None:
    """Write files by name into an archive, one after the other, and a list of their hashes last."""
    sums: list[str] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            _add(archive, name, content, day)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        _add(archive, CHECKSUMS, "".join(sums).encode(), day)


def _add(archive: zipfile.ZipFile, name: str, content: bytes, day: date) -> None:
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    archive.writestr(entry, content)
