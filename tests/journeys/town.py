"""A town in this process: the real application behind a port, its worker and its clock in the hand of a test.

Nothing in the product knows of it: the time is moved under the whole process, server included. Browsers keep their own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from flask import Flask
from playwright.sync_api import Browser, Locator, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from sipp.jobs import outbox, schedule
from sipp.jobs.handlers import handlers_for
from sipp.messaging.mail import Mail
from tests.browser.checks import PHONE, assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import open_page
from tests.jobs.mailbox import Mailbox
from tests.live_server import LiveServer
from tests.web.officers import PASSWORD, Officer, code_of

ZONE = ZoneInfo("Asia/Jakarta")
#: When the worker of the town begins its day: after the hour from which officers get their digest.
MORNING = time(8)


#: What a page is made of: where two are the same in this, the second needs no further look.
ELEMENTS = "[...document.querySelectorAll('*')].map((one) => `${one.tagName} ${one.className} ${one.id}`).join()"


@dataclass
class Town:
    """The application, where it answers, and every mail it sent with the day on which it did."""

    app: Flask
    server: LiveServer
    travel: time_machine.Traveller
    officers: dict[str, Officer] = field(default_factory=dict)
    looked_at: set[str] = field(default_factory=set)
    post: list[tuple[date, Mail]] = field(default_factory=list)

    def come_to(self, day: date, hour: int) -> None:
        """Let days and nights pass, with the worker at work every morning; then it is this hour of the day."""
        now = datetime.now(ZONE)
        morning = now.date() + timedelta(days=1)
        while morning <= day:
            self.travel.move_to(datetime.combine(morning, MORNING, ZONE))
            self.work()
            self.work()  # nothing may happen again because the worker looks again
            morning += timedelta(days=1)
        self.travel.move_to(datetime.combine(day, time(hour), ZONE))

    def work(self) -> None:
        """Do all that the worker would do now."""
        mailbox = Mailbox()
        handlers = handlers_for(self.app.config["SIPP"], mailbox)
        with self.app.app_context():
            schedule.run_due()
            while outbox.do_next(handlers):
                pass
        self.post += [(datetime.now(ZONE).date(), mail) for mail in mailbox.mails]

    def letters_to(self, address: str) -> list[tuple[date, Mail]]:
        """What somebody got, the oldest first."""
        return [(day, mail) for day, mail in self.post if mail.to == address]


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_what: Any) -> None:
        """Say nothing of requests, as the product does."""


@contextmanager
def a_town(app: Flask, start: datetime) -> Iterator[Town]:
    """Serve the application from a moment on at which the time stands still until it is moved."""
    with time_machine.travel(start, tick=False) as travel:
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            live = LiveServer(f"http://127.0.0.1:{server.server_port}", app.config["SIPP"].data_dir)
            yield Town(app, live, travel)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class Person:
    """Somebody with a phone of 360 pixels whose browser runs no scripts; every page that comes is looked at."""

    def __init__(self, town: Town, page: Page) -> None:
        self.town, self.page = town, page
        self._protocol = page.context.new_cdp_session(page)
        self._run_scripts(False)

    def go(self, path: str) -> None:
        """Type an address."""
        answer = self.page.goto(path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        self._look()

    def follow(self, words: str) -> None:
        """Follow the first link that says so."""
        self._leave_by(self.page.get_by_role("link", name=words).first)

    def press(self, words: str) -> None:
        """Press the button that says so; the worker does at once what it is asked for by that."""
        self._leave_by(self.page.get_by_role("button", name=words))
        self.town.work()

    def download(self, words: str) -> bytes:
        """The file behind the link that says so."""
        address = self.page.get_by_role("link", name=words).get_attribute("href")
        return self.page.request.get(address or "").body()

    def write(self, label: str, text: str) -> None:
        """Fill in a field by its label."""
        self.page.get_by_label(label).fill(text)

    def choose(self, label: str) -> None:
        """Tick what has this label."""
        self.page.get_by_label(label, exact=True).check()

    def sign_in(self, officer: Officer) -> None:
        """Come in by password and authenticator."""
        self.go("/masuk")
        self.write("Alamat surel", officer.email)
        self.write("Kata sandi", PASSWORD)
        self.press("Masuk")
        self.write("Kode", code_of(self.town.app, officer))
        self.press("Lanjutkan")

    def open_report(self, code: str) -> None:
        """Open a report by its tracking code."""
        self.go("/lacak")
        self.write("Kode pelacakan", code)
        self.press("Buka laporan")

    @property
    def title(self) -> str:
        """The heading of the page."""
        return self.read("h1")

    def read(self, place: str = "main") -> str:
        """The words somewhere on the page, as one line."""
        return " ".join(self.page.locator(place).inner_text().split())

    def lines(self, place: str) -> list[str]:
        """The words of each element found."""
        return [" ".join(one.split()) for one in self.page.locator(place).all_inner_texts()]

    def _leave_by(self, way: Locator) -> None:
        with self.page.expect_navigation() as navigation:
            way.click()
        assert navigation.value.status == 200, f"{navigation.value.url}: {navigation.value.status}"
        self._look()

    def _look(self) -> None:
        assert_no_sideways_scroll(self.page)
        elements = self.page.evaluate(ELEMENTS)
        if elements not in self.town.looked_at:
            self._run_scripts(True)
            assert_accessible(self.page)
            self._run_scripts(False)
            self.town.looked_at.add(elements)

    def _run_scripts(self, are_run: bool) -> None:
        # axe itself is a script: those of a page that was loaded without stay unread.
        self._protocol.send("Emulation.setScriptExecutionDisabled", {"value": not are_run})


@contextmanager
def a_person(browser: Browser, town: Town) -> Iterator[Person]:
    """Somebody with a browser of their own."""
    with open_page(browser, town.server, viewport={"width": PHONE, "height": 740}, has_touch=True) as page:
        yield Person(town, page)
