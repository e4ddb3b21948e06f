"""A draft of a standard: its list of tasks, each component on a page of its own, and how the public will see it."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import date_long
from sipp.models.services import Service
from sipp.operations import writing as operations
from sipp.operations.bulk import import_notes
from sipp.operations.corrections import to_do_of
from sipp.operations.preview import preview_reference, preview_service
from sipp.operations.standard_checks import check_content, surroundings_of
from sipp.operations.writing import Draft, Part
from sipp.rules.differences import Difference, differences
from sipp.rules.errors import Conflict, NotFound
from sipp.rules.standards import COMPONENT_FIELDS, Component, Standard, Variant, component_rows
from sipp.rules.typed_input import TypedInputError, parse_date
from sipp.web.difference_view import difference_groups
from sipp.web.forms.row_fields import form_of, one_line
from sipp.web.forms.standard_rows import (
    ReadRow,
    Surrounding,
    TypedComponent,
    acted,
    is_read,
    read_component,
    read_variants,
    rows_of,
    shown_rows,
    typed_component,
)
from sipp.web.office import writing_view
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.office.parts import component_named, component_of, next_url, part_url
from sipp.web.office.review_view import place_of
from sipp.web.owner_urls import office_url
from sipp.web.service_view import reference_values, service_values
from sipp.words.codes import COMPONENT_NAMES

standards = office_pages("standards", __name__, "/kelola/standar")

LONGEST_BASIS = 500


@standards.get("/<int:version_id>")
def tasks(version_id: int) -> Response:
    """The list of tasks."""
    draft = operations.open_draft(current_actor(), version_id)
    saved = component_named(request.args.get("dari"))
    return page(
        "office/standard.html",
        draft=draft,
        version=draft.version,
        owner=draft.owner,
        owner_url=office_url(draft.owner),
        place=place_of(draft.owner),
        agency=draft.owner.agency if isinstance(draft.owner, Service) else None,
        state=writing_view.state_tag(draft.version),
        tasks=writing_view.tasks(draft),
        missing=writing_view.missing_items(draft),
        flaws=writing_view.flaw_items(flaw for flaw in draft.checked.flaws if flaw.component is None),
        saved=writing_view.saved_words(draft, saved) if saved else None,
        corrections=[
            {
                "label": COMPONENT_NAMES[one.component],
                "url": url_for("corrections_desk.show", correction_id=one.id),
                "note": one.proposal,
            }
            for one in to_do_of(version_id)
        ],
    )


@standards.get("/<int:version_id>/<slug>")
def component(version_id: int, slug: str) -> BaseResponse:
    """One component, to be written."""
    part = component_of(slug)
    draft = operations.open_draft(current_actor(), version_id, operations.EDIT)
    if not draft.is_writable:
        return redirect(url_for(".tasks", version_id=version_id), 303)
    rows = shown_rows(draft.standard, part)
    return _component_page(draft, part, rows, TypedComponent((), seen=draft.digest(part)))


@standards.post("/<int:version_id>/<slug>")
def save_component(version_id: int, slug: str) -> BaseResponse:
    """Save a component and go on to the next one; or move or remove a row and stay."""
    part, actor = component_of(slug), current_actor()
    draft = operations.open_draft(actor, version_id, operations.EDIT)
    act = request.form.get("act", "next")
    typed = acted(typed_component(request.form, part), act)
    rows = read_component(typed, draft.standard, part, _surrounding(draft))
    if act == "check":
        return _component_page(draft, part, rows, typed)
    if not is_read(rows):
        return _component_page(draft, part, rows, replace(typed, lines=""), 422)
    try:
        with unit_of_work():
            operations.save_rows(actor, version_id, part, rows_of(rows), typed.seen)
    except Conflict as refused:
        mine = _with_rows(draft.standard, part, rows)
        return _conflict_page(operations.open_draft(actor, version_id, operations.EDIT), part, mine, refused.code)
    if act == "next":
        return redirect(next_url(version_id, part), 303)
    return redirect(part_url(version_id, part), 303)


@standards.get("/<int:version_id>/jenis")
def variants(version_id: int) -> BaseResponse:
    """The kinds of the service that the standard tells apart."""
    draft = operations.open_draft(current_actor(), version_id, operations.EDIT)
    if not draft.is_writable:
        return redirect(url_for(".tasks", version_id=version_id), 303)
    return _variants_page(draft, draft.standard.variants, draft.digest("variants"))


@standards.post("/<int:version_id>/jenis")
def save_variants(version_id: int) -> BaseResponse:
    """Save the kinds of the service."""
    actor = current_actor()
    draft = operations.open_draft(actor, version_id, operations.EDIT)
    act = request.form.get("act", "next")
    typed = acted(typed_component(request.form, "legal_basis"), act)
    found = read_variants([(row.key, row.line) for row in typed.rows], typed.lines, draft.standard.variants)
    if act == "check":
        return _variants_page(draft, found, typed.seen)
    try:
        with unit_of_work():
            operations.save_variants(actor, version_id, found, typed.seen)
    except Conflict as refused:
        mine = replace(draft.standard, variants=found)
        fresh = operations.open_draft(actor, version_id, operations.EDIT)
        return _conflict_page(fresh, "variants", mine, refused.code)
    return redirect(url_for(".tasks" if act == "next" else ".variants", version_id=version_id), 303)


@standards.get("/<int:version_id>/tanggal-berlaku")
def effective(version_id: int) -> BaseResponse:
    """From when the standard holds."""
    draft = operations.open_draft(current_actor(), version_id, operations.EDIT)
    if not draft.is_writable:
        return redirect(url_for(".tasks", version_id=version_id), 303)
    values = {"day": date_long(draft.standard.effective_from), "basis": draft.standard.effective_basis}
    return _effective_page(draft, values, draft.digest("effective"))


@standards.post("/<int:version_id>/tanggal-berlaku")
def save_effective(version_id: int) -> BaseResponse:
    """Save from when the standard holds."""
    actor = current_actor()
    draft = operations.open_draft(actor, version_id, operations.EDIT)
    values = {name: request.form.get(name, "") for name in ("day", "basis")}
    basis, seen = one_line(values["basis"]) or None, request.form.get("seen", "")
    day, errors = _day(values["day"])
    if basis and len(basis) > LONGEST_BASIS:
        errors["basis"] = "too_long"
    if day is None or errors:
        return _effective_page(draft, values, seen, errors)
    try:
        with unit_of_work():
            operations.save_effective(actor, version_id, day, basis, seen)
    except Conflict as refused:
        mine = replace(draft.standard, effective_from=day, effective_basis=basis)
        fresh = operations.open_draft(actor, version_id, operations.EDIT)
        return _conflict_page(fresh, "effective", mine, refused.code)
    return redirect(url_for(".tasks", version_id=version_id), 303)


@standards.get("/<int:version_id>/buang")
def confirm_discard(version_id: int) -> BaseResponse:
    """Ask before a draft is thrown away."""
    draft = operations.open_draft(current_actor(), version_id, operations.EDIT)
    if draft.version.state != "draft":
        return redirect(url_for(".tasks", version_id=version_id), 303)
    return page("office/discard_draft.html", version=draft.version, owner=draft.owner)


@standards.post("/<int:version_id>/buang")
def discard(version_id: int) -> BaseResponse:
    """Throw a draft away."""
    actor = current_actor()
    back = office_url(operations.open_draft(actor, version_id, operations.EDIT).owner)
    with unit_of_work():
        operations.discard(actor, version_id)
    flash("draft_discarded")
    return redirect(back, 303)


@standards.get("/<int:version_id>/perbedaan/<against>")
def compare(version_id: int, against: str) -> Response:
    """What the draft says otherwise than the version in force ("berlaku"), or than the national model ("acuan")."""
    if against not in ("berlaku", "acuan"):
        raise NotFound("comparison")
    draft = operations.open_draft(current_actor(), version_id)
    found = operations.differences_to(draft, "version" if against == "berlaku" else "reference")
    if found is None:
        raise NotFound("comparison")
    return page(
        "office/draft_differences.html",
        version=draft.version,
        owner=draft.owner,
        against=against,
        groups=difference_groups(found),
    )


@standards.get("/<int:version_id>/pratinjau")
def preview(version_id: int) -> Response:
    """The public page as it will be once this version is in force."""
    draft = operations.open_draft(current_actor(), version_id)
    tabs_stay_here: dict[str, Any] = {"endpoint": "standards.preview", "version_id": version_id}
    if isinstance(draft.owner, Service):
        template, values = (
            "public/service.html",
            service_values(preview_service(draft), draft.standard, **tabs_stay_here),
        )
    else:
        template, values = "public/reference.html", reference_values(preview_reference(draft), **tabs_stay_here)
    back_url = url_for(".tasks", version_id=version_id)
    return make_response(render_template(template, **values, back_url=back_url, alternate_url=None))


def _component_page(
    draft: Draft, part: Component, rows: tuple[ReadRow, ...], typed: TypedComponent, status: int = 200
) -> Response:
    """The page of a component, with advice for what stands on it now, saved or not."""
    errors = writing_view.error_items(rows, part) if status == 422 else []
    is_checked = bool(typed.lines) and status == 200
    entries = tuple(row for row in rows if not (is_checked and row.is_added))
    standard = _with_rows(draft.standard, part, rows)
    checked = check_content(standard, surroundings_of(draft.owner))
    flaws = [flaw for flaw in checked.flaws if flaw.component == part]
    notes = [note for note in import_notes(draft.version) if note.component == part]
    around, saved = _surrounding(draft), component_named(request.args.get("dari"))
    return page(
        "office/component.html",
        status,
        errors,
        draft=draft,
        version=draft.version,
        owner=draft.owner,
        title=writing_view.short_name(part),
        form=form_of(part),
        action=part_url(draft.version.id, part),
        rows=writing_view.row_items(entries, part, flaws, notes, around),
        added=writing_view.added_items([row for row in rows if row.is_added], part, flaws) if is_checked else [],
        lines=typed.lines,
        seen=typed.seen,
        flaws=writing_view.flaw_items(f for f in flaws if f.row_key is None and f.code != "component_missing"),
        unread=writing_view.unread_notes(notes, part),
        unconfirmed=writing_view.unconfirmed_words(component_rows(standard, part)),
        confirmation=writing_view.confirmation_words(draft.owner),
        issuers=around.issuers if part == "requirements" and entries else {},
        saved=writing_view.saved_words(draft, saved) if saved and status == 200 else None,
        has_focus=status == 200 and not entries,
    )


def _variants_page(draft: Draft, found: tuple[Variant, ...], seen: str) -> Response:
    last = len(found) - 1
    return page(
        "office/variants.html",
        version=draft.version,
        owner=draft.owner,
        rows=[
            {"number": number, "key": one.code, "line": one.label, "is_first": number == 0, "is_last": number == last}
            for number, one in enumerate(found)
        ],
        seen=seen,
    )


def _effective_page(draft: Draft, values: dict[str, Any], seen: str, errors: dict[str, str] | None = None) -> Response:
    return page(
        "office/effective.html",
        422 if errors else 200,
        errors,
        version=draft.version,
        owner=draft.owner,
        form_values=values,
        seen=seen,
    )


def _conflict_page(draft: Draft, part: Part, mine: Standard, code: str) -> Response:
    """Both texts, and everything that was typed once more, so that it can still be saved."""
    others = ("csrf_token", "seen", "act")
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in others]
    theirs = draft.standard
    return page(
        "office/conflict.html",
        409,
        version=draft.version,
        owner=draft.owner,
        title=_part_name(part),
        url=part_url(draft.version.id, part),
        is_writable=code == "changed_meanwhile",
        sent=[*sent, ("seen", draft.digest(part)), ("act", request.form.get("act", "next"))],
        mine=_words(mine, part),
        theirs=_words(theirs, part),
        groups=difference_groups(_differences_in(part, theirs, mine)),
    )


def _differences_in(part: Part, theirs: Standard, mine: Standard) -> list[Difference]:
    wanted = None if part == "variants" else part
    return [one for one in differences(theirs, mine) if one.component == wanted]


def _words(standard: Standard, part: Part) -> list[Any]:
    if part == "effective":
        return [{"text": date_long(standard.effective_from), "note": standard.effective_basis}]
    if part == "variants":
        return [{"text": variant.label, "note": None} for variant in standard.variants]
    return [writing_view.said(row) for row in component_rows(standard, part)]


def _part_name(part: Part) -> str:
    if part == "variants":
        return _("Jenis permohonan")
    return _("Tanggal berlaku") if part == "effective" else writing_view.short_name(part)


def _with_rows(standard: Standard, part: Component, rows: tuple[ReadRow, ...]) -> Standard:
    """The standard as it would be with what could be read of the page."""
    field = COMPONENT_FIELDS[part]
    others = [row for row in getattr(standard, field) if row not in component_rows(standard, part)]
    changed: dict[str, Any] = {field: (*others, *rows_of(rows))}
    return replace(standard, **changed)


def _surrounding(draft: Draft) -> Surrounding:
    return Surrounding(draft.standard.variants, dict(operations.issuers()))


def _day(typed: str) -> tuple[date | None, dict[str, str]]:
    try:
        return parse_date(typed), {}
    except TypedInputError as error:
        return None, {"day": error.code}
