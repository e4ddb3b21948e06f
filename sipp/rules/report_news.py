"""Which events of a report are news to its reporter: what others did to it, never what one did oneself."""

#: Kinds of events that are told by mail. What is not named here is never mailed, internal notes among it.
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
