"""The states of an index on disk: folders of immutable files, each state sealed by its manifest."""

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sipp.durable import hash_file, sync
from sipp.search import manifest as manifests
from sipp.search.contract import IndexUnavailable
from sipp.search.manifest import Manifest


class Snapshots:
    """The folders below an index directory, as its one writer sees them."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def current(self) -> Manifest:
        """Give the manifest of the current state; raises IndexUnavailable when it is missing or damaged."""
        return manifests.read_manifest(self._directory, manifests.read_pointer(self._directory))

    def new_folder(self) -> Path:
        """Make an empty folder for a full build, beside the one in use; what killed builds left makes room first."""
        try:
            in_use = self.current().folder
        except IndexUnavailable:
            in_use = ""
        self._remove_builds_but(in_use)
        numbers = [
            int(match[1])
            for path in self._directory.iterdir()
            if (match := manifests.BUILD_FOLDER.fullmatch(path.name))
        ]
        folder = self._directory / f"build-{max(numbers, default=0) + 1}"
        folder.mkdir()
        return folder

    def sealed(self, state: Manifest, index_files: frozenset[str]) -> Manifest:
        """Force new files to the disk and note their hashes; files never change, so old hashes stay."""
        folder = self._directory / state.folder
        hashes: dict[str, str] = {}
        for name in sorted((*index_files, *state.catalogue)):
            if name in state.files:
                hashes[name] = state.files[name]
                continue
            sync(folder / name)
            hashes[name] = hash_file(folder / name)
        return replace(state, files=hashes)

    def tidy(self, state: Manifest, before: Manifest | None) -> None:
        """Delete what neither the current nor the previous state names, leftovers of killed writers included.

        What cannot be deleted stays: no reader and no writer looks at it.
        """
        self._remove_builds_but(state.folder)
        kept = {state.name, *state.files}
        if before is not None and before.folder == state.folder:
            kept |= {before.name, *before.files}
        for path in (self._directory / state.folder).iterdir():
            if path.name not in kept:
                _remove(path)

    def remove(self, folder: Path) -> None:
        """Delete a folder whose build failed, so that a full disk does not fill further."""
        _remove(folder)

    def _remove_builds_but(self, folder: str) -> None:
        for path in self._directory.glob("build-*"):
            if path.name != folder:
                _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink(missing_ok=True)
