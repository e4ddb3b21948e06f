"""What reporters need beside the handling of their reports: pressure, personal data, mail that did not reach them."""

from uuid import UUID

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import forget_replaced_bytes, unit_of_work
from sipp.operations import reporters as operations
from sipp.operations.erasure import Store
from sipp.rules.errors import Conflict, Forbidden, InvalidInput
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.session import settings
from sipp.words.reports import DATA_DECISIONS, DATA_REQUEST_KINDS, DATA_REQUEST_STATES

reporters_desk = office_pages("reporters_desk", __name__, "/kelola/pelapor")


@reporters_desk.get("")
def overview() -> Response:
    """What waits, as far as it is the officer's."""
    actor = current_actor()
    if not operations.may_look(actor):
        raise Forbidden
    return page("office/reporters.html", needs=operations.needs_of(actor), kinds=DATA_REQUEST_KINDS)


@reporters_desk.post("/tekanan/<uuid:note_id>")
def read_pressure(note_id: UUID) -> BaseResponse:
    """Take note of what a reporter told of pressure."""
    with unit_of_work():
        operations.read_pressure(current_actor(), note_id)
    return redirect(url_for(".overview"), 303)


@reporters_desk.get("/data/<uuid:request_id>")
def data_request(request_id: UUID) -> Response:
    """One request about personal data, with the form that decides it."""
    return _data_page(request_id, {}, {})


@reporters_desk.post("/data/<uuid:request_id>")
def decide(request_id: UUID) -> BaseResponse:
    """Say what was done, or why not."""
    typed = {name: request.form.get(name, "") for name in ("decision", "answer")}
    try:
        with unit_of_work():
            store = Store.of(settings())
            is_erased = operations.decide_data_request(current_actor(), request_id, store=store, **typed)
        if is_erased:
            forget_replaced_bytes()
    except InvalidInput as refused:
        return _data_page(request_id, refused.fields, typed, 422)
    except Conflict as refused:
        return _data_page(request_id, {"decision": refused.code}, typed, 409)
    return redirect(url_for(".overview"), 303)


def _data_page(request_id: UUID, errors: dict[str, str], typed: dict[str, str], status: int = 200) -> Response:
    asked = operations.find_data_request(current_actor(), request_id)
    return page(
        "office/data_request.html",
        status,
        errors,
        asked=asked,
        kind=DATA_REQUEST_KINDS[asked.kind],
        state=DATA_REQUEST_STATES[asked.state],
        options=[
            {"value": code, "label": DATA_DECISIONS.get((asked.kind, code), DATA_REQUEST_STATES[code])}
            for code in operations.DECISIONS
        ],
        decision=typed.get("decision"),
        answer=typed.get("answer", ""),
    )
