"""Drafts as the pages of the office show them: the task list, the rows of a component with what was read and found."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from sipp.models.imports import ImportNote
from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from sipp.operations.versions import Owner
from sipp.operations.writing import Draft
from sipp.rules.completeness import component_state
from sipp.rules.flaws import Flaw
from sipp.rules.standards import COMPONENTS, DELIVERY_COMPONENTS, Component, Row, Variant, component_rows, is_confirmed
from sipp.web.forms.row_fields import RowField, form_of
from sipp.web.forms.row_messages import fault_words
from sipp.web.forms.standard_rows import VARIANT, ReadRow, Surrounding
from sipp.web.office.parts import part_url
from sipp.web.standard_view import row_words
from sipp.words.checks import PARTS, SEVERITIES, flaw_words, reason_words
from sipp.words.codes import COMPONENT_NAMES, CONFIDENCE_SENTENCES, CONFIDENCES, VERSION_STATES
from sipp.words.imports import problem_words

STATES: dict[str, tuple[Any, str]] = {
    "complete": (_l("Lengkap"), "success"),
    "look": (_l("Perlu dilihat"), "warning"),
    "empty": (_l("Belum diisi"), "neutral"),
}
_STATE_KINDS = {"changes_requested": "warning", "approved": "success", "published": "success", "in_review": "info"}


def state_tag(version: StandardVersion) -> dict[str, str]:
    """The state of a version in words."""
    return {"text": str(VERSION_STATES[version.state]), "kind": _STATE_KINDS.get(version.state, "neutral")}


def tasks(draft: Draft) -> list[dict[str, Any]]:
    """The 14 components with the state of each."""
    return [_task(draft, component) for component in COMPONENTS]


def missing_items(draft: Draft) -> list[dict[str, str]]:
    """What a complete standard has and this one lacks, each with the page where it is written."""
    return [
        {
            "label": str(PARTS[part.code]),
            "url": part_url(draft.version.id, part.component or "effective")
            if draft.is_writable and part.code != "decree_number"
            else "",
        }
        for part in draft.checked.completeness.missing
    ]


def flaw_items(flaws: Iterable[Flaw]) -> list[dict[str, str]]:
    """Findings, errors first: how much each weighs, what to do, and why."""
    ordered = sorted(flaws, key=lambda flaw: flaw.severity != "error")
    return [
        {
            "severity": flaw.severity,
            "label": str(SEVERITIES[flaw.severity]),
            "text": flaw_words(flaw),
            "reason": reason_words(flaw),
        }
        for flaw in ordered
    ]


def saved_words(draft: Draft, component: Component) -> dict[str, Any]:
    """What was just saved, as it was understood."""
    rows = component_rows(draft.standard, component)
    flaws = [flaw for flaw in draft.checked.flaws if flaw.component == component and flaw.code != "component_missing"]
    return {
        "name": short_name(component),
        "rows": [said(row) for row in rows],
        "url": part_url(draft.version.id, component),
        "flaws": ngettext("%(num)s hal perlu dilihat", "%(num)s hal perlu dilihat", len(flaws)) if flaws else None,
    }


def row_items(
    rows: Sequence[ReadRow],
    component: Component,
    flaws: Sequence[Flaw],
    notes: Sequence[ImportNote],
    around: Surrounding,
) -> list[dict[str, Any]]:
    """The rows of a component as the page shows them."""
    form = form_of(component)
    items = []
    for number, one in enumerate(rows):
        fields = [_field(number, field, one, component, around) for field in form.fields]
        if form.takes_variant and around.variants:
            fields.insert(0, _variant_field(number, one, component, around.variants))
        key = one.row.row_key if one.row else one.typed.key
        items.append(
            {
                "number": number,
                "key": one.typed.key,
                "line": one.typed.line,
                "fault": _fault(one, component, "line"),
                "main": [field for field in fields if field["is_main"]],
                "folded": [field for field in fields if not field["is_main"]],
                "is_open": any(field["error"] for field in fields if not field["is_main"]),
                "said": said(one.row) if one.row else None,
                "badge": str(CONFIDENCES[one.row.confidence]) if one.row and not is_confirmed(one.row) else None,
                "flaws": flaw_items(flaw for flaw in flaws if flaw.row_key == key) if one.row else [],
                "originals": [{"text": note.original, "place": note.place} for note in notes if note.row_key == key],
                "is_first": number == 0,
                "is_last": number == len(rows) - 1,
            }
        )
    return items


def added_items(rows: Sequence[ReadRow], component: Component, flaws: Sequence[Flaw]) -> list[dict[str, Any]]:
    """How the lines to be added are understood, before they are saved, and what is found in them."""
    return [
        {
            "line": one.typed.line,
            "said": said(one.row) if one.row else None,
            "fault": _fault(one, component, "line"),
            "flaws": flaw_items(flaw for flaw in flaws if one.row and flaw.row_key == one.row.row_key),
        }
        for one in rows
    ]


def unread_notes(notes: Sequence[ImportNote], component: Component) -> list[dict[str, str]]:
    """The lines of an imported file that no row was made of."""
    return [
        {
            "text": note.original,
            "place": note.place,
            "why": problem_words(note.code, note.original) if note.code else "",
        }
        for note in notes
        if note.component == component and note.row_key is None
    ]


def unconfirmed_words(rows: Iterable[Row]) -> str | None:
    """What it means that the agency did not confirm some rows; None when it confirmed all."""
    kinds = {row.confidence for row in rows if not is_confirmed(row)}
    return str(CONFIDENCE_SENTENCES["reference" if "reference" in kinds else "sample"]) if kinds else None


def confirmation_words(owner: Owner) -> str:
    """What somebody confirms of all rows of a page at once."""
    if isinstance(owner, Service):
        return _("Instansi menyatakan semua baris di halaman ini benar")
    return _("Semua baris di halaman ini sudah diperiksa dan benar")


def error_items(rows: Sequence[ReadRow], component: Component) -> list[dict[str, str]]:
    """What could not be read, for the summary on top."""
    return [
        {
            "name": one.fault.name,
            "id": f"row-{number}-{one.fault.name}",
            "text": fault_words(component, one.fault.code, one.fault.detail),
        }
        for number, one in enumerate(rows)
        if one.fault
    ]


def said(row: Row) -> Any:
    """A row in words, as the public reads it."""
    told = row_words(row)
    return {"text": told["text"], "note": told["note"]}


def short_name(component: Component) -> str:
    """The official name of a component, cut where the law writes a sentence."""
    name = str(COMPONENT_NAMES[component])
    return name if len(name) < 60 else name.partition(" yang ")[0].partition(" dalam bentuk ")[0]


def _task(draft: Draft, component: Component) -> dict[str, Any]:
    rows = component_rows(draft.standard, component)
    flaws = [flaw for flaw in draft.checked.flaws if flaw.component == component]
    errors = sum(flaw.severity == "error" for flaw in flaws)
    advice = sum(flaw.severity == "advice" and flaw.code != "component_missing" for flaw in flaws)
    unconfirmed = sum(not is_confirmed(row) for row in rows)
    notes = [ngettext("%(num)s baris", "%(num)s baris", len(rows))] if rows else []
    if errors:
        notes.append(ngettext("%(num)s harus diperbaiki", "%(num)s harus diperbaiki", errors))
    if advice:
        notes.append(ngettext("%(num)s saran", "%(num)s saran", advice))
    if unconfirmed:
        notes.append(ngettext("%(num)s belum dikonfirmasi", "%(num)s belum dikonfirmasi", unconfirmed))
    text, kind = STATES[component_state(draft.standard, component, draft.checked.flaws)]
    if errors:
        kind = "error"
    return {
        "label": short_name(component),
        "url": part_url(draft.version.id, component) if draft.is_writable else None,
        "hint": ", ".join(notes) or (_("wajib dipublikasikan") if component in DELIVERY_COMPONENTS else None),
        "state": str(text),
        "kind": kind,
    }


def _field(number: int, field: RowField, one: ReadRow, component: Component, around: Surrounding) -> dict[str, Any]:
    value = (one.typed.beside or {}).get(field.name)
    if value is None:
        value = field.show(one.row) if one.row else field.default or ""
    options = [{"value": code, "label": label} for code, label in (field.choices or {}).items()]
    if field.kind == "service":
        value = around.issuers.get(value, value)
    return {
        "name": f"row-{number}-{field.name}",
        "label": field.label,
        "value": value,
        "kind": field.kind,
        "options": options if field.default else [{"value": "", "label": _("tidak disebut")}, *options],
        "hint": field.hint,
        "is_main": field.is_main,
        "error": _fault(one, component, field.name),
    }


def _variant_field(number: int, one: ReadRow, component: Component, variants: Sequence[Variant]) -> dict[str, Any]:
    value = (one.typed.beside or {}).get(VARIANT)
    if value is None:
        value = (one.row.variant if one.row else None) or ""
    options = [{"value": "", "label": _("semua jenis")}]
    options += [{"value": variant.code, "label": variant.label} for variant in variants]
    if value and value not in {option["value"] for option in options}:
        options.append({"value": value, "label": value})
    return {
        "name": f"row-{number}-{VARIANT}",
        "label": _("Untuk jenis"),
        "value": value,
        "kind": "choice",
        "options": options,
        "hint": None,
        "is_main": True,
        "error": _fault(one, component, VARIANT),
    }


def _fault(one: ReadRow, component: Component, name: str) -> str | None:
    if one.fault is None or one.fault.name != name:
        return None
    return fault_words(component, one.fault.code, one.fault.detail)
