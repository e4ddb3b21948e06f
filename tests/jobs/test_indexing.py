"""The index follows the database: after every change, damage and loss, and never ahead of it."""

import shutil

import pytest
from sqlalchemy.orm import Session

from sipp.config import Config
from sipp.db import unit_of_work
from sipp.jobs.indexing import MOST_PATCHED, bring_index_up_to_date, check_index, rebuild_index
from sipp.models.journal import SearchCounter
from sipp.models.services import Service
from sipp.operations import searchable
from sipp.operations.journal import note_search_changes
from sipp.search.contract import Changes, IndexUnavailable, WriterLeaseTaken
from sipp.search.manifest import writer_lease
from sipp.search.whoosh_index import open_index
from tests import factories

pytestmark = pytest.mark.any_database


def a_searchable_service(name: str) -> Service:
    """A service without a reference, so that it is a thing of its own."""
    service = factories.a_service(name=name)
    factories.a_published_version(service)
    return service


def names_in(config: Config) -> set[str]:
    return {thing.name for thing in open_index(config.index_dir).catalogue.things() if thing.kind == "service"}


@pytest.fixture
def indexed(session: Session, config: Config) -> Config:
    """An index that knows one service."""
    with unit_of_work():
        a_searchable_service("Izin kebun raya")
    bring_index_up_to_date(config.index_dir)
    assert names_in(config) == {"Izin kebun raya"}
    return config


def test_a_change_is_found_and_nothing_is_written_without_one(indexed: Config) -> None:
    assert not bring_index_up_to_date(indexed.index_dir)
    with unit_of_work():
        a_searchable_service("Izin pasar malam")
    assert bring_index_up_to_date(indexed.index_dir)
    assert names_in(indexed) == {"Izin kebun raya", "Izin pasar malam"}
    assert not bring_index_up_to_date(indexed.index_dir)


def test_a_retired_service_leaves_the_index(indexed: Config) -> None:
    with unit_of_work() as session:
        service = a_searchable_service("Izin pasar malam")
        thing = f"service:{session.get_one(factories.Agency, service.agency_id).slug}/{service.slug}"
    bring_index_up_to_date(indexed.index_dir)
    with unit_of_work() as session:
        session.get_one(Service, service.id).status = "retired"
        note_search_changes([thing])
    assert bring_index_up_to_date(indexed.index_dir)
    assert names_in(indexed) == {"Izin kebun raya"}


def test_a_draft_is_no_change_of_the_index(indexed: Config) -> None:
    with unit_of_work():
        factories.a_draft()
    assert not bring_index_up_to_date(indexed.index_dir)


def test_so_many_changes_that_patching_would_take_longer_build_the_index_anew(indexed: Config) -> None:
    before = open_index(indexed.index_dir).manifest.folder
    with unit_of_work():
        a_searchable_service("Izin pasar malam")
        note_search_changes([f"agency:nowhere-{number}" for number in range(MOST_PATCHED)])
    assert bring_index_up_to_date(indexed.index_dir)
    assert open_index(indexed.index_dir).manifest.folder != before
    assert names_in(indexed) == {"Izin kebun raya", "Izin pasar malam"}


def test_a_lost_index_is_built_anew(indexed: Config) -> None:
    shutil.rmtree(indexed.index_dir)
    assert bring_index_up_to_date(indexed.index_dir)
    assert names_in(indexed) == {"Izin kebun raya"}


@pytest.mark.parametrize("part", ["*.seg", "*.toc", "manifest-*.json", "catalogue-*.jsonl"])
def test_a_flipped_bit_in_any_file_is_found_and_mended(indexed: Config, part: str) -> None:
    [path] = indexed.index_dir.glob(f"build-*/{part}")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    check_index(indexed.index_dir)
    open_index(indexed.index_dir).verify()
    assert names_in(indexed) == {"Izin kebun raya"}


def test_a_sound_index_is_not_built_anew_by_the_check(indexed: Config) -> None:
    before = open_index(indexed.index_dir).generation
    check_index(indexed.index_dir)
    assert open_index(indexed.index_dir).generation == before


def test_an_index_that_is_ahead_of_a_restored_database_is_built_anew(indexed: Config) -> None:
    with unit_of_work() as session:
        session.get_one(SearchCounter, 1).value = 0
    assert bring_index_up_to_date(indexed.index_dir)
    assert open_index(indexed.index_dir).sequence == 0


def test_what_changes_during_a_rebuild_is_in_it(indexed: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = searchable.all_documents

    def read_and_then_somebody_publishes() -> Changes:
        read = everything()
        with unit_of_work():
            a_searchable_service("Izin pasar malam")
        return read

    monkeypatch.setattr(searchable, "all_documents", read_and_then_somebody_publishes)
    rebuild_index(indexed.index_dir)
    assert names_in(indexed) == {"Izin kebun raya", "Izin pasar malam"}


def test_two_writers_of_one_host_keep_out_of_each_others_way(indexed: Config) -> None:
    with unit_of_work():
        a_searchable_service("Izin pasar malam")
    with writer_lease(indexed.index_dir), pytest.raises(WriterLeaseTaken):
        bring_index_up_to_date(indexed.index_dir)
    assert names_in(indexed) == {"Izin kebun raya"}
    assert bring_index_up_to_date(indexed.index_dir)


def test_an_empty_database_gives_an_empty_index(session: Session, config: Config) -> None:
    with pytest.raises(IndexUnavailable):
        open_index(config.index_dir)
    assert bring_index_up_to_date(config.index_dir)
    assert names_in(config) == set()
