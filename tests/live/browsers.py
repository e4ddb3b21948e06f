"""Browsers of a crowd: over real connections, each from an address of its own, and honest about answers they lost."""

import http.client
import random
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

#: The hidden values that forms carry along.
HIDDEN = re.compile(r'name="(csrf_token|version_token|seen)" value="([^"]*)"')
ANSWER_SECONDS = 240
RETRY_SECONDS = 0.05


class AnswerLost(Exception):
    """The request went out and no whole answer came back: whether it was done is not known."""


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    location: str
    text: str

    def hidden(self) -> dict[str, str]:
        """The hidden values of the forms on the page."""
        return dict(HIDDEN.findall(self.text))

    def marker(self, name: str) -> str | None:
        """The value of a data attribute, None where the page has none."""
        found = re.search(rf'\b{name}="([^"]*)"', self.text)
        return found[1] if found else None


@dataclass
class Browser:
    """Somebody at a browser; ``address`` is a loopback address, so that the limits of one are not those of all.

    Never the server's own: who asks again and again for a port where nobody listens ends up connected to oneself.
    """

    port: int
    address: str = "127.0.0.2"
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def anywhere(cls, port: int, draw: random.Random, **more: Any) -> "Browser":
        """A browser at an address nobody else is likely to have."""
        return cls(port, f"127.{draw.randint(1, 250)}.{draw.randint(1, 250)}.{draw.randint(1, 250)}", **more)

    def get(self, path: str) -> Answer:
        """Read a page, again and again until it is there."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while True:
            try:
                return self._ask("GET", path)
            except AnswerLost:
                if time.monotonic() > deadline:
                    raise

    def post(
        self, path: str, fields: Mapping[str, Any], files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> Answer:
        """Send a form once; raises AnswerLost."""
        if files is None:
            return self._ask("POST", path, urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded")
        uploads = {name: FileStorage(BytesIO(content), filename=called) for name, (called, content) in files.items()}
        boundary, body = encode_multipart({**fields, **uploads})
        return self._ask("POST", path, body, f"multipart/form-data; boundary={boundary}")

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        connection = self._connected()
        headers = {**self.headers, "Connection": "close", **({"Content-Type": kind} if kind else {})}
        own = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers["Cookie"] = "; ".join(part for part in (own, self.headers.get("Cookie")) if part)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise AnswerLost(type(error).__name__) from error
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Answer(answer.status, answer.headers.get("Location", ""), text)

    def _connected(self) -> http.client.HTTPConnection:
        """A connection, as soon as somebody listens: nothing was sent before."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while True:
            connection = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=ANSWER_SECONDS, source_address=(self.address, 0)
            )
            try:
                connection.connect()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(RETRY_SECONDS)
            else:
                return connection
