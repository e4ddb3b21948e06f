import email
import email.policy
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from io import StringIO
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from sipp.config import ConfigurationError
from sipp.messaging.mail import (
    ConsoleTransport,
    FileTransport,
    Mail,
    MailFailed,
    SmtpTransport,
    build_message,
    stable_message_id,
    transport_from_url,
)
from tests.live_server import free_port


def mail(**changes: object) -> Mail:
    values: dict[str, object] = {
        "to": "siti@contoh.id",
        "subject": "Laporan Anda diterima – LP-7K3M-Q2XD",
        "text": "Laporan Anda kami terima pada 23 November 2026.\nTerima kasih.",
        "html": "<p>Laporan Anda kami <b>terima</b>.</p>",
        "message_id": stable_message_id("outbox-1", "sipp.contoh.id"),
        "sender": "sipp <jangan-balas@sipp.contoh.id>",
    }
    return Mail(**{**values, **changes})  # type: ignore[arg-type]


class MailServer:
    """A mail server that takes everything, or answers as it is told."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answer_to_recipient = "250 OK"
        self.answer_to_data = "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer_to_data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.taken.append(message)
            self.recipients += envelope.rcpt_tos
        return self.answer_to_data


@contextmanager
def serving(server: MailServer, **options: object) -> Iterator[int]:
    controller = Controller(server, hostname="127.0.0.1", port=free_port(), ready_timeout=60, **options)  # type: ignore[arg-type]
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def misbehaving(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A listener that does one thing with each connection and is no mail server."""
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def run() -> None:
        connection, _address = listener.accept()
        with connection:
            answer(connection)
            done.wait(5)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        done.set()
        thread.join(5)
        listener.close()


def smtp(port: int, **changes: object) -> SmtpTransport:
    return SmtpTransport(**{"host": "127.0.0.1", "port": port, "tls": "none", "timeout_seconds": 60, **changes})  # type: ignore[arg-type]


def test_a_mail_arrives_whole_in_both_forms() -> None:
    server = MailServer()
    with serving(server) as port:
        transport_from_url(f"smtp://127.0.0.1:{port}").send(mail())

    [message] = server.taken
    text, html = (part.get_content() for part in message.iter_parts())
    assert server.recipients == ["siti@contoh.id"]
    assert message["Subject"] == "Laporan Anda diterima – LP-7K3M-Q2XD"
    assert message["From"] == "sipp <jangan-balas@sipp.contoh.id>"
    assert message["Content-Language"] == "id"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "23 November 2026" in text
    assert "<b>terima</b>" in html


def test_a_mail_without_html_is_plain_text() -> None:
    message = build_message(mail(html=None))

    assert message.get_content_type() == "text/plain"


def test_a_retry_carries_the_same_message_id() -> None:
    server = MailServer()
    with serving(server) as port:
        smtp(port).send(mail())
        smtp(port).send(mail())

    assert len({message["Message-ID"] for message in server.taken}) == 1


def test_the_message_id_of_a_key_is_stable_and_does_not_show_the_key() -> None:
    message_id = stable_message_id("report-17-received", "sipp.contoh.id")

    assert message_id == stable_message_id("report-17-received", "sipp.contoh.id")
    assert message_id != stable_message_id("report-18-received", "sipp.contoh.id")
    assert "report" not in message_id


@pytest.mark.parametrize(
    ("answer", "is_permanent"),
    [("550 no such user", True), ("553 bad name", True), ("450 try later", False), ("421 going down", False)],
)
def test_a_refused_recipient_is_permanent_when_the_server_says_so(answer: str, is_permanent: bool) -> None:
    server = MailServer()
    server.answer_to_recipient = answer
    with serving(server) as port, pytest.raises(MailFailed) as failed:
        smtp(port).send(mail())

    assert failed.value.is_permanent is is_permanent
    assert "siti" not in str(failed.value)
    assert server.taken == []


@pytest.mark.parametrize(("answer", "is_permanent"), [("554 looks like spam", True), ("451 disk full", False)])
def test_a_refused_message_is_permanent_when_the_server_says_so(answer: str, is_permanent: bool) -> None:
    server = MailServer()
    server.answer_to_data = answer
    with serving(server) as port, pytest.raises(MailFailed) as failed:
        smtp(port).send(mail())

    assert failed.value.is_permanent is is_permanent


def test_a_server_that_is_away_is_worth_another_try() -> None:
    with pytest.raises(MailFailed) as failed:
        smtp(free_port()).send(mail())

    assert not failed.value.is_permanent


@pytest.mark.parametrize(
    "answer",
    [
        lambda connection: connection.close(),
        lambda connection: connection.sendall(b"220 hello\r\n") or connection.recv(100) and connection.close(),
        lambda connection: connection.sendall(b"554 go away\r\n"),
        lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        lambda connection: None,
    ],
    ids=["drops at once", "drops after hello", "refuses all", "is no mail server", "hangs"],
)
def test_a_server_that_misbehaves_is_worth_another_try(answer: Callable[[socket.socket], None]) -> None:
    with misbehaving(answer) as port, pytest.raises(MailFailed) as failed:
        smtp(port, timeout_seconds=0.5).send(mail())

    assert not failed.value.is_permanent


