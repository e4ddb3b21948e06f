"""SMS and the webhook: what a gateway is asked, and what is made of everything it may do in return."""

import base64
import hashlib
import hmac
import io
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from sipp.config import ConfigurationError
from sipp.messaging.delivery import NotSent
from sipp.messaging.phone import ConsoleTransport, PhoneMessage, PhoneTransport
from sipp.messaging.sms import sms_transport
from sipp.messaging.webhook import webhook_transport
from tests.messaging.fake_gateway import FakeGateway, Manner, fake_gateway

KEY = b"a key of at least 24 bytes, shared"
#: Far less than a gateway that misbehaves would go on, and enough on a machine that is busy.
SOON_SECONDS = 30
SECRET = f"whsec_{base64.b64encode(KEY).decode()}"
MESSAGE = PhoneMessage(
    id="4f1d",
    to="+6281234567890",
    text="LP-7K3Q-9M2X: Laporan Anda dijawab. Nilai paling lambat 7 Des 2026. Baca: http://localhost/lacak",
    language="id",
    kind="answer",
    facts={"case_number": "LP-7K3Q-9M2X", "due_on": "2026-12-07"},
)


def sms(gateway: FakeGateway, seconds: float = 60) -> PhoneTransport:
    url = f"kannel+http://pelapor:p%40ss%2Fword@{gateway.address}/cgi-bin/sendsms"
    return sms_transport(url, "1708", timeout_seconds=seconds)


def webhook(gateway: FakeGateway, seconds: float = 60) -> PhoneTransport:
    return webhook_transport(f"http://{gateway.address}/pesan?akun=7", SECRET, timeout_seconds=seconds)


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    with fake_gateway() as found:
        yield found


def test_kannel_is_asked_to_send_the_text_in_one_segment_from_our_number(gateway: FakeGateway) -> None:
    sms(gateway).send(MESSAGE)
    [asked] = gateway.asked
    assert (asked.method, asked.path.partition("?")[0]) == ("GET", "/cgi-bin/sendsms")
    assert asked.fields == {
        "username": "pelapor",
        "password": "p@ss/word",
        "from": "1708",
        "to": "+6281234567890",
        "text": MESSAGE.text,
        "coding": "0",
        "charset": "UTF-8",
    }


def test_the_webhook_is_signed_so_that_only_who_has_the_secret_can_have_sent_it(gateway: FakeGateway) -> None:
    gateway.answers = [(503, ""), (200, "")]
    moment = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)
    with time_machine.travel(moment, tick=False) as clock:
        with pytest.raises(NotSent):
            webhook(gateway).send(MESSAGE)
        clock.shift(60)
        webhook(gateway).send(MESSAGE)
    first, second = gateway.asked
    assert (second.method, second.path) == ("POST", "/pesan?akun=7")
    assert json.loads(second.body) == {
        "type": "report.answer",
        "timestamp": "2026-11-23T03:16:00+00:00",
        "data": {
            "to": MESSAGE.to,
            "language": "id",
            "text": MESSAGE.text,
            "facts": {"case_number": "LP-7K3Q-9M2X", "due_on": "2026-12-07"},
        },
    }
    for asked, stamp in ((first, moment.timestamp()), (second, moment.timestamp() + 60)):
        signed = f"{MESSAGE.id}.{stamp:.0f}.".encode() + asked.body
        expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        assert asked.headers["Webhook-Id"] == MESSAGE.id
        assert asked.headers["Webhook-Timestamp"] == f"{stamp:.0f}"
        assert asked.headers["Webhook-Signature"] == f"v1,{expected}"
        assert asked.headers["Content-Type"] == "application/json"


Made = Callable[..., PhoneTransport]


