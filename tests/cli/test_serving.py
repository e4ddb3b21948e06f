"""Server and worker as they really run: they answer, they end, they come back, and nothing is lost meanwhile."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request

import pytest

from sipp.config import Config
from sipp.db import unit_of_work
from tests import factories
from tests.applications import opened
from tests.cli.installation import PATIENCE_SECONDS, Installation, children_of, wait_until
from tests.guardian import is_alive
from tests.live_server import free_port
from tests.trials import scaled

pytestmark = pytest.mark.slow


def heartbeat(installation: Installation) -> dict[str, object]:
    try:
        beat: dict[str, object] = json.loads((installation.data_dir / "worker.json").read_text())
    except (OSError, ValueError):
        return {}
    return beat


def worker_of(server: "subprocess.Popen[str]") -> int | None:
    return next((pid for pid, command in children_of(server.pid) if command.split()[-1:] == ["worker"]), None)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_server_says_where_it_answers_and_ends_with_all_its_children(
    seeded: Installation, number: signal.Signals
) -> None:
    url = f"http://127.0.0.1:{(port := free_port())}"
    with seeded.running("serve", "--with-worker", PORT=str(port)) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == f"sipp answers at {url}\n"
        with urllib.request.urlopen(f"{url}/instansi/kota-bandung") as page:
            assert page.status == 200
        wait_until(lambda: bool(heartbeat(seeded)), "a sign of life of the worker")
        everyone = [pid for child, _ in children_of(server.pid) for pid in (child, *(c for c, _ in children_of(child)))]
        assert len(everyone) >= 3
        server.send_signal(number)
        assert server.wait(PATIENCE_SECONDS) == 0
    assert not any(is_alive(pid) for pid in everyone)


def test_a_worker_that_was_killed_is_started_again_while_the_pages_go_on(seeded: Installation) -> None:
    with seeded.running("serve", "--with-worker", PORT=str(free_port())) as server:
        wait_until(lambda: bool(heartbeat(seeded)), "a sign of life of the worker")
        killed = worker_of(server)
        assert killed is not None and heartbeat(seeded)["pid"] == killed
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: heartbeat(seeded)["pid"] != killed, "another worker")
        assert server.poll() is None


def test_children_do_not_outlive_a_server_that_was_killed(seeded: Installation) -> None:
    with seeded.running("serve", "--with-worker", PORT=str(free_port())) as server:
        wait_until(lambda: bool(heartbeat(seeded)), "a sign of life of the worker")
        children = [pid for pid, _ in children_of(server.pid)]
        server.kill()
        wait_until(lambda: not any(is_alive(pid) for pid in children), "the end of the children")


def test_a_port_that_is_taken_is_told(seeded: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = seeded.run("serve", PORT=str(other.getsockname()[1]))
    assert done.returncode == 1
    assert "PORT=" in done.stderr and "Traceback" not in done.stderr


def test_an_index_is_built_anew_while_the_worker_runs(seeded: Installation) -> None:
    with seeded.running("worker") as worker:
        wait_until(lambda: bool(heartbeat(seeded)), "a sign of life of the worker")
        assert seeded.run("reindex").returncode == 0
        (seeded.data_dir / "index" / "CURRENT").unlink()
        wait_until((seeded.data_dir / "index" / "CURRENT").exists, "the index")
        worker.terminate()
        assert worker.wait(PATIENCE_SECONDS) == 0
    assert seeded.faults() == set()


def test_the_head_of_the_audit_is_the_newest_link(seeded: Installation) -> None:
    def head() -> list[str]:
        return seeded.run("audit", "head").stdout.split()

    with seeded.database() as connection:
        [(chained,)] = connection.execute("SELECT count(*) FROM audit_entry").fetchall()
    assert head()[0] == str(chained)
    assert seeded.run("user", "disable", "editor@kota-bandung.contoh").returncode == 0
    with seeded.running("worker"):
        wait_until(lambda: head()[0] == str(chained + 1), "the new entry chained")
    number, digest = head()
    assert (int(number), len(digest)) == (chained + 1, 64)


def file_open_reports(installation: Installation, count: int) -> None:
    """Reports with an address, filed through the real operation before any worker runs."""
    with opened(Config.for_tests(installation.data_dir)) as app, app.app_context(), unit_of_work():
        for _ in range(count):
            factories.a_report(content=factories.what_is_told(visibility="open"))


@pytest.mark.faults
def test_no_mail_is_lost_when_the_worker_is_killed_again_and_again(seeded: Installation) -> None:
    """At least once, each under one Message-ID: the file of a mail is named after it, so a repeat replaces it."""
    expected = scaled(30)
    mails = seeded.data_dir / "mail"
    file_open_reports(seeded, expected)

    def states() -> set[str]:
        with seeded.database() as connection:
            return {state for (state,) in connection.execute("SELECT DISTINCT state FROM outbox_message")}

    for round_number in range(scaled(3)):
        with seeded.running("worker") as worker:
            wait_until(lambda: bool(heartbeat(seeded)), "a sign of life of the worker")
            time.sleep(0.05 * (round_number % 5))
            worker.kill()
        with seeded.database() as connection:
            connection.execute("UPDATE outbox_message SET leased_until = NULL")
        (seeded.data_dir / "worker.json").unlink(missing_ok=True)
    with seeded.running("worker"):
        wait_until(lambda: states() == {"done"}, "every message done")
    assert len(list(mails.glob("*.eml"))) == expected
