"""A standard as the pages show it: typed rows become the words and parts that the macros in templates/ui/ take."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from sipp.i18n import amount, current_language, date_long, duration, number
from sipp.rules.promises import FeeGlance, Glance, glance
from sipp.rules.standards import (
    COMPONENTS,
    ComplaintChannel,
    Component,
    Fee,
    LegalBasis,
    ProcedureStep,
    Product,
    Requirement,
    Row,
    StaffCount,
    Standard,
    TextComponent,
    TimeLimit,
    component_rows,
    is_confirmed,
    rows_for,
)
from sipp.words.codes import (
    CERTAINTIES,
    CHANNELS,
    COMPLAINT_CHANNELS,
    COMPONENT_NAMES,
    CONFIDENCE_SENTENCES,
    DOCUMENT_FORMS,
    FEE_ROLES,
    LEGAL_STATUSES,
    PRODUCT_FORMS,
    STEP_ACTORS,
)
from sipp.words.promises import (
    fee_range_words,
    fee_words,
    formula_example_words,
    start_event_words,
    time_limit_words,
    validity_words,
)

#: Components the page shows in parts of their own, before "all other components".
SHOWN_FIRST: frozenset[Component] = frozenset({"requirements", "procedure", "fee", "time_limit", "product"})


def chosen_variant(standard: Standard, code: str | None) -> str | None:
    """The variant to show: the asked one when it exists, else the first, None when there are none."""
    codes = [variant.code for variant in standard.variants]
    if code in codes:
        return code
    return codes[0] if codes else None


def fee_line(standard: Standard, variant: str | None = None) -> str | None:
    """The fee of a variant, or of all, in one line; None when none is published."""
    rows = rows_for(standard.fees, variant)
    codes = [variant] if variant is not None else [one.code for one in standard.variants]
    return fee_range_words(rows, codes)


def fee_glance_words(fee: FeeGlance, shown: Glance | None) -> str | None:
    """A fee at one glance: in the rows' own words while they say the same figures, else as a plain range."""
    if shown is not None and (shown.fee.minimum_idr, shown.fee.maximum_idr) == (fee.minimum_idr, fee.maximum_idr):
        return fee_range_words(shown.fee.rows, shown.variants)
    if fee.minimum_idr is None or fee.maximum_idr is None:
        return fee_range_words(fee.rows)
    if fee.is_free:
        return _("Tidak dipungut biaya")
    if fee.minimum_idr == fee.maximum_idr:
        return amount(fee.minimum_idr)
    return _("%(low)s sampai %(high)s", low=amount(fee.minimum_idr), high=amount(fee.maximum_idr))


def figures(standard: Standard, variant: str | None) -> list[dict[str, Any]]:
    """The four figures of the promise panel: fee, time, papers, product."""
    shown = glance(standard, variant)
    return [_fee_figure(standard, shown, variant), _time_figure(shown), _papers_figure(shown), _product_figure(shown)]


def own(text: str | None) -> Markup | None:
    """Agency content inside a text of the interface: carries lang="id"."""
    return Markup('<span lang="id">{}</span>').format(text) if text else None


def papers_words(count: int) -> str:
    """ "3 berkas"."""
    return ngettext("%(count)s berkas", "%(count)s berkas", count, count=number(count))


def requirement_items(standard: Standard, variant: str | None) -> list[dict[str, Any]]:
    """The requirements as a checklist."""
    return [
        {
            "text": row.text,
            "lang": "id",
            "note": _requirement_note(row),
            "badge": evidence_badge(row),
        }
        for row in rows_for(standard.requirements, variant)
    ]


def step_items(standard: Standard, variant: str | None) -> list[dict[str, Any]]:
    """The procedure as numbered steps: who, through which channel, where, how long."""
    items = []
    for row in rows_for(standard.procedure, variant):
        note: list[object] = [STEP_ACTORS[row.actor]] if row.actor else []
        if row.channel != "any":
            note.append(CHANNELS[row.channel])
        if row.place:
            note.append(own(row.place))
        items.append(
            {
                "text": row.text,
                "lang": "id",
                "note": _join(*note),
                "duration": duration(row.duration_max, row.duration_unit)
                if row.duration_max is not None and row.duration_unit
                else None,
            }
        )
    return items


def fee_items(standard: Standard, variant: str | None) -> list[dict[str, Any]]:
    """Every price row of the variant: what it is for, how much, by which law, and how sure."""
    return [
        {
            "term": own(row.label) or str(FEE_ROLES[row.role]),
            "value": fee_words(row),
            "note": _join(
                FEE_ROLES[row.role] if row.label and row.role != "base" else None,
                own(row.condition),
                own(row.legal_basis),
                formula_example_words(row),
            ),
            "badge": evidence_badge(row),
        }
        for row in rows_for(standard.fees, variant)
    ]


