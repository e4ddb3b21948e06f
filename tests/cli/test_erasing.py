"""Erasing, backing up and restoring from the command line: a restore never brings back what was erased."""

import hashlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from sipp.app import create_app
from sipp.config import Config
from sipp.db import db, unit_of_work
from sipp.models.agencies import Unit
from sipp.operations import following
from sipp.storage.attachments import StoredFile
from tests import postgres
from tests.cli.installation import Installation
from tests.operations.filing import a_place, file_about
from tests.operations.stored_bytes import files_holding
from tests.shared_run import SharedRun

CANARIES = ("kanaricerita", "kanarinama", "kanarisurel", "kanaripesan", "kanarifoto")
FILE = f"{'cd' * 16}.png"


def with_reports(installation: Installation) -> list[str]:
    """Two reports, the first stuffed with canaries and a file; their case numbers."""
    assert installation.run("migrate").returncode == 0
    app = create_app(Config.for_tests(installation.data_dir, installation.settings.get("SIPP_DATABASE_URL")))
    content = b"kanarifoto " * 50
    with app.app_context():
        (installation.data_dir / "attachments" / FILE).write_bytes(content)
        with unit_of_work() as session:
            place = a_place()
            told = {"name": "kanarinama", "email": "kanarisurel@contoh.id", "description": "kanaricerita"}
            first = file_about(place, visibility="open", **told).report
            session.flush()
            sha256 = hashlib.sha256(content).hexdigest()
            stored = StoredFile(name=FILE, media_type="image/png", size_bytes=len(content), sha256=sha256)
            following.add_evidence(first.id, stored)
            following.write_message(first.id, "kanaripesan")
            (installation.data_dir / "documents" / FILE).write_bytes(b"maklumat")
            session.scalars(select(Unit).limit(1)).one().pledge_file = FILE
            second = file_about(place, description="Laporan lain yang tetap ada.").report
            numbers = [first.case_number, second.case_number]
        db.session.remove()
        db.engine.dispose()
    return numbers


def found_in(folder: Path) -> set[str]:
    return {words for words in CANARIES if files_holding(folder, words)}


def another(tmp_path: Path, name: str) -> Installation:
    folder = tmp_path / name
    folder.mkdir(mode=0o700)
    return Installation(folder)


def test_a_restore_erases_again_what_was_erased_since_the_backup(empty: Installation, tmp_path: Path) -> None:
    erased, kept = with_reports(empty)
    backup = tmp_path / "backup"
    assert empty.run("backup", str(backup)).returncode == 0
    done = empty.run("erase", erased.lower(), "--reason", "request")
    assert (done.returncode, done.stdout) == (0, f"{erased} is erased.\n")
    assert found_in(empty.data_dir) == set() and found_in(backup) == set(CANARIES)
    ledger = empty.data_dir / "erasures.txt"

    control = another(tmp_path, "without")
    assert control.run("restore", str(backup)).returncode == 0
    assert found_in(control.data_dir) == set(CANARIES), "the control: without the ledger it all comes back"
    shutil.copy(ledger, control.data_dir / "erasures.txt")
    for command in (("serve",), ("check",)):
        refused = control.run(*command)
        assert (
            refused.returncode == 1 and "1 erased reports are still in the database" in refused.stdout + refused.stderr
        )
    assert control.run("erase", "--due").returncode == 0
    assert found_in(control.data_dir) == set()

    restored = another(tmp_path, "with")
    done = restored.run("restore", str(backup), "--ledger", str(ledger))
    assert done.returncode == 0 and "1 erasures were carried out again" in done.stdout
    made_at = json.loads((backup / "manifest.json").read_text())["made_at"]
    assert f", of the backup of {made_at}\n" in restored.run("check").stdout
    assert "ok\trestore\tnone" in empty.run("check").stdout
    assert found_in(restored.data_dir) == set()
    assert (restored.data_dir / "erasures.txt").read_text() == ledger.read_text()
    assert (restored.data_dir / "documents" / FILE).read_bytes() == b"maklumat"
    assert restored.run("reindex").returncode == 0
    assert restored.faults() == set()
    with restored.database() as connection:
        rows = dict(connection.execute("SELECT case_number, description FROM report"))
    assert rows == {erased: "", kept: "Laporan lain yang tetap ada."}
    again = restored.run("erase", erased, "--reason", "request")
    assert again.returncode == 1 and "erased already" in again.stderr


