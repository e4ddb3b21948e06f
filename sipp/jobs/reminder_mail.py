"""The weekly mail about upkeep: what is due is read when the mail is sent, not when it was put into the outbox."""

from flask_babel import gettext as _

from sipp import clock
from sipp.config import Config
from sipp.i18n import in_language
from sipp.jobs.outbox import Job
from sipp.jobs.posting import send_letter, site_name
from sipp.messaging.mail import MailTransport
from sipp.operations.reminders import digest_for

#: A mail names so many services; it says how many more there are.
MOST_NAMED = 20


def send_digest(config: Config, transport: MailTransport, job: Job) -> None:
    """What somebody can do for the upkeep of the own services; nothing when it was done meanwhile."""
    digest = digest_for(job.payload["user_id"])
    if digest is None or digest.is_empty:
        return
    with in_language("id"):
        subject = _("Yang perlu diperbarui di %(site)s", site=site_name(config))
    values = {
        "name": digest.user.name,
        "today": clock.today(clock.NATIONAL_ZONE),
        "reviews": [
            {"service": due.service.name, "unit": due.service.unit.name, "due_on": due.due_on}
            for due in digest.reviews[:MOST_NAMED]
        ],
        "more_reviews": max(0, len(digest.reviews) - MOST_NAMED),
        "open_corrections": digest.open_corrections,
        "broken_links": digest.broken_links,
        "url": f"{config.base_url}/kelola",
    }
    send_letter(config, transport, job, digest.user.email, subject, "upkeep_due", values)
