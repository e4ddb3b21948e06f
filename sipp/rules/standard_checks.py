"""What is wrong with a standard, or could be better: the linter beside every component.

An *error* is a defect that a citizen would trip over whatever the agency meant: it blocks publishing. *Advice* is what
experience or a law asks for and an agency may still have reasons against: it blocks nothing. ``rules/flaws.py`` names
for each code which of the two it is and where the rule comes from.

Missing components are advice: an agency publishes what it knows, the page says "belum dipublikasikan", and the figure
of ``rules/completeness.py`` falls. Above a legal ceiling is advice too, because the ceilings are dated readings of laws
of which some are still to be verified. A fee or a length is called above only where that is certain.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sipp.rules.citations import citation_key, cited_keys
from sipp.rules.flaws import Flaw, FlawCode
from sipp.rules.row_checks import MAIN_FIELDS, row_flaws, text_fields
from sipp.rules.standards import (
    COMPONENTS,
    ROW_TYPES,
    Channel,
    Component,
    Fee,
    LegalBasis,
    ProcedureStep,
    Row,
    Standard,
    TimeLimit,
    Unit,
    component_rows,
    rows_for,
)
from sipp.rules.wording import is_placeholder, same_words, says_nothing

#: The shortest and the longest that a unit can mean; a working day has no longest in calendar days.
_SHORTEST_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "working_day": 1440, "week": 10_080, "month": 28 * 1440}
_LONGEST_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10_080, "month": 31 * 1440}
_CLOCK_UNITS = ("minute", "hour", "working_day")


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What is known outside the standard: the ceilings of its reference service, and which laws were replaced by what.

    ``replaced_laws`` maps ``citation_key`` to the name of what replaced the law.
    """

    time_ceilings: tuple[TimeLimit, ...] = ()
    fee_ceilings: tuple[Fee, ...] = ()
    replaced_laws: Mapping[str, str] = field(default_factory=dict)


def check_standard(standard: Standard, surroundings: Surroundings | None = None) -> tuple[Flaw, ...]:
    """Every flaw, in the order of UU 25/2009 art. 21, what concerns the whole first."""
    known = surroundings or Surroundings()
    found = list(_flaws_of_the_whole(standard))
    for component in COMPONENTS:
        rows = component_rows(standard, component)
        if not rows:
            found.append(Flaw(code="component_missing", component=component))
        for row in rows:
            found.extend(row_flaws(component, row))
            found.extend(_placed_flaws(standard, component, row))
            found.extend(_law_flaws(standard, component, row, known.replaced_laws))
        found.extend(_repeated_rows(component, rows))
        found.extend(_component_flaws(standard, component, known))
    return tuple(found)


def errors_in(standard: Standard) -> tuple[Flaw, ...]:
    """The flaws that block publishing; none of them depends on anything outside the standard."""
    return tuple(flaw for flaw in check_standard(standard) if flaw.severity == "error")


def _flaws_of_the_whole(standard: Standard) -> Iterator[Flaw]:
    for name, text in [("effective_basis", standard.effective_basis)] + [
        (f"variants/{variant.code}", variant.label) for variant in standard.variants
    ]:
        if text and is_placeholder(text):
            yield Flaw(code="placeholder_text", field=name)
        elif text and says_nothing(text):
            yield Flaw(code="says_nothing", field=name)
    for variant in standard.variants:
        if not variant.label.strip():
            yield Flaw(code="text_missing", field=f"variants/{variant.code}")
    counted = Counter(variant.code for variant in standard.variants)
    for code in (code for code, count in counted.items() if count > 1):
        yield Flaw(code="repeated_key", field=f"variants/{code}", detail=code)
    for name in ROW_TYPES:
        keys = Counter(row.row_key for row in getattr(standard, name))
        for key in (key for key, count in keys.items() if count > 1):
            yield Flaw(code="repeated_key", field=name, detail=key)


def _placed_flaws(standard: Standard, component: Component, row: Row) -> Iterator[Flaw]:
    if row.variant is not None and row.variant not in {variant.code for variant in standard.variants}:
        yield Flaw(
            code="unknown_variant", component=component, row_key=row.row_key, field="variant", detail=row.variant
        )


def _law_flaws(standard: Standard, component: Component, row: Row, replaced: Mapping[str, str]) -> Iterator[Flaw]:
    def flaw(code: FlawCode, name: str, detail: str | None) -> Flaw:
        return Flaw(code=code, component=component, row_key=row.row_key, field=name, detail=detail)

    if isinstance(row, LegalBasis):
        successor = replaced.get(citation_key(row.type, row.number, row.year))
        if row.status == "replaced" or successor is not None:
            yield flaw("law_replaced", "status", row.replaced_by or successor)
        if row.year is not None and standard.effective_from.year < row.year <= 2199:
            yield flaw("law_newer_than_standard", "year", str(row.year))
        return
    if "legal_basis" in text_fields(row):
        for key in cited_keys(getattr(row, "legal_basis", None) or ""):
            if key in replaced:
                yield flaw("law_replaced", "legal_basis", replaced[key])


def _repeated_rows(component: Component, rows: Sequence[Row]) -> Iterator[Flaw]:
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        main = MAIN_FIELDS.get(type(row))
        if main is None or isinstance(row, LegalBasis):
            continue
        words = same_words(str(getattr(row, main)))
        place = (row.variant, getattr(row, "channel", None), getattr(row, "condition", None), words)
        if words and place in seen:
            yield Flaw(code="repeated_row", component=component, row_key=row.row_key, field=main)
        seen.add(place)


