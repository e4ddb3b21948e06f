"""Answers come from the very bytes whose hashes were taken; so do updates, and they leave few files."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sipp.search import index_writer, manifest
from sipp.search.comparison import differences
from sipp.search.contract import Changes, IndexUnavailable, SearchDocument
from sipp.search.index_writer import IndexWriter
from sipp.search.places import Gazetteer
from sipp.search.planning import plan
from sipp.search.whoosh_index import MOST_SEGMENTS, WhooshIndex, open_index
from tests.search import corpus
from tests.trials import scaled

NOWHERE = Gazetteer()

#: Opens a segment as Whoosh does by itself, says so, and reads all of it when told.
PLAIN_READER = """
import sys
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.compound import CompoundStorage
storage = FileStorage(sys.argv[1])
segment = CompoundStorage(storage.open_file(sys.argv[2]), use_mmap=storage.supports_mmap)
print("open", flush=True)
sys.stdin.readline()
for name in segment.list():
    segment.open_file(name).read()
"""


def answers(index: WhooshIndex) -> dict[str, object]:
    return {query: index.search(plan(query, NOWHERE), 20) for query in ("ktp hilang", "paspor", "balik nama", "sim")}


def segments(index_dir: Path) -> list[Path]:
    return sorted(index_dir.glob("build-*/*.seg"))


def cut_short(path: Path) -> None:
    os.truncate(path, 10)


def overwrite(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def delete(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [cut_short, overwrite, delete])
def test_an_open_index_answers_as_before_whatever_happens_to_its_files(
    index_dir: Path, damage: Callable[[Path], None]
) -> None:
    index = open_index(index_dir)
    before = answers(index)
    for path in [path for path in index_dir.rglob("*") if path.is_file()]:
        damage(path)
    assert answers(index) == before
    with pytest.raises(IndexUnavailable):
        index.verify()


def test_a_file_cut_short_would_end_a_process_that_reads_as_whoosh_does(index_dir: Path) -> None:
    """The control."""
    [segment] = segments(index_dir)
    command = [sys.executable, "-W", "ignore", "-c", PLAIN_READER, segment.parent, segment.name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None and reader.stdout.readline() == "open\n"
        os.truncate(segment, 0)
        reader.communicate("read\n")
    assert reader.returncode == -signal.SIGBUS


def grown(directory: Path) -> list[SearchDocument]:
    """An index whose next update merges segments, and what it holds then."""
    documents = corpus.documents()
    with IndexWriter(directory) as writer:
        writer.build(documents, sequence=1)
        for number in range(MOST_SEGMENTS):
            writer.update(Changes(number + 2, [documents[number]]))
    return documents


def merge(directory: Path, documents: list[SearchDocument]) -> None:
    with IndexWriter(directory) as writer:
        writer.update(Changes(100, [documents[30]]))


def flip_a_length(directory: Path) -> None:
    """One bit in the length that stands before a term, in the small segment of a thing that was updated."""
    term = b"\0\1perekaman"
    small = [path for path in segments(directory) if path.stat().st_size < 20_000]
    [path] = [path for path in small if term in path.read_bytes()]
    content = bytearray(path.read_bytes())
    content[content.index(term) - 2] ^= 4
    path.write_bytes(content)


def test_a_flipped_bit_is_not_merged_and_sealed_again(tmp_path: Path) -> None:
    documents = grown(tmp_path)
    flip_a_length(tmp_path)
    with pytest.raises(IndexUnavailable):
        merge(tmp_path, documents)


def test_unverified_it_would_be_and_only_the_comparison_with_the_documents_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the writer's look at the hashes the damage passes into files with good ones."""

    def unverified(folder: Path, files: dict[str, str]) -> dict[str, bytes]:
        return {name: (folder / name).read_bytes() for name in files}

    documents = grown(tmp_path)
    flip_a_length(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(manifest, "read_files", unverified)
        merge(tmp_path, documents)
    index = open_index(tmp_path)
    index.verify()
    assert [(one.id, one.words) for one in differences(index, documents)] == [
        ("reference:ktp-baru", "differs in terms")
    ]


def test_thousands_of_small_updates_leave_few_segments_and_files(tmp_path: Path) -> None:
    documents = corpus.documents()
    with IndexWriter(tmp_path) as writer:
        writer.build(documents, sequence=1)
        most = 0
        for number in range(2, scaled(120) + 2):
            writer.update(Changes(number, [documents[number * 7 % len(documents)]]))
            most = max(most, len(segments(tmp_path)))
            if writer.needs_folding():
                writer.build(documents, sequence=number)
    # The segments of the state before stay until the next one, for readers that are just opening it.
    assert most <= 2 * (MOST_SEGMENTS + 1)
    index = open_index(tmp_path)
    assert len([name for name in index.manifest.files if name.endswith(".seg")]) <= MOST_SEGMENTS + 1
    assert not list(differences(index, documents))


def test_what_was_replaced_wholly_is_dropped_without_a_merge(tmp_path: Path) -> None:
    """One thing that is changed again and again costs nothing."""
    documents = corpus.documents()
    with IndexWriter(tmp_path) as writer:
        writer.build(documents, sequence=1)
        for number in range(2, 30):
            writer.update(Changes(number, [documents[0]]))
            assert len([name for name in open_index(tmp_path).manifest.files if name.endswith(".seg")]) == 2


def test_many_or_large_changes_ask_for_a_full_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = corpus.documents()
    with IndexWriter(tmp_path) as writer:
        writer.build(documents, sequence=1)
        monkeypatch.setattr(index_writer, "MOST_CHANGE_FILES", 3)
        for number in (2, 3, 4):
            assert not writer.needs_folding()
            writer.update(Changes(number, documents[:1]))
        assert writer.needs_folding()
        writer.build(documents, sequence=5)
        monkeypatch.setattr(index_writer, "MOST_CHANGED_BYTES", 500)
        assert not writer.needs_folding()
        writer.update(Changes(6, documents[:5]))
        assert writer.needs_folding()


def test_leftovers_with_the_names_of_the_next_state_do_no_harm(index_dir: Path) -> None:
    folder = segments(index_dir)[0].parent
    (folder / "_MAIN_2.toc").write_bytes(b"left by somebody")
    (folder / "catalogue-2.jsonl").write_bytes(b"{")
    (folder / "manifest-2.json").write_bytes(b"{")
    (folder / "MAIN.tmp").mkdir()
    (folder / "MAIN.tmp" / "x.run").write_bytes(b"x")
    with IndexWriter(index_dir) as writer:
        writer.update(Changes(8, [], ["reference:skck"]))
    expected = [document for document in corpus.documents() if document.id != "reference:skck"]
    assert not list(differences(open_index(index_dir), expected))


@pytest.mark.parametrize("name", ["_MAIN_2.toc", "catalogue-2.jsonl", "manifest-2.json"])
def test_a_folder_where_the_next_file_should_be_asks_for_a_full_build(
    index_dir: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tidying would remove it; where that is not possible either, a build in another folder helps."""
    monkeypatch.setattr("sipp.search.snapshots._remove", lambda _path: None)
    obstacle = segments(index_dir)[0].parent / name
    obstacle.mkdir()
    with IndexWriter(index_dir) as writer:
        with pytest.raises(IndexUnavailable):
            writer.update(Changes(8, [], ["reference:skck"]))
        writer.build(corpus.documents(), sequence=8)
    assert not list(differences(open_index(index_dir), corpus.documents()))


def test_a_change_opens_only_what_is_new(index_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large index stays cheap to follow: what the state before holds is not read again."""
    before = open_index(index_dir)
    with IndexWriter(index_dir) as writer:
        writer.update(Changes(8, corpus.documents()[:1]))
    read: list[str] = []
    original = manifest.read_files

    def noted(folder: Path, files: dict[str, str]) -> dict[str, bytes]:
        read.extend(files)
        return original(folder, files)

    monkeypatch.setattr(manifest, "read_files", noted)
    after = open_index(index_dir, before)
    assert set(read) == set(after.manifest.files) - set(before.manifest.files)
    assert not list(differences(after, corpus.documents()))
