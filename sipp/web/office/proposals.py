"""One case for one colleague without an account: the page behind a link, and the answer that is proposed there.

The address is the key: no cache keeps the page, and no browser tells its address to another site. Opening it does
nothing but note the visit, for mail scanners open links too.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import datetime_words, file_size
from sipp.operations import colleagues as operations
from sipp.operations.colleagues import SharedCase
from sipp.operations.handling import LONGEST_ANSWER
from sipp.rules.errors import Conflict, InvalidInput, NotFound, TooLarge, UnsupportedFile
from sipp.storage import attachments
from sipp.storage.attachments import StoredFile
from sipp.vault.accounts import read_case_link_token
from sipp.web import case_view as view
from sipp.web.office.entrance import page
from sipp.web.protection import limiter, never_stored
from sipp.web.session import settings
from sipp.web.stored_files import send_attachment

proposals = Blueprint("proposals", __name__, url_prefix="/usulan/<token>")


@proposals.before_request
def keep_private() -> None:
    """Let no cache keep these pages."""
    never_stored()


@proposals.get("")
@limiter.limit("60 per minute")
def show(token: str) -> Response:
    """The case, as far as the link shows it, and the form to propose an answer."""
    try:
        with unit_of_work():
            operations.note_visit(_id_of(token))
        return _page(operations.open_link(_id_of(token)), token)
    except NotFound:
        return _gone()


@proposals.post("")
@limiter.limit("10 per minute")
def propose(token: str) -> BaseResponse:
    """Keep the proposal for who handles the case."""
    stored = None
    try:
        found = operations.open_link(_id_of(token))
        stored = _received(found)
        with unit_of_work():
            form = request.form
            operations.propose(_id_of(token), form.get("name", ""), form.get("words", ""), stored)
    except NotFound:
        _forget(stored)
        return _gone()
    except InvalidInput as refused:
        return _refused(token, stored, refused.fields, 422)
    except (TooLarge, UnsupportedFile) as refused:
        status = 413 if isinstance(refused, TooLarge) else 415
        return _refused(token, stored, {"attachment": refused.code}, status)
    except Conflict as refused:
        return _refused(token, stored, {"usulan": refused.code}, 409)
    flash("proposal_sent")
    return redirect(url_for(".show", token=token), 303)


@proposals.get("/bukti/<int:number>")
@limiter.limit("60 per minute")
def evidence(token: str, number: int) -> BaseResponse:
    """A file of the case, where the link shows them."""
    try:
        found = operations.shared_evidence(_id_of(token), number)
    except NotFound:
        return _gone()
    return send_attachment(found)


def _id_of(token: str) -> UUID | None:
    return read_case_link_token(token, settings().secret_keys)


def _gone() -> Response:
    return page("office/proposal_gone.html", 404)


def _received(found: SharedCase) -> StoredFile | None:
    uploaded = request.files.get("attachment")
    if uploaded is None or not uploaded.filename or not found.takes_more:
        return None
    return attachments.receive(uploaded.stream, settings().attachments_dir)


def _forget(stored: StoredFile | None) -> None:
    if stored is not None:
        attachments.delete(settings().attachments_dir, stored.name)


def _refused(token: str, stored: StoredFile | None, errors: dict[str, str], status: int) -> Response:
    _forget(stored)
    return _page(operations.open_link(_id_of(token)), token, errors, status)


def _page(found: SharedCase, token: str, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    link, case = found.link, found.case
    zone = case.report.agency.time_zone
    return page(
        "office/proposal.html",
        status,
        errors,
        token=token,
        link=link,
        report=case.report,
        until=datetime_words(link.expires_at, zone),
        title=view.title_of(case.report),
        due=view.due_view(case.due),
        comparisons=view.comparisons(case),
        story=[{"key": label, "value": text} for label, text in view.story(case)],
        conversation=view.conversation(case, with_notes=False),
        reporter_facts=view.reporter_facts(case) if link.shows_reporter else [],
        files=_files(found, token),
        sent=[
            {
                "title": _("Usulan %(name)s", name=one.name),
                "when": datetime_words(one.proposed_at, zone),
                "text": one.text,
                "kind": "agency",
            }
            for one in found.proposals
        ],
        takes_more=found.takes_more,
        typed_name=request.form.get("name", link.name),
        typed_words=request.form.get("words", ""),
        longest=LONGEST_ANSWER,
    )


def _files(found: SharedCase, token: str) -> list[dict[str, Any]]:
    if not found.link.shows_evidence:
        return []
    return [
        {
            "label": _("Berkas %(number)s", number=number),
            "url": url_for(".evidence", token=token, number=number),
            "note": file_size(one.size_bytes),
        }
        for number, one in enumerate(found.case.report.attachments, start=1)
    ]
