"""Mails to officers about their account: invitations, links for a new password, what was changed.

A link is made when the mail is sent: the outbox holds none, and its time begins when it can be read. All Indonesian.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_security.recoverable import generate_reset_password_token

from sipp.config import Config
from sipp.db import current_session
from sipp.i18n import in_language
from sipp.jobs.outbox import Job
from sipp.jobs.posting import send_letter, site_name
from sipp.messaging.mail import MailTransport
from sipp.models.accounts import User
from sipp.operations.accounts import find_invitation
from sipp.rules.errors import NotFound
from sipp.vault.accounts import invitation_token
from sipp.words.accounts import LETTER_SUBJECTS, NOTICE_SUBJECTS, browser_words, place_words
from sipp.words.codes import ROLES


def send_invitation(config: Config, transport: MailTransport, job: Job) -> None:
    """The link that accepts an invitation; nothing once it was accepted, withdrawn or ran out."""
    try:
        invitation = find_invitation(UUID(job.payload["invitation_id"]))
    except NotFound:
        return
    agency, unit = invitation.agency, invitation.unit
    values = {
        "name": invitation.name,
        "roles": [ROLES[role] for role in invitation.roles],
        "place": place_words(agency.name if agency else None, unit.name if unit else None),
        "url": f"{config.base_url}/masuk/undangan/{invitation_token(invitation.id, config.secret_keys)}",
        "expires_at": invitation.expires_at,
    }
    _send(config, transport, job, invitation.email, "account_invited", values)


def send_reset_link(config: Config, transport: MailTransport, job: Job) -> None:
    """The link that sets a new password."""
    user = _find_user(job)
    if user is not None:
        url = f"{config.base_url}/masuk/lupa/{generate_reset_password_token(user)}"
        _send(config, transport, job, user.email, "account_reset", {"name": user.name, "url": url})


def send_notice(config: Config, transport: MailTransport, job: Job) -> None:
    """What happened to somebody's account, when, and what to do if it was somebody else."""
    user = _find_user(job)
    if user is None:
        return
    values = {
        "name": user.name,
        "what": job.payload["what"],
        "at": datetime.fromisoformat(job.payload["at"]),
        "browser": browser_words(job.payload.get("browser", "")),
        "codes_left": len(user.mf_recovery_codes or []),
        "url": f"{config.base_url}/kelola/akun",
    }
    _send(config, transport, job, user.email, "account_notice", values)


def _send(config: Config, transport: MailTransport, job: Job, to: str, template: str, values: dict[str, Any]) -> None:
    with in_language("id"):
        subject = _subject(config, template, values)
    send_letter(config, transport, job, to, subject, template, values)


def _subject(config: Config, template: str, values: dict[str, Any]) -> str:
    if template == "account_notice":
        return str(NOTICE_SUBJECTS[values["what"]])
    return str(LETTER_SUBJECTS[template]) % {"site": site_name(config)}


def _find_user(job: Job) -> User | None:
    """Who the mail is for; a disabled account gets none."""
    user = current_session().get(User, job.payload["user_id"])
    return user if user is not None and user.active else None
