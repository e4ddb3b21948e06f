"""The daily mail to officers about reports: what waits when it is sent. It names no service and nobody."""

from collections.abc import Sequence

from flask_babel import gettext as _

from sipp.config import Config
from sipp.i18n import in_language
from sipp.jobs.outbox import Job
from sipp.jobs.posting import send_letter, site_name
from sipp.messaging.mail import MailTransport
from sipp.operations.case_digests import DueCase, digest_of
from sipp.words.reports import CLOCKS

#: A mail names so many reports of a kind; it says how many more there are.
MOST_NAMED = 20


def send_case_digest(config: Config, transport: MailTransport, job: Job) -> None:
    """What waits for an officer; nothing when it was done meanwhile."""
    digest = digest_of(job.payload["user_id"])
    if digest is None or digest.is_empty:
        return
    with in_language("id"):
        subject = _("Laporan yang menunggu Anda di %(site)s", site=site_name(config))
        lists = [
            _listed(_("Lewat batas waktu:"), digest.late),
            _listed(_("Lewat batas waktu di unit yang Anda bawahkan:"), digest.late_below),
            _listed(_("Mendekati batas waktu:"), digest.due_soon),
            _listed(_("Jawaban yang menunggu pengesahan Anda:"), digest.unsigned),
        ]
    values = {
        "name": digest.user.name,
        "received": digest.received,
        "unreplied": digest.unreplied,
        "lists": [one for one in lists if one["cases"]],
        "to_sign": digest.to_sign,
        "appealed": digest.appealed,
        "pressed": digest.pressed,
        "asked": digest.asked,
        "returned": digest.returned,
        "proposed": digest.proposed,
        "url": f"{config.base_url}/kelola",
    }
    send_letter(config, transport, job, digest.user.email, subject, "cases_due", values)


def _listed(heading: str, cases: Sequence[DueCase]) -> dict[str, object]:
    shown = [{"number": one.case_number, "what": CLOCKS[one.clock], "due_on": one.due_on} for one in cases[:MOST_NAMED]]
    return {"heading": heading, "cases": shown, "more": max(0, len(cases) - MOST_NAMED)}
