"""Backing up an installation, and restoring it without bringing back what was erased meanwhile.

A backup holds the database as it was at one moment, the files its rows name, the erasure ledger, and a manifest with
the hash of each. It has no secrets: keep those apart. The search index is built again, never restored.
"""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from sipp import clock
from sipp.cli.erasing import replay
from sipp.cli.progress import progress
from sipp.cli.tables import release_revisions, upgrade_tables
from sipp.config import Config
from sipp.db import current_session, db, forget_replaced_bytes, unit_of_work
from sipp.durable import hash_file, sync
from sipp.operations.erasure import Store
from sipp.operations.journal import record
from sipp.operations.promise_spans import owners_without_spans, rewrite_spans
from sipp.operations.stored_files import ATTACHMENTS, DOCUMENTS, named_files
from sipp.rules.permissions import SYSTEM
from sipp.storage import erasures

MANIFEST = "manifest.json"
LEDGER = "erasures.txt"
SQLITE_COPY = "database.sqlite3"
POSTGRES_COPY = "database.dump"


def register(group: AppGroup) -> None:
    """Add the commands."""

    @group.command("backup")
    @click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
    def backup_command(directory: Path) -> None:
        """Copy database, files and erasure ledger into an empty folder, while everything runs."""
        config: Config = current_app.config["SIPP"]
        _require_empty(directory)
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.chmod(0o700)
        _copy_database(config, directory)
        for folder in _folders(config):
            (directory / folder).mkdir(mode=0o700)
        for folder, name in progress(_files_to_copy(), "files"):
            # A file that is gone was erased since the copy of the database; the ledger, copied last, says so.
            if (source := _folders(config)[folder] / name).exists():
                _copy(source, directory / folder / name)
        if config.erasure_ledger.exists():
            _copy(config.erasure_ledger, directory / LEDGER)
        manifest = {
            "made_at": clock.now().isoformat(),
            "revision": release_revisions(),
            "sha256": {str(path.relative_to(directory)): hash_file(path) for path in _files_below(directory)},
        }
        _write(directory / MANIFEST, json.dumps(manifest, indent=1).encode())
        sync(directory)
        click.echo(f"{len(manifest['sha256'])} files were copied to {directory}. They hold personal data.")

    @group.command("restore")
    @click.argument("directory", type=click.Path(path_type=Path, file_okay=False, exists=True))
    @click.option(
        "--ledger",
        "ledgers",
        multiple=True,
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help="The erasure ledger of the installation that is lost; the one in SIPP_DATA is read anyway.",
    )
    def restore_command(directory: Path, ledgers: tuple[Path, ...]) -> None:
        """Bring a backup into an empty installation, and erase again what was erased since."""
        config: Config = current_app.config["SIPP"]
        names = _verified(directory)
        _require_nothing_stored(config)
        _write(config.unfinished_restore, b"")
        sync(config.data_dir)
        lines = erasures.merge(config.erasure_ledger, [directory / LEDGER, *ledgers])
        for name in progress([one for one in names if Path(one).parent.name in _folders(config)], "files"):
            _copy(directory / name, _folders(config)[Path(name).parent.name] / Path(name).name)
        for folder in _folders(config).values():
            sync(folder)
        _bring_database(config, directory)
        upgrade_tables()
        for owners in owners_without_spans():
            with unit_of_work():
                rewrite_spans(owners)
        erased = replay(lines, Store.of(config))
        with unit_of_work():
            record(SYSTEM, "installation.restore", "backup", _made_at(directory))
        db.session.remove()
        forget_replaced_bytes()
        config.unfinished_restore.unlink()
        sync(config.data_dir)
        click.echo(f"The backup of {_made_at(directory)} is restored; {erased} erasures were carried out again.")
        click.echo("Now build the search index: sipp reindex")


def _folders(config: Config) -> dict[str, Path]:
    """Where the files of an installation lie, by the name of their folder in a backup."""
    return {ATTACHMENTS: config.attachments_dir, DOCUMENTS: config.documents_dir}


def _require_empty(directory: Path) -> None:
    if directory.exists() and any(directory.iterdir()):
        raise click.ClickException(f"{directory} is not empty")


