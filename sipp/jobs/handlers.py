"""What each kind of outbox message causes. A handler may be called again for the same message, with the same effect."""

from collections.abc import Callable, Mapping
from functools import partial

from sipp.config import Config
from sipp.jobs import account_mail, joining_mail, report_mail, report_phone
from sipp.jobs.case_mail import send_case_digest
from sipp.jobs.colleague_mail import send_case_link
from sipp.jobs.importing import work_on_import
from sipp.jobs.outbox import Handler, Job
from sipp.jobs.oversight_mail import send_reminder
from sipp.jobs.reminder_mail import send_digest
from sipp.jobs.reprimand_mail import send_copy, send_reprimand
from sipp.messaging.mail import MailTransport, transport_from_url
from sipp.messaging.phone import PhoneTransport
from sipp.messaging.sms import sms_transport
from sipp.messaging.webhook import webhook_transport

#: A mail server that hangs must not hold the worker up for long; the outbox tries again anyway.
MAIL_TIMEOUT_SECONDS = 10


def handlers_for(config: Config, transport: MailTransport | None = None) -> Mapping[str, Handler]:
    """Kind of message -> what to do; mail goes where the settings say unless a transport is given.

    Raises ConfigurationError for settings that name no mail server or gateway.
    """
    transport = transport or transport_from_url(config.mail_url, timeout_seconds=MAIL_TIMEOUT_SECONDS)
    letters: dict[str, Callable[[Config, MailTransport, Job], None]] = {
        "report_acknowledged": report_mail.send_acknowledgement,
        "report_news": report_mail.send_news,
        "report_new_code": report_mail.send_code_link,
        "account_invited": account_mail.send_invitation,
        "account_reset": account_mail.send_reset_link,
        "account_notice": account_mail.send_notice,
        "upkeep_due": send_digest,
        "report_address": joining_mail.send_address_link,
        "report_delivery_test": joining_mail.send_test_message,
        "agency_joined": joining_mail.send_joined,
        "cases_due": send_case_digest,
        "case_link": send_case_link,
        "reprimand_signed": send_reprimand,
        "reprimand_copied": send_copy,
        "agency_reminded": send_reminder,
    }
    posted = {kind: partial(letter, config, transport) for kind, letter in letters.items()}
    told = {
        "report_sms": partial(report_phone.send_sms, config, _sms(config)),
        "report_whatsapp": partial(report_phone.send_whatsapp, config, _whatsapp(config)),
    }
    return {**posted, **told, "import": work_on_import}


def _sms(config: Config) -> PhoneTransport | None:
    return sms_transport(config.sms_url, config.sms_number) if config.sms_url else None


def _whatsapp(config: Config) -> PhoneTransport | None:
    return webhook_transport(config.whatsapp_url, config.whatsapp_secret) if config.whatsapp_url else None
