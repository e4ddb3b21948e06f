"""Asking a colleague without an account for an answer: the links to one case, and what came by them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import datetime_words
from sipp.operations import colleagues as operations
from sipp.operations.case_reach import reach
from sipp.operations.colleagues import ASK, LONGEST_NAME, USUAL_DAYS, VALID_DAYS, Asked, SentLink
from sipp.operations.handling import possible_acts
from sipp.rules.errors import Conflict, InvalidInput
from sipp.vault.accounts import case_link_token
from sipp.web.forms.accounts import email_fault
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.fields import ManyField, TextField
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.protection import never_stored
from sipp.web.session import settings

colleagues_desk = office_pages("colleagues_desk", __name__, "/kelola/laporan/<case_number>/usulan")


class AskForm(CheckedForm):
    """Whom to ask, for how long, and what is shown besides the case; what is missing the operation says."""

    name = TextField(max_length=LONGEST_NAME)
    email = TextField(max_length=255)
    days = TextField(max_length=4)
    shown = ManyField()

    def faults(self) -> Iterable[tuple[str, str]]:
        """An address that cannot be written to."""
        if self.email.data and (fault := email_fault(self.email.data)):
            yield "email", fault

    def values(self) -> Asked:
        """What was typed."""
        days: str = self.days.data or ""
        shown = tuple(self.shown.data or ())
        return Asked(
            name=self.name.data or "",
            email=self.email.data or None,
            days=int(days) if days.isascii() and days.isdigit() else 0,
            shows_reporter="reporter" in shown,
            shows_evidence="evidence" in shown,
        )


@colleagues_desk.get("")
def overview(case_number: str) -> Response:
    """The links made for a case, and the form for another."""
    return _page(case_number, AskForm(data={"days": str(USUAL_DAYS)}))


@colleagues_desk.post("")
def ask(case_number: str) -> BaseResponse:
    """Make a link: mailed where an address is given, else shown here, this once."""
    form = AskForm(request.form)
    reach(current_actor(), case_number, ASK)
    if errors := form.check():
        return _page(case_number, form, errors, 422)
    try:
        with unit_of_work():
            link = operations.ask(current_actor(), case_number, form.values())
            token = case_link_token(link.id, settings().secret_keys)
            name, is_mailed = link.name, link.email is not None
    except InvalidInput as refused:
        return _page(case_number, form, refused.fields, 422)
    except Conflict as refused:
        return _page(case_number, form, {"berubah": refused.code}, 409)
    if is_mailed:
        flash("colleague_asked")
        return redirect(url_for(".overview", case_number=case_number), 303)
    never_stored()
    url = f"{settings().base_url}/usulan/{token}"
    return page("office/case_link.html", case_number=case_number, name=name, url=url)


@colleagues_desk.post("/tautan/<uuid:link_id>/cabut")
def revoke(case_number: str, link_id: UUID) -> BaseResponse:
    """End a link."""
    with unit_of_work():
        operations.revoke(current_actor(), case_number, link_id)
    flash("case_link_revoked")
    return redirect(url_for(".overview", case_number=case_number), 303)


@colleagues_desk.post("/<int:proposal_id>/kesampingkan")
def dismiss(case_number: str, proposal_id: int) -> BaseResponse:
    """Put a proposal aside."""
    with unit_of_work():
        operations.dismiss_proposal(current_actor(), case_number, proposal_id)
    flash("proposal_dismissed")
    return redirect(url_for("cases.show", case_number=case_number), 303)


def _page(case_number: str, form: AskForm, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    report = reach(actor, case_number, ASK)
    shown = [{"value": "evidence", "label": _("Bukti yang dikirim pelapor")}]
    if report.visibility == "open":
        shown.append({"value": "reporter", "label": _("Nama dan kontak pelapor")})
    never_stored()
    return page(
        "office/colleagues.html",
        status,
        errors,
        report=report,
        is_open="ask_colleague" in possible_acts(actor, report),
        asked=form,
        day_options=[
            {"value": str(days), "label": ngettext("%(num)s hari kerja", "%(num)s hari kerja", days)}
            for days in VALID_DAYS
        ],
        shown_options=shown,
        links=[_link(one) for one in operations.links_of(actor, case_number)],
    )


def _link(one: SentLink) -> dict[str, Any]:
    link, zone = one.link, one.time_zone
    made = _("Dibuat %(name)s, %(moment)s", name=link.made_by.name, moment=datetime_words(link.made_at, zone))
    visited = (
        _("Terakhir dibuka %(moment)s", moment=datetime_words(link.visited_at, zone))
        if link.visited_at
        else _("Belum pernah dibuka")
    )
    shown = [
        words
        for is_shown, words in ((link.shows_evidence, _("bukti")), (link.shows_reporter, _("nama dan kontak pelapor")))
        if is_shown
    ]
    lines = [link.email or _("Tautan disalin sendiri"), made]
    if shown:
        lines.append(_("Termasuk %(parts)s", parts=", ".join(shown)))
    if one.is_open:
        lines.append(_("Berlaku sampai %(moment)s", moment=datetime_words(link.expires_at, zone)))
    lines.append(visited)
    if one.has_failed:
        lines.append(_("Surelnya tidak sampai. Periksa alamatnya, lalu buat tautan baru."))
    return {
        "id": link.id,
        "name": link.name,
        "lines": lines,
        "is_open": one.is_open,
        "state": _("Berlaku") if one.is_open else _("Sudah berakhir"),
        "state_kind": "info" if one.is_open else "neutral",
    }
