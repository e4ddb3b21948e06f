"""Receiving reports: the steps an agency proves, the national confirmation, and the way back."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from sipp.db import unit_of_work
from sipp.i18n import datetime_words
from sipp.models.agencies import Agency
from sipp.models.joining import JOINING_STEPS, JoiningStep, MembershipChange
from sipp.operations import joining as operations
from sipp.operations.agency_profiles import find_agency, find_whole_agency, is_within_reach
from sipp.operations.joining import CONFIRM, EDIT, Candidate, Standing
from sipp.rules.errors import InvalidInput
from sipp.rules.permissions import is_permitted
from sipp.web.forms.agencies import ReportAddressForm
from sipp.web.forms.messages import error_list
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.web.office.profile_forms import Field, FormPage, form_page
from sipp.words.agencies import LIAISON_LACKS, STEPS

LONGEST_REASON = 500

joining_desk = office_pages("joining_desk", __name__, "/kelola/instansi/<agency>/penerimaan")


@joining_desk.get("")
def overview(agency: str) -> Response:
    """How far an agency is."""
    return _overview(operations.standing_of(current_actor(), agency))


@joining_desk.post("/penghubung/<int:user_id>")
def confirm_liaison(agency: str, user_id: int) -> BaseResponse:
    """Name the liaison."""
    with unit_of_work():
        operations.confirm_liaison(current_actor(), agency, user_id)
    flash("liaison_confirmed")
    return _back(agency)


@joining_desk.get("/alamat")
def address_form(agency: str) -> Response:
    """Where the agency reads of reports."""
    found = find_whole_agency(current_actor(), agency, EDIT)
    return _address_form(found, found.report_email or "")


@joining_desk.post("/alamat")
def ask_address(agency: str) -> BaseResponse:
    """Mail the link that proves the address."""
    actor, form = current_actor(), ReportAddressForm(request.form)
    found = find_whole_agency(actor, agency, EDIT)
    if errors := form.check():
        return _address_form(found, form.address.data or "", errors)
    try:
        with unit_of_work():
            operations.ask_address(actor, agency, form.address.data or "")
    except InvalidInput as refused:
        return _address_form(found, form.address.data or "", refused.fields)
    flash("address_asked")
    return _back(agency)


@joining_desk.post("/pesan-uji")
def test_delivery(agency: str) -> BaseResponse:
    """Send a test message to the proven address."""
    actor = current_actor()
    try:
        with unit_of_work():
            operations.test_delivery(actor, agency)
    except InvalidInput as refused:
        return _overview(operations.standing_of(actor, agency), error_list(refused.fields, {"address": "uji"}))
    flash("test_sent")
    return _back(agency)


@joining_desk.get("/mulai")
def confirm_begin(agency: str) -> Response:
    """Ask before an agency receives reports."""
    find_agency(current_actor(), agency, CONFIRM)
    standing = operations.standing_of(current_actor(), agency)
    if standing.missing or standing.agency.membership == "receiving":
        return _overview(standing, status=409)
    lead = _("Laporan warga sampai ke instansi ini mulai sekarang, dan batas waktu menjawabnya dihitung.")
    return page(
        "office/confirm.html",
        title=_("Mulai menerima laporan?"),
        name=standing.agency.name,
        lead=" ".join([lead, *([_waiting_words(standing.waiting)] if standing.waiting else [])]),
        fields=[],
        button_text=_("Mulai menerima laporan"),
        kind=None,
        action=url_for(".begin", agency=agency),
        back=url_for(".overview", agency=agency),
    )


@joining_desk.post("/mulai")
def begin(agency: str) -> BaseResponse:
    """Confirm that an agency receives reports."""
    with unit_of_work():
        operations.begin_receiving(current_actor(), agency)
    flash("receiving_begun")
    return _back(agency)


@joining_desk.get("/hentikan")
def confirm_stop(agency: str) -> Response:
    """Ask for the reason before an agency is only listed again."""
    found = find_agency(current_actor(), agency, CONFIRM)
    return _stop_page(found)


@joining_desk.post("/hentikan")
def stop(agency: str) -> BaseResponse:
    """Make an agency only listed again."""
    actor, reason = current_actor(), request.form.get("reason", "")
    found = find_agency(actor, agency, CONFIRM)
    if len(reason) > LONGEST_REASON:
        return _stop_page(found, reason, {"reason": "too_long"})
    try:
        with unit_of_work():
            operations.stop_receiving(actor, agency, reason)
    except InvalidInput as refused:
        return _stop_page(found, reason, refused.fields)
    flash("receiving_stopped")
    return _back(agency)


def _back(agency: str) -> BaseResponse:
    return redirect(url_for(".overview", agency=agency), 303)


def _overview(standing: Standing, errors: list[dict[str, str]] | None = None, status: int = 200) -> Response:
    actor, agency = current_actor(), standing.agency
    may_prove = is_within_reach(actor, EDIT, agency.id)
    return page(
        "office/joining.html",
        422 if errors else status,
        errors,
        agency=agency,
        standing=standing,
        waiting=_waiting_words(standing.waiting) if standing.waiting else None,
        steps={kind: _tag(kind not in standing.missing) for kind in JOINING_STEPS},
        liaisons=[_liaison(agency, one, standing.liaison) for one in standing.candidates],
        address_lines=_address_lines(standing),
        test_words=_test_words(standing),
        missing=", ".join(str(STEPS[kind]) for kind in standing.missing),
        changes=[_change(agency, one) for one in standing.changes],
        may_prove=may_prove,
        may_confirm=is_permitted(actor, CONFIRM),
    )


def _tag(is_done: bool) -> dict[str, str]:
    return {"text": _("Selesai"), "kind": "success"} if is_done else {"text": _("Belum"), "kind": "neutral"}


def _liaison(agency: Agency, candidate: Candidate, named: JoiningStep | None) -> dict[str, Any]:
    is_named = named is not None and named.liaison_id == candidate.user.id
    words = [candidate.user.email]
    if is_named and named and named.passed_at:
        words.append(_("Ditetapkan %(moment)s", moment=datetime_words(named.passed_at, agency.time_zone)))
    if candidate.lacks:
        words.append(str(LIAISON_LACKS[candidate.lacks]))
    return {
        "id": candidate.user.id,
        "name": candidate.user.name,
        "lines": words,
        "may_be_named": not is_named and candidate.lacks is None,
    }


def _address_lines(standing: Standing) -> list[str]:
    zone, found = standing.agency.time_zone, []
    if (proven := standing.address) and proven.passed_at:
        moment = datetime_words(proven.passed_at, zone)
        found.append(_("%(address)s, dibuktikan %(moment)s.", address=proven.address, moment=moment))
    if (asked := standing.open_address) and asked.expires_at:
        moment = datetime_words(asked.expires_at, zone)
        found.append(
            _("Tautan dikirim ke %(address)s dan berlaku sampai %(moment)s.", address=asked.address, moment=moment)
        )
    return found


def _test_words(standing: Standing) -> str:
    zone = standing.agency.time_zone
    if standing.open_delivery and standing.has_failed:
        return _("Pesan uji tidak dapat dikirim. Periksa alamatnya, lalu coba lagi.")
    if standing.open_delivery:
        return _("Pesan uji sedang dikirim. Muat ulang halaman ini sebentar lagi.")
    if standing.delivery and standing.delivery.passed_at:
        moment = datetime_words(standing.delivery.passed_at, zone)
        return _("Server surel tujuan menerima pesan uji %(moment)s.", moment=moment)
    return _("Belum ada pesan uji yang diterima.") if standing.address else _("Buktikan dulu alamat laporannya.")


def _waiting_words(count: int) -> str:
    return ngettext(
        "%(num)s laporan yang menunggu akan langsung disampaikan.",
        "%(num)s laporan yang menunggu akan langsung disampaikan.",
        count,
    )


def _change(agency: Agency, change: MembershipChange) -> dict[str, Any]:
    what = _("Mulai menerima laporan") if change.membership == "receiving" else _("Kembali terdaftar saja")
    who = change.by.name if change.by else _("Sistem")
    lines = [f"{datetime_words(change.at, agency.time_zone)} · {who}", *([change.reason] if change.reason else [])]
    return {"title": what, "lines": lines}


def _address_form(agency: Agency, address: str, errors: dict[str, str] | None = None) -> Response:
    hint = _("Alamat yang dibaca beberapa petugas lebih baik daripada alamat satu orang.")
    shown = FormPage(
        agency=agency,
        title=_("Alamat laporan"),
        lead=_("Kami mengirim tautan ke alamat ini. Alamat dipakai setelah seseorang membuka tautan itu."),
        button=_("Kirim tautan"),
        url=url_for(".ask_address", agency=agency.slug),
        back=url_for(".overview", agency=agency.slug),
    )
    field = Field(name="address", label=_("Alamat surel"), kind="email", hint=hint, is_optional=False)
    return form_page(shown, [field], {"address": address}, errors)


def _stop_page(agency: Agency, reason: str = "", errors: dict[str, str] | None = None) -> Response:
    lead = _(
        "Laporan baru disimpan dan tidak sampai ke instansi. Laporan yang sudah disampaikan tetap harus dijawab. "
        "Untuk menerima laporan lagi, ketiga langkah harus diulang."
    )
    return page(
        "office/confirm.html",
        422 if errors else 200,
        errors,
        title=_("Hentikan penerimaan laporan?"),
        name=agency.name,
        lead=lead,
        fields=[{"kind": "lines", "name": "reason", "label": _("Alasan"), "value": reason}],
        button_text=_("Hentikan"),
        kind="warning",
        action=url_for(".stop", agency=agency.slug),
        back=url_for(".overview", agency=agency.slug),
    )