def _require_nothing_stored(config: Config) -> None:
    if config.unfinished_restore.exists():
        raise click.ClickException(
            f"a restore was cut off here: empty {config.data_dir} and the database, keep {config.erasure_ledger.name}"
        )
    if any(any(folder.iterdir()) for folder in _folders(config).values()) or inspect(db.engine).get_table_names():
        raise click.ClickException("there is an installation here already; a backup is restored into an empty one")
    db.engine.dispose()


def _verified(directory: Path) -> list[str]:
    """The names of everything in a backup, once each is what the manifest says and nothing is missing or added."""
    try:
        known = dict(json.loads((directory / MANIFEST).read_text())["sha256"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        raise click.ClickException(
            f"{directory} has no readable manifest: it is no backup, or not a whole one"
        ) from None
    found = {str(path.relative_to(directory)): path for path in _files_below(directory)}
    for name in progress(sorted(known.keys() | found.keys()), "hashes"):
        if name not in found or name not in known:
            raise click.ClickException(f"{name} is {'missing' if name in known else 'not in the manifest'}")
        if hash_file(found[name]) != known[name]:
            raise click.ClickException(f"{name} is not what was backed up")
    return list(known)


def _made_at(directory: Path) -> str:
    return str(json.loads((directory / MANIFEST).read_text())["made_at"])


def _files_below(directory: Path) -> Iterator[Path]:
    return (path for path in sorted(directory.rglob("*")) if path.is_file() and path.name != MANIFEST)


def _files_to_copy() -> list[tuple[str, str]]:
    names = named_files()
    current_session().rollback()
    return names


def _copy_database(config: Config, directory: Path) -> None:
    url = make_url(config.database_url)
    if url.get_backend_name() == "postgresql":
        target = directory / POSTGRES_COPY
        _run_postgres("pg_dump", config, "--format=custom", "--no-owner", f"--file={target}")
    else:
        target = directory / SQLITE_COPY
        _copy_sqlite(Path(str(url.database)), target)
    target.chmod(0o600)
    sync(target)


def _bring_database(config: Config, directory: Path) -> None:
    url = make_url(config.database_url)
    name = POSTGRES_COPY if url.get_backend_name() == "postgresql" else SQLITE_COPY
    if not (directory / name).exists():
        raise click.ClickException("this backup is of the other kind of database (SQLite, PostgreSQL)")
    if name == POSTGRES_COPY:
        options = "--no-owner", "--exit-on-error", "--single-transaction"
        _run_postgres("pg_restore", config, *options, str(directory / name))
        return
    target = Path(str(url.database))
    for left in ("", "-wal", "-shm"):
        target.with_name(target.name + left).unlink(missing_ok=True)
    _copy(directory / name, target)
    sync(target.parent)


def _copy_sqlite(source: Path, target: Path) -> None:
    """One moment of the database, whoever writes meanwhile; the copy is one file without a log."""
    origin = sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)
    copy = sqlite3.connect(target)
    try:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
        origin.close()


def _run_postgres(program: str, config: Config, *arguments: str) -> None:
    """Run a program of PostgreSQL; the password goes through a file, never through a list of processes."""
    path = shutil.which(program)
    if path is None:
        raise click.ClickException(
            f"a backup of PostgreSQL is made and restored with {program}, which is not installed"
        )
    url = make_url(config.database_url)
    secret = config.temp_dir / "pgpass"
    words = str(url.password or "").replace("\\", "\\\\").replace(":", "\\:")
    try:
        _write(secret, f"*:*:*:*:{words}\n".encode())
        address = url.set(drivername="postgresql", password=None).update_query_dict({"passfile": str(secret)})
        command = [path, f"--dbname={address.render_as_string(hide_password=False)}", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        secret.unlink(missing_ok=True)
    if done.returncode:
        raise click.ClickException(f"{program}: {(done.stderr.splitlines() or ['failed'])[0]}")


def _copy(source: Path, target: Path) -> None:
    _write(target, chunks=_chunks(source))


def _write(path: Path, content: bytes = b"", chunks: Iterable[bytes] = ()) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1024 * 1024):
            yield chunk
