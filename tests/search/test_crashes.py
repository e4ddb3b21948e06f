"""The index survives its writer: killed at any moment, on a full disk, with its folder damaged or gone.

Each trial asks through the door a citizen takes, lets a fresh worker take its turn, and compares with an index built
anew.
"""

import errno
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sipp.app import create_app
from sipp.config import Config
from sipp.db import current_session, db
from sipp.durable import hash_file
from sipp.jobs.indexing import bring_index_up_to_date, check_index, rebuild_index
from sipp.jobs.worker import Worker
from sipp.operations import searchable
from sipp.search import manifest
from sipp.search.contract import IndexUnavailable
from sipp.search.whoosh_index import open_index
from tests.search.convergence import QUERIES, is_like_built_anew
from tests.search.damage import DAMAGES, a_file_of, flip_a_bit
from tests.search.killable import Workers, workers
from tests.search.touches import full_disk, no_strike, striking
from tests.search.towns import change_something, open_a_town
from tests.trials import scaled

THINGS = 40
FALLBACK = "Untuk sementara hasil dicari langsung"


@pytest.fixture
def town(app: Flask, config: Config) -> Flask:
    """An installation with forty services and a sound index."""
    open_a_town(app, random.Random(40), THINGS)
    with app.app_context():
        rebuild_index(config.index_dir)
    return app


@pytest.fixture
def killable(town: Flask, config: Config) -> Iterator[Workers]:
    with workers(config) as started:
        yield started


@pytest.fixture
def readers(town: Flask, config: Config) -> Iterator[list[FlaskClient]]:
    """Browsers at two web processes: one keeps its opened index, the other begins anew whenever asked to."""
    other = create_app(config)
    yield [town.test_client(), other.test_client()]
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def begin_anew(reader: FlaskClient) -> None:
    reader.application.extensions["sipp_finder"].searcher.drop()


def statuses(readers: list[FlaskClient], draw: random.Random) -> set[int]:
    """What both processes answer to a question and to a completion, one of them just started."""
    begin_anew(readers[1])
    query = draw.choice(QUERIES)
    paths = (f"/cari?q={query}", f"/cari/saran?q={query[:4]}")
    return {reader.get(path).status_code for reader in readers for path in paths}


def is_labelled(reader: FlaskClient) -> bool:
    return FALLBACK in reader.get("/cari?q=kebun").get_data(as_text=True)


@pytest.mark.slow
@pytest.mark.faults
def test_a_worker_killed_at_any_moment_leaves_search_answering_and_the_index_converging(
    town: Flask, config: Config, killable: Workers, readers: list[FlaskClient], tmp_path: Path
) -> None:
    draw = random.Random(9)
    killed = 0
    for trial in range(trials := scaled(15)):
        change_something(town, draw)
        act = draw.choice(("turn", "turn", "rebuild"))
        if draw.random() < 0.3:
            killed += killable.killed_after(act, draw.uniform(0, 0.15))
        else:
            killed += killable.killed_at_touch(act, draw.randint(1, 30))
        assert statuses(readers, draw) == {200}
        Worker(town, index_only=True).turn()
        assert is_like_built_anew(town, config.index_dir, tmp_path / f"anew-{trial}")
        assert statuses(readers, draw) == {200}
    assert killed > trials / 2


@pytest.mark.slow
@pytest.mark.faults
def test_any_damage_of_the_folder_is_answered_found_and_mended(
    town: Flask, config: Config, readers: list[FlaskClient], tmp_path: Path
) -> None:
    draw = random.Random(11)
    for trial in range(scaled(15)):
        change_something(town, draw)
        bring_up_to_date(town)
        assert statuses(readers, draw) == {200}
        for _ in range(draw.randint(1, 2)):
            draw.choice(DAMAGES)(a_file_of(config.index_dir, draw), draw)
        if draw.random() < 0.5:
            change_something(town, draw)
        assert statuses(readers, draw) == {200}
        Worker(town, index_only=True).turn()
        assert is_like_built_anew(town, config.index_dir, tmp_path / f"anew-{trial}")
        assert statuses(readers, draw) == {200}
        assert not any(is_labelled(reader) for reader in readers)


def bring_up_to_date(town: Flask) -> None:
    with town.app_context():
        bring_index_up_to_date(town.config["SIPP"].index_dir)


