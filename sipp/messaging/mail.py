"""Mail: one message, three ways to send it. The only file that speaks SMTP.

Sending is repeated by the outbox until it worked, always under the same Message-ID; so a mail that was accepted and
whose answer was lost can arrive twice, and no mail is lost.
"""

import hashlib
import smtplib
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Literal, Protocol, TextIO
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from sipp import clock
from sipp.config import ConfigurationError
from sipp.messaging.delivery import NotSent, write_whole

Tls = Literal["none", "starttls", "implicit"]

TIMEOUT_SECONDS = 20
_LONGEST_SUBJECT = 200
_DEFAULT_TLS: dict[int, Tls] = {465: "implicit", 587: "starttls"}
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail to one person. ``message_id`` stays the same on every retry; ``sender`` may be "Name <address>"."""

    to: str
    subject: str
    text: str
    message_id: str
    sender: str
    html: str | None = None
    language: str = "id"


class MailFailed(NotSent):
    """A mail was not sent."""


class MailTransport(Protocol):
    """A way to send mail."""

    def send(self, mail: Mail) -> None:
        """Hand the mail over, or raise MailFailed."""


def transport_from_url(url: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> MailTransport:
    """The transport a setting names; raises ConfigurationError.

    ``smtp://user:password@host:port?tls=none|starttls|implicit`` (by default implicit on port 465, STARTTLS on 587,
    else none), ``file:DIRECTORY`` (one .eml per mail), ``console:``.
    """
    parts = urlsplit(url)
    match parts.scheme:
        case "smtp":
            return _smtp_from(parts, timeout_seconds)
        case "file" if parts.path:
            return FileTransport(Path(unquote(parts.path)))
        case "console":
            return ConsoleTransport()
    raise ConfigurationError("SIPP_MAIL_URL must begin with smtp://, file: or console:")


def stable_message_id(key: str, domain: str) -> str:
    """The Message-ID of an outbox row's key: the same for every attempt, telling nothing about the key."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def build_message(mail: Mail) -> EmailMessage:
    """The mail as a message, text and (when given) HTML; raises MailFailed for an address that is none."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _sender(mail.sender)
    message["To"] = _address(mail.to)
    message["Subject"] = _one_line(mail.subject)[:_LONGEST_SUBJECT]
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = _one_line(mail.message_id)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text)
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html")
    # Last: setting the content takes every Content-* header away again.
    message["Content-Language"] = _one_line(mail.language)
    return message


@dataclass(frozen=True, kw_only=True)
class SmtpTransport:
    """A mail server; one connection a mail."""

    host: str
    port: int
    tls: Tls
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_seconds: float = TIMEOUT_SECONDS

    def send(self, mail: Mail) -> None:
        """Hand the mail to the server; what it refuses for good is permanent, all else is worth another try."""
        message = build_message(mail)
        with _failures_told():
            connection = self._connect(_domain(mail.sender))
        try:
            with _failures_told():
                self._prepare(connection)
                _hand_over(connection, message)
        finally:
            _leave(connection)

    def _connect(self, own_name: str) -> smtplib.SMTP:
        if self.tls == "implicit":
            return smtplib.SMTP_SSL(
                self.host, self.port, own_name, timeout=self.timeout_seconds, context=ssl.create_default_context()
            )
        return smtplib.SMTP(self.host, self.port, own_name, timeout=self.timeout_seconds)

    def _prepare(self, connection: smtplib.SMTP) -> None:
        if self.tls == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if self.user is not None:
            connection.login(self.user, self.password or "")


@dataclass(frozen=True)
class FileTransport:
    """One .eml file per mail in a folder; a repeated mail replaces its file."""

    directory: Path

    def send(self, mail: Mail) -> None:
        """Write the mail whole or not at all."""
        name = hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]
        content = bytes(build_message(mail))
        with _failures_told():
            write_whole(self.directory / f"{name}.eml", content)


class ConsoleTransport:
    """Mail on the terminal, for trying things out."""

    def __init__(self, output: TextIO | None = None) -> None:
        self._output = output

    def send(self, mail: Mail) -> None:
        """Print the words a person would read."""
        output = self._output or sys.stderr
        output.write(f"--- {_one_line(mail.to)}: {_one_line(mail.subject)}\n{mail.text}\n---\n")
        output.flush()


def _smtp_from(parts: SplitResult, timeout_seconds: float) -> SmtpTransport:
    if not parts.hostname:
        raise ConfigurationError("SIPP_MAIL_URL names no mail server")
    try:
        port = parts.port or 25
    except ValueError:
        raise ConfigurationError("SIPP_MAIL_URL: the port is no number") from None
    tls = _tls_from(parts.query, port)
    if parts.username and tls == "none" and parts.hostname not in LOOPBACK:
        raise ConfigurationError("SIPP_MAIL_URL: a password would travel in the clear; add ?tls=starttls")
    return SmtpTransport(
        host=parts.hostname,
        port=port,
        tls=tls,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        timeout_seconds=timeout_seconds,
    )


def _tls_from(query: str, port: int) -> Tls:
    match parse_qs(query).get("tls"):
        case None:
            return _DEFAULT_TLS.get(port, "none")
        case ["none" | "starttls" | "implicit" as tls]:
            return tls
    raise ConfigurationError("SIPP_MAIL_URL: tls is none, starttls or implicit")


def _hand_over(connection: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        status = max((code for code, _text in refused.recipients.values()), default=0)
        raise MailFailed(f"recipient refused ({status})", is_permanent=status >= 500) from None
    except smtplib.SMTPDataError as refused:
        raise MailFailed(f"message refused ({refused.smtp_code})", is_permanent=refused.smtp_code >= 500) from None
    except smtplib.SMTPNotSupportedError:
        raise MailFailed("address needs SMTPUTF8, which the server lacks", is_permanent=True) from None


@contextmanager
def _failures_told() -> Iterator[None]:
    """A refused log-in or sender is the installation's fault, not the mail's: worth another try once it is mended."""
    try:
        yield
    except smtplib.SMTPResponseException as refused:
        raise MailFailed(f"server refused ({refused.smtp_code})", is_permanent=False) from None
    except (smtplib.SMTPException, OSError) as failure:
        raise MailFailed(f"server not reached ({type(failure).__name__})", is_permanent=False) from None


def _leave(connection: smtplib.SMTP) -> None:
    """Say goodbye; once the message was accepted nothing that happens here matters any more."""
    try:
        connection.quit()
    except (smtplib.SMTPException, OSError):
        connection.close()


def _address(text: str) -> Address:
    try:
        address = Address(addr_spec=text)
    except (ValueError, IndexError, HeaderParseError):
        raise MailFailed("not an e-mail address", is_permanent=True) from None
    if not address.username or not address.domain:
        raise MailFailed("not an e-mail address", is_permanent=True)
    return address


def _sender(text: str) -> Address:
    name, address = parseaddr(_one_line(text))
    known = _address(address)
    return Address(name, known.username, known.domain)


def _domain(sender: str) -> str:
    return _sender(sender).domain


def _one_line(text: str) -> str:
    """Line ends in a header would begin another header."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
