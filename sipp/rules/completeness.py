"""How complete a standard is, as a figure from 0 to 100, and what is missing, by name.

The figure is the sum of the points of the parts that are there, nothing else; whoever reads it can add it up:

- the six components of service delivery, which must be public, bring ten points each (60). Three of them in two parts:
  a procedure 8 and its second step 2; a time 6 and what it runs from 4; a fee 6 and its legal basis 4; complaint
  channels 8 and SP4N-LAPOR! among them 2;
- the eight other components bring four points each (32);
- where the effective date comes from, and the number of the decree, bring four points each (8).

A row that says nothing ("-", "sesuai ketentuan", a fee that is unknown) brings none. The figure measures whether the
content is there, not whether it is right: that is what the linter's advice is for.

Law: UU 25/2009 art. 21 (14 components), PermenPANRB 15/2014 (which of them are service delivery).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from sipp.rules.flaws import Flaw
from sipp.rules.row_checks import MAIN_FIELDS, costs_something, has_start
from sipp.rules.standard_checks import names_lapor
from sipp.rules.standards import Component, Fee, Row, Standard, TimeLimit, component_rows, is_confirmed
from sipp.rules.wording import is_placeholder, says_nothing

#: Which parts bring how many points; raise it with any change, and write what was stored anew.
RULE_VERSION = 1

PartCode = Literal[
    "requirements",
    "procedure",
    "procedure_second_step",
    "time_limit",
    "time_limit_start",
    "fee",
    "fee_legal_basis",
    "product",
    "complaint_handling",
    "complaint_lapor",
    "legal_basis",
    "facilities",
    "staff_competence",
    "internal_oversight",
    "staff_count",
    "service_guarantee",
    "security_guarantee",
    "performance_evaluation",
    "effective_basis",
    "decree_number",
]


ComponentState = Literal["empty", "look", "complete"]


@dataclass(frozen=True)
class Part:
    """One part that a complete standard has. ``component`` is None for what belongs to the whole."""

    code: PartCode
    component: Component | None
    points: int
    is_there: Callable[[Standard], bool]


@dataclass(frozen=True)
class Completeness:
    """The figure, and the parts that are missing in the order in which a standard is written."""

    score: int
    missing: tuple[Part, ...]


def completeness(standard: Standard) -> Completeness:
    """How complete a standard is; 100 when nothing is missing."""
    missing = tuple(part for part in PARTS if not part.is_there(standard))
    return Completeness(100 - sum(part.points for part in missing), missing)


def component_state(standard: Standard, component: Component, flaws: Iterable[Flaw]) -> ComponentState:
    """Whether a component is empty, needs a look, or is complete.

    It needs a look while something in it is flawed or missing, or while the agency did not confirm a row.
    """
    rows = component_rows(standard, component)
    if not rows:
        return "empty"
    is_flawed = any(flaw.component == component for flaw in flaws)
    is_lacking = any(part.component == component and not part.is_there(standard) for part in PARTS)
    return "look" if is_flawed or is_lacking or not all(map(is_confirmed, rows)) else "complete"


def _has(component: Component) -> Callable[[Standard], bool]:
    return lambda standard: any(_says_something(row) for row in component_rows(standard, component))


def _says_something(row: Row) -> bool:
    if isinstance(row, Fee):
        return row.shape != "unknown"
    if isinstance(row, TimeLimit):
        return row.kind != "duration" or row.maximum is not None
    main = MAIN_FIELDS.get(type(row))
    text = str(getattr(row, main)) if main else "a number"
    return bool(text.strip()) and not is_placeholder(text) and not says_nothing(text)


def _is_told(text: str | None) -> bool:
    return bool((text or "").strip()) and not is_placeholder(text or "")


def _every_time_has_its_start(standard: Standard) -> bool:
    return bool(standard.time_limits) and all(has_start(limit) for limit in standard.time_limits)


def _every_fee_has_its_law(standard: Standard) -> bool:
    return bool(standard.fees) and all(_is_told(fee.legal_basis) for fee in standard.fees if costs_something(fee))


PARTS: tuple[Part, ...] = (
    Part("requirements", "requirements", 10, _has("requirements")),
    Part("procedure", "procedure", 8, _has("procedure")),
    Part("procedure_second_step", "procedure", 2, lambda standard: sum(map(_says_something, standard.procedure)) > 1),
    Part("time_limit", "time_limit", 6, _has("time_limit")),
    Part("time_limit_start", "time_limit", 4, _every_time_has_its_start),
    Part("fee", "fee", 6, _has("fee")),
    Part("fee_legal_basis", "fee", 4, _every_fee_has_its_law),
    Part("product", "product", 10, _has("product")),
    Part("complaint_handling", "complaint_handling", 8, _has("complaint_handling")),
    Part("complaint_lapor", "complaint_handling", 2, names_lapor),
    Part("legal_basis", "legal_basis", 4, _has("legal_basis")),
    Part("facilities", "facilities", 4, _has("facilities")),
    Part("staff_competence", "staff_competence", 4, _has("staff_competence")),
    Part("internal_oversight", "internal_oversight", 4, _has("internal_oversight")),
    Part("staff_count", "staff_count", 4, _has("staff_count")),
    Part("service_guarantee", "service_guarantee", 4, _has("service_guarantee")),
    Part("security_guarantee", "security_guarantee", 4, _has("security_guarantee")),
    Part("performance_evaluation", "performance_evaluation", 4, _has("performance_evaluation")),
    Part("effective_basis", None, 4, lambda standard: _is_told(standard.effective_basis)),
    Part("decree_number", None, 4, lambda standard: _is_told(standard.decree_number)),
)
