"""One request to a gateway the operator named in the settings. The only file here that speaks HTTP.

A gateway is usually on the private network, so any address is reached, but only the one that is set: redirects are not
followed. The whole exchange is cut after a time, however slowly the other side talks, and little of an answer is read.
"""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, urlsplit

from sipp.config import ConfigurationError
from sipp.messaging.delivery import NotSent

TIMEOUT_SECONDS = 10.0
MAX_ANSWER_BYTES = 4096
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Answer:
    """What the gateway said, cut to the first 4 KiB."""

    status: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Gateway:
    """Where a gateway listens; ``target`` is the path with its query, which may hold a secret."""

    is_encrypted: bool
    host: str
    port: int
    target: str = field(repr=False)
    timeout_seconds: float = TIMEOUT_SECONDS

    @classmethod
    def at(cls, url: str, setting: str, timeout_seconds: float = TIMEOUT_SECONDS) -> "Gateway":
        """The gateway of an http or https URL; raises ConfigurationError, which names the setting."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ConfigurationError(f"{setting} names no gateway that is reached by http or https")
        return cls(
            is_encrypted=parts.scheme == "https",
            host=parts.hostname,
            port=_port(parts, setting),
            target=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
            timeout_seconds=timeout_seconds,
        )

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """One request and its answer, whatever its status; raises NotSent when there was none."""
        try:
            with self._connection() as connection:
                connection.request(method, target, body, {"Connection": "close", **headers})
                response = connection.getresponse()
                return Answer(response.status, response.read(MAX_ANSWER_BYTES).decode("utf-8", "replace"))
        except (OSError, HTTPException, ValueError) as failure:
            raise NotSent(f"gateway not reached ({type(failure).__name__})", is_permanent=False) from None

    def touch(self, seconds: float) -> None:
        """Open a connection and close it again; raises OSError."""
        socket.create_connection((self.host, self.port), seconds).close()

    @contextmanager
    def _connection(self) -> Iterator[HTTPConnection]:
        raw = socket.create_connection((self.host, self.port), self.timeout_seconds)
        # Encrypting takes the socket away from ``raw``; its twin can still cut the line.
        twin = raw.dup()
        cut = threading.Timer(self.timeout_seconds, _shut, [twin])
        cut.daemon = True
        cut.start()
        connection = HTTPConnection(self.host, self.port)
        try:
            connection.sock = self._encrypted(raw) if self.is_encrypted else raw
            yield connection
        finally:
            cut.cancel()
            connection.close()
            raw.close()
            twin.close()

    def _encrypted(self, raw: socket.socket) -> ssl.SSLSocket:
        return ssl.create_default_context().wrap_socket(raw, server_hostname=self.host)


def refusal(answer: Answer, *, is_permanent: bool) -> NotSent:
    """What an answer means that is no success. Of its text nothing is kept: it could repeat the number."""
    return NotSent(f"gateway refused ({answer.status})", is_permanent=is_permanent)


def _port(parts: SplitResult, setting: str) -> int:
    try:
        return parts.port or _PORTS[parts.scheme]
    except ValueError:
        raise ConfigurationError(f"{setting}: the port is no number") from None


def _shut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
