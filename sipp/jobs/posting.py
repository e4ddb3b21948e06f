"""What every mail from the outbox shares: who sends it, and what a failure means to the outbox."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from sipp.config import Config
from sipp.i18n import in_language
from sipp.jobs.outbox import GivesUp, Job, TryAgain
from sipp.messaging.delivery import NotSent
from sipp.messaging.mail import Mail, MailTransport, stable_message_id


def send_letter(
    config: Config, transport: MailTransport, job: Job, to: str, subject: str, template: str, values: Mapping[str, Any]
) -> None:
    """Write to an officer, in Indonesian; raises like ``hand_over``."""
    with in_language("id"):
        context = {"site_name": site_name(config), "sign_in_url": f"{config.base_url}/masuk", **values}
        mail = Mail(
            to=to,
            subject=subject,
            text=current_app.jinja_env.get_template(f"email/{template}.txt").render(context),
            message_id=stable_message_id(job.key, domain_of(config)),
            sender=sender_of(config),
        )
    hand_over(transport, mail)


def hand_over(transport: MailTransport, mail: Mail) -> None:
    """Send the mail; raises GivesUp when it will never be taken, TryAgain otherwise."""
    try:
        transport.send(mail)
    except NotSent as failure:
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
