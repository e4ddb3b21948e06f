"""The same pages over HTTP: sipp as it is served, and sipp with its search page filled from flat FTS5."""

import http.client
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from bench.installation import ROOT, Installation, config_of
from sipp.cli.serving import server_command
from sipp.jobs.worker import HEARTBEAT
from tests.live_server import SIPP, environment, free_port

START_SECONDS = 120
CONNECTIONS = 4
#: As a browser asks, so that compressing the page is part of the work.
_HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip, deflate, br", "Accept-Language": "id"}
_ANSWER_SECONDS = 60
#: Less than this, compressed, is no result page.
SMALLEST_PAGE_BYTES = 1000


@dataclass(frozen=True)
class Site:
    """A running web server."""

    port: int
    pid: int

    @property
    def workers(self) -> list[int]:
        """The processes that answer; the first process only looks after them."""
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]


@contextmanager
def sipp_site(installation: Installation) -> Iterator[Site]:
    """The web server of `sipp serve`, with its own settings."""
    with _served(installation, None) as site:
        yield site


@contextmanager
def flat_site(installation: Installation) -> Iterator[Site]:
    """The same server, templates and settings with the search over flat FTS5."""
    with _served(installation, f"bench.flat_site:create_web_app({str(installation.pages)!r})") as site:
        yield site


@contextmanager
def index_worker(installation: Installation) -> Iterator[None]:
    """The worker of the installation, beside its server."""
    sign_of_life = installation.data_dir / HEARTBEAT
    sign_of_life.unlink(missing_ok=True)
    with (installation.data_dir / "worker.log").open("wb") as log:
        process = subprocess.Popen([SIPP, "worker"], env=environment(installation.data_dir), stderr=log, stdout=log)
        try:
            deadline = time.monotonic() + START_SECONDS
            while not sign_of_life.exists():
                if time.monotonic() > deadline:
                    raise RuntimeError(f"the worker gives no sign of life: {log.name}")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait()


def requests_per_second(site: Site, texts: Sequence[str]) -> float:
    """Ask for the result pages of these queries over a few kept connections; raises when one is no whole page."""
    waiting = list(reversed(texts))
    faults: list[str] = []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=_ANSWER_SECONDS)
        try:
            while waiting:
                text = waiting.pop()
                connection.request("GET", search_path(text), headers=_HEADERS)
                response = connection.getresponse()
                if response.status != 200 or len(response.read()) < SMALLEST_PAGE_BYTES:
                    faults.append(f"{response.status} for {text!r}")
        except (IndexError, OSError, http.client.HTTPException) as error:
            # Another thread may take the last query between our look and our hand.
            if not isinstance(error, IndexError):
                faults.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if faults:
        raise RuntimeError(f"the search page failed: {faults[:3]}")
    return len(texts) / seconds


def search_path(text: str) -> str:
    """The address of a result page; lone surrogates are sent as they are."""
    return "/cari?" + urlencode({"q": text}, quote_via=quote, errors="surrogatepass")


@contextmanager
def _served(installation: Installation, application: str | None) -> Iterator[Site]:
    port = free_port()
    command = server_command(config_of(installation.data_dir, PORT=str(port)))
    if application is not None:
        command[-1] = application
    log_path = installation.data_dir / f"server-{port}.log"
    with log_path.open("wb") as log:
        env = environment(installation.data_dir, PORT=str(port))
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=log, stdout=log)
        try:
            _wait_for(port, log_path)
            yield Site(port, process.pid)
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            if time.monotonic() > deadline:
                raise RuntimeError(f"the server does not answer: {error}\n{log.read_text()[-2000:]}") from error
            time.sleep(0.1)
