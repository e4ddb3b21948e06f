"""An installation under load in the hands of a killer, who looks afterwards what became of it."""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from threading import Event

from flask import Flask
from sqlalchemy import func, select, update

from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.jobs.posting import domain_of
from sipp.models.journal import OutboxMessage
from tests.applications import opened
from tests.cli.installation import Installation, wait_until
from tests.live import books
from tests.live.browsers import Browser
from tests.live.lives import Crowd, Life, deeds_of
from tests.live.post_office import PostOffice, open_post_office
from tests.live.processes import Processes, running
from tests.live.town import settle
from tests.live_server import environment, free_port

PEOPLE = 4
#: Between two kills so many forms are answered at most, and then so long at most it takes.
MOST_ANSWERS, LONGEST_PAUSE_SECONDS = 4, 0.1
#: Where texts to phones are written, below the data folder.
SMS = "sms"
#: Acts whose words the reporter reads on the page of the report.
SHOWN = frozenset({"reports.write_message", "reports.complete", "reports.answer", "reports.reject"})


@dataclass
class Stage:
    """An installation with its server, its worker, its mail server and its people."""

    installation: Installation
    processes: Processes
    app: Flask
    office: PostOffice
    crowd: Crowd
    draw: random.Random
    looked_at: int = 0

    def kill(self, victims: Sequence[str]) -> Counter[str]:
        """Kill each of these, in any order and at random moments, while people are at work; how often whom."""
        stop, killed, left = Event(), Counter[str](), self.draw.sample(victims, len(victims))
        with ThreadPoolExecutor(PEOPLE) as people:
            at_work = [people.submit(self.crowd.live, stop) for _ in range(PEOPLE)]
            try:
                while left:
                    self._wait_for_a_moment()
                    if self._kill(left[-1]):
                        killed[left.pop()] += 1
            finally:
                stop.set()
        for one in at_work:
            one.result()
        return killed

    def findings(self) -> list[str]:
        """What is wrong by the books, by the door, and by the books again once each form was sent again.

        The door is asked about the reports that are new since the last time.
        """
        found, new = self._by_the_books(), self.crowd.lives[self.looked_at :]
        self.looked_at += len(new)
        with ThreadPoolExecutor(PEOPLE) as people:
            found += [fault for faults in people.map(self._look_again, new) for fault in faults]
        return sorted({*found, *self._by_the_books()})

    def findings_about_news(self) -> list[str]:
        """What is wrong with mails and texts once the mail server has a good day and the time of delays passed."""
        self.office.is_moody = False
        self._let_time_pass(leased_until=None)
        wait_until(self._nothing_waits, "every message done or set aside")
        with self.app.app_context():
            config = self.processes.config
            return [
                *books.findings_about_mail(current_session(), self.office, domain_of(config)),
                *books.findings_about_texts(current_session(), config.data_dir / SMS),
            ]

    def figures(self, killed: Counter[str]) -> str:
        """What happened, for people."""
        trials, mails, done = killed.total(), self.office.taken.values(), deeds_of(self.crowd.lives, "acknowledged")
        texts = len(list((self.processes.config.data_dir / SMS).glob("*.json")))
        return (
            f"killed {dict(killed)}: 0 of {trials} (95 % upper bound {3 / trials:.3f}) with {len(self.crowd.lives)} "
            f"reports, {done} acknowledged requests, {self.crowd.cut} answers cut off, {texts} texts, "
            f"{len(mails)} mails that came {sum(map(len, mails))} times, {self.office.failures} failures of SMTP"
        )

    def _wait_for_a_moment(self) -> None:
        enough = self.crowd.answered + self.draw.randint(1, MOST_ANSWERS)
        wait_until(lambda: self.crowd.answered >= enough, "answers", every_seconds=0.01)
        time.sleep(self.draw.uniform(0, LONGEST_PAUSE_SECONDS))

    def _kill(self, victim: str) -> bool:
        if victim == "web server":
            self.processes.kill_web_server()
            return True
        return self.processes.kill_child_of(victim, self.draw)

    def _by_the_books(self) -> list[str]:
        with self.app.app_context():
            return books.findings(current_session(), self.crowd.lives, self.app.config["SIPP"].attachments_dir)

    def _look_again(self, life: Life) -> list[str]:
        """Send the form again, then open the report by its code at another place and look for what was said."""
        life.file()
        if life.code is None:
            return []
        elsewhere = Browser.anywhere(self.crowd.port, self.draw)
        token = elsewhere.get("/lacak").hidden()["csrf_token"]
        if elsewhere.post("/lacak", {"csrf_token": token, "code": life.code}).status != 303:
            return ["lost: the code of an acknowledged report opens nothing"]
        page = unescape(elsewhere.get("/laporan").text)
        said = [deed.words for deed in life.deeds if deed.outcome == "acknowledged" and deed.action in SHOWN]
        return [f"lost: the page does not show {words}" for words in (life.story, *said) if words not in page]

    def _nothing_waits(self) -> bool:
        self._let_time_pass(not_before=OutboxMessage.created_at)
        with self.app.app_context():
            waiting = select(func.count()).where(OutboxMessage.state == "waiting")
            return current_session().scalar(waiting) == 0

    def _let_time_pass(self, **values: object) -> None:
        with self.app.app_context(), unit_of_work() as session:
            session.execute(update(OutboxMessage).where(OutboxMessage.state == "waiting").values(**values))


@contextmanager
def a_stage(
    config: Config, log: Path, seed: int, application: str = "create_web_app", options: Sequence[str] = ()
) -> Iterator[Stage]:
    """A town in an empty installation, with everything running.

    ``application`` is a function of ``serving``, ``options`` are further ones of the web server.
    """
    draw = random.Random(seed)
    with open_post_office(random.Random(seed + 1)) as (office, mail_url):
        settings = {
            "SIPP_DATABASE_URL": config.database_url,
            "SIPP_MAIL_URL": mail_url,
            "SIPP_SMS_URL": f"file:{config.data_dir / SMS}",
            "PORT": str(free_port()),
        }
        env = environment(config.data_dir, **settings)
        with opened(Config.from_environment(env)) as app:
            town = settle(app)
            with running(Processes(env, log, f"tests.live.serving:{application}()", options)) as processes:
                crowd = Crowd(processes.config.port, town, draw)
                yield Stage(Installation(config.data_dir, settings), processes, app, office, crowd, draw)
