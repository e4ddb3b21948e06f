"""The codes of what the linter finds in a standard, each with its weight and with the law or experience behind it."""

from dataclasses import dataclass
from typing import Literal

from sipp.rules.standards import Component

Severity = Literal["error", "advice"]
FlawCode = Literal[
    "text_missing",
    "placeholder_text",
    "says_nothing",
    "national_id_published",
    "unknown_variant",
    "repeated_key",
    "negative_value",
    "number_without_unit",
    "minimum_above_maximum",
    "time_without_length",
    "schedule_without_reason",
    "fee_free_and_priced",
    "fee_without_amount",
    "fee_without_formula",
    "formula_unreadable",
    "formula_example_wrong",
    "law_year_impossible",
    "component_missing",
    "variant_without_row",
    "one_step_only",
    "time_without_start",
    "day_type_unclear",
    "steps_longer_than_limit",
    "above_legal_ceiling",
    "fee_without_legal_basis",
    "fee_unknown",
    "several_requirements",
    "doubled_numbering",
    "repeated_row",
    "private_mobile_number",
    "no_lapor_channel",
    "law_replaced",
    "law_without_number",
    "law_newer_than_standard",
    "vague_words",
    "hard_words",
]


@dataclass(frozen=True)
class Check:
    """How much a code weighs, and where its rule comes from."""

    severity: Severity
    source: str


_COMPONENTS_LAW = "UU 25/2009 art. 21"
_PRIVACY_LAW = "UU 27/2022 (PDP)"
_SIPPN = "read on pages of SIPP Nasional in 2026"

CHECKS: dict[FlawCode, Check] = {
    "text_missing": Check("error", f"{_COMPONENTS_LAW}: a component is its content"),
    "placeholder_text": Check("error", f'{_COMPONENTS_LAW}; requirements "1. -  2. -" {_SIPPN}'),
    "says_nothing": Check("error", f'{_COMPONENTS_LAW}; "sesuai ketentuan" tells a citizen nothing'),
    "national_id_published": Check("error", f"{_PRIVACY_LAW}; UU 24/2013: NIK and KK numbers are protected"),
    "unknown_variant": Check("error", "a row of a variant that does not exist is shown to nobody"),
    "repeated_key": Check("error", "differences and breaches speak of one row by its key"),
    "negative_value": Check("error", "no amount, length or number of a promise is below zero"),
    "number_without_unit": Check("error", f'{_COMPONENTS_LAW}(d); "3" of what?'),
    "minimum_above_maximum": Check("error", "the shortest time cannot be longer than the longest"),
    "time_without_length": Check("error", f"{_COMPONENTS_LAW}(d): jangka waktu penyelesaian"),
    "schedule_without_reason": Check("error", f"{_COMPONENTS_LAW}(d): without a length the reason is the promise"),
    "fee_free_and_priced": Check("error", f"{_COMPONENTS_LAW}(e); building approvals called free and levied {_SIPPN}"),
    "fee_without_amount": Check("error", f"{_COMPONENTS_LAW}(e): biaya/tarif"),
    "fee_without_formula": Check("error", f"{_COMPONENTS_LAW}(e): biaya/tarif"),
    "formula_unreadable": Check("error", "a fee that nobody can compute is not published"),
    "formula_example_wrong": Check("error", "the worked example must be what the formula gives"),
    "law_year_impossible": Check("error", "a typing error in a law's year cites nothing"),
    "component_missing": Check("advice", f"{_COMPONENTS_LAW} names 14 components; PermenPANRB 15/2014"),
    "variant_without_row": Check("advice", "whoever chooses this variant finds no fee or no time"),
    "one_step_only": Check("advice", f"{_COMPONENTS_LAW}(c): a procedure is at least to hand in and to receive"),
    "time_without_start": Check("advice", "without a start event no day is the last one; a lateness is then disputed"),
    "day_type_unclear": Check("advice", f'"3 hari" of working or calendar days: both {_SIPPN}'),
    "steps_longer_than_limit": Check("advice", "the steps together cannot take longer than the whole"),
    "above_legal_ceiling": Check("advice", "the legal ceiling of the national reference service, with its law"),
    "fee_without_legal_basis": Check("advice", "UUD 1945 art. 23A, UU 9/2018 and UU 1/2022: a levy rests on a law"),
    "fee_unknown": Check("advice", f"{_COMPONENTS_LAW}(e); UU 25/2009 art. 31: fees are set by law"),
    "several_requirements": Check("advice", "a paper hidden in another's line is forgotten; a report names one row"),
    "doubled_numbering": Check("advice", f'pages number the rows themselves; "1. 1. ..." {_SIPPN}'),
    "repeated_row": Check("advice", "the same line twice reads as two papers or two payments"),
    "private_mobile_number": Check("advice", f"{_PRIVACY_LAW}; officers' own numbers {_SIPPN}"),
    "no_lapor_channel": Check("advice", "Perpres 76/2013; PermenPANRB 5/2025: SP4N-LAPOR! is open for every service"),
    "law_replaced": Check("advice", "rules of before 2019 still cited years later: " + _SIPPN),
    "law_without_number": Check("advice", "a law is found by its number and year"),
    "law_newer_than_standard": Check("advice", "a standard seldom rests on a law made after it"),
    "vague_words": Check("advice", '"dan lain-lain" lets an officer ask for anything'),
    "hard_words": Check("advice", "UU 25/2009 art. 4: understandable; asked about at the counter"),
}


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """One thing found. ``component`` is None for the standard as a whole, ``field`` names the value of the row.

    ``detail`` holds what the words need: a hard word, a phrase, a law, a variant's code, a unit's sum.
    """

    code: FlawCode
    component: Component | None = None
    row_key: str | None = None
    field: str | None = None
    detail: str | None = None

    @property
    def severity(self) -> Severity:
        """Whether it blocks publishing."""
        return CHECKS[self.code].severity

    @property
    def source(self) -> str:
        """The law or the experience the rule comes from."""
        return CHECKS[self.code].source

    @property
    def place(self) -> str:
        """Where it is, for lists and error summaries: "requirements/ktp/text", "fee", "standard"."""
        parts = (self.component or "standard", self.row_key, self.field)
        return "/".join(part for part in parts if part)