def time_items(standard: Standard, variant: str | None) -> list[dict[str, Any]]:
    """Every time limit of the variant with its start, end and law."""
    return [
        {
            "term": _time_term(row),
            "value": time_limit_words(row),
            "note": _join(own(row.reason), own(row.end_event_text), own(row.legal_basis)),
            "badge": evidence_badge(row),
        }
        for row in rows_for(standard.time_limits, variant)
    ]


def other_components(standard: Standard) -> list[dict[str, Any]]:
    """The components not shown above, in the order of the law, the unpublished ones named as such."""
    parts = []
    for component in COMPONENTS:
        if component in SHOWN_FIRST:
            continue
        rows = component_rows(standard, component)
        parts.append(
            {
                "id": component.replace("_", "-"),
                "title": str(COMPONENT_NAMES[component]),
                "rows": [row_words(row) for row in rows],
            }
        )
    return parts


def all_components(standard: Standard) -> list[dict[str, Any]]:
    """All 14 components with their rows in words, in the order of the law."""
    return [
        {
            "id": component.replace("_", "-"),
            "title": str(COMPONENT_NAMES[component]),
            "rows": [
                {**row_words(row), "variant": _variant_label(standard, row)}
                for row in component_rows(standard, component)
            ],
        }
        for component in COMPONENTS
    ]


def row_words(row: Row) -> dict[str, Any]:
    """Any row in words: its text, a note, and the badge of an unconfirmed one."""
    text, note = _ROW_WORDS[type(row)](row)
    return {"text": text, "note": note, "badge": evidence_badge(row), "key": row.row_key}


def evidence_badge(row: Row) -> str | None:
    """ "Perlu diverifikasi" for a row of low certainty; None for the rest, whose state the page tells once."""
    return _("Perlu diverifikasi") if row.certainty == "low" and not is_confirmed(row) else None


def evidence_items(standard: Standard) -> list[dict[str, Any]]:
    """Where the figures come from: the distinct sources with how sure they are."""
    found: dict[tuple[str, str], None] = {}
    for component in COMPONENTS:
        for row in component_rows(standard, component):
            if row.source and not is_confirmed(row):
                certainty = str(CERTAINTIES[row.certainty]) if row.certainty else ""
                found.setdefault((row.source, certainty))
    return [{"source": source, "certainty": certainty} for source, certainty in found]


def confidence_sentence(standard: Standard) -> str | None:
    """One sentence on what the agency did not confirm; None when it confirmed every row."""
    rows = [row for component in COMPONENTS for row in component_rows(standard, component)]
    for confidence in ("reference", "sample"):
        if any(row.confidence == confidence for row in rows):
            return str(CONFIDENCE_SENTENCES[confidence])  # type: ignore[index]
    return None


def version_words(version_number: int, effective_from: Any) -> str:
    """ "Versi 2, berlaku sejak 1 Januari 2026"."""
    return _("Versi %(number)s, berlaku sejak %(date)s", number=version_number, date=date_long(effective_from))


def variant_tabs(standard: Standard, current: str | None, endpoint: str, **arguments: Any) -> list[dict[str, Any]]:
    """The variants as links that keep the page."""
    return [
        {
            "label": variant.label,
            "url": url_for(endpoint, **arguments, varian=variant.code),
            "is_current": variant.code == current,
            "lang": "id",
        }
        for variant in standard.variants
    ]


def standard_parts(standard: Standard, variant: str | None, endpoint: str, **arguments: Any) -> dict[str, Any]:
    """The parts of the service page that come from a standard; ``endpoint`` is the page its tabs stay on."""
    return {
        "figures": figures(standard, variant),
        "tabs": variant_tabs(standard, variant, endpoint, **arguments),
        "requirements": requirement_items(standard, variant),
        "steps": step_items(standard, variant),
        "fees": fee_items(standard, variant),
        "times": time_items(standard, variant),
        "counts_working_days": any(row.unit == "working_day" for row in standard.time_limits),
        "products": [row_words(row) for row in standard.products if row.variant in (None, variant)],
        "others": other_components(standard),
        "confidence": confidence_sentence(standard),
        "evidence": evidence_items(standard),
    }


def issuer_links(standard: Standard, variant: str | None) -> dict[str, str]:
    """Where to get a required paper: the text of the requirement to the address of the service that issues it."""
    return {
        row.text: url_for("directory.reference", reference=row.issued_by)
        for row in rows_for(standard.requirements, variant)
        if row.issued_by
    }


def _fee_figure(standard: Standard, shown: Glance, variant: str | None) -> dict[str, Any]:
    base = [row for row in shown.fee.rows if row.role == "base"]
    laws = list(dict.fromkeys(row.legal_basis for row in base if row.legal_basis))
    return {
        "label": _("Biaya"),
        "value": (_("Gratis") if shown.fee.is_free else fee_line(standard, variant)) or _("Belum dipublikasikan"),
        "note": " · ".join(laws[:2]) or None,
        "note_lang": "id",
    }


