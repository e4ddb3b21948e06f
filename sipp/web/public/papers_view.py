"""The content of the papers of a report: receipt, dossier, and the cover of the package for the Ombudsman."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from sipp.i18n import current_language, date_long, datetime_words, duration, file_size
from sipp.models.reports import ReportClock
from sipp.operations.following import FollowPage
from sipp.operations.identities import Person
from sipp.operations.ownership import owner_name
from sipp.web.comparison_view import comparison_item
from sipp.web.public import follow_view
from sipp.words.reports import CLOCKS, OMBUDSMAN_CLASSES

Content = dict[str, Any]


def receipt(page: FollowPage, person: Person) -> Content:
    """The receipt of a complaint: who, about what, when, in whose hands, and what follows until when.

    Law: UU 25/2009 art. 44(1-2).
    """
    report = page.report
    sections = [
        {"title": _("Yang diterima"), "facts": [*_case_facts(page), *_identity_facts(page, person)]},
        {"title": _("Uraian"), "paragraphs": [report.description]},
        {"title": _("Yang terjadi selanjutnya"), **_next(page)},
    ]
    lead = _("Bukti bahwa laporan ini sudah diterima (UU 25/2009 pasal 44 ayat 1).")
    return _document(page, _("Tanda terima laporan %(number)s", number=report.case_number), lead, sections)


def dossier(page: FollowPage, person: Person, now: datetime) -> Content:
    """Everything that stands on the page of the report, on paper."""
    report = page.report
    sections = [
        {"title": _("Laporan"), "facts": [*_case_facts(page), *_identity_facts(page, person)]},
        {"title": _("Janji dan kenyataan"), "entries": _comparisons(page)},
        {"title": _("Cerita"), "paragraphs": _story(page)},
        {"title": _("Batas waktu dan dasarnya"), "entries": [_clock(one) for one in report.clocks]},
        {"title": _("Pesan"), "entries": follow_view.messages(page)},
        {"title": _("Riwayat"), "entries": _timeline(page)},
        {"title": _("Bukti"), "entries": _evidence(page)},
    ]
    lead = _("Keadaan per %(moment)s", moment=datetime_words(now, report.agency.time_zone))
    return _document(page, _("Berkas laporan %(number)s", number=report.case_number), lead, sections)


def ombudsman_cover(page: FollowPage, person: Person) -> Content:
    """What the Ombudsman asks of a complaint: who is reported, what for, and that the agency was told first.

    Law: UU 37/2008 art. 24.
    """
    classes = dict.fromkeys(
        str(OMBUDSMAN_CLASSES[one.ombudsman_class]) for one in page.report.breaches if one.ombudsman_class
    )
    sections = [
        {"title": _("Terlapor"), "facts": _case_facts(page)},
        {"title": _("Pelapor"), "facts": _identity_facts(page, person), "paragraphs": _missing_identity(page)},
        {"title": _("Dugaan maladministrasi"), "paragraphs": list(classes) or [_("Belum dapat digolongkan.")]},
        {"title": _("Uraian"), "paragraphs": _story(page)},
        {"title": _("Sudah mengadu ke instansi: urutan tanggal"), "entries": _timeline(page)},
        {"title": _("Lampiran"), "paragraphs": _enclosures(page)},
    ]
    lead = _("Mengadu ke Ombudsman RI tidak dipungut biaya. Periksa dulu isinya, lalu sampaikan bersama lampirannya.")
    return _document(page, _("Pengaduan kepada Ombudsman RI"), lead, sections)


def _document(page: FollowPage, title: str, lead: str, sections: list[dict[str, Any]]) -> Content:
    """Without the sections that have nothing to say."""
    told = [one for one in sections if any(value for name, value in one.items() if name != "title")]
    footer = _("Laporan %(number)s", number=page.report.case_number)
    return {"title": title, "lead": lead, "language": current_language(), "footer": footer, "sections": told}


def _case_facts(page: FollowPage) -> list[dict[str, str]]:
    report = page.report
    rows = [
        (_("Nomor kasus"), report.case_number),
        (_("Diterima"), datetime_words(report.submitted_at, report.agency.time_zone)),
        (_("Instansi yang dituju"), report.agency.name),
        (_("Layanan yang dilaporkan"), report.service.name if report.service else None),
        (_("Unit layanan"), report.service.unit.name if report.service else None),
        (_("Ditangani"), owner_name(report)),
        (_("Keadaan"), follow_view.state_words(page)),
        (_("Nomor di lembaga lain"), report.external_tracking_id),
    ]
    return _facts(rows)


def _identity_facts(page: FollowPage, person: Person) -> list[dict[str, str]]:
    match page.report.visibility:
        case "open":
            return _facts([(_("Nama"), person.name), (_("Surel"), person.email), (_("Nomor telepon"), person.phone)])
        case "sealed":
            return _facts([(_("Pelapor"), _("Identitas disegel"))])
    return _facts([(_("Pelapor"), _("Tanpa nama; bukan pengaduan resmi menurut UU 25/2009 pasal 42"))])


def _facts(rows: list[tuple[str, str | None]]) -> list[dict[str, str]]:
    return [{"term": term, "value": value} for term, value in rows if value]


def _missing_identity(page: FollowPage) -> list[str]:
    if page.report.visibility == "open":
        return []
    return [_("Ombudsman memerlukan identitas Anda dan dapat merahasiakannya. Sampaikan sendiri kepada Ombudsman.")]


def _next(page: FollowPage) -> dict[str, Any]:
    report = page.report
    if not report.is_delivered:
        return {"paragraphs": [_("Instansi ini belum menerima laporan di sini. Batas waktu belum berjalan.")]}
    return {"facts": [{"term": str(CLOCKS[one.clock]), "value": _due(one)} for one in page.clocks]}


def _due(one: ReportClock) -> str:
    return _("paling lambat %(day)s (%(basis)s)", day=date_long(one.due_on), basis=one.legal_basis)


def _comparisons(page: FollowPage) -> list[dict[str, Any]]:
    entries = []
    for finding in page.findings:
        item = comparison_item(finding)
        lines = [_("Dijanjikan: %(text)s", text=item["promised"])]
        if item["experienced"]:
            lines.append(_("Dialami: %(text)s", text=item["experienced"]))
        lines += [item["result"], *item["notes"]]
        entries.append({"title": item["group"] or _("Temuan"), "when": item["due"] or "", "text": "\n".join(lines)})
    return entries


def _story(page: FollowPage) -> list[str]:
    report = page.report
    story = [report.description]
    if report.expectation:
        story.append(_("Yang diharapkan: %(text)s", text=report.expectation))
    if report.loss:
        story.append(_("Kerugian: %(text)s", text=report.loss))
    return story


def _clock(one: ReportClock) -> dict[str, Any]:
    why = [
        _(
            "%(length)s sejak %(start)s; dasar: %(basis)s",
            length=duration(one.length, one.unit),  # type: ignore[arg-type]
            start=date_long(one.started_on),
            basis=one.legal_basis,
        )
    ]
    if one.extension:
        why.append(_("Diperpanjang %(length)s", length=duration(one.extension, one.unit)))  # type: ignore[arg-type]
    if one.pauses or one.paused_since:
        why.append(_("Hari selama menunggu kelengkapan tidak dihitung."))
    if one.stopped_at:
        why.append(_("Berhenti %(moment)s", moment=datetime_words(one.stopped_at, one.time_zone)))
    return {"title": str(CLOCKS[one.clock]), "when": date_long(one.due_on), "text": "\n".join(why)}


def _timeline(page: FollowPage) -> list[dict[str, Any]]:
    return [{**event, "title": f"{event['title']} ({event['actor']})"} for event in follow_view.events(page)]


def _evidence(page: FollowPage) -> list[dict[str, Any]]:
    zone = page.report.agency.time_zone
    return [
        {
            "title": _("Berkas %(number)s (%(kind)s)", number=number, kind=follow_view.KINDS[one.media_type]),
            "when": f"{datetime_words(one.added_at, zone)} · {file_size(one.size_bytes)}",
            "text": f"SHA-256 {one.sha256[:32]}\n{one.sha256[32:]}",
        }
        for number, one in enumerate(page.report.attachments, start=1)
    ]


def _enclosures(page: FollowPage) -> list[str]:
    files = [_("Tanda terima laporan"), _("Berkas laporan: janji dan kenyataan, batas waktu, pesan, riwayat")]
    files += [one["title"] for one in _evidence(page)]
    return ["\n".join(f"{number}. {name}" for number, name in enumerate(files, start=1))]
