"""Answers that editors choose for what is typed often: which there are, writing one, ending one."""

from typing import Any

from flask import Response, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import date_long
from sipp.models.agencies import Agency
from sipp.models.curated_answers import CuratedAnswer
from sipp.models.services import ReferenceService, Service
from sipp.operations import curated_answers as operations
from sipp.operations.curated_answers import Target
from sipp.operations.finding import Query, search
from sipp.operations.result_pages import Result
from sipp.rules.curated_answers import MOST_PHRASE_CHARACTERS
from sipp.rules.errors import Conflict, InvalidInput
from sipp.web.arguments import typed
from sipp.web.forms.answers import AnswerForm, own_codes, stored_values
from sipp.web.forms.messages import ByName
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.words.answers import ANSWER_STATES, STATE_KINDS

answers = office_pages("answers", __name__, "/kelola/jawaban")

#: The button that looks for a target, and does not store.
LOOK = "cari"


@answers.get("")
def overview() -> Response:
    """All answers, those in use first."""
    return page("office/answers.html", answers=[_item(one) for one in operations.list_answers(current_actor())])


@answers.get("/baru")
def create_form() -> Response:
    """A new answer, to the words that led here."""
    operations.require(current_actor())
    return _form_page({"phrase": typed("kata", MOST_PHRASE_CHARACTERS)})


@answers.post("/baru")
def create() -> BaseResponse:
    """Look for a target, or add the answer."""
    operations.require(current_actor())
    form = AnswerForm(request.form)
    errors = form.check()
    if request.form.get("act") == LOOK:
        return _form_page(form.data)
    try:
        if not errors:
            with unit_of_work():
                operations.create(current_actor(), form.content())
    except InvalidInput as refused:
        errors = own_codes(refused.fields)
    if errors:
        return _form_page(form.data, errors)
    flash("answer_created")
    return redirect(url_for(".overview"), 303)


@answers.get("/<int:answer_id>")
def change_form(answer_id: int) -> BaseResponse:
    """One answer, to be changed."""
    answer = operations.find_answer(current_actor(), answer_id)
    if answer.retired_at is not None:
        return redirect(url_for(".overview"), 303)
    return _form_page(stored_values(answer), answer=answer, row_version=answer.row_version)


@answers.post("/<int:answer_id>")
def change(answer_id: int) -> BaseResponse:
    """Look for a target, or change the answer; what was typed is kept when somebody else was faster."""
    actor, form = current_actor(), AnswerForm(request.form)
    answer = operations.find_answer(actor, answer_id)
    errors, seen = form.check(), request.form.get("row_version", type=int) or 0
    if request.form.get("act") == LOOK:
        return _form_page(form.data, answer=answer, row_version=seen)
    try:
        if not errors:
            with unit_of_work():
                operations.change(actor, answer_id, form.content(), seen)
    except InvalidInput as refused:
        errors = own_codes(refused.fields)
    except Conflict as refused:
        stored = operations.find_answer(actor, answer_id)
        return _conflict_page(form, stored, refused.code)
    if errors:
        stored = operations.find_answer(actor, answer_id)
        return _form_page(form.data, errors, answer=stored, row_version=seen)
    flash("answer_changed")
    return redirect(url_for(".overview"), 303)


@answers.get("/<int:answer_id>/akhiri")
def confirm_end(answer_id: int) -> BaseResponse:
    """Ask before an answer is taken out."""
    answer = operations.find_answer(current_actor(), answer_id)
    if answer.retired_at is not None:
        return redirect(url_for(".overview"), 303)
    return page("office/end_answer.html", answer=answer)


@answers.post("/<int:answer_id>/akhiri")
def end(answer_id: int) -> BaseResponse:
    """Take an answer out."""
    with unit_of_work():
        operations.retire(current_actor(), answer_id, request.form.get("row_version", type=int) or 0)
    flash("answer_ended")
    return redirect(url_for(".overview"), 303)


def _form_page(
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    answer: CuratedAnswer | None = None,
    row_version: int = 0,
    stored: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> Response:
    targets = _targets(values.get("target") or "", values.get("wanted") or "")
    if errors and not targets and "target" in errors:
        errors = {"wanted" if name == "target" else name: code for name, code in errors.items()}
    return page(
        "office/answer_form.html",
        422 if errors else status,
        errors,
        answer=answer,
        row_version=row_version,
        form_values=ByName(values),
        targets=targets,
        stored=stored,
        look=LOOK,
    )


def _conflict_page(form: AnswerForm, stored: CuratedAnswer, code: str) -> Response:
    """What is stored now above what was typed; of an answer that was ended meanwhile a new one can be made."""
    facts = [
        {"term": _("Kata yang dijawab"), "value": "; ".join([stored.phrase, *(one.phrase for one in stored.aliases)])},
        {"term": _("Judul"), "value": stored.title},
        {"term": _("Isi jawaban"), "value": stored.text},
        {"term": _("Tujuan"), "value": _target_words(operations.thing_of(stored))},
        {"term": _("Tampil"), "value": _period_words(stored)},
    ]
    is_gone = code == "already_retired"
    return _form_page(form.data, None, None if is_gone else stored, stored.row_version, facts, 409)


def _item(answer: CuratedAnswer) -> dict[str, Any]:
    state = operations.state_of(answer)
    aliases = "; ".join(one.phrase for one in answer.aliases)
    told = [
        answer.title,
        _("Juga: %(aliases)s", aliases=aliases) if aliases else None,
        _("Ke %(target)s", target=_target_words(operations.thing_of(answer))),
        _period_words(answer),
    ]
    return {
        "title": answer.phrase,
        "lines": [line for line in told if line],
        "tag": str(ANSWER_STATES[state]),
        "kind": STATE_KINDS[state],
        "url": None if state == "retired" else url_for(".change_form", answer_id=answer.id),
        "end_url": None if state == "retired" else url_for(".confirm_end", answer_id=answer.id),
    }


def _period_words(answer: CuratedAnswer) -> str:
    return _("%(first)s sampai %(last)s", first=date_long(answer.valid_from), last=date_long(answer.valid_until))


def _target_words(target: Target | None) -> str:
    """Where an answer leads, by its name."""
    if isinstance(target, Service):
        return f"{target.name}, {target.agency.name}"
    if isinstance(target, ReferenceService):
        return _("%(name)s, acuan nasional", name=target.name)
    return target.name if isinstance(target, Agency) else target or ""


def _targets(chosen: str, words: str) -> list[dict[str, str]]:
    """What a target can be chosen from: the one chosen before, and what search finds for the words."""
    found: dict[str, dict[str, str]] = {}
    if (named := operations.target_named(chosen)) is not None:
        found[chosen] = {"value": chosen, "label": _target_words(named)}
    if words:
        for result in search(Query(text=words, is_counted=False), current_app.extensions["sipp_finder"]).results:
            option = _option(result)
            found.setdefault(option["value"], option)
    return list(found.values())


def _option(result: Result) -> dict[str, str]:
    """A result of search as a target; a unit stands for its agency."""
    service, reference, agency = result.service, result.reference, result.agency
    if service is not None:
        return {"value": f"service:{service.agency.slug}/{service.slug}", "label": _target_words(service)}
    if reference is not None:
        return {"value": f"reference:{reference.slug}", "label": _target_words(reference)}
    assert agency is not None
    return {"value": f"agency:{agency.slug}", "label": agency.name}
