"""How long personal data is kept, by class, and what is due: dated, cited rows, because periods change.

No regulation names the periods of a complaint system: UU 27/2022 asks that there be a period and that data goes when
it is over. The lengths are those that sipp begins with; a change is a new row, never an edited one.

Law: UU 27/2022 art. 16 (2) (a period is kept), 43 (erasure when no longer needed, on withdrawal of consent, on
request, when processed unlawfully) and 44 (destruction when the period is over).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, get_args

#: What ``sipp.operations.erasure`` erases, one class at a time; ``report`` is the whole of it.
ReportData = Literal["report", "attachments", "open_identity", "sealed_identity", "sealed_address"]
DataClass = Literal[ReportData, "waiting_report", "draft", "outbox_payload", "session", "invitation"]
#: What the period counts from.
Event = Literal["report_closed", "filed", "last_page", "message_done", "last_seen", "lapsed"]

REPORT_DATA: tuple[ReportData, ...] = get_args(ReportData)

#: Why something was erased, as the journal tells it: never in free words, which could name somebody.
ErasureReason = Literal["request", "retention", "consent_withdrawn", "unlawful", "order", "restored"]
#: What an administrator may give as the reason, each a ground of UU 27/2022 art. 43; ``order`` is a court's or the
#: supervisory authority's.
REASONS_TO_GIVE: tuple[ErasureReason, ...] = ("request", "consent_withdrawn", "unlawful", "order")

#: Three classes have jobs of their own, which read their period here.
DRAFTS_KEPT_FOR = timedelta(hours=72)
SESSIONS_KEPT_FOR = timedelta(days=90)
INVITATIONS_KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class RetentionRule:
    """How long one class of data is kept after an event, from a day on."""

    data_class: DataClass
    event: Event
    kept_for: timedelta
    valid_from: date
    legal_basis: str


_OWN = "ketentuan bawaan sipp menurut UU 27/2022 pasal 43 dan 44"
_SINCE = date(2026, 1, 1)
RULES: tuple[RetentionRule, ...] = (
    RetentionRule("draft", "last_page", DRAFTS_KEPT_FOR, _SINCE, _OWN),
    RetentionRule("sealed_address", "report_closed", timedelta(days=90), _SINCE, _OWN),
    RetentionRule("sealed_identity", "report_closed", timedelta(days=365), _SINCE, _OWN),
    RetentionRule("open_identity", "report_closed", timedelta(days=365), _SINCE, _OWN),
    RetentionRule("attachments", "report_closed", timedelta(days=365), _SINCE, _OWN),
    RetentionRule("report", "report_closed", timedelta(days=730), _SINCE, _OWN),
    # Its agency receives no reports here: it is never closed, and must not wait for ever.
    RetentionRule("waiting_report", "filed", timedelta(days=730), _SINCE, _OWN),
    RetentionRule("outbox_payload", "message_done", timedelta(days=30), _SINCE, _OWN),
    RetentionRule("session", "last_seen", SESSIONS_KEPT_FOR, _SINCE, _OWN),
    RetentionRule("invitation", "lapsed", INVITATIONS_KEPT_FOR, _SINCE, _OWN),
)


def rule_on(data_class: DataClass, on_day: date, rules: Iterable[RetentionRule] = RULES) -> RetentionRule:
    """The row that holds on a day: the latest of its class valid by then; LookupError when none is.

    It holds for everything that is stored on that day, however old: a period that grew shorter erases sooner.
    """
    valid = [rule for rule in rules if rule.data_class == data_class and rule.valid_from <= on_day]
    if not valid:
        raise LookupError(f"no period of {data_class} is valid on {on_day.isoformat()}")
    return max(valid, key=lambda rule: rule.valid_from)


def due_before(data_class: DataClass, now: datetime, rules: Iterable[RetentionRule] = RULES) -> datetime:
    """What had its event at this moment or earlier is due now."""
    return now - rule_on(data_class, now.astimezone(UTC).date(), rules).kept_for


def rules_on(on_day: date) -> tuple[RetentionRule, ...]:
    """The rows that hold on a day, one a class, in the order in which a reader is told of them."""
    classes = dict.fromkeys(rule.data_class for rule in RULES if rule.valid_from <= on_day)
    return tuple(rule_on(one, on_day) for one in classes)
