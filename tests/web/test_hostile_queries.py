"""Hostile queries through the door: an answer for each, and what was typed comes back as text and nothing else."""

import http.client
import json
import socket
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.live_server import LiveServer
from tests.search.hostile import HOSTILE, hostile_queries
from tests.trials import scaled
from tests.web.reading import Page

#: Attributes of a page that lead somewhere.
ADDRESSES = ("href", "src", "action", "formaction")
LONGEST_QUERY = 200
#: Embeddings, overrides and isolates of direction.
TURNING = ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI")
#: A request line that is longer is refused by the server itself.
LONGEST_LINE = 4000


def encoded(query: str) -> str:
    return quote(query.encode("utf-8", "surrogatepass"), safe="")


def as_received(query: str) -> str:
    """What is left of a query on its way: halves of characters stay encoded, what nobody sees is gone."""
    text = query.encode("utf-8", "surrogatepass").decode("utf-8", "werkzeug.url_quote")[:LONGEST_QUERY]
    blank = "".join(" " if unicodedata.category(character) == "Cc" else character for character in text)
    return "".join(character for character in blank if unicodedata.bidirectional(character) not in TURNING)


class Reader(HTMLParser):
    """What of a page could act: scripts without a file, handlers, addresses of another scheme."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.active: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attributes)
        if tag == "script" and "src" not in given:
            self.active.append("inline script")
        for name, value in attributes:
            address = (value or "").strip().lower()
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.active.append(f"{tag} {name}")
            if name in ADDRESSES and not address.startswith(("/", "#", "?", "https://", "http://localhost", "tel:")):
                self.active.append(f"{tag} {name}={address[:30]}")


def header_names(response: TestResponse) -> set[str]:
    return {name for name, _value in response.headers}


@pytest.fixture(scope="module")
def plain_names(reader: FlaskClient) -> set[str]:
    """The headers of an ordinary answer."""
    return header_names(reader.get("/cari?q=ktp")) | header_names(reader.get("/cari/saran?q=ktp"))


def faults_of(query: str, reader: FlaskClient, plain_names: set[str]) -> Iterator[str]:
    """What is wrong with the three answers to a query."""
    page = reader.get(f"/cari?q={encoded(query)}")
    data = reader.get(f"/cari?q={encoded(query)}", headers={"Accept": "application/json"})
    names = reader.get(f"/cari/saran?q={encoded(query)}")
    for response in (page, data, names):
        if response.status_code != 200:
            yield f"status {response.status_code}"
            return
        if header_names(response) - plain_names or any("\n" in value for _, value in response.headers):
            yield "a header of its own"
    yield from Reader(page.get_data(as_text=True)).active
    if data.mimetype != "application/json" or data.json["query"] != as_received(query):
        yield "another query in JSON"
    if names.mimetype != "application/x-suggestions+json" or names.json[0] != as_received(query):
        yield "another query in suggestions"


@pytest.mark.slow
@pytest.mark.faults
def test_every_answer_is_200_and_reflects_the_query_as_text(reader: FlaskClient, plain_names: set[str]) -> None:
    wrong = {}
    for query in hostile_queries(scaled(150), seed=1):
        faults = list(faults_of(query, reader, plain_names))
        if faults:
            wrong[query] = faults
    assert wrong == {}


def test_the_look_for_what_acts_bites() -> None:
    for page in ("<script>x</script>", "<a onclick=x>", "<a href=javascript:x>", "<p style='x'>", "<iframe srcdoc=x>"):
        assert len(Reader(page).active) == 1
    assert Reader("<script src=/a.js></script><a href='/cari?q=%3Cscript%3E'>&lt;script&gt;</a>").active == []


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, len(HOSTILE), 10))
def test_the_page_is_whole_and_holds_the_words_as_typed(reader: FlaskClient, start: int) -> None:
    for query in HOSTILE[start : start + 10]:
        page = Page.of(reader.get(f"/cari?q={encoded(query)}"))
        assert list(page.faults()) == [], query
        shown = page.one("input", id="q").attrib.get("value", "")
        assert shown.split() == as_received(query).split(), query


FILTERS = ("instansi", "wilayah", "daerah", "kategori", "jenis", "gratis", "daring", "urut", "persis", "halaman")


def test_hostile_filters_are_answered_too(reader: FlaskClient, plain_names: set[str]) -> None:
    for number, query in enumerate(hostile_queries(len(HOSTILE))):
        name = FILTERS[number % len(FILTERS)]
        response = reader.get(f"/cari?q=ktp&{name}={encoded(query[:300])}")
        assert response.status_code == 200, (name, query)
        assert Reader(response.get_data(as_text=True)).active == []
        assert header_names(response) <= plain_names


def test_without_an_index_hostile_queries_are_answered_from_the_database(seeded_client: FlaskClient) -> None:
    (seeded_client.application.config["SIPP"].index_dir / "CURRENT").unlink()
    for query in hostile_queries(scaled(50), seed=2):
        response = seeded_client.get(f"/cari?q={encoded(query)}")
        assert response.status_code == 200, query
        assert Reader(response.get_data(as_text=True)).active == []


def ask(server: LiveServer, target: str) -> tuple[int, str, bytes]:
    """One request over a connection of its own: status, type, body."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    try:
        connection.request("GET", target)
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.faults
def test_the_running_server_answers_every_hostile_query(live_server: LiveServer) -> None:
    """All of them in `make faults` (5,000), every tenth in `make test`, and the server is alive afterwards."""
    failed = []
    for query in hostile_queries(scaled(500)):
        target = f"/cari?q={encoded(query)}"
        status, kind, body = ask(live_server, target)
        is_right = status == 200 and kind == "text/html" if len(target) < LONGEST_LINE else status in (200, 400, 414)
        if not is_right or b"Traceback" in body:
            failed.append((query, status))
    assert failed == []
    status, _kind, body = ask(live_server, "/cari/saran?q=ktp")
    assert status == 200 and json.loads(body)[1]


@pytest.mark.parametrize(
    "line",
    [
        b"GET /cari?q=\x00ktp HTTP/1.1", b"GET /cari?q=\xff\xfe\xfd HTTP/1.1", b"GET /cari?q=<script> HTTP/1.1",
        b"GET /cari?q=ktp\x0bhilang HTTP/1.1", b"GET /cari?q=%zz%u0041%00 HTTP/1.1", b"GET /cari?q=\"' HTTP/1.1",
        b"GET /cari?q=" + b"a" * 100_000 + b" HTTP/1.1", b"GET /cari?" + b"q=ktp&" * 600 + b" HTTP/1.1",
    ],
    ids=range(8),
)  # fmt: skip
def test_request_lines_no_browser_sends_are_answered_or_refused(live_server: LiveServer, line: bytes) -> None:
    address = urlsplit(live_server.url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        connection.sendall(line + b"\r\nHost: " + address.netloc.encode() + b"\r\nConnection: close\r\n\r\n")
        answer = connection.makefile("rb").read()
    status = int(answer.split(None, 2)[1])
    assert status == 200 or 400 <= status < 500
    assert b"<script> " not in answer and b"Traceback" not in answer
