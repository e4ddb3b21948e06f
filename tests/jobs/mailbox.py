"""A mail transport that keeps what it was given, or refuses as it was told."""

from dataclasses import dataclass, field

from sipp.messaging.mail import Mail, MailFailed


@dataclass
class Mailbox:
    """``failures`` are raised first, one a mail; then every mail is kept."""

    mails: list[Mail] = field(default_factory=list)
    failures: list[MailFailed] = field(default_factory=list)

    def send(self, mail: Mail) -> None:
        """Keep the mail, or fail."""
        if self.failures:
            raise self.failures.pop(0)
        self.mails.append(mail)
