"""A due day and the way to it as templates and JSON show them, for the calculator and for every clock of a report.

``explanation_values`` is what a page passes to ``explained`` of ``templates/ui/deadline.html``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from sipp.i18n import date_span, date_with_day, duration
from sipp.operations.deadlines import Calculation, Explanation
from sipp.rules.calendar import SKIPPED_PAUSE, SKIPPED_WEEKEND, Doubts
from sipp.rules.lengths import RULE_VERSION, ClockLength
from sipp.rules.standards import TimeLimit
from sipp.web.forms.deadlines import MOST, WEEKS
from sipp.words.codes import CERTAINTIES, WEEKDAYS
from sipp.words.reports import CLOCKS, DUE_REASONS, REPORT_CLASSES


@dataclass(frozen=True)
class _Day:
    """A day on the way: its number when it is counted, else why it is not."""

    day: date
    number: int | None
    reason: str | None


def calculation_values(found: Calculation, law: ClockLength | None = None) -> dict[str, Any]:
    """A calculation as the page shows it; ``law`` is the row that gave the length."""
    return {
        "due": found.deadline.due,
        "due_words": date_with_day(found.deadline.due),
        "summary": _summary(found),
        "facts": _facts(found, law),
        "days": [_row(run, found) for run in _runs(found)],
        "doubts": list(_doubt_words(found.doubts)),
    }


def calculation_json(found: Calculation, law: ClockLength | None = None) -> dict[str, Any]:
    """A calculation for scripts: every day on the way by itself."""
    question = found.question
    return {
        "start": question.start.isoformat(),
        "clock": law.clock if law else None,
        "class": law.report_class if law else None,
        "length": question.length,
        "unit": question.unit,
        "extension": question.extension,
        "working_week": [int(weekday) for weekday in question.week],
        "pauses": [[first.isoformat(), last.isoformat()] for first, last in question.pauses],
        "due": found.deadline.due.isoformat(),
        "legal_basis": law.legal_basis if law else None,
        "legal_basis_certainty": law.certainty if law else None,
        "calendar_version": found.calendar_version,
        "rule_version": found.rule_version,
        "years_estimated": list(found.doubts.estimated),
        "years_unknown": list(found.doubts.unknown),
        "days": [_day_json(day, found) for day in _days(found)],
    }


def explanation_values(found: Explanation) -> dict[str, Any]:
    """Why a clock of a report is due when it is, as ``explained`` of ``ui/deadline.html`` takes it."""
    clock = found.clock
    shown = calculation_values(found.then)
    legal = {"term": _("Dasar hukum"), "value": clock.legal_basis, "lang": "id"}
    return {
        **shown,
        "title": str(CLOCKS[clock.clock]),
        "stored_words": date_with_day(clock.due_on),
        "recomputed_words": shown["due_words"],
        "is_reproduced": found.is_reproduced,
        "is_kept_late": found.then.deadline.due < clock.due_on,
        "is_other_rule": clock.rule_version != RULE_VERSION,
        "now_words": date_with_day(found.now.deadline.due) if found.now else None,
        "is_later_now": found.now is not None and found.now.deadline.due > clock.due_on,
        "doubts": list(_doubt_words(found.doubts)),
        "is_paused": clock.paused_since is not None and clock.stopped_at is None,
        "paused_since": date_with_day(clock.paused_since) if clock.paused_since else None,
        "facts": [*shown["facts"], legal],
        "calculator_url": _calculator_url(found),
    }


def due_change_words(details: Mapping[str, Any]) -> str:
    """What an event "due_changed" tells: which time limit, from which day to which, and why."""
    words = _(
        "%(clock)s: dari %(old)s menjadi %(new)s",
        clock=CLOCKS[details["clock"]],
        old=date_with_day(date.fromisoformat(details["old"])),
        new=date_with_day(date.fromisoformat(details["new"])),
    )
    if reason := DUE_REASONS.get(details["reason"]):
        words += ", " + _("karena %(reason)s", reason=reason)
    if number := details.get("calendar_version"):
        words += " " + _("(kalender versi %(number)s)", number=number)
    return f"{words}."


def promise_calculator_url(limit: TimeLimit | None, week: str) -> str | None:
    """The calculator with what a standard promises and the unit's working week; None where days do not measure it."""
    name = _week_name(week)
    if limit is None or limit.kind != "duration" or limit.approximate or limit.unit not in MOST or name is None:
        return None
    return url_for("deadlines.calculator", lama=limit.maximum, satuan=limit.unit, minggu=name)


def clock_words(clock: str, report_class: str | None) -> str:
    """ "Penyelesaian: berkadar pengawasan"; the class only where it makes a difference."""
    name = str(CLOCKS[clock])
    return f"{name}: {str(REPORT_CLASSES[report_class]).lower()}" if report_class else name


def week_words(week: str) -> str:
    """ "Senin sampai Jumat"; days that do not follow each other one by one."""
    days = [int(weekday) for weekday in sorted(week)]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return _("%(first)s sampai %(last)s", first=WEEKDAYS[days[0]], last=WEEKDAYS[days[-1]])
    return ", ".join(str(WEEKDAYS[day]) for day in days)


def _days(found: Calculation) -> list[_Day]:
    counted = [_Day(day, number, None) for number, day in enumerate(found.deadline.counted, start=1)]
    skipped = [_Day(day, None, reason) for day, reason in found.deadline.skipped]
    return sorted([*counted, *skipped], key=lambda one: one.day)


