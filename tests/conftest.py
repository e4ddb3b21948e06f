"""Fixtures for every layer: databases, applications, the live server; and what holds for each test run.

A test that takes ``app``, ``client``, ``session`` or ``config`` gets a migrated, empty SQLite database of its own; with
the marker ``any_database`` it runs on SQLite and on PostgreSQL, with ``postgres`` on PostgreSQL alone. ``seeded_app``
and ``seeded_client`` have all seed data and the search index. Nothing is skipped in silence: what this machine cannot
run is named at the end, and is a failure where CI=true.
"""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from passlib.totp import AppWallet
from playwright.sync_api import Browser, Playwright, sync_playwright
from sqlalchemy.orm import Session

from sipp.cli.tables import upgrade_tables
from sipp.config import Config
from sipp.db import current_session
from sipp.web.url_rules import Application
from tests import postgres
from tests.applications import opened, seeded_copy
from tests.compiled_statements import share_dialects
from tests.compiled_templates import CompiledTemplates
from tests.live_server import LiveServer, serve_postgres, serve_sqlite
from tests.shared_run import SharedRun
from tests.trials import scaled

RUN = pytest.StashKey[SharedRun]()
MEMORY = Path("/dev/shm")
ROOM_BYTES = 4 * 1024**3
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: How many objects come before Python looks for garbage: an application has 60,000 that refer to each other.
OBJECTS = 1_000_000
NETWORK_EVENTS = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0}

