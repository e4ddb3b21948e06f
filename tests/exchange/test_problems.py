"""Every problem of a workbook is told with its sheet, its row and its column."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from flask import Flask

from sipp.db import unit_of_work
from sipp.exchange.columns import SHEETS, VARIANTS
from sipp.exchange.importing import ImportFile, ServicePlan, open_csv_files, open_file
from sipp.exchange.problems import Level, ProblemCode
from sipp.operations.bulk import Effect
from sipp.rules.standards import ROW_TYPES, Variant, row_field_names
from sipp.words.imports import EFFECTS, LEVELS, PROBLEMS, problem_words
from tests import factories
from tests.exchange.sheets import AGENCY, opened, planned, told

SERVICE = {"service": "ktp", "name": "KTP-el", "unit": "dinas", "effective_from": "2027-01-01"}


@pytest.fixture
def agency(app: Flask) -> Iterator[None]:
    with app.app_context():
        with unit_of_work():
            unit = factories.a_unit(factories.an_agency(AGENCY), slug="dinas")
            factories.a_draft(factories.a_service(unit, slug="lama"))
        yield


def plan_of(**sheets: Any) -> ServicePlan:
    file = opened({"services": [SERVICE], **sheets})
    assert file.problems == []
    return planned(file)["ktp"]


#: Sheet, cells of its first row, code, and where it is.
CELLS: list[tuple[str, dict[str, Any], str, str]] = [
    ("requirements", {"text": "=A1"}, "formula_cell", "Persyaratan!C2"),
    ("requirements", {"text": None, "kind": "Dokumen"}, "missing_value", "Persyaratan!C2"),
    ("requirements", {"text": "KTP", "kind": "Berkas"}, "unknown_choice", "Persyaratan!D2"),
    ("requirements", {"text": "KTP", "copies": "dua"}, "number_unreadable", "Persyaratan!F2"),
    ("requirements", {"text": "KTP", "copies": 1.5}, "number_unreadable", "Persyaratan!F2"),
    ("requirements", {"text": "KTP", "copies": 99_999_999_999}, "number_too_large", "Persyaratan!F2"),
    ("requirements", {"text": "KTP", "mandatory": "mungkin"}, "unknown_choice", "Persyaratan!G2"),
    ("requirements", {"text": "KTP", "form_code": "F" * 41}, "text_too_long", "Persyaratan!I2"),
    ("requirements", {"text": "KTP", "row_key": "k" * 81}, "text_too_long", "Persyaratan!L2"),
    ("procedure", {"text": "Datang", "duration_unit": "pekan"}, "unknown_choice", "Prosedur!H2"),
    ("time_limits", {"maximum": "secepatnya"}, "time_unreadable", "Waktu!E2"),
    ("time_limits", {"maximum": "1 hari, lalu 2 hari"}, "time_several", "Waktu!E2"),
    ("time_limits", {"maximum": 3, "minimum": "satu"}, "number_unreadable", "Waktu!D2"),
    ("fees", {"amount_idr": "Rp 5.000,50"}, "amount_not_whole", "Biaya!E2"),
    ("fees", {"amount_idr": "-5000"}, "amount_negative", "Biaya!E2"),
    ("fees", {"amount_idr": "9" * 14}, "amount_too_large", "Biaya!E2"),
    ("fees", {"amount_idr": "lima ribu"}, "fee_unreadable", "Biaya!E2"),
    ("fees", {"amount_idr": "gratis, denda Rp5.000"}, "fee_several", "Biaya!E2"),
    ("fees", {"label": "Tarif"}, "missing_value", "Biaya!D2"),
    ("fees", {"formula": "1/1000 x luas"}, "formula_unreadable", "Biaya!L2"),
    ("legal_bases", {"type": "UU", "year": "dua ribu"}, "number_unreadable", "Dasar hukum!E2"),
    ("staff_counts", {"role": "Petugas"}, "missing_value", "Jumlah pelaksana!C2"),
    ("texts", {"text": "Ruang tunggu"}, "missing_value", "Uraian!C2"),
    ("texts", {"component": "Sarana", "text": "Ruang tunggu"}, "unknown_choice", "Uraian!C2"),
    ("variants", {"label": "Baru"}, "missing_value", "Jenis!B2"),
    ("variants", {"code": "x" * 61}, "text_too_long", "Jenis!B2"),
]


@pytest.mark.parametrize(
    ("sheet", "cells", "code", "place"), CELLS, ids=[f"{n}-{row[2]}" for n, row in enumerate(CELLS)]
)
def test_a_wrong_cell_is_named_by_sheet_row_and_column(
    agency: None, sheet: str, cells: dict[str, Any], code: str, place: str
) -> None:
    plan = plan_of(**{sheet: [{"service": "ktp", **cells}]})
    assert (code, place) in told(plan.problems, "error")
    assert plan.effect is None


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"name": None}, "missing_value", "Layanan!B2"),
        ({"name": "x" * 201}, "text_too_long", "Layanan!B2"),
        ({"unit": None}, "missing_value", "Layanan!C2"),
        ({"unit": "lain"}, "unknown_unit", "Layanan!C2"),
        ({"reference": "tidak-ada"}, "unknown_reference", "Layanan!D2"),
        ({"effective_from": "31 Februari 2027"}, "date_impossible", "Layanan!E2"),
        ({"effective_from": "besok"}, "date_unreadable", "Layanan!E2"),
        ({"service": "KTP baru!"}, "slug_unusable", "Layanan!A2"),
    ],
)
def test_a_wrong_service_is_named_by_its_cell(agency: None, change: dict[str, Any], code: str, place: str) -> None:
    plans = planned(opened({"services": [{**SERVICE, **change}]}))
    (plan,) = plans.values()
    assert told(plan.problems, "error") == [(code, place)]
    assert plan.effect is None


def test_every_problem_is_told_at_once(agency: None) -> None:
    plan = plan_of(
        requirements=[
            {"service": "ktp", "text": "KTP", "kind": "Berkas", "copies": "dua"},
            {"service": "ktp", "text": "KK", "form": "salinan"},
        ],
        fees=[{"service": "ktp", "amount_idr": "lima"}],
    )
    assert told(plan.problems, "error") == [
        ("unknown_choice", "Persyaratan!D2"),
        ("number_unreadable", "Persyaratan!F2"),
        ("unknown_choice", "Persyaratan!E3"),
        ("fee_unreadable", "Biaya!E2"),
    ]


def test_a_key_twice_is_a_problem_of_the_second_row(agency: None) -> None:
    rows = [{"service": "ktp", "text": text, "row_key": "sama"} for text in ("KTP", "KK")]
    assert told(plan_of(requirements=rows).problems, "error") == [("repeated_key", "Persyaratan!L3")]
    variants = [{"service": "ktp", "code": "baru", "label": "Baru"}] * 2
    assert told(plan_of(variants=variants).problems, "error") == [("repeated_key", "Jenis!B3")]


def test_a_service_twice_is_a_problem_of_the_second_row(agency: None) -> None:
    plans = planned(opened({"services": [SERVICE, SERVICE]}))
    assert told(plans["ktp"].problems, "error") == [("repeated_service", "Layanan!A3")]


def test_a_row_of_no_service_is_a_problem_of_the_file(agency: None) -> None:
    file = opened({"requirements": [{"text": "KTP"}, {"service": "=A1", "text": "KK"}]})
    assert told(file.problems) == [("service_missing", "Persyaratan!A2"), ("service_missing", "Persyaratan!A3")]


def test_more_rows_than_a_service_can_have_are_refused(agency: None) -> None:
    plan = plan_of(requirements=[{"service": "ktp", "text": f"Berkas {number}"} for number in range(501)])
    assert told(plan.problems, "error") == [("too_many_rows", "Persyaratan!A2")]


def test_what_blocks_publishing_is_told_at_its_cell_and_blocks_no_draft(agency: None) -> None:
    plan = plan_of(
        requirements=[{"service": "ktp", "text": "-"}, {"service": "ktp", "text": "KTP dan KK"}],
        time_limits=[{"service": "ktp", "minimum": 5, "maximum": 3, "unit": "jam"}],
    )
    assert told(plan.problems, "publishing") == [
        ("placeholder_text", "Persyaratan!C2"),
        ("minimum_above_maximum", "Waktu!D2"),
    ]
    assert ("several_requirements", "Persyaratan!C3") in told(plan.problems, "note")
    assert plan.effect == "new_service"


def test_a_column_nobody_knows_stops_the_file(agency: None) -> None:
    content = b"layanan;persyaratan;catatan petugas;persyaratan\nktp;KTP;x;y\n"
    file = open_file("persyaratan.csv", content)
    assert [(problem.code, problem.place, problem.detail) for problem in file.problems] == [
        ("unknown_column", "persyaratan!C1", "catatan petugas"),
        ("repeated_column", "persyaratan!D1", "persyaratan"),
    ]


def test_a_sheet_without_the_service_column_stops_the_file(agency: None) -> None:
    file = open_file("persyaratan.csv", b"persyaratan;macam\nKTP;Dokumen\n")
    assert [(problem.code, problem.place) for problem in file.problems] == [("missing_column", "persyaratan:1")]


def test_a_file_without_any_known_sheet_says_so(agency: None) -> None:
    assert [problem.code for problem in open_file("x.csv", b"nama;alamat\nA;B\n").problems] == ["no_known_sheet"]
    assert [problem.code for problem in open_csv_files({}).problems] == ["no_known_sheet"]


def test_an_endless_sheet_stops_the_file(agency: None) -> None:
    content = b"layanan;persyaratan\n" + b"ktp;KTP\n" * 20_500
    assert [problem.code for problem in open_file("persyaratan.csv", content).problems] == ["too_many_rows"]


def test_one_csv_file_alone_is_known_by_its_name_or_its_headers(agency: None) -> None:
    row = {"service": "lama", "text": "Surat kuasa"}
    for name, header in (("Persyaratan.csv", "layanan;persyaratan"), ("apa saja.csv", "layanan;persyaratan;rangkap")):
        file: ImportFile = open_file(name, f"{header}\n{row['service']};{row['text']}\n".encode())
        assert list(file.reading.sheets) == ["requirements"] if file.reading else False


def test_columns_may_stand_in_any_order_and_be_left_out(agency: None) -> None:
    file = open_file("persyaratan.csv", b"persyaratan;layanan\nSurat kuasa;lama\nKTP-el asli;lama\n")
    plan = planned(file)["lama"]
    assert (plan.effect, told(plan.problems, "error", "publishing")) == ("rewritten_draft", [])


def test_the_columns_are_the_fields_of_every_kind_of_row() -> None:
    for sheet in SHEETS:
        names = {column.field for column in sheet.columns} - {"service"}
        if sheet.row_type is not None:
            assert names == set(row_field_names(sheet.row_type))
        elif sheet.name == VARIANTS:
            assert names == {"code", "label"} == set(Variant.__dataclass_fields__)
    assert {sheet.name for sheet in SHEETS if sheet.row_type} == set(ROW_TYPES)


def test_headers_and_titles_are_distinct() -> None:
    for sheet in SHEETS:
        headers = [column.header for column in sheet.columns]
        assert len(set(headers)) == len(headers)
    assert len({sheet.title for sheet in SHEETS}) == len(SHEETS)


def test_no_table_is_known_by_headers_that_two_sheets_have(agency: None) -> None:
    assert open_file("x.csv", b"layanan;kunci\nktp;a\n").problems[0].code == "no_known_sheet"


def test_every_code_has_its_words_and_no_words_are_left_over() -> None:
    assert set(PROBLEMS) == set(get_args(ProblemCode)) - {"flaw"}
    assert set(LEVELS) == set(get_args(Level))
    assert set(EFFECTS) == set(get_args(Effect))


@pytest.mark.parametrize("code", sorted({*get_args(ProblemCode)} - {"flaw"}))
def test_a_problem_is_a_whole_sentence(code: str) -> None:
    for detail in (None, "isi", "50%"):
        words = problem_words(code, detail)
        assert words.endswith(".")
        assert "%(" not in words
