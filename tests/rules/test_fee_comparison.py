"""How fee rows add up, and what is certain about money."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.standards import Fee, Variant
from tests.rules.promises import FEES, compare_money, promise, standard


def fixed(key, amount_idr, **content):
    return Fee(row_key=key, shape="fixed", amount_idr=amount_idr, **content)


def judged(*fees, variants=()):
    return promise(standard(fees=fees, variants=tuple(Variant(code=code, label=code) for code in variants)))


#: Against Rp100.000 of each shape: at the amount, one rupiah above, nothing told.
AT_THE_EDGE = {
    "unpublished": ("no_fee_published", "no_fee_published"),
    "free": ("above", "above"),
    "fixed": ("within", "above"),
    "maximum": ("within", "above"),
    "approximate": ("within", "approximate_amount"),
    "formula": ("fee_is_formula", "fee_is_formula"),
    "regional_law": ("fee_by_regional_law", "fee_by_regional_law"),
    "unknown": ("fee_unknown", "fee_unknown"),
    "per_unit": ("within", "fee_per_unit"),
    "monthly": ("within", "fee_recurs"),
}


@pytest.mark.parametrize(("shape", "expected"), AT_THE_EDGE.items())
def test_a_rupiah_decides_at_the_edge(shape, expected):
    against = promise(standard(shape))

    found = [compare_money(against, asked) for asked in (100_000, 100_001)]

    assert tuple(one.reason or one.result for one in found) == expected


@pytest.mark.parametrize("shape", FEES)
def test_without_an_amount_told_nothing_is_computed(shape):
    finding = compare_money(promise(standard(shape)), None)

    assert (finding.result, finding.reason, finding.difference_idr) == ("not_computable", "no_amount_told", None)


def test_a_finding_tells_what_was_promised_and_what_was_asked():
    finding = compare_money(promise(standard("fixed")), 175_000, money_for="percepatan")

    assert (finding.promised_idr, finding.experienced_idr, finding.difference_idr) == (100_000, 175_000, 75_000)
    assert finding.said == "percepatan"


def test_base_rows_add_up():
    finding = compare_money(judged(fixed("stnk", 100_000), fixed("tnkb", 60_000)), 200_000)

    assert (finding.promised_idr, finding.difference_idr) == (160_000, 40_000)
    assert (finding.row_key, finding.row_keys) == ("stnk", ("stnk", "tnkb"))


EXTRAS = (
    fixed("paspor", 350_000),
    fixed("percepatan", 1_000_000, role="surcharge", condition="bila meminta percepatan"),
    fixed("denda", 500_000, role="penalty", kind="penalty", condition="bila rusak"),
    fixed("tes", 80_000, role="third_party"),
)


@pytest.mark.parametrize(
    ("ticked", "promised"),
    [
        ((), 350_000),
        (("percepatan",), 1_350_000),
        (("percepatan", "denda"), 1_850_000),
        (("denda", "denda"), 850_000),
        (("tes",), 350_000),
        (("tidak-ada",), 350_000),
        (("paspor",), 350_000),
    ],
)
def test_ticked_surcharges_and_penalties_add_to_the_base_and_third_parties_never(ticked, promised):
    finding = compare_money(judged(*EXTRAS), 2_000_000, fee_rows=ticked)

    assert (finding.result, finding.promised_idr) == ("above", promised)


def test_a_standard_with_third_party_costs_alone_publishes_no_fee():
    assert compare_money(judged(fixed("tes", 80_000, role="third_party")), 80_000).reason == "no_fee_published"


def test_one_row_that_cannot_be_known_makes_the_sum_unknown():
    finding = compare_money(judged(fixed("swdkllj", 35_000), Fee(row_key="pkb", shape="regional_law")), 900_000)

    assert (finding.result, finding.reason, finding.promised_idr) == ("not_computable", "fee_by_regional_law", None)


def test_a_ticked_row_that_cannot_be_known_makes_the_sum_unknown():
    rows = (fixed("paspor", 350_000), Fee(row_key="denda", shape="unknown", role="penalty"))

    assert compare_money(judged(*rows), 400_000).result == "above"
    assert compare_money(judged(*rows), 400_000, fee_rows=("denda",)).reason == "fee_unknown"


def test_one_approximate_row_makes_the_sum_approximate():
    rows = (fixed("stnk", 100_000), fixed("swdkllj", 143_000, amount_is="approximate"))

    finding = compare_money(judged(*rows), 300_000)

    assert (finding.result, finding.reason, finding.difference_idr) == ("not_computable", "approximate_amount", 57_000)


def test_one_row_without_its_amount_makes_the_sum_unknown():
    assert compare_money(judged(fixed("stnk", 100_000), fixed("tnkb", None)), 300_000).reason == "fee_unknown"


def test_a_fixed_fee_without_its_amount_is_unknown_not_free():
    assert compare_money(judged(fixed("biaya", None)), 1).reason == "fee_unknown"


BY_VARIANT = (fixed("a", 120_000, variant="sim-a"), fixed("c", 100_000, variant="sim-c"))


@pytest.mark.parametrize(
    ("variant", "result", "reason", "difference"),
    [
        ("sim-a", "above", None, 30_000),
        ("sim-c", "above", None, 50_000),
        (None, "not_computable", "no_variant_chosen", None),
        ("sim-z", "not_computable", "no_variant_chosen", None),
    ],
)
def test_the_chosen_variants_fee_judges(variant, result, reason, difference):
    finding = compare_money(judged(*BY_VARIANT, variants=("sim-a", "sim-c")), 150_000, variant=variant)

    assert (finding.result, finding.reason, finding.difference_idr) == (result, reason, difference)


def test_no_variant_is_needed_where_all_cost_the_same():
    same = (fixed("hilang", 50_000, variant="hilang"), fixed("rusak", 50_000, variant="rusak"))

    assert compare_money(judged(*same, variants=("hilang", "rusak")), 80_000).difference_idr == 30_000
    assert compare_money(judged(FEES["free"][0], variants=("hilang", "rusak")), 80_000).difference_idr == 80_000


def test_a_variant_that_only_one_side_confirmed_must_be_chosen():
    mixed = (
        fixed("hilang", 50_000, variant="hilang"),
        fixed("rusak", 50_000, variant="rusak", confidence="sample"),
    )

    assert compare_money(judged(*mixed, variants=("hilang", "rusak")), 80_000).reason == "no_variant_chosen"


def test_a_general_row_adds_to_the_rows_of_every_variant():
    rows = (fixed("meterai", 10_000), *BY_VARIANT)

    finding = compare_money(judged(*rows, variants=("sim-a", "sim-c")), 150_000, variant="sim-c")

    assert (finding.promised_idr, finding.row_keys) == (110_000, ("meterai", "c"))


WORKDAYS = (
    Fee(row_key="kua", shape="free", kind="free"),
    fixed("luar", 600_000, condition="di luar KUA atau di luar jam kerja"),
)


@pytest.mark.parametrize(
    ("asked", "ticked", "expected"),
    [
        (0, (), "within"),
        (1, (), "fee_depends_on_condition"),
        (600_000, (), "fee_depends_on_condition"),
        (600_001, (), "above"),
        (600_000, ("luar",), "within"),
    ],
)
def test_a_conditional_row_may_or_may_not_hold_and_only_what_is_certain_is_said(asked, ticked, expected):
    finding = compare_money(judged(*WORKDAYS), asked, fee_rows=ticked)

    assert (finding.reason or finding.result) == expected


ALTERNATIVES = (
    fixed("motor", 35_000, condition="motor"),
    fixed("mobil", 143_000, condition="mobil"),
)


@pytest.mark.parametrize(
    ("asked", "ticked", "expected"),
    [
        (35_000, (), "within"),
        (35_001, (), "fee_depends_on_condition"),
        (178_001, (), "above"),
        (143_000, ("mobil",), "within"),
        (143_001, ("mobil",), "above"),
        (35_001, ("motor",), "above"),
    ],
)
def test_of_alternatives_by_condition_the_cheapest_holds_for_certain_unless_one_is_ticked(asked, ticked, expected):
    finding = compare_money(judged(*ALTERNATIVES), asked, fee_rows=ticked)

    assert (finding.reason or finding.result) == expected


def test_a_single_row_that_holds_in_general_accuses_nobody():
    general = judged(Fee(row_key="biaya", shape="free", kind="free", condition="Pada umumnya"))

    assert compare_money(general, 50_000).reason == "fee_depends_on_condition"
    assert compare_money(general, 0).result == "within"


@pytest.mark.parametrize(
    ("per", "is_per_unit"),
    [
        (None, False),
        ("permohonan", False),
        ("per permohonan", False),
        ("penerbitan", False),
        ("setiap kendaraan", False),
        ("orang", True),
        ("per kelas", True),
        ("dokumen", True),
        ("bidang", True),
        ("m²", True),
    ],
)
def test_a_price_per_application_is_a_price_and_one_per_person_may_be_many(per, is_per_unit):
    finding = compare_money(judged(fixed("biaya", 100_000, per=per)), 200_000)

    assert finding.reason == ("fee_per_unit" if is_per_unit else None)


@pytest.mark.parametrize(
    ("recurrence", "reason"),
    [("once", None), ("five_yearly", None), ("yearly", "fee_recurs"), ("monthly", "fee_recurs")],
)
def test_several_months_or_years_may_be_paid_at_once(recurrence, reason):
    assert compare_money(judged(fixed("biaya", 100_000, recurrence=recurrence)), 200_000).reason == reason


def test_one_unconfirmed_row_leaves_the_sum_unconfirmed():
    finding = compare_money(judged(fixed("stnk", 1), fixed("tnkb", 1, confidence="reference")), 3)

    assert (finding.result, finding.is_confirmed) == ("above", False)


amounts = st.integers(0, 3_000_000)
rows = st.lists(
    st.tuples(amounts, st.sampled_from(["base", "surcharge", "penalty", "third_party"]), st.booleans()), max_size=6
)


@given(rows=rows, asked=amounts)
def test_the_difference_is_what_was_asked_less_every_row_that_held(rows, asked):
    fees = [fixed(f"r{n}", amount, role=role) for n, (amount, role, _) in enumerate(rows)]
    ticked = tuple(f"r{n}" for n, (_, _, is_ticked) in enumerate(rows) if is_ticked)
    held = 0
    for amount, role, is_ticked in rows:
        if role == "base" or (role in ("surcharge", "penalty") and is_ticked):
            held += amount

    finding = compare_money(judged(*fees), asked, fee_rows=ticked)

    if not any(role == "base" for _, role, _ in rows):
        assert finding.reason == "no_fee_published"
    else:
        assert finding.result == ("above" if asked > held else "within")
        assert finding.difference_idr == max(0, asked - held)


@given(asked=amounts, more=st.integers(0, 1_000_000), shape=st.sampled_from(list(FEES)))
def test_asking_more_never_turns_above_into_anything_else(asked, more, shape):
    against = promise(standard(shape))

    if compare_money(against, asked).result == "above":
        assert compare_money(against, asked + more).result == "above"


def test_the_order_of_rows_changes_no_result():
    forward = compare_money(judged(*EXTRAS), 900_000, fee_rows=("denda",))
    backward = compare_money(judged(*reversed(EXTRAS)), 900_000, fee_rows=("denda",))

    assert forward.difference_idr == backward.difference_idr == 50_000
    assert replace(forward, row_key=None, row_keys=()) == replace(backward, row_key=None, row_keys=())
