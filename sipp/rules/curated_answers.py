"""What a curated answer may be: short, plain, with one safe link and an end."""

from datetime import date, timedelta
from urllib.parse import urlsplit

MOST_PHRASE_CHARACTERS = 80
MOST_TITLE_CHARACTERS = 120
MOST_TEXT_CHARACTERS = 400
MOST_ADDRESS_CHARACTERS = 300
MOST_ALIASES = 20

#: An answer ends by itself after a year unless somebody says when, so that none outlives what it says.
SHOWN_FOR = timedelta(days=365)
LONGEST_SHOWN_FOR = timedelta(days=2 * 366)
#: So long before its last day the desk tells of an answer.
TOLD_BEFORE_END = timedelta(days=30)


def default_end(valid_from: date) -> date:
    """The last day of an answer for which nobody named one: a year."""
    return valid_from + SHOWN_FOR


def period_fault(valid_from: date, valid_until: date, today: date) -> str | None:
    """Why an answer cannot end on a day: ``before_start``, ``already_over``, ``too_late`` (over two years)."""
    if valid_until < valid_from:
        return "before_start"
    if valid_until < today:
        return "already_over"
    return "too_late" if valid_until - valid_from > LONGEST_SHOWN_FOR else None


def is_in_force(valid_from: date, valid_until: date, day: date) -> bool:
    """Whether an answer is shown on a day; the first and the last day count."""
    return valid_from <= day <= valid_until


def is_https_address(text: str) -> bool:
    """Whether a text is an https address of a public site: a host name with a dot, no account, nothing invisible."""
    if len(text) > MOST_ADDRESS_CHARACTERS or not text.isascii() or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    is_plain = parts.scheme == "https" and "@" not in parts.netloc and "\\" not in text
    labels = host.split(".")
    return is_plain and len(labels) > 1 and all(_is_label(label) for label in labels) and not labels[-1].isdigit()


def _is_label(label: str) -> bool:
    return bool(label) and label.replace("-", "").isalnum() and label == label.strip("-")
