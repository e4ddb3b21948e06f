"""The words of reprimands: their states, the facts of the clock, what an officer and the public read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from sipp.i18n import date_long, date_with_day
from sipp.words.codes import UNITS
from sipp.words.reports import CLOCKS

REPRIMAND_STATES: dict[str, LazyString] = {
    "draft": _("Konsep"),
    "signed": _("Ditandatangani, belum disampaikan"),
    "served": _("Disampaikan"),
    "answered": _("Dijawab"),
    "cured": _("Sudah diperbaiki"),
    "escalated": _("Tidak diperbaiki dalam tiga bulan"),
    "withdrawn": _("Dicabut"),
}
REPRIMAND_STATE_KINDS: dict[str, str] = {
    "draft": "neutral",
    "signed": "warning",
    "served": "warning",
    "answered": "neutral",
    "cured": "success",
    "escalated": "warning",
    "withdrawn": "neutral",
}


def outcomes(counts: Mapping[str, int]) -> str:
    """What became of the reprimands of an agency, in a line, from how many there are in each state."""
    total = sum(counts.values())
    if not total:
        return gettext("Belum pernah ada teguran")
    cured, withdrawn = counts.get("cured", 0), counts.get("withdrawn", 0)
    parts = {
        gettext("%(num)s belum diperbaiki", num=total - cured - withdrawn): total - cured - withdrawn,
        gettext("%(num)s sudah diperbaiki", num=cured): cured,
        gettext("%(num)s dicabut", num=withdrawn): withdrawn,
    }
    told = ", ".join(words for words, count in parts.items() if count)
    return f"{ngettext('%(num)s teguran', '%(num)s teguran', total)}: {told}"


def fact_rows(facts: Mapping[str, Any]) -> list[dict[str, str]]:
    """The facts of the clock as terms and values."""
    late = int(facts["late_by_working_days"])
    length = f"{facts['length']} {UNITS[facts['unit']]}"
    return [
        {"term": gettext("Batas waktu yang terlewati"), "value": str(CLOCKS[facts["clock"]])},
        {"term": gettext("Mulai dihitung"), "value": date_with_day(date.fromisoformat(facts["started_on"]))},
        {
            "term": gettext("Hari terakhir"),
            "value": date_with_day(date.fromisoformat(facts["due_on"])),
            "note": gettext("%(length)s; %(basis)s", length=length, basis=facts["legal_basis"]),
        },
        {
            "term": gettext("Keterlambatan saat konsep disusun"),
            "value": ngettext("%(num)s hari kerja", "%(num)s hari kerja", late),
            "note": date_long(date.fromisoformat(facts["drafted_on"])),
        },
    ]
