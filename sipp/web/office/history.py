"""The history: who did what, when, to which service and version; as a page and as a file."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, make_response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from sipp import clock
from sipp.exchange.csv_files import write_csv
from sipp.i18n import date_short, time_of_day
from sipp.operations import history as operations
from sipp.operations.history import HIDDEN_FROM_AGENCIES, MOST_ACTS, Act, Question
from sipp.rules.errors import InvalidInput
from sipp.web.forms.history import HistoryForm
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.paging import page_number, page_urls
from sipp.words.codes import COMPONENT_NAMES, ROLES
from sipp.words.history import ACT_KINDS, ACTOR_KINDS, ACTS

history_desk = office_pages("history_desk", __name__, "/kelola/riwayat")

FILTERS = ("layanan", "orang", "jenis", "dari", "sampai")


@history_desk.get("")
def overview() -> Response:
    """A page of acts, narrowed by what was asked."""
    form = HistoryForm(request.args)
    errors = form.check()
    found = operations.history_page(current_actor(), Question() if errors else form.question(), page_number())
    return page(
        "office/history.html",
        422 if errors else 200,
        errors,
        form=form,
        is_filtered=bool(_asked()),
        kind_options=_kind_options(),
        rows=[] if errors else [_cells(act) for act in found.acts],
        count=found.count,
        is_cut=found.count == MOST_ACTS,
        pages=page_urls(found.page, found.pages, FILTERS),
        download_url=url_for(".download", **_asked()),
    )


@history_desk.get("/unduh")
def download() -> Response:
    """The same acts as a CSV file, the newest ten thousand at most."""
    form = HistoryForm(request.args)
    if errors := form.check():
        raise InvalidInput(errors)
    header = (_("Waktu"), _("Siapa"), _("Tindakan"), _("Keterangan"), _("Layanan"), _("Versi"), _("Instansi"), "ID")
    rows = [_line(act) for act in operations.history(current_actor(), form.question())]
    response = make_response(write_csv(header, rows))
    response.content_type = "text/csv; charset=utf-8"
    name = f"riwayat-{clock.today(clock.NATIONAL_ZONE).isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked() -> dict[str, Any]:
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def _kind_options() -> list[dict[str, object]]:
    reads_everything = operations.reads_everything(current_actor())
    kinds = {kind: name for kind, name in ACT_KINDS.items() if reads_everything or kind != HIDDEN_FROM_AGENCIES}
    return [{"value": "", "label": _("Semua")}, *({"value": kind, "label": name} for kind, name in kinds.items())]


def _cells(act: Act) -> list[object]:
    """A row of the table: when, who, what, on which service and version."""
    owner = act.owner.name if act.owner else None
    agency = act.agency.name if act.agency else None
    zone = act.agency.time_zone if act.agency else clock.NATIONAL_ZONE
    return [
        {"text": date_short(act.entry.at.astimezone(ZoneInfo(zone)).date()), "note": time_of_day(act.entry.at, zone)},
        _who(act),
        {"text": _what(act), "note": _details(act)},
        {"text": ", ".join(part for part in (owner, _version(act)) if part) or "-", "note": agency},
    ]


def _line(act: Act) -> list[str | int | None]:
    """A line of the file; the moment with its offset."""
    return [
        act.entry.at.isoformat(timespec="seconds"),
        _who(act),
        _what(act),
        _details(act),
        act.owner.name if act.owner else None,
        _version(act),
        act.agency.name if act.agency else None,
        act.entry.id,
    ]


def _who(act: Act) -> str:
    return act.person.name if act.person else str(ACTOR_KINDS.get(act.entry.actor_kind, act.entry.actor_kind))


def _what(act: Act) -> str:
    return str(ACTS.get(act.entry.action, act.entry.action))


def _version(act: Act) -> str | None:
    if act.version is None:
        return None
    if act.version.number is not None:
        return _("versi %(number)s", number=act.version.number)
    return _("draf nomor %(id)s", id=act.version.id)


def _details(act: Act) -> str | None:
    """What else the entry tells, in words: for whom, which role, which component."""
    return "; ".join(_detail_words(act)) or None


def _detail_words(act: Act) -> Iterator[str]:
    details = act.entry.details
    if act.about is not None and act.about is not act.person:
        yield _("untuk %(name)s", name=act.about.name)
    if act.entry.action.startswith("calendar.") and (why := details.get("decree") or details.get("reason")):
        yield str(why)
    if act.decree is not None:
        yield act.decree.number
    roles = details.get("roles") or ([details["role"]] if details.get("role") else [])
    if roles:
        yield ", ".join(str(ROLES[role]) for role in roles if role in ROLES)
    if details.get("component") in COMPONENT_NAMES:
        yield str(COMPONENT_NAMES[details["component"]])
    if count := details.get("count"):
        yield ngettext("%(num)s sesi", "%(num)s sesi", count)
