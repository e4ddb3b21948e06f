"""The index kept by Whoosh: build, update, verify, open and search. The only file that knows Whoosh."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from whoosh import fields, formats, query, scoring
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.matching import DisjunctionMaxMatcher
from whoosh.searching import Searcher

from sipp.search import catalogue as catalogues
from sipp.search import manifest as manifests
from sipp.search.catalogue import Base, Catalogue
from sipp.search.contract import Changes, Group, Hit, IndexUnavailable, QueryPlan, SearchDocument
from sipp.search.documents import SATURATION, IndexedDocument, index_document
from sipp.search.manifest import Manifest
from sipp.search.planning import Requirement, relaxations
from sipp.search.snapshots import Snapshots

# Fewer hits than this and the next step of the ladder adds its best ones, up to FILLED in all; what was found with
# all words but MOST_GIVEN_UP is never joined by what has fewer.
FEW = 5
FILLED = 10
MOST_GIVEN_UP = 2
# A thing twice as sought after is not twice as right: popularity moves a score by at most a fifth.
POPULARITY_SHARE = 0.2
# A name that equals the query is worth about one more rare word.
_PHRASE_BOOST = 0.8
# So many small catalogue files are read at start before a full build folds them into one.
MOST_CHANGE_FILES = 200

_NAME = "MAIN"
_TOC_FILE = re.compile(rf"_{_NAME}_([0-9]+)\.toc")
_SEGMENT_FILE = re.compile(rf"({_NAME}_[0-9a-z]+)\.[A-Za-z0-9_.]+")


class WeightedTerms(fields.FieldType):  # type: ignore[misc]
    """A field whose value is a mapping of terms to weights, worked out by ``documents``."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: dict[str, float], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Give the postings of one document."""
        for term, weight in value.items():
            yield term.encode(), 1, weight, b""


class _ImpactScorer(scoring.BaseScorer):  # type: ignore[misc]
    def score(self, matcher: Any) -> float:
        return float(matcher.weight())

    def max_quality(self) -> float:
        return SATURATION + 1


class _Impact(scoring.WeightingModel):  # type: ignore[misc]
    """Scores by the stored weight alone; rarity comes with the query, from exact counts."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> _ImpactScorer:
        return _ImpactScorer()


class _BestMatcher(DisjunctionMaxMatcher):  # type: ignore[misc]
    """The better of two; Whoosh's own looks at both sides even when they stand on different documents."""

    def score(self) -> float:
        left, right = self.a, self.b
        if not left.is_active():
            return float(right.score())
        if not right.is_active() or left.id() < right.id():
            return float(left.score())
        if right.id() < left.id():
            return float(right.score())
        return float(max(left.score(), right.score()))


class _BestOf(query.DisjunctionMax):  # type: ignore[misc]
    """Alternatives for one word: the best counts, they do not add up."""

    def _matcher(self, subs: Any, searcher: Any, context: Any) -> Any:
        return self._tree_matcher(subs, _BestMatcher, searcher, context, None)


class _KeepingStorage(FileStorage):  # type: ignore[misc]
    """A folder whose committed files outlive Whoosh's tidying, because readers still open them."""

    def __init__(self, path: Path, kept: Iterable[str] = ()) -> None:
        super().__init__(str(path))
        self._kept = frozenset(kept)

    def delete_file(self, name: str) -> None:
        if name not in self._kept:
            super().delete_file(name)


def _schema() -> fields.Schema:
    return fields.Schema(id=fields.ID(stored=True, unique=True), terms=WeightedTerms())


