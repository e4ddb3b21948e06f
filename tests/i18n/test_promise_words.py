import pytest

from sipp.i18n import in_language
from sipp.rules.standards import Fee, Formula, FormulaParameter, Product, TimeLimit
from sipp.words.promises import (
    fee_range_words,
    fee_words,
    formula_example_words,
    time_limit_words,
    time_promise_words,
    time_range_words,
    validity_words,
)

LAND_FORMULA = Formula(
    text="(nilai tanah per m² × luas tanah ÷ 1.000) + Rp50.000",
    rate="1/1000",
    constant_idr=50_000,
    parameters=(
        FormulaParameter(name="value", label="nilai tanah", unit="Rp/m²"),
        FormulaParameter(name="area", label="luas tanah", unit="m²"),
    ),
    example={"value": 1_000_000, "area": 100},
    example_amount_idr=150_000,
)


def limit(**fields: object) -> TimeLimit:
    return TimeLimit(**{"row_key": "waktu", **fields})  # type: ignore[arg-type]


def fee(amount_idr: int | None = None, **fields: object) -> Fee:
    shape = "fixed" if amount_idr is not None else "free"
    return Fee(**{"row_key": "biaya", "shape": shape, "amount_idr": amount_idr, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (limit(maximum=24, unit="hour"), "24 jam"),
        (limit(minimum=1, maximum=3, unit="working_day"), "1 sampai 3 hari kerja"),
        (limit(minimum=3, maximum=3, unit="working_day"), "3 hari kerja"),
        (limit(minimum=5, maximum=10, unit="minute", approximate=True), "sekitar 5 sampai 10 menit"),
        (limit(minimum=2, unit="month"), "paling cepat 2 bulan"),
        (limit(kind="instant"), "langsung selesai"),
        (limit(kind="scheduled"), "sesuai jadwal"),
        (limit(kind="scheduled", reason="Mengikuti program tahunan"), "sesuai jadwal: mengikuti program tahunan"),
        (limit(kind="scheduled", reason="BPKB menyusul"), "sesuai jadwal: BPKB menyusul"),
        (limit(), "lamanya belum diketahui"),
    ],
)
def test_a_time_limit_in_words(row: TimeLimit, words: str) -> None:
    assert time_limit_words(row) == words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (limit(maximum=4, unit="working_day", start_event="file_complete"), "4 hari kerja sejak berkas lengkap"),
        (limit(maximum=4, unit="day", start_event_text="Data lengkap"), "4 hari kalender sejak data lengkap"),
        (
            limit(maximum=4, unit="day", start_event="other", start_event_text="setelah BAP"),
            "4 hari kalender sejak BAP",
        ),
        (limit(maximum=4, unit="day"), "4 hari kalender"),
        (limit(kind="scheduled", start_event="application"), "sesuai jadwal"),
    ],
)
def test_a_promise_says_from_when_it_counts(row: TimeLimit, words: str) -> None:
    assert time_promise_words(row) == words


def test_different_times_are_listed_and_equal_ones_told_once() -> None:
    one, other = limit(maximum=1, unit="working_day"), limit(maximum=3, unit="working_day")

    assert time_range_words([one, one]) == "1 hari kerja"
    assert time_range_words([one, other]) == "bergantung jenisnya: 1 hari kerja, 3 hari kerja"
    assert time_range_words([]) is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (fee(), "Tidak dipungut biaya"),
        (fee(0), "Tidak dipungut biaya"),
        (fee(shape="unknown"), "Besarnya belum diketahui"),
        (fee(shape="regional_law"), "Ditetapkan dengan peraturan daerah"),
        (fee(350_000), "Rp350.000"),
        (fee(350_000, amount_is="maximum"), "paling banyak Rp350.000"),
        (fee(230_000, amount_is="approximate"), "sekitar Rp230.000"),
        (fee(150_000, per="dokumen"), "Rp150.000 per dokumen"),
        (fee(42_000, per="per orang", recurrence="monthly"), "Rp42.000 per orang setiap bulan"),
        (fee(shape="formula", formula=LAND_FORMULA), f"Dihitung: {LAND_FORMULA.text}"),
        (fee(shape="formula"), "Dihitung dengan rumus"),
    ],
)
def test_a_fee_in_words(row: Fee, words: str) -> None:
    assert fee_words(row) == words