def _time_figure(shown: Glance) -> dict[str, Any]:
    limit = shown.time_limit
    if limit is None:
        return {"label": _("Paling lama"), "value": _("Belum dipublikasikan")}
    label = _("Waktu") if limit.kind != "duration" or limit.approximate else _("Paling lama")
    return {
        "label": label,
        "value": time_limit_words(limit),
        "note": (limit.reason if limit.kind == "scheduled" else start_event_words(limit)),
        "note_lang": "id" if limit.reason or limit.start_event_text else None,
    }


def _papers_figure(shown: Glance) -> dict[str, Any]:
    if not shown.papers and not shown.conditions:
        return {"label": _("Yang dibawa"), "value": _("Belum dipublikasikan")}
    conditions = len(shown.conditions)
    note = ngettext("dan %(num)s ketentuan lain", "dan %(num)s ketentuan lain", conditions)
    return {
        "label": _("Yang dibawa"),
        "value": papers_words(len(shown.papers)),
        "note": note if conditions else None,
        "url": "#syarat",
        "url_label": _("Lihat daftarnya"),
    }


def _product_figure(shown: Glance) -> dict[str, Any]:
    product = shown.product
    if product is None:
        return {"label": _("Hasil"), "value": _("Belum dipublikasikan")}
    return {"label": _("Hasil"), "value": product.name, "lang": "id", "note": validity_words(product)}


def _requirement_note(row: Requirement) -> Markup | None:
    parts: list[object] = []
    text = row.text.lower()
    if row.form and DOCUMENT_FORMS[row.form].lower() not in text:
        parts.append(DOCUMENT_FORMS[row.form])
    if row.copies:
        parts.append(ngettext("%(num)s lembar", "%(num)s lembar", row.copies))
    if not row.mandatory:
        parts.append(_("tidak wajib"))
    if row.condition:
        parts.append(own(row.condition))
    if row.form_code and row.form_code.lower() not in text:
        parts.append(_("formulir %(code)s", code=row.form_code))
    return _join(*parts)


def _time_term(row: TimeLimit) -> str:
    start = start_event_words(row)
    return start[0].upper() + start[1:] if start else _("Waktu penyelesaian")


def _variant_label(standard: Standard, row: Row) -> str | None:
    """The variant a row is for; None when its own label says it already."""
    label = next((variant.label for variant in standard.variants if variant.code == row.variant), None)
    return None if label == getattr(row, "label", None) else label


def _join(*parts: object) -> Markup | None:
    told = [part if isinstance(part, Markup) else escape(str(part)) for part in parts if part]
    return Markup(" · ").join(told) if told else None


def _law_words(row: LegalBasis) -> tuple[str, Markup | None]:
    ends_with_year = bool(row.number and row.year and row.number.endswith(f"/{row.year}"))
    number_and_year = row.number if ends_with_year else "/".join(str(part) for part in (row.number, row.year) if part)
    name = f"{row.type} {number_and_year}".strip()
    status = LEGAL_STATUSES[row.status] if row.status != "in_force" else None
    replaced = _("diganti oleh %(law)s", law=row.replaced_by) if row.replaced_by else None
    return f"{name} {row.article}" if row.article else name, _join(own(row.title), status, replaced)


_ROW_WORDS: dict[type[Row], Any] = {
    Requirement: lambda row: (row.text, _requirement_note(row)),
    ProcedureStep: lambda row: (row.text, _join(STEP_ACTORS[row.actor] if row.actor else None, own(row.place))),
    TimeLimit: lambda row: (
        time_limit_words(row),
        _join(start_event_words(row), own(row.reason), own(row.legal_basis)),
    ),
    Fee: lambda row: (
        f"{row.label}: {fee_words(row)}" if row.label else fee_words(row),
        _join(FEE_ROLES[row.role] if row.role != "base" else None, own(row.condition), own(row.legal_basis)),
    ),
    Product: lambda row: (
        row.name,
        _join(PRODUCT_FORMS[row.form] if row.form else None, validity_words(row), own(row.note)),
    ),
    ComplaintChannel: lambda row: (f"{COMPLAINT_CHANNELS[row.kind]}: {row.value}", own(row.hours)),
    LegalBasis: _law_words,
    StaffCount: lambda row: (
        f"{row.role}: {number(row.count)}" if row.role else _("%(count)s orang", count=number(row.count)),
        None,
    ),
    TextComponent: lambda row: (row.text, None),
}


def reference_name(reference: Any) -> tuple[str, str]:
    """The name of a reference service and its language: its English name on English pages where it has one."""
    if current_language() == "en" and reference.name_en:
        return reference.name_en, "en"
    return reference.name, "id"
