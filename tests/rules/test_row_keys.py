"""Rows keep their keys: moved, re-worded or re-typed, and new ones get keys of their own."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.row_keys import new_key, slug, with_kept_keys
from sipp.rules.standards import Fee, LegalBasis, Requirement, Row, StaffCount, TextComponent, TimeLimit
from tests.models.strategies import rows

KTP = Requirement(row_key="ktp", text="KTP-el asli")
KK = Requirement(row_key="kk", text="Fotokopi Kartu Keluarga (KK)", form="copy")


def keys(*found: Row, earlier: tuple[Row, ...]) -> list[str]:
    return [row.row_key for row in with_kept_keys([replace(row, row_key="") for row in found], earlier)]


def test_rows_in_another_order_keep_their_keys() -> None:
    assert keys(KK, KTP, earlier=(KTP, KK)) == ["kk", "ktp"]


def test_a_row_that_says_the_same_in_other_typing_keeps_its_key() -> None:
    assert keys(Requirement(row_key="", text="1. ktp-el ASLI", mandatory=False), earlier=(KK, KTP)) == ["ktp"]


def test_a_row_re_worded_a_little_keeps_its_key() -> None:
    assert keys(Requirement(row_key="", text="Fotokopi Kartu Keluarga (KK) terbaru"), earlier=(KTP, KK)) == ["kk"]


def test_likeness_is_one_of_whole_words() -> None:
    copy = Requirement(row_key="kk", text="Fotokopi KK")
    assert keys(Requirement(row_key="", text="Fotokopi KTP"), earlier=(copy,)) == ["fotokopi-ktp"]
    assert keys(
        Requirement(row_key="", text="KTP-el yang rusak atau patah"),
        earlier=(
            Requirement(row_key="lain", text="KTP-el yang hilang"),
            Requirement(row_key="rusak", text="KTP-el yang rusak"),
        ),
    ) == ["rusak"]


def test_another_paper_gets_a_key_of_its_own_and_takes_none() -> None:
    assert keys(Requirement(row_key="", text="Surat kuasa"), earlier=(KTP, KK)) == ["surat-kuasa"]
    assert keys(Requirement(row_key="", text="ktp"), earlier=(KTP,)) == ["ktp-2"]


def test_a_key_that_was_given_is_never_changed_nor_taken_by_another() -> None:
    given_key = replace(KK, row_key="ktp")
    assert [row.row_key for row in with_kept_keys([given_key, replace(KTP, row_key="")], (KTP,))] == [
        "ktp",
        "ktp-el-asli",
    ]


def test_nothing_goes_on_across_variants() -> None:
    assert keys(replace(KTP, variant="hilang"), earlier=(KTP,)) == ["ktp-el-asli"]


@pytest.mark.parametrize(
    ("now", "before", "key"),
    [
        (TimeLimit(row_key="", maximum=2, unit="day"), TimeLimit(row_key="lama", maximum=3, unit="day"), "lama"),
        (Fee(row_key="", shape="free"), Fee(row_key="tarif", shape="fixed", amount_idr=5), "tarif"),
        (StaffCount(row_key="", count=4, role="loket"), StaffCount(row_key="n", count=5, role="petugas"), "n"),
    ],
)
def test_the_only_time_fee_or_number_goes_on_whatever_it_says_now(now: Row, before: Row, key: str) -> None:
    assert keys(now, earlier=(before,)) == [key]


def test_fees_go_on_by_what_they_are_for() -> None:
    before = (Fee(row_key="a", shape="fixed", amount_idr=1, label="Baru"), Fee(row_key="b", shape="free", label="Ubah"))
    now = (Fee(row_key="", shape="free", label="Ubah"), Fee(row_key="", shape="fixed", amount_idr=9, label="Baru"))
    assert keys(*now, earlier=before) == ["b", "a"]


def test_laws_go_on_by_their_number_and_paragraphs_within_their_component() -> None:
    law = LegalBasis(row_key="adminduk", type="UU", number="24", year=2013, title="Lama")
    assert keys(replace(law, title="Baru"), earlier=(law,)) == ["adminduk"]
    text = TextComponent(row_key="sarana", component="facilities", text="Ruang tunggu")
    assert keys(replace(text, component="staff_competence"), earlier=(text,)) == ["ruang-tunggu"]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (TimeLimit(row_key=""), "waktu"),
        (Fee(row_key="", shape="free"), "biaya"),
        (LegalBasis(row_key="", type="UU", number="24", year=2013), "uu-24-2013"),
        (Requirement(row_key="", text="Édisi «khusus» 日本"), "edisi-khusus"),
        (Requirement(row_key="", text="日本"), "baris"),
    ],
)
def test_a_new_key_is_made_of_words(row: Row, key: str) -> None:
    assert new_key(row, set()) == key
    assert new_key(row, {key}) == f"{key}-2"


def test_an_address_is_cut_between_words() -> None:
    assert slug("Fotokopi Kartu Keluarga dan KTP-el", 20) == "fotokopi-kartu"


@given(st.data())
def test_keys_are_unique_kept_and_stable_for_any_rows(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([Requirement, TimeLimit, Fee, LegalBasis, TextComponent]))
    earlier = tuple(row for row in data.draw(rows(kind)) if row.row_key)
    now = [replace(row, row_key="") for row in data.draw(rows(kind))]
    kept = with_kept_keys(now, earlier)
    found = [row.row_key for row in kept]
    assert all(found) and len(set(found)) == len(found)
    assert [replace(row, row_key="") for row in kept] == now
    again = with_kept_keys([replace(row, row_key="") for row in earlier], earlier)
    assert sorted(row.row_key for row in again) == sorted(row.row_key for row in earlier)
