"""Writing a host's index: built anew beside the one in use, or changed in small steps, always whole on the disk."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from sipp.durable import sync
from sipp.search import catalogue as catalogues
from sipp.search import manifest as manifests
from sipp.search.contract import Changes, IndexUnavailable, SearchDocument
from sipp.search.documents import IndexedDocument, index_document
from sipp.search.manifest import Manifest
from sipp.search.snapshots import Snapshots
from sipp.search.whoosh_index import write_segments

# So much is read beside the full build at start before another full build folds it in.
MOST_CHANGE_FILES = 200
MOST_CHANGED_BYTES = 2_000_000

# Something stands where a file or folder of ours should: only a build in a new folder helps.
_OUT_OF_PLACE = (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError)


class IndexWriter:
    """The one writer of a host's index. Use it as a context manager: it holds the writer's lease meanwhile."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._snapshots = Snapshots(directory)
        self._held = ExitStack()

    def __enter__(self) -> Self:
        """Take the lease; raises WriterLeaseTaken when another writer of this host has it."""
        self._held.enter_context(manifests.writer_lease(self._directory))
        return self

    def __exit__(self, *_: object) -> None:
        """Give the lease back."""
        self._held.close()

    def sequence(self) -> int:
        """Give the number of the last change in the index; raises IndexUnavailable when it must be rebuilt."""
        return self._snapshots.current().sequence

    def position(self) -> tuple[int, str]:
        """Give the number and the mark of the last change in the index; raises IndexUnavailable like ``sequence``."""
        state = self._snapshots.current()
        return state.sequence, state.mark

    def build(
        self,
        documents: Iterable[SearchDocument],
        sequence: int,
        replay: Callable[[int], Changes | None] | None = None,
        *,
        mark: str = "",
    ) -> None:
        """Build the whole index in a new folder and swap it in; readers use the old one meanwhile.

        ``sequence`` (and its ``mark``) was noted before the documents were read. ``replay(number)`` gives what was
        changed after a number, or None when nothing was; it is asked until it gives None, before the swap.
        """
        folder = self._snapshots.new_folder()
        try:
            indexed = _Distinct(documents)
            files = write_segments(folder, {}, indexed, ())
            catalogues.write(folder / "catalogue-1.jsonl", indexed.kept())
            first = Manifest(folder.name, 1, sequence, mark, {}, ("catalogue-1.jsonl",))
            state = self._snapshots.sealed(first, files)
            while replay is not None and (changes := replay(state.sequence)) is not None:
                state = self._next_state(state, changes)
            pointer = manifests.write_manifest(self._directory, state)
            sync(folder)
            sync(self._directory)
        except BaseException:
            self._snapshots.remove(folder)
            raise
        manifests.move_pointer(self._directory, pointer)
        self._snapshots.tidy(state, None)

    def update(self, changes: Changes) -> None:
        """Write changed documents, take out deleted ones and make the new state current.

        Raises IndexUnavailable when the present state is missing or damaged, or cannot be written on: then build anew.
        OSError (a full disk, a read-only one) leaves the present state as it is.
        """
        before = self._snapshots.current()
        self._snapshots.tidy(before, None)
        try:
            state = self._next_state(before, changes)
            pointer = manifests.write_manifest(self._directory, state)
            sync(self._directory / state.folder)
            manifests.move_pointer(self._directory, pointer)
        except _OUT_OF_PLACE as error:
            raise IndexUnavailable("a file of the index is out of place") from error
        except (IndexUnavailable, OSError):
            raise
        except Exception as error:  # the engine fails on this state: another one may be better
            raise IndexUnavailable("the index cannot be updated") from error
        self._snapshots.tidy(state, before)

    def needs_folding(self) -> bool:
        """Tell whether so many updates have gathered that a full build should fold them."""
        state = self._snapshots.current()
        changes = state.catalogue[1:]
        folder = self._directory / state.folder
        return len(changes) >= MOST_CHANGE_FILES or (
            sum((folder / name).stat().st_size for name in changes) > MOST_CHANGED_BYTES
        )

    def verify(self) -> None:
        """Hash every file of the current state again; raises IndexUnavailable when one differs or is gone."""
        state = self._snapshots.current()
        manifests.check_files(self._directory / state.folder, state.files)

    def _next_state(self, before: Manifest, changes: Changes) -> Manifest:
        folder = self._directory / before.folder
        sealed = manifests.read_files(
            folder, {name: digest for name, digest in before.files.items() if name not in before.catalogue}
        )
        indexed = _Distinct(changes.documents)
        written = list(indexed)
        gone = [identifier for identifier in dict.fromkeys(changes.deleted) if identifier not in indexed.ids]
        files = write_segments(folder, sealed, written, [*gone, *indexed.ids])
        number = before.number + 1
        change_file = f"catalogue-{number}.jsonl"
        catalogues.write(folder / change_file, written, gone)
        catalogue = (*before.catalogue, change_file)
        state = Manifest(before.folder, number, changes.sequence, changes.mark, before.files, catalogue)
        return self._snapshots.sealed(state, files)


class _Distinct:
    """Documents as they go into the index; the first of one id counts."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        self._documents = documents
        self._kept: list[IndexedDocument] = []
        self.ids: set[str] = set()

    def __iter__(self) -> Iterator[IndexedDocument]:
        for document in self._documents:
            if document.id not in self.ids:
                self.ids.add(document.id)
                indexed = index_document(document)
                self._kept.append(indexed)
                yield indexed

    def kept(self) -> list[IndexedDocument]:
        """Give what was iterated over."""
        return self._kept
