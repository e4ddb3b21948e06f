"""Pairs of the same form sent at the same moment to the real server: one report and one code for both of a pair."""

import re
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from sqlalchemy import Engine, create_engine, text

from tests.live_server import LiveServer
from tests.trials import scaled
from tests.web.filing import COMPLAINT, KTP

#: The hidden names a form carries.
TOKEN = re.compile(r'name="(csrf_token|version_token)" value="([^"]+)"')
PAIRS = scaled(20)
PAIRS_AT_ONCE = 4


@pytest.fixture
def engine(any_live_server: LiveServer) -> Iterator[Engine]:
    """The database behind the server, to be counted from outside."""
    url = any_live_server.database_url or f"sqlite:///{any_live_server.data_dir / 'sipp.sqlite3'}"
    engine = create_engine(url)
    yield engine
    engine.dispose()


def count(engine: Engine, words: str) -> dict[str, int]:
    """The reports whose story begins with the words, and the rows that belong to them."""
    of_these = "SELECT id FROM report WHERE description LIKE :words"
    statements = {
        "report": f"SELECT count(*) FROM ({of_these}) AS these",
        "breach": f"SELECT count(*) FROM breach WHERE report_id IN ({of_these})",
        "report_clock": f"SELECT count(*) FROM report_clock WHERE report_id IN ({of_these})",
        "report_event": f"SELECT count(*) FROM report_event WHERE report_id IN ({of_these})",
        "ledger_entry": "SELECT count(*) FROM ledger_entry JOIN report ON report_number = case_number "
        "WHERE description LIKE :words",
    }
    with engine.connect() as connection:
        return {
            name: connection.execute(text(statement), {"words": f"{words} %"}).scalar_one()
            for name, statement in statements.items()
        }


def browser() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()))


def send_pair(server: LiveServer, story: str) -> set[str]:
    """Open one form and send it twice at once from the same browser; the codes on the two receipts."""
    opener = browser()
    with opener.open(f"{server.url}{KTP}", timeout=60) as answer:
        tokens = dict(TOKEN.findall(answer.read().decode()))
    fields = {**tokens, **COMPLAINT, "description": story}
    body = urlencode(fields, doseq=True).encode()
    start = threading.Barrier(2)

    def send() -> str:
        request = Request(f"{server.url}{KTP}", data=body)
        start.wait(60)
        with opener.open(request, timeout=60) as receipt:
            found = re.search(r'data-tracking-code="([^"]+)"', receipt.read().decode())
        assert found is not None, receipt.url
        return found[1]

    with ThreadPoolExecutor(2) as both:
        return {sending.result() for sending in [both.submit(send), both.submit(send)]}


@pytest.mark.slow
@pytest.mark.faults
def test_pairs_of_simultaneous_submits_become_one_report_with_one_code_each(
    any_live_server: LiveServer, engine: Engine
) -> None:
    run = f"Pasangan {uuid.uuid4().hex}"
    with ThreadPoolExecutor(PAIRS_AT_ONCE) as people:
        pairs = list(people.map(lambda number: send_pair(any_live_server, f"{run} {number}"), range(PAIRS)))

    assert [codes for codes in pairs if len(codes) != 1] == []
    assert len(set().union(*pairs)) == PAIRS
    assert count(engine, run) == {
        "report": PAIRS,
        "breach": 2 * PAIRS,
        "report_clock": 3 * PAIRS,
        "report_event": 2 * PAIRS,
        "ledger_entry": 2 * PAIRS,
    }
