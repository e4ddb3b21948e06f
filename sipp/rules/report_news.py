"""Which events of a report its reporter sees, which are news, and by which channels these go.

News are what others did to a report, never what one did oneself.
"""

from typing import Literal

#: A way to reach a reporter; ``sms`` and ``whatsapp`` reach a phone.
Channel = Literal["mail", "sms", "whatsapp"]
PhoneChannel = Literal["sms", "whatsapp"]

#: Kinds of events that are told by mail. What is not named here is never told, internal notes among it.
NEWS_KINDS: frozenset[str] = frozenset(
    {
        "owned",
        "message",
        "ask_completion",
        "declare_complete",
        "complete",
        "deem_withdrawn",
        "transfer",
        "hand_over",
        "answer",
        "talked_on",
        "lapse",
        "reject",
        "uphold_appeal",
        "reject_appeal",
        "due_changed",
        "data_decided",
        "overdue",
        "reprimand_served",
        "identity_asked",
        "identity_opened",
        "identity_kept",
    }
)
#: What a phone is disturbed for: what asks something of the reporter, ends or revives the report, moves its day, or
#: opens a name. Filing is not told: anybody could have texts sent to any number.
PHONE_KINDS: frozenset[str] = frozenset(
    {
        "message",
        "ask_completion",
        "deem_withdrawn",
        "hand_over",
        "answer",
        "lapse",
        "reject",
        "uphold_appeal",
        "reject_appeal",
        "due_changed",
        "identity_opened",
    }
)
#: How an answer comes about is the agency's own affair: its reporter sees the answer.
INTERNAL_EVENTS: frozenset[str] = frozenset(
    {"answer_submitted", "answer_returned", "answer_recalled", "colleague_asked", "proposal_made"}
)
#: Who acts for the reporter: the reporter's own doors.
OWN_DOORS: frozenset[str] = frozenset({"citizen", "counter", "sms", "api"})


def is_news(kind: str, by: str, *, is_first_owner: bool = False, reason: str | None = None) -> bool:
    """Whether an event is worth telling the reporter.

    Not the first owner, whom the receipt names, nor a due day moved by a pause, which the event beside it tells.
    """
    if by in OWN_DOORS or kind not in NEWS_KINDS:
        return False
    if kind == "owned":
        return not is_first_owner
    return not (kind == "due_changed" and reason == "pause")


def channels_for(
    kind: str, *, has_email: bool, phone_channel: PhoneChannel | None, reason: str | None = None
) -> tuple[Channel, ...]:
    """The channels that carry a piece of news to a reporter with these ways to be reached.

    Of days that moved, a phone hears of an extension alone: a holiday decree moves the days of a whole country.
    """
    is_for_phone = kind in PHONE_KINDS and (kind != "due_changed" or reason == "extension")
    mail: tuple[Channel, ...] = ("mail",) if has_email else ()
    return (*mail, phone_channel) if is_for_phone and phone_channel else mail
