"""CSV as it comes from offices, and CSV that no spreadsheet runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.exchange.csv_files import defused, fused_again, read_csv, sniffed, write_csv
from sipp.exchange.tables import MOST_ROWS
from sipp.rules.errors import UnsupportedFile
from tests.models.strategies import texts

RUNS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "'=1", "''=1", "＝1", "－5", "=cmd|' /C calc'!A0")


@pytest.mark.parametrize("text", RUNS)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe_and_loses_it_again(text: str) -> None:
    assert defused(text) == f"'{text}"
    assert fused_again(defused(text)) == text


@pytest.mark.parametrize("text", ["KTP", "'Alim", "1-2", "a=b", "", "surat@contoh.id", "8 - 15"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert defused(text) == fused_again(text) == text


@given(st.lists(st.lists(texts(60), min_size=1, max_size=4), min_size=1, max_size=5))
def test_any_table_comes_out_of_the_file_as_it_went_in_and_holds_no_formula(rows: list[list[str]]) -> None:
    content = write_csv(["kolom", "lain", "ketiga", "keempat"], rows)
    told = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert not any(
        cell.lstrip(" '")[:1] in tuple("=+-@\t\r＝＋－＠") and cell[:1] != "'" for row in told for cell in row
    )
    table = read_csv(content, "lembar")
    assert table.header is not None
    read = [[str(cell) for cell in row.cells] for row in table.rows]
    assert read == [row for row in rows if any(cell.strip() for cell in row)]


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (b"layanan;unit\r\nktp;a\r\n", ["ktp", "a"]),
        (b"layanan,unit\nktp,a\n", ["ktp", "a"]),
        (b"layanan\tunit\nktp\ta\n", ["ktp", "a"]),
        ("\ufefflayanan;unit\nktp;a\n".encode(), ["ktp", "a"]),
        ("layanan;unit\nktp;Bea–Cukai “A”\n".encode("cp1252"), ["ktp", "Bea–Cukai “A”"]),
        ("layanan;unit\nktp;é\n".encode("utf-16"), ["ktp", "é"]),
        (b'"layanan";"unit, bagian"\n"ktp";"a, b"\n', ["ktp", "a, b"]),
        (b'layanan;unit\nktp;"dua\nbaris"\n', ["ktp", "dua\nbaris"]),
        (b"sep=,\nlayanan,unit\nktp,a;b\n", ["ktp", "a;b"]),
        (b"\n\n;;\nlayanan;unit\n\nktp;a\n", ["ktp", "a"]),
    ],
)
def test_csv_is_read_however_an_office_wrote_it(content: bytes, cells: list[str]) -> None:
    table = read_csv(content, "lembar")
    assert table.header is not None and table.header.cells[0] == "layanan"
    assert [list(row.cells) for row in table.rows] == [cells]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    table = read_csv(b'sep=;\nlayanan;unit\n\nktp;"a\nb"\nkk;c\n', "lembar")
    assert table.header is not None
    assert [table.header.number, *(row.number for row in table.rows)] == [2, 4, 5]


def test_a_file_that_is_endless_is_cut_and_says_so() -> None:
    table = read_csv(b"layanan\n" + b"ktp\n" * 30_000, "lembar")
    assert table.has_more
    assert len(table.rows) <= MOST_ROWS


@pytest.mark.parametrize("content", [b"a\0b;c", b"\xff\xfea", b"\x81\x8d", b"a;" + b'"' + b"x" * 200_000])
def test_what_is_no_table_of_text_is_refused(content: bytes) -> None:
    with pytest.raises(UnsupportedFile) as refused:
        read_csv(content, "lembar")
    assert refused.value.code == "text_unreadable"


def test_a_file_without_any_delimiter_has_one_column() -> None:
    assert sniffed("layanan\nktp\n") == ";"
    assert read_csv(b"layanan\nktp\n", "x").rows[0].cells == ["ktp"]
