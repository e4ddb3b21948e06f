"""The linter, code by code: a standard that has the flaw, and one beside it that has not."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from sipp.rules.flaws import CHECKS, Flaw, FlawCode
from sipp.rules.standard_checks import Surroundings, check_standard, errors_in
from sipp.rules.standards import (
    COMPONENTS,
    ComplaintChannel,
    Fee,
    Formula,
    FormulaParameter,
    LegalBasis,
    ProcedureStep,
    Product,
    Requirement,
    StaffCount,
    Standard,
    TextComponent,
    TimeLimit,
    Variant,
)
from tests.full_standard import a_full_standard
from tests.rules.good_standard import a_good_standard

FORMULA = Formula(
    text="nilai / 1.000",
    rate="1/1000",
    constant_idr=0,
    parameters=(FormulaParameter(name="nilai", label="nilai"),),
    example={"nilai": 5000},
    example_amount_idr=5,
)
KNOWN = Surroundings(
    time_ceilings=(TimeLimit(row_key="b", maximum=24, unit="hour", start_event="file_complete", legal_basis="X"),),
    fee_ceilings=(Fee(row_key="b", shape="fixed", amount_idr=50_000, legal_basis="Perpres 1/2020"),),
    replaced_laws={"pp 28/2019": "PP 45/2024"},
)
NIK = "3273014505900001"


def paper(text: str = "KTP-el asli", **more: Any) -> dict[str, Any]:
    return {"requirements": (Requirement(row_key="r", text=text, **more),)}


def step(text: str = "Serahkan berkas di loket", **more: Any) -> dict[str, Any]:
    second = ProcedureStep(row_key="ambil", text="Ambil KTP-el di loket", channel="counter", actor="applicant")
    return {"procedure": (ProcedureStep(row_key="s", text=text, **{"channel": "counter", **more}), second)}


def time(**more: Any) -> dict[str, Any]:
    row = TimeLimit(row_key="t", **{"maximum": 24, "unit": "hour", "start_event": "file_complete", **more})
    return {"time_limits": (row,)}


def fee(**more: Any) -> dict[str, Any]:
    row = Fee(row_key="f", **{"shape": "fixed", "amount_idr": 50_000, "legal_basis": "PP 45/2024", **more})
    return {"fees": (row,)}


def law(**more: Any) -> dict[str, Any]:
    return {"legal_bases": (LegalBasis(row_key="l", **{"type": "UU", "number": "24", "year": 2013, **more}),)}


def channel(kind: Any = "counter", value: str = "Loket pengaduan", **more: Any) -> dict[str, Any]:
    lapor = ComplaintChannel(row_key="lapor", kind="lapor", value="lapor.go.id")
    return {"complaint_channels": (ComplaintChannel(row_key="c", kind=kind, value=value, **more), lapor)}


def guarantee(text: str) -> dict[str, Any]:
    return {"texts": (TextComponent(row_key="g", component="service_guarantee", text=text),)}


def product(**more: Any) -> dict[str, Any]:
    return {"products": (Product(row_key="p", **{"name": "KTP-el", **more}),)}


TWO = (Variant(code="baru", label="Baru"), Variant(code="hilang", label="Hilang"))

#: code, what the good standard is changed to so that it has the flaw, and to what so that it just has not.
TABLE: list[tuple[FlawCode, dict[str, Any], dict[str, Any]]] = [
    ("text_missing", step(" "), step("Isi")),
    ("text_missing", paper(""), paper("KK")),
    ("text_missing", channel(value=""), channel(value="Loket")),
    ("text_missing", {"variants": (Variant(code="baru", label=" "),)}, {"variants": (Variant(code="a", label="B"),)}),
    ("placeholder_text", paper("-"), paper("KTP-el")),
    ("placeholder_text", paper("1. -"), paper("1 KTP")),
    ("placeholder_text", step("..."), step("Datang ...")),
    ("placeholder_text", step("n/a"), step("Nama")),
    ("placeholder_text", guarantee("(-)"), guarantee("-25 persen bila terlambat")),
    ("placeholder_text", guarantee("Belum diisi"), guarantee("Formulir yang belum diisi dibantu petugas")),
    ("placeholder_text", law(number="-"), law(number="24")),
    ("placeholder_text", {"effective_basis": "-"}, {"effective_basis": "Keputusan Kepala Dinas"}),
    (
        "placeholder_text",
        {"variants": (Variant(code="a", label="..."),)},
        {"variants": (Variant(code="a", label="A"),)},
    ),
    ("says_nothing", paper("Sesuai ketentuan yang berlaku"), paper("Surat sehat sesuai ketentuan rumah sakit")),
    ("says_nothing", fee(label="Sesuai ketentuan"), fee(label="Tarif dasar")),
    ("says_nothing", time(end_event_text="kondisional"), time(end_event_text="KTP-el diserahkan")),
    ("says_nothing", guarantee("Terlampir."), guarantee("Daftar terlampir pada papan informasi kantor")),
    ("national_id_published", step(f"Contoh NIK {NIK}"), step("Contoh NIK 9999999999999999")),
    ("unknown_variant", {**paper(variant="hilang")}, {**paper(variant="hilang"), "variants": TWO}),
    ("repeated_key", {"variants": (TWO[0], TWO[0])}, {"variants": TWO}),
    ("repeated_key", {"fees": (*fee()["fees"], *fee()["fees"])}, fee()),
    ("negative_value", fee(amount_idr=-1), fee(amount_idr=0)),
    ("negative_value", time(maximum=-1), time(maximum=1)),
    ("negative_value", paper(copies=-2), paper(copies=2)),
    ("negative_value", {"staff_counts": (StaffCount(row_key="n", count=-4),)}, {}),
    ("number_without_unit", time(unit=None), time(unit="hour")),
    ("number_without_unit", step(duration_max=5), step(duration_max=5, duration_unit="minute")),
    ("number_without_unit", product(validity=5), product(validity=5, validity_unit="year")),
    ("minimum_above_maximum", time(minimum=25), time(minimum=24)),
    ("time_without_length", time(maximum=None, unit=None), time(kind="instant", maximum=None, unit=None)),
    ("time_without_length", time(maximum=None), time(maximum=None, minimum=2)),
    (
        "schedule_without_reason",
        time(kind="scheduled", maximum=None, unit=None),
        time(kind="scheduled", maximum=None, unit=None, reason="Jadwal tahunan kementerian"),
    ),
    ("fee_free_and_priced", fee(shape="free", kind="free"), fee(shape="free", kind="free", amount_idr=None)),
    (
        "fee_free_and_priced",
        {"fees": (Fee(row_key="a", shape="free", kind="free"), *fee()["fees"])},
        {"fees": (Fee(row_key="a", shape="free", kind="free", condition="bila di KUA"), *fee()["fees"])},
    ),
    (
        "fee_free_and_priced",
        {"fees": (Fee(row_key="a", shape="free", kind="free"), *fee(variant="baru")["fees"]), "variants": TWO},
        {"fees": (Fee(row_key="a", shape="free", variant="hilang"), *fee(variant="baru")["fees"]), "variants": TWO},
    ),
    ("fee_without_amount", fee(amount_idr=None), fee(amount_idr=None, shape="regional_law")),
    ("fee_without_formula", fee(shape="formula", amount_idr=None), fee(shape="formula", formula=FORMULA)),
    (
        "formula_unreadable",
        fee(shape="formula", formula=replace(FORMULA, rate="sepersepuluh")),
        fee(shape="formula", formula=replace(FORMULA, rate="0.001")),
    ),
    ("formula_unreadable", fee(shape="formula", formula=replace(FORMULA, rate="1/0")), fee()),
    ("formula_unreadable", fee(shape="formula", formula=replace(FORMULA, rate="1e999999999")), fee()),
    (
        "formula_example_wrong",
        fee(shape="formula", formula=replace(FORMULA, example_amount_idr=6)),
        fee(shape="formula", formula=replace(FORMULA, example_amount_idr=None)),
    ),
    ("formula_example_wrong", fee(shape="formula", formula=replace(FORMULA, example={"self": 1})), fee()),
    ("law_year_impossible", law(year=213), law(year=2013)),
    ("component_missing", {"products": ()}, product()),
    ("variant_without_row", {**fee(variant="baru"), "variants": TWO}, {**fee(), "variants": TWO}),
    ("variant_without_row", {**time(variant="baru"), "variants": TWO}, {**time(), "variants": TWO}),
    ("one_step_only", {"procedure": step()["procedure"][:1]}, step()),
    ("time_without_start", time(start_event=None), time(start_event=None, start_event_text="sejak wawancara")),
    ("time_without_start", time(start_event="other"), time(start_event=None, kind="instant", maximum=None, unit=None)),
    ("day_type_unclear", step("Petugas memeriksa paling lama 3 hari"), step("Petugas memeriksa 3 hari kerja")),
    ("day_type_unclear", guarantee("Selesai dalam tiga (3) hari."), guarantee("Selesai dalam 3 (tiga) hari kalender.")),
    ("day_type_unclear", step("Tunggu 14 hari"), paper("Kelahiran dilaporkan paling lambat 60 hari sejak lahir")),
    (
        "steps_longer_than_limit",
        {**step(duration_max=25, duration_unit="hour"), **time()},
        {**step(duration_max=24, duration_unit="hour"), **time()},
    ),
    (
        "steps_longer_than_limit",
        {**step(duration_max=4, duration_unit="working_day"), **time(maximum=3, unit="working_day")},
        {**step(duration_max=4, duration_unit="day"), **time(maximum=3, unit="working_day")},
    ),
    (
        "steps_longer_than_limit",
        {**step(duration_max=2, duration_unit="day"), **time()},
        {**step(duration_max=2, duration_unit="day"), **time(kind="instant", maximum=None, unit=None)},
    ),
    ("above_legal_ceiling", time(maximum=3, unit="working_day"), time(maximum=1, unit="working_day")),
    ("above_legal_ceiling", time(maximum=25), time(maximum=25, start_event="payment")),
    ("above_legal_ceiling", fee(amount_idr=50_001), fee(amount_idr=50_000)),
    ("above_legal_ceiling", fee(amount_idr=60_000), fee(amount_idr=60_000, role="third_party")),
    ("fee_without_legal_basis", fee(legal_basis=None), fee(legal_basis=None, shape="free", amount_idr=None)),
    ("fee_without_legal_basis", fee(legal_basis=" "), fee(legal_basis=None, role="third_party")),
    ("fee_unknown", fee(shape="unknown", amount_idr=None), fee(shape="unknown", amount_idr=None, role="third_party")),
    ("several_requirements", paper("Fotokopi KTP dan KK"), paper("Fotokopi KTP atau KK")),
    ("several_requirements", paper("KTP, KK, akta kelahiran"), paper("Salah satu: KTP, KK, akta kelahiran")),
    ("several_requirements", paper("1. KTP 2. KK"), paper("Formulir F-1.02")),
    ("several_requirements", paper("KTP\nKK"), paper("KTP\n")),
    ("several_requirements", paper("KTP dan KK"), paper("Hadir dengan KTP dan KK", kind="attendance")),
    ("doubled_numbering", paper("1. KTP-el"), paper("2 lembar pas foto")),
    ("doubled_numbering", step("a) Datang ke loket"), step("a.n. pemohon, datang ke loket A")),
    ("doubled_numbering", guarantee("• Petugas ramah"), guarantee("Petugas ramah")),
    ("repeated_row", {"requirements": (*paper()["requirements"], Requirement(row_key="x", text="ktp-el  ASLI"))}, {}),
    (
        "repeated_row",
        {"requirements": (*paper()["requirements"], Requirement(row_key="x", text="KTP-el asli"))},
        {"requirements": (*paper()["requirements"], Requirement(row_key="x", text="KTP-el asli", condition="wali"))},
    ),
    ("private_mobile_number", channel("phone", "Pak Budi 0812-3456-7890"), channel("phone", "(022) 420 9891")),
    ("private_mobile_number", step("Hubungi 081234567890"), step("Hubungi 1500-000")),
    (
        "no_lapor_channel",
        {"complaint_channels": channel()["complaint_channels"][:1]},
        {"complaint_channels": (ComplaintChannel(row_key="c", kind="sms", value="1708"),)},
    ),
    ("law_replaced", law(status="replaced", replaced_by="UU 1/2022"), law(status="in_force")),
    ("law_replaced", law(type="PP", number="28", year=2019), law(type="PP", number="45", year=2024)),
    ("law_replaced", fee(legal_basis="PP Nomor 28 Tahun 2019 pasal 3"), fee(legal_basis="PP 45/2024")),
    ("law_without_number", law(number=None), law(type="UUD", number=None, year=1945)),
    ("law_without_number", law(year=None), law()),
    ("law_newer_than_standard", law(year=2031), law(year=2026)),
    ("vague_words", paper("Surat kuasa bila diperlukan"), paper("Surat kuasa bila diwakilkan")),
    ("vague_words", paper("KTP, dll"), paper("KTP dari dalam negeri")),
    ("hard_words", step("Petugas melakukan verifikasi berkas"), step("Petugas memeriksa berkas")),
    ("hard_words", guarantee("Bilamana terlambat, diantar"), law(title="Tata Cara dalam Rangka Pelayanan")),
]


def codes(standard: Standard) -> list[FlawCode]:
    return [flaw.code for flaw in check_standard(standard, KNOWN)]


@pytest.mark.parametrize(("code", "flawed", "clean"), TABLE, ids=[f"{n}-{row[0]}" for n, row in enumerate(TABLE)])
def test_each_code_is_found_where_it_is_and_not_beside(
    code: FlawCode, flawed: dict[str, Any], clean: dict[str, Any]
) -> None:
    assert code in codes(a_good_standard(**flawed))
    assert code not in codes(a_good_standard(**clean))


def test_every_code_of_the_linter_has_its_line_in_the_table() -> None:
    assert {code for code, _, _ in TABLE} == set(get_args(FlawCode))
    assert set(CHECKS) == set(get_args(FlawCode))


@pytest.mark.parametrize("code", get_args(FlawCode))
def test_every_code_names_the_law_or_the_experience_it_comes_from(code: FlawCode) -> None:
    assert CHECKS[code].source.strip()


def test_a_good_standard_has_no_flaw() -> None:
    assert check_standard(a_good_standard(), KNOWN) == ()


@pytest.mark.parametrize(("code", "flawed", "clean"), TABLE, ids=[f"{n}-{row[0]}" for n, row in enumerate(TABLE)])
def test_errors_block_and_advice_does_not(code: FlawCode, flawed: dict[str, Any], clean: dict[str, Any]) -> None:
    blocking = {flaw.code for flaw in errors_in(a_good_standard(**flawed))}
    assert (code in blocking) == (CHECKS[code].severity == "error")
    assert all(CHECKS[found].severity == "error" for found in blocking)


def test_an_empty_standard_misses_fourteen_components_and_has_no_error() -> None:
    empty = Standard(effective_from=a_good_standard().effective_from)
    found = check_standard(empty)
    assert [flaw.component for flaw in found] == list(COMPONENTS)
    assert {flaw.code for flaw in found} == {"component_missing"}


def test_a_full_standard_of_every_field_can_be_published() -> None:
    assert errors_in(a_full_standard()) == ()


def test_a_flaw_says_where_it_is() -> None:
    (found,) = errors_in(a_good_standard(**paper("-")))
    assert found == Flaw(code="placeholder_text", component="requirements", row_key="r", field="text")
    assert found.place == "requirements/r/text"
    assert Flaw(code="component_missing", component="fee").place == "fee"
    assert Flaw(code="placeholder_text", field="effective_basis").place == "standard/effective_basis"


def test_details_tell_what_the_words_need() -> None:
    found = check_standard(
        a_good_standard(**law(type="PP", number="28", year=2019), **step("Petugas melakukan verifikasi")), KNOWN
    )
    details = {flaw.code: flaw.detail for flaw in found}
    assert details["law_replaced"] == "PP 45/2024"
    assert details["hard_words"] == "melakukan verifikasi"


def test_flaws_stand_in_the_order_of_the_law() -> None:
    broken = a_good_standard(**paper("-"), **law(number="-"), **step("..."), effective_basis="-")
    assert [flaw.component for flaw in errors_in(broken)] == [None, "legal_basis", "requirements", "procedure"]


def test_steps_of_two_channels_are_not_added_up() -> None:
    steps = (
        ProcedureStep(row_key="a", text="Datang", channel="counter", duration_max=20, duration_unit="hour"),
        ProcedureStep(row_key="b", text="Unggah", channel="online", duration_max=20, duration_unit="hour"),
    )
    both = ProcedureStep(row_key="c", text="Periksa", channel="any", duration_max=5, duration_unit="hour")
    assert "steps_longer_than_limit" not in codes(a_good_standard(procedure=steps))
    assert "steps_longer_than_limit" in codes(a_good_standard(procedure=(*steps, both)))
