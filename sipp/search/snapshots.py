"""The states of an index on disk: folders of immutable files, each state sealed by its manifest."""

import shutil
from dataclasses import replace
from pathlib import Path

from sipp.search import manifest as manifests
from sipp.search.manifest import Manifest


class Snapshots:
    """The folders below an index directory, as its one writer sees them."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def current(self) -> Manifest:
        """Give the manifest of the current state; raises IndexUnavailable when it is missing or damaged."""
        return manifests.read_manifest(self._directory, manifests.read_pointer(self._directory))

    def new_folder(self) -> Path:
        """Make an empty folder for a full build, beside the one in use."""
        numbers = [int(path.name[6:]) for path in self._directory.glob("build-*") if path.name[6:].isdigit()]
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
            manifests.sync_file(folder / name)
            hashes[name] = manifests.hash_file(folder / name)
        return replace(state, files=hashes)

    def tidy(self, state: Manifest, before: Manifest | None) -> None:
        """Delete what neither the current nor the previous state names, leftovers of killed writers included."""
        for path in self._directory.glob("build-*"):
            if path.name != state.folder:
                shutil.rmtree(path, ignore_errors=True)
        kept = {state.name, *state.files}
        if before is not None and before.folder == state.folder:
            kept |= {before.name, *before.files}
        for path in (self._directory / state.folder).iterdir():
            if path.name in kept:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
