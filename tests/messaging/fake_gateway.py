"""A gateway on this machine that takes everything, or behaves as badly as it is told."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

TAKEN = (202, "0: Accepted for delivery")
Manner = Literal["answers", "hangs", "drops", "drips", "never_ends"]
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def fields(self) -> dict[str, str]:
        """The query, decoded."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}


class FakeGateway:
    """``answers`` are given first, one a request; then everything is taken. ``manner`` is how it treats requests."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: list[tuple[int, str]] = []
        self.manner: Manner = "answers"
        self.done = threading.Event()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def take(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                gateway.asked.append(Asked(self.command, self.path, dict(self.headers), body))
                with suppress(OSError):
                    getattr(self, gateway.manner)()

            def answers(self) -> None:
                status, text = gateway.answers.pop(0) if gateway.answers else TAKEN
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(text.encode())

            def hangs(self) -> None:
                gateway.done.wait(PATIENCE_SECONDS)

            def drops(self) -> None:
                self.connection.close()

            def drips(self) -> None:
                while not gateway.done.is_set():
                    self.wfile.write(b"H")
                    time.sleep(0.05)

            def never_ends(self) -> None:
                self.send_response(202)
                self.end_headers()
                while not gateway.done.is_set():
                    self.wfile.write(b"x" * 65536)

            do_GET = do_POST = take

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server.server_port}"


@contextmanager
def fake_gateway() -> Iterator[FakeGateway]:
    """A gateway while the block lasts."""
    gateway = FakeGateway()
    threading.Thread(target=gateway.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield gateway
    finally:
        gateway.done.set()
        gateway.server.shutdown()
        gateway.server.server_close()
