"""The test run itself: servers end with it, nothing reaches the network, nothing is skipped in silence."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guardian import is_alive
from tests.house.source_tree import ROOT
from tests.shared_run import PREFIX, SharedRun

PATIENCE_SECONDS = 60


def wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_alive(pid)


def wait_for_number_in(path: Path) -> int:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (path.exists() and path.read_text().strip()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return int(path.read_text())


@pytest.fixture
def other_run() -> Iterator[SharedRun]:
    run = SharedRun.begin()
    yield run
    run.finish()


def start_sleeper(run: SharedRun) -> int:
    """A server that notes its process id and does nothing else."""
    run.start("sleeper", ["/bin/sh", "-c", 'echo $$ > "$0"; exec sleep 120', run.folder / "sleeper.number"])
    return wait_for_number_in(run.folder / "sleeper.number")


def test_a_server_ends_with_its_run(other_run: SharedRun) -> None:
    server = start_sleeper(other_run)
    assert is_alive(server)
    other_run.finish()
    assert not is_alive(server)
    assert not other_run.folder.exists()


def test_a_server_ends_when_its_run_is_killed(other_run: SharedRun) -> None:
    with subprocess.Popen(["/bin/sleep", "120"]) as killed_run:
        other_run.run_pid = killed_run.pid
        server = start_sleeper(other_run)
        assert is_alive(server)
        killed_run.kill()
    assert wait_until_gone(server)


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    (tmp_path / f"{PREFIX}{killed.pid}-left" / "postgres").mkdir(parents=True)
    (running := tmp_path / f"{PREFIX}{os.getpid()}-running").mkdir()
    begun = SharedRun.begin()
    assert set(tmp_path.iterdir()) == {running, begun.folder}


def test_what_a_run_shares_is_made_once(other_run: SharedRun) -> None:
    made = []

    def make() -> str:
        made.append(1)
        return "address"

    assert [other_run.once("thing", make), other_run.once("thing", make)] == ["address", "address"]
    assert len(made) == 1


def test_what_could_not_be_made_fails_for_everyone_who_asks(other_run: SharedRun) -> None:
    def fail() -> str:
        raise OSError("no room")

    for _ in range(2):
        with pytest.raises(RuntimeError, match="thing could not be made: OSError: no room"):
            other_run.once("thing", fail)


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_no_test_reaches_another_machine(host: str) -> None:
    with pytest.raises(RuntimeError, match="over the network"):
        socket.create_connection((host, 80), timeout=1)


def test_a_test_reaches_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_what_cannot_run_is_named_and_fails_in_continuous_integration(ci: str, status: int, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import pytest\n\ndef test_one():\n    pytest.skip('there is no moon')\n\ndef test_two():\n    assert True\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        os.devnull,
        "--rootdir",
        tmp_path,
        "-p",
        "tests.conftest",
        tmp_path,
    ]
    env = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "cannot run: 1" in done.stdout, done.stdout + done.stderr
    assert "there is no moon" in done.stdout
    assert done.returncode == status
