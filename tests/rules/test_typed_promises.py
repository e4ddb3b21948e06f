"""Times and fees as decrees write them, and what must not be read as one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.typed_input import TypedInputError
from sipp.rules.typed_promises import parse_fee, parse_time, split_label


def told(value: object) -> dict[str, Any]:
    """What differs from the least that can be read."""
    plain = {"duration", "exact", "once"}
    return {name: one for name, one in vars(value).items() if one not in (None, False) and one not in plain}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("maks. 3 hari kerja", {"maximum": 3, "unit": "working_day"}),
        ("Maksimal 3 (tiga) hari kerja", {"maximum": 3, "unit": "working_day"}),
        ("Selama-lamanya 14 hari kerja.", {"maximum": 14, "unit": "working_day"}),
        ("satu hari kerja", {"maximum": 1, "unit": "working_day"}),
        ("3 hari (kerja)", {"maximum": 3, "unit": "working_day"}),
        ("10 HK", {"maximum": 10, "unit": "working_day"}),
        ("1 minggu", {"maximum": 1, "unit": "week"}),
        ("7 hari kalender", {"maximum": 7, "unit": "day"}),
        ("2 hari", {"maximum": 2, "unit": "day", "is_day_type_unclear": True}),
        ("1-3 hari kerja", {"minimum": 1, "maximum": 3, "unit": "working_day"}),
        ("1 (satu) s.d. 3 (tiga) hari kerja", {"minimum": 1, "maximum": 3, "unit": "working_day"}),
        ("3 sampai dengan 3 jam", {"maximum": 3, "unit": "hour"}),
        ("± 30 menit", {"maximum": 30, "unit": "minute", "approximate": True}),
        ("1 jam 30 menit", {"maximum": 90, "unit": "minute"}),
        ("3 x 24 jam", {"maximum": 72, "unit": "hour"}),
        ("setengah jam", {"maximum": 30, "unit": "minute"}),
        ("setengah hari", {"maximum": 12, "unit": "hour", "is_day_type_unclear": True}),
        ("２４ jam", {"maximum": 24, "unit": "hour"}),
        ("Langsung jadi", {"kind": "instant"}),
        ("Ditunggu", {"kind": "instant"}),
        ("Sesuai jadwal keberangkatan", {"kind": "scheduled", "reason": "Sesuai jadwal keberangkatan"}),
        (
            "paling lama 14 hari kerja sejak berkas diterima lengkap dan benar.",
            {"maximum": 14, "unit": "working_day", "start_event": "file_complete"},
        ),
        (
            "7 (tujuh) hari kerja setelah pembayaran PNBP",
            {"maximum": 7, "unit": "working_day", "start_event": "payment"},
        ),
        ("1 hari kerja sejak permohonan diterima", {"maximum": 1, "unit": "working_day", "start_event": "application"}),
        ("2 bulan terhitung sejak wawancara", {"maximum": 2, "unit": "month", "start_event": "examination_done"}),
        (
            "3 hari kerja sejak panen raya",
            {"maximum": 3, "unit": "working_day", "start_event": "other", "start_event_text": "panen raya"},
        ),
        ("KTP baru: 24 jam", {"maximum": 24, "unit": "hour", "label": "KTP baru"}),
        ("Paspor biasa = 4 hari kerja", {"maximum": 4, "unit": "working_day", "label": "Paspor biasa"}),
    ],
)
def test_a_time_is_read_as_it_is_written(text: str, expected: dict[str, Any]) -> None:
    assert told(parse_time(text)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("secepatnya", "time_unreadable"),
        ("08.00 - 15.00", "time_unreadable"),
        ("Senin sampai Jumat", "time_unreadable"),
        ("setengah bulan", "time_unreadable"),
        ("5 sampai 3 hari kerja", "time_unreadable"),
        ("", "time_unreadable"),
        ("5 menit pendaftaran, 10 menit cetak", "time_several"),
        ("3 hari kerja atau 24 jam", "time_several"),
    ],
)
def test_what_is_no_time_is_refused_with_its_code(text: str, code: str) -> None:
    with pytest.raises(TypedInputError) as refused:
        parse_time(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gratis", {"shape": "free"}),
        ("Tidak dipungut biaya", {"shape": "free"}),
        ("Tidak dikenakan tarif apapun", {"shape": "free"}),
        ("Tanpa biaya", {"shape": "free"}),
        ("Rp 0,-", {"shape": "free"}),
        ("Rp. 350.000,-", {"shape": "fixed", "amount_idr": 350_000}),
        ("Rp. 100.000,00", {"shape": "fixed", "amount_idr": 100_000}),
        ("600.000", {"shape": "fixed", "amount_idr": 600_000}),
        ("50 ribu rupiah", {"shape": "fixed", "amount_idr": 50_000}),
        ("5.000 rupiah", {"shape": "fixed", "amount_idr": 5_000}),
        ("maksimal Rp1,5 juta", {"shape": "fixed", "amount_idr": 1_500_000, "amount_is": "maximum"}),
        ("sekitar Rp20.000", {"shape": "fixed", "amount_idr": 20_000, "amount_is": "approximate"}),
        ("Biaya sebesar Rp 50.000 per dokumen", {"shape": "fixed", "amount_idr": 50_000, "per": "dokumen"}),
        (
            "Rp 42.000/orang/bulan",
            {"shape": "fixed", "amount_idr": 42_000, "per": "orang", "recurrence": "monthly"},
        ),
        ("Rp100.000 setiap 5 tahun", {"shape": "fixed", "amount_idr": 100_000, "recurrence": "five_yearly"}),
        (
            "Paspor biasa 48 halaman: Rp350.000",
            {"shape": "fixed", "amount_idr": 350_000, "label": "Paspor biasa 48 halaman"},
        ),
        ("Nikah di luar KUA Rp 600.000", {"shape": "fixed", "amount_idr": 600_000, "label": "Nikah di luar KUA"}),
        (
            "Rp30.000 sesuai PP Nomor 76 Tahun 2020",
            {"shape": "fixed", "amount_idr": 30_000, "legal_basis": "PP Nomor 76 Tahun 2020"},
        ),
        (
            "Tidak dipungut biaya (UU No 24 Tahun 2013 Pasal 79A)",
            {"shape": "free", "legal_basis": "UU No 24 Tahun 2013 Pasal 79A"},
        ),
        (
            "Sesuai Perda Nomor 5 Tahun 2024 tentang Pajak",
            {"shape": "regional_law", "legal_basis": "Perda Nomor 5 Tahun 2024 tentang Pajak"},
        ),
        ("Menurut Peraturan Daerah.", {"shape": "regional_law", "legal_basis": "Menurut Peraturan Daerah"}),
    ],
)
def test_a_fee_is_read_as_it_is_written(text: str, expected: dict[str, Any]) -> None:
    assert told(parse_fee(text)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PNBP", "fee_unreadable"),
        ("Biaya ditanggung pemohon", "fee_unreadable"),
        ("Tidak ada kembalian", "fee_unreadable"),
        ("2 lembar meterai", "fee_unreadable"),
        ("Rp 100.000 dan Rp 200.000", "fee_several"),
        ("Gratis, denda Rp50.000", "fee_several"),
        ("Rp 100.000,50", "amount_not_whole"),
        ("", "fee_unreadable"),
    ],
)
def test_what_is_no_fee_is_refused_with_its_code(text: str, code: str) -> None:
    with pytest.raises(TypedInputError) as refused:
        parse_fee(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("KTP baru: 1 hari", ("KTP baru", "1 hari")),
        ("KTP baru - 1 hari", ("KTP baru", "1 hari")),
        ("e-KTP", (None, "e-KTP")),
        ("3 hari kerja: jelas", (None, "3 hari kerja: jelas")),
        ("Rp 5.000 : dua", (None, "Rp 5.000 : dua")),
        ("12 : 30", (None, "12 : 30")),
    ],
)
def test_a_label_stands_before_a_colon_and_is_no_figure(line: str, parts: tuple[str | None, str]) -> None:
    assert split_label(line) == parts


@given(st.integers(1, 999), st.sampled_from(["menit", "jam", "hari kerja", "minggu", "bulan"]))
def test_any_count_of_any_unit_is_read_back(count: int, unit: str) -> None:
    assert parse_time(f"Maksimal {count} ({count}) {unit} sejak berkas lengkap").maximum == count


@given(st.integers(1, 999_999_999))
def test_any_amount_written_with_dots_is_read_back(amount_idr: int) -> None:
    written = f"{amount_idr:,}".replace(",", ".")
    assert parse_fee(f"Rp. {written},-").amount_idr == amount_idr


@given(st.text(max_size=120))
def test_no_text_breaks_the_reading(text: str) -> None:
    for read in (parse_time, parse_fee):
        for typed in (text, f"Rp {text}", f"{text} hari kerja sejak {text}"):
            try:
                read(typed)
            except TypedInputError as error:
                assert error.code
