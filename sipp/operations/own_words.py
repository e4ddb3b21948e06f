"""What the reporter writes on the opened report: read, bounded, kept as a message of the report."""

from sipp import clock
from sipp.db import current_session
from sipp.models.reports import Message, Report
from sipp.rules.errors import InvalidInput
from sipp.rules.typed_input import clean_text, required_text

MAX_MESSAGE_LENGTH = 4000


def read_words(name: str, text: str) -> str:
    """What was typed into a field, cleaned; raises InvalidInput when it is too long."""
    words = clean_text(text, MAX_MESSAGE_LENGTH + 1)
    if len(words) > MAX_MESSAGE_LENGTH:
        raise InvalidInput({name: "too_long"})
    return words


def required_words(name: str, text: str) -> str:
    """As ``read_words``; raises InvalidInput for nothing as well."""
    return required_text(name, text, MAX_MESSAGE_LENGTH)


def say(report: Report, words: str) -> Message | None:
    """Keep the reporter's words as a message; nothing for no words. The event is the caller's."""
    if not words:
        return None
    message = Message(report_id=report.id, sent_at=clock.now(), author="reporter", text=words)
    current_session().add(message)
    return message