class WhooshIndex:
    """One opened, verified state. Safe to share between threads; never changes."""

    def __init__(self, directory: Path, pointer: str, previous: "WhooshIndex | None" = None) -> None:
        """Verify and open what the pointer names; raises IndexUnavailable on any damage.

        ``previous`` saves hashing and reading again what it already verified and holds.
        """
        self.pointer = pointer
        self._lock = threading.Lock()
        try:
            self._open(directory, pointer, previous)
        except IndexUnavailable:
            raise
        except Exception as error:  # whatever a damaged file makes Whoosh stumble over
            raise IndexUnavailable("the index cannot be opened") from error

    def _open(self, directory: Path, pointer: str, previous: "WhooshIndex | None") -> None:
        self.manifest = manifest = manifests.read_manifest(directory, pointer)
        self._folder = folder = directory / manifest.folder
        known = previous.manifest.files if previous and previous.manifest.folder == manifest.folder else {}
        manifests.check_files(folder, {n: h for n, h in manifest.files.items() if known.get(n) != h})
        base_name, *changes = manifest.catalogue
        if previous and known.get(base_name) == manifest.files[base_name]:
            base = previous._base
        else:
            base = Base(folder / base_name)
        self._base: Base = base
        self.catalogue = Catalogue(base, [folder / name for name in changes])
        storage = FileStorage(str(folder))
        schema = _schema()
        toc = TOC.read(storage, _NAME, gen=_toc_number(manifest), schema=schema)
        reader = FileIndex._reader(storage, schema, toc.segments, toc.generation)
        self._ids: list[str] = [
            stored["id"] if not reader.is_deleted(number) else "" for number, stored in enumerate(_all_stored(reader))
        ]
        if sum(1 for identifier in self._ids if identifier) != self.catalogue.document_count:
            raise IndexUnavailable("index and catalogue do not hold the same things")
        self._searcher = Searcher(reader, weighting=_Impact())

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
            return self._climb(plan, limit)
        except Exception as error:  # a broken engine must end in the database fallback, never in an error page
            raise IndexUnavailable("the search failed") from error

    def _climb(self, plan: QueryPlan, limit: int) -> list[Hit]:
        hits: dict[str, Hit] = {}
        wanted = len(plan.groups)
        for rung, requirements in enumerate(relaxations(plan, self.frequency, self.catalogue.document_count)):
            size = max((sum(group in plan.groups for group in required) for required in requirements), default=0)
            if hits and size < wanted - MOST_GIVEN_UP:
                break
            step = max(wanted - size, min(rung, 1))
            fresh = [hit for hit in self._rung(plan, requirements, step, limit) if hit.id not in hits]
            for hit in fresh[: max(FILLED - len(hits), 0) if hits else limit]:
                hits[hit.id] = hit
            if len(hits) >= FEW:
                break
        # All words of a query can stand by chance in many names of one thing; what is called so stands above it.
        return sorted(hits.values(), key=self._order)[:limit]

    def _rung(self, plan: QueryPlan, requirements: Iterable[Requirement], step: int, limit: int) -> list[Hit]:
        """Rank what meets any of a rung's requirements by the best score it has in one of them."""
        best: dict[str, Hit] = {}
        for requirement in requirements:
            for hit in self._ranked(plan, requirement, step, limit):
                if hit.id not in best or best[hit.id].score < hit.score:
                    best[hit.id] = hit
        return sorted(best.values(), key=self._order)[:limit]

    def _order(self, hit: Hit) -> tuple[float, float, str]:
        thing = self.catalogue.get(hit.id)
        return -hit.score, -thing.popularity if thing is not None else 0.0, hit.id

    def _ranked(self, plan: QueryPlan, required: Requirement, step: int, limit: int) -> list[Hit]:
        matched = [part for group in required if (part := self._group_query(group)) is not None]
        if not matched or len(matched) < len(required):
            return []
        lifting = (*plan.hints, *((Group("", plan.owners),) if plan.owners else ()))
        optional = [part for group in lifting if group not in required and (part := self._group_query(group))]
        for key in plan.phrases:
            if self.frequency(key):
                optional.append(query.Term("terms", key, boost=_PHRASE_BOOST * self.catalogue.rarity(key)))
        asked = query.And(matched) if len(matched) > 1 else matched[0]
        if optional:
            asked = query.AndMaybe(asked, query.Or(optional) if len(optional) > 1 else optional[0])
        ranked = []
        with self._lock:  # posting lists of one segment share a file position
            results = self._searcher.search(asked, limit=None, optimize=False)
            scored = list(results.top_n)
        for score, number in scored:
            thing = self.catalogue.get(self._ids[number])
            if thing is not None:
                final = round(score * (1 + POPULARITY_SHARE * thing.popularity), 4)
                ranked.append((-final, -thing.popularity, thing.id, thing.kind))
        ranked.sort()
        return [Hit(identifier, kind, -score, step) for score, _, identifier, kind in ranked[:limit]]

    def _group_query(self, group: Group) -> Any:
        """Alternatives for one word, all weighted by the rarity of the commonest: a rare synonym is not better."""
        present = [term for term in group.terms if self.frequency(term.text) > 0]
        if not present:
            return None
        commonest = max(present, key=lambda term: self.frequency(term.text))
        rarity = self.catalogue.rarity(commonest.text) * group.weight
        parts = [query.Term("terms", term.text, boost=rarity * term.weight) for term in present]
        return _BestOf(parts) if len(parts) > 1 else parts[0]

    def verify(self) -> None:
        """Hash every file of this state again; raises IndexUnavailable when one differs or is gone."""
        manifests.check_files(self._folder, self.manifest.files)


