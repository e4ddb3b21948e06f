""" "Ada yang keliru di halaman ini?": a citizen says what a component should say, and where that is known from."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.models.services import Service
from sipp.operations import assessing, corrections
from sipp.operations.assessing import FormContext
from sipp.rules.corrections import MOST_CHARACTERS
from sipp.rules.errors import Malformed, NotFound
from sipp.rules.permissions import PUBLIC
from sipp.rules.standards import COMPONENTS, Component, component_rows
from sipp.web import standard_view as view
from sipp.web.component_slugs import COMPONENT_OF, SLUGS
from sipp.web.forms.corrections import CorrectionForm
from sipp.web.forms.messages import error_list, messages_by_name
from sipp.web.protection import limiter, never_stored
from sipp.web.public.reports import HONEYPOT, SUBMISSIONS_PER_MINUTE
from sipp.web.public.tokens import VersionToken
from sipp.words.codes import COMPONENT_NAMES

corrections_pages = Blueprint("corrections", __name__, url_prefix="/instansi/<agency>/layanan/<service>/koreksi")


@corrections_pages.get("")
def choose(agency: str, service: str) -> str:
    """Which component is wrong."""
    context = assessing.form_context(agency, service)
    standard = context.standard
    parts = [
        {
            "label": COMPONENT_NAMES[component],
            "url": url_for(".form", agency=agency, service=service, part=SLUGS[component]),
            "note": None if standard and component_rows(standard, component) else _("Belum dipublikasikan"),
        }
        for component in COMPONENTS
    ]
    return render_template("public/correction_choose.html", service=_service(context), parts=parts)


@corrections_pages.get("/<part>")
def form(agency: str, service: str, part: str) -> BaseResponse:
    """What the page says of the component now, and what it should say."""
    never_stored()
    component = _component(part)
    context = assessing.form_context(agency, service)
    return make_response(_page(context, component, VersionToken.new(context), CorrectionForm()))


@corrections_pages.post("/<part>")
@limiter.limit(SUBMISSIONS_PER_MINUTE)
def send(agency: str, service: str, part: str) -> BaseResponse:
    """Store it once: 303 to the thanks, or 422 with every word kept."""
    never_stored()
    component = _component(part)
    context = assessing.form_context(agency, service)
    token = VersionToken.read(request.form.get("version_token"), context)
    context = assessing.form_context_of_token(agency, service, token.version_id)
    if request.form.get(HONEYPOT):
        return redirect(url_for("directory.home"), 303)
    typed = CorrectionForm(request.form)
    if errors := typed.check():
        return make_response(_page(context, component, token, typed, errors), 422)
    with unit_of_work():
        context = assessing.form_context_of_token(agency, service, token.version_id)
        proposal, source = typed.proposal.data or "", typed.source.data or ""
        corrections.propose(PUBLIC, _service(context), context.shown, component, proposal, source, token.nonce)
    return redirect(url_for(".thanks", agency=agency, service=service, tanda=token.signed()), 303)


@corrections_pages.get("/terkirim")
def thanks(agency: str, service: str) -> BaseResponse:
    """What happens next, once the correction the address names was really stored."""
    never_stored()
    context = assessing.form_context(agency, service)
    try:
        is_stored = corrections.is_stored(VersionToken.read(request.args.get("tanda"), context).nonce)
    except Malformed:
        is_stored = False
    if not is_stored:
        return redirect(url_for(".choose", agency=agency, service=service), 303)
    return make_response(render_template("public/correction_thanks.html", service=_service(context)))


def _page(
    context: FormContext,
    component: Component,
    token: VersionToken,
    form: CorrectionForm,
    errors: dict[str, str] | None = None,
) -> str:
    rows = component_rows(context.standard, component) if context.standard else ()
    return render_template(
        "public/correction_form.html",
        service=_service(context),
        title=COMPONENT_NAMES[component],
        shown=context.shown,
        rows=[view.row_words(row) for row in rows],
        form=form,
        most_characters=MOST_CHARACTERS,
        version_token=token.signed(),
        action=request.script_root + request.path,
        honeypot=HONEYPOT,
        errors=error_list(errors or {}),
        messages=messages_by_name(errors or {}),
    )


def _component(slug: str) -> Component:
    if slug not in COMPONENT_OF:
        raise NotFound("component")
    return COMPONENT_OF[slug]


def _service(context: FormContext) -> Service:
    assert context.service is not None
    return context.service
