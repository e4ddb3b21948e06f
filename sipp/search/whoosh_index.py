"""The index kept by Whoosh: its segments, written, opened and searched. The only file that knows Whoosh."""

import re
import threading
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh import fields, formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader

from sipp.search import manifest as manifests
from sipp.search.catalogue import Base, Catalogue
from sipp.search.contract import Hit, IndexUnavailable, QueryPlan
from sipp.search.documents import IndexedDocument
from sipp.search.fingerprints import Fingerprint
from sipp.search.manifest import Manifest
from sipp.search.postings import PostingList
from sipp.search.ranking import Ranking

# More segments than this slow each query; so many of the smallest are merged then.
MOST_SEGMENTS = 8
MERGED_AT_ONCE = 6

_NAME = "MAIN"
_TOC_FILE = re.compile(rf"_{_NAME}_([0-9]+)\.toc")


class WeightedTerms(fields.FieldType):  # type: ignore[misc]
    """A field whose value is a mapping of terms to weights, worked out by ``documents``."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: dict[str, float], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Give the postings of one document."""
        for term, weight in value.items():
            yield term.encode(), 1, weight, b""


class _Storage(FileStorage):  # type: ignore[misc]
    """A folder that remembers what a writer opened in it, to close it when the writer fails."""

    def __init__(self, folder: Path, opened: list[Any]) -> None:
        super().__init__(str(folder), supports_mmap=False)
        self._opened = opened

    def create_file(self, name: str, **options: Any) -> Any:
        self._opened.append(file := super().create_file(name, **options))
        return file

    def abandon(self) -> None:
        """Close what is still open."""
        for file in self._opened:
            if not file.is_closed:
                with suppress(OSError):
                    file.close()


class _SealedStorage(_Storage):
    """A folder whose sealed files are read from verified memory; leftovers of killed writers are not seen.

    Whoosh would map the files into memory: one cut short under a mapping ends the process with SIGBUS, and a bit
    flipped after the hash was taken would be believed. Sealed files are never deleted: readers still open them.
    """

    def __init__(self, folder: Path, sealed: Mapping[str, bytes]) -> None:
        super().__init__(folder, [])
        self._sealed = sealed
        self._written: set[str] = set()

    def list(self) -> list[str]:
        return [*self._sealed, *self._written]

    def file_exists(self, name: str) -> bool:
        return name in self._sealed or name in self._written

    def file_length(self, name: str) -> int:
        return len(self._sealed[name]) if name in self._sealed else super().file_length(name)

    def open_file(self, name: str, **options: Any) -> Any:
        return BufferFile(self._sealed[name], name=name) if name in self._sealed else super().open_file(name, **options)

    def create_file(self, name: str, **options: Any) -> Any:
        self._written.add(name)
        return super().create_file(name, **options)

    def delete_file(self, name: str) -> None:
        if name not in self._sealed:
            super().delete_file(name)
            self._written.discard(name)

    def rename_file(self, name: str, newname: str, safe: bool = False) -> None:
        super().rename_file(name, newname)
        self._written.symmetric_difference_update((name, newname))

    def temp_storage(self, name: str | None = None) -> Any:
        return _Storage(Path(self.folder) / (name or f"{_NAME}.tmp"), self._opened).create()


_NO_POSTINGS = PostingList(array("I"), array("f"))


class _Segment:
    """A segment: the ids in it, deleted ones too, and its posting lists as they are asked for. It never changes."""

    def __init__(self, leaf: Any) -> None:
        self.ids: list[str] = [leaf.stored_fields(number)["id"] for number in range(leaf.doc_count_all())]
        self._leaf = leaf
        self._decoded: dict[str, PostingList] = {}
        # Here, not in a state: an old and a new state share the segment, and its lists share a file position.
        self._lock = threading.Lock()

    def postings(self, term: str) -> PostingList:
        """The posting list of a term."""
        with self._lock:
            if term not in self._decoded:
                self._decoded[term] = self._decode(term)
            return self._decoded[term]

    def _decode(self, term: str) -> PostingList:
        if ("terms", term) not in self._leaf:
            return _NO_POSTINGS
        numbers, weights = array("I"), array("f")
        matcher = self._leaf.postings("terms", term)
        while matcher.is_active():
            numbers.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
        return PostingList(numbers, weights)


