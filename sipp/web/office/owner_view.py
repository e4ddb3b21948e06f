"""Owners of standards as the office shows them: a row of a list, and the page where a draft begins."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import date_long, date_short
from sipp.models.services import Service
from sipp.operations import writing
from sipp.operations.owned_standards import Filter, StandardState
from sipp.operations.versions import Owner
from sipp.operations.writing import Begin, OwnerVersions
from sipp.rules.errors import Conflict
from sipp.rules.standards import COMPONENTS
from sipp.web.arguments import parse_number
from sipp.web.office.entrance import current_actor, page
from sipp.web.office.parts import part_url
from sipp.web.office.review_view import place_of
from sipp.web.office.writing_view import state_tag
from sipp.web.owner_urls import office_url, owner_urls
from sipp.words.codes import VERSION_STATES

FILTERS: dict[str, Filter] = {"tanpa-standar": "none", "draf": "draft", "tinjau": "review"}
_BEGINNINGS: dict[str, Begin] = {"kosong": "empty", "acuan": "reference", "versi": "version"}


def list_values(states: Sequence[StandardState], words: str) -> dict[str, Any]:
    """What the page of a list says of the owners found, and of the filter that found them."""
    state = request.args.get("keadaan", "")
    return {
        "words": words,
        "state": state if state in FILTERS else "",
        "state_options": [
            {"value": "", "label": _("Semua")},
            {"value": "tanpa-standar", "label": _("Belum punya standar yang berlaku")},
            {"value": "draf", "label": _("Punya draf yang belum terbit")},
            {"value": "tinjau", "label": _("Lewat tanggal tinjau")},
        ],
        "is_filtered": bool(words or state in FILTERS),
        "rows": [_cells(one) for one in states],
    }


def owner_page(found: OwnerVersions, back: tuple[str, str], links: Sequence[dict[str, str]] = ()) -> Response:
    """One owner: its versions, its draft, and what a new draft can begin with. ``back``: words and address."""
    owner, urls = found.owner, owner_urls(found.owner)
    return page(
        "office/owner.html",
        name=owner.name,
        place=place_of(owner),
        back=back,
        links=[{"label": _("Halaman publik"), "url": urls["page"]}, *links],
        draft=found.draft,
        draft_state=state_tag(found.draft) if found.draft else None,
        versions=_version_items(found, urls),
        begin_options=_begin_options(found),
        chosen=_first_choice(found),
        version_options=[
            {"value": one.id, "label": _("Versi %(number)s", number=one.number)} for one in found.published
        ],
        may_write=found.may_write,
        start_url=office_url(owner, "start"),
        copy_url=office_url(owner, "copy_from") if isinstance(owner, Service) else None,
    )


def begin_draft(owner: Owner) -> BaseResponse:
    """Begin a draft as the form says and go to its first component; where there is one already, go on with it."""
    actor, back = current_actor(), office_url(owner)
    begin = _BEGINNINGS.get(request.form.get("dari", ""), "empty")
    try:
        with unit_of_work():
            version_id = writing.start(actor, owner, begin, parse_number(request.form.get("versi"))).id
    except Conflict:
        flash("draft_exists")
        return redirect(back, 303)
    if begin == "empty":
        return redirect(part_url(version_id, COMPONENTS[0]), 303)
    return redirect(url_for("standards.tasks", version_id=version_id), 303)


def _cells(one: StandardState) -> list[Any]:
    owner = one.owner
    in_force = (
        _("Versi %(number)s, sejak %(date)s", number=one.current.number, date=date_short(one.current.effective_from))
        if one.current
        else _("belum ada")
    )
    draft: Any = "-"
    if one.draft:
        draft = {
            "text": str(VERSION_STATES[one.draft.state]),
            "url": url_for("standards.tasks", version_id=one.draft.id),
        }
    review: Any = date_short(one.review_due_on) if one.review_due_on else _("belum ditetapkan")
    if one.is_review_due:
        review = {"text": review, "note": _("sudah lewat")}
    score = _("%(score)s dari 100", score=one.completeness.score) if one.completeness else "-"
    note = owner.unit.name if isinstance(owner, Service) else None
    return [{"text": owner.name, "url": office_url(owner), "note": note}, in_force, draft, score, review]


def _version_items(found: OwnerVersions, urls: dict[str, Any]) -> list[dict[str, Any]]:
    current_id = found.current.id if found.current else None
    return [
        {
            "id": one.id,
            "title": _("Versi %(number)s", number=one.number),
            "lines": [_("Berlaku sejak %(date)s", date=date_long(one.effective_from))],
            "tag": str(VERSION_STATES["in_force"]) if one.id == current_id else None,
            "url": urls["version"](one.number),
        }
        for one in found.published
    ]


def _begin_options(found: OwnerVersions) -> list[dict[str, Any]]:
    """What a draft can begin with; the copy of another service has a page of its own."""
    options: list[dict[str, Any]] = []
    if found.published:
        options.append({"value": "versi", "label": _("Versi sebelumnya dari layanan ini")})
    if found.model:
        options.append(
            {
                "value": "acuan",
                "label": _("Acuan nasional"),
                "hint": _("Isinya ditandai belum dikonfirmasi sampai instansi menyatakannya benar."),
            }
        )
    options.append({"value": "kosong", "label": _("Draf kosong")})
    options.sort(key=lambda option: option["value"] != _first_choice(found))
    options[0]["attributes"] = {"autofocus": ""}
    return options


def _first_choice(found: OwnerVersions) -> str:
    """What a draft most likely begins with: what is in force, else the national model."""
    return "versi" if found.current else "acuan" if found.model else "kosong"
