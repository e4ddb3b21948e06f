"""What the report's pages show: the promise asked about, the computed comparison, the check page, the receipt."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from sipp.i18n import date_long, in_language
from sipp.operations import assessing
from sipp.operations import reports as operations
from sipp.operations.following import follow_page
from sipp.operations.identities import Person, person_of
from sipp.rules.findings import Finding
from sipp.rules.standards import Standard, rows_for
from sipp.rules.typed_input import personal_hints
from sipp.vault.codes import format_code
from sipp.web import standard_view as view
from sipp.web.comparison_view import comparison_item, previewed_rows
from sipp.web.forms.messages import ByName
from sipp.web.forms.reports import ReportForm
from sipp.web.session import settings
from sipp.words import findings as words
from sipp.words.phone_news import channel_words
from sipp.words.promises import fee_words, time_promise_words
from sipp.words.reports import (
    GROUPS,
    KINDS,
    MONEY_RECEIPTS,
    NOT_SERVED_REASONS,
    TREATMENTS,
    VISIBILITY_MEANINGS,
    VISIBILITY_SENTENCES,
    YES_NO,
)
from sipp.words.stories import DAY_LABELS, told_rows

#: Where the error summary leads for a name that is not asked here.
FIRST_QUESTION = "group"

HINT_WORDS = {"nik": _l("NIK"), "phone": _l("nomor telepon"), "email": _l("alamat surel")}


def form_view(
    step: str, context: assessing.FormContext, form: ReportForm, opened_at: datetime, values: dict[str, Any]
) -> dict[str, Any]:
    """The values a page of the form needs beyond the form itself."""
    shown: dict[str, Any] = {
        "title_of_report": _title(context),
        "notice": None if context.service is None or context.is_in_force else _version_notice(context),
    }
    if step in ("what", "all"):
        shown |= _what_view(context, form)
    if step in ("who", "all"):
        shown["visibility_options"] = _visibility_options(context)
    if step == "check":
        shown |= check_view(context, form, opened_at)
    return shown


def check_view(context: assessing.FormContext, form: ReportForm, opened_at: datetime) -> dict[str, Any]:
    """The computed comparison, the versions that judge, and everything typed, to be checked before sending."""
    assessment = assessing.assess(context, form.experience(), opened_at)
    told = form.told()
    judged = assessment.version
    return {
        "assessment": assessment,
        "comparisons": [comparison_item(finding) for finding in assessment.findings],
        "judged_text": view.version_words(judged.number or 0, judged.effective_from) if judged else None,
        "shown_text": view.version_words(context.shown.number or 0, context.shown.effective_from)
        if context.shown
        else None,
        "fee_judged_text": view.version_words(assessment.fee_version.number or 0, assessment.fee_version.effective_from)
        if assessment.fee_version and judged and assessment.fee_version.id != judged.id
        else None,
        "summary": {
            "what": _what_rows(context, form),
            "who": [(_("Siapa yang tahu nama Anda"), str(VISIBILITY_SENTENCES.get(told.visibility, "")))],
            "details": _details_rows(form),
        },
        "handler_view": handler_view(assessment.findings, form) if told.visibility != "open" else None,
        "hints": _hints(form) if told.visibility != "open" else [],
    }


def handler_view(findings: Sequence[Finding], form: ReportForm) -> list[tuple[str, list[str] | str]]:
    """Exactly what the handler sees of a report whose reporter is hidden: months and ranges."""
    days = {name: form[name].day for name in DAY_LABELS}
    return previewed_rows(findings, days, {name: form[name].data for name in ("description", "expectation", "loss")})


def receipt_context(filed: operations.Filed) -> dict[str, Any]:
    """The receipt: code, case number, what happens next and when; the text for LAPOR! when we cannot deliver."""
    page = follow_page(filed.report.id)
    report = page.report
    return {
        "code": format_code(filed.code),
        "report": report,
        "page": page,
        "is_receiving": report.is_delivered,
        "lapor_text": None if report.is_delivered else lapor_text(page),
        "owner": report.unit.name if report.unit else report.agency.name,
        "reached_by": _reached_by(person_of(report.id)),
    }


def _reached_by(person: Person) -> list[str]:
    """Where news of the report go, in words."""
    ways = [_("Kabar tentang laporan ini kami kirim ke surel Anda.")] if person.email else []
    if person.phone_channel:
        by = channel_words(settings().phone_channels)
        ways.append(_("Kabar penting kami kirim ke ponsel Anda lewat %(by)s.", by=by))
    return ways


def lapor_text(page: Any) -> str:
    """The report in Indonesian words, ready to paste into SP4N-LAPOR!; nothing of who reports."""
    report = page.report
    with in_language("id"):
        lines = [_title_line(report), ""]
        lines += [words.finding_words(finding) for finding in page.findings if finding.result != "not_computable"]
        lines += ["", report.description]
        if report.expectation:
            lines += ["", _("Yang diharapkan: %(text)s", text=report.expectation)]
    return "\n".join(lines).strip()


def _title_line(report: Any) -> str:
    name = f"{report.service.name}, {report.agency.name}" if report.service else report.agency.name
    return _("Pengaduan tentang %(name)s", name=name) if report.kind == "complaint" else name


def _title(context: assessing.FormContext) -> str:
    if context.service is None:
        return context.agency.name
    return f"{context.service.name} · {context.agency.name}"


def _version_notice(context: assessing.FormContext) -> str:
    if context.shown is None:
        return _(
            "Layanan ini belum mempunyai standar yang terbit. Hal itu sendiri dicatat dalam laporan, dan batas dalam "
            "peraturan menjadi ukurannya."
        )
    return _(
        "Versi %(number)s tidak sedang berlaku. Laporan tetap dinilai dengan versi yang berlaku pada hari Anda "
        "mengajukan.",
        number=context.shown.number,
    )


def unasked(context: assessing.FormContext) -> frozenset[str]:
    """The names of the first page that this promise gives no reason to ask: they travel along unseen."""
    asked = _what_view(context, ReportForm.of({}))
    is_asked = {
        "variant": len(asked["variant_options"]) > 1,
        "fee_row": bool(asked["fee_row_options"]),
        "service_point": bool(asked["point_options"]),
        "started_on": asked["asks_start"],
        "duration_minutes": asked["asks_minutes"],
    }
    return frozenset(name for name, is_shown in is_asked.items() if not is_shown)


def _what_view(context: assessing.FormContext, form: ReportForm) -> dict[str, Any]:
    standard = context.standard
    variant = form.variant.data
    shown = standard or None
    return {
        "kind_options": [{"value": code, "label": label} for code, label in KINDS.items()],
        "variant_options": [
            {"value": one.code, "label": one.label, "lang": "id"} for one in (standard.variants if standard else ())
        ],
        "promised": ByName(_promised(shown, variant) if shown else {}),
        "fee_row_options": _fee_row_options(shown),
        "point_options": [
            {"value": str(point.id), "label": point.name, "lang": "id"}
            for point in (context.service.service_points if context.service else ())
        ],
        "group_words": GROUPS,
        "receipt_options": _options(MONEY_RECEIPTS),
        "yes_no": _options(YES_NO),
        "not_served_options": _options(NOT_SERVED_REASONS),
        "treatment_options": _options(TREATMENTS),
        "asks_start": bool(standard)
        and any(row.start_event not in (None, "application") for row in (standard.time_limits if standard else ())),
        "asks_minutes": bool(standard)
        and any(row.unit in ("minute", "hour") for row in (standard.time_limits if standard else ())),
    }


def _promised(standard: Standard, variant: str | None) -> dict[str, Any]:
    """The standard's own words for each group that can be compared, for the variant or for all."""
    code = variant if variant in {one.code for one in standard.variants} else None
    fees = [row for row in rows_for(standard.fees, code) if row.role == "base"]
    limits = rows_for(standard.time_limits, code)
    return {
        "money": view.fee_line(standard, code),
        "money_note": " · ".join(dict.fromkeys(row.legal_basis for row in fees if row.legal_basis)) or None,
        "time": " · ".join(dict.fromkeys(time_promise_words(row) for row in limits)) or None,
        "papers": [row.text for row in rows_for(standard.requirements, code)],
        "product": [row.name for row in rows_for(standard.products, code)],
    }


