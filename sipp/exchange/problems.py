"""What an import has to say of a file: a code, how much it weighs, and the place it is about."""

from dataclasses import dataclass
from typing import Literal

from sipp.rules.flaws import Flaw
from sipp.words.checks import flaw_words
from sipp.words.imports import problem_words

#: ``error``: this service is not imported. ``publishing``: a draft is made, but it cannot be published so.
#: ``note``: worth a look.
Level = Literal["error", "publishing", "note"]
ProblemCode = Literal[
    # The shape of the file.
    "no_known_sheet",
    "unknown_column",
    "missing_column",
    "repeated_column",
    "too_many_rows",
    # Cells.
    "formula_cell",
    "missing_value",
    "number_unreadable",
    "number_too_large",
    "amount_unreadable",
    "amount_negative",
    "amount_not_whole",
    "amount_too_large",
    "date_unreadable",
    "date_impossible",
    "unknown_choice",
    "text_too_long",
    "formula_unreadable",
    "time_unreadable",
    "time_several",
    "fee_unreadable",
    "fee_several",
    "repeated_key",
    "repeated_service",
    "service_missing",
    # Services.
    "slug_unusable",
    "unknown_unit",
    "unknown_reference",
    "unit_out_of_reach",
    "draft_of_another",
    "service_not_changed",
    "same_effective_date",
    "decree_in_review",
    # Word tables.
    "no_tables",
    "no_title",
    "no_effective_date",
    "component_unknown",
    "not_typed",
    "day_type_unclear",
    "heading_as_condition",
    "reference_proposed",
    "reference_not_found",
    # Of the linter: ``detail`` is its code.
    "flaw",
]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to tell. ``column`` is a spreadsheet's letter; ``service`` the slug it is about, if any."""

    code: ProblemCode
    level: Level = "error"
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    service: str | None = None
    detail: str | None = None
    flaw: Flaw | None = None

    @property
    def place(self) -> str:
        """Where it is: "Biaya!C5", "Biaya baris 5", "Biaya", or nothing."""
        if self.sheet is None:
            return ""
        if self.row is None:
            return self.sheet
        return f"{self.sheet}!{self.column}{self.row}" if self.column else f"{self.sheet}:{self.row}"

    @property
    def words(self) -> str:
        """What is wrong and what to do, in one sentence."""
        return flaw_words(self.flaw) if self.flaw is not None else problem_words(self.code, self.detail)
