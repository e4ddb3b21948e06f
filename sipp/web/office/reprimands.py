"""Reprimands (teguran): drafts to sign, letters to serve, the unit's answer, and what became of it."""

from collections.abc import Set
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp import clock
from sipp.db import unit_of_work
from sipp.i18n import date_long, date_with_day, datetime_words, in_language
from sipp.models.reports import Reprimand
from sipp.operations import reprimand_letters as letters
from sipp.operations import reprimands as operations
from sipp.printing.pdf import typeset
from sipp.rules.errors import Conflict, InvalidInput, NotFound
from sipp.rules.escalation import REPRIMAND_MOVES
from sipp.rules.permissions import Actor, is_permitted_somewhere
from sipp.web.office import reprimand_paper
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.protection import never_stored
from sipp.web.session import settings
from sipp.words.reprimands import REPRIMAND_STATE_KINDS, REPRIMAND_STATES, fact_rows

reprimands_desk = office_pages("reprimands_desk", __name__, "/kelola/teguran")


@reprimands_desk.get("")
def overview() -> Response:
    """The reprimands within reach, open ones first; who comes from a case need not type its number."""
    return _overview(case_number=request.args.get("nomor", "")[:40])


@reprimands_desk.post("/minta")
def ask() -> BaseResponse:
    """Ask the superior of a unit that is late, on record, for a reprimand."""
    case_number, reason = request.form.get("case_number", "")[:40], request.form.get("reason", "")
    try:
        with unit_of_work():
            operations.request(current_actor(), case_number, reason)
    except InvalidInput as refused:
        return _overview(refused.fields, case_number, reason, 422)
    except NotFound:
        return _overview({"case_number": "unknown_case"}, case_number, reason, 422)
    except Conflict as refused:
        return _overview({"case_number": refused.code}, case_number, reason, 409)
    flash("reprimand_requested")
    return redirect(url_for(".overview"), 303)


@reprimands_desk.get("/<int:reprimand_id>")
def show(reprimand_id: int) -> Response:
    """One reprimand and what may be done with it now."""
    return _show(reprimand_id)


@reprimands_desk.get("/<int:reprimand_id>/surat.pdf")
def letter(reprimand_id: int) -> BaseResponse:
    """The letter: as it was signed, or the draft as it would be signed now."""
    actor = current_actor()
    if operations.find_reprimand(actor, reprimand_id).state == "draft":
        with in_language("id"):
            content = _pdf(reprimand_paper.draft(letters.letter_facts(actor, reprimand_id)), clock.now())
        return _give(content, f"konsep-teguran-{reprimand_id}")
    return _give(letters.signed_letter(actor, reprimand_id), f"teguran-{reprimand_id}")


@reprimands_desk.post("/<int:reprimand_id>/tanda-tangan")
def sign(reprimand_id: int) -> BaseResponse:
    """Sign the draft, and send it."""
    actor, title = current_actor(), request.form.get("signer_title", "")
    try:
        papers = _papers(actor, reprimand_id, title)
        with unit_of_work():
            operations.sign(actor, reprimand_id, papers)
    except (InvalidInput, Conflict) as refused:
        return _refused(reprimand_id, refused, title=title)
    flash("reprimand_signed")
    return redirect(url_for(".show", reprimand_id=reprimand_id), 303)


@reprimands_desk.post("/<int:reprimand_id>/serahkan")
def serve(reprimand_id: int) -> BaseResponse:
    """Put on record that the letter was handed over."""
    try:
        with unit_of_work():
            operations.serve_by_hand(current_actor(), reprimand_id)
    except Conflict as refused:
        return _refused(reprimand_id, refused)
    flash("reprimand_served")
    return redirect(url_for(".show", reprimand_id=reprimand_id), 303)


@reprimands_desk.post("/<int:reprimand_id>/jawab")
def answer(reprimand_id: int) -> BaseResponse:
    """What the unit says to it."""
    text = request.form.get("text", "")
    try:
        with unit_of_work():
            operations.answer(current_actor(), reprimand_id, text)
    except (InvalidInput, Conflict) as refused:
        return _refused(reprimand_id, refused, text=text)
    flash("reprimand_answered")
    return redirect(url_for(".show", reprimand_id=reprimand_id), 303)


@reprimands_desk.post("/<int:reprimand_id>/tutup")
def close(reprimand_id: int) -> BaseResponse:
    """The superior ends it: put right, or taken back."""
    note, outcome = request.form.get("note", ""), request.form.get("outcome", "")
    act = {"cured": operations.cure, "withdrawn": operations.withdraw}.get(outcome)
    if act is None:
        operations.find_reprimand(current_actor(), reprimand_id, "reprimands.sign")
        return _show(reprimand_id, {"outcome": "unknown_choice"}, note=note, status=422)
    try:
        with unit_of_work():
            act(current_actor(), reprimand_id, note)
    except (InvalidInput, Conflict) as refused:
        return _refused(reprimand_id, refused, note=note, outcome=outcome)
    flash("reprimand_closed")
    return redirect(url_for(".show", reprimand_id=reprimand_id), 303)


def _papers(actor: Actor, reprimand_id: int, typed_title: str) -> operations.Papers:
    """Letter and copy for the public, made before the writing transaction: that takes some tens of milliseconds."""
    facts = letters.letter_facts(actor, reprimand_id, "reprimands.sign")
    if facts.reprimand.state != "draft":
        raise Conflict("reprimand_moved_on")
    title = letters.required_title(typed_title)
    signature = reprimand_paper.Signature(name=facts.writer, title=title, at=clock.now())
    with in_language("id"):
        return operations.Papers(
            signed_at=signature.at,
            signer_title=title,
            letter=_pdf(reprimand_paper.signed(facts, signature), signature.at),
            public_copy=_pdf(reprimand_paper.public_copy(facts, signature), signature.at),
        )


