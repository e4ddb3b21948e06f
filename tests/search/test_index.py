"""The index follows its documents and refuses damaged files."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sipp.search import language, manifest
from sipp.search.contract import Changes, IndexUnavailable, SearchDocument, WriterLeaseTaken
from sipp.search.documents import rules_digest
from sipp.search.engine import Searcher
from sipp.search.index_writer import IndexWriter
from sipp.search.places import Gazetteer
from sipp.search.planning import plan
from sipp.search.whoosh_index import WhooshIndex, open_index
from tests.search import corpus, queries

NOWHERE = Gazetteer()


def ids(index: WhooshIndex, query: str) -> list[str]:
    return [hit.id for hit in index.search(plan(query, NOWHERE), 10)]


def thing(slug: str, name: str, *names: str, extra: str = "", popularity: float = 0.0) -> SearchDocument:
    return SearchDocument(f"reference:{slug}", "reference", name, names, extra, popularity)


def built(directory: Path, *documents: SearchDocument) -> WhooshIndex:
    with IndexWriter(directory) as writer:
        writer.build(documents, sequence=1)
    return open_index(directory)


def test_a_state_knows_its_sequence(index_dir: Path) -> None:
    assert open_index(index_dir).sequence == 7


def test_an_update_shows_what_is_new_and_hides_what_is_gone(index_dir: Path) -> None:
    with IndexWriter(index_dir) as writer:
        writer.update(Changes(9, [thing("odong", "Izin odong-odong")], ["reference:skck"]))
        assert writer.sequence() == 9
    index = open_index(index_dir)
    assert ids(index, "odong odong") == ["reference:odong"]
    assert "reference:skck" not in ids(index, "skck")
    assert index.sequence == 9


def test_a_renamed_thing_is_found_by_its_new_name_only(index_dir: Path) -> None:
    with IndexWriter(index_dir) as writer:
        writer.update(Changes(8, [thing("skck", "Surat bebas perkara")]))
    index = open_index(index_dir)
    assert ids(index, "perkara") == ["reference:skck"]
    assert ids(index, "kelakuan baik") == []


def test_an_updated_index_ranks_like_one_built_anew(index_dir: Path, tmp_path: Path) -> None:
    everything = corpus.documents()
    half = everything[::2]
    with IndexWriter(tmp_path / "grown") as writer:
        writer.build([thing("wrong", "Penerbitan SIM paspor KTP"), *half], sequence=1)
        writer.update(Changes(2, everything[1::2], ["reference:wrong"]))
        for document in half:
            writer.update(Changes(3, [document]))
    grown, fresh = open_index(tmp_path / "grown"), open_index(index_dir)
    for example in (*queries.GIVEN, *queries.OWN):
        understood = plan(example.query, NOWHERE)
        assert grown.search(understood, 20) == fresh.search(understood, 20), example.query


def test_a_build_takes_in_what_changed_meanwhile_before_it_is_seen(tmp_path: Path) -> None:
    waiting = [Changes(2, [thing("b", "Layanan beta")]), Changes(3, [thing("c", "Layanan gama")], ["reference:a"])]
    asked: list[int] = []

    def replay(number: int) -> Changes | None:
        asked.append(number)
        return waiting.pop(0) if waiting else None

    with IndexWriter(tmp_path) as writer:
        writer.build([thing("a", "Layanan alfa")], 1, replay)
    index = open_index(tmp_path)
    assert asked == [1, 2, 3]
    assert (index.sequence, ids(index, "alfa"), ids(index, "beta")) == (3, [], ["reference:b"])


def test_a_reader_keeps_its_state_while_the_writer_moves_on(index_dir: Path) -> None:
    before = open_index(index_dir)
    with IndexWriter(index_dir) as writer:
        writer.update(Changes(8, [], ["reference:skck"]))
        writer.build([thing("only", "Hanya ini")], sequence=9)
    assert ids(before, "skck")[0] == "reference:skck"
    assert ids(open_index(index_dir, before), "skck") == []


def test_a_process_sees_a_new_state_at_its_next_question(index_dir: Path, gazetteer: Gazetteer) -> None:
    searcher = Searcher(index_dir)
    first = searcher.find("odong odong", gazetteer)
    with IndexWriter(index_dir) as writer:
        writer.update(Changes(8, [thing("odong", "Izin odong-odong")]))
    second = searcher.find("odong odong", gazetteer)
    assert (list(first.hits), second.hits[0].id, second.sequence) == ([], "reference:odong", 8)
    assert first.generation != second.generation


def test_many_threads_and_a_writer_at_once_give_whole_answers(index_dir: Path, gazetteer: Gazetteer) -> None:
    searcher = Searcher(index_dir)
    expected = {example.query: searcher.find(example.query, gazetteer).hits for example in queries.GIVEN}
    wrong: list[object] = []

    def ask() -> None:
        try:
            for _ in range(15):
                for query, hits in expected.items():
                    if searcher.find(query, gazetteer).hits[0] != hits[0]:
                        wrong.append(query)
        except Exception as error:  # a thread's error must reach the test
            wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    with IndexWriter(index_dir) as writer:
        for number in range(8, 14):
            writer.update(Changes(number, [corpus.services()[number]]))
    for thread in threads:
        thread.join()
    assert wrong == []


def test_equal_things_stand_by_popularity_then_id(tmp_path: Path) -> None:
    index = built(
        tmp_path,
        thing("c", "Izin warung"), thing("a", "Izin warung"), thing("b", "Izin warung", popularity=0.001),
    )  # fmt: skip
    assert ids(index, "izin warung") == ["reference:b", "reference:a", "reference:c"]


def test_a_word_of_a_summary_is_only_the_last_resort(tmp_path: Path) -> None:
    index = built(tmp_path, thing("a", "Izin alfa", extra="butuh kartu beta"), thing("b", "Izin beta"))
    assert ids(index, "beta") == ["reference:b", "reference:a"]
    assert index.search(plan("beta", NOWHERE), 10)[1].step > 0
    assert ids(index, "kartu") == ["reference:a"]


def test_a_thing_given_twice_is_there_once(tmp_path: Path) -> None:
    index = built(tmp_path, thing("a", "Izin alfa"), thing("a", "Izin alfa"))
    assert ids(index, "alfa") == ["reference:a"]


def test_an_empty_index_finds_nothing_and_takes_updates(tmp_path: Path) -> None:
    assert ids(built(tmp_path), "ktp") == []
    with IndexWriter(tmp_path) as writer:
        writer.update(Changes(2, [thing("a", "KTP")]))
    assert ids(open_index(tmp_path), "ktp") == ["reference:a"]


def test_a_second_writer_is_kept_out_and_let_in_afterwards(index_dir: Path) -> None:
    with IndexWriter(index_dir), pytest.raises(WriterLeaseTaken), IndexWriter(index_dir):
        pass
    with IndexWriter(index_dir) as writer:
        assert writer.sequence() == 7


def test_leftovers_of_a_killed_writer_do_not_enter_the_index(index_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, IndexWriter(index_dir) as writer:
        patched.setattr(manifest, "move_pointer", die)
        with pytest.raises(KeyboardInterrupt):
            writer.update(Changes(8, [thing("ghost", "Izin hantu")]))
    assert ids(open_index(index_dir), "hantu") == []
    with IndexWriter(index_dir) as writer:
        writer.update(Changes(8, [thing("odong", "Izin odong-odong")]))
    index = open_index(index_dir)
    assert ids(index, "hantu") == []
    assert ids(index, "odong") == ["reference:odong"]


def test_old_states_do_not_gather(index_dir: Path) -> None:
    with IndexWriter(index_dir) as writer:
        for number in range(8, 20):
            writer.update(Changes(number, [corpus.services()[0]]))
        writer.build(corpus.documents(), sequence=30)
    assert len(list(index_dir.glob("build-*"))) == 1
    assert len(list(next(index_dir.glob("build-*")).iterdir())) <= 6


def files_of(directory: Path) -> list[Path]:
    state = manifest.read_manifest(directory, manifest.read_pointer(directory))
    folder = directory / state.folder
    return [directory / manifest.POINTER, folder / state.name, *(folder / name for name in sorted(state.files))]


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(bytes(content))


def delete(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [truncate, flip, delete, empty])
@pytest.mark.parametrize("number", range(5))
def test_any_damage_is_noticed_and_a_rebuild_heals_it(
    damage: Callable[[Path], None], number: int, index_dir: Path, gazetteer: Gazetteer
) -> None:
    damage(files_of(index_dir)[number])
    searcher = Searcher(index_dir)
    with pytest.raises(IndexUnavailable):
        searcher.find("ktp", gazetteer)
    with IndexWriter(index_dir) as writer:
        writer.build(corpus.documents(), sequence=8)
    assert searcher.find("ktp", gazetteer).hits[0].id == "reference:ktp-baru"


def test_the_five_damaged_files_are_all_there_are(index_dir: Path) -> None:
    assert len(files_of(index_dir)) == 5


def test_damage_under_an_open_index_is_found_by_hashing_again(index_dir: Path) -> None:
    searcher = Searcher(index_dir)
    searcher.verify()
    segment = next(path for path in files_of(index_dir) if path.suffix == ".seg")
    flip(segment)
    assert searcher.index() is searcher.index(), "an open state alone does not notice: this is why verify exists"
    with pytest.raises(IndexUnavailable):
        searcher.verify()
    with pytest.raises(IndexUnavailable):
        searcher.index()


def test_a_writer_refuses_to_build_on_damage(index_dir: Path) -> None:
    delete(files_of(index_dir)[1])
    with IndexWriter(index_dir) as writer, pytest.raises(IndexUnavailable):
        writer.update(Changes(8))


def test_an_index_made_by_other_rules_is_rebuilt_not_read(index_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "FORMAT", "another")
    with pytest.raises(IndexUnavailable):
        open_index(index_dir)


def test_another_version_of_the_stemmer_counts_as_other_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rules_digest() in manifest.FORMAT
    monkeypatch.setattr(language, "STEMMER", "PyStemmer 0")
    assert rules_digest() not in manifest.FORMAT


def test_a_missing_index_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable):
        Searcher(tmp_path).find("ktp", NOWHERE)


@pytest.mark.parametrize(
    "pointer", ["../../etc/passwd x", "build-1/../../x y", "", "build-1", "build-x/manifest-1.json z"]
)
def test_a_forged_pointer_opens_nothing(pointer: str, index_dir: Path) -> None:
    (index_dir / manifest.POINTER).write_text(pointer)
    with pytest.raises(IndexUnavailable):
        open_index(index_dir)
