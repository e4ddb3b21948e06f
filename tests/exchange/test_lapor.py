"""A report as SP4N-LAPOR! takes it: in the order of its form, without formulas."""

import csv
import io
import json

from sipp.exchange.lapor import LABELS, LaporRecord, as_csv, as_json, as_text

RECORD = LaporRecord(
    classification="Pengaduan",
    title="Pengaduan tentang Akta lahir",
    content='=HYPERLINK("x")\nBaris kedua; "kutipan"',
    happened_on="Juni 2026",
    place="Dinas Satu, Kota Contoh",
    agency="Kota Contoh",
    category="Pelayanan publik: Akta lahir",
    attachments=2,
    anonymous=True,
    secret=True,
    case_number="LP-7K3Q-9M2X",
)


def test_the_file_has_the_fields_of_the_form_in_its_order_and_runs_nothing() -> None:
    header, row = csv.reader(io.StringIO(as_csv([RECORD]).decode("utf-8-sig")), delimiter=";")
    assert header == list(LABELS.values())
    assert header[:4] == ["Klasifikasi Laporan", "Judul Laporan", "Isi Laporan", "Tanggal Kejadian"]
    assert row[2] == "'" + RECORD.content and row[7:10] == ["2", "Ya", "Ya"]


def test_json_gives_back_the_record() -> None:
    assert [LaporRecord(**one) for one in json.loads(as_json([RECORD, RECORD]))] == [RECORD, RECORD]


def test_the_text_names_each_field_that_holds_something() -> None:
    assert as_text(RECORD).startswith("Klasifikasi Laporan:\nPengaduan\n\nJudul Laporan:\n")
    assert "Lampiran:\n2" in as_text(RECORD)