def _runs(found: Calculation) -> Iterator[list[_Day]]:
    """The days on the way; those that follow each other for the same reason together."""
    for _reason, run in groupby(_days(found), key=lambda one: one.reason):
        yield list(run)


def _row(run: Sequence[_Day], found: Calculation) -> list[object]:
    first, last = run[0], run[-1]
    return [date_span(first.day, last.day), _what(run, found)]


def _what(run: Sequence[_Day], found: Calculation) -> object:
    first, last = run[0], run[-1]
    if first.number is not None:
        if first is last:
            return _("hari ke-%(number)s", number=first.number)
        return _("hari ke-%(first)s sampai ke-%(last)s", first=first.number, last=last.number)
    if first.reason == SKIPPED_WEEKEND:
        return {"text": _("akhir pekan"), "note": _("tidak dihitung")}
    if first.reason == SKIPPED_PAUSE:
        return {"text": _("jeda"), "note": _("tidak dihitung")}
    holiday = found.holidays[first.day]
    is_estimated = holiday.certainty == "estimated"
    note = _("tidak dihitung, tanggal perkiraan") if is_estimated else _("tidak dihitung")
    return {"text": holiday.name, "lang": "id", "note": note}


def _summary(found: Calculation) -> str:
    counted = len(found.deadline.counted)
    reasons = [reason for _day, reason in found.deadline.skipped]
    weekends, pauses = reasons.count(SKIPPED_WEEKEND), reasons.count(SKIPPED_PAUSE)
    holidays = len(reasons) - weekends - pauses
    parts = [
        ngettext("%(num)s hari akhir pekan", "%(num)s hari akhir pekan", weekends) if weekends else "",
        ngettext("%(num)s hari libur", "%(num)s hari libur", holidays) if holidays else "",
        ngettext("%(num)s hari jeda", "%(num)s hari jeda", pauses) if pauses else "",
    ]
    shown = ngettext("%(num)s hari dihitung.", "%(num)s hari dihitung.", counted)
    if not reasons:
        return shown
    return shown + " " + _("Tidak dihitung: %(days)s.", days=", ".join(part for part in parts if part))


def _facts(found: Calculation, law: ClockLength | None) -> list[dict[str, Any]]:
    question = found.question
    length = duration(question.length, question.unit)
    facts: list[dict[str, Any]] = [
        {"term": _("Mulai"), "value": date_with_day(question.start), "note": _("hari mulai tidak dihitung")},
        {"term": _("Lama"), "value": length},
    ]
    if question.extension:
        facts.append({"term": _("Perpanjangan"), "value": duration(question.extension, question.unit)})
    if question.unit == "working_day":
        facts.append({"term": _("Hari kerja"), "value": week_words(question.week)})
    facts += [{"term": _("Jeda"), "value": date_span(first, last)} for first, last in question.pauses]
    if law:
        note = str(CERTAINTIES[law.certainty])
        facts.append({"term": _("Dasar hukum"), "value": law.legal_basis, "lang": "id", "note": note})
    decrees = dict.fromkeys(holiday.decree for holiday in found.holidays.values() if holiday.decree)
    facts += [{"term": _("Dasar hari libur"), "value": decree, "lang": "id"} for decree in decrees]
    calendar = _(
        "kalender versi %(calendar)s, aturan hitung %(rule)s", calendar=found.calendar_version, rule=found.rule_version
    )
    return [*facts, {"term": _("Dihitung dengan"), "value": calendar}]


def _doubt_words(found: Doubts) -> Iterator[str]:
    if found.estimated:
        yield _(
            "Hari libur %(years)s masih perkiraan. Keputusannya belum tercatat di sini, jadi tanggal ini dapat "
            "bergeser.",
            years=_years(found.estimated),
        )
    if found.unknown:
        yield _(
            "Hari libur %(years)s belum tercatat di sini. Hanya akhir pekan yang dilewati, jadi tanggal sebenarnya "
            "bisa lebih lambat.",
            years=_years(found.unknown),
        )


def _years(years: Sequence[int]) -> str:
    return ", ".join(str(year) for year in years)


def _day_json(one: _Day, found: Calculation) -> dict[str, Any]:
    holiday = found.holidays.get(one.day) if one.number is None else None
    return {
        "day": one.day.isoformat(),
        "number": one.number,
        "skipped": "holiday" if holiday else one.reason,
        "holiday": holiday.name if holiday else None,
        "is_estimated": holiday.certainty == "estimated" if holiday else False,
    }


def _calculator_url(found: Explanation) -> str | None:
    """The calculator with the same values; it knows one pause and two working weeks."""
    question = found.then.question
    week = _week_name(question.week)
    if week is None or len(question.pauses) > 1:
        return None
    first, last = question.pauses[0] if question.pauses else (None, None)
    return url_for(
        "deadlines.calculator",
        mulai=question.start.isoformat(),
        lama=question.length,
        satuan=question.unit,
        minggu=week,
        jeda_dari=first.isoformat() if first else None,
        jeda_sampai=last.isoformat() if last else None,
        perpanjangan=question.extension or None,
    )


def _week_name(week: str) -> str | None:
    """What the calculator calls a working week, if it knows it."""
    return next((name for name, days in WEEKS.items() if days == week), None)
