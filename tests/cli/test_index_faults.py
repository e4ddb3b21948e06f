"""The real server and worker: whatever is killed or damaged, every answer is 200 and the index becomes whole again."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from sipp.config import Config
from sipp.db import unit_of_work
from sipp.models.agencies import Unit
from sipp.operations.journal import note_search_changes
from sipp.search.contract import IndexUnavailable
from tests.applications import opened
from tests.cli.installation import PATIENCE_SECONDS, Installation, wait_until
from tests.live_server import free_port
from tests.search.convergence import is_like_built_anew
from tests.search.damage import DAMAGES, a_file_of
from tests.trials import scaled

#: Between two questions of a citizen: whoever asks without a pause leaves the worker no processor to mend with.
PAUSE_SECONDS = 0.05
QUERIES = ("ktp hilang", "paspor anak", "disdukcapil bandung", "akta lahir kupang", "balik nama", "loket", "sim")


@pytest.fixture
def app(seeded: Installation) -> Iterator[Flask]:
    """The application in this process, to change things and to compare."""
    with opened(Config.for_tests(seeded.data_dir)) as app:
        yield app


def rename_something(app: Flask, draw: random.Random) -> None:
    with app.app_context(), unit_of_work() as session:
        unit = session.get_one(Unit, draw.choice(session.scalars(select(Unit.id)).all()))
        unit.name = f"Loket {draw.choice(('raya', 'lama', 'baru', 'timur'))} {draw.randint(1, 99)}"
        slug = session.scalar(
            select(Unit.agency.property.mapper.class_.slug).where(Unit.id == unit.id).join(Unit.agency)
        )
        note_search_changes([f"unit:{slug}/{unit.slug}"])


def damage_something(index_dir: Path, draw: random.Random) -> None:
    """Damage a file of the index; another one where the worker that lives was quicker and took it away."""
    damage, is_done = draw.choice(DAMAGES), False
    while not is_done:
        with suppress(FileNotFoundError):
            damage(a_file_of(index_dir, draw), draw)
            is_done = True


@contextmanager
def citizens(port: int) -> "Iterator[Counter[int]]":
    """Somebody always searches; the statuses of all answers, 0 for none."""
    statuses: Counter[int] = Counter()
    stop = threading.Event()

    def ask() -> None:
        draw = random.Random(port)
        while not stop.wait(PAUSE_SECONDS):
            path = "/cari?q=" + draw.choice(QUERIES).replace(" ", "+")
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
            try:
                connection.request("GET", path)
                statuses[connection.getresponse().status] += 1
            except OSError:
                statuses[0] += 1
            finally:
                connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@pytest.mark.slow
@pytest.mark.faults
def test_search_answers_while_workers_are_killed_and_the_index_is_damaged(
    seeded: Installation, app: Flask, tmp_path: Path
) -> None:
    """Each trial: something changes, the worker is killed, the folder damaged, or both; then it becomes whole."""
    draw = random.Random(15)
    index_dir, port = seeded.data_dir / "index", free_port()

    def is_whole() -> bool:
        try:
            return is_like_built_anew(app, index_dir, tmp_path / "anew", QUERIES)
        except IndexUnavailable:
            return False

    with seeded.running("serve", PORT=str(port)) as server:
        assert server.stdout is not None and server.stdout.readline().startswith("sipp answers")
        with citizens(port) as statuses:
            for trial in range(scaled(3)):
                with seeded.running("worker", "--index-only") as worker:
                    wait_until(is_whole, "a whole index before the trial")
                    rename_something(app, draw)
                    time.sleep(draw.uniform(0, 1))
                    if trial % 3 != 2:
                        worker.kill()
                        worker.wait()
                    if trial % 3 != 0:
                        damage_something(index_dir, draw)
                    if trial % 3 == 2:
                        wait_until(is_whole, "the index that the living worker mends")
            with seeded.running("worker", "--index-only"):
                wait_until(is_whole, "a whole index in the end")
        assert server.poll() is None
    assert set(statuses) == {200}
    assert statuses.total() > 10
