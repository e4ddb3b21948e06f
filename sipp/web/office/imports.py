"""Many standards at once: a file is looked through first, and becomes drafts at the word of whoever sent it."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.exchange.importing import open_file, prepare, resume, wanted_of
from sipp.exchange.problems import Problem
from sipp.models.agencies import Unit
from sipp.models.imports import ImportItem, ImportRun
from sipp.operations import imports as operations
from sipp.operations.bulk import WantedStandard
from sipp.operations.export_parts import count_parts
from sipp.operations.import_stops import find_standstills
from sipp.operations.import_work import work_for
from sipp.operations.imports import Place, RunView, Upload
from sipp.rules.errors import Conflict, InvalidInput, TooLarge, UnsupportedFile
from sipp.web.forms.imports import ImportForm, sent_file
from sipp.web.office import import_view as view
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.paging import page_number, page_urls
from sipp.words.imports import EFFECT_KINDS, IMPORT_STATES, STOP_REASONS, STOPPED_STATES, effect_words

imports = office_pages("imports", __name__, "/kelola/impor")

#: A file with more problems of its own is told the first ones.
MOST_FILE_PROBLEMS = 100


@imports.get("")
def overview() -> Response:
    """Sending a file, and what can be downloaded."""
    errors = {"download": "cell_too_long"} if request.args.get("unduh") == "terlalu-panjang" else None
    return _upload_page(operations.place(current_actor(), _agency_slug()), ImportForm(), errors)


@imports.post("")
def upload() -> BaseResponse:
    """Read a file, keep it when it can be read, and have it looked through."""
    actor, form = current_actor(), ImportForm(request.form)
    place = operations.place(actor, _agency_slug())
    table = request.form.get("table", "")
    field = "table" if table.strip() else "file"
    try:
        name, content = sent_file(request.files.get("file"), table)
        opened = open_file(name, content)
    except InvalidInput as refused:
        return _upload_page(place, form, {**refused.fields, **form.check(place)}, 422)
    except UnsupportedFile as refused:
        return _upload_page(place, form, {field: refused.code}, 415)
    except TooLarge as refused:
        return _upload_page(place, form, {field: refused.code}, 413)
    if opened.problems:
        return _upload_page(place, form, {field: "file_has_problems"}, 422, opened.problems)
    errors = form.check(place)
    wanted = prepare(actor, place.agency.slug, opened)
    if not wanted.services:
        errors[field] = "no_services"
    if errors:
        return _upload_page(place, form, errors, 422)
    sent = Upload(
        file_name=name,
        content=content,
        slugs=wanted.services,
        titles=[one.title for one in opened.annex.services] if opened.annex else None,
        unit_id=form.unit_id(),
        effective_from=form.effective_from.day,
    )
    with unit_of_work():
        run_id = operations.begin(actor, place, sent).id
    return redirect(url_for(".show", run_id=run_id), 303)


@imports.get("/<uuid:run_id>")
def show(run_id: UUID) -> Response:
    """How far it is, what was found, or which drafts were made."""
    return _run_page(run_id)


@imports.post("/<uuid:run_id>/pilihan")
def change(run_id: UUID) -> BaseResponse:
    """Say otherwise what the file does not, and look again."""
    actor, form = current_actor(), ImportForm(request.form)
    run = operations.find_run(actor, run_id)
    if errors := form.check(operations.place(actor, run.agency.slug)):
        return _run_page(run_id, form, errors, 422)
    with suppress(Conflict), unit_of_work():
        operations.change(actor, run_id, form.unit_id(), form.effective_from.day)
    return redirect(url_for(".show", run_id=run_id), 303)


@imports.post("/<uuid:run_id>/buat")
def start(run_id: UUID) -> BaseResponse:
    """Make the drafts."""
    with suppress(Conflict), unit_of_work():
        operations.start(current_actor(), run_id)
    return redirect(url_for(".show", run_id=run_id), 303)


@imports.post("/<uuid:run_id>/lagi")
def retry(run_id: UUID) -> BaseResponse:
    """Go on with what stopped."""
    with suppress(Conflict), unit_of_work():
        operations.retry(current_actor(), run_id)
    return redirect(url_for(".show", run_id=run_id), 303)


@imports.post("/<uuid:run_id>/hapus")
def discard(run_id: UUID) -> BaseResponse:
    """Forget the file, or the list of what was made of it."""
    agency_slug = operations.find_run(current_actor(), run_id).agency.slug
    try:
        with unit_of_work():
            operations.discard(current_actor(), run_id)
    except Conflict:
        return redirect(url_for(".show", run_id=run_id), 303)
    flash("import_discarded")
    return redirect(url_for(".overview", instansi=agency_slug), 303)


@imports.get("/<uuid:run_id>/layanan/<int:position>")
def service(run_id: UUID, position: int) -> BaseResponse:
    """One service of the file: what is wrong, and of an annex what was read of what."""
    if operations.find_item(current_actor(), run_id, position)[1].is_waiting:
        return redirect(url_for(".show", run_id=run_id), 303)
    return _service_page(run_id, position)


@imports.post("/<uuid:run_id>/layanan/<int:position>")
def mean(run_id: UUID, position: int) -> BaseResponse:
    """Say which service a table of an annex is about, and look again."""
    actor, chosen = current_actor(), request.form.get("meaning", "")
    run = operations.find_item(actor, run_id, position)[0]
    if chosen not in {option["value"] for option in view.meaning_options(operations.choices(run))}:
        return _service_page(run_id, position, {"meaning": "unknown_choice"}, 422)
    kind, _colon, slug = chosen.partition(":")
    try:
        with suppress(Conflict), unit_of_work():
            if kind == "layanan":
                operations.mean_service(actor, run_id, position, slug)
            else:
                operations.mean_new(actor, run_id, position, slug or None)
    except InvalidInput as refused:
        return _service_page(run_id, position, {"meaning": refused.fields["service"]}, 422)
    return redirect(url_for(".show", run_id=run_id), 303)


def _agency_slug() -> str | None:
    return request.args.get("instansi") or None


def _upload_page(
    place: Place,
    form: ImportForm,
    errors: dict[str, str] | None = None,
    status: int = 200,
    problems: Sequence[Problem] = (),
) -> Response:
    agencies = place.agencies
    return page(
        "office/imports.html",
        status,
        errors,
        agency=place.agency,
        agency_options=[{"value": one.slug, "label": one.name} for one in agencies] if len(agencies) > 1 else [],
        unit_options=_unit_options(place.units),
        form_values={
            "table": request.form.get("table", ""),
            "unit": form.unit.data or (place.units[0].id if len(place.units) == 1 else ""),
            "effective_from": form.effective_from.data,
        },
        problems=view.file_problem_rows(problems[:MOST_FILE_PROBLEMS]),
        downloads=view.downloads(place.agency, count_parts(current_actor(), place.agency.slug)),
        runs=_run_items(operations.runs_of(current_actor(), place.agency)),
    )


def _run_items(runs: Sequence[ImportRun]) -> list[dict[str, Any]]:
    stopped = {run_id for run_id, standstill in find_standstills(runs).items() if standstill.retries_at is None}
    return [
        {
            "name": run.file_name,
            "url": url_for(".show", run_id=run.id),
            "state": str((STOPPED_STATES if run.id in stopped else IMPORT_STATES)[run.state]),
            "kind": "error" if run.id in stopped else "success" if run.state == "done" else "info",
            "expires_at": run.expires_at,
        }
        for run in runs
    ]


def _run_page(
    run_id: UUID, form: ImportForm | None = None, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    found = operations.open_run(current_actor(), run_id, page_number())
    run = found.run
    common: dict[str, Any] = {
        "run": run,
        "file_name": run.file_name,
        "figures": view.figures(found),
        "pages": page_urls(found.page, found.pages, ()),
    }
    if run.state == "done":
        return page("office/import_done.html", rows=view.draft_rows(found.items), **common)
    if run.state != "checked":
        return _working_page(found, common)
    return _checked_page(found, form, errors, status, common)


def _working_page(found: RunView, common: dict[str, Any]) -> Response:
    """How far it is, and where it does not get on why not; with what can be done once the worker gave up."""
    run = found.run
    standstill = find_standstills([run]).get(run.id)
    reason = STOP_REASONS[standstill.reason] if standstill else None
    done = found.total - found.waiting
    values = {"done": done, "total": found.total, "reason": reason, **common}
    if standstill is not None and standstill.retries_at is None:
        return page("office/import_stopped.html", title=STOPPED_STATES[run.state], **values)
    retries_at = standstill.retries_at if standstill else None
    return page("office/import_running.html", state=IMPORT_STATES[run.state], retries_at=retries_at, **values)


def _checked_page(
    found: RunView, form: ImportForm | None, errors: dict[str, str] | None, status: int, common: dict[str, Any]
) -> Response:
    run = found.run
    typed = {
        "unit": form.unit.data if form else run.unit_id or "",
        "effective_from": form.effective_from.data if form else run.effective_from,
    }
    return page(
        "office/import_checked.html",
        status,
        errors,
        changing=found.changing,
        refused_count=found.counts.get(None, 0),
        refused=view.refused_rows(found),
        place_columns=view.place_columns(run),
        rows=view.item_rows(found.items),
        unit_options=_unit_options(operations.place(current_actor(), run.agency.slug).units),
        form_values=typed,
        **common,
    )


def _service_page(run_id: UUID, position: int, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    run, item = operations.find_item(current_actor(), run_id, position)
    wanted = _wanted(run, item)
    known = operations.choices(run) if run.is_annex and run.state == "checked" else None
    return page(
        "office/import_service.html",
        status,
        errors,
        run=run,
        item=item,
        name=view.name_of(item),
        effect={"text": effect_words(item.effect), "kind": EFFECT_KINDS[item.effect]},
        problems=view.problem_rows(run, item),
        place_columns=view.place_columns(run),
        parts=view.line_parts(wanted, run.file_name) if wanted else [],
        meaning_options=view.meaning_options(known) if known else [],
        meaning=request.form.get("meaning") or (view.meaning_of(item, known, wanted) if known else None),
    )


def _wanted(run: ImportRun, item: ImportItem) -> WantedStandard | None:
    """What an annex says of a service, read again; None once its file is forgotten."""
    content = operations.content_of_run(run) if run.is_annex else None
    if content is None:
        return None
    return wanted_of(resume(work_for(run, content, current_actor())), item.slug)


def _unit_options(units: Sequence[Unit]) -> list[dict[str, Any]]:
    nobody = [{"value": "", "label": _("Pilih satuan kerja")}]
    return nobody + [{"value": unit.id, "label": "\u2003" * (unit.path.count("/") - 1) + unit.name} for unit in units]
