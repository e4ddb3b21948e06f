"""Imports as the pages of the office show them: what happens to each service, what is wrong, what was read of what."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from sipp.exchange.problems import Problem
from sipp.i18n import number
from sipp.models.agencies import Agency
from sipp.models.imports import ImportItem, ImportRun
from sipp.operations.bulk import Original, WantedStandard
from sipp.operations.imports import Choices, RunView
from sipp.rules.standards import COMPONENTS, Component
from sipp.web.office.writing_view import short_name
from sipp.web.standard_view import all_components
from sipp.words.imports import EFFECT_KINDS, EFFECTS, LEVELS, effect_words, problem_words

_LEVEL_KINDS = {"error": "error", "publishing": "warning", "note": "info"}
_LONGEST_QUOTE = 60


def downloads(agency: Agency, parts: int) -> list[dict[str, str]]:
    """What can be downloaded: the templates, and the standards of an agency, in parts where there are many."""
    kinds = (
        ("exports.workbook", _("Standar %(agency)s sebagai buku kerja Excel", agency=agency.name)),
        ("exports.archive", _("Standar %(agency)s sebagai CSV (ZIP)", agency=agency.name)),
    )
    return [
        {"label": _("Templat buku kerja Excel"), "url": url_for("exports.template_workbook")},
        {"label": _("Templat CSV (ZIP)"), "url": url_for("exports.template_archive")},
        *(
            {
                "label": label
                if parts == 1
                else _("%(what)s, bagian %(part)s dari %(parts)s", what=label, part=part, parts=parts),
                "url": url_for(endpoint, instansi=agency.slug, bagian=part if parts > 1 else None),
            }
            for endpoint, label in kinds
            for part in range(1, parts + 1)
        ),
    ]


def figures(view: RunView) -> list[dict[str, Any]]:
    """How many services there are of each kind; kinds without any are left out."""
    return [
        {"value": number(view.counts[effect]), "label": effect_words(effect)}
        for effect in (*EFFECTS, None)
        if view.counts.get(effect)
    ]


def place_columns(run: ImportRun) -> list[dict[str, str]]:
    """Where something stands in the file: in a Word file a table and a row, else a sheet, a row and a column."""
    columns = [_("Tabel"), _("Baris")] if run.is_annex else [_("Lembar"), _("Baris"), _("Kolom")]
    return [{"label": label} for label in columns]


def refused_rows(view: RunView) -> list[list[Any]]:
    """What keeps services out, each with its place in the file."""
    return [
        [_link(item), *_place_cells(view.run, problem), problem["words"]]
        for item in view.refused
        for problem in item.problems
        if problem["level"] == "error"
    ]


def item_rows(items: Iterable[ImportItem]) -> list[list[Any]]:
    """Services with what happens to each, and how much there is to look at."""
    return [
        [
            _link(item),
            _effect_cell(item),
            _("%(score)s dari 100", score=item.score) if item.score is not None else "-",
            _count_words(item.problems),
        ]
        for item in items
    ]


def draft_rows(items: Iterable[ImportItem]) -> list[list[Any]]:
    """Services with the draft that was made of each."""
    return [
        [
            {"text": name_of(item), "url": url_for("standards.tasks", version_id=item.version_id)}
            if item.version_id
            else name_of(item),
            _effect_cell(item),
            {"text": _count_words(item.problems), "url": _url(item.run_id, item.position)} if item.problems else "-",
        ]
        for item in items
    ]


def problem_rows(run: ImportRun, item: ImportItem) -> list[list[Any]]:
    """All that is to be said of one service."""
    return [
        [
            {"text": str(LEVELS[problem["level"]]), "tag": _LEVEL_KINDS[problem["level"]]},
            *_place_cells(run, problem),
            problem["words"],
        ]
        for problem in item.problems
    ]


def file_problem_rows(problems: Iterable[Problem]) -> list[list[Any]]:
    """What is wrong with a file as a whole."""
    return [[one.sheet or "-", one.row or "-", one.column or "-", one.words] for one in problems]


def line_parts(wanted: WantedStandard, file_name: str) -> list[dict[str, Any]]:
    """What stood in an annex beside what was read of it, by component; what belongs to none comes last."""
    rows = {
        (part["id"].replace("-", "_"), row["key"]): row
        for part in all_components(wanted.standard)
        for row in part["rows"]
    }
    order: Sequence[Component | None] = (*COMPONENTS, None)
    return [
        {
            "id": component.replace("_", "-") if component else "tidak-dikenali",
            "title": short_name(component) if component else _("Tidak dikenali sebagai komponen"),
            "rows": [_line(one, rows.get((component or "", one.row_key or "")), file_name) for one in lines],
        }
        for component in order
        if (lines := [one for one in wanted.originals if one.component == component])
    ]


def meaning_options(known: Choices) -> list[dict[str, str]]:
    """Which service a table may be about: one of the agency's, a new one of a national service, or a new one."""
    return [
        *({"value": f"layanan:{one.slug}", "label": _("Sudah ada: %(name)s", name=one.name)} for one in known.services),
        {"value": "baru", "label": _("Baru, tanpa acuan nasional")},
        *(
            {"value": f"acuan:{one.slug}", "label": _("Baru, menurut acuan: %(name)s", name=one.name)}
            for one in known.references
        ),
    ]


def meaning_of(item: ImportItem, known: Choices, wanted: WantedStandard | None) -> str:
    """What a table is taken for now, as a value of the options."""
    if item.slug in {one.slug for one in known.services}:
        return f"layanan:{item.slug}"
    reference = item.reference if item.is_chosen or wanted is None else wanted.reference
    return f"acuan:{reference}" if reference else "baru"


def _line(original: Original, row: Mapping[str, Any] | None, file_name: str) -> list[Any]:
    where = original.place.removeprefix(f"{file_name}, ")
    read: dict[str, Any] = {"text": _("Belum terbaca"), "tag": "warning"}
    if row is not None:
        notes = [part for part in (row["variant"], row["note"]) if part]
        read = {"text": row["text"], "note": Markup(" · ").join(notes)}
    why = problem_words(original.code, original.text[:_LONGEST_QUOTE]) if original.code else "-"
    return [{"text": original.text, "note": where, "lang": "id"}, read, why]


def _link(item: ImportItem) -> dict[str, str]:
    return {"text": name_of(item), "url": _url(item.run_id, item.position)}


def _url(run_id: UUID, position: int) -> str:
    return url_for("imports.service", run_id=run_id, position=position)


def name_of(item: ImportItem) -> str:
    """What a service is called: here, else in the file; a table of an annex without a title by its number."""
    if item.title == "":
        return _("Tabel tanpa judul (%(slug)s)", slug=item.slug)
    return item.name or item.title or item.slug


def _effect_cell(item: ImportItem) -> dict[str, str]:
    return {"text": effect_words(item.effect), "tag": EFFECT_KINDS[item.effect]}


def _count_words(problems: Sequence[Mapping[str, Any]]) -> str:
    return ngettext("%(num)s hal", "%(num)s hal", len(problems)) if problems else "-"


def _place_cells(run: ImportRun, problem: Mapping[str, Any]) -> list[Any]:
    names = ("sheet", "row") if run.is_annex else ("sheet", "row", "column")
    return [problem[name] or "-" for name in names]