def _component_flaws(standard: Standard, component: Component, known: Surroundings) -> Iterator[Flaw]:
    match component:
        case "procedure":
            if len(standard.procedure) == 1:
                yield Flaw(code="one_step_only", component="procedure", row_key=standard.procedure[0].row_key)
            yield from _steps_against_limits(standard)
        case "time_limit":
            yield from _uncovered_variants(standard, component)
            yield from _times_above_ceilings(standard.time_limits, known.time_ceilings)
        case "fee":
            yield from _uncovered_variants(standard, component)
            yield from _contradicting_fees(standard)
            yield from _fees_above_ceilings(standard, known.fee_ceilings)
        case "complaint_handling":
            if standard.complaint_channels and not names_lapor(standard):
                yield Flaw(code="no_lapor_channel", component="complaint_handling")


def names_lapor(standard: Standard) -> bool:
    """Whether SP4N-LAPOR! is among the complaint channels, under its name or its number 1708."""
    return any(
        channel.kind == "lapor" or "lapor" in channel.value.lower() or "1708" in channel.value
        for channel in standard.complaint_channels
    )


def _variants(standard: Standard) -> list[str | None]:
    return [variant.code for variant in standard.variants] or [None]


def _uncovered_variants(standard: Standard, component: Component) -> Iterator[Flaw]:
    rows = component_rows(standard, component)
    for variant in standard.variants:
        if rows and not rows_for(rows, variant.code):
            yield Flaw(code="variant_without_row", component=component, detail=variant.code)


def _contradicting_fees(standard: Standard) -> Iterator[Flaw]:
    """Free and priced in one variant, both without any condition: one of the two is wrong."""
    told: set[str] = set()
    for variant in _variants(standard):
        base = [fee for fee in rows_for(standard.fees, variant) if fee.role == "base" and not fee.condition]
        is_priced = any(fee.shape == "fixed" and fee.amount_idr for fee in base)
        for fee in base:
            is_plainly_free = fee.shape == "free" and not fee.label and not fee.per
            if is_priced and is_plainly_free and fee.row_key not in told:
                told.add(fee.row_key)
                yield Flaw(code="fee_free_and_priced", component="fee", row_key=fee.row_key, field="shape")


def _fees_above_ceilings(standard: Standard, ceilings: Sequence[Fee]) -> Iterator[Flaw]:
    """A base row above every ceiling: which ceiling belongs to which variant is not recorded."""
    if not ceilings:
        return
    highest_idr = max(fee.amount_idr or 0 for fee in ceilings)
    laws = "; ".join(dict.fromkeys(fee.legal_basis for fee in ceilings if fee.legal_basis))
    for fee in standard.fees:
        if fee.role == "base" and fee.shape == "fixed" and (fee.amount_idr or 0) > highest_idr:
            yield Flaw(
                code="above_legal_ceiling",
                component="fee",
                row_key=fee.row_key,
                field="amount_idr",
                detail=laws or None,
            )


def _times_above_ceilings(limits: Sequence[TimeLimit], ceilings: Sequence[TimeLimit]) -> Iterator[Flaw]:
    for limit in limits:
        if limit.kind != "duration" or limit.approximate or limit.maximum is None or limit.unit is None:
            continue
        fitting = [row for row in ceilings if None in (row.start_event, limit.start_event) or _same_start(row, limit)]
        above = [row for row in fitting if _is_surely_longer([(limit.maximum, limit.unit)], row.maximum, row.unit)]
        if fitting and len(above) == len(fitting):
            yield Flaw(
                code="above_legal_ceiling",
                component="time_limit",
                row_key=limit.row_key,
                field="maximum",
                detail=above[0].legal_basis,
            )


def _same_start(one: TimeLimit, other: TimeLimit) -> bool:
    return one.start_event == other.start_event


def _steps_against_limits(standard: Standard) -> Iterator[Flaw]:
    """The steps of each channel and variant, added up, against the longest limit of that variant; told once."""
    for variant in _variants(standard):
        limits = [row for row in rows_for(standard.time_limits, variant) if row.kind == "duration"]
        if not limits or any(row.maximum is None or row.unit is None for row in limits):
            continue
        steps = rows_for(standard.procedure, variant)
        channels: set[Channel] = {step.channel for step in steps if step.channel != "any"}
        for channel in sorted(channels) or ["any"]:
            lengths = _lengths(step for step in steps if step.channel in ("any", channel))
            if lengths and all(_is_surely_longer(lengths, row.maximum, row.unit) for row in limits):
                yield Flaw(code="steps_longer_than_limit", component="procedure", detail=variant)
                return


def _lengths(steps: Iterable[ProcedureStep]) -> list[tuple[int, Unit]]:
    told = ((step.duration_max, step.duration_unit) for step in steps)
    return [(length, unit) for length, unit in told if length and unit is not None]


def _is_surely_longer(lengths: Sequence[tuple[int, Unit]], maximum: int | None, unit: Unit | None) -> bool:
    """Whether lengths together exceed a maximum in whatever way their units are counted."""
    if maximum is None or unit is None:
        return False
    if unit == "working_day":
        if any(one not in _CLOCK_UNITS for _, one in lengths):
            return False
        longest = maximum * _SHORTEST_MINUTES["working_day"]
    else:
        longest = maximum * _LONGEST_MINUTES[unit]
    return sum(count * _SHORTEST_MINUTES[one] for count, one in lengths) > longest
