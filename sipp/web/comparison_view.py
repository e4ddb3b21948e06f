"""Promise and experience beside each other, as the reporter sees them and as a handler does, on both fronts.

Where the reporter is hidden, the preview before sending and the handler's page are drawn by the same functions.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from sipp.i18n import amount, date_long, duration
from sipp.rules.disclosure import Range, shown_difference
from sipp.rules.findings import Finding
from sipp.words import findings as words
from sipp.words.reports import GROUPS
from sipp.words.stories import hidden_rows

#: Difference -> the look of the comparison's result.
RESULT_KINDS = {
    "above": "breach",
    "late": "breach",
    "beyond": "breach",
    "within": "kept",
    "not_computable": "unknown",
    "no_standard": "breach",
    "reported": "unknown",
}


def comparison_item(finding: Finding) -> dict[str, Any]:
    """One finding as a comparison panel: promised, experienced, result."""
    return {
        **_panel(finding),
        "experienced": words.experienced_words(finding) or words.said_words(finding),
        "result": words.finding_words(finding)
        + (f" · {_('tanpa bukti bayar resmi')}" if finding.is_illegal_levy else ""),
        "notes": words.notes(finding),
        "due": _("Paling lambat %(date)s", date=date_long(finding.due_on)) if finding.due_on else None,
    }


def hidden_comparison_item(finding: Finding) -> dict[str, Any]:
    """The same panel where the reporter is hidden: a difference is a range, no day and no figure is named.

    What makes a result doubtful is said here too: an unconfirmed figure accuses nobody.
    """
    difference = shown_difference(finding)
    result = _range_words(finding, difference) if difference else words.finding_words(finding)
    return {**_panel(finding), "experienced": None, "result": result, "notes": words.notes(finding), "due": None}


def previewed_rows(
    findings: Sequence[Finding], days: Mapping[str, date | None], story: Mapping[str, str | None]
) -> list[tuple[str, list[str] | str]]:
    """Everything a handler will read of a hidden reporter's report, to be read by the reporter before sending."""
    panels = [hidden_comparison_item(finding) for finding in findings]
    compared = [
        (one["group"] or _("Temuan"), [promised_line(one), *one["notes"], str(one["result"])]) for one in panels
    ]
    return [*compared, *hidden_rows(days, story)]


def promised_line(panel: Mapping[str, Any]) -> str:
    """The promised side of a panel in one line."""
    return _("Dijanjikan: %(promise)s", promise=panel["promised"])


def _panel(finding: Finding) -> dict[str, Any]:
    kind = RESULT_KINDS[finding.result]
    accuses = finding.is_confirmed or finding.result == "no_standard"
    return {
        "group": str(GROUPS[finding.group]) if finding.group else None,
        "promised": words.promised_words(finding) or _promised_without_figure(finding),
        "kind": "unconfirmed" if kind == "breach" and not accuses else kind,
    }


def _promised_without_figure(finding: Finding) -> str:
    if finding.result == "no_standard":
        return _("Standar belum diterbitkan")
    return {
        "papers": _("Hanya berkas dalam persyaratan"),
        "refused": _("Penolakan disertai alasan"),
        "not_served": _("Dilayani pada jam layanan"),
        "wrong_result": _("Hasil sesuai permohonan"),
        "treatment": _("Diperlakukan sopan dan setara"),
    }.get(finding.group or "", _("Pelayanan sesuai standar"))


def _range_words(finding: Finding, difference: Range) -> str:
    if finding.result == "above":
        low, high = amount(difference.above), amount(difference.up_to) if difference.up_to else None
    else:
        unit = finding.late_unit or "day"
        low = duration(difference.above, unit)
        high = duration(difference.up_to, unit) if difference.up_to else None
    text = _("lebih dari %(low)s", low=low) if high is None else _("%(low)s sampai %(high)s", low=low, high=high)
    if finding.result == "above":
        return _("Di atas standar: %(range)s", range=text)
    return _("Terlambat: %(range)s", range=text)