settings.register_profile(
    "sipp", max_examples=scaled(100), deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("sipp")

share_dialects()
Application.jinja_options = {"bytecode_cache": CompiledTemplates()}
# As with passwords, the secrets of authenticators are encrypted as always, but under a key that is derived fast.
AppWallet.encrypt_cost = 4


def work_in_memory() -> None:
    """Keep the files of the run in memory where there is room: there are many, and most are gone after a second."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    if not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: no test reaches another machine, whatever library it goes through."""
    if event not in NETWORK_EVENTS:
        return
    address = arguments[NETWORK_EVENTS[event]]
    host = address[0] if isinstance(address, tuple) else address
    if event != "socket.getaddrinfo" and not isinstance(address, tuple):
        return
    if host and not is_this_machine(host):
        raise RuntimeError(f"a test tried to reach {host} over the network")


def is_this_machine(host: str | bytes) -> bool:
    """Whether a host name or address means the loopback interface."""
    name = host.decode() if isinstance(host, bytes) else host
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def pytest_configure(config: pytest.Config) -> None:
    """Begin the run, or join the run of the controller when this is a worker process of xdist."""
    gc.set_threshold(OBJECTS)
    told = getattr(config, "workerinput", None)
    if told is None:
        work_in_memory()
    config.stash[RUN] = SharedRun(Path(told["run_folder"]), told["run_pid"]) if told else SharedRun.begin()
    sys.addaudithook(refuse_network)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker process of xdist which run it belongs to."""
    run = node.config.stash[RUN]
    node.workerinput |= {"run_folder": str(run.folder), "run_pid": run.run_pid}


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the servers of the run, however it went."""
    if RUN in config.stash and not hasattr(config, "workerinput"):
        try:
            postgres.forget(config.stash[RUN])
        finally:
            config.stash[RUN].finish()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests marked any_database on both engines, those marked postgres on PostgreSQL alone."""
    on_postgres = pytest.param("postgres", marks=pytest.mark.postgres)
    is_on_both = metafunc.definition.get_closest_marker("any_database") or "any_database" in metafunc.fixturenames
    if is_on_both:
        metafunc.parametrize("engine_name", ["sqlite", on_postgres], indirect=True)
    elif metafunc.definition.get_closest_marker("postgres") and "engine_name" in metafunc.fixturenames:
        metafunc.parametrize("engine_name", [on_postgres], indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first, so that no worker process begins one when the other has nothing left to do."""
    items.sort(key=lambda item: not {"slow", "faults"} & {mark.name for mark in item.iter_markers()})


def pytest_collection_finish() -> None:
    """What was loaded by now stays: whoever looks for garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what campaigns measured; count and name what could not run on this machine."""
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            terminalreporter.line(f"{name}: {value}")
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section(f"cannot run: {len(skipped)}", red=True)
        for report in skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            terminalreporter.line(f"{report.nodeid}: {reason}")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """With CI=true what cannot run is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped") and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    yield


@pytest.fixture(scope="session")
def run(pytestconfig: pytest.Config) -> SharedRun:
    """The test run that all worker processes share."""
    return pytestconfig.stash[RUN]


@pytest.fixture(scope="session")
def migrated_sqlite(run: SharedRun) -> Path:
    """A SQLite file with every table and trigger and no row; tests get copies."""
    return Path(run.once("sqlite-template", lambda: _migrate_sqlite(run.folder / "sqlite-template")))


@pytest.fixture(scope="session")
def postgres_server(run: SharedRun) -> str:
    """The address of the run's PostgreSQL; what needs it cannot run where there is none."""
    try:
        postgres.find_binaries()
    except postgres.NoPostgresError as error:
        if not os.environ.get("SIPP_TEST_POSTGRES_URL"):
            pytest.skip(str(error))
    return postgres.start_server(run)


@pytest.fixture
def engine_name(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on: "sqlite" unless a marker says otherwise."""
    name: str = getattr(request, "param", "sqlite")
    return name


@pytest.fixture
def any_database(engine_name: str) -> str:
    """Like the marker of this name, for tests that want to know which engine it is."""
    return engine_name


@pytest.fixture
def config(engine_name: str, tmp_path: Path, run: SharedRun, request: pytest.FixtureRequest) -> Iterator[Config]:
    """An installation in a folder of its own with a migrated, empty database; static files are those of the run."""
    data_dir = tmp_path / "sipp"
    data_dir.mkdir()
    static = run.folder / "static"
    static.mkdir(exist_ok=True)
    (data_dir / "static").symlink_to(static)
    if engine_name == "sqlite":
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), data_dir / "sipp.sqlite3")
        yield Config.for_tests(data_dir)
        return
    request.getfixturevalue("postgres_server")
    with postgres.new_database(run) as url:
        yield Config.for_tests(data_dir, url)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The application on an empty database."""
    with opened(config) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts, in process, on an empty database. Not together with ``session``."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session inside an application context, for models and operations.

    Not together with ``client``: a request inside this context would share its session.
    """
    with app.app_context():
        yield current_session()


@pytest.fixture
def seeded_config(run: SharedRun, tmp_path: Path) -> Config:
    """An installation of its own with all seed data and the search index, on SQLite."""
    return seeded_copy(run, tmp_path / "seeded")


@pytest.fixture
def seeded_app(seeded_config: Config) -> Iterator[Flask]:
    """The application over all seed data."""
    with opened(seeded_config) as app:
        yield app


@pytest.fixture
def seeded_client(seeded_app: Flask) -> FlaskClient:
    """A browser without scripts, in process, over all seed data."""
    return seeded_app.test_client()


@pytest.fixture(scope="session")
def live_server(run: SharedRun) -> LiveServer:
    """The real server and worker over seeded SQLite data, one for the whole run: leave it as it may be found."""
    return serve_sqlite(run)


@pytest.fixture(scope="session")
def postgres_live_server(run: SharedRun, postgres_server: str) -> LiveServer:
    """The same on PostgreSQL."""
    return serve_postgres(run, postgres.shared_database(run, "live"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_live_server(request: pytest.FixtureRequest) -> LiveServer:
    """The real server on SQLite and on PostgreSQL, one after the other."""
    name = "live_server" if request.param == "sqlite" else "postgres_live_server"
    server: LiveServer = request.getfixturevalue(name)
    return server


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver; it needs libatomic1, which a minimal Debian lacks."""
    try:
        driver = sync_playwright().start()
    except Exception as error:
        pytest.skip(f"the browser driver does not start (is libatomic1 installed?): {error}")
    yield driver
    driver.stop()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium per worker process."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if executable is None:
        pytest.skip("Chromium is not installed")
    browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
    yield browser
    browser.close()


def _migrate_sqlite(data_dir: Path) -> str:
    with opened(Config.for_tests(data_dir)) as app, app.app_context():
        upgrade_tables()
    return str(data_dir / "sipp.sqlite3")
