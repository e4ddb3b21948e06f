"""What a text says: placeholders, empty phrases, numbering, several papers, days, words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules import wording


@pytest.mark.parametrize("text", ["-", " – ", "...", "…", "1. -", "a) --", "•", "N/A", "nihil", "Belum diisi.", "(xx)"])
def test_a_placeholder_is_no_text(text: str) -> None:
    assert wording.is_placeholder(text)


@pytest.mark.parametrize("text", ["KTP", "0", "-5 persen", "Tidak ada", "Isi formulir", "Kosongkan kolom 3", "2"])
def test_a_short_text_is_no_placeholder(text: str) -> None:
    assert not wording.is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sesuai ketentuan",
        "sesuai dengan ketentuan yang berlaku.",
        "Sesuai peraturan perundang-undangan yang berlaku",
        "Menyesuaikan kondisi di lapangan",
        "Kondisional",
        "1. Sesuai SOP",
        "(Terlampir)",
        "Tergantung situasi kondisi",
    ],
)
def test_an_empty_phrase_says_nothing(text: str) -> None:
    assert wording.says_nothing(text)


@pytest.mark.parametrize(
    "text", ["Sesuai Perda 5/2024", "Sesuai jadwal kementerian", "Segera setelah lulus ujian", "Sesuai kuota haji"]
)
def test_a_phrase_that_names_something_says_something(text: str) -> None:
    assert not wording.says_nothing(text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("1. KTP-el", "KTP-el"),
        ("1. 1. KTP-el", "KTP-el"),
        ("1.1. KTP-el", "KTP-el"),
        ("1)KTP-el", "KTP-el"),
        ("(2) KTP-el", "KTP-el"),
        ("a. KTP-el", "KTP-el"),
        ("b) KTP-el", "KTP-el"),
        ("iv. KTP-el", "KTP-el"),
        ("- KTP-el", "KTP-el"),
        ("-KTP-el", "KTP-el"),
        ("• 2 lembar foto", "2 lembar foto"),
        ("\uf0b7 KTP-el", "KTP-el"),
        ("1. a) • KTP-el", "KTP-el"),
        ("2 lembar foto", "2 lembar foto"),
        ("2.5 meter kain", "2.5 meter kain"),
        ("a.n. pemohon", "a.n. pemohon"),
        ("S-1", "S-1"),
        ("08.00-15.00", "08.00-15.00"),
        ("KTP-el", "KTP-el"),
    ],
)
def test_numbering_typed_before_a_text_is_told_from_the_text(typed: str, text: str) -> None:
    assert wording.without_numbering(typed) == text
    assert wording.has_numbering(typed) == (typed != text)


@given(st.text(max_size=60))
def test_taking_numbering_away_twice_takes_nothing_more(text: str) -> None:
    once = wording.without_numbering(text)
    assert wording.without_numbering(once) == once
    assert once in text


@pytest.mark.parametrize(
    "text",
    [
        "Fotokopi KTP dan KK",
        "KTP dan fotokopi Kartu Keluarga",
        "KTP serta surat kuasa",
        "KTP & KK",
        "Fotokopi KTP, KK, buku nikah",
        "a. KTP b. KK",
        "1) KTP 2) KK",
        "KTP\nKK",
        "Surat pengantar; fotokopi KTP",
    ],
)
def test_several_papers_in_one_line_are_seen(text: str) -> None:
    assert wording.has_several_papers(text)


@pytest.mark.parametrize(
    "text",
    [
        "Fotokopi KTP",
        "Fotokopi KTP atau paspor",
        "Salah satu: akta kelahiran, ijazah, atau buku nikah",
        "KTP saksi dan wali",
        "Surat keterangan dari rumah sakit, bidan, nakhoda, atau kepala desa",
        "Surat pernyataan (SPTJM) kebenaran data, formulir F-2.03",
        "Dokumen PBB (surat dan bukti lunas)",
        "Pas foto 2 × 3, berlatar biru",
        "Nomor HP dan/atau alamat surel",
    ],
)
def test_one_paper_however_long_is_one(text: str) -> None:
    assert not wording.has_several_papers(text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1. KTP 2. KK 3. Akta", (0, 7, 13)),
        ("a) KTP b) KK", (0, 7)),
        ("(1) KTP (2) KK", (0, 8)),
        ("2. KK", ()),
        ("1. KTP", ()),
        ("Pasal 1. Umum", ()),
        ("", ()),
    ],
)
def test_a_list_typed_into_one_line_counts_up_from_its_first_mark(text: str, places: tuple[int, ...]) -> None:
    assert wording.list_marks(text) == places


@pytest.mark.parametrize("text", ["3 hari", "paling lama 14 (empat belas) hari", "tiga hari", "selesai 2 hari."])
def test_days_of_an_unknown_kind_are_seen(text: str) -> None:
    assert wording.has_days_without_type(text)


@pytest.mark.parametrize(
    "text", ["3 hari kerja", "3 (tiga) hari kerja", "3 hari kalender", "2 hari libur", "setiap hari", "hari Senin"]
)
def test_days_of_a_known_kind_are_left_alone(text: str) -> None:
    assert not wording.has_days_without_type(text)


def test_vague_phrases_are_quoted_as_typed() -> None:
    assert wording.vague_phrase_in("KTP dan  Lain-lain") == "dan Lain-lain"
    assert wording.vague_phrase_in("sesuai peraturan yang berlaku di kota") == "sesuai peraturan yang berlaku"
    assert wording.vague_phrase_in("Surat kuasa bila diwakilkan") is None


def test_hard_words_are_named_once_with_a_plain_word_for_each() -> None:
    found = wording.hard_words_in("Yang bersangkutan  melakukan\nverifikasi, yang bersangkutan menunggu")
    assert found == ("yang bersangkutan", "melakukan verifikasi")
    assert all(wording.HARD_WORDS[word] for word in found)
    assert wording.hard_words_in("Scanner di loket") == ()


def test_the_plain_words_are_not_hard_themselves() -> None:
    assert [plain for plain in wording.HARD_WORDS.values() if wording.hard_words_in(plain)] == []


def test_texts_are_the_same_whatever_their_spaces_case_and_numbers() -> None:
    assert wording.same_words("1. KTP-el  Asli") == wording.same_words("ktp el asli")
    assert wording.same_words("KTP") != wording.same_words("KK")


@pytest.mark.parametrize("text", ["1. " * 20_000, "(" * 20_000, "dan " * 20_000, "3 hari (" * 9_000, "sesuai " * 9_000])
def test_pumped_texts_are_read_in_linear_time(text: str) -> None:
    """Bounded by the run itself: a quadratic pattern would take minutes here."""
    wording.is_placeholder(text)
    wording.says_nothing(text)
    wording.has_several_papers(text)
    wording.has_days_without_type(text)
    wording.vague_phrase_in(text)
    wording.hard_words_in(text)
