"""The real thing for a test run: `sipp serve --with-worker` over seeded data, in a folder of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom

from tests.shared_run import SharedRun

SIPP = Path(sys.executable).with_name("sipp")
SERVER_START_SECONDS = 240


@dataclass(frozen=True)
class LiveServer:
    """Where the server answers and where it keeps its state."""

    url: str
    data_dir: Path
    database_url: str | None = None


def environment(data_dir: Path, database_url: str | None = None, **more: str) -> dict[str, str]:
    """What the processes of a demo installation see: nothing of the tests' own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    database = {"SIPP_DATABASE_URL": database_url} if database_url else {}
    return {**kept, **database, "SIPP_DATA": str(data_dir), "SIPP_DEMO": "1", **more}


def run_sipp(arguments: list[str], data_dir: Path, database_url: str | None = None) -> str:
    """Run one `sipp` command to its end and give what it printed; fail with all of it otherwise."""
    done = subprocess.run(
        [SIPP, *arguments], env=environment(data_dir, database_url), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"sipp {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def seeded_data(run: SharedRun) -> Path:
    """A data folder (database, index, secrets) with all seed data, made once per run; copy it, never write to it."""
    return Path(run.once("seeded-data", lambda: _seed(run.folder / "seeded-data")))


def serve_sqlite(run: SharedRun) -> LiveServer:
    """The run's server on SQLite."""
    data_dir = run.folder / "live-sqlite"

    def start() -> str:
        shutil.copytree(seeded_data(run), data_dir)
        return _serve(run, "live-sqlite", data_dir, None)

    return LiveServer(run.once("live-sqlite-server", start), data_dir)


def serve_postgres(run: SharedRun, database_url: str) -> LiveServer:
    """The run's server on PostgreSQL, over a migrated and still empty database."""
    data_dir = run.folder / "live-postgres"

    def start() -> str:
        _seed(data_dir, database_url)
        return _serve(run, "live-postgres", data_dir, database_url)

    return LiveServer(run.once("live-postgres-server", start), data_dir, database_url)


def _seed(data_dir: Path, database_url: str | None = None) -> str:
    for command in ("migrate", "seed", "reindex"):
        run_sipp([command], data_dir, database_url)
    return str(data_dir)


def _serve(run: SharedRun, name: str, data_dir: Path, database_url: str | None) -> str:
    port = free_port()
    env = environment(data_dir, database_url, PORT=str(port))
    log = run.start(name, [SIPP, "serve", "--with-worker"], env=env)
    url = f"http://127.0.0.1:{port}"
    _wait_for(f"{url}/healthz", log)
    return url


def free_port() -> int:
    """A port of this machine that nobody listens on and that no connection takes for itself meanwhile.

    Drawn by the system: what pytest-randomly seeds is the same in each worker process of a run.
    """
    while True:
        port = SystemRandom().randrange(10_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + SERVER_START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{url} does not answer: {error}\n{log.read_text()[-4000:]}") from error
            time.sleep(0.1)
