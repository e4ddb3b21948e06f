"""Words in any spelling come to one form, and to no other."""

import pytest

from sipp.search import language


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("e-KTP", "ktp"), ("e ktp", "ktp"), ("ektp", "ktp"), ("KTP-el", "ktp"), ("ktpel", "ktp"),
        ("Kartu Tanda Penduduk Elektronik", "ktp"), ("kartu keluarga", "kk"), ("p-irt", "pirt"), ("SPP-IRT", "pirt"),
        ("m-paspor", "paspor"), ("ijin", "izin"), ("akte", "akta"), ("sertipikat", "sertifikat"),
        ("praktek", "praktik"), ("syarat2", "syarat"), ("syarat-syarat", "syarat"), ("syarat\u00b2", "syarat"),
        ("gmn", "bagaimana"), ("onlen", "online"), ("ilang", "hilang"), ("ak-1", "ak1"), ("driving license", "sim"),
        ("birth certificate", "akta lahir"), ("\uff4b\uff54\uff50", "ktp"), ("surat izin mengemudi", "sim"),
        ("rame2an", "rame"), ("ktp2", "ktp"), ("ktpnya", "ktp"), ("simku", "sim"), ("berkasnya", "berkas"),
        ("bisakah", "bisa"),
    ],
)  # fmt: skip
def test_spellings_come_to_one_form(typed: str, expected: str) -> None:
    assert " ".join(language.normalise(typed)) == expected


@pytest.mark.parametrize("word", ["simkah", "sekolah", "buku", "hanya", "tanya", "nikah", "masalah", "kuliah", "laku"])
def test_a_word_that_only_ends_like_a_clinging_one_stays_whole(word: str) -> None:
    assert language.normalise(word) == [word]


@pytest.mark.parametrize(
    ("spoken", "meant"),
    [("ngurus", "urus"), ("nyetak", "cetak"), ("bikinin", "bikin"), ("cairin", "cair"), ("nyewa", "sewa"),
     ("ngecek", "cek"), ("nambahin", "tambah"), ("mecah", "pecah"), ("nglamar", "lamar"), ("ndaftar", "daftar"),
     ("njual", "jual"), ("mbayar", "bayar"), ("pajek", "pajak"), ("dapet", "dapat"), ("rame", "ramai"),
     ("pulo", "pulau")],
)  # fmt: skip
def test_spoken_forms_lead_to_the_written_word(spoken: str, meant: str) -> None:
    assert meant in language.colloquial_variants(spoken)


@pytest.mark.parametrize("acronym", ["sim", "stnk", "kk", "sip", "kia", "ak1", "npwp"])
def test_no_stemmer_touches_an_acronym(acronym: str) -> None:
    assert language.stem(acronym) == acronym


@pytest.mark.parametrize(
    ("left", "right"),
    [("perpanjangan", "perpanjang"), ("memperpanjang", "perpanjangan"), ("kehilangan", "hilang"),
     ("pernikahan", "menikah"), ("penerbitan", "terbit"), ("pengecekan", "cek"), ("pencairan", "cair"),
     ("perubahan", "mengubah"), ("pemecahan", "pecah"), ("keramaian", "ramai"), ("penelitian", "meneliti"),
     ("pernikahan", "nikah"), ("perkawinan", "kawin"), ("perumahan", "rumah"), ("pemindahan", "pindah")],
)  # fmt: skip
def test_forms_of_one_word_share_a_stem(left: str, right: str) -> None:
    assert language.stem(left) == language.stem(right)


@pytest.mark.parametrize("word", ["tidak", "baru", "hilang", "anak", "mandiri", "luar"])
def test_words_that_choose_a_service_are_never_stop_words(word: str) -> None:
    assert not language.is_stop_word(word)
    assert not language.is_hint(word)


@pytest.mark.parametrize("word", ["urus", "diurus", "uruskan", "pengurusan", "dibuatkan", "diajukan", "terbitkan"])
def test_every_form_of_asking_for_something_is_a_hint(word: str) -> None:
    assert language.is_hint(word)


def test_only_a_name_of_one_word_has_an_only_subject() -> None:
    names = (["paspor"], ["paspor", "yang"], ["paspor", "anak"], ["urus"])
    assert [language.only_subject(words) for words in names] == ["paspor", "paspor", "", ""]


def test_a_name_equals_a_query_whatever_the_order_of_words() -> None:
    assert language.phrase_keys(["ktp", "hilang"]) == language.phrase_keys(["hilang", "ktp"])
    assert language.phrase_keys(["ktp", "hilang"]) != language.phrase_keys(["ktp", "rusak"])
