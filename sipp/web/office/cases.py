"""The reports an officer handles: the inbox by due day, and one case."""

from typing import Any
from uuid import UUID

from flask import Response, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp import clock
from sipp.i18n import date_short, date_with_day, file_size
from sipp.models.reports import Report
from sipp.operations import caseload as operations
from sipp.operations import deadlines
from sipp.operations.caseload import EVERY_STATE, HOLDERS, OPEN, SHELVES, CaseRow, Wanted
from sipp.operations.handling import possible_acts
from sipp.operations.report_clocks import governing_clock
from sipp.operations.reprimands import may_request
from sipp.rules.permissions import Actor, is_permitted_somewhere
from sipp.storage import attachments
from sipp.web import case_view as view
from sipp.web.deadline_view import explanation_values
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.office.waiting_view import pending_view, proposal_views
from sipp.web.paging import page_number, page_urls
from sipp.web.protection import never_stored
from sipp.web.session import settings
from sipp.words.cases import ACT_TITLES
from sipp.words.reports import KINDS, REPORT_CLASSES, STATES

cases = office_pages("cases", __name__, "/kelola/laporan")

#: The day on a printed agenda is the one in the capital.
AGENDA_ZONE = "Asia/Jakarta"
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
FILTERS = ("keadaan", "petugas", "lewat", "serupa", "keberatan", "satuan", "layanan", "jenis", "golongan")


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


@cases.get("/agenda")
def agenda() -> Response:
    """The same list to be printed."""
    wanted = _wanted()
    rows = operations.agenda(current_actor(), wanted)
    never_stored()
    today = date_with_day(clock.today(AGENDA_ZONE))
    body = render_template(
        "office/agenda.html",
        rows=[_cells(row) for row in rows],
        count=ngettext("%(num)s laporan", "%(num)s laporan", len(rows)),
        is_cut=len(rows) == operations.LONGEST_AGENDA,
        printed_note=_("Dicetak %(date)s", date=today),
    )
    return make_response(body)


@cases.get("/<case_number>")
def show(case_number: str) -> Response:
    """One case."""
    actor = current_actor()
    case = operations.case_of(actor, case_number)
    never_stored()
    return page(
        "office/case.html",
        acts=_act_links(actor, case),
        pending=pending_view(case),
        proposals=proposal_views(actor, case),
        may_see_incident=is_permitted_somewhere(actor, "incidents.manage"),
        **case_values(case),
    )


@cases.get("/<case_number>/bukti/<int:number>")
def evidence(case_number: str, number: int) -> BaseResponse:
    """A file of the case."""
    never_stored()
    found = operations.evidence_of(current_actor(), case_number, number)
    stream = attachments.open_stored(settings().attachments_dir, found.stored_name)
    return send_file(stream, mimetype=found.media_type, as_attachment=True, download_name=found.stored_name)


@cases.get("/<case_number>/belum-dikirim/<uuid:attachment_id>")
def held_file(case_number: str, attachment_id: UUID) -> BaseResponse:
    """A file that lies with an answer not given yet, or with a proposal."""
    never_stored()
    found = operations.held_file_of(current_actor(), case_number, attachment_id)
    stream = attachments.open_stored(settings().attachments_dir, found.stored_name)
    return send_file(stream, mimetype=found.media_type, as_attachment=True, download_name=found.stored_name)


@cases.get("/<case_number>/tenggat/<int:number>")
def why(case_number: str, number: int) -> Response:
    """Why a clock of the case is due on its day."""
    found = deadlines.explain_of_case(current_actor(), case_number, number)
    return page("office/case_deadline.html", report=found.report, explanation=explanation_values(found))


def case_values(case: operations.Case) -> dict[str, Any]:
    """What the page of a case shows."""
    report = case.report
    return {
        "case": case,
        "report": report,
        "title": view.title_of(report),
        "state": view.state_tag(report),
        "due": view.due_view(case.due),
        "due_url": _why_due_url(report),
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


def _why_due_url(report: Report) -> str | None:
    """The page that explains the due day that counts now."""
    one = governing_clock(report)
    if one is None:
        return None
    return url_for(".why", case_number=report.case_number, number=report.clocks.index(one) + 1)


#: The acts with a page of their own.
_PAGES = {"ask_colleague": "colleagues_desk.overview"}


def _act_links(actor: Actor, case: operations.Case) -> list[dict[str, str]]:
    """The acts open to an officer now, as links to their pages."""
    number = case.report.case_number
    links = [
        {"label": str(ACT_TITLES[name]), "url": url_for(_PAGES.get(name, f"case_acts.{name}"), case_number=number)}
        for name in possible_acts(actor, case.report)
    ]
    if may_request(actor, case.report):
        links.append(
            {"label": _("Minta teguran"), "url": url_for("reprimands_desk.overview", nomor=number, _anchor="minta")}
        )
    return links


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
        shelves=[
            _shelf(name, found.counts[name]) for name in SHELVES if SHELVES[name] != wanted and found.counts[name]
        ],
        agenda_url=url_for(".agenda", **_asked()),
        more_links=_more_links(actor),
        is_filtered=wanted != Wanted(),
        is_narrowed=bool(wanted.unit_id or wanted.service_id or wanted.kind or wanted.report_class),
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


def _asked() -> dict[str, Any]:
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def _more_links(actor: Actor) -> list[dict[str, str]]:
    """The pages beside the inbox that an officer may open."""
    pages = (
        ("incidents.manage", _("Kejadian"), "incidents_desk.overview"),
        ("answers.manage", _("Jawaban baku"), "canned_answers.overview"),
        ("reports.name_deputy", _("Pengganti saat cuti"), "deputies_desk.show"),
    )
    return [
        {"label": label, "url": url_for(name)} for action, label, name in pages if is_permitted_somewhere(actor, action)
    ]


def _wanted() -> Wanted:
    """What the address asks for; nonsense narrows nothing."""
    states, holders = _reversed(STATE_SLUGS), _reversed(HOLDER_SLUGS)
    kind, report_class = request.args.get("jenis", ""), request.args.get("golongan", "")
    return Wanted(
        state=states.get(request.args.get("keadaan", ""), OPEN),
        holder=next(one for one in HOLDERS if one == holders.get(request.args.get("petugas", ""), "")),
        is_late=request.args.get("lewat") == "ya",
        is_repeated=request.args.get("serupa") == "ya",
        is_appealed=request.args.get("keberatan") == "ya",
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
        {"text": str(STATES[report.state]), "note": _("menunggu pengesahan") if row.is_unsigned else None},
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
        "appealed": _("Menunggu putusan keberatan"),
        "repeated": _("Jawaban yang sama"),
    }[name]
    asked = {
        "keadaan": STATE_SLUGS[wanted.state] if wanted.state else "",
        "petugas": HOLDER_SLUGS[wanted.holder],
        "lewat": "ya" if wanted.is_late else "",
        "serupa": "ya" if wanted.is_repeated else "",
        "keberatan": "ya" if wanted.is_appealed else "",
    }
    kept: dict[str, Any] = {key: value for key, value in asked.items() if value}
    return {"label": f"{words} ({count})", "url": url_for(".inbox", **kept)}


def _state_words() -> dict[str, object]:
    return {OPEN: _("Terbuka"), **STATES, EVERY_STATE: _("Semua keadaan")}


def _options(table: Any) -> list[dict[str, Any]]:
    return [{"value": code, "label": label} for code, label in table.items()]


def _reversed(slugs: dict[str, str]) -> dict[str, str]:
    return {slug: name for name, slug in slugs.items()}
