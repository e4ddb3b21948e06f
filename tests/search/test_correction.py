"""Typing errors are corrected where it is safe, said aloud, and nowhere else."""

import pytest

from sipp.search.correction import Vocabulary, correct
from sipp.search.engine import Searcher
from sipp.search.places import Gazetteer

NAMES = ("paspor hilang", "akta lahir", "sertifikat tanah", "perpanjang sim", "surat kodi", "kartu identitas anak")


def nobody_knows(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pasporr", "paspor"), ("paspr", "paspor"), ("hilnag", "hilang"), ("sertifkat", "sertifikat"),
        ("sertfkat", "sertifikat"), ("identtas", "identitas"), ("syrat", "syarat"), ("aktalahir", "akta lahir"),
        ("aktelahir", "akta lahir"), ("pspr", "paspor"), ("idntts", "identitas"), ("prpnjng", "perpanjang"),
    ],
)  # fmt: skip
def test_a_typing_error_is_corrected_to_a_word_of_a_name(typed: str, meant: str) -> None:
    assert correct([typed], [Vocabulary.from_names(NAMES)], nobody_knows) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "kopi",  # an ordinary word, one letter from kodi
        "taspor",  # another first letter
        "pxspr",  # two edits in a short word
        "akt",  # too short
        "sim2024",  # digits
        "xyzzyq",  # nothing near
    ],
)
def test_what_may_be_right_is_left_alone(typed: str) -> None:
    assert correct([typed], [Vocabulary.from_names(NAMES)], nobody_knows) is None


def test_a_word_the_index_knows_is_never_corrected() -> None:
    assert correct(["pasport"], [Vocabulary.from_names(NAMES)], lambda word: word == "pasport") is None


def test_the_correction_is_told_and_can_be_declined(searcher: Searcher, gazetteer: Gazetteer) -> None:
    corrected = searcher.find("paspor hilnag", gazetteer)
    literal = searcher.find("paspor hilnag", gazetteer, literal=True)
    assert corrected.corrected_query == "paspor hilang"
    assert corrected.hits[0].id == "reference:paspor-hilang-rusak"
    assert literal.corrected_query is None
    assert literal.plan.text == "paspor hilnag"


def test_nothing_is_corrected_while_the_literal_words_find_something(searcher: Searcher, gazetteer: Gazetteer) -> None:
    assert searcher.find("kir pick up", gazetteer).corrected_query is None


def test_a_mistyped_place_is_corrected_and_understood(searcher: Searcher, gazetteer: Gazetteer) -> None:
    found = searcher.find("ktp hilang surbaya", gazetteer)
    assert found.corrected_query == "ktp hilang surabaya"
    assert found.plan.place == ("35.78",)


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("bagi tanah girik", None),  # bayi is as near, and says less than tanah
        ("kk ruusak kena api", "kk rusak kena api"),  # more is found together
        ("nika", "nikah"),  # not nik: a longer word is rather cut than a short one drawn out
        ("legalsir", "legalisir"),  # towards a spelling no name uses
        ("driver licnese", "driver license"),
        ("pernikahn", "pernikahan"),
    ],
)
def test_a_correction_must_find_more_than_was_typed(
    query: str, corrected: str | None, searcher: Searcher, gazetteer: Gazetteer
) -> None:
    assert searcher.find(query, gazetteer).corrected_query == corrected


@pytest.mark.parametrize("query", ["sewa ruko", "kopi bubuk", "air masuk rumah", "jual ayam"])
def test_ordinary_words_do_not_become_services(query: str, searcher: Searcher, gazetteer: Gazetteer) -> None:
    assert searcher.find(query, gazetteer).corrected_query is None
