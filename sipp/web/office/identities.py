"""Sealed identities: custodians ask with a reason, and each takes the own seal off. The name is shown once."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import datetime_words
from sipp.operations import sign_in
from sipp.operations import unsealing as operations
from sipp.operations.unsealing import MOST_CHARACTERS, Request
from sipp.rules.errors import Conflict, InvalidInput, TooManyRequests
from sipp.web.office.attempts import begin_attempt, key_of, later
from sipp.web.office.entrance import current_actor, current_officer, office_pages, page
from sipp.web.protection import never_stored

identities = office_pages("identities", __name__, "/kelola/identitas")


@identities.get("")
def overview() -> Response:
    """Requests, open ones first, and the form for another."""
    return _overview()


@identities.post("")
def ask() -> BaseResponse:
    """Ask for an identity."""
    number, reason = request.form.get("case_number", "")[:40], request.form.get("reason", "")
    try:
        with unit_of_work():
            unsealing_id = operations.ask(current_actor(), number, reason)
    except InvalidInput as refused:
        return _overview(refused.fields, number, reason, 422)
    except Conflict as refused:
        return _overview({"case_number": refused.code}, number, reason, 409)
    return redirect(url_for(".show", unsealing_id=unsealing_id), 303)


@identities.get("/<int:unsealing_id>")
def show(unsealing_id: int) -> Response:
    """One request, and whose turn it is."""
    return _show(unsealing_id)


@identities.post("/<int:unsealing_id>/buka")
def open_seal(unsealing_id: int) -> Response | BaseResponse:
    """Take the own seal off; the second one shows the name, on this answer alone."""
    actor = current_actor()
    operations.find_request(actor, unsealing_id)
    try:
        begin_attempt("custodian_passphrase", current_officer().id)
        private = operations.own_private_key(actor, unsealing_id, request.form.get("passphrase", ""))
        with unit_of_work():
            name = operations.open_own_seal(actor, unsealing_id, private)
            sign_in.forgive(key_of("custodian_passphrase", current_officer().id))
    except InvalidInput as refused:
        return _show(unsealing_id, refused.fields, 422)
    except TooManyRequests as refused:
        return later(_show(unsealing_id, {"passphrase": "too_many_attempts"}, 429), refused)
    except Conflict as refused:
        return _show(unsealing_id, {"request": refused.code}, 409)
    if name is None:
        flash("seal_opened")
        return redirect(url_for(".show", unsealing_id=unsealing_id), 303)
    return _show(unsealing_id, name=name)


@identities.post("/<int:unsealing_id>/batal")
def withdraw(unsealing_id: int) -> BaseResponse:
    """End a request without opening anything."""
    try:
        with unit_of_work():
            operations.withdraw(current_actor(), unsealing_id)
    except Conflict as refused:
        return _show(unsealing_id, {"request": refused.code}, 409)
    flash("unsealing_withdrawn")
    return redirect(url_for(".overview"), 303)


def _overview(errors: dict[str, str] | None = None, number: str = "", reason: str = "", status: int = 200) -> Response:
    return page(
        "office/identities.html",
        status,
        errors,
        requests=[_item(one) for one in operations.requests(current_actor())],
        case_number=number,
        reason=reason,
        most_characters=MOST_CHARACTERS,
    )


def _item(one: Request) -> dict[str, object]:
    asked = one.unsealing
    words = _("Diminta %(name)s, %(moment)s", name=asked.asked_by.name, moment=datetime_words(asked.asked_at))
    return {
        "title": _("Laporan %(number)s", number=asked.report.case_number),
        "url": url_for(".show", unsealing_id=asked.id),
        "lines": [words],
        "state": _state(one),
    }


def _state(one: Request) -> str:
    if one.unsealing.opened_by_id is not None:
        return _("Sudah dibuka")
    if one.unsealing.closed_at is not None:
        return _("Tidak dibuka")
    return _("Menunggu %(name)s", name=one.turn_of.name if one.turn_of else _("pemegang kunci"))


def _show(
    unsealing_id: int, errors: dict[str, str] | None = None, status: int = 200, name: str | None = None
) -> Response:
    found = operations.find_request(current_actor(), unsealing_id)
    never_stored()
    return page(
        "office/identity.html",
        status,
        errors,
        request_=found.unsealing,
        asked=datetime_words(found.unsealing.asked_at),
        state=_state(found),
        is_mine=found.turn_of is not None and found.turn_of.id == current_officer().id,
        is_open=found.unsealing.closed_at is None,
        name=name,
    )
