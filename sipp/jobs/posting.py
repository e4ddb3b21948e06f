"""What every mail from the outbox shares: who sends it, and what a failure means to the outbox."""

from urllib.parse import urlsplit

from sipp.config import Config
from sipp.jobs.outbox import GivesUp, TryAgain
from sipp.messaging.mail import Mail, MailFailed, MailTransport


def hand_over(transport: MailTransport, mail: Mail) -> None:
    """Send the mail; raises GivesUp when it will never be taken, TryAgain otherwise."""
    try:
        transport.send(mail)
    except MailFailed as failure:
        raise (GivesUp if failure.is_permanent else TryAgain)(str(failure)) from None


def domain_of(config: Config) -> str:
    """The host name of this installation."""
    return urlsplit(config.base_url).hostname or "localhost"


def sender_of(config: Config) -> str:
    """Name and address that mails come from."""
    name = site_name(config).replace('"', "")
    return f'"{name}" <noreply@{domain_of(config)}>'


def site_name(config: Config) -> str:
    """What this site is called in a mail."""
    return config.official_name or "sipp"
