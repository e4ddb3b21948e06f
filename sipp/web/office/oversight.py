"""The overseers' room: which agencies lack what, the worst first, and reminding many of them at once."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.clock import NATIONAL_ZONE
from sipp.db import unit_of_work
from sipp.i18n import date_long, date_short
from sipp.models.oversight import AgencyReminder
from sipp.operations import agency_reminders, oversight
from sipp.operations.agency_reminders import Plan
from sipp.operations.oversight import AgencyFigures, LackingService, Question
from sipp.rules.oversight import GAPS, GAPS_OF_SERVICES, Gap
from sipp.rules.permissions import is_permitted
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.paging import page_number, page_urls
from sipp.words.codes import AGENCY_KINDS, COMPLAINT_CHANNELS
from sipp.words.oversight import GAP_NAMES, GAP_SLUGS

oversight_room = office_pages("oversight_room", __name__, "/kelola/pengawasan")

FILTERS = ("jenis", "provinsi", "kekurangan")
#: So many agencies are named one by one before a reminder.
MOST_NAMED = 100
ALL = "semua"


@oversight_room.get("")
def overview() -> Response:
    """The agencies that lack something, narrowed by what was asked, the worst first."""
    actor = current_actor()
    found = oversight.overview(actor, _question(), page_number())
    reminded = agency_reminders.latest_reminders([one.agency_id for one in found.rows])
    may_remind = is_permitted(actor, "oversight.remind")
    return page(
        "office/oversight.html",
        found=found,
        figures=[{"label": GAP_NAMES[gap], "value": found.totals[gap], "note": _note_of(gap)} for gap in GAPS],
        chosen={name: request.args.get(name, "") for name in FILTERS},
        kept={name: request.args[name] for name in FILTERS if request.args.get(name)},
        kind_options=[{"value": "", "label": _("Semua")}]
        + [{"value": kind, "label": name} for kind, name in AGENCY_KINDS.items()],
        province_options=[{"value": "", "label": _("Seluruh Indonesia")}]
        + [{"value": region.code, "label": region.name} for region in found.provinces],
        gap_options=[
            {"value": "", "label": _("Ada kekurangan")},
            *({"value": GAP_SLUGS[gap], "label": name} for gap, name in GAP_NAMES.items()),
            {"value": ALL, "label": _("Semua instansi")},
        ],
        columns=_columns(may_remind),
        rows=[_cells(one, reminded.get(one.agency_id), may_remind) for one in found.rows],
        pages=page_urls(found.page, found.pages, FILTERS),
        may_remind=may_remind,
    )


@oversight_room.get("/instansi/<agency>")
def agency(agency: str) -> Response:
    """One agency: its figures, the services with a gap, the reminders it got."""
    wanted = _gap_named(request.args.get("kekurangan"))
    room = oversight.agency_room(current_actor(), agency, wanted, page_number())
    return page(
        "office/oversight_agency.html",
        room=room,
        kind=AGENCY_KINDS[room.agency.kind],
        liaison=_liaison(room.figures),
        channels=[
            {"term": COMPLAINT_CHANNELS.get(one["kind"], one["kind"]), "value": one["value"]}
            for one in room.agency.official_channels
        ],
        figures=[{"label": _("Layanan"), "value": room.figures.services}]
        + [{"label": GAP_NAMES[gap], "value": room.figures.lacking(gap)} for gap in GAPS_OF_SERVICES],
        gaps=[
            {
                "label": GAP_NAMES[gap],
                "url": url_for(".agency", agency=agency, kekurangan=GAP_SLUGS[gap]),
                "note": ngettext("%(num)s layanan", "%(num)s layanan", room.figures.lacking(gap)),
                "is_current": gap == room.gap,
            }
            for gap in GAPS_OF_SERVICES
            if room.figures.lacking(gap)
        ],
        gap_name=GAP_NAMES[room.gap],
        rows=[_service_cells(one, agency) for one in room.services],
        pages=page_urls(room.page, room.pages, ("kekurangan",)),
        reminders=[_reminder_words(one) for one in agency_reminders.reminders_of(room.agency.id)],
    )


@oversight_room.get("/ingatkan")
def confirm_reminder() -> Response:
    """Ask before many agencies get a mail: who gets one, and who none for which reason."""
    found = _plan()
    return page(
        "office/oversight_remind.html",
        found=found,
        named=[one.name for one in found.to_remind[:MOST_NAMED]],
        more=max(0, len(found.to_remind) - MOST_NAMED),
        groups=[
            {"title": title, "agencies": group[:MOST_NAMED], "more": len(group) - MOST_NAMED}
            for title, group in (
                (_("Sudah diingatkan minggu ini"), found.reminded_already),
                (_("Belum punya admin di sini; hubungi lewat saluran resminya"), found.without_admin),
                (_("Tidak kekurangan apa pun"), found.without_gap),
            )
            if group
        ],
        hidden={
            **{name: request.args[name] for name in (*FILTERS, "cakupan") if request.args.get(name)},
            "pilih": request.args.getlist("pilih"),
        },
        back_url=url_for(".overview", **_asked()),
    )


@oversight_room.post("/ingatkan")
def remind() -> BaseResponse:
    """Have the digests sent."""
    found = _plan()
    with unit_of_work():
        count = agency_reminders.remind(current_actor(), [one.agency_id for one in found.to_remind])
    if count:
        flash("agencies_reminded")
    else:
        flash("nobody_reminded")
    return redirect(url_for(".overview", **_asked()), 303)


def _plan() -> Plan:
    """All that were filtered, or those that were ticked."""
    slugs = None if request.values.get("cakupan") == ALL else set(request.values.getlist("pilih"))
    return agency_reminders.plan(current_actor(), _question(), slugs)


def _question() -> Question:
    kind, province, gap = (request.values.get(name, "") for name in FILTERS)
    return Question(
        kind=kind if kind in AGENCY_KINDS else "",
        province=province if province.isascii() and province.isdigit() and len(province) == 2 else "",
        gap=None if gap == ALL else _gap_named(gap) or "any",
    )


def _gap_named(slug: str | None) -> Gap | None:
    return next((gap for gap, own in GAP_SLUGS.items() if own == slug), None)


def _asked() -> dict[str, Any]:
    return {name: request.values[name] for name in FILTERS if request.values.get(name)}


def _note_of(gap: Gap) -> str:
    return _("instansi") if gap == "no_liaison" else _("layanan")


def _columns(may_remind: bool) -> list[dict[str, Any]]:
    columns: list[dict[str, Any]] = [{"label": _("Instansi")}, {"label": _("Layanan"), "numeric": True}]
    columns += [{"label": GAP_NAMES[gap], "numeric": True} for gap in GAPS_OF_SERVICES]
    columns += [{"label": _("Pejabat penghubung")}, {"label": _("Terakhir diingatkan")}]
    return [*columns, {"label": _("Ingatkan")}] if may_remind else columns


def _cells(one: AgencyFigures, last: AgencyReminder | None, may_remind: bool) -> list[Any]:
    """A row of the table."""
    url = url_for(".agency", agency=one.slug)
    cells: list[Any] = [{"text": one.name, "url": url, "note": AGENCY_KINDS[one.kind]}, one.services]
    cells += [one.lacking(gap) for gap in GAPS_OF_SERVICES]
    told = {"text": date_short(_day(last)), "note": last.user.name} if last else _("belum pernah")
    cells += [_liaison(one), told]
    return [*cells, {"choice": "pilih", "value": one.slug, "of": one.name}] if may_remind else cells


def _liaison(one: AgencyFigures) -> str:
    if one.has_liaison:
        return _("ada")
    return _("belum ada") if one.is_receiving else _("belum bergabung")


def _service_cells(one: LackingService, agency: str) -> list[Any]:
    url = url_for("directory.service", agency=agency, service=one.service.slug)
    return [
        {"text": one.service.name, "url": url, "note": one.service.unit.name},
        _("%(score)s dari 100", score=one.score) if one.score is not None else "-",
        date_short(one.due_on) if one.due_on else _("belum ditetapkan"),
    ]


def _reminder_words(one: AgencyReminder) -> str:
    return ngettext(
        "%(date)s oleh %(name)s, kepada %(num)s admin",
        "%(date)s oleh %(name)s, kepada %(num)s admin",
        one.recipients,
        date=date_long(_day(one)),
        name=one.user.name,
    )


def _day(one: AgencyReminder) -> date:
    return one.recorded_at.astimezone(ZoneInfo(NATIONAL_ZONE)).date()
