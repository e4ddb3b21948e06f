"""The report form: what happened, who sees it, details, check; then the receipt."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import current_language
from sipp.operations import assessing, directory, drafts, reports
from sipp.operations.opened import OpenedReport, is_still_open
from sipp.rules.errors import InvalidInput, Malformed, NotFound
from sipp.rules.permissions import PUBLIC
from sipp.vault.sealing import DraftId, new_draft_id
from sipp.web.arguments import typed
from sipp.web.forms.messages import ByName, error_list, messages_by_name
from sipp.web.forms.reports import (
    ALL_FIELDS,
    FREE_TEXT_OF_FIRST_PAGE,
    IDENTIFYING_FIELDS,
    PAGE_FIELDS,
    REPEATABLE,
    STEPS,
    ReportForm,
)
from sipp.web.protection import limiter, never_stored
from sipp.web.public import report_view, tokens
from sipp.web.public.tokens import VersionToken
from sipp.web.session import phone_channel, remember_opened_report

reports_pages = Blueprint("reports", __name__)

Values = dict[str, Any]
#: Names of the form's pages in addresses.
STEP_SLUGS = {"what": "apa", "who": "siapa", "details": "rincian", "check": "periksa"}
STEP_OF_SLUG = {slug: step for step, slug in STEP_SLUGS.items()}
#: A field no person sees; what fills it is a machine.
HONEYPOT = "situs_web"
SUBMISSIONS_PER_MINUTE = "600 per minute"


@reports_pages.get("/lapor")
def choose() -> str:
    """Find the service first, or the agency."""
    name = typed("instansi", 100)
    rows = directory.list_agencies(name)[0] if name.strip() else []
    return render_template("public/report_choose.html", name=name, rows=rows)


@reports_pages.get("/instansi/<agency>/lapor")
def form_without_service(agency: str) -> BaseResponse:
    """The form for a report about an agency, without a service."""
    return _show(agency, None)


@reports_pages.post("/instansi/<agency>/lapor")
@limiter.limit(SUBMISSIONS_PER_MINUTE)
def send_without_service(agency: str) -> BaseResponse:
    """A page of that form, or all of it."""
    return _take(agency, None)


@reports_pages.get("/instansi/<agency>/layanan/<service>/lapor")
def form(agency: str, service: str) -> BaseResponse:
    """The form for the version in force, or the one asked for."""
    return _show(agency, service)


@reports_pages.post("/instansi/<agency>/layanan/<service>/lapor")
@limiter.limit(SUBMISSIONS_PER_MINUTE)
def send(agency: str, service: str) -> BaseResponse:
    """A page of the form, or all of it: 303 onwards, or 422 with every word kept."""
    return _take(agency, service)


@reports_pages.get("/lapor/terkirim")
def receipt() -> BaseResponse:
    """The receipt, with the code derived again from the nonce this browser keeps for half an hour."""
    never_stored()
    nonce = tokens.receipt_nonce()
    ring = tokens.code_ring()
    filed = reports.find_filed(nonce, ring) if nonce else None
    if filed is None or not is_still_open(reports.open_filed(filed, ring)):
        return redirect(url_for("following.track"), 303)
    return make_response(render_template("public/report_receipt.html", **report_view.receipt_context(filed)))


def _show(agency: str, service: str | None) -> BaseResponse:
    """A page of the form: a fresh first page with a new token, or a later page from the draft."""
    never_stored()
    step = STEP_OF_SLUG.get(request.args.get("langkah", ""))
    draft = drafts.load_draft(tokens.draft_id()) if step else None
    if step and draft is not None:
        context = assessing.form_context(agency, service)
        token = _draft_token(draft, context)
        if token is not None:
            context = assessing.form_context_of_token(agency, service, token.version_id)
            return make_response(_page(step, context, token, draft["values"]))
    if step:
        return redirect(request.script_root + request.path, 303)
    number = request.args.get("versi", type=int)
    if request.args.get("versi") and number is None:
        raise NotFound("version")
    context = assessing.form_context(agency, service, number)
    values: Values = {"variant": request.args.get("varian", "")}
    return make_response(_page("what", context, VersionToken.new(context), values))


def _take(agency: str, service: str | None) -> BaseResponse:
    never_stored()
    context = assessing.form_context(agency, service)
    token = VersionToken.read(request.form.get("version_token"), context)
    context = assessing.form_context_of_token(agency, service, token.version_id)
    draft_id = tokens.draft_id()
    draft = drafts.load_draft(draft_id)
    kept: Values = draft["values"] if draft and _draft_token(draft, context) == token else {}
    step = STEP_OF_SLUG.get(request.args.get("langkah", ""))
    if step in PAGE_FIELDS:
        return _take_page(step, context, token, kept, draft_id if kept else None)
    return _file(context, token, {**kept, **_posted(request.form.keys() & set(ALL_FIELDS))}, draft_id)


def _take_page(
    step: str, context: assessing.FormContext, token: VersionToken, kept: Values, draft_id: DraftId | None
) -> BaseResponse:
    """Keep one page's answers in the draft and go on, or show it again with what is wrong."""
    names = set(PAGE_FIELDS[step]) | (request.form.keys() & set(ALL_FIELDS))
    values = _without_identity({**kept, **_posted(names)}, kept)
    errors = ReportForm.of(values).check(context, PAGE_FIELDS[step])
    if errors:
        return make_response(_page(step, context, token, values, errors), 422)
    draft_id = draft_id or new_draft_id()
    with unit_of_work():
        drafts.save_draft(draft_id, {"token": token.signed(), "values": values})
    response = redirect(_next_url(step), 303)
    tokens.remember_draft(response, draft_id)
    return response


