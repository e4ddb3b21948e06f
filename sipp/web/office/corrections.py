"""Corrections the public proposes: what waits, what the page says today beside each, and the decision."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import datetime_words
from sipp.models.corrections import Correction
from sipp.models.standards import StandardVersion
from sipp.operations import corrections as operations
from sipp.operations.corrections import CorrectionView
from sipp.rules.corrections import MOST_REASON_CHARACTERS, CorrectionState
from sipp.rules.errors import Conflict
from sipp.rules.standards import component_rows
from sipp.web import standard_view as view
from sipp.web.forms.corrections import DeclineForm
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.paging import page_number, page_urls
from sipp.words.codes import COMPONENT_NAMES
from sipp.words.corrections import CORRECTION_STATE_KINDS, CORRECTION_STATES

corrections_desk = office_pages("corrections_desk", __name__, "/kelola/koreksi")

#: Names of the states in addresses, in the order of the links.
STATE_SLUGS: dict[CorrectionState, str] = {
    "waiting": "menunggu",
    "accepted": "diterima",
    "taken_up": "dimuat",
    "declined": "ditolak",
}
STATE_OF = {slug: state for state, slug in STATE_SLUGS.items()}


@corrections_desk.get("")
def overview() -> Response:
    """The corrections of one state: those that wait unless another is asked for."""
    state = STATE_OF.get(request.args.get("status", ""), "waiting")
    found = operations.corrections_page(current_actor(), state, page_number())
    return page(
        "office/corrections.html",
        state=CORRECTION_STATES[state],
        is_waiting=state == "waiting",
        states=[
            {
                "label": f"{CORRECTION_STATES[one]} ({found.counts.get(one, 0)})",
                "url": url_for(".overview", status=slug),
            }
            for one, slug in STATE_SLUGS.items()
            if one != state
        ],
        corrections=[_item(one) for one in found.corrections],
        pages=page_urls(found.page, found.pages, ("status",)),
    )


@corrections_desk.get("/<uuid:correction_id>")
def show(correction_id: UUID) -> Response:
    """One correction beside what the page says today."""
    return _page(operations.find_correction(current_actor(), correction_id), DeclineForm())


@corrections_desk.post("/<uuid:correction_id>/terima")
def accept(correction_id: UUID) -> BaseResponse:
    """Take it into the draft of the service."""
    try:
        with unit_of_work():
            operations.accept(current_actor(), correction_id)
    except Conflict as refused:
        return _changed(correction_id, DeclineForm(), refused)
    flash("correction_accepted")
    return redirect(url_for(".show", correction_id=correction_id), 303)


@corrections_desk.post("/<uuid:correction_id>/tolak")
def decline(correction_id: UUID) -> BaseResponse:
    """Say no, and why."""
    form, actor = DeclineForm(request.form), current_actor()
    if errors := form.check():
        return _page(operations.find_correction(actor, correction_id, "corrections.decide"), form, errors, 422)
    try:
        with unit_of_work():
            operations.decline(actor, correction_id, form.reason.data or "")
    except Conflict as refused:
        return _changed(correction_id, form, refused)
    flash("correction_declined")
    return redirect(url_for(".show", correction_id=correction_id), 303)


def _changed(correction_id: UUID, form: DeclineForm, refused: Conflict) -> Response:
    """Somebody decided meanwhile: what was decided, and the reason typed here to copy."""
    found = operations.find_correction(current_actor(), correction_id)
    return _page(found, form, {"decision": refused.code}, 409)


def _page(
    found: CorrectionView, form: DeclineForm, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    correction, standard = found.correction, found.standard
    rows = component_rows(standard, correction.component) if standard else ()  # type: ignore[arg-type]
    return page(
        "office/correction.html",
        status,
        errors,
        correction=correction,
        service=correction.service,
        component=COMPONENT_NAMES[correction.component],
        state=CORRECTION_STATES[correction.state],
        state_kind=CORRECTION_STATE_KINDS[correction.state],
        source_url=_url(correction.source),
        rows=[view.row_words(row) for row in rows],
        in_force=found.in_force,
        was_changed=correction.version_id != (found.in_force.id if found.in_force else None),
        draft=_draft_words(correction.draft or found.open_draft),
        holds=_draft_words(correction.draft),
        draft_url=_draft_url(correction.draft),
        other_tasks=[_task(one) for one in found.to_do if one.id != correction.id],
        may_decide=found.may_decide and (correction.state == "waiting" or _is_without_draft(correction)),
        may_decline=correction.state == "waiting",
        typed_reason=form.reason.data,
        most_characters=MOST_REASON_CHARACTERS,
    )


def _item(correction: Correction) -> dict[str, object]:
    service = correction.service
    proposed = _("Diusulkan %(moment)s", moment=datetime_words(correction.received_at, service.agency.time_zone))
    lines = (f"{service.unit.name}, {service.agency.name}", proposed, _draft_words(correction.draft))
    return {
        "title": f"{service.name}: {COMPONENT_NAMES[correction.component]}",
        "url": url_for(".show", correction_id=correction.id),
        "lines": [line for line in lines if line],
        "needs_draft": _is_without_draft(correction),
    }


def _task(correction: Correction) -> dict[str, object]:
    return {"label": COMPONENT_NAMES[correction.component], "url": url_for(".show", correction_id=correction.id)}


def _is_without_draft(correction: Correction) -> bool:
    return correction.state == "accepted" and correction.draft_id is None


def _draft_words(version: StandardVersion | None) -> str | None:
    """How a draft, or the version it became, is called."""
    if version is None:
        return None
    if version.number is not None:
        return _("versi %(number)s", number=version.number)
    return _("draf nomor %(id)s", id=version.id)


def _draft_url(version: StandardVersion | None) -> str | None:
    """Where a draft is written; None once it was published."""
    if version is None or version.number is not None:
        return None
    return url_for("standards.tasks", version_id=version.id)


def _url(source: str | None) -> str | None:
    """The source as a link, where it is nothing but an address of the web."""
    if source is None or any(character.isspace() for character in source):
        return None
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    return source if parts.scheme in ("http", "https") and parts.hostname else None