@pytest.mark.faults
def test_without_hashes_flipped_bits_would_be_believed(
    town: Flask, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: flips with the comparison of hashes taken out; some are answered from, and wrongly."""
    draw = random.Random(13)
    bring_up_to_date(town)
    folder = config.index_dir / open_index(config.index_dir).manifest.folder
    sealed = sorted(folder / name for name in open_index(config.index_dir).manifest.files)
    believed = 0
    for _ in range(scaled(40)):
        path = draw.choice(sealed)
        sound = path.read_bytes()
        flip_a_bit(path, draw)
        with pytest.raises(IndexUnavailable):
            open_index(config.index_dir)
        with monkeypatch.context() as patched:
            patched.setattr(manifest, "read_files", lambda folder, files: {n: (folder / n).read_bytes() for n in files})
            patched.setattr(manifest, "check_files", lambda _folder, _files: None)
            with suppress(Exception):  # some flips break what reads them
                believed += not is_like_built_anew(town, config.index_dir, tmp_path / "anew")
        path.write_bytes(sound)
    assert believed > 0


def lose_everything(index_dir: Path) -> None:
    shutil.rmtree(index_dir)


def lose_the_pointer(index_dir: Path) -> None:
    (index_dir / manifest.POINTER).unlink()


def point_to_nothing(index_dir: Path) -> None:
    (index_dir / manifest.POINTER).write_text(f"build-77/manifest-1.json {'0' * 64}")


def empty_the_folder(index_dir: Path) -> None:
    shutil.rmtree(index_dir)
    index_dir.mkdir()


def point_to_a_folder(index_dir: Path) -> None:
    lose_the_pointer(index_dir)
    (index_dir / manifest.POINTER).mkdir()


def lose_the_builds(index_dir: Path) -> None:
    for folder in index_dir.glob("build-*"):
        shutil.rmtree(folder)


def be_of_another_release(index_dir: Path) -> None:
    """Its manifest says another format and the pointer holds the right hash of it."""
    pointer = manifest.read_pointer(index_dir)
    path = index_dir / pointer.split()[0]
    path.write_text(path.read_text().replace(manifest.FORMAT, "1-0123456789abcdef"))
    (index_dir / manifest.POINTER).write_text(f"{pointer.split()[0]} {hash_file(path)}")


LOSSES = (
    lose_everything, lose_the_pointer, point_to_nothing, empty_the_folder, point_to_a_folder, lose_the_builds,
    be_of_another_release,
)  # fmt: skip


@pytest.mark.parametrize("lose", LOSSES)
def test_a_lost_index_is_told_answered_for_and_built_anew(
    town: Flask, config: Config, readers: list[FlaskClient], tmp_path: Path, lose: Callable[[Path], None]
) -> None:
    before = {reader: reader.get("/cari?q=kebun", headers={"Accept": "application/json"}).json for reader in readers}
    assert not any(is_labelled(reader) for reader in readers)
    lose(config.index_dir)
    begin_anew(readers[1])
    assert is_labelled(readers[1])
    for reader in readers:
        answer = reader.get("/cari?q=kebun", headers={"Accept": "application/json"})
        assert answer.status_code == 200
        assert answer.json["total"] == before[reader]["total"] > 0
    Worker(town, index_only=True).turn()
    assert not any(is_labelled(reader) for reader in readers)
    assert is_like_built_anew(town, config.index_dir, tmp_path / "anew")


def test_a_lease_held_by_a_process_that_died_is_free(town: Flask, config: Config, killable: Workers) -> None:
    assert killable.killed_after("hold", 0.3)
    change_something(town, random.Random(1))
    with town.app_context():
        assert bring_index_up_to_date(config.index_dir)


def test_a_database_restored_from_a_backup_is_noticed_though_its_numbers_went_on(
    town: Flask, config: Config, readers: list[FlaskClient], tmp_path: Path
) -> None:
    """The index has seen changes 43 to 45; after the restore others bear these numbers, and a later one too."""
    path = config.data_dir / "sipp.sqlite3"
    draw = random.Random(3)
    with town.app_context():
        db.session.execute(db.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
    shutil.copyfile(path, tmp_path / "backup")
    for _ in range(4):
        change_something(town, draw)
    bring_up_to_date(town)
    known = open_index(config.index_dir).sequence
    for reader in readers:
        reader.get("/cari?q=kebun")
        with reader.application.app_context():
            db.session.remove()
            db.engine.dispose()
    shutil.copyfile(tmp_path / "backup", path)
    assert all(is_labelled(reader) for reader in readers), "an index that is ahead must not answer"
    with town.app_context():
        while (current_session().scalar(select(db.text("value")).select_from(db.text("search_counter"))) or 0) <= known:
            db.session.rollback()
            change_something(town, draw)
    Worker(town, index_only=True).turn()
    assert is_like_built_anew(town, config.index_dir, tmp_path / "anew")


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("act", ["update", "rebuild"])
def test_a_full_or_read_only_disk_changes_nothing_and_leaves_nothing(
    town: Flask, config: Config, readers: list[FlaskClient], tmp_path: Path, act: str, error: int
) -> None:
    """Refused at each touch in turn, from there on; then the disk has room again."""
    draw = random.Random(error)
    acts = {"update": bring_index_up_to_date, "rebuild": rebuild_index}
    with town.app_context():
        change_something(town, draw)
        with striking(no_strike(config.index_dir)) as counted:
            acts[act](config.index_dir)
        assert counted.count > 10
        for at in range(1, counted.count + 1, 1 if error == errno.ENOSPC else 4):
            db.session.rollback()
            change_something(town, draw)
            before = open_index(config.index_dir).sequence
            with striking(full_disk(config.index_dir, at, error)):
                try:
                    acts[act](config.index_dir)
                except OSError as failure:
                    assert failure.errno == error
            index = open_index(config.index_dir)
            index.verify()
            assert index.sequence in (before, searchable.last_change())
            assert len(list(config.index_dir.glob("build-*"))) <= 2
    assert statuses(readers, draw) == {200}
    assert not any(is_labelled(reader) for reader in readers)
    Worker(town, index_only=True).turn()
    assert is_like_built_anew(town, config.index_dir, tmp_path / "anew")


def test_builds_that_fail_again_and_again_do_not_fill_the_disk(town: Flask, config: Config) -> None:
    (config.index_dir / manifest.POINTER).unlink()
    for _ in range(5):
        with town.app_context(), striking(full_disk(config.index_dir, 20, errno.ENOSPC)), pytest.raises(OSError):
            check_index(config.index_dir)
    sizes = [path.stat().st_size for path in config.index_dir.rglob("*") if path.is_file()]
    assert sum(sizes) == 0
