"""The only reader of the system clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

#: Where no agency is concerned, the day is the one in the capital.
NATIONAL_ZONE = "Asia/Jakarta"


def now() -> datetime:
    """The present moment, with its zone (UTC)."""
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """The present calendar day in a zone, e.g. ``Asia/Jakarta``."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def local_now(time_zone: str) -> datetime:
    """The present moment in a zone, e.g. ``Asia/Jakarta``."""
    return now().astimezone(ZoneInfo(time_zone))
