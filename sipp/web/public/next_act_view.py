"""What the reporter may do now: the one act that the state waits for, shown before everything else."""

from typing import Any

from flask_babel import gettext as _

from sipp.i18n import date_with_day
from sipp.operations.following import FollowPage, is_deemed_withdrawn, last_event, words_with
from sipp.rules.reports import MAX_REOPENINGS
from sipp.words.reports import REJECT_REASONS, VERDICT_SENTENCES


def next_act(page: FollowPage) -> dict[str, Any] | None:
    """``kind`` names the act; beside it the handler's words it answers to. None when nothing is waited for."""
    kind = _kind(page)
    if kind is None:
        return None
    words = words_with(page.report, last_event(page.report, "reject_appeal")) if kind == "appeal_lost" else page.words
    return {"kind": kind, "words": words.text if words else None, **_DETAILS.get(kind, _none)(page)}


def _kind(page: FollowPage) -> str | None:
    state = page.report.state
    if state == "lapsed":
        return "reopen" if page.reopen_until else "lapsed"
    if state == "rejected":
        return _appeal_kind(page)
    if is_deemed_withdrawn(page):
        return "deemed_withdrawn"
    return {
        "needs_completion": "complete",
        "answered": "judge",
        "unresolved": "ombudsman",
        "handed_over": "handed_over",
    }.get(state)


def _appeal_kind(page: FollowPage) -> str:
    if not page.has_appealed:
        return "appeal"
    asked, decided = (last_event(page.report, kind) for kind in ("appealed", "reject_appeal"))
    return "appeal_lost" if asked and decided and decided.sequence > asked.sequence else "appealed"


def _judge(page: FollowPage) -> dict[str, Any]:
    return {
        "options": [{"value": code, "label": label} for code, label in VERDICT_SENTENCES.items()],
        "consequence": _what_no_means(MAX_REOPENINGS - page.report.reopened),
    }


def _what_no_means(reopenings_left: int) -> str:
    if reopenings_left > 0:
        return _("Bila belum selesai, laporan ditangani lagi oleh unit yang sama.")
    return _(
        "Laporan ini sudah dua kali ditangani lagi. Bila tetap belum selesai, jalan berikutnya adalah Ombudsman RI."
    )


def _reopen(page: FollowPage) -> dict[str, Any]:
    return {"until": date_with_day(page.reopen_until) if page.reopen_until else None}


def _appeal(page: FollowPage) -> dict[str, Any]:
    event = last_event(page.report, "reject")
    reason = event.details.get("reason") if event else None
    return {"reason": str(REJECT_REASONS[reason]) if reason in REJECT_REASONS else None}


def _handed_over(page: FollowPage) -> dict[str, Any]:
    event = last_event(page.report, "hand_over")
    return {"body": event.details.get("body") if event else None, "number": page.report.external_tracking_id}


def _none(page: FollowPage) -> dict[str, Any]:
    return {}


_DETAILS = {
    "judge": _judge,
    "reopen": _reopen,
    "appeal": _appeal,
    "appealed": _appeal,
    "handed_over": _handed_over,
}
