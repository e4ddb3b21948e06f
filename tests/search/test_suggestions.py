"""Completions: any word of a name may be begun, the most sought comes first, changes show at once."""

from pathlib import Path

import pytest

from sipp.search.contract import Changes, SearchDocument
from sipp.search.engine import Searcher
from sipp.search.index_writer import IndexWriter


@pytest.mark.parametrize("typed", ["ktp hil", "KTP-h", "kt", "hilang", "ktp ilang"])
def test_a_begun_word_is_completed(typed: str, searcher: Searcher) -> None:
    if typed == "KTP-h":
        assert searcher.suggest(typed)[0].text == "ktp hilang"
    else:
        assert any("ktp" in suggestion.text.lower() for suggestion in searcher.suggest(typed))


def test_a_thing_is_suggested_once(searcher: Searcher) -> None:
    ids = [suggestion.id for suggestion in searcher.suggest("ktp", limit=20)]
    assert len(ids) == len(set(ids))


def test_the_most_sought_comes_first(searcher: Searcher) -> None:
    assert searcher.suggest("ktp")[0].id == "reference:ktp-baru"


@pytest.mark.parametrize("typed", ["", "  ", "zzzzzz", "!!!"])
def test_nothing_is_suggested_for_nothing(typed: str, searcher: Searcher) -> None:
    assert searcher.suggest(typed) == []


def test_no_more_than_asked_for(searcher: Searcher) -> None:
    assert len(searcher.suggest("s", limit=5)) == 5


def test_a_change_is_suggested_and_a_deleted_thing_is_not(index_dir: Path) -> None:
    searcher = Searcher(index_dir)
    assert searcher.suggest("skck")
    with IndexWriter(index_dir) as writer:
        writer.update(Changes(8, [SearchDocument("reference:odong", "reference", "Izin odong-odong")],
                              ["reference:skck"]))  # fmt: skip
    assert [suggestion.name for suggestion in searcher.suggest("odong")] == ["Izin odong-odong"]
    assert searcher.suggest("skck") == []
