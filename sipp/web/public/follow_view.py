"""What the opened report shows: where it stands, what counts next and until when, what happened."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from sipp.i18n import date_with_day, datetime_words, file_size
from sipp.models.reports import ReportClock
from sipp.operations.following import FollowPage, is_deemed_withdrawn
from sipp.rules.report_news import INTERNAL_EVENTS
from sipp.rules.reports import CITIZEN_STEPS as STEP_ORDER
from sipp.rules.reports import OPEN_STATES, STEP_OF_STATE, moves_open_to
from sipp.web.comparison_view import comparison_item
from sipp.web.deadline_view import due_change_words
from sipp.web.message_view import message_text
from sipp.web.public.report_view import lapor_text, report_url
from sipp.web.standard_view import version_words
from sipp.words.reports import (
    AUTHORS,
    CITIZEN_CLOCKS,
    CITIZEN_STATES,
    CITIZEN_STEPS,
    EVENTS,
    REJECT_REASONS,
    VERDICT_SENTENCES,
    VISIBILITY_SENTENCES,
)


def report_context(page: FollowPage) -> dict[str, Any]:
    """The values of the report's page."""
    report = page.report
    markers = {"data-state": report.state}
    if page.due_at is not None:
        markers["data-due"] = page.due_at.replace(microsecond=0).isoformat()
    return {
        "markers": markers,
        "state_text": state_words(page),
        "steps": _steps(page),
        "due_text": str(CITIZEN_CLOCKS[page.due_clock.clock]) if page.due_clock else None,
        "due_date": date_with_day(page.due_clock.due_on) if page.due_clock else None,
        "due_iso": markers.get("data-due"),
        "due_url": _why_url(page.due_clock) if page.due_clock else None,
        "is_late": page.due_clock is not None and page.due_clock.due_on < page.today,
        "owner": report.unit.name if report.unit else report.agency.name,
        "facts": _facts(page),
        "comparisons": [comparison_item(finding) for finding in page.findings],
        "events": events(page),
        "messages_shown": messages(page),
        "files": [
            {
                "label": _("Berkas %(number)s (%(kind)s)", number=number, kind=KINDS[attachment.media_type]),
                "url": url_for("following.evidence", attachment_id=attachment.id),
                "note": file_size(attachment.size_bytes),
            }
            for number, attachment in enumerate(report.attachments, start=1)
        ],
        "talk_hint": _TALK_HINTS.get(report.state),
        "is_receiving": report.is_delivered,
        "lapor_text": None if report.is_delivered or report.state not in OPEN_STATES else lapor_text(page),
        "service_url": report_url(report),
        "other_ways": _other_ways(page),
        "own_pages": _own_pages(page),
        "papers": _papers(),
        "is_past_outer_limit": any(one.clock == "outer_limit" and one.due_on < page.today for one in page.clocks),
    }


#: Where a message does not do what the state waits for.
_TALK_HINTS = {
    "needs_completion": _l("Kirim kelengkapan lewat isian di atas, supaya laporan segera ditangani lagi."),
    "answered": _l("Pesan bukan penilaian. Nilai jawabannya di bagian atas halaman ini."),
}
#: The kinds of evidence by media type.
KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP", "application/pdf": "PDF"}


def state_words(page: FollowPage) -> str:
    """The state as its citizen reads it; a report that only counts as withdrawn does not say that one withdrew it."""
    return _("Dianggap dicabut") if is_deemed_withdrawn(page) else str(CITIZEN_STATES[page.report.state])


def _steps(page: FollowPage) -> list[dict[str, Any]]:
    """The four steps; a closed report shows only those it really passed through."""
    passed = {STEP_OF_STATE[event.to_state] for event in page.report.events}  # type: ignore[index]
    steps = [step for step in STEP_ORDER if page.step != "closed" or step == "closed" or step in passed]
    current = steps.index(page.step)  # type: ignore[arg-type]
    items = []
    for place, step in enumerate(steps):
        is_last_reached = step == "closed" and page.step == "closed"
        label = state_words(page) if is_last_reached else CITIZEN_STEPS[step]
        state = "done" if place < current else "current" if place == current else "todo"
        items.append({"label": str(label), "state": state, "note": _step_note(page, step, state)})
    return items


def _step_note(page: FollowPage, step: str, state: str) -> str | None:
    if step == "in_hands" and state == "current":
        unit = page.report.unit
        return _("oleh %(unit)s", unit=unit.name if unit else page.report.agency.name)
    return None