@pytest.mark.parametrize(
    ("made", "status", "text", "is_permanent"),
    [
        (sms, 202, "3: Queued for later delivery", None),
        (sms, 403, "Authorization failed for sendsms", False),
        (sms, 403, "Not routable. Do not try again.", True),
        (sms, 400, "Missing receiver number", True),
        (sms, 503, "Temporal failure, try again later.", False),
        (sms, 302, "", False),
        (webhook, 204, "", None),
        (webhook, 401, "", False),
        (webhook, 404, "", False),
        (webhook, 422, "+6281234567890 has no WhatsApp", True),
        (webhook, 429, "", False),
        (webhook, 307, "", False),
    ],
)
def test_what_is_refused_for_good_is_told_from_what_is_worth_another_try(
    gateway: FakeGateway, made: Made, status: int, text: str, is_permanent: bool | None
) -> None:
    gateway.answers = [(status, text)]
    if is_permanent is None:
        made(gateway).send(MESSAGE)
        return
    with pytest.raises(NotSent, match=str(status)) as failure:
        made(gateway).send(MESSAGE)
    assert failure.value.is_permanent is is_permanent
    assert "812" not in str(failure.value)
    assert len(gateway.asked) == 1, "a redirect is not followed"


@pytest.mark.parametrize("made", [sms, webhook])
@pytest.mark.parametrize("manner", ["hangs", "drops", "drips"])
def test_a_gateway_that_does_not_answer_is_left_in_time_and_asked_again_later(
    gateway: FakeGateway, made: Made, manner: Manner
) -> None:
    gateway.manner = manner
    began = time.monotonic()
    with pytest.raises(NotSent) as failure:
        made(gateway, 0.5).send(MESSAGE)
    assert time.monotonic() - began < SOON_SECONDS
    assert not failure.value.is_permanent and "812" not in str(failure.value)


def test_an_answer_without_end_is_read_for_its_first_line_alone(gateway: FakeGateway) -> None:
    gateway.manner = "never_ends"
    began = time.monotonic()
    webhook(gateway).send(MESSAGE)
    assert time.monotonic() - began < SOON_SECONDS


def test_a_gateway_that_is_away_is_tried_again() -> None:
    with fake_gateway() as gone:
        transport = sms(gone)
    with pytest.raises(NotSent) as failure:
        transport.send(MESSAGE)
    assert not failure.value.is_permanent


def test_without_a_gateway_messages_are_written_to_files_or_shown(tmp_path: Path) -> None:
    for transport in (sms_transport(f"file:{tmp_path}/sms", None), webhook_transport(f"file:{tmp_path}/wa", None)):
        transport.send(MESSAGE)
        transport.send(MESSAGE)
    for folder in ("sms", "wa"):
        [file] = (tmp_path / folder).iterdir()
        written = json.loads(file.read_text())
        assert (written["to"], written["text"]) == (MESSAGE.to, MESSAGE.text)
    output = io.StringIO()
    ConsoleTransport(output).send(MESSAGE)
    assert MESSAGE.text in output.getvalue()


@pytest.mark.parametrize(
    "build",
    [
        lambda: sms_transport("http://user:pass@127.0.0.1/cgi-bin/sendsms", "1708"),
        lambda: sms_transport("kannel+http://127.0.0.1:13013/cgi-bin/sendsms", "1708"),
        lambda: sms_transport("kannel+http://user:pass@127.0.0.1:port/cgi-bin/sendsms", "1708"),
        lambda: sms_transport("kannel+ftp://user:pass@127.0.0.1/cgi-bin/sendsms", "1708"),
        lambda: webhook_transport("ftp://127.0.0.1/", SECRET),
        lambda: webhook_transport("http:///pesan", SECRET),
        lambda: webhook_transport("https://user:pass@gateway.example/", SECRET),
        lambda: webhook_transport("https://gateway.example/", None),
        lambda: webhook_transport("https://gateway.example/", "whsec_c2hvcnQ="),
        lambda: webhook_transport("https://gateway.example/", SECRET.removeprefix("whsec_")),
    ],
)
def test_a_setting_that_cannot_work_is_refused_and_shows_no_password(build: Callable[[], PhoneTransport]) -> None:
    with pytest.raises(ConfigurationError) as refused:
        build()
    assert "pass@" not in str(refused.value)
