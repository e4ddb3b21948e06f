"""Fees that are computed, as people write them."""

import pytest

from sipp.rules.standards import Formula
from sipp.rules.typed_formulas import formula_line, parse_formula
from sipp.rules.typed_input import TypedInputError
from sipp.rules.typed_promises import parse_fee

LAND = "Rp50.000 + 1/1000 × nilai tanah (Rp/m²) × luas tanah (m²)"


@pytest.mark.parametrize(
    ("typed", "rate", "constant_idr", "labels"),
    [
        (LAND, "1/1000", 50_000, ["nilai tanah", "luas tanah"]),
        (
            "(nilai tanah per m² × luas tanah ÷ 1.000) + Rp50.000",
            "1/1000",
            50_000,
            ["nilai tanah per m²", "luas tanah"],
        ),
        ("(luas tanah ÷ 500 × HSBKu) + Rp100.000", "1/500", 100_000, ["luas tanah", "HSBKu"]),
        ("2,5% x harga jual", "1/40", 0, ["harga jual"]),
        ("0,5 * luas", "1/2", 0, ["luas"]),
        ("Rp2.000 × jumlah lembar", "2000", 0, ["jumlah lembar"]),
        ("luas × tinggi", "1", 0, ["luas", "tinggi"]),
    ],
)
def test_a_formula_is_read_with_its_rate_and_parameters(
    typed: str, rate: str, constant_idr: int, labels: list[str]
) -> None:
    formula = parse_formula(typed)
    assert (formula.rate, formula.constant_idr) == (rate, constant_idr)
    assert [one.label for one in formula.parameters] == labels


def test_the_amount_of_an_example_is_computed_and_the_line_reads_the_same_again() -> None:
    formula = parse_formula(f"{LAND}, contoh 1.000.000 dan 100")
    assert formula.text == LAND and formula.example_amount_idr == 150_000
    assert [one.unit for one in formula.parameters] == ["Rp/m²", "m²"]
    assert parse_formula(formula_line(formula)) == formula


@pytest.mark.parametrize(
    "typed",
    [
        "Rp50.000",
        "2 × 3",
        "luas ÷ 0",
        "luas × luas",
        "10 ÷ luas",
        "luas × tinggi + lebar",
        "luas × tinggi + luas × lebar",
        f"{LAND} contoh 5",
        "foto 3 x 4",
        "×",
        "1/0 × luas",
    ],
)
def test_what_is_no_formula_is_refused(typed: str) -> None:
    with pytest.raises(TypedInputError) as refused:
        parse_formula(typed)
    assert refused.value.code == "formula_unreadable"


def test_a_fee_may_be_a_formula_with_a_label() -> None:
    fee = parse_fee(f"Peralihan hak: {LAND}")
    assert (fee.shape, fee.label) == ("formula", "Peralihan hak") and isinstance(fee.formula, Formula)
