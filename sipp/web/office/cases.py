"""The reports an officer handles: the inbox by due day, and one case."""

from typing import Any

from flask import Response, redirect, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.i18n import date_short, file_size
from sipp.operations import caseload as operations
from sipp.operations.caseload import EVERY_STATE, HOLDERS, OPEN, SHELVES, CaseRow, Wanted
from sipp.report_words import KINDS, REPORT_CLASSES, STATES
from sipp.storage import attachments
from sipp.web import case_view as view
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.paging import page_number, page_urls
from sipp.web.protection import never_stored
from sipp.web.session import settings

cases = office_pages("cases", __name__, "/kelola/laporan")

#: How the states are called in addresses; the rest of the filters likewise.
STATE_SLUGS = {
    OPEN: "terbuka",
    "received": "diterima",
    "in_progress": "ditangani",
    "needs_completion": "menunggu-kelengkapan",
    "answered": "dijawab",
    "resolved": "selesai",
    "unresolved": "belum-selesai",
    "lapsed": "tanpa-tanggapan",
    "handed_over": "diteruskan",
    "rejected": "ditolak",
    "withdrawn": "dicabut",
    EVERY_STATE: "semua",
}
HOLDER_SLUGS = {"": "", "mine": "saya", "nobody": "belum"}
FILTERS = ("keadaan", "petugas", "lewat", "satuan", "layanan", "jenis", "golongan")


@cases.get("")
def inbox() -> Response:
    """A page of cases, the nearest due day first."""
    return _inbox_page()


@cases.get("/cari")
def find() -> BaseResponse:
    """Go to the case with this number."""
    typed = request.args.get("nomor", "")[:40]
    number = operations.find_by_number(current_actor(), typed)
    if number is not None:
        return redirect(url_for(".show", case_number=number), 303)
    return _inbox_page(422, {"nomor": "required" if not typed.strip() else "unknown_case"}, typed)


@cases.get("/<case_number>")
def show(case_number: str) -> Response:
    """One case."""
    case = operations.case_of(current_actor(), case_number)
    never_stored()
    return page("office/case.html", **case_values(case))


@cases.get("/<case_number>/bukti/<int:number>")
def evidence(case_number: str, number: int) -> BaseResponse:
    """A file of the case."""
    never_stored()
    found = operations.evidence_of(current_actor(), case_number, number)
    stream = attachments.open_stored(settings().attachments_dir, found.stored_name)
    return send_file(stream, mimetype=found.media_type, as_attachment=True, download_name=found.stored_name)


def case_values(case: operations.Case) -> dict[str, Any]:
    """What the page of a case shows."""
    report = case.report
    return {
        "case": case,
        "report": report,
        "title": view.title_of(report),
        "state": view.state_tag(report),
        "due": view.due_view(case.due),
        "comparisons": view.comparisons(case),
        "story": [{"key": label, "value": text} for label, text in view.story(case)],
        "facts": view.case_facts(case),
        "reporter_facts": view.reporter_facts(case),
        "clocks": view.clock_rows(case),
        "conversation": view.conversation(case),
        "history": view.trail(case),
        "files": [
            {
                "label": _("Berkas %(number)s", number=number),
                "url": url_for(".evidence", case_number=report.case_number, number=number),
                "note": file_size(one.size_bytes),
            }
            for number, one in enumerate(report.attachments, start=1)
        ],
    }


def _inbox_page(status: int = 200, errors: dict[str, str] | None = None, typed_number: str = "") -> Response:
    actor, wanted = current_actor(), _wanted()
    found = operations.inbox(actor, wanted, page_number())
    choices = operations.choices(actor)
    never_stored()
    return page(
        "office/cases.html",
        status,
        errors,
        rows=[_cells(row) for row in found.rows],
        count=ngettext("%(num)s laporan", "%(num)s laporan", found.count),
        pages=page_urls(found.page, found.pages, FILTERS),
        shelves=[_shelf(name, found.counts[name]) for name in SHELVES if SHELVES[name] != wanted],
        is_filtered=wanted != Wanted(),
        typed_number=typed_number,
        wanted=wanted,
        state=STATE_SLUGS[wanted.state],
        state_options=_options({STATE_SLUGS[one]: words for one, words in _state_words().items()}),
        holder=HOLDER_SLUGS[wanted.holder],
        holder_options=_options({"": _("Semua petugas"), "saya": _("Saya"), "belum": _("Belum ditugaskan")}),
        unit_options=_options({"": _("Semua satuan kerja")} | {str(one.id): one.name for one in choices.units}),
        service_options=_options({"": _("Semua layanan")} | {str(one.id): one.name for one in choices.services}),
        kind_options=_options({"": _("Semua jenis")} | KINDS),
        class_options=_options({"": _("Semua golongan")} | REPORT_CLASSES),
    )


def _wanted() -> Wanted:
    """What the address asks for; nonsense narrows nothing."""
    states, holders = _reversed(STATE_SLUGS), _reversed(HOLDER_SLUGS)
    kind, report_class = request.args.get("jenis", ""), request.args.get("golongan", "")
    return Wanted(
        state=states.get(request.args.get("keadaan", ""), OPEN),
        holder=next(one for one in HOLDERS if one == holders.get(request.args.get("petugas", ""), "")),
        is_late=request.args.get("lewat") == "ya",
        unit_id=_id("satuan"),
        service_id=_id("layanan"),
        kind=kind if kind in KINDS else "",
        report_class=report_class if report_class in REPORT_CLASSES else "",
    )


def _id(name: str) -> int | None:
    typed = request.args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _cells(row: CaseRow) -> list[Any]:
    """A row of the table: the case, its due day in words, its state, who holds it."""
    report, due = row.report, row.due
    until = {"text": date_short(due.due_on), "note": view.distance_words(due)} if due else _("tidak ada")
    about = report.service.name if report.service else report.agency.name
    return [
        {
            "text": report.case_number,
            "url": url_for(".show", case_number=report.case_number),
            "note": f"{KINDS[report.kind]}, {about}",
        },
        until,
        str(STATES[report.state]),
        {
            "text": report.unit.name if report.unit else report.agency.name,
            "note": report.handler.name if report.handler else _("belum ditugaskan"),
        },
    ]


def _shelf(name: str, count: int) -> dict[str, str]:
    wanted = SHELVES[name]
    words = {
        "open": _("Terbuka"),
        "late": _("Lewat batas"),
        "mine": _("Tugas saya"),
        "unassigned": _("Belum ditugaskan"),
        "answered": _("Menunggu penilaian pelapor"),
    }[name]
    asked = {
        "keadaan": STATE_SLUGS[wanted.state] if wanted.state else "",
        "petugas": HOLDER_SLUGS[wanted.holder],
        "lewat": "ya" if wanted.is_late else "",
    }
    kept = {key: value for key, value in asked.items() if value}
    return {"label": f"{words} ({count})", "url": url_for(".inbox", **kept)}


def _state_words() -> dict[str, object]:
    return {OPEN: _("Terbuka"), **STATES, EVERY_STATE: _("Semua keadaan")}


def _options(table: Any) -> list[dict[str, Any]]:
    return [{"value": code, "label": label} for code, label in table.items()]


def _reversed(slugs: dict[str, str]) -> dict[str, str]:
    return {slug: name for name, slug in slugs.items()}