@pytest.mark.postgres
def test_a_backup_of_postgresql_is_made_and_restored_with_its_own_programs(
    run: SharedRun, postgres_server: str, empty: Installation, tmp_path: Path
) -> None:
    backup, restored = tmp_path / "backup", another(tmp_path, "restored")
    with postgres.new_database(run) as source, postgres.new_database(run, "template0") as target:
        assert postgres_server
        empty.settings |= {"SIPP_DATABASE_URL": source, "PATH": "/nowhere"}
        erased, kept = with_reports(empty)
        assert "pg_dump, which is not installed" in empty.run("backup", str(backup)).stderr
        shutil.rmtree(backup)
        empty.settings["PATH"] = str(postgres.find_binaries())
        assert empty.run("backup", str(backup)).returncode == 0
        done = empty.run("erase", erased, "--reason", "request")
        assert done.returncode == 0 and "VACUUM" in done.stderr
        restored.settings |= {"SIPP_DATABASE_URL": target, "PATH": str(postgres.find_binaries())}
        done = restored.run("restore", str(backup), "--ledger", str(empty.data_dir / "erasures.txt"))
        assert done.returncode == 0, done.stderr
        assert "1 erasures were carried out again" in done.stdout
        engine = create_engine(target)
        with engine.connect() as connection:
            rows = dict(connection.execute(text("SELECT case_number, description FROM report")).all())
        engine.dispose()
        assert rows == {erased: "", kept: "Laporan lain yang tetap ada."}
        assert not (restored.data_dir / "attachments" / FILE).exists()


def test_a_damaged_or_incomplete_backup_and_a_full_folder_are_refused(empty: Installation, tmp_path: Path) -> None:
    with_reports(empty)
    backup = tmp_path / "backup"
    assert empty.run("backup", str(backup)).returncode == 0
    for at, refused in ((backup, empty.run("backup", str(backup))), (empty, empty.run("restore", str(backup)))):
        assert refused.returncode == 1, at
    target = another(tmp_path, "target")
    manifest = json.loads((backup / "manifest.json").read_text())
    assert set(manifest["sha256"]) == {"database.sqlite3", f"attachments/{FILE}", f"documents/{FILE}"}
    for name in manifest["sha256"]:
        content = (backup / name).read_bytes()
        (backup / name).write_bytes(content + b"x")
        assert f"{name} is not what was backed up" in target.run("restore", str(backup)).stderr
        (backup / name).unlink()
        assert f"{name} is missing" in target.run("restore", str(backup)).stderr
        (backup / name).write_bytes(content)
    (backup / "attachments" / "more").write_text("x")
    assert "not in the manifest" in target.run("restore", str(backup)).stderr
    (backup / "attachments" / "more").unlink()
    assert target.run("restore", str(backup)).returncode == 0


def test_a_restore_that_was_cut_off_keeps_everything_shut(empty: Installation, tmp_path: Path) -> None:
    with_reports(empty)
    backup = tmp_path / "backup"
    assert empty.run("backup", str(backup)).returncode == 0
    target = another(tmp_path, "target")
    (backup / "erasures.txt").write_text("no line of ours\n")
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["sha256"]["erasures.txt"] = hashlib.sha256(b"no line of ours\n").hexdigest()
    (backup / "manifest.json").write_text(json.dumps(manifest))
    assert "cannot be read" in target.run("restore", str(backup)).stderr
    for command in (("serve",), ("check",), ("restore", str(backup))):
        refused = target.run(*command)
        assert refused.returncode == 1 and "restore" in refused.stdout + refused.stderr


def test_a_backup_is_one_moment_of_a_database_that_is_written_to(empty: Installation, tmp_path: Path) -> None:
    with_reports(empty)
    with empty.database() as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE report SET description = 'belum selesai'")
        assert empty.run("backup", str(tmp_path / "backup")).returncode == 0
        writer.rollback()
    copy = sqlite3.connect(tmp_path / "backup" / "database.sqlite3")
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert copy.execute("SELECT count(*) FROM report WHERE description = 'belum selesai'").fetchone() == (0,)
    copy.close()


@pytest.mark.parametrize("arguments", [(), ("LP-0000-0000",), ("--due", "--reason", "request"), ("--reason", "order")])
def test_half_a_question_is_refused(empty: Installation, arguments: tuple[str, ...]) -> None:
    assert empty.run("erase", *arguments).returncode == 2