def _schema() -> fields.Schema:
    return fields.Schema(id=fields.ID(stored=True, unique=True), terms=WeightedTerms())


class WhooshIndex:
    """One opened, verified state. Safe to share between threads; never changes."""

    def __init__(self, directory: Path, pointer: str, previous: "WhooshIndex | None" = None) -> None:
        """Verify and open what the pointer names; raises IndexUnavailable on any damage.

        ``previous`` saves hashing and reading again what it already verified and holds.
        """
        self.pointer = pointer
        try:
            self._open(directory, pointer, previous)
        except IndexUnavailable:
            raise
        except Exception as error:  # whatever a damaged file makes Whoosh stumble over
            raise IndexUnavailable("the index cannot be opened") from error

    def _open(self, directory: Path, pointer: str, previous: "WhooshIndex | None") -> None:
        self.manifest = manifest = manifests.read_manifest(directory, pointer)
        self._folder = directory / manifest.folder
        base_name, *changes = manifest.catalogue
        self._base_hash = manifest.files[base_name]
        if previous is not None and previous._base_hash == self._base_hash:
            self._base: Base = previous._base
        else:
            self._base = Base(manifests.read_files(self._folder, {base_name: self._base_hash})[base_name])
        self._contents = self._read({n: h for n, h in manifest.files.items() if n != base_name}, previous)
        self.catalogue = Catalogue(self._base, [self._contents[name] for name in changes])
        storage, schema = _SealedStorage(self._folder, self._contents), _schema()
        toc = TOC.read(storage, _NAME, gen=_toc_number(manifest), schema=schema)
        reader = FileIndex._reader(storage, schema, toc.segments, toc.generation)
        self._segments = self._opened_segments(toc.segments, reader, previous)
        self._ids: list[str] = []
        for segment, opened in zip(toc.segments, self._segments.values(), strict=True):
            deleted = frozenset(segment.deleted_docs())
            self._ids += ["" if number in deleted else identifier for number, identifier in enumerate(opened.ids)]
        if sum(1 for identifier in self._ids if identifier) != self.catalogue.document_count:
            raise IndexUnavailable("index and catalogue do not hold the same things")
        self._reader = reader
        self._joined: dict[str, PostingList] = {}
        self._ranking = Ranking(self.catalogue, self._ids, self._postings)

    def _read(self, files: Mapping[str, str], previous: "WhooshIndex | None") -> dict[str, bytes]:
        """Give the verified contents of files; what another state already holds is not read again."""
        held: dict[str, bytes] = {}
        if previous is not None:
            held = {previous.manifest.files[name]: content for name, content in previous._contents.items()}
        contents = manifests.read_files(self._folder, {n: h for n, h in files.items() if h not in held})
        return {name: contents[name] if name in contents else held[digest] for name, digest in files.items()}

    def _opened_segments(self, segments: Any, reader: Any, previous: "WhooshIndex | None") -> dict[str, "_Segment"]:
        """Open the segments, by the hash of their file; what another state decoded of one is taken over."""
        held = previous._segments if previous is not None else {}
        opened = {}
        for segment, (leaf, _offset) in zip(segments, reader.leaf_readers(), strict=False):
            digest = self.manifest.files[segment.make_filename(segment.COMPOUND_EXT)]
            opened[digest] = held.get(digest) or _Segment(leaf)
        return opened

    @property
    def generation(self) -> str:
        """The pointer this state was opened with."""
        return self.pointer

    @property
    def sequence(self) -> int:
        """The number of the last change this state contains."""
        return self.manifest.sequence

    def frequency(self, term: str) -> int:
        """Tell in how many things a term stands."""
        return self.catalogue.frequency(term)

    def search(self, plan: QueryPlan, limit: int) -> list[Hit]:
        """Give the best things for a plan, best first; equal scores by popularity, then id.

        Raises IndexUnavailable when the engine fails.
        """
        try:
            return self._ranking.climb(plan, limit)
        except Exception as error:  # a broken engine must end in the database fallback, never in an error page
            raise IndexUnavailable("the search failed") from error

    def _postings(self, term: str) -> PostingList:
        """Everything a term stands in, over all segments."""
        found = self._joined.get(term)
        if found is None:
            parts, offset = [], 0
            for segment in self._segments.values():
                parts.append((offset, segment.postings(term)))
                offset += len(segment.ids)
            filled = [(offset, part) for offset, part in parts if len(part)]
            found = filled[0][1] if len(filled) == 1 and not filled[0][0] else PostingList.joined(filled)
            self._joined[term] = found
        return found

    def verify(self) -> None:
        """Hash every file of this state again; raises IndexUnavailable when one differs or is gone."""
        manifests.check_files(self._folder, self.manifest.files)

    def fingerprints(self) -> dict[str, str]:
        """Give for each thing the fingerprint of what is really posted for it; takes seconds.

        Raises IndexUnavailable when a thing is posted under the id of another.
        """
        found = {identifier: Fingerprint() for identifier in self._ids if identifier}
        for leaf, offset in self._reader.leaf_readers():
            for field, text, number, weight, _value in leaf.iter_postings():
                identifier = self._ids[offset + number]
                if field == "terms":
                    found[identifier].add(text, weight)
                elif text.decode() != identifier:
                    raise IndexUnavailable(f"{identifier} is filed under another id")
        return {identifier: fingerprint.hex() for identifier, fingerprint in found.items()}


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's rule for merging, by tiers: thousands of small updates leave few segments, and the large one alone."""
    alive = [segment for segment in segments if segment.doc_count()]
    if len(alive) <= MOST_SEGMENTS:
        return alive
    by_size = sorted(alive, key=lambda segment: segment.doc_count_all())
    for segment in by_size[:MERGED_AT_ONCE]:
        with SegmentReader(writer.storage, writer.schema, segment) as reader:
            writer.add_reader(reader)
    return by_size[MERGED_AT_ONCE:]


