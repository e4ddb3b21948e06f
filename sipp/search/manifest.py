"""Files of an index folder: the manifest of their hashes, the pointer to the current state, the writer's lease."""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from sipp.durable import hash_file, sync
from sipp.search.contract import IndexUnavailable, WriterLeaseTaken
from sipp.search.documents import rules_digest

# The number rises when files change their meaning; other rules for words count as another format too, so that an
# upgrade rebuilds the index instead of asking old terms with new words.
FORMAT = f"2-{rules_digest()}"
POINTER = "CURRENT"
LEASE = "writer.lock"
BUILD_FOLDER = re.compile(r"build-([0-9]{1,9})")
_MANIFEST_FILE = re.compile(r"manifest-[0-9]{1,9}\.json")
_MOST_POINTER_BYTES = 300
_MOST_MANIFEST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """One committed state: its folder, its files with their SHA-256, and the last change it contains.

    ``mark`` tells that change from another of the same number, as a database restored from a backup counts them again.
    """

    folder: str
    number: int
    sequence: int
    mark: str
    files: Mapping[str, str]
    catalogue: Sequence[str]
    format: str = FORMAT

    @property
    def name(self) -> str:
        """The file name of this manifest inside its folder."""
        return f"manifest-{self.number}.json"

    @property
    def generation(self) -> str:
        """What the pointer says when this state is the current one, its own hash left out."""
        return f"{self.folder}/{self.name}"


def read_pointer(directory: Path) -> str:
    """Give the generation the pointer names; raises IndexUnavailable when there is none."""
    try:
        return _read_at_most(directory / POINTER, _MOST_POINTER_BYTES).decode("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnavailable("no readable pointer") from error


def read_manifest(directory: Path, pointer: str) -> Manifest:
    """Read the manifest a pointer names and check it against the pointer's hash; raises IndexUnavailable."""
    generation, _, expected = pointer.partition(" ")
    folder, _, name = generation.partition("/")
    if not BUILD_FOLDER.fullmatch(folder) or not _MANIFEST_FILE.fullmatch(name):
        raise IndexUnavailable("the pointer is damaged")
    try:
        raw = _read_at_most(directory / folder / name, _MOST_MANIFEST_BYTES)
        if hashlib.sha256(raw).hexdigest() != expected:
            raise IndexUnavailable("the manifest differs from what the pointer says")
        values = json.loads(raw)
        if values["format"] != FORMAT:
            raise IndexUnavailable("the index was written by another version")
        return Manifest(**values)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexUnavailable("the manifest cannot be read") from error


def write_manifest(directory: Path, manifest: Manifest) -> str:
    """Write a manifest durably and give the pointer text for it; the pointer itself does not move yet."""
    raw = json.dumps({field.name: getattr(manifest, field.name) for field in fields(manifest)}, sort_keys=True).encode()
    _write_durably(directory / manifest.folder / manifest.name, raw)
    return f"{manifest.generation} {hashlib.sha256(raw).hexdigest()}"


def move_pointer(directory: Path, pointer: str) -> None:
    """Make a state the current one, in one atomic step that survives power loss."""
    temporary = directory / f"{POINTER}.new"
    for path in (temporary, directory / POINTER):
        _remove_folder_in_place_of(path)
    _write_durably(temporary, pointer.encode("ascii"))
    temporary.replace(directory / POINTER)
    sync(directory)


def read_files(folder: Path, files: Mapping[str, str]) -> dict[str, bytes]:
    """Read files into memory and compare the very bytes with their hashes; raises IndexUnavailable."""
    contents = {}
    for name, expected in files.items():
        try:
            contents[name] = (folder / name).read_bytes()
        except OSError as error:
            raise IndexUnavailable(f"{name} cannot be read") from error
        if hashlib.sha256(contents[name]).hexdigest() != expected:
            raise IndexUnavailable(f"{name} is damaged")
    return contents


def check_files(folder: Path, files: Mapping[str, str]) -> None:
    """Compare files with their hashes; raises IndexUnavailable on the first that differs or is gone."""
    for name, expected in files.items():
        try:
            actual = hash_file(folder / name)
        except OSError as error:
            raise IndexUnavailable(f"{name} cannot be read") from error
        if actual != expected:
            raise IndexUnavailable(f"{name} is damaged")


def _read_at_most(path: Path, most_bytes: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most_bytes)


def _remove_folder_in_place_of(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def writer_lease(directory: Path) -> Iterator[None]:
    """Hold the right to write this index; the kernel gives it back when the process ends, however it ends.

    Raises WriterLeaseTaken when another process or another writer of this one holds it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    _remove_folder_in_place_of(directory / LEASE)
    with (directory / LEASE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WriterLeaseTaken(str(directory)) from error
        yield
