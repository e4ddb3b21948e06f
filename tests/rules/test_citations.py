"""Laws as people type them, read as the same law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.citations import Citation, citation_key, cited_keys, parse_citation

ADMINDUK = "Undang-Undang Nomor 24 Tahun 2013"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("UU No 24 Tahun 2013", "uu 24/2013"),
        ("UU 24/2013", "uu 24/2013"),
        ("UU No. 24 Th. 2013", "uu 24/2013"),
        ("UU No.24/2013", "uu 24/2013"),
        ("undang undang nomor: 24 tahun 2013", "uu 24/2013"),
        (ADMINDUK, "uu 24/2013"),
        ("Undang – Undang", None),
        ("UU 024/2013", "uu 24/2013"),
        ("Peraturan Pemerintah Republik Indonesia Nomor 28 Tahun 2019", "pp 28/2019"),
        ("Peraturan Presiden RI No. 96 Tahun 2018", "perpres 96/2018"),
        ("Peraturan Menteri Dalam Negeri Nomor 108 Tahun 2019", "permendagri 108/2019"),
        ("Peraturan Menteri Dalam Negeri Republik Indonesia (Permendagri) No 108 Thn 2019", "permendagri 108/2019"),
        ("Permendagri No 108 Tahun 2019", "permendagri 108/2019"),
        ("Peraturan Menteri PAN dan RB Nomor 15 Tahun 2014", "permenpanrb 15/2014"),
        ("PermenPAN-RB No. 15 Tahun 2014", "permenpanrb 15/2014"),
        ("Peraturan Menteri Perdagangan Nomor 7 Tahun 2020", "permen perdagangan 7/2020"),
        ("Perda Kota Malang No. 1 Tahun 2023", "perda kota malang 1/2023"),
        ("Peraturan Daerah Kota Malang Nomor 1 Tahun 2023", "perda kota malang 1/2023"),
        ("Peraturan Walikota Bandung Nomor 5 Tahun 2022", "perwal bandung 5/2022"),
        ("Perwali Bandung 5/2022", "perwal bandung 5/2022"),
        ("Keputusan Bupati Sleman Nomor 12.3/Kep.KDH/A/2021", "keputusan bupati sleman 12.3/kep.kdh/a/2021"),
        ("SKB 3 Menteri", None),
        ("Fotokopi KTP", None),
        ("Perda tentang retribusi", None),
        ("UUD 1945", "uud /1945"),
        ("Menurut UU 24/2013", None),
        ("Unit 24/2013", None),
        ("", None),
    ],
)
def test_a_law_has_one_key_however_it_is_typed(text: str, key: str | None) -> None:
    found = parse_citation(text)
    assert (found.key if found else None) == key


def test_title_and_article_are_told_apart() -> None:
    title = "Perubahan atas Undang-Undang Nomor 23 Tahun 2006 tentang Administrasi Kependudukan"
    assert parse_citation(f"{ADMINDUK} tentang {title};") == Citation(type="UU", number="24", year=2013, title=title)
    with_article = Citation(type="UU", number="24", year=2013, article="Pasal 79A")
    assert parse_citation(f"Pasal 79A {ADMINDUK}") == with_article
    assert parse_citation(f"{ADMINDUK}, Pasal 79A") == with_article
    both = parse_citation("PP 28/2019 tentang Jenis dan Tarif, pasal 3 ayat (2)")
    assert both == Citation(type="PP", number="28", year=2019, title="Jenis dan Tarif", article="pasal 3 ayat (2)")


def test_every_law_in_a_running_text_is_found() -> None:
    text = f"Menurut {ADMINDUK} dan Permendagri 108/2019, bukan SUU 1/2020; lihat PP No 40 Tahun 2019 dan UU 24/2013."
    assert cited_keys(text) == ("uu 24/2013", "permendagri 108/2019", "pp 40/2019")


def test_keys_know_neither_case_nor_leading_zeros() -> None:
    assert citation_key("Perda  Kota Malang", "01", 2023) == citation_key("perda kota malang", "1", 2023)
    assert citation_key("UU", None, None) == "uu /"


@given(st.integers(1, 999), st.integers(1945, 2030), st.sampled_from(["UU", "PP", "Perpres", "Permendagri"]))
def test_what_is_written_in_short_is_read_as_it_was(number: int, year: int, kind: str) -> None:
    for text in (f"{kind} {number}/{year}", f"{kind} No. {number} Tahun {year} tentang Pelayanan"):
        found = parse_citation(text)
        assert found is not None
        assert (found.type, found.number, found.year) == (kind, str(number), year)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    for typed in (text, f"UU {text}", f"UU No {text} Tahun 2013"):
        found = parse_citation(typed)
        assert found is None or found.type
        cited_keys(typed)
