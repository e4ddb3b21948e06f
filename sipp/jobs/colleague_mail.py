"""The mail by which a colleague gets a link to one case: it names no service, no reporter, nothing that was told."""

from uuid import UUID

from flask_babel import gettext as _

from sipp.config import Config
from sipp.i18n import in_language
from sipp.jobs.outbox import Job
from sipp.jobs.posting import send_letter, site_name
from sipp.messaging.mail import MailTransport
from sipp.operations.colleagues import open_link
from sipp.rules.errors import NotFound
from sipp.vault.accounts import case_link_token


def send_case_link(config: Config, transport: MailTransport, job: Job) -> None:
    """The link, made when it is sent: the outbox holds none. Nothing once it opens nothing any more."""
    try:
        found = open_link(UUID(job.payload["link_id"]))
    except NotFound:
        return
    link, report = found.link, found.case.report
    values = {
        "name": link.name,
        "maker": link.made_by.name,
        "agency": report.agency.name,
        "number": report.case_number,
        "url": f"{config.base_url}/usulan/{case_link_token(link.id, config.secret_keys)}",
        "expires_at": link.expires_at,
    }
    with in_language("id"):
        subject = _(
            "Usulan jawaban untuk laporan %(number)s di %(site)s", number=report.case_number, site=site_name(config)
        )
    send_letter(config, transport, job, str(link.email), subject, "case_link", values)