def _file(
    context: assessing.FormContext, token: VersionToken, values: Values, draft_id: DraftId | None
) -> BaseResponse:
    """File the report, or show the whole form again with what is wrong."""
    if request.form.get(HONEYPOT):
        return redirect(url_for("directory.home"), 303)
    ring = tokens.code_ring()
    repeated = reports.find_filed(token.nonce, ring)
    if repeated is not None:
        return _to_receipt(reports.open_filed(repeated, ring), token)
    form = ReportForm.of(values)
    errors = form.check(context)
    if errors:
        return make_response(_page("all", context, token, values, errors), 422)
    if token.is_old and request.form.get("confirm") != "yes":
        return make_response(_page("confirm", context, token, values), 422)
    try:
        with unit_of_work():
            filed = reports.submit(
                PUBLIC,
                assessing.form_context_of_token(*_slugs(context), token.version_id),
                form.told(phone_channel()),
                nonce=token.nonce,
                opened_at=token.opened_at,
                ring=ring,
                language=current_language(),
            )
            drafts.delete_draft(draft_id)
            opened = reports.open_filed(filed, ring)
    except InvalidInput as refused:
        return make_response(_page("all", context, token, values, refused.fields), 422)
    return _to_receipt(opened, token)


def _to_receipt(opened: OpenedReport, token: VersionToken) -> BaseResponse:
    remember_opened_report(opened)
    response = redirect(url_for(".receipt"), 303)
    tokens.remember_receipt(response, token.nonce)
    tokens.forget_draft(response)
    return response


def _page(
    step: str,
    context: assessing.FormContext,
    token: VersionToken,
    values: Values,
    errors: dict[str, str] | None = None,
) -> str:
    """One page of the form; everything typed on other pages travels along when there may be no draft."""
    form = ReportForm.of(values)
    form.validate()
    unasked = report_view.unasked(context)
    shown = set(PAGE_FIELDS.get(step, ALL_FIELDS if step == "all" else ())) - unasked
    carried = {name: values[name] for name in ALL_FIELDS if values.get(name) and name not in shown}
    here = request.script_root + request.path
    return render_template(
        "public/report_form.html",
        step=step,
        context=context,
        values=ByName(values),
        form=form,
        errors=error_list(errors or {}, dict.fromkeys(unasked, report_view.FIRST_QUESTION)),
        messages=messages_by_name(errors or {}),
        carried=carried,
        version_token=token.signed(),
        action=here if step in ("all", "check", "confirm") else f"{here}?langkah={STEP_SLUGS[step]}",
        back_url=_back_url(step, context, here),
        step_url=lambda name: f"{here}?langkah={STEP_SLUGS[name]}",
        honeypot=HONEYPOT,
        **report_view.form_view(step, context, form, token.opened_at, values),
    )


def _posted(names: Any) -> Values:
    posted: Values = {}
    for name in names:
        found = request.form.getlist(name)
        posted[name] = found if name in REPEATABLE else (found[0] if found else "")
    return posted


def _without_identity(values: Values, before: Values) -> Values:
    """Choosing anonymity deletes who it was and what was told freely before; groups and variant stay."""
    chose_now = values.get("visibility") == "anonymous" and before.get("visibility") != "anonymous"
    if not chose_now:
        return values
    forgotten = {*IDENTIFYING_FIELDS, *FREE_TEXT_OF_FIRST_PAGE}
    return {name: value for name, value in values.items() if name not in forgotten}


def _draft_token(draft: dict[str, Any], context: assessing.FormContext) -> VersionToken | None:
    """The token a draft was begun with; None when it is a draft of another form."""
    try:
        return VersionToken.read(draft["token"], context)
    except Malformed:
        return None


def _slugs(context: assessing.FormContext) -> tuple[str, str | None]:
    return context.agency.slug, context.service.slug if context.service else None


def _next_url(step: str) -> str:
    following = STEPS[STEPS.index(step) + 1]
    return f"{request.script_root}{request.path}?langkah={STEP_SLUGS[following]}"


def _back_url(step: str, context: assessing.FormContext, here: str) -> str:
    if step in ("who", "details", "check"):
        return f"{here}?langkah={STEP_SLUGS[STEPS[STEPS.index(step) - 1]]}"
    if context.service is None:
        return url_for("directory.agency", agency=context.agency.slug)
    return url_for("directory.service", agency=context.agency.slug, service=context.service.slug)