def test_a_mail_the_server_took_is_sent_even_if_it_hangs_up_instead_of_saying_goodbye() -> None:
    taken = []

    def take_and_hang_up(connection: socket.socket) -> None:
        connection.sendall(b"220 hello\r\n")
        for answer in (b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"):
            connection.recv(4096)
            connection.sendall(answer)
        content = b""
        while not content.endswith(b"\r\n.\r\n"):
            content += connection.recv(65536)
        taken.append(content)
        connection.sendall(b"250 taken\r\n")
        connection.close()

    with misbehaving(take_and_hang_up) as port:
        smtp(port).send(mail())

    assert len(taken) == 1


def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for() -> None:
    server = MailServer()
    with serving(server) as port, pytest.raises(MailFailed) as failed:
        smtp(port, tls="starttls").send(mail())

    assert not failed.value.is_permanent
    assert server.taken == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
@pytest.mark.parametrize(("password", "arrives"), [("rahasia/1", 1), ("salah", 0)])
def test_name_and_password_of_the_address_are_used(password: str, arrives: int) -> None:
    def authenticate(_s: SMTP, _session: Session, _e: Envelope, _mechanism: str, data: LoginPassword) -> AuthResult:
        is_right = (data.login, data.password) == (b"sipp@contoh.id", b"rahasia/1")
        return AuthResult(success=is_right, handled=False)

    server = MailServer()
    options = {
        "authenticator": authenticate,
        "auth_required": True,
        "auth_require_tls": False,
        "auth_exclude_mechanism": ["LOGIN"],
    }
    with serving(server, **options) as port:
        transport = transport_from_url(f"smtp://sipp%40contoh.id:{password.replace('/', '%2F')}@127.0.0.1:{port}")
        if arrives:
            transport.send(mail())
        else:
            with pytest.raises(MailFailed) as failed:
                transport.send(mail())
            assert str(failed.value) == "server refused (535)"
            assert not failed.value.is_permanent

    assert len(server.taken) == arrives


@pytest.mark.parametrize("field", ["subject", "message_id", "language"])
def test_a_line_end_in_a_header_begins_no_other_header(field: str) -> None:
    message = build_message(mail(**{field: "satu\r\nBcc: lain@contoh.id\nX-Lain: ya\x00"}))

    assert message["Bcc"] is None
    assert message["X-Lain"] is None
    assert b"\nBcc:" not in bytes(message)


@pytest.mark.parametrize(
    "address",
    ["", "siti", "siti@", "@contoh.id", "a@contoh.id, b@contoh.id", "a@contoh.id\r\nBcc: b@contoh.id", "a b@contoh.id",
     "Siti <a@contoh.id>", "a@contoh.id\n"],
)  # fmt: skip
def test_what_is_not_one_address_is_never_sent_to(address: str) -> None:
    with pytest.raises(MailFailed) as failed:
        build_message(mail(to=address))

    assert failed.value.is_permanent


def test_one_file_per_mail_and_a_retry_replaces_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    transport = transport_from_url(f"file:{folder}")

    transport.send(mail())
    transport.send(mail())
    transport.send(mail(message_id="<lain@sipp.contoh.id>"))

    written = sorted(folder.iterdir())
    assert len(written) == 2
    assert {path.suffix for path in written} == {".eml"}
    message = email.message_from_bytes(written[0].read_bytes(), policy=email.policy.default)
    assert message["To"] == "siti@contoh.id"


def test_a_folder_that_cannot_be_written_is_worth_another_try(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    with pytest.raises(MailFailed) as failed:
        FileTransport(tmp_path / "taken" / "mail").send(mail())

    assert not failed.value.is_permanent


def test_the_console_shows_the_words() -> None:
    output = StringIO()

    ConsoleTransport(output).send(mail())

    assert "Laporan Anda kami terima" in output.getvalue()


@pytest.mark.parametrize(
    ("url", "port", "tls"),
    [
        ("smtp://mx.contoh.id", 25, "none"),
        ("smtp://mx.contoh.id:587", 587, "starttls"),
        ("smtp://a:b@mx.contoh.id:465", 465, "implicit"),
        ("smtp://a:b@mx.contoh.id:25?tls=starttls", 25, "starttls"),
        ("smtp://a:b@localhost:1025", 1025, "none"),
    ],
)
def test_tls_follows_the_port_unless_it_is_said(url: str, port: int, tls: str) -> None:
    transport = transport_from_url(url)

    assert isinstance(transport, SmtpTransport)
    assert (transport.port, transport.tls) == (port, tls)


@pytest.mark.parametrize(
    "url",
    ["", "mx.contoh.id", "http://mx.contoh.id", "smtp://", "smtp://mx:abc", "smtp://mx?tls=maybe", "file:",
     "smtp://a:b@mx.contoh.id:25", "smtp://a:b@mx.contoh.id?tls=none"],
)  # fmt: skip
def test_a_setting_that_names_no_safe_way_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        transport_from_url(url)

    assert "a:b" not in str(refused.value)
