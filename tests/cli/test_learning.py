"""What searches teach, from the command line: what was not answered, and the answers that editors keep."""

import signal
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from sipp import clock
from sipp.operations.search_terms import TIME_ZONE
from tests.cli.installation import PATIENCE_SECONDS, Installation, wait_until
from tests.live_server import LiveServer, free_port

pytestmark = pytest.mark.slow

ADD = ["search-answers", "add", "lapor", "--title", "SP4N-LAPOR!", "--text", "Kanal nasional.", "--to"]
LAPOR = "https://www.lapor.go.id/"


@pytest.fixture
def one_day() -> Iterator[None]:
    """No midnight comes in between."""
    with time_machine.travel(clock.now(), tick=False):
        yield


def type_query(url: str, query: str) -> int:
    with urllib.request.urlopen(f"{url}/cari?q={query}", timeout=PATIENCE_SECONDS) as page:
        status: int = page.status
        return status


def test_what_was_typed_often_and_not_answered_is_listed(seeded: Installation, one_day: None) -> None:
    today = clock.today(TIME_ZONE)
    with seeded.database() as connection:
        connection.executemany(
            "INSERT INTO search_term (day, query, times, found, is_corrected, reason) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (str(today), "izin kucing", 7, 0, False, "nothing"),
                (str(today - timedelta(days=29)), "izin kucing", 4, 0, False, "nothing"),
                (str(today), "kartu nikah hilang dicuri", 9, 4, True, "fewer_words"),
                (str(today), "nama saya", 4, 0, False, "nothing"),
            ],
        )
    done = seeded.run("search", "--unanswered")
    assert done.stdout.splitlines() == [
        f"11\t{today}\t0\tnothing found\tizin kucing",
        f"9\t{today}\t4\tcorrected, found with fewer words\tkartu nikah hilang dicuri",
    ]
    assert seeded.run("search", "--unanswered", "--days", "29").stdout.splitlines()[0].startswith("9\t")


def test_a_search_needs_words_unless_it_asks_what_was_not_answered(seeded: Installation) -> None:
    done = seeded.run("search")
    assert done.returncode == 2 and "say what to search for" in done.stderr


def test_a_search_from_the_command_line_is_not_counted(seeded: Installation) -> None:
    assert seeded.run("search", "zyxwv").returncode == 0
    with seeded.database() as connection:
        assert connection.execute("SELECT count(*) FROM search_term").fetchone() == (0,)


def test_an_answer_is_added_changed_listed_and_retired(seeded: Installation, one_day: None) -> None:
    end = clock.today(TIME_ZONE) + timedelta(days=365)
    assert seeded.run(*ADD, LAPOR, "--alias", "mengadu").stdout == f"Answer 1 is shown until {end}.\n"
    assert seeded.run("search-answers", "change", "1", "--title", "LAPOR!").returncode == 0
    [line] = seeded.run("search-answers", "list").stdout.splitlines()
    columns = line.split("\t")
    assert (columns[:2], columns[3:]) == (["1", "shown"], ["lapor / mengadu", "LAPOR!", LAPOR])
    assert seeded.run("search-answers", "retire", "1").returncode == 0
    [line] = seeded.run("search-answers", "list").stdout.splitlines()
    assert line.split("\t")[1] == "retired"
    assert seeded.run("search-answers", "retire", "1").stderr == "Error: refused: already_retired\n"


def test_a_refused_answer_is_told_in_one_line_with_every_fault(seeded: Installation) -> None:
    done = seeded.run(*ADD, "http://www.lapor.go.id/", "--alias", "!", "--until", "2020-01-01")
    assert done.returncode == 1
    assert done.stderr == (
        "Error: aliases is missing, or has no letter or digit; target is neither a known reference, service or agency"
        " nor an https address; valid until lies before the first day\n"
    )
    assert seeded.run("search-answers", "list").stdout == ""


def test_an_answer_can_be_given_before_anything_was_seeded(empty: Installation) -> None:
    assert empty.run("migrate").returncode == 0
    for phrase in ("lapor", "mengadu"):
        added = ["search-answers", "add", phrase, "--title", "a", "--text", "b", "--to", LAPOR]
        assert empty.run(*added).returncode == 0
    with empty.database() as connection:
        changes = connection.execute("SELECT sequence, thing FROM search_change ORDER BY sequence").fetchall()
    assert changes == [(1, "curated:1"), (2, "curated:2")]


def test_web_processes_that_end_store_every_count(seeded: Installation) -> None:
    url = f"http://127.0.0.1:{(port := free_port())}"
    with seeded.running("serve", PORT=str(port)) as server:
        assert server.stdout is not None and server.stdout.readline().startswith("sipp answers")
        with ThreadPoolExecutor(8) as browsers:
            typed = [f"zyxwv+{number % 3}" for number in range(60)]
            assert set(browsers.map(lambda query: type_query(url, query), typed)) == {200}
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE_SECONDS) == 0
    with seeded.database() as connection:
        rows = connection.execute("SELECT query, sum(times) FROM search_term GROUP BY query").fetchall()
    assert dict(rows) == {f"zyxwv {number}": 20 for number in range(3)} == Counter(q.replace("+", " ") for q in typed)


def test_web_processes_add_up_what_they_count_within_seconds(any_live_server: LiveServer) -> None:
    server = any_live_server
    with ThreadPoolExecutor(8) as browsers:
        assert set(browsers.map(lambda _: type_query(server.url, "zyxwv+hidup"), range(40))) == {200}

    beside = Installation(server.data_dir, {"SIPP_DATABASE_URL": server.database_url} if server.database_url else {})

    def listed() -> bool:
        lines = beside.run("search", "--unanswered", "--days", "2").stdout.splitlines()
        return any(line.endswith("\tzyxwv hidup") and line.startswith("40\t") for line in lines)

    wait_until(listed, "all 40 counts")
