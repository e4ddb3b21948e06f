"""The result of a comparison in a sentence, and what must be said beside it. Neutral: citizens and officers read it."""

from flask_babel import gettext as _

from sipp.i18n import amount, date_long, duration
from sipp.rules.findings import Finding
from sipp.words.codes import CONFIDENCE_SENTENCES
from sipp.words.reports import NOT_SERVED_REASONS, REASONS, RESULTS, STANDINGS, TREATMENTS

_SAID_CODES = {"not_served": NOT_SERVED_REASONS, "treatment": TREATMENTS}


def finding_words(finding: Finding) -> str:
    """One sentence: "Rp150.000 di atas standar", "Terlambat 5 hari kerja", "Tidak dapat dihitung karena ..."."""
    match finding.result:
        case "above":
            return _("%(amount)s di atas standar", amount=amount(finding.difference_idr or 0))
        case "late":
            return _late_words(finding)
        case "beyond":
            return _("“%(paper)s” tidak disebut dalam persyaratan", paper=finding.said or "")
        case "within":
            return _within_words(finding)
        case "not_computable":
            return _not_computable_words(finding)
        case "no_standard":
            return _("Standar layanan ini belum diterbitkan")
        case "reported":
            return said_words(finding) or str(RESULTS["reported"])


def said_words(finding: Finding) -> str | None:
    """The citizen's own word on a group without a figure: a chosen reason in words, or the typed text."""
    if finding.group == "refused":
        match finding.said:
            case "written":
                return _("Ditolak dengan alasan tertulis")
            case "unwritten":
                return _("Ditolak tanpa alasan tertulis")
    table = _SAID_CODES.get(finding.group or "")
    if table is not None and finding.said in table:
        return str(table[finding.said])
    return finding.said


def promised_words(finding: Finding) -> str | None:
    """The figure of the standard that was compared: "Rp0" reads "Tidak dipungut biaya"; None without a figure."""
    if finding.group == "money" and finding.promised_idr is not None:
        return amount(finding.promised_idr) if finding.promised_idr else _("Tidak dipungut biaya")
    if finding.promised_length is not None and finding.promised_unit is not None:
        return duration(finding.promised_length, finding.promised_unit)
    return None


def experienced_words(finding: Finding) -> str | None:
    """What was told against it: the amount asked, or how long it took; None without a figure."""
    if finding.experienced_idr is not None:
        return amount(finding.experienced_idr)
    if finding.experienced_minutes is not None:
        return minutes_words(finding.experienced_minutes)
    if finding.compared_on is not None and finding.is_still_waiting:
        return _("belum selesai pada %(date)s", date=date_long(finding.compared_on))
    if finding.compared_on is not None:
        return _("selesai %(date)s", date=date_long(finding.compared_on))
    return None


def notes(finding: Finding) -> list[str]:
    """What a reader must know about the result: which standard, whether confirmed, from when it was counted."""
    told = []
    if finding.standing in ("first_recorded", "ceiling") and finding.result != "no_standard":
        told.append(str(STANDINGS[finding.standing]))
    if finding.row_keys and not finding.is_confirmed and finding.result != "reported":
        told.append(str(CONFIDENCE_SENTENCES["reference"]))
    if finding.result == "late" and finding.counted_from == "application":
        told.append(_("Dihitung sejak pengajuan, karena awal jangka waktunya belum diketahui."))
    return told


def minutes_words(minutes: int) -> str:
    """ "45 menit", "2 jam", "1 jam 35 menit"."""
    hours, rest = divmod(minutes, 60)
    parts = [duration(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(duration(rest, "minute"))
    return " ".join(parts)


def _late_words(finding: Finding) -> str:
    late_by = finding.late_by or 0
    unit = finding.late_unit or "day"
    length = minutes_words(late_by) if unit == "minute" else duration(late_by, unit)
    if finding.is_still_waiting and finding.compared_on is not None:
        return _("Sudah terlambat %(length)s pada %(date)s", length=length, date=date_long(finding.compared_on))
    return _("Terlambat %(length)s", length=length)


def _within_words(finding: Finding) -> str:
    match finding.group:
        case "money":
            return _("Tidak melebihi biaya dalam standar")
        case "papers":
            return _("“%(paper)s” disebut dalam persyaratan", paper=finding.said or "")
        case "time" if finding.is_still_waiting:
            return _("Masih dalam batas waktu")
        case "time":
            return _("Dalam batas waktu")
    return str(RESULTS["within"])


def _not_computable_words(finding: Finding) -> str:
    if finding.reason is None:
        return str(RESULTS["not_computable"])
    return _("Tidak dapat dihitung karena %(reason)s", reason=REASONS[finding.reason])
