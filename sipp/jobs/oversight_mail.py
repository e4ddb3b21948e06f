"""The digest that an overseer has sent to an agency: what it lacks is read when the mail is sent."""

from flask_babel import gettext as _

from sipp.config import Config
from sipp.i18n import in_language
from sipp.jobs.outbox import Job
from sipp.jobs.posting import send_letter, site_name
from sipp.messaging.mail import MailTransport
from sipp.operations.agency_reminders import letter_for
from sipp.words.oversight import GAP_NAMES


def send_reminder(config: Config, transport: MailTransport, job: Job) -> None:
    """What one administrator's agency lacks; nothing when it was done meanwhile."""
    letter = letter_for(job.payload["agency_id"], job.payload["user_id"])
    if letter is None:
        return
    with in_language("id"):
        subject = _("Yang perlu dilengkapi %(agency)s", agency=letter.agency.name)
        gaps = [
            {
                "name": str(GAP_NAMES[gap]),
                "count": letter.figures.lacking(gap),
                "services": [f"{one.service.name}, {one.service.unit.name}" for one in services],
                "more": letter.figures.lacking(gap) - len(services),
            }
            for gap, services in letter.services.items()
        ]
    values = {
        "name": letter.user.name,
        "agency": letter.agency.name,
        "gaps": gaps,
        "has_liaison": letter.figures.has_liaison,
        "site": site_name(config),
        "url": f"{config.base_url}/kelola",
    }
    send_letter(config, transport, job, letter.user.email, subject, "agency_reminded", values)
