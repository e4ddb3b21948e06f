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
from sipp.models.agencies import Agency
from sipp.operations import bundles, upkeep
from sipp.operations import decrees as operations
from sipp.operations.bundles import Bundle
from sipp.operations.upkeep import Held
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound, TooLarge, UnsupportedFile
from sipp.rules.permissions import is_permitted_in
from sipp.rules.workflow import step_named
from sipp.storage import attachments
from sipp.web.arguments import parse_number
from sipp.web.forms.reviews import AdoptionForm, ConsultationForm, DecreeForm, typed_reasons
from sipp.web.office import review_view as view
from sipp.web.office.decree_pages import (
    choose_page,
    day_words,
    decree_name,
    decree_page,
    difference_page,
    edit_page,
    new_page,
    reasons_page,
)
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
                "lines": [text for text in (day_words(one), one.signatory_function) if text],
                "state": view.state_tag(one.state),
                "url": url_for(".show", decree_id=one.id),
            }
            for one in found
        ],
    )


@decrees.get("/baru")
def new() -> Response:
    """Ask for number, day and signatory."""
    return new_page(_agency(), DecreeForm())


@decrees.post("/baru")
def create() -> BaseResponse:
    """Make a decree."""
    agency, form = _agency(), DecreeForm(request.form)
    if errors := form.check():
        return new_page(agency, form, errors)
    try:
        with unit_of_work():
            decree_id = operations.create(current_actor(), agency.slug, form.told()).id
    except InvalidInput as refused:
        return new_page(agency, form, refused.fields)
    flash("decree_created")
    return redirect(url_for(".show", decree_id=decree_id), 303)


@decrees.get("/<int:decree_id>")
def show(decree_id: int) -> Response:
    """One decree with what it adopts."""
    return decree_page(decree_id)


@decrees.get("/<int:decree_id>/ubah")
def edit_form(decree_id: int) -> Response:
    """Ask for number, day and signatory again."""
    bundle = _bundle_for(decree_id, "standards.edit")
    decree = bundle.decree
    form = DecreeForm(data={"number": decree.number, "signatory_function": decree.signatory_function})
    form.decided_on.data = decree.decided_on.isoformat() if decree.decided_on else None
    return edit_page(bundle, form, str(decree.row_version))


@decrees.post("/<int:decree_id>/ubah")
def edit(decree_id: int) -> BaseResponse:
    """Tell the decree otherwise; what was typed is kept when somebody else was faster."""
    bundle, form = _bundle_for(decree_id, "standards.edit"), DecreeForm(request.form)
    seen = request.form.get("seen", "")
    if errors := form.check():
        return edit_page(bundle, form, seen, errors, 422)
    row_version = parse_number(seen) or 0
    try:
        with unit_of_work():
            operations.edit(current_actor(), decree_id, form.told(), row_version)
    except InvalidInput as refused:
        return edit_page(_bundle_for(decree_id, "standards.edit"), form, seen, refused.fields, 422)
    except Conflict as refused:
        fresh = _bundle_for(decree_id, "standards.edit")
        return edit_page(fresh, form, str(fresh.decree.row_version), {"number": refused.code}, 409)
    flash("decree_changed")
    return redirect(url_for(".show", decree_id=decree_id), 303)


@decrees.post("/<int:decree_id>/berkas")
def attach(decree_id: int) -> BaseResponse:
    """Keep the PDF of the decree: checked by content, safely on disk before the decree names it."""
    _bundle_for(decree_id, "standards.edit")
    uploaded = request.files.get("decree_file")
    if uploaded is None or not uploaded.filename:
        return decree_page(decree_id, {"decree_file": "only_pdf"}, 422)
    try:
        stored = attachments.receive(uploaded.stream, _folder())
    except UnsupportedFile as refused:
        return decree_page(decree_id, {"decree_file": refused.code}, 415)
    except TooLarge as refused:
        return decree_page(decree_id, {"decree_file": refused.code}, 413)
    if stored.media_type != "application/pdf":
        attachments.delete(_folder(), stored.name)
        return decree_page(decree_id, {"decree_file": "only_pdf"}, 415)
    try:
        with unit_of_work():
            replaced = operations.attach_file(current_actor(), decree_id, stored.name, stored.sha256)
    except Conflict as refused:
        attachments.delete(_folder(), stored.name)
        return decree_page(decree_id, *refusal(refused))
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
    return choose_page(_bundle_for(decree_id, "standards.edit"))


@decrees.post("/<int:decree_id>/standar")
def adopt(decree_id: int) -> BaseResponse:
    """Adopt the chosen drafts."""
    bundle, ids = _bundle_for(decree_id, "standards.edit"), AdoptionForm(request.form).ids()
    if not ids:
        return choose_page(bundle, {"versions": "nothing_chosen"})
    return _acted(decree_id, lambda: operations.adopt(current_actor(), decree_id, ids), "adopted")


@decrees.post("/<int:decree_id>/standar/<int:version_id>/keluarkan")
def release(decree_id: int, version_id: int) -> BaseResponse:
    """Take a standard out of it."""
    return _acted(decree_id, lambda: operations.release(current_actor(), decree_id, version_id), "released")


@decrees.get("/<int:decree_id>/standar/<int:version_id>")
def difference(decree_id: int, version_id: int) -> Response:
    """What one of its standards changes."""
    return difference_page(decree_id, version_id)


@decrees.post("/<int:decree_id>/standar/<int:version_id>")
def see(decree_id: int, version_id: int) -> BaseResponse:
    """Remember that the reviewer went through it, and go on to the next."""
    actor, seen = current_actor(), request.form.get("seen", "")
    try:
        with unit_of_work():
            operations.mark_seen(actor, decree_id, version_id, seen)
    except Conflict as refused:
        return difference_page(decree_id, version_id, *refusal(refused))
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
    return reasons_page(_bundle_for(decree_id, step_named("request_changes").action), {})


@decrees.post("/<int:decree_id>/minta-perbaikan")
def request_changes(decree_id: int) -> BaseResponse:
    """Give all back with reasons."""
    action, typed = step_named("request_changes").action, typed_reasons(request.form)
    bundle = _bundle_for(decree_id, action)
    if not typed:
        return reasons_page(bundle, typed, {"reason": "reason_required"}, 422)
    if typed.keys() - {one.version.id for one in bundle.adopted}:
        return reasons_page(bundle, typed, {"reason": "no_longer_adopted"}, 409)
    try:
        with unit_of_work():
            operations.request_changes(current_actor(), decree_id, typed)
    except (Conflict, Forbidden, InvalidInput) as refused:
        return reasons_page(_bundle_for(decree_id, action), typed, *refusal(refused, "reason"))
    flash("changes_asked")
    return redirect(url_for(".show", decree_id=decree_id), 303)


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
    return consultation_page(decree_name(bundle.decree), url_for(".show", decree_id=decree_id), ConsultationForm())


@decrees.post("/<int:decree_id>/konsultasi")
def record_consultation(decree_id: int) -> BaseResponse:
    """Put a public consultation about all of it on record."""
    bundle, form = _bundle_for(decree_id, "standards.consult"), ConsultationForm(request.form)
    back, ids = url_for(".show", decree_id=decree_id), [one.version.id for one in bundle.adopted]
    errors = form.check() or _recorded(ids, form.told())
    if errors:
        return consultation_page(decree_name(bundle.decree), back, form, errors)
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
    except (Conflict, Forbidden, InvalidInput) as refused:
        return decree_page(decree_id, *refusal(refused))
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


def _folder() -> Path:
    return settings().attachments_dir