def test_a_formula_shows_its_example() -> None:
    row = fee(shape="formula", formula=LAND_FORMULA)

    assert formula_example_words(row) == "Contoh: nilai tanah Rp1.000.000/m², luas tanah 100 m², menjadi Rp150.000"
    assert formula_example_words(fee(350_000)) is None


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], None),
        ([fee(50_000, role="penalty")], None),
        ([fee()], "Tidak dipungut biaya"),
        ([fee(0), fee()], "Tidak dipungut biaya"),
        ([fee(350_000, variant="a"), fee(650_000, variant="b")], "Rp350.000 sampai Rp650.000"),
        ([fee(350_000, variant="a"), fee(350_000, variant="b")], "Rp350.000"),
        ([fee(variant="a"), fee(600_000, variant="b")], "Tidak dipungut biaya sampai Rp600.000"),
        ([fee(100_000), fee(60_000), fee(50_000, role="surcharge")], "Rp160.000"),
        ([fee(300_000), fee(350_000, amount_is="maximum")], "paling banyak Rp650.000"),
        ([fee(variant="a"), fee(230_000, variant="b", amount_is="approximate")],
         "Tidak dipungut biaya sampai sekitar Rp230.000"),
        ([fee(80_000, amount_is="approximate", variant="a"), fee(90_000, variant="b")],
         "sekitar Rp80.000 sampai Rp90.000"),
        ([fee(), fee(600_000, condition="di luar jam kerja")], "Tidak dipungut biaya sampai Rp600.000"),
        ([fee(75_000, condition="siang"), fee(100_000, condition="malam")], "Rp75.000 sampai Rp100.000"),
        ([fee(), fee(150_000, per="orang", recurrence="monthly")], "Rp150.000 per orang setiap bulan"),
        ([fee(100_000, recurrence="five_yearly"), fee(60_000, recurrence="five_yearly"),
          fee(35_000, recurrence="yearly")], "Rp160.000 setiap lima tahun + Rp35.000 setiap tahun"),
        ([fee(shape="regional_law")], "Ditetapkan dengan peraturan daerah"),
        ([fee(), fee(shape="regional_law")], "Ditetapkan dengan peraturan daerah"),
        ([fee(35_000), fee(shape="regional_law")], "Rp35.000, ditambah yang ditetapkan peraturan daerah"),
        ([fee(35_000), fee(shape="unknown")], "Rp35.000, ditambah bagian yang belum diketahui"),
        ([fee(50_000), fee(shape="formula")], "Rp50.000, ditambah bagian yang dihitung dengan rumus"),
        ([fee(shape="unknown", variant="a"), fee(shape="regional_law", variant="b")], "Bergantung jenisnya"),
    ],
)  # fmt: skip
def test_the_fee_at_one_glance(rows: list[Fee], words: str | None) -> None:
    assert fee_range_words(rows) == words


def test_a_row_of_all_variants_counts_in_each() -> None:
    rows = [fee(50_000), fee(100_000, variant="a"), fee(200_000, variant="b")]

    assert fee_range_words(rows, ["a", "b"]) == "Rp150.000 sampai Rp250.000"
    assert fee_range_words(rows, ["a"]) == "Rp150.000"
    assert fee_range_words(rows, ["a", "b", "c"]) == "Rp50.000 sampai Rp250.000"


@pytest.mark.usefixtures("in_app")
def test_a_range_is_english_in_english() -> None:
    with in_language("en"):
        assert fee_range_words([fee(1_000, variant="a"), fee(2_000, variant="b")]) == "Rp1,000 to Rp2,000"
        assert (
            time_promise_words(limit(maximum=3, unit="working_day", start_event="file_complete"))
            == "3 working days from the complete file"
        )


@pytest.mark.parametrize(
    ("product", "words"),
    [
        (Product(row_key="p", name="SIM", validity=5, validity_unit="year"), "berlaku 5 tahun"),
        (Product(row_key="p", name="BLU-e", validity=6, validity_unit="month"), "berlaku 6 bulan"),
        (Product(row_key="p", name="SKTLK", validity=14, validity_unit="day"), "berlaku 14 hari"),
        (Product(row_key="p", name="KTP-el", validity_unit="lifetime"), "berlaku seumur hidup"),
        (Product(row_key="p", name="KK"), None),
    ],
)
def test_how_long_a_product_stays_valid(product: Product, words: str | None) -> None:
    assert validity_words(product) == words