def _pdf(content: reprimand_paper.Content, at: datetime) -> bytes:
    return typeset(settings().project_dir / "templates" / "print" / "letter.typ", content, at)


def _give(content: bytes, name: str) -> BaseResponse:
    never_stored()
    return send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=f"{name}.pdf")


def _refused(reprimand_id: int, refused: InvalidInput | Conflict, **typed: str) -> Response:
    """The page again with what was typed: what is wrong with it, or that the reprimand moved on meanwhile."""
    if isinstance(refused, InvalidInput):
        return _show(reprimand_id, refused.fields, status=422, **typed)
    return _show(reprimand_id, {"decision": refused.code}, status=409, **typed)


def _overview(
    errors: dict[str, str] | None = None, case_number: str = "", reason: str = "", status: int = 200
) -> Response:
    actor = current_actor()
    return page(
        "office/reprimands.html",
        status,
        errors,
        reprimands=[_item(one) for one in operations.reprimands_within(actor)],
        may_request=is_permitted_somewhere(actor, "reprimands.request"),
        case_number=case_number,
        reason=reason,
        most_characters=operations.MOST_CHARACTERS,
    )


def _item(reprimand: Reprimand) -> dict[str, object]:
    place = reprimand.unit.name if reprimand.unit else reprimand.agency.name
    due = (
        _("Perbaikan paling lambat %(date)s", date=date_long(reprimand.cure_due_on)) if reprimand.cure_due_on else None
    )
    drafted = _("Disusun %(moment)s", moment=datetime_words(reprimand.drafted_at, reprimand.agency.time_zone))
    lines = [reprimand.agency.name if reprimand.unit else None, drafted, None if reprimand.closed_at else due]
    return {
        "title": _("Teguran nomor %(id)s: %(place)s", id=reprimand.id, place=place),
        "url": url_for(".show", reprimand_id=reprimand.id),
        "lines": [line for line in lines if line],
        "state": REPRIMAND_STATES[reprimand.state],
        "state_kind": REPRIMAND_STATE_KINDS[reprimand.state],
    }


def _show(
    reprimand_id: int,
    errors: dict[str, str] | None = None,
    *,
    text: str = "",
    note: str = "",
    outcome: str = "",
    title: str | None = None,
    status: int = 200,
) -> Response:
    actor = current_actor()
    reprimand = operations.find_reprimand(actor, reprimand_id)
    may_decide = operations.may(actor, "reprimands.sign", reprimand)
    open_moves = {move for move, (sources, _target) in REPRIMAND_MOVES.items() if reprimand.state in sources}
    return page(
        "office/reprimand.html",
        status,
        errors,
        reprimand=reprimand,
        state=REPRIMAND_STATES[reprimand.state],
        state_kind=REPRIMAND_STATE_KINDS[reprimand.state],
        facts=[*_particulars(reprimand), *fact_rows(reprimand.facts)],
        may_sign=may_decide and "sign" in open_moves,
        may_serve=may_decide and "serve" in open_moves,
        may_answer=operations.may(actor, "reprimands.answer", reprimand) and "answer" in open_moves,
        outcomes=_outcomes(may_decide, open_moves),
        outcome=outcome,
        text=text,
        note=note,
        signer_title=letters.last_title(actor) if title is None else title,
        has_letter=reprimand.state == "draft" or reprimand.signed_at is not None,
        most_characters=operations.MOST_CHARACTERS,
    )


def _outcomes(may_decide: bool, open_moves: Set[str]) -> list[dict[str, str]]:
    words = {"cure": ("cured", _("Sudah diperbaiki")), "withdraw": ("withdrawn", _("Teguran dicabut"))}
    return [
        {"value": value, "label": label} for move, (value, label) in words.items() if may_decide and move in open_moves
    ]


def _particulars(reprimand: Reprimand) -> list[dict[str, str]]:
    zone = reprimand.agency.time_zone
    rows = [
        {"term": _("Nomor kasus"), "value": reprimand.report.case_number},
        {"term": _("Unit yang ditegur"), "value": reprimand.unit.name if reprimand.unit else reprimand.agency.name},
        {"term": _("Yang dilanggar"), "value": reprimand.article},
        {"term": _("Akibatnya"), "value": reprimand.consequence},
    ]
    if reprimand.state == "draft" and reprimand.facts.get("certainty") != "high":
        rows[2]["note"] = _("Periksa dasar hukum ini sebelum menandatangani.")
    if reprimand.signed_at and reprimand.signer:
        signed = datetime_words(reprimand.signed_at, zone)
        rows.append({"term": _("Ditandatangani"), "value": signed, "note": reprimand.signer.name})
    if reprimand.served_at:
        how = _("diserahkan langsung") if reprimand.served_by_hand else _("lewat surel")
        rows.append({"term": _("Disampaikan"), "value": datetime_words(reprimand.served_at, zone), "note": how})
    if reprimand.cure_due_on and reprimand.served_at:
        served_on = reprimand.served_at.astimezone(ZoneInfo(zone)).date()
        why_url = url_for("deadlines.calculator", mulai=served_on.isoformat(), batas="cure")
        rows.append(
            {"term": _("Perbaikan paling lambat"), "value": date_with_day(reprimand.cure_due_on), "url": why_url}
        )
    return rows
