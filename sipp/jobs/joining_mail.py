"""Mails to the report address of an agency: the link that proves it, the test message, the word that it joined."""

from uuid import UUID

from flask_babel import gettext as _

from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.i18n import in_language
from sipp.jobs.outbox import Job
from sipp.jobs.posting import send_letter, site_name
from sipp.messaging.mail import MailTransport
from sipp.models.agencies import Agency
from sipp.operations import joining
from sipp.rules.errors import NotFound
from sipp.vault.accounts import address_token


def send_address_link(config: Config, transport: MailTransport, job: Job) -> None:
    """The link that proves that an address is read; nothing once it was used, replaced or ran out."""
    try:
        step, agency = joining.open_address(UUID(job.payload["step_id"]))
    except NotFound:
        return
    values = {
        "agency": agency.name,
        "url": f"{config.base_url}/masuk/alamat-laporan/{address_token(step.id, config.secret_keys)}",
        "expires_at": step.expires_at,
    }
    with in_language("id"):
        subject = _("Buktikan alamat laporan %(agency)s", agency=agency.name)
    send_letter(config, transport, job, str(step.address), subject, "report_address", values)


def send_test_message(config: Config, transport: MailTransport, job: Job) -> None:
    """The test message; that it was taken is written down only then."""
    found = joining.find_step(UUID(job.payload["step_id"]))
    if found is None:
        return
    step, agency = found
    with in_language("id"):
        subject = _("Pesan uji dari %(site)s", site=site_name(config))
    values = {"agency": agency.name, "url": f"{config.base_url}/kelola/instansi/{agency.slug}/penerimaan"}
    send_letter(config, transport, job, str(step.address), subject, "report_delivery_test", values)
    with unit_of_work():
        joining.note_delivered(step.id)


def send_joined(config: Config, transport: MailTransport, job: Job) -> None:
    """The word that the agency receives reports now; nothing when it stopped meanwhile."""
    agency = current_session().get(Agency, job.payload["agency_id"])
    if agency is None or agency.membership != "receiving" or not agency.report_email:
        return
    with in_language("id"):
        subject = _("%(agency)s kini menerima laporan", agency=agency.name)
    values = {"agency": agency.name, "delivered": job.payload["delivered"], "url": f"{config.base_url}/kelola"}
    send_letter(config, transport, job, agency.report_email, subject, "agency_joined", values)
