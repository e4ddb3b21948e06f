"""One line of a decree as one row, a cell as its items, a title as a service: each rule, and where it must not bite."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.exchange.annexes import cleaned_title, component_named
from sipp.exchange.blocks import Line
from sipp.exchange.list_items import split_items
from sipp.exchange.matching import best_match
from sipp.exchange.readings import (
    channel_kind,
    fee_kind,
    read_channel,
    read_product,
    read_requirement,
    read_staff,
    read_step,
)
from sipp.rules.standards import COMPONENTS
from sipp.rules.typed_input import TypedInputError
from sipp.words.codes import COMPONENT_NAMES, COMPONENT_SHORT_NAMES


def lines(*texts: str) -> list[Line]:
    return [Line(text) for text in texts]


def items(*texts: str) -> list[tuple[str, str | None]]:
    return [(item.text, item.heading) for item in split_items(lines(*texts))]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1. KTP", "2. KK;", "3. Akta."), ["KTP", "KK", "Akta"]),
        (("1. 1. KTP", "1. 2. KK"), ["KTP", "KK"]),
        (("a) KTP; dan", "b) KK"), ["KTP", "KK"]),
        (("• KTP", "- KK", "\uf0b7 Akta"), ["KTP", "KK", "Akta"]),
        (("KTP", "KK"), ["KTP", "KK"]),
        (("1. Surat keterangan dari", "rumah sakit", "2. KTP"), ["Surat keterangan dari rumah sakit", "KTP"]),
        (("1. KTP.", "KK"), ["KTP", "KK"]),
        (("1. KTP 2. KK",), ["KTP", "KK"]),
        (("Pemohon membawa: 1. KTP 2. KK",), ["Pemohon membawa: 1. KTP", "KK"]),
        (("Persyaratan: 1. KTP 2. KK",), ["KTP", "KK"]),
        (("KTP; KK",), ["KTP", "KK"]),
        (("KTP asli, KK",), ["KTP asli, KK"]),
        (("1. KTP", "2. -", "3. ..."), ["KTP"]),
        (("“Paspor”",), ["Paspor"]),
        (("-",), []),
        ((), []),
    ],
)
def test_a_cell_is_split_into_its_items(texts: tuple[str, ...], expected: list[str]) -> None:
    assert [text for text, _ in items(*texts)] == expected


def test_a_heading_goes_with_the_items_below_it() -> None:
    assert items("KTP hilang:", "1. Surat kehilangan", "KTP rusak:", "1. KTP rusak") == [
        ("Surat kehilangan", "KTP hilang"),
        ("KTP rusak", "KTP rusak"),
    ]


def test_a_heading_that_says_nothing_is_left_out() -> None:
    for heading in ("Persyaratan pelayanan:", "Dokumen persyaratan", "Persyaratan yang harus dilengkapi adalah:"):
        assert items(heading, "1. KTP", "2. KK") == [("KTP", None), ("KK", None)]


def test_an_item_with_items_of_its_own_is_their_heading_and_no_longer() -> None:
    assert items("1. Surat pernyataan tentang:", "a. alamat", "b. usia", "2. KTP") == [
        ("alamat", "Surat pernyataan tentang"),
        ("usia", "Surat pernyataan tentang"),
        ("KTP", None),
    ]


@given(st.lists(st.text(max_size=60), max_size=6))
def test_no_cell_breaks_the_splitting(texts: list[str]) -> None:
    for item in split_items(lines(*texts)):
        assert any(character.isalnum() for character in item.text)
        assert item.original.strip()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Fotokopi KTP 2 lembar", {"form": "copy", "copies": 2}),
        ("KTP asli rangkap 3", {"form": "original", "copies": 3}),
        ("KTP asli dan fotokopi", {"form": None}),
        ("Hasil pindai ijazah", {"form": "scan"}),
        ("Formulir F-1.02", {"form_code": "F-1.02"}),
        ("Surat kuasa bila diwakilkan", {"text": "Surat kuasa", "condition": "bila diwakilkan"}),
        ("Paspor (bagi WNA)", {"text": "Paspor", "condition": "bagi WNA"}),
        ("Ijazah (jika ada)", {"mandatory": False}),
        ("Berusia 17 tahun atau lebih", {"kind": "condition", "form": None}),
        ("Pemohon hadir sendiri", {"kind": "attendance"}),
        ("Bagi pemohon baru", {"condition": None, "text": "Bagi pemohon baru"}),
        ("KTP", {"kind": "document", "mandatory": True, "copies": None}),
    ],
)
def test_a_requirement_says_its_form_copies_and_condition(line: str, expected: dict[str, Any]) -> None:
    row = read_requirement(line)
    assert {name: getattr(row, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Pemohon datang ke loket", {"actor": "applicant", "channel": "counter"}),
        ("Petugas memeriksa berkas (10 menit)", {"actor": "officer", "duration_max": 10, "duration_unit": "minute"}),
        ("Sistem mengirim notifikasi", {"actor": "system", "channel": "any"}),
        (
            "Unggah berkas di aplikasi, 1 jam",
            {"channel": "online", "duration_max": 1, "text": "Unggah berkas di aplikasi"},
        ),
        ("Ambil di Mal Pelayanan Publik", {"channel": "service_mall", "actor": None}),
        ("Layanan jemput bola", {"channel": "mobile_unit"}),
        ("15 menit", {"text": "15 menit"}),
    ],
)
def test_a_step_says_who_where_and_how_long(line: str, expected: dict[str, Any]) -> None:
    row = read_step(line)
    assert {name: getattr(row, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("lapor.go.id", "lapor"),
        ("SMS 1708", "lapor"),
        ("WA 0811-2222-3333", "whatsapp"),
        ("SMS ke 0811", "sms"),
        ("dinas@contoh.go.id", "email"),
        ("Instagram @dinas", "social"),
        ("https://dinas.contoh.go.id", "website"),
        ("Kotak saran", "box"),
        ("Datang langsung ke kantor", "counter"),
        ("(022) 4209891", "phone"),
        ("1500-400", "phone"),
        ("Surat tertulis", "other"),
    ],
)
def test_a_complaint_channel_is_known_by_its_words(value: str, kind: str) -> None:
    assert channel_kind(value) == kind


def test_a_label_before_an_address_is_no_part_of_it() -> None:
    assert read_channel("Telepon: (022) 4209891").value == "(022) 4209891"
    assert read_channel("https://dinas.contoh.go.id").value == "https://dinas.contoh.go.id"
    assert read_channel("Loket: lantai 1").value == "Loket: lantai 1"


@pytest.mark.parametrize(
    ("line", "count", "role"),
    [
        ("5 orang", 5, None),
        ("4 (empat) orang", 4, None),
        ("Front office: 2 (dua) orang", 2, "Front office"),
        ("dua orang petugas loket", 2, "petugas loket"),
        ("3", 3, None),
    ],
)
def test_staff_is_counted_by_role(line: str, count: int, role: str | None) -> None:
    row = read_staff(line)
    assert (row.count, row.role) == (count, role)


@pytest.mark.parametrize("line", ["Menyesuaikan", "2 orang pagi dan 3 orang sore", "sesuai kebutuhan"])
def test_what_is_no_number_of_people_is_refused(line: str) -> None:
    with pytest.raises(TypedInputError):
        read_staff(line)


@pytest.mark.parametrize(
    ("law", "kind"),
    [
        ("Perda 1/2024", "local_levy"),
        ("UU 1/2022", "local_levy"),
        ("PP 45/2024", "state_fee"),
        ("tarif PNBP", "state_fee"),
        ("Keputusan kepala dinas", "other"),
        (None, "other"),
    ],
)
def test_the_law_says_what_kind_of_charge_it_is(law: str | None, kind: str) -> None:
    assert fee_kind(law) == kind


@pytest.mark.parametrize(
    ("line", "form"), [("KTP-el cetak dan digital", "both"), ("NIB elektronik", "electronic"), ("Surat izin", None)]
)
def test_a_product_is_printed_or_electronic_where_it_says_so(line: str, form: str | None) -> None:
    assert read_product(line).form == form


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_is_known_by_its_official_and_its_short_name(component: str) -> None:
    for name in (str(COMPONENT_NAMES[component]), str(COMPONENT_SHORT_NAMES[component])):
        for written in (name, name.upper(), f"1. {name} :", f"a) {name}"):
            assert component_named(written) == component, written


@pytest.mark.parametrize("text", ["", "Uraian", "Ketentuan lain", "1.", "Warga negara", "Biayakan " + "x" * 300])
def test_what_names_no_component_is_none(text: str) -> None:
    assert component_named(text) is None


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("1. STANDAR PELAYANAN PENERBITAN KTP-EL", "Penerbitan KTP-el"),
        ("Standar Pelayanan: Izin Reklame.", "Izin Reklame"),
        ("“Standar Pelayanan Publik Perpustakaan”", "Perpustakaan"),
        ("SURAT KETERANGAN TIDAK MAMPU (SKTM)", "Surat keterangan tidak mampu (SKTM)"),
    ],
)
def test_a_title_is_the_name_of_the_service(title: str, clean: str) -> None:
    assert cleaned_title(title) == clean


NAMES = [
    ("ktp-baru", "Perekaman dan penerbitan KTP-el baru (WNI)"),
    ("ktp-hilang-rusak", "Penerbitan KTP-el karena hilang atau rusak"),
    ("kk-baru", "Penerbitan kartu keluarga (KK) baru"),
    ("akta-lahir", "Akta kelahiran"),
]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("PENERBITAN KARTU TANDA PENDUDUK ELEKTRONIK KARENA HILANG/RUSAK", "ktp-hilang-rusak"),
        ("Kartu Keluarga Baru", "kk-baru"),
        ("Penerbitan kutipan akte kelahiran", "akta-lahir"),
        ("Izin reklame", None),
        ("", None),
        ("Pelayanan", None),
    ],
)
def test_a_title_means_the_service_it_shares_its_words_with_or_none(title: str, slug: str | None) -> None:
    found = best_match(title, NAMES)
    assert (found.slug if found else None) == slug


def test_a_title_that_fits_two_services_alike_means_none() -> None:
    assert best_match("Penerbitan KTP-el", [("a", "KTP-el hilang"), ("b", "KTP-el rusak")]) is None
    assert best_match("Penerbitan KTP-el", [("a", "KTP-el hilang"), ("a", "KTP-el rusak")]) is not None
