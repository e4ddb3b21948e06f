"""SMS through the ``sendsms`` interface of Kannel's smsbox.

Sending is repeated by the outbox until it worked. Kannel knows no key that makes a repeated request one message: an
SMS that was taken and whose answer was lost can arrive twice, and none is lost.
"""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

from sipp.config import ConfigurationError
from sipp.messaging.gateway import TIMEOUT_SECONDS, Gateway, refusal
from sipp.messaging.phone import PhoneMessage, PhoneTransport, trial_transport
from sipp.rules.gsm_text import as_gsm

_SCHEMES = {"kannel+http": "http", "kannel+https": "https"}
#: What Kannel's bearerbox answers, with 403, when no route takes the number; 403 alone is a wrong password.
_NOT_ROUTABLE = "Do not try again"


def sms_transport(url: str, sender: str | None, *, timeout_seconds: float = TIMEOUT_SECONDS) -> PhoneTransport:
    """The transport a setting names; raises ConfigurationError.

    ``kannel+http://user:password@host:port/cgi-bin/sendsms`` (or ``kannel+https``), ``file:DIRECTORY``, ``console:``.
    """
    parts = urlsplit(url)
    if trial := trial_transport(parts):
        return trial
    if parts.scheme not in _SCHEMES:
        raise ConfigurationError("SIPP_SMS_URL must begin with kannel+http://, kannel+https://, file: or console:")
    if not parts.username or parts.query:
        raise ConfigurationError("SIPP_SMS_URL needs the user and password of Kannel's sendsms-user, and no query")
    address = urlunsplit((_SCHEMES[parts.scheme], parts.netloc.rpartition("@")[2], parts.path, "", ""))
    return KannelTransport(
        gateway=Gateway.at(address, "SIPP_SMS_URL", timeout_seconds),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        sender=sender,
    )


@dataclass(frozen=True, kw_only=True)
class KannelTransport:
    """An smsbox; without a sender its own ``global-sender`` is shown."""

    gateway: Gateway
    user: str
    password: str = field(repr=False)
    sender: str | None = None

    def send(self, message: PhoneMessage) -> None:
        """Hand the SMS to Kannel, which queues it; 202 is its word for taken."""
        asked = {"username": self.user, "password": self.password, "to": message.to, "text": as_gsm(message.text)}
        if self.sender:
            asked["from"] = self.sender
        query = urlencode({**asked, "coding": "0", "charset": "UTF-8"})
        answer = self.gateway.ask("GET", f"{self.gateway.target}?{query}", {})
        if not 200 <= answer.status < 300:
            is_unroutable = answer.status == 403 and _NOT_ROUTABLE in answer.text
            raise refusal(answer, is_permanent=is_unroutable or answer.status == 400)
