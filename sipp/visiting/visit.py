"""One polite visit to a link: HEAD, then GET where HEAD is not understood; redirects only to public addresses.

The name is resolved once, every address it gives is checked, and the connection goes to the very address that was
checked: a name that answers differently the next moment (rebinding) reaches nothing else. Certificates are not
judged: nothing secret is sent, nothing read is used, and the question is whether a page is there.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from urllib.parse import urljoin

from sipp.rules.links import MOST_REDIRECTS, Failure, WebAddress, failure_of_status, is_public, read_address

TIMEOUT_SECONDS = 8.0
#: A server that sends one byte at a time does not hold the worker up for longer.
WHOLE_VISIT_SECONDS = 20.0
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HEADERS = {"User-Agent": "sipp-link-check/1", "Accept": "*/*", "Connection": "close"}

#: Name and port -> where to connect. The safety of a visit is in here: see ``public_endpoints``.
Resolve = Callable[[str, int], list[tuple[str, int]]]


class NotPublic(Exception):
    """A name leads to an address that is not of the public internet."""


def public_endpoints(host: str, port: int) -> list[tuple[str, int]]:
    """The addresses of a name with the port to connect to; raises NotPublic when any of them is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotPublic(host)
    return [(address, port) for address in addresses]


def visit(url: str, resolve: Resolve = public_endpoints, seconds: float = WHOLE_VISIT_SECONDS) -> Failure | None:
    """Why a link does not open; None when it does. Takes no longer than ``seconds`` and one answer of the resolver."""
    try:
        return _follow(url, resolve, time.monotonic() + seconds)
    except NotPublic:
        return "not_public"
    except socket.gaierror:
        return "no_such_host"
    except TimeoutError:
        return "no_answer"
    except (OSError, HTTPException, ValueError):
        return "refused"


def _follow(url: str, resolve: Resolve, deadline: float) -> Failure | None:
    for _redirect in range(MOST_REDIRECTS + 1):
        address = read_address(url)
        if address is None:
            return "not_public"
        status, location = _ask(address, "HEAD", resolve, deadline)
        if status >= 400:
            status, location = _ask(address, "GET", resolve, deadline)
        if status not in REDIRECTS or not location:
            return failure_of_status(status)
        url = urljoin(f"{address.scheme}://{_bracketed(address.host)}{address.target}", location)
    return "too_many_redirects"


def _ask(address: WebAddress, method: str, resolve: Resolve, deadline: float) -> tuple[int, str | None]:
    """Status and Location of one request; nothing of a body is read."""
    with _connection(address, resolve, deadline) as connection:
        connection.request(method, address.target, headers={"Host": _bracketed(address.host), **HEADERS})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location")


@contextmanager
def _connection(address: WebAddress, resolve: Resolve, deadline: float) -> Iterator[HTTPConnection]:
    """A connection to an address that was checked; cut at the deadline, whatever is going on."""
    raw = _reach(resolve(address.host, address.port), deadline)
    # Encrypting takes the socket away from ``raw``; its twin can still cut the line.
    twin = raw.dup()
    cut = threading.Timer(_left(deadline), _shut, [twin])
    cut.daemon = True
    cut.start()
    connection = HTTPConnection(address.host, address.port)
    try:
        connection.sock = _encrypted(raw, address.host) if address.scheme == "https" else raw
        yield connection
    finally:
        cut.cancel()
        connection.close()
        raw.close()
        twin.close()


def _reach(endpoints: list[tuple[str, int]], deadline: float) -> socket.socket:
    """A connection to the first of the addresses that answers."""
    error: OSError = OSError("no address")
    for endpoint in endpoints:
        try:
            return socket.create_connection(endpoint, timeout=min(TIMEOUT_SECONDS, _left(deadline)))
        except OSError as failed:
            error = failed
    raise error


def _left(deadline: float) -> float:
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def _encrypted(raw: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(raw, server_hostname=host)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _shut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
