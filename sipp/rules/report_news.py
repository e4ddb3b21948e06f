"""Which events of a report its reporter sees, and which are news: what others did to it, never what one did oneself."""

#: Kinds of events that are told by mail. What is not named here is never mailed, internal notes among it.
NEWS_KINDS: frozenset[str] = frozenset(
    {
        "owned",
        "message",
        "ask_completion",
        "declare_complete",
        "deem_withdrawn",
        "transfer",
        "hand_over",
        "answer",
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
#: How an answer comes about is the agency's own affair: its reporter sees the answer.
INTERNAL_EVENTS: frozenset[str] = frozenset(
    {"answer_submitted", "answer_returned", "answer_recalled", "colleague_asked", "proposal_made"}
)
#: Who acts for the reporter: the reporter's own doors.
OWN_DOORS: frozenset[str] = frozenset({"citizen", "counter", "sms", "api"})


def is_news(kind: str, by: str, *, is_first_owner: bool = False, reason: str | None = None) -> bool:
    """Whether an event is worth a mail to the reporter.

    Not the first owner, whom the receipt names, nor a due day moved by a pause, which the event beside it tells.
    """
    if by in OWN_DOORS or kind not in NEWS_KINDS:
        return False
    if kind == "owned":
        return not is_first_owner
    return not (kind == "due_changed" and reason == "pause")
