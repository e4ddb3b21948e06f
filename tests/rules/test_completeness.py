"""The completeness figure: what it adds up, and that content never lowers it."""

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.completeness import PARTS, PartCode, completeness
from sipp.rules.standards import COMPONENTS, DELIVERY_COMPONENTS, Fee, Requirement, Standard, TimeLimit
from tests.models.strategies import standards
from tests.rules.good_standard import a_good_standard

EMPTY = Standard(effective_from=date(2026, 1, 1))
PART_OF = {part.code: part for part in PARTS}


def with_part(standard: Standard, code: PartCode) -> Standard:
    """The standard with the rows or values of a part of the good standard added, nothing taken away."""
    good = a_good_standard()

    def added(name: str, rows: Any) -> Standard:
        return replace(standard, **{name: (*getattr(standard, name), *rows)})

    match code:
        case "effective_basis" | "decree_number":
            return replace(standard, **{code: getattr(good, code)})
        case "procedure_second_step":
            return added("procedure", good.procedure)
        case "procedure":
            return added("procedure", good.procedure[:1])
        case "time_limit":
            return added("time_limits", good.time_limits)
        case "time_limit_start":
            rows = standard.time_limits or good.time_limits
            return replace(standard, time_limits=tuple(replace(row, start_event="application") for row in rows))
        case "fee":
            return added("fees", good.fees)
        case "fee_legal_basis":
            rows_of_fee = standard.fees or good.fees
            return replace(standard, fees=tuple(replace(row, legal_basis="UU 1/2022") for row in rows_of_fee))
        case "complaint_handling":
            return added("complaint_channels", good.complaint_channels[:1])
        case "complaint_lapor":
            return added("complaint_channels", good.complaint_channels[1:])
        case "requirements" | "legal_basis" | "product" | "staff_count":
            name = {"legal_basis": "legal_bases", "product": "products", "staff_count": "staff_counts"}.get(code, code)
            return added(name, getattr(good, name))
        case _:
            return added("texts", [row for row in good.texts if row.component == code])


def test_the_parts_add_up_to_a_hundred_and_each_is_counted_once() -> None:
    assert sum(part.points for part in PARTS) == 100
    assert [part.code for part in PARTS] == list(get_args(PartCode))


def test_the_six_components_of_delivery_weigh_ten_and_the_eight_others_four() -> None:
    weights = {code: sum(part.points for part in PARTS if part.component == code) for code in COMPONENTS}
    assert weights == {code: 10 if code in DELIVERY_COMPONENTS else 4 for code in COMPONENTS}


def test_a_good_standard_is_complete_and_an_empty_one_scores_nothing() -> None:
    assert completeness(a_good_standard()).score == 100
    assert completeness(a_good_standard()).missing == ()
    assert completeness(EMPTY).score == 0
    assert completeness(EMPTY).missing == PARTS


@pytest.mark.parametrize("code", get_args(PartCode))
def test_every_part_is_reached_from_nothing(code: PartCode) -> None:
    found = completeness(with_part(EMPTY, code))
    assert code not in [part.code for part in found.missing]
    assert found.score >= PART_OF[code].points


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ({"requirements": (Requirement(row_key="r", text="-"),)}, ["requirements"]),
        ({"requirements": (Requirement(row_key="r", text="Sesuai ketentuan"),)}, ["requirements"]),
        ({"procedure": a_good_standard().procedure[:1]}, ["procedure_second_step"]),
        ({"time_limits": (TimeLimit(row_key="t", maximum=3, unit="day"),)}, ["time_limit_start"]),
        ({"time_limits": (TimeLimit(row_key="t", kind="instant"),)}, []),
        ({"time_limits": ()}, ["time_limit", "time_limit_start"]),
        ({"fees": (Fee(row_key="f", shape="unknown"),)}, ["fee"]),
        ({"fees": (Fee(row_key="f", shape="fixed", amount_idr=1000),)}, ["fee_legal_basis"]),
        ({"fees": (Fee(row_key="f", shape="free"),)}, []),
        ({"fees": ()}, ["fee", "fee_legal_basis"]),
        ({"complaint_channels": a_good_standard().complaint_channels[:1]}, ["complaint_lapor"]),
        ({"decree_number": None, "effective_basis": "-"}, ["effective_basis", "decree_number"]),
    ],
)
def test_what_is_missing_is_named_with_its_points(content: dict[str, Any], missing: list[PartCode]) -> None:
    found = completeness(a_good_standard(**content))
    assert [part.code for part in found.missing] == missing
    assert found.score == 100 - sum(PART_OF[code].points for code in missing)


@given(standard=standards(), data=st.data())
def test_adding_a_missing_part_brings_its_points_and_never_lowers_the_figure(
    standard: Standard, data: st.DataObject
) -> None:
    before = completeness(standard)
    codes = [part.code for part in before.missing]
    if not codes:
        assert before.score == 100
        return
    code = data.draw(st.sampled_from(codes))
    after = completeness(with_part(standard, code))
    assert after.score >= before.score + PART_OF[code].points
    assert code not in [part.code for part in after.missing]


@given(standard=standards())
def test_filling_in_every_missing_part_completes_any_standard(standard: Standard) -> None:
    for part in PARTS:
        standard = with_part(standard, part.code)
    assert completeness(standard).score == 100
