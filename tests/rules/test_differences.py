"""What changed between two versions: by row, by field, by word."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.differences import FieldChange, differences, word_changes
from sipp.rules.standards import Fee, Requirement, Standard, TextComponent, TimeLimit, Variant

FREE = Fee(row_key="biaya", shape="free", kind="free")
CARD = Requirement(row_key="kk", text="Fotokopi Kartu Keluarga")
LETTER = Requirement(row_key="surat", text="Surat kehilangan dari kepolisian")
FORM = Requirement(row_key="f102", text="Formulir F-1.02")
BASE = Standard(effective_from=date(2026, 1, 1), requirements=(CARD, LETTER, FORM), fees=(FREE,))


def kinds(found):
    return [(one.kind, one.component, one.row_key) for one in found]


def test_equal_content_has_no_difference():
    assert differences(BASE, replace(BASE, effective_from=date(2027, 1, 1), decree_number="1/2027")) == ()


def test_a_row_is_added_changed_or_removed_by_its_key():
    new = replace(
        BASE,
        requirements=(CARD, replace(LETTER, text="Surat kehilangan"), Requirement(row_key="foto", text="Foto")),
    )

    assert kinds(differences(BASE, new)) == [
        ("changed", "requirements", "surat"),
        ("added", "requirements", "foto"),
        ("removed", "requirements", "f102"),
    ]


def test_a_changed_row_tells_each_field_with_both_values():
    paid = replace(FREE, shape="fixed", kind="state_fee", amount_idr=50_000)

    [difference] = differences(BASE, replace(BASE, fees=(paid,)))

    assert difference.changes == (
        FieldChange("shape", "free", "fixed"),
        FieldChange("kind", "free", "state_fee"),
        FieldChange("amount_idr", None, 50_000),
    )
    assert (difference.old, difference.new) == (FREE, paid)


def test_only_the_row_that_changed_its_place_is_moved():
    assert kinds(differences(BASE, replace(BASE, requirements=(FORM, CARD, LETTER)))) == [
        ("moved", "requirements", "f102")
    ]


def test_an_insertion_moves_nothing():
    first = Requirement(row_key="foto", text="Foto")

    assert kinds(differences(BASE, replace(BASE, requirements=(first, CARD, LETTER, FORM)))) == [
        ("added", "requirements", "foto")
    ]


def test_a_source_or_a_confirmation_alone_is_no_difference_unless_asked():
    new = replace(BASE, fees=(replace(FREE, confidence="sample", source="S84", certainty="high"),))

    assert differences(BASE, new) == ()
    assert kinds(differences(BASE, new, with_evidence=True)) == [("evidence", "fee", "biaya")]


def test_a_variant_differs_by_its_code():
    old = replace(BASE, variants=(Variant(code="hilang", label="Hilang"),))
    new = replace(BASE, variants=(Variant(code="hilang", label="KTP hilang"), Variant(code="rusak", label="Rusak")))

    assert kinds(differences(old, new)) == [("changed", None, "hilang"), ("added", None, "rusak")]


def test_components_come_in_the_order_of_the_law():
    new = Standard(
        effective_from=date(2026, 1, 1),
        requirements=(CARD, LETTER, FORM),
        fees=(),
        time_limits=(TimeLimit(row_key="waktu", maximum=1, unit="day"),),
        texts=(TextComponent(row_key="ruang", component="facilities", text="Ruang tunggu"),),
    )

    assert [one.component for one in differences(BASE, new)] == ["time_limit", "fee", "facilities"]


def test_word_changes_mark_whole_words():
    assert word_changes("Fotokopi KK dua lembar", "Fotokopi KTP dan KK dua lembar") == [
        ("same", "Fotokopi "),
        ("ins", "KTP dan "),
        ("same", "KK dua lembar"),
    ]


def test_a_replaced_word_is_taken_away_before_the_new_one_comes():
    assert word_changes("maksimal 3 hari", "maksimal 5 hari") == [
        ("same", "maksimal "),
        ("del", "3 "),
        ("ins", "5 "),
        ("same", "hari"),
    ]


def test_spaces_alone_are_no_change():
    assert word_changes("a  b", "a b") == [("same", "a b")]


def test_an_empty_text_is_all_new_or_all_gone():
    assert word_changes("", "baru") == [("ins", "baru")]
    assert word_changes("lama", "") == [("del", "lama")]
    assert word_changes("", "") == []


texts = st.lists(st.sampled_from(["KTP", "KK", "asli", "dan", "dua"]), max_size=12).map(" ".join)


@given(old=texts, new=texts)
def test_the_marked_text_holds_both_texts(old, new):
    changes = word_changes(old, new)

    assert "".join(text for mark, text in changes if mark != "del") == new
    assert "".join(text + " " for mark, text in changes if mark != "ins").split() == old.split()


rows = st.lists(st.sampled_from("abcdef"), unique=True).map(
    lambda keys: tuple(Requirement(row_key=key, text=key) for key in keys)
)


@given(old=rows, new=rows)
def test_every_row_of_either_side_is_told_or_kept(old, new):
    found = differences(
        Standard(effective_from=date(2026, 1, 1), requirements=old),
        Standard(effective_from=date(2026, 1, 1), requirements=new),
    )

    before, after = {row.row_key for row in old}, {row.row_key for row in new}
    assert {one.row_key for one in found if one.kind == "added"} == after - before
    assert {one.row_key for one in found if one.kind == "removed"} == before - after
    kept = [row.row_key for row in old if row.row_key in after]
    moved = {one.row_key for one in found if one.kind == "moved"}
    assert [key for key in kept if key not in moved] == [
        row.row_key for row in new if row.row_key in before and row.row_key not in moved
    ]