def _facts(page: FollowPage) -> list[dict[str, Any]]:
    report = page.report
    zone = report.agency.time_zone
    facts = [
        {"term": _("Nomor kasus"), "value": report.case_number},
        {"term": _("Dikirim"), "value": datetime_words(report.submitted_at, zone)},
        {"term": _("Instansi yang dituju"), "value": report.agency.name, "lang": "id"},
        {"term": _("Siapa yang tahu nama Anda"), "value": str(VISIBILITY_SENTENCES[report.visibility])},
    ]
    if report.service:
        facts.insert(2, {"term": _("Layanan yang dilaporkan"), "value": report.service.name, "lang": "id"})
    if page.version is not None:
        facts.append(
            {
                "term": _("Dinilai dengan"),
                "value": version_words(page.version.number or 0, page.version.effective_from),
            }
        )
    if report.external_tracking_id:
        facts.append({"term": _("Nomor di SP4N-LAPOR!"), "value": report.external_tracking_id})
    for clock in page.clocks if report.is_delivered else ():
        facts.append(
            {
                "term": str(CITIZEN_CLOCKS[clock.clock]),
                "value": date_with_day(clock.due_on),
                "url": _why_url(clock),
                "note": _("berhenti sementara; %(basis)s", basis=clock.legal_basis)
                if clock.paused_since
                else clock.legal_basis,
            }
        )
    return facts


def _why_url(clock: ReportClock) -> str:
    return url_for("deadlines.why", clock_id=clock.id)


def messages(page: FollowPage) -> list[dict[str, Any]]:
    """What reporter and handler wrote to each other, the oldest first."""
    zone = page.report.agency.time_zone
    return [
        {
            "title": _("Anda") if message.author == "reporter" else str(AUTHORS[message.author]),
            "when": datetime_words(message.sent_at, zone),
            "when_iso": message.sent_at.isoformat(),
            "text": message_text(message, page.version),
            "kind": "citizen" if message.author == "reporter" else "agency",
        }
        for message in page.report.messages
        if not message.is_internal
    ]


def events(page: FollowPage) -> list[dict[str, Any]]:
    """What happened, the oldest first."""
    zone = page.report.agency.time_zone
    return [
        {
            "title": str(EVENTS.get(event.kind, event.kind)),
            "when": datetime_words(event.at, zone),
            "when_iso": event.at.isoformat(),
            "actor": _("Anda") if event.by == "citizen" else str(AUTHORS.get(event.by, event.by)),
            "kind": "citizen" if event.by == "citizen" else "agency",
            "text": event_words(event.kind, event.details),
        }
        for event in page.report.events
        if event.kind not in INTERNAL_EVENTS
    ]


def event_words(kind: str, details: dict[str, Any]) -> str | None:
    """What an event says beyond its kind, in one line."""
    match kind, details:
        case "verdict_reopens" | "verdict_final", {"verdict": verdict}:
            return str(VERDICT_SENTENCES[verdict])
        case "hand_over", {"body": body}:
            return str(body)
        case "reject", {"reason": reason} if reason in REJECT_REASONS:
            return str(REJECT_REASONS[reason])
        case "due_changed", _details:
            return due_change_words(details)
    return None


def _papers() -> list[dict[str, str]]:
    """What may be taken along."""
    return [
        {"label": _("Tanda terima (PDF)"), "url": url_for("papers.receipt")},
        {"label": _("Berkas lengkap (PDF)"), "url": url_for("papers.dossier")},
        {"label": _("Paket untuk Ombudsman (ZIP)"), "url": url_for("papers.ombudsman_package")},
    ]


def _own_pages(page: FollowPage) -> list[dict[str, str]]:
    """What belongs to the reporter rather than to the case."""
    pages = [{"label": _("Saya mendapat tekanan"), "url": url_for("own_report.pressure_form")}]
    if page.report.visibility != "open":
        pages.append({"label": _("Ubah siapa yang tahu nama saya"), "url": url_for("own_report.identity_form")})
    if page.report.visibility != "anonymous":
        is_open = page.report.visibility == "open"
        label = _("Nama dan alamat Anda") if is_open else _("Alamat pemberitahuan")
        pages.append({"label": label, "url": url_for("own_report.address_form")})
    pages.append({"label": _("Perbaiki atau hapus data pribadi"), "url": url_for("own_report.data_form")})
    return pages


def _other_ways(page: FollowPage) -> list[dict[str, str]]:
    """What else may be done with the report, each on a page of its own."""
    moves = moves_open_to(page.report.state, "citizen")  # type: ignore[arg-type]
    ways = []
    if "hand_over" in moves:
        ways.append({"label": _("Teruskan sendiri ke lembaga lain"), "url": url_for("own_moves.hand_over_form")})
    if "withdraw" in moves:
        ways.append({"label": _("Cabut laporan"), "url": url_for("own_moves.confirm_withdraw")})
    return ways
