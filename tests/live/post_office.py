"""A mail server as they are: it takes mail, puts it off, refuses some for good, falls silent, hangs up."""

import asyncio
import email
import email.policy
import random
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.live_server import free_port

#: Addresses that begin like this are known to nobody.
NOBODY = "tiada"
#: How often a healthy day is interrupted, by moment and manner.
MOODS = {"takes": 50, "puts off": 12, "refuses to talk": 9, "hangs": 5, "hangs up": 12, "takes and hangs up": 12}
HANG_SECONDS = 0.5
START_SECONDS = 60


@dataclass
class PostOffice:
    """``taken`` is every mail that was taken, by its Message-ID: to whom and with which subject, each time it came."""

    draw: random.Random
    is_moody: bool = True
    taken: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    failures: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Say whether there is such a mailbox, or that today is not the day."""
        if address.startswith(NOBODY):
            return "550 no such mailbox"
        mood = self._mood()
        if mood == "puts off":
            return "451 try later"
        if mood == "refuses to talk":
            return "421 closing"
        envelope.mail_options.append(mood)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the mail, or not, or so that the sender does not learn of it."""
        mood = envelope.mail_options[-1]
        if mood == "hangs":
            await asyncio.sleep(HANG_SECONDS)
        if mood in ("hangs", "hangs up"):
            server.transport.abort()
            return "451 gone"
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        with self.lock:
            self.taken[str(message["Message-ID"])].append((envelope.rcpt_tos[0], str(message["Subject"])))
        if mood == "takes and hangs up":
            server.transport.abort()
        return "250 OK"

    def _mood(self) -> str:
        mood = self.draw.choices(list(MOODS), weights=list(MOODS.values()))[0] if self.is_moody else "takes"
        self.failures += mood != "takes"
        return mood


@contextmanager
def open_post_office(draw: random.Random) -> Iterator[tuple[PostOffice, str]]:
    """A mail server, and its address as SIPP_MAIL_URL."""
    office = PostOffice(draw)
    controller = Controller(office, hostname="127.0.0.1", port=free_port(), ready_timeout=START_SECONDS)
    controller.start()
    try:
        yield office, f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()
