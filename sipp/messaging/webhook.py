"""The webhook by which a WhatsApp gateway plugs in: a signed POST a message; docs/whatsapp-gateway.md describes it.

Signed as Standard Webhooks 1.0 says, for which gateways have libraries: HMAC-SHA256 over "id.timestamp.body".
"""

import base64
import hashlib
import hmac
import json
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sipp import clock
from sipp.config import ConfigurationError
from sipp.messaging.gateway import TIMEOUT_SECONDS, Gateway, refusal
from sipp.messaging.phone import PhoneMessage, PhoneTransport, trial_transport

SECRET_PREFIX = "whsec_"
LEAST_SECRET_BYTES = 24
#: What a gateway answers to a message that it will never take: a number without WhatsApp, most of all.
_NEVER_TAKEN = frozenset({400, 422})


def webhook_transport(url: str, secret: str | None, *, timeout_seconds: float = TIMEOUT_SECONDS) -> PhoneTransport:
    """The transport a setting names: ``http://`` or ``https://``, ``file:DIRECTORY``, ``console:``.

    Raises ConfigurationError, also for a secret that is missing or short.
    """
    parts = urlsplit(url)
    if trial := trial_transport(parts):
        return trial
    if parts.username or parts.password:
        raise ConfigurationError("SIPP_WHATSAPP_URL takes no password: what is sent there is signed")
    gateway = Gateway.at(url, "SIPP_WHATSAPP_URL", timeout_seconds)
    return WebhookTransport(gateway=gateway, key=_key(secret or ""))


@dataclass(frozen=True, kw_only=True)
class WebhookTransport:
    """A gateway that takes JSON, and the key that it knows as well."""

    gateway: Gateway
    key: bytes = field(repr=False)

    def send(self, message: PhoneMessage) -> None:
        """Hand the message over; any 2xx is taken, 400 and 422 are refused for good, all else is tried again."""
        at = clock.now()
        body = json.dumps(
            {
                "type": f"report.{message.kind}",
                "timestamp": at.isoformat(timespec="seconds"),
                "data": {
                    "to": message.to,
                    "language": message.language,
                    "text": message.text,
                    "facts": dict(message.facts),
                },
            },
            ensure_ascii=False,
        ).encode()
        headers = self._headers(message.id, int(at.timestamp()), body)
        answer = self.gateway.ask("POST", self.gateway.target, headers, body)
        if not 200 <= answer.status < 300:
            raise refusal(answer, is_permanent=answer.status in _NEVER_TAKEN)

    def _headers(self, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "User-Agent": "sipp-webhook/1",
            "Webhook-Id": message_id,
            "Webhook-Timestamp": str(timestamp),
            "Webhook-Signature": signature(self.key, message_id, timestamp, body),
        }


def signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """What the header ``Webhook-Signature`` holds."""
    signed = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except NotBase64:
        key = b""
    if not secret.startswith(SECRET_PREFIX) or len(key) < LEAST_SECRET_BYTES:
        raise ConfigurationError("SIPP_WHATSAPP_SECRET must be whsec_ and at least 24 bytes in base64")
    return key
