"""Review and publication of a version: what waits, what it changes, and every act that leads on."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import date_long
from sipp.operations import reviewing, standards, upkeep, workflow
from sipp.operations.reach import find_version, is_within_reach
from sipp.operations.reviewing import Review
from sipp.operations.standards import today_of
from sipp.operations.workflow import Reasons
from sipp.rules.errors import Conflict, Forbidden, InvalidInput
from sipp.rules.permissions import is_permitted_somewhere
from sipp.rules.workflow import next_review, step_named
from sipp.web.forms.reviews import ConsultationForm, ReviewDayForm, WithdrawalForm, typed_reasons
from sipp.web.office import review_view as view
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.words.reviews import PARTICIPANTS

reviews = office_pages("reviews", __name__, "/kelola")

#: Where the page says why an act was not done.
DECISION = "langkah"


@reviews.get("/tinjauan")
def queue() -> Response:
    """What waits for the officer."""
    found = reviewing.queue_of(current_actor())
    return page(
        "office/reviews.html",
        to_review=view.waiting_items(found.to_review),
        to_publish=view.waiting_items(found.to_publish),
        to_change=view.waiting_items(found.to_change),
        to_look_at=view.waiting_items(found.to_look_at),
        decrees_to_review=found.decrees_to_review,
        decrees_to_publish=found.decrees_to_publish,
        decrees_to_change=found.decrees_to_change,
        reads_decrees=is_permitted_somewhere(current_actor(), "standards.read_drafts"),
    )


@reviews.get("/standar/<int:version_id>/tinjauan")
def show(version_id: int) -> Response:
    """What a version changes, what was found in it, and what can be done."""
    return _review_page(version_id)


@reviews.post("/standar/<int:version_id>/ajukan")
def submit(version_id: int) -> BaseResponse:
    """Ask for a review."""
    return _acted(version_id, lambda: workflow.submit(current_actor(), version_id), "submitted")


@reviews.post("/standar/<int:version_id>/tarik-kembali")
def recall(version_id: int) -> BaseResponse:
    """Take it back from the review."""
    return _acted(version_id, lambda: workflow.recall(current_actor(), version_id), "recalled")


@reviews.post("/standar/<int:version_id>/setujui")
def approve(version_id: int) -> BaseResponse:
    """Approve the content that was shown."""
    seen = request.form.get("seen", "")
    return _acted(version_id, lambda: workflow.approve(current_actor(), version_id, seen), "approved")


@reviews.post("/standar/<int:version_id>/ubah-lagi")
def revise(version_id: int) -> BaseResponse:
    """Give the approval up and edit."""
    return _acted(version_id, lambda: workflow.revise(current_actor(), version_id), "revised")


@reviews.get("/standar/<int:version_id>/minta-perbaikan")
def ask_changes(version_id: int) -> Response:
    """Ask what is to be changed, component by component."""
    find_version(current_actor(), version_id, step_named("request_changes").action)
    return _reasons_page(reviewing.review_of(current_actor(), version_id), {})


@reviews.post("/standar/<int:version_id>/minta-perbaikan")
def request_changes(version_id: int) -> BaseResponse:
    """Give it back with reasons."""
    actor = current_actor()
    find_version(actor, version_id, step_named("request_changes").action)
    typed = typed_reasons(request.form)
    reasons = typed.get(version_id, {})
    if not reasons:
        return _reasons_page(reviewing.review_of(actor, version_id), typed, {"reason": "reason_required"}, 422)
    try:
        with unit_of_work():
            workflow.request_changes(actor, version_id, reasons)
    except (Conflict, Forbidden) as refused:
        errors, status = refusal(refused, "reason")
        return _reasons_page(reviewing.review_of(actor, version_id), typed, errors, status)
    flash("changes_asked")
    return redirect(url_for(".show", version_id=version_id), 303)


@reviews.get("/standar/<int:version_id>/terbitkan")
def confirm_publish(version_id: int) -> Response:
    """Ask before it is published."""
    find_version(current_actor(), version_id, "standards.publish")
    return _publish_page(reviewing.review_of(current_actor(), version_id), ReviewDayForm())


@reviews.post("/standar/<int:version_id>/terbitkan")
def publish(version_id: int) -> BaseResponse:
    """Publish what was approved, and plan the next review."""
    actor = current_actor()
    version = find_version(actor, version_id, "standards.publish").version
    form = ReviewDayForm(request.form)
    if errors := form.check():
        return _publish_page(reviewing.review_of(actor, version_id), form, errors)

    def act() -> None:
        standards.publish(actor, version)
        upkeep.plan_review(actor, version_id, form.day())

    return _acted(
        version_id, act, "published", lambda errors: _publish_page(reviewing.review_of(actor, version_id), form, errors)
    )


@reviews.get("/standar/<int:version_id>/cabut")
def confirm_withdraw(version_id: int) -> Response:
    """Ask from when and why it is withdrawn."""
    find_version(current_actor(), version_id, "standards.withdraw")
    return _withdrawal_page(reviewing.review_of(current_actor(), version_id), WithdrawalForm())


@reviews.post("/standar/<int:version_id>/cabut")
def withdraw(version_id: int) -> BaseResponse:
    """Withdraw it."""
    actor = current_actor()
    version = find_version(actor, version_id, "standards.withdraw").version
    form = WithdrawalForm(request.form)

    def again(errors: dict[str, str]) -> Response:
        return _withdrawal_page(reviewing.review_of(actor, version_id), form, errors)

    if errors := form.check():
        return again(errors)
    day = form.effective_on.day
    assert day is not None
    return _acted(
        version_id, lambda: standards.withdraw(actor, version, day, form.reason.data or ""), "withdrawn", again
    )


@reviews.get("/standar/<int:version_id>/periksa")
def confirm_verify(version_id: int) -> Response:
    """Ask whether it is still right."""
    find_version(current_actor(), version_id, "standards.verify")
    return _verification_page(reviewing.review_of(current_actor(), version_id), ReviewDayForm())


@reviews.post("/standar/<int:version_id>/periksa")
def verify(version_id: int) -> BaseResponse:
    """Put on record that it is still right today."""
    actor, form = current_actor(), ReviewDayForm(request.form)
    find_version(actor, version_id, "standards.verify")

    def again(errors: dict[str, str]) -> Response:
        return _verification_page(reviewing.review_of(actor, version_id), form, errors)

    if errors := form.check():
        return again(errors)
    return _acted(version_id, lambda: upkeep.verify(actor, version_id, form.day()), "verified", again)


@reviews.post("/standar/<int:version_id>/perbaiki")
def correct(version_id: int) -> BaseResponse:
    """Begin the version that corrects this one."""
    actor = current_actor()
    try:
        with unit_of_work():
            draft_id = workflow.correct(actor, version_id).id
    except Conflict as refused:
        return _review_page(version_id, {DECISION: refused.code}, 409)
    flash("correction_begun")
    return redirect(url_for("standards.tasks", version_id=draft_id), 303)


@reviews.get("/standar/<int:version_id>/konsultasi")
def consultation_form(version_id: int) -> Response:
    """Ask how the public was consulted."""
    reached = find_version(current_actor(), version_id, "standards.consult")
    back = url_for(".show", version_id=version_id)
    return consultation_page(reached.owner.name, back, ConsultationForm())


@reviews.post("/standar/<int:version_id>/konsultasi")
def record_consultation(version_id: int) -> BaseResponse:
    """Put a public consultation on record."""
    actor, form = current_actor(), ConsultationForm(request.form)
    name = find_version(actor, version_id, "standards.consult").owner.name
    back = url_for(".show", version_id=version_id)
    errors = form.check()
    if not errors:
        try:
            with unit_of_work():
                upkeep.record_consultation(actor, [version_id], form.told())
        except InvalidInput as refused:
            errors = refused.fields
    if errors:
        return consultation_page(name, back, form, errors)
    flash("consultation_recorded")
    return redirect(back + "#konsultasi", 303)


def consultation_page(name: str, back: str, form: ConsultationForm, errors: dict[str, str] | None = None) -> Response:
    """The form of a public consultation about one standard or one decree."""
    counts = [{"name": kind, "label": PARTICIPANTS[kind], "value": typed} for kind, typed in form.typed.items()]
    if errors and (code := errors.pop("participants", None)):
        errors[counts[0]["name"]] = code
    return page(
        "office/consultation.html",
        422 if errors else 200,
        errors,
        name=name,
        back=back,
        action=request.path,
        form_values={field.name: field.data for field in form},
        counts=counts,
    )


def refusal(refused: Conflict | Forbidden | InvalidInput, place: str = DECISION) -> tuple[dict[str, str], int]:
    """Why an act was not done, for the place where it is decided, and the status.

    Raises what is refused for want of a role: only that a maker is no checker is told on the page.
    """
    if isinstance(refused, InvalidInput):
        return {place: "flaws_found"}, 422
    if isinstance(refused, Conflict):
        return {place: refused.code}, 409
    if refused.code != "maker_is_checker":
        raise refused
    return {place: refused.code}, 403


def _acted(
    version_id: int,
    act: Callable[[], Any],
    note: str,
    again: Callable[[dict[str, str]], Response] | None = None,
) -> BaseResponse:
    """Do it and show the version, or show why it was not done."""
    try:
        with unit_of_work():
            act()
    except (Conflict, Forbidden) as refused:
        return _review_page(version_id, *refusal(refused))
    except InvalidInput as refused:
        if again is not None and "flaws" not in refused.details:
            return again(refused.fields)
        return _review_page(version_id, *refusal(refused))
    flash(note)
    return redirect(url_for(".show", version_id=version_id), 303)


def _review_page(version_id: int, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    review = reviewing.review_of(actor, version_id)
    owner, version = review.reached.owner, review.reached.version
    may = {
        action: version.state == "published" and is_within_reach(actor, f"standards.{action}", owner)
        for action in ("withdraw", "verify", "create_draft")
    }
    may["withdraw"] = may["withdraw"] and version.withdrawal is None
    may["verify"] = may["verify"] and review.is_in_force
    return page(
        "office/review.html",
        status,
        errors,
        **view.review_values(review),
        may=may,
        may_consult=is_within_reach(actor, "standards.consult", owner),
        decree=version.decree if version.decree and version.decree.state != "published" else None,
        bundle=None,
    )


def _reasons_page(
    review: Review, typed: Mapping[int, Reasons], errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    return page(
        "office/request_changes.html",
        status,
        errors,
        name=review.reached.owner.name,
        back=url_for(".show", version_id=review.reached.version.id),
        action=request.path,
        groups=view.reason_fields([review], typed),
        left=[],
        lead=_("Tulis alasan pada komponen yang harus diperbaiki. Biarkan yang lain kosong."),
    )


def _publish_page(review: Review, form: ReviewDayForm, errors: dict[str, str] | None = None) -> Response:
    version = review.reached.version
    day = date_long(version.effective_from)
    lead = (
        _("Isi ini langsung berlaku dan tidak dapat diubah lagi. Tanggal berlakunya %(date)s.", date=day)
        if version.effective_from <= review.today
        else _("Isi ini mulai berlaku %(date)s dan tidak dapat diubah lagi.", date=day)
    )
    return _confirm_page(
        review,
        title=_("Terbitkan standar ini?"),
        lead=lead,
        button_text=_("Terbitkan"),
        fields=[_review_day_field(review, form)],
        errors=errors,
    )


def _withdrawal_page(review: Review, form: WithdrawalForm, errors: dict[str, str] | None = None) -> Response:
    effective = form.effective_on.data or review.today.isoformat()
    return _confirm_page(
        review,
        title=_("Tarik standar ini?"),
        lead=_("Sejak tanggal itu layanan ini tidak punya standar yang berlaku. Versi lama tidak hidup lagi."),
        button_text=_("Tarik standar"),
        kind="warning",
        fields=[
            {"kind": "date", "name": "effective_on", "label": _("Ditarik mulai tanggal"), "value": effective},
            {"kind": "text", "name": "reason", "label": _("Alasan"), "value": form.reason.data},
        ],
        errors=errors,
    )


def _verification_page(review: Review, form: ReviewDayForm, errors: dict[str, str] | None = None) -> Response:
    return _confirm_page(
        review,
        title=_("Standar ini masih benar?"),
        lead=_(
            "Bandingkan dulu dengan yang terjadi di loket. Halaman publik akan memuat tanggal pemeriksaan hari ini."
        ),
        button_text=_("Ya, masih benar"),
        fields=[_review_day_field(review, form)],
        errors=errors,
    )


def _review_day_field(review: Review, form: ReviewDayForm) -> dict[str, Any]:
    return {
        "kind": "date",
        "name": "review_on",
        "label": _("Ditinjau ulang paling lambat"),
        "value": form.review_on.data or next_review(today_of(review.reached.owner)).isoformat(),
    }


def _confirm_page(review: Review, errors: dict[str, str] | None = None, **values: Any) -> Response:
    return page(
        "office/confirm.html",
        422 if errors else 200,
        errors,
        name=review.reached.owner.name,
        back=url_for(".show", version_id=review.reached.version.id),
        action=request.path,
        **{"kind": None, **values},
    )
