"""Prepared answers: the texts an agency's people begin an answer with."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.models.handling import CannedAnswer
from sipp.operations import canned_answers as operations
from sipp.operations.canned_answers import LONGEST_TITLE
from sipp.operations.handling import LONGEST_ANSWER
from sipp.rules.errors import Conflict, InvalidInput
from sipp.web.arguments import parse_number
from sipp.web.office.entrance import current_actor, office_pages, page

canned_answers = office_pages("canned_answers", __name__, "/kelola/jawaban-baku")


@canned_answers.get("")
def overview() -> Response:
    """The answers of the officer's agencies."""
    names = {agency.id: agency.name for agency in operations.agencies_of(current_actor())}
    found = operations.answers_of(current_actor())
    return page("office/canned_answers.html", answers=[_item(one, names) for one in found])


@canned_answers.get("/baru")
def add_form() -> Response:
    """Write a new one."""
    return _form(None)


@canned_answers.post("/baru")
def add() -> BaseResponse:
    """Keep it."""
    form = request.form
    try:
        with unit_of_work():
            agency = form.get("agency") or None
            operations.add(current_actor(), agency, form.get("title", ""), form.get("words", ""))
    except InvalidInput as refused:
        return _form(None, refused.fields, 422)
    flash("answer_kept")
    return redirect(url_for(".overview"), 303)


@canned_answers.get("/<int:answer_id>")
def edit(answer_id: int) -> Response:
    """Change one."""
    return _form(operations.find(current_actor(), answer_id))


@canned_answers.post("/<int:answer_id>")
def change(answer_id: int) -> BaseResponse:
    """Keep it as it is written now."""
    form = request.form
    try:
        with unit_of_work():
            operations.change(
                current_actor(),
                answer_id,
                form.get("title", ""),
                form.get("words", ""),
                parse_number(form.get("seen")) or -1,
            )
    except InvalidInput as refused:
        return _form(operations.find(current_actor(), answer_id), refused.fields, 422)
    except Conflict as refused:
        return _form(operations.find(current_actor(), answer_id), {"words": refused.code}, 409)
    flash("answer_kept")
    return redirect(url_for(".overview"), 303)


@canned_answers.get("/<int:answer_id>/hapus")
def confirm_remove(answer_id: int) -> Response:
    """Ask before it is thrown away."""
    return page("office/canned_answer_remove.html", answer=operations.find(current_actor(), answer_id))


@canned_answers.post("/<int:answer_id>/hapus")
def remove(answer_id: int) -> BaseResponse:
    """Throw it away."""
    with unit_of_work():
        operations.remove(current_actor(), answer_id)
    flash("answer_removed")
    return redirect(url_for(".overview"), 303)


def _item(answer: CannedAnswer, agency_names: dict[int, str]) -> dict[str, object]:
    lines = [answer.text[:160]]
    if len(agency_names) > 1:
        lines.append(agency_names[answer.agency_id])
    return {"title": answer.title, "lines": lines, "url": url_for(".edit", answer_id=answer.id)}


def _form(answer: CannedAnswer | None, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    agencies = operations.agencies_of(current_actor())
    typed = request.form
    return page(
        "office/canned_answer.html",
        status,
        errors,
        answer=answer,
        title=_("Ubah jawaban baku") if answer else _("Jawaban baku baru"),
        url=url_for(".change", answer_id=answer.id) if answer else url_for(".add"),
        agency_options=[{"value": one.slug, "label": one.name} for one in agencies] if len(agencies) > 1 else [],
        chosen_agency=typed.get("agency", agencies[0].slug),
        typed_title=typed.get("title", answer.title if answer else ""),
        typed_words=typed.get("words", answer.text if answer else ""),
        stored=answer.text if answer and status == 409 else None,
        longest_title=LONGEST_TITLE,
        longest=LONGEST_ANSWER,
    )
