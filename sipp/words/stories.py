"""What a reporter told, as rows of label and words; where the reporter is hidden, days become months."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from sipp.i18n import amount, date_long, duration
from sipp.rules.findings import Experience
from sipp.words.reports import GROUPS, MONEY_RECEIPTS, NOT_SERVED_REASONS, TREATMENTS, YES_NO

DAY_LABELS = {
    "applied_on": _l("Tanggal mengajukan"),
    "started_on": _l("Tanggal mulai dihitung"),
    "paid_on": _l("Tanggal membayar"),
    "finished_on": _l("Tanggal selesai"),
}
STORY_LABELS = {"description": _l("Cerita"), "expectation": _l("Yang diharapkan"), "loss": _l("Kerugian")}

#: The words of a report about, by its kind.
ABOUT = {
    "complaint": lambda name: _("Pengaduan tentang %(name)s", name=name),
    "suggestion": lambda name: _("Saran tentang %(name)s", name=name),
    "question": lambda name: _("Pertanyaan tentang %(name)s", name=name),
}


def title_words(kind: str, name: str) -> str:
    """What a report is about, in a line: its kind and the name of the service, or of the agency."""
    return ABOUT[kind](name)


def story_rows(told: Experience, words: Mapping[str, str | None], *, is_hidden: bool) -> list[tuple[str, str]]:
    """What was told: days, groups, all that was filled in, and the words (by the names of ``STORY_LABELS``)."""
    days = {name: getattr(told, name) for name in DAY_LABELS}
    if is_hidden:
        return hidden_rows(days, words)
    rows = [(_("Yang terjadi"), ", ".join(str(GROUPS[group]) for group in told.groups))] if told.groups else []
    rows += [(str(label), date_long(day)) for name, label in DAY_LABELS.items() if (day := days[name]) is not None]
    rows += told_rows(told)
    return rows + [(str(label), text) for name, label in STORY_LABELS.items() if (text := words[name])]


def hidden_rows(days: Mapping[str, date | None], story: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """What else a handler reads where the reporter is hidden: months, and the words as written."""
    rows = [(str(label), month_words(day)) for name, label in DAY_LABELS.items() if (day := days.get(name)) is not None]
    return rows + [(str(label), text) for name, label in STORY_LABELS.items() if (text := story.get(name))]


def told_rows(told: Experience) -> list[tuple[str, str]]:
    """What was told beside days and groups: label and words of all that was filled in."""
    rows: list[tuple[str, str | None]] = [
        (_("Uang yang diminta"), amount(told.money_total) if told.money_total is not None else None),
        (_("Sudah dibayar"), _yes_no_words(told.money_paid)),
        (_("Bukti bayar"), str(MONEY_RECEIPTS[told.money_receipt]) if told.money_receipt else None),
        (_("Untuk apa"), told.money_for),
        (_("Berkas yang diminta"), ", ".join(told.papers) or None),
        (_("Masih menunggu"), str(YES_NO["yes"]) if told.still_waiting else None),
        (_("Lamanya"), duration(told.duration_minutes, "minute") if told.duration_minutes else None),
        (
            _("Mengapa tidak dilayani"),
            str(NOT_SERVED_REASONS[told.not_served_reason]) if told.not_served_reason else None,
        ),
        (_("Alasan penolakan tertulis"), _yes_no_words(told.refused_written)),
        (_("Yang salah pada hasilnya"), told.wrong_result),
        (_("Perlakuan"), str(TREATMENTS[told.treatment]) if told.treatment else None),
    ]
    return [(label, value) for label, value in rows if value]


def month_words(day: date) -> str:
    """The month of a day: "Juni 2026"."""
    return date_long(day).split(" ", 1)[1]


def _yes_no_words(value: bool | None) -> str | None:
    return None if value is None else str(YES_NO["yes" if value else "no"])