def _fee_row_options(standard: Standard | None) -> list[dict[str, Any]]:
    rows = [row for row in standard.fees if row.role in ("surcharge", "penalty")] if standard else []
    return [
        {
            "value": row.row_key,
            "label": Markup("{}: {}").format(view.own(row.label or row.row_key), fee_words(row)),
            "hint": view.own(row.condition),
        }
        for row in {row.row_key: row for row in rows}.values()
    ]


def _visibility_options(context: assessing.FormContext) -> list[dict[str, Any]]:
    return [
        {"value": code, "label": label, "hint": VISIBILITY_MEANINGS[code]}
        for code, label in VISIBILITY_SENTENCES.items()
        if code != "sealed" or context.custodians_exist
    ]


def _options(table: Any) -> list[dict[str, Any]]:
    return [{"value": code, "label": label} for code, label in table.items()]


def _what_rows(context: assessing.FormContext, form: ReportForm) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = [(_("Jenis laporan"), str(KINDS[form.kind.data or "complaint"]))]
    if form.variant.data and context.standard:
        label = next((v.label for v in context.standard.variants if v.code == form.variant.data), form.variant.data)
        rows.append((_("Jenis permohonan"), label))
    if form.group.data:
        rows.append((_("Yang terjadi"), ", ".join(str(GROUPS[group]) for group in form.group.data)))
    for name, label in DAY_LABELS.items():
        if form[name].day is not None:
            rows.append((str(label), date_long(form[name].day)))
    return rows + told_rows(form.experience())


def _details_rows(form: ReportForm) -> list[tuple[str, str]]:
    labels = (
        ("description", _("Cerita")),
        ("expectation", _("Yang diharapkan")),
        ("loss", _("Kerugian")),
        ("name", _("Nama lengkap")),
        ("email", _("Surel")),
        ("phone", _("Nomor telepon")),
        ("file_number", _("Nomor berkas")),
        ("proxy", _("Mewakili")),
    )
    hidden = {"name", "email", "phone", "file_number", "proxy"} if form.visibility.data == "anonymous" else set()
    if form.visibility.data == "sealed":
        hidden = {"file_number", "proxy"}
    return [(label, form[name].data) for name, label in labels if form[name].data and name not in hidden]


def _hints(form: ReportForm) -> list[str]:
    """Personal numbers found in what the officer will read."""
    found: set[str] = set()
    for name in ("description", "expectation", "loss", "money_for", "wrong_result", "papers"):
        found |= set(personal_hints(form[name].data or ""))
    return [str(HINT_WORDS[hint]) for hint in sorted(found)]


def report_url(report: Any) -> str | None:
    """The service page a report is about."""
    if report.service is None:
        return None
    return url_for("directory.service", agency=report.agency.slug, service=report.service.slug)
