"""What a browser really fetched: bytes over the wire, requests, hosts, as Chromium's own protocol tells them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

KINDS = {"Document": "html", "Stylesheet": "css", "Script": "js", "Image": "images", "Font": "fonts"}


@dataclass
class Traffic:
    """The requests since the watching began. Bytes count headers and bodies as compressed; redirects count."""

    requests: list[str] = field(default_factory=list)
    bytes_of: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All bytes over the wire."""
        return sum(self.bytes_of.values())

    @property
    def origins(self) -> set[str]:
        """Every origin that was asked."""
        return {"{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in self.requests}

    def hear_request(self, event: dict[str, Any]) -> None:
        """A request leaves; one that follows a redirect first closes the answer before it."""
        if event["request"]["url"].startswith("data:"):
            return
        kind = KINDS.get(event.get("type", ""), "other")
        redirect = event.get("redirectResponse")
        if redirect:
            self.bytes_of[kind] += int(redirect["encodedDataLength"])
        self.requests.append(event["request"]["url"])
        self.kinds[event["requestId"]] = kind

    def hear_end(self, event: dict[str, Any]) -> None:
        """A body is complete; from the cache it weighs nothing."""
        if event["requestId"] in self.kinds:
            self.bytes_of[self.kinds[event["requestId"]]] += int(event["encodedDataLength"])


@contextmanager
def watched(page: Page) -> Iterator[Traffic]:
    """Listen to a page's traffic."""
    traffic = Traffic()
    session = page.context.new_cdp_session(page)
    session.on("Network.requestWillBeSent", traffic.hear_request)
    session.on("Network.loadingFinished", traffic.hear_end)
    session.send("Network.enable")
    yield traffic
    session.detach()
