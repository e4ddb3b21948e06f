"""The index follows the database: after every change, damage and loss, and never ahead of it."""

import shutil
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.jobs import indexing
from sipp.jobs.indexing import MOST_PATCHED, bring_index_up_to_date, check_index, rebuild_index
from sipp.models.agencies import Agency
from sipp.models.journal import SearchChange, SearchCounter
from sipp.models.services import Service
from sipp.operations import searchable
from sipp.operations.journal import note_search_changes
from sipp.operations.standards import search_thing
from sipp.rules.standards import Fee, Product, Requirement
from sipp.search import index_writer
from sipp.search.contract import Changes, IndexUnavailable, WriterLeaseTaken
from sipp.search.engine import Searcher
from sipp.search.manifest import writer_lease
from sipp.search.places import Gazetteer
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


def test_units_are_found_by_the_new_name_of_their_agency(session: Session, config: Config) -> None:
    with unit_of_work():
        agency = factories.an_agency("kota-lama", name="Kota Lama")
        factories.a_unit(agency, slug="loket", name="Loket")
        note_search_changes(["agency:kota-lama"])
    bring_index_up_to_date(config.index_dir)
    with unit_of_work() as writing:
        writing.get_one(Agency, agency.id).name = "Kota Baru"
        note_search_changes(["agency:kota-lama"])
    bring_index_up_to_date(config.index_dir)
    names = {thing.name for thing in open_index(config.index_dir).catalogue.things()}
    assert names == {"Kota Baru", "Loket Kota Baru"}


def test_more_things_than_one_statement_takes_are_told_at_once(indexed: Config) -> None:
    with unit_of_work():
        unit = factories.a_unit()
        slug = current_session().get_one(Agency, unit.agency_id).slug
        services = [factories.a_service(unit, name=f"Izin nomor {number}") for number in range(1100)]
        note_search_changes([f"service:{slug}/{service.slug}" for service in services])
    assert bring_index_up_to_date(indexed.index_dir)
    assert len(names_in(indexed)) == 1101


def build_folder(config: Config) -> str:
    return open_index(config.index_dir).manifest.folder


def test_very_much_that_changed_is_built_anew_instead_of_patched(
    indexed: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build_folder(indexed)
    monkeypatch.setattr(indexing, "MOST_PATCHED", 2)
    for count, is_anew in ((2, False), (3, True)):
        with unit_of_work():
            for _ in range(count):
                a_searchable_service("Izin pasar malam")
        assert bring_index_up_to_date(indexed.index_dir)
        assert (build_folder(indexed) != before) == is_anew


def test_a_change_whose_row_is_gone_makes_the_index_anew(indexed: Config) -> None:
    before = build_folder(indexed)
    with unit_of_work() as session:
        a_searchable_service("Izin pasar malam")
        a_searchable_service("Izin delman")
        session.flush()
        session.delete(session.scalars(select(SearchChange).order_by(SearchChange.sequence.desc()).offset(1)).first())
    assert bring_index_up_to_date(indexed.index_dir)
    assert build_folder(indexed) != before
    assert names_in(indexed) == {"Izin kebun raya", "Izin pasar malam", "Izin delman"}


def test_a_change_of_something_nobody_knows_stops_nothing(indexed: Config) -> None:
    with unit_of_work():
        note_search_changes(["region:32.73", "service:gone", "nonsense"])
        a_searchable_service("Izin pasar malam")
    assert bring_index_up_to_date(indexed.index_dir)
    assert names_in(indexed) == {"Izin kebun raya", "Izin pasar malam"}


def test_a_database_that_counted_to_the_same_number_another_way_makes_the_index_anew(indexed: Config) -> None:
    """Restored from a backup, and changed since: the number is the same, the change is not."""
    known = open_index(indexed.index_dir).sequence
    with unit_of_work() as session:
        last = session.get_one(SearchChange, known)
        last.recorded_at += timedelta(seconds=1)
        session.scalars(select(Service)).one().name = "Izin kebun binatang"
    assert names_in(indexed) == {"Izin kebun raya"}
    assert bring_index_up_to_date(indexed.index_dir)
    assert names_in(indexed) == {"Izin kebun binatang"}
    assert not bring_index_up_to_date(indexed.index_dir)


def test_a_worn_index_is_folded_beside_while_the_present_one_answers(
    indexed: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_writer, "MOST_CHANGE_FILES", 2)
    searcher = Searcher(indexed.index_dir)
    asked: list[str] = []
    original = index_writer.write_segments

    def ask_and_write(*arguments: Any) -> frozenset[str]:
        asked.extend(hit.id for hit in searcher.find("kebun raya", Gazetteer()).hits)
        return original(*arguments)

    for name in ("Izin pasar malam", "Izin delman"):
        with unit_of_work():
            a_searchable_service(name)
        bring_index_up_to_date(indexed.index_dir)
    before = build_folder(indexed)
    monkeypatch.setattr(index_writer, "write_segments", ask_and_write)
    check_index(indexed.index_dir)
    assert len(asked) == 1
    assert build_folder(indexed) != before
    assert len(open_index(indexed.index_dir).manifest.catalogue) == 1


CANARY = "kenarikuning"


def test_no_draft_no_report_and_no_content_of_a_standard_is_in_the_index(session: Session, config: Config) -> None:
    """A service without a published version is found as a thing: its name is no content that two people must see."""
    standard = factories.a_standard(
        requirements=(Requirement(row_key="a", text=f"Surat {CANARY}"),),
        fees=(Fee(row_key="b", shape="fixed", amount_idr=77_777, label=CANARY),),
        products=(Product(row_key="c", name=CANARY),),
    )
    with unit_of_work():
        drafted = factories.a_service(name="Izin belum terbit")
        factories.a_draft(drafted, standard)
        published = a_searchable_service("Izin kebun raya")
        factories.a_published_version(published, standard)
        factories.a_report(published, content=factories.what_is_told(description=CANARY, visibility="open"))
        note_search_changes([search_thing(drafted)])
    bring_index_up_to_date(config.index_dir)
    assert names_in(config) == {"Izin belum terbit", "Izin kebun raya"}
    index = open_index(config.index_dir)
    assert index.frequency("kebun") == 1
    assert index.frequency(CANARY) == 0
    written = b"".join(path.read_bytes() for path in config.index_dir.rglob("*") if path.is_file())
    assert b"kebun" in written
    assert CANARY.encode() not in written
