"""A real Chromium against the live server: with scripts, without them, at the widths that people have.

A page of its own (``open_page``) has an empty cache and costs half a second; where that does not matter, ``lend_page``
gives one that others used before.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    expect,
)

from tests.live_server import LiveServer

HERE = Path(__file__).parent
SETTINGS = {"locale": "id-ID", "timezone_id": "Asia/Jakarta", "viewport": {"width": 1280, "height": 800}}

#: The longest a page is waited for, on a machine that does much else: no limit of the product.
PATIENCE_MS = 90_000
#: A browser keeps something of all that it showed, and gets slower: after so many tests a new page is cheaper.
MOST_TESTS = 20
#: Pages nobody uses now, what was complained of in their contexts, how many tests had them; by their options.
_idle: defaultdict[str, list[tuple[Page, list[str], int]]] = defaultdict(list)

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is a browser test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page with scripts at 1280 pixels; relative addresses lead to the live server."""
    with lend_page(browser, live_server) as page:
        yield page


@pytest.fixture
def page_without_js(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of a browser whose scripts are off."""
    with lend_page(browser, live_server, java_script_enabled=False) as page:
        yield page


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page at 360 pixels, the most common width of a phone."""
    with lend_page(browser, live_server, viewport={"width": 360, "height": 740}, has_touch=True) as page:
        yield page


@contextmanager
def open_page(browser: Browser, server: LiveServer, **options: Any) -> Iterator[Page]:
    """A page in a context of its own; at its end no script may have failed and no other host have been asked."""
    page, complaints = _new_page(browser, server, options)
    try:
        yield page
    finally:
        page.context.close()
    assert complaints == []


@contextmanager
def lend_page(browser: Browser, server: LiveServer, **options: Any) -> Iterator[Page]:
    """A page as from ``open_page``, without cookies and of no content, but with the cache of who had it before."""
    idle = _idle[repr((server.url, options))]
    page, complaints, tests = idle.pop() if idle else (*_new_page(browser, server, options), 0)
    try:
        yield page
        # Not about:blank: who leaves a site gets a new process, and all scripts are compiled again.
        page.goto(f"{server.url}/healthz")
        page.mouse.move(-1, -1)
        page.set_viewport_size((SETTINGS | options)["viewport"])
        page.context.clear_cookies()
        assert complaints == []
    except BaseException:
        page.context.close()
        raise
    if tests + 1 < MOST_TESTS:
        idle.append((page, complaints, tests + 1))
    else:
        page.context.close()


def _new_page(browser: Browser, server: LiveServer, options: dict[str, Any]) -> tuple[Page, list[str]]:
    context = browser.new_context(**(SETTINGS | {"base_url": server.url} | options))
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page(), _listen(context, server.url)


def _listen(context: BrowserContext, own_address: str) -> list[str]:
    complaints: list[str] = []

    def hear_request(request: Request) -> None:
        if not request.url.startswith((own_address, "data:", "blob:", "about:")):
            complaints.append(f"asked another host: {request.url}")

    def hear_console(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(f"console: {message.text}")

    def hear_error(error: WebError) -> None:
        complaints.append(f"script error: {error.error}")

    context.on("request", hear_request)
    context.on("console", hear_console)
    context.on("weberror", hear_error)
    return complaints
