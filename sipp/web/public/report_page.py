"""The opened report as a page, for every door that changes something on it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Response, make_response, render_template

from sipp.operations.following import follow_page
from sipp.rules.errors import NotFound
from sipp.web.forms.messages import ByName, error_list, message, messages_by_name
from sipp.web.protection import never_stored
from sipp.web.public import follow_view
from sipp.web.public.next_act_view import next_act
from sipp.web.session import opened_report


def required_report() -> UUID:
    """The report this browser has open; raises NotFound when there is none."""
    report_id = opened_report()
    if report_id is None:
        raise NotFound("report")
    return report_id


def show_report(
    report_id: UUID,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page of the opened report; with what was refused at its fields, and every word that was typed."""
    return _page(report_id, status, errors=errors or {}, typed=typed or {})


def show_refused(report_id: UUID, name: str, code: str, words: Sequence[str] = ()) -> Response:
    """The page as it stands now (409): what could not be done, and the words typed for it."""
    return _page(report_id, 409, refused=message(name, code), lost_words=[one for one in words if one.strip()])


def _page(
    report_id: UUID,
    status: int,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    refused: str | None = None,
    lost_words: Sequence[str] = (),
) -> Response:
    never_stored()
    page = follow_page(report_id)
    body = render_template(
        "public/report.html",
        page=page,
        report=page.report,
        act=next_act(page),
        errors=error_list(errors or {}),
        messages=messages_by_name(errors or {}),
        values=ByName(typed or {}),
        refused=refused,
        lost_words=lost_words,
        **follow_view.report_context(page),
    )
    return make_response(body, status)
