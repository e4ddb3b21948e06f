"""The mails that carry a signed reprimand; once a mail server took one to the unit, the reprimand is served."""

from flask_babel import gettext as _

from sipp.config import Config
from sipp.db import unit_of_work
from sipp.i18n import in_language
from sipp.jobs.outbox import Job
from sipp.jobs.posting import send_letter
from sipp.messaging.mail import MailTransport
from sipp.operations.reprimands import letter_for, note_delivery
from sipp.words.reprimands import fact_rows


def send_reprimand(config: Config, transport: MailTransport, job: Job) -> None:
    """The letter to one of those who answer for the unit; nothing once it was withdrawn."""
    if _send(config, transport, job, is_copy=False):
        with unit_of_work():
            note_delivery(job.payload["reprimand_id"])


def send_copy(config: Config, transport: MailTransport, job: Job) -> None:
    """The copy to somebody who is to know of it: that serves nothing."""
    _send(config, transport, job, is_copy=True)


def _send(config: Config, transport: MailTransport, job: Job, *, is_copy: bool) -> bool:
    found = letter_for(job.payload["reprimand_id"], job.payload["user_id"])
    if found is None:
        return False
    reprimand, user = found
    with in_language("id"):
        subject = _("Teguran tertulis nomor %(id)s", id=reprimand.id)
        values = {
            "name": user.name,
            "reprimand": reprimand,
            "case_number": reprimand.report.case_number,
            "unit": reprimand.unit.name if reprimand.unit else reprimand.agency.name,
            "is_copy": is_copy,
            "facts": fact_rows(reprimand.facts),
            "url": f"{config.base_url}/kelola/teguran/{reprimand.id}",
        }
    send_letter(config, transport, job, user.email, subject, "reprimand_signed", values)
    return True
