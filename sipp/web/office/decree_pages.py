"""The pages of decrees: what they show, whatever was done before."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from sipp.i18n import date_long
from sipp.models.agencies import Agency
from sipp.models.standards import Decree
from sipp.operations import bundles, reviewing
from sipp.operations import decrees as operations
from sipp.operations.bundles import Adopted, Bundle
from sipp.operations.reviewing import history_of
from sipp.operations.workflow import Reasons
from sipp.rules.errors import NotFound
from sipp.rules.permissions import is_permitted_in
from sipp.rules.workflow import EDITABLE_STATES, open_moves, step_named
from sipp.web.forms.reviews import DecreeForm
from sipp.web.office import review_view as view
from sipp.web.office.entrance import current_actor, page


def decree_page(decree_id: int, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    """One decree, with why an act on it was not done."""
    actor = current_actor()
    bundle = bundles.find_bundle(actor, decree_id)
    decree, agency = bundle.decree, bundle.agency
    authors = operations.all_authors(bundle)
    moves = [
        move
        for move in open_moves(decree.state, actor.user_id, authors)  # type: ignore[arg-type]
        if is_permitted_in(actor, step_named(move).action, agency.id)
    ]
    may_edit = decree.state in EDITABLE_STATES and is_permitted_in(actor, "standards.edit", agency.id)
    return page(
        "office/decree.html",
        status,
        errors,
        decree=decree,
        agency=agency,
        state=view.state_tag(decree.state),
        facts=_facts(decree),
        adopted=[_adopted_item(decree, one, "approve" in moves) for one in bundle.adopted],
        beyond_reach=bundle.beyond_reach,
        content_hash=bundle.content_hash,
        is_seen=bundle.is_seen,
        unseen=sum(not one.is_seen for one in bundle.adopted),
        moves=moves,
        is_author=actor.user_id in authors,
        may_edit=may_edit,
        may_consult=is_permitted_in(actor, "standards.consult", agency.id),
        history=view.history_items(history_of("decree", decree.id)),
    )


def _adopted_item(decree: Decree, one: Adopted, is_reviewing: bool) -> dict[str, Any]:
    tag = view.state_tag(one.version.state)
    if is_reviewing:
        tag = (
            {"text": _("Sudah Anda periksa"), "kind": "success"}
            if one.is_seen
            else {"text": _("Belum Anda periksa"), "kind": "warning"}
        )
    return {
        "id": one.version.id,
        "name": one.service.name,
        "place": one.service.unit.name,
        "tag": tag["text"],
        "kind": tag["kind"],
        "url": url_for("decrees.difference", decree_id=decree.id, version_id=one.version.id),
    }


def difference_page(
    decree_id: int, version_id: int, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    """What one standard of a decree changes."""
    actor = current_actor()
    bundle = bundles.find_bundle(actor, decree_id)
    adopted = next((one for one in bundle.adopted if one.version.id == version_id), None)
    if adopted is None:
        raise NotFound("version")
    may_see = bundle.decree.state == "in_review" and is_permitted_in(actor, "standards.approve", bundle.agency.id)
    return page(
        "office/review.html",
        status,
        errors,
        **view.review_values(reviewing.review_of(actor, version_id)),
        bundle={
            "id": decree_id,
            "number": bundle.decree.number,
            "is_seen": adopted.is_seen,
            "may_see": may_see,
        },
        decree=bundle.decree,
        may={},
        may_consult=False,
    )


def choose_page(bundle: Bundle, errors: dict[str, str] | None = None) -> Response:
    """Which drafts a decree may adopt."""
    found = operations.candidates(current_actor(), bundle.decree.id)
    return page(
        "office/decree_choose.html",
        422 if errors else 200,
        errors,
        decree=bundle.decree,
        options=[
            {"value": one.id, "label": one.service.name, "hint": one.service.unit.name} for one in found if one.service
        ],
    )


def reasons_page(
    bundle: Bundle, typed: Mapping[int, Reasons], errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    """Where a reviewer writes what must be changed; every word that was typed stays."""
    reviews = [reviewing.review_of(current_actor(), one.version.id) for one in bundle.adopted]
    return page(
        "office/request_changes.html",
        status,
        errors,
        name=decree_name(bundle.decree),
        back=url_for("decrees.show", decree_id=bundle.decree.id),
        action=request.path,
        groups=view.reason_fields(reviews, typed),
        left=view.reasons_left(reviews, typed),
        lead=_("Buka standar yang harus diperbaiki dan tulis alasannya. Semua standar kembali kepada penyusun."),
    )


def new_page(agency: Agency, form: DecreeForm, errors: dict[str, str] | None = None) -> Response:
    """The form of a new decree."""
    return page(
        "office/decree_form.html",
        422 if errors else 200,
        errors,
        title=_("Buat keputusan"),
        agency_name=agency.name,
        form_values={field.name: field.data for field in form},
        seen=None,
        back=url_for("decrees.overview", instansi=agency.slug),
        action=url_for("decrees.create", instansi=agency.slug),
    )


def edit_page(
    bundle: Bundle, form: DecreeForm, seen: str, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    """The form of a decree that is changed."""
    return page(
        "office/decree_form.html",
        status,
        errors,
        title=_("Ubah keputusan"),
        agency_name=bundle.agency.name,
        form_values={field.name: field.data for field in form},
        seen=seen,
        back=url_for("decrees.show", decree_id=bundle.decree.id),
        action=request.path,
    )


def _facts(decree: Decree) -> list[dict[str, Any]]:
    missing = _("Belum diisi")
    return [
        {"term": _("Tanggal penetapan"), "value": day_words(decree) or missing},
        {"term": _("Jabatan penanda tangan"), "value": decree.signatory_function or missing},
        {"term": _("Berkas"), "value": _("Ada") if decree.file_name else _("Belum ada")},
    ]


def day_words(decree: Decree) -> str | None:
    """The day of a decree in words; None while it is not signed."""
    return date_long(decree.decided_on) if decree.decided_on else None


def decree_name(decree: Decree) -> str:
    """What pages call a decree."""
    return _("Keputusan %(number)s", number=decree.number)
