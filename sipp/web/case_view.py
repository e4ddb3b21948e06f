"""A case as its handlers see it: its due day, its comparison, its trail. Where the reporter is hidden, times are days.

Shown in the back office, and to a colleague who proposes an answer.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _

from sipp.i18n import date_short, date_with_day, datetime_words, day_words, duration
from sipp.models.reports import Message, Report, ReportEvent
from sipp.operations.caseload import Case, DueDay
from sipp.operations.following import experience_of
from sipp.operations.ownership import has_owner
from sipp.web.comparison_view import comparison_item, hidden_comparison_item
from sipp.web.deadline_view import due_change_words
from sipp.web.message_view import message_text
from sipp.web.standard_view import version_words
from sipp.words.reports import (
    AUTHORS,
    CLOCKS,
    EVENTS,
    KINDS,
    REJECT_REASONS,
    REPORT_CLASSES,
    STATES,
    VISIBILITIES,
)
from sipp.words.stories import STORY_LABELS, story_rows, title_words

#: The look of a state's tag.
STATE_KINDS = {
    "received": "info",
    "in_progress": "info",
    "needs_completion": "warning",
    "answered": "success",
    "resolved": "success",
    "unresolved": "error",
}


def title_of(report: Report) -> str:
    """What a case is about, in a line."""
    return title_words(report.kind, report.service.name if report.service else report.agency.name)


def distance_words(due: DueDay) -> str:
    """How far a due day is: "Lewat batas 2 hari kerja", "Batasnya hari ini", "Tersisa 3 hari kerja"."""
    if due.is_late:
        return _("Lewat batas %(length)s", length=duration(-due.left, due.unit)) if due.left else _("Lewat batas")
    if due.left == 0:
        return _("Batasnya hari ini")
    return _("Tersisa %(length)s", length=duration(due.left, due.unit))


def due_view(due: DueDay | None) -> dict[str, Any] | None:
    """The due day as the page shows it."""
    if due is None:
        return None
    return {
        "clock": str(CLOCKS[due.clock]),
        "date": date_with_day(due.due_on),
        "iso": due.due_at.isoformat(),
        "distance": distance_words(due),
        "is_late": due.is_late,
    }


def comparisons(case: Case) -> list[dict[str, Any]]:
    """Promise and experience beside each other; ranges where the reporter is hidden."""
    draw = hidden_comparison_item if case.is_hidden else comparison_item
    return [draw(finding) for finding in case.findings]


def story(case: Case) -> list[tuple[str, str]]:
    """What was told: where the reporter is hidden, exactly the rows that were previewed."""
    words = {name: getattr(case.report, name) for name in STORY_LABELS}
    return story_rows(experience_of(case.report), words, is_hidden=case.is_hidden)


def reporter_facts(case: Case) -> list[dict[str, str]]:
    """Who reported, as far as the agency may know."""
    report, known = case.report, case.reporter
    rows: list[tuple[str, str | None]] = [(_("Identitas pelapor"), str(VISIBILITIES[report.visibility]))]
    if known is not None:
        rows += [(_("Nama"), known.name), (_("Surel"), known.email), (_("Telepon"), known.phone)]
        rows += [(_("Nomor berkas"), report.file_number), (_("Mewakili"), report.proxy)]
    return [{"term": term, "value": value} for term, value in rows if value]


def case_facts(case: Case) -> list[dict[str, Any]]:
    """State, owner, kind, class, and the version that judges."""
    report = case.report
    facts = [
        {"term": _("Ditangani oleh"), **_owner(report)},
        {
            "term": _("Petugas"),
            "value": case.handler.name if case.handler else _("belum ditugaskan"),
            "note": _("digantikan %(name)s", name=case.deputy.deputy.name) if case.deputy else None,
        },
        {"term": _("Instansi"), "value": report.agency.name},
        {"term": _("Jenis laporan"), "value": str(KINDS[report.kind])},
        {"term": _("Penggolongan"), "value": str(REPORT_CLASSES[report.report_class])},
    ]
    if case.version is not None and not case.is_hidden:  # it would tell more of the day than its month
        words = version_words(case.version.number or 0, case.version.effective_from)
        facts.append({"term": _("Dinilai dengan"), "value": words})
    return facts


def _owner(report: Report) -> dict[str, str]:
    if report.unit is not None:
        return {"value": report.unit.name}
    if not has_owner(report):
        return {"value": _("belum ada satuan kerja")}
    note = _("Tidak ada satuan kerja lain yang boleh menanganinya.")
    return {"value": _("Pimpinan %(unit)s", unit=report.agency.name), "note": note}


def clock_rows(case: Case) -> list[list[Any]]:
    """Every clock of the case: what it measures, until when, how it ended."""
    if not case.report.is_delivered:
        return []
    rows = []
    for number, one in enumerate(case.report.clocks, start=1):
        why_url = url_for("cases.why", case_number=case.report.case_number, number=number)
        zone = ZoneInfo(one.time_zone)
        if one.stopped_at is not None:
            end = _("Selesai %(date)s", date=date_short(one.stopped_at.astimezone(zone).date()))
        else:
            end = _("Berhenti sementara") if one.paused_since else _("Berjalan")
        extended = (
            _("sudah diperpanjang %(length)s", length=duration(one.extension, one.unit))  # type: ignore[arg-type]
            if one.extension
            else None
        )
        rows.append(
            [
                {"text": str(CLOCKS[one.clock]), "note": one.legal_basis},
                {"text": date_with_day(one.due_on), "url": why_url, "note": extended},
                end,
            ]
        )
    return rows


def trail(case: Case) -> list[dict[str, Any]]:
    """What happened, the newest first."""
    return [
        {
            "title": str(EVENTS.get(event.kind, event.kind)),
            "when": moment_words(case, event.at, is_officers=event.user_id is not None),
            "actor": _who(case, event),
            "text": event_details(case, event),
            "kind": "citizen" if event.by == "citizen" else "agency",
        }
        for event in reversed(_events(case))
    ]


def _events(case: Case) -> list[ReportEvent]:
    """What the agency may know of: that a code was renewed would tell that a hidden reporter has an address."""
    return [one for one in case.report.events if not (case.is_hidden and one.kind == "code_renewed")]


def seen_mark(case: Case) -> str:
    """What an officer saw of a case: its row version, its last event, how many messages.

    No id of a message: those are dealt out across all cases, and would tell the hour of a hidden reporter's.
    """
    report, events = case.report, _events(case)
    return f"{report.row_version}.{events[-1].sequence if events else 0}.{len(report.messages)}"


def changes_since(case: Case, last_event: int, messages_seen: int) -> list[dict[str, Any]]:
    """What was done and written after an officer saw the case."""
    done = [row for row, event in zip(trail(case), reversed(_events(case)), strict=True) if event.sequence > last_event]
    return [*reversed(done), *conversation(case)[messages_seen:]]


def conversation(case: Case, *, with_notes: bool = True) -> list[dict[str, Any]]:
    """The messages, the oldest first, and the notes among them that the reporter never sees."""
    return [
        {
            "title": _message_title(case, message),
            "when": moment_words(case, message.sent_at, is_officers=message.user_id is not None),
            "text": message_text(message, case.version),
            "kind": "citizen" if message.author == "reporter" else "agency",
        }
        for message in case.report.messages
        if with_notes or not message.is_internal
    ]


def moment_words(case: Case, at: datetime, *, is_officers: bool) -> str:
    """When something happened: to the minute, but only the day of what a hidden reporter did or caused."""
    zone = case.report.agency.time_zone
    if case.is_hidden and not is_officers:
        return day_words(at, zone)
    return datetime_words(at, zone)


def event_details(case: Case, event: ReportEvent) -> str | None:
    """What else an event tells, in words."""
    details: Mapping[str, Any] = event.details
    match event.kind:
        case "owned" | "transfer":
            unit = case.units.get(event.unit_id or 0)
            return unit.name if unit else _("pimpinan instansi")
        case "hand_over":
            return str(details["body"]) if details.get("body") else None
        case "reject":
            return str(REJECT_REASONS[details["reason"]]) if details.get("reason") in REJECT_REASONS else None
        case "due_changed":
            return due_change_words(details)
    return None


def state_tag(report: Report) -> dict[str, str]:
    """Words and look of a case's state; a rejection that was objected to is not the end."""
    if _is_objected_to(report):
        return {"text": _("Ditolak, keberatan menunggu putusan"), "kind": "warning"}
    return {"text": str(STATES[report.state]), "kind": STATE_KINDS.get(report.state, "neutral")}


def _is_objected_to(report: Report) -> bool:
    steps = [event.kind for event in report.events if event.kind in ("reject", "appealed", "reject_appeal")]
    return report.state == "rejected" and steps[-1:] == ["appealed"]


def _who(case: Case, event: ReportEvent) -> str:
    person = case.officers.get(event.user_id or 0)
    role = str(AUTHORS.get(event.by, event.by))
    return f"{person.name}, {role}" if person else role


def _message_title(case: Case, message: Message) -> str:
    person = case.officers.get(message.user_id or 0)
    name = person.name if person else str(AUTHORS[message.author])
    return _("Catatan internal, %(name)s", name=name) if message.is_internal else name