def _toc_number(manifest: Manifest) -> int:
    numbers = [int(match[1]) for name in manifest.files if (match := _TOC_FILE.fullmatch(name))]
    if len(numbers) != 1:
        raise IndexUnavailable("the manifest names no table of contents")
    return numbers[0]


def open_index(directory: Path, previous: WhooshIndex | None = None) -> WhooshIndex:
    """Open the current state of the index; raises IndexUnavailable when it is missing or damaged in any way.

    A writer may move on and tidy while we open: then the pointer has changed and we start again.
    """
    pointer = manifests.read_pointer(directory)
    for _ in range(5):
        try:
            return WhooshIndex(directory, pointer, previous)
        except IndexUnavailable:
            newer = manifests.read_pointer(directory)
            if newer == pointer:
                raise
            pointer = newer
    raise IndexUnavailable("the index changed faster than it could be opened")


def write_segments(
    folder: Path, sealed: Mapping[str, bytes], documents: Iterable[IndexedDocument], deleted: Sequence[str]
) -> frozenset[str]:
    """Commit a change of the index and give the names of the engine's files that make up the new state.

    ``sealed`` are the verified files of the present state; none: a new index begins. ``deleted`` ids are taken out
    before the documents are added.
    """
    storage = _SealedStorage(folder, sealed)
    codec = W3Codec()
    codec.length_stats = False  # our scores ask for no lengths; Whoosh would look for a file of them at each posting
    try:
        index = FileIndex(storage, _schema(), _NAME) if sealed else FileIndex.create(storage, _schema(), _NAME)
        writer = index.writer(limitmb=512, codec=codec, _lk=False)  # the lease of the whole index is held
        with writer.reader() as reader:
            for identifier in deleted:
                if ("id", identifier) in reader:
                    for number in list(reader.postings("id", identifier).all_ids()):
                        writer.delete_document(number)
        for document in documents:
            writer.add_document(id=document.id, terms=document.weights)
        writer.commit(mergetype=_merge_small)
    except BaseException:
        storage.abandon()
        raise
    toc = TOC.read(storage, _NAME, schema=_schema())
    segments = {segment.make_filename(segment.COMPOUND_EXT) for segment in toc.segments}
    return frozenset((TOC._filename(_NAME, toc.generation), *segments))