def _all_stored(reader: Any) -> Iterator[dict[str, str]]:
    return (reader.stored_fields(number) for number in range(reader.doc_count_all()))


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

    def build(
        self,
        documents: Iterable[SearchDocument],
        sequence: int,
        replay: Callable[[int], Changes | None] | None = None,
    ) -> None:
        """Build the whole index in a new folder and swap it in; readers use the old one meanwhile.

        ``sequence`` was noted before the documents were read. ``replay(number)`` gives what was changed after a
        number, or None when nothing was; it is asked until it gives None, before the swap.
        """
        folder = self._snapshots.new_folder()
        indexed = _Distinct(documents)
        files = _write_segments(folder, frozenset(), indexed, ())
        catalogues.write(folder / "catalogue-1.jsonl", indexed.kept())
        state = self._snapshots.sealed(Manifest(folder.name, 1, sequence, {}, ("catalogue-1.jsonl",)), files)
        pointer = manifests.write_manifest(self._directory, state)
        while replay is not None and (changes := replay(state.sequence)) is not None:
            state = self._next_state(state, changes)
            pointer = manifests.write_manifest(self._directory, state)
        manifests.sync_folder(folder)
        manifests.sync_folder(self._directory)
        manifests.move_pointer(self._directory, pointer)
        self._snapshots.tidy(state, None)

    def update(self, changes: Changes) -> None:
        """Write changed documents, take out deleted ones and make the new state current.

        Raises IndexUnavailable when the present state is missing or damaged: then build anew.
        """
        before = self._snapshots.current()
        self._snapshots.tidy(before, None)
        state = self._next_state(before, changes)
        pointer = manifests.write_manifest(self._directory, state)
        manifests.sync_folder(self._directory / state.folder)
        manifests.move_pointer(self._directory, pointer)
        self._snapshots.tidy(state, before)

    def needs_folding(self) -> bool:
        """Tell whether so many updates have gathered that a full build should fold them."""
        state = self._snapshots.current()
        return len(state.catalogue) > MOST_CHANGE_FILES

    def verify(self) -> None:
        """Hash every file of the current state again; raises IndexUnavailable when one differs or is gone."""
        state = self._snapshots.current()
        manifests.check_files(self._directory / state.folder, state.files)

    def _next_state(self, before: Manifest, changes: Changes) -> Manifest:
        folder = self._directory / before.folder
        indexed = _Distinct(changes.documents)
        written = list(indexed)
        gone = [identifier for identifier in dict.fromkeys(changes.deleted) if identifier not in indexed.ids]
        files = _write_segments(folder, frozenset(before.files), written, gone)
        number = before.number + 1
        change_file = f"catalogue-{number}.jsonl"
        catalogues.write(folder / change_file, written, gone)
        state = Manifest(before.folder, number, changes.sequence, before.files, (*before.catalogue, change_file))
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


def _write_segments(
    folder: Path, kept: frozenset[str], documents: Iterable[IndexedDocument], deleted: Iterable[str]
) -> frozenset[str]:
    """Commit to Whoosh and give the names of the files that make up the new state."""
    storage = _KeepingStorage(folder, kept)
    index = FileIndex(storage, _schema(), _NAME) if kept else FileIndex.create(storage, _schema(), _NAME)
    writer = index.writer(limitmb=64)
    try:
        for identifier in deleted:
            writer.delete_by_term("id", identifier)
        for document in documents:
            if kept:
                writer.delete_by_term("id", document.id)
            writer.add_document(id=document.id, terms=document.weights)
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    toc = TOC.read(storage, _NAME, schema=_schema())
    segments = {segment.segment_id() for segment in toc.segments}
    current = TOC._filename(_NAME, toc.generation)
    return frozenset(
        name for name in storage.list()
        if name == current or ((match := _SEGMENT_FILE.fullmatch(name)) and match[1] in segments)
    )  # fmt: skip
