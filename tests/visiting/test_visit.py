"""One visit to a link: what opens, what does not, and what is never reached.

Tests of manners use a server of their own and say themselves where names lead. Tests of safety keep the real check of
addresses, with only the resolver's answers replaced.
"""

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sipp.visiting import visit as visiting
from sipp.visiting.visit import public_endpoints, visit
from tests.visiting.site import Site

Names = Callable[..., None]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as found:
        yield found


@pytest.mark.parametrize(
    ("path", "failure", "methods"),
    [
        ("/", None, ["HEAD"]),
        ("/head-unknown", None, ["HEAD", "GET"]),
        ("/head-wrong", None, ["HEAD", "GET"]),
        ("/403", None, ["HEAD", "GET"]),
        ("/404", "not_found", ["HEAD", "GET"]),
        ("/502", "server_fault", ["HEAD", "GET"]),
        ("/301/~", None, ["HEAD", "HEAD"]),
        ("/302/~404", "not_found", ["HEAD", "HEAD", "GET"]),
        ("/307/https:~~lain.example:8443~", "not_public", ["HEAD"]),
    ],
)
def test_a_visit_is_a_head_and_a_get_where_that_is_needed(
    site: Site, path: str, failure: str | None, methods: list[str]
) -> None:
    assert visit(f"http://laman.contoh{path}", site.resolve) == failure
    assert [method for method, _, _ in site.asked] == methods
    assert {host for _, _, host in site.asked} == {"laman.contoh"}


def test_a_redirect_in_a_circle_ends(site: Site) -> None:
    assert visit("http://laman.contoh/circle", site.resolve) == "too_many_redirects"
    assert len(site.asked) == 6


def test_a_server_that_drips_is_left_in_time(site: Site) -> None:
    began = time.monotonic()
    assert visit("http://laman.contoh/drip", site.resolve, seconds=0.4) == "refused"
    assert time.monotonic() - began < 3


def test_who_does_not_listen_refuses() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = free.getsockname()
    assert visit("http://laman.contoh/", lambda _host, _port: [endpoint]) == "refused"


def test_an_unknown_name_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert visit("https://tidak-ada.contoh/") == "no_such_host"


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where connections went; none is made."""
    made: list[tuple[str, int]] = []

    def connect(endpoint: tuple[str, int], **_: Any) -> socket.socket:
        made.append(endpoint)
        raise ConnectionRefusedError

    monkeypatch.setattr(visiting.socket, "create_connection", connect)
    return made


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """What the resolver answers, one list of addresses after the other; the last one for ever."""

    def set_answers(*answers: list[str]) -> None:
        waiting = list(answers)

        def resolve(_host: str, port: int, **_: Any) -> list[Any]:
            found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)

    return set_answers


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.5"], ["169.254.169.254"], ["::1"], ["fd00:ec2::254"], ["103.8.224.10", "192.168.0.1"], []],
)
def test_a_name_that_leads_inside_is_never_connected_to(
    names: Names, connected: list[tuple[str, int]], addresses: list[str]
) -> None:
    names(addresses)
    assert visit("https://laman.contoh/") == "not_public"
    assert connected == []


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost/", "https://[::1]/"])
def test_an_address_in_place_of_a_name_is_checked_too(connected: list[tuple[str, int]], url: str) -> None:
    assert visit(url) == "not_public"
    assert connected == []


def test_the_very_address_that_was_checked_is_connected_to(names: Names, connected: list[tuple[str, int]]) -> None:
    names(["103.8.224.10"], ["127.0.0.1"])
    assert visit("https://laman.contoh/") == "refused"
    assert connected == [("103.8.224.10", 443)]


def test_a_redirect_to_the_inside_is_not_followed(site: Site) -> None:
    def resolve(host: str, port: int) -> list[tuple[str, int]]:
        return site.resolve(host, port) if host == "laman.contoh" else public_endpoints(host, port)

    for inside in ("http:~~127.0.0.1~", "https:~~[::1]~latest~meta-data"):
        site.asked.clear()
        assert visit(f"http://laman.contoh/302/{inside}", resolve) == "not_public"
        assert len(site.asked) == 1
