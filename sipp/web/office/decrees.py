"""Decrees and all they adopt: made, filled, submitted, gone through, approved and published as one."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Response, flash, redirect, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import date_long
from sipp.models.agencies import Agency
from sipp.models.standards import Decree
from sipp.operations import bundles, reviewing, upkeep
from sipp.operations import decrees as operations
from sipp.operations.bundles import Adopted, Bundle
from sipp.operations.reviewing import Review, history_of
from sipp.operations.upkeep import Held
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound, TooLarge, UnsupportedFile
from sipp.rules.permissions import is_permitted_in
from sipp.rules.workflow import EDITABLE_STATES, open_moves, step_named
from sipp.storage import attachments
from sipp.web.forms.reviews import AdoptionForm, ConsultationForm, DecreeForm, typed_reasons
from sipp.web.office import review_view as view
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.office.reviews import consultation_page, refusal
from sipp.web.session import settings

decrees = office_pages("decrees", __name__, "/kelola/keputusan")


@decrees.get("")
def overview() -> Response:
    """The decrees of an agency."""
    actor = current_actor()
    agencies, agency, found = bundles.decrees_of(actor, request.args.get("instansi") or None)
    return page(
        "office/decrees.html",
        agency=agency,
        agency_options=[{"value": one.slug, "label": one.name} for one in agencies] if len(agencies) > 1 else [],
        may_create=is_permitted_in(actor, "standards.edit", agency.id),
        decrees=[
            {
                "number": one.number,
                "lines": [text for text in (_day_words(one), one.signatory_function) if text],
                "state": view.state_tag(one.state),
                "url": url_for(".show", decree_id=one.id),
            }
            for one in found
        ],
    )


@decrees.get("/baru")
def new() -> Response:
    """Ask for number, day and signatory."""
    return _new_page(_agency(), DecreeForm())


@decrees.post("/baru")
def create() -> BaseResponse:
    """Make a decree."""
    agency, form = _agency(), DecreeForm(request.form)
    if errors := form.check():
        return _new_page(agency, form, errors)
    try:
        with unit_of_work():
            decree_id = operations.create(current_actor(), agency.slug, form.told()).id
    except InvalidInput as refused:
        return _new_page(agency, form, refused.fields)
    flash("decree_created")
    return redirect(url_for(".show", decree_id=decree_id), 303)


@decrees.get("/<int:decree_id>")
def show(decree_id: int) -> Response:
    """One decree with what it adopts."""
    return _decree_page(decree_id)


@decrees.get("/<int:decree_id>/ubah")
def edit_form(decree_id: int) -> Response:
    """Ask for number, day and signatory again."""
    bundle = _bundle_for(decree_id, "standards.edit")
    decree = bundle.decree
    form = DecreeForm(data={"number": decree.number, "signatory_function": decree.signatory_function})
    form.decided_on.data = decree.decided_on.isoformat() if decree.decided_on else None
    return _edit_page(bundle, form, str(decree.row_version))


@decrees.post("/<int:decree_id>/ubah")
def edit(decree_id: int) -> BaseResponse:
    """Tell the decree otherwise; what was typed is kept when somebody else was faster."""
    bundle, form = _bundle_for(decree_id, "standards.edit"), DecreeForm(request.form)
    seen = request.form.get("seen", "")
    if errors := form.check():
        return _edit_page(bundle, form, seen, errors, 422)
    row_version = int(seen) if seen.isascii() and seen.isdigit() else 0
    try:
        with unit_of_work():
            operations.edit(current_actor(), decree_id, form.told(), row_version)
    except InvalidInput as refused:
        return _edit_page(_bundle_for(decree_id, "standards.edit"), form, seen, refused.fields, 422)
    except Conflict as refused:
        fresh = _bundle_for(decree_id, "standards.edit")
        return _edit_page(fresh, form, str(fresh.decree.row_version), {"number": refused.code}, 409)
    flash("decree_changed")
    return redirect(url_for(".show", decree_id=decree_id), 303)


@decrees.post("/<int:decree_id>/berkas")
def attach(decree_id: int) -> BaseResponse:
    """Keep the PDF of the decree: checked by content, safely on disk before the decree names it."""
    _bundle_for(decree_id, "standards.edit")
    uploaded = request.files.get("decree_file")
    if uploaded is None or not uploaded.filename:
        return _decree_page(decree_id, {"decree_file": "only_pdf"}, 422)
    try:
        stored = attachments.receive(uploaded.stream, _folder())
    except UnsupportedFile as refused:
        return _decree_page(decree_id, {"decree_file": refused.code}, 415)
    except TooLarge as refused:
        return _decree_page(decree_id, {"decree_file": refused.code}, 413)
    if stored.media_type != "application/pdf":
        attachments.delete(_folder(), stored.name)
        return _decree_page(decree_id, {"decree_file": "only_pdf"}, 415)
    try:
        with unit_of_work():
            replaced = operations.attach_file(current_actor(), decree_id, stored.name)
    except Conflict as refused:
        attachments.delete(_folder(), stored.name)
        return _decree_page(decree_id, *refusal(refused))
    if replaced:
        with suppress(NotFound):
            attachments.delete(_folder(), replaced)
    flash("file_attached")
    return redirect(url_for(".show", decree_id=decree_id), 303)


@decrees.get("/<int:decree_id>/berkas")
def file(decree_id: int) -> BaseResponse:
    """The PDF of the decree."""
    decree = bundles.find_bundle(current_actor(), decree_id).decree
    if not decree.file_name:
        raise NotFound("file")
    stream = attachments.open_stored(_folder(), decree.file_name)
    return send_file(stream, mimetype="application/pdf", as_attachment=True, download_name="keputusan.pdf")


@decrees.get("/<int:decree_id>/standar")
def choose(decree_id: int) -> Response:
    """Ask which drafts it adopts."""
    return _choose_page(_bundle_for(decree_id, "standards.edit"))


@decrees.post("/<int:decree_id>/standar")
def adopt(decree_id: int) -> BaseResponse:
    """Adopt the chosen drafts."""
    bundle, ids = _bundle_for(decree_id, "standards.edit"), AdoptionForm(request.form).ids()
    if not ids:
        return _choose_page(bundle, {"versions": "nothing_chosen"})
    return _acted(decree_id, lambda: operations.adopt(current_actor(), decree_id, ids), "adopted")


@decrees.post("/<int:decree_id>/standar/<int:version_id>/keluarkan")
def release(decree_id: int, version_id: int) -> BaseResponse:
    """Take a standard out of it."""
    return _acted(decree_id, lambda: operations.release(current_actor(), decree_id, version_id), "released")


@decrees.get("/<int:decree_id>/standar/<int:version_id>")
def difference(decree_id: int, version_id: int) -> Response:
    """What one of its standards changes."""
    return _difference_page(decree_id, version_id)


@decrees.post("/<int:decree_id>/standar/<int:version_id>")
def see(decree_id: int, version_id: int) -> BaseResponse:
    """Remember that the reviewer went through it, and go on to the next."""
    actor, seen = current_actor(), request.form.get("seen", "")
    try:
        with unit_of_work():
            operations.mark_seen(actor, decree_id, version_id, seen)
    except Conflict as refused:
        return _difference_page(decree_id, version_id, *refusal(refused))
    left = [one for one in bundles.find_bundle(actor, decree_id).adopted if not one.is_seen]
    if left:
        flash("seen")
        return redirect(url_for(".difference", decree_id=decree_id, version_id=left[0].version.id), 303)
    flash("all_seen")
    return redirect(url_for(".show", decree_id=decree_id), 303)


@decrees.post("/<int:decree_id>/ajukan")
def submit(decree_id: int) -> BaseResponse:
    """Ask for the review of all."""
    return _acted(decree_id, lambda: operations.submit(current_actor(), decree_id), "submitted")


@decrees.post("/<int:decree_id>/tarik-kembali")
def recall(decree_id: int) -> BaseResponse:
    """Take all back from the review."""
    return _acted(decree_id, lambda: operations.recall(current_actor(), decree_id), "recalled")


@decrees.post("/<int:decree_id>/ubah-lagi")
def revise(decree_id: int) -> BaseResponse:
    """Give the approval of all up."""
    return _acted(decree_id, lambda: operations.revise(current_actor(), decree_id), "revised")


@decrees.post("/<int:decree_id>/setujui")
def approve(decree_id: int) -> BaseResponse:
    """Approve the set that was shown."""
    seen = request.form.get("seen", "")
    return _acted(decree_id, lambda: operations.approve(current_actor(), decree_id, seen), "approved")


@decrees.get("/<int:decree_id>/minta-perbaikan")
def ask_changes(decree_id: int) -> Response:
    """Ask what is to be changed, standard by standard."""
    return _reasons_page(_bundle_for(decree_id, step_named("request_changes").action))


@decrees.post("/<int:decree_id>/minta-perbaikan")
def request_changes(decree_id: int) -> BaseResponse:
    """Give all back with reasons."""
    actor = current_actor()
    bundle = _bundle_for(decree_id, step_named("request_changes").action)
    reasons = typed_reasons(request.form, [one.version.id for one in bundle.adopted])
    if not reasons:
        return _reasons_page(bundle, {"reason": "reason_required"})
    return _acted(decree_id, lambda: operations.request_changes(actor, decree_id, reasons), "changes_asked")


@decrees.get("/<int:decree_id>/terbitkan")
def confirm_publish(decree_id: int) -> Response:
    """Ask before all is published."""
    bundle = _bundle_for(decree_id, "standards.publish")
    count = len(bundle.adopted) + bundle.beyond_reach
    lead = ngettext(
        "%(num)s standar terbit sekaligus, atau tidak satu pun. Isinya tidak dapat diubah lagi.",
        "%(num)s standar terbit sekaligus, atau tidak satu pun. Isinya tidak dapat diubah lagi.",
        count,
    )
    return page(
        "office/confirm.html",
        title=_("Terbitkan keputusan ini?"),
        name=_("Keputusan %(number)s", number=bundle.decree.number),
        lead=lead,
        fields=[],
        button_text=_("Terbitkan semuanya"),
        kind=None,
        back=url_for(".show", decree_id=decree_id),
        action=request.path,
    )


@decrees.post("/<int:decree_id>/terbitkan")
def publish(decree_id: int) -> BaseResponse:
    """Publish all that was approved, or nothing."""
    return _acted(decree_id, lambda: operations.publish(current_actor(), decree_id), "published")


@decrees.get("/<int:decree_id>/konsultasi")
def consultation_form(decree_id: int) -> Response:
    """Ask how the public was consulted about all of it."""
    bundle = _bundle_for(decree_id, "standards.consult")
    return consultation_page(_name(bundle.decree), url_for(".show", decree_id=decree_id), ConsultationForm())


@decrees.post("/<int:decree_id>/konsultasi")
def record_consultation(decree_id: int) -> BaseResponse:
    """Put a public consultation about all of it on record."""
    bundle, form = _bundle_for(decree_id, "standards.consult"), ConsultationForm(request.form)
    back, ids = url_for(".show", decree_id=decree_id), [one.version.id for one in bundle.adopted]
    errors = form.check() or _recorded(ids, form.told())
    if errors:
        return consultation_page(_name(bundle.decree), back, form, errors)
    flash("consultation_recorded")
    return redirect(back, 303)


def _recorded(version_ids: list[int], held: Held) -> dict[str, str]:
    try:
        with unit_of_work():
            upkeep.record_consultation(current_actor(), version_ids, held)
    except InvalidInput as refused:
        return refused.fields
    return {}


def _acted(decree_id: int, act: Callable[[], Any], note: str) -> BaseResponse:
    """Do it and show the decree, or show why it was not done."""
    try:
        with unit_of_work():
            act()
    except (Conflict, InvalidInput) as refused:
        return _decree_page(decree_id, *refusal(refused))
    except Forbidden as refused:
        if refused.code != "maker_is_checker":
            raise
        return _decree_page(decree_id, *refusal(refused))
    flash(note)
    return redirect(url_for(".show", decree_id=decree_id), 303)


def _bundle_for(decree_id: int, action: str) -> Bundle:
    """A decree that the actor may do this with; raises NotFound, Forbidden."""
    bundle = bundles.find_bundle(current_actor(), decree_id)
    if not is_permitted_in(current_actor(), action, bundle.agency.id):
        raise Forbidden()
    return bundle


def _agency() -> Agency:
    agency = bundles.decrees_of(current_actor(), request.args.get("instansi") or None)[1]
    if not is_permitted_in(current_actor(), "standards.edit", agency.id):
        raise Forbidden()
    return agency


def _decree_page(decree_id: int, errors: dict[str, str] | None = None, status: int = 200) -> Response:
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
        "url": url_for(".difference", decree_id=decree.id, version_id=one.version.id),
    }


def _difference_page(
    decree_id: int, version_id: int, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
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


def _choose_page(bundle: Bundle, errors: dict[str, str] | None = None) -> Response:
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


def _reasons_page(bundle: Bundle, errors: dict[str, str] | None = None) -> Response:
    reviews: list[Review] = [reviewing.review_of(current_actor(), one.version.id) for one in bundle.adopted]
    return page(
        "office/request_changes.html",
        422 if errors else 200,
        errors,
        name=_name(bundle.decree),
        back=url_for(".show", decree_id=bundle.decree.id),
        action=request.path,
        groups=view.reason_fields(
            [(one.reached.version, one.reached.owner.name, view.asked_components(one)) for one in reviews], {}
        ),
        lead=_("Buka standar yang harus diperbaiki dan tulis alasannya. Semua standar kembali kepada penyusun."),
    )


def _new_page(agency: Agency, form: DecreeForm, errors: dict[str, str] | None = None) -> Response:
    return page(
        "office/decree_form.html",
        422 if errors else 200,
        errors,
        title=_("Buat keputusan"),
        agency_name=agency.name,
        form_values={field.name: field.data for field in form},
        seen=None,
        back=url_for(".overview", instansi=agency.slug),
        action=url_for(".create", instansi=agency.slug),
    )


def _edit_page(
    bundle: Bundle, form: DecreeForm, seen: str, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    return page(
        "office/decree_form.html",
        status,
        errors,
        title=_("Ubah keputusan"),
        agency_name=bundle.agency.name,
        form_values={field.name: field.data for field in form},
        seen=seen,
        back=url_for(".show", decree_id=bundle.decree.id),
        action=request.path,
    )


def _facts(decree: Decree) -> list[dict[str, Any]]:
    missing = _("Belum diisi")
    return [
        {"term": _("Tanggal penetapan"), "value": _day_words(decree) or missing},
        {"term": _("Jabatan penanda tangan"), "value": decree.signatory_function or missing},
        {"term": _("Berkas"), "value": _("Ada") if decree.file_name else _("Belum ada")},
    ]


def _day_words(decree: Decree) -> str | None:
    return date_long(decree.decided_on) if decree.decided_on else None


def _name(decree: Decree) -> str:
    return _("Keputusan %(number)s", number=decree.number)


def _folder() -> Path:
    return settings().attachments_dir
