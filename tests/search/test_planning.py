"""What a plan understands: subject, place, agency, intent, complaint, and its bounds."""

import pytest

from sipp.search.contract import Intent, Term
from sipp.search.places import AgencyName, Gazetteer, PlaceName
from sipp.search.planning import MAX_CHARACTERS, MAX_TERMS, Steps, plan, relaxations


@pytest.mark.parametrize(
    ("query", "codes", "is_ambiguous"),
    [
        ("ktp kota kupang", ("53.71",), False),
        ("ktp kabupaten kupang", ("53.01",), False),
        ("ktp kab. kupang", ("53.01",), False),
        ("ktp kupang", ("53.01", "53.71"), True),
        ("ktp kab bogor", ("32.01",), False),
        ("ktp bandung barat", ("32.17",), False),
        ("ktp pemkab bandung", ("32.04",), False),
        ("ktp jawa barat", ("32",), False),
        ("ktp jogja", ("34.71",), False),
        ("ktp yogya", ("34", "34.71"), True),
        ("ktp JAKPUS", ("31.71",), False),
        ("ktp jakarta pusat", ("31.71",), False),
        ("ktp di solo", ("33.72",), False),
        ("pindah dari sleman ke surabaya", ("34.04", "35.78"), False),
        ("ktp", (), False),
    ],
)
def test_the_longest_name_of_a_place_is_understood(
    query: str, codes: tuple[str, ...], is_ambiguous: bool, gazetteer: Gazetteer
) -> None:
    understood = plan(query, gazetteer)
    assert (understood.place, understood.place_is_ambiguous) == (codes, is_ambiguous)


@pytest.mark.parametrize(
    ("query", "codes"),
    [("izin batu akik", ()), ("ktp kota batu", ("35.79",)), ("ktp di batu", ("35.79",)), ("ktp batu", ("35.79",))],
)
def test_a_place_that_is_also_a_word_needs_a_sign(query: str, codes: tuple[str, ...], gazetteer: Gazetteer) -> None:
    assert plan(query, gazetteer).place == codes


def test_a_place_need_not_be_found_in_the_text(gazetteer: Gazetteer) -> None:
    assert [group.word for group in plan("ktp hilang kota bandung", gazetteer).groups] == ["ktp", "hilang"]


def test_an_agency_is_told_apart_by_the_place_named_with_it(gazetteer: Gazetteer) -> None:
    assert plan("disdukcapil", gazetteer).agencies == ("kota-bandung/disdukcapil", "kabupaten-sleman/disdukcapil")
    assert plan("kk disdukcapil di kabupaten sleman", gazetteer).agencies == ("kabupaten-sleman/disdukcapil",)


def test_a_name_that_hundreds_of_agencies_share_chooses_none() -> None:
    many = [AgencyName(f"dinsos-{n}", f"Dinas Sosial {n}", ("dinsos",)) for n in range(100)]
    assert plan("bansos dinsos", Gazetteer((), many)).agencies == ()


def test_a_gazetteer_takes_names_with_and_without_their_kind() -> None:
    places = [PlaceName("53.71", "Kupang", "city"), PlaceName("53.01", "Kab. Kupang", "regency")]
    names = Gazetteer(places)
    assert plan("kota kupang", names).place == ("53.71",)
    assert plan("kabupaten kupang", names).place == ("53.01",)


@pytest.mark.parametrize(
    ("query", "intents"),
    [
        ("berapa biaya paspor", ("fee",)),
        ("paspor bayar brp", ("fee",)),
        ("nib gratis ga", ("fee",)),
        ("syarat skck", ("requirements",)),
        ("bawa apa aja ke samsat", ("requirements",)),
        ("gmn cara bikin sim", ("procedure",)),
        ("berapa lama bikin paspor", ("time",)),
        ("berapa hari ktp", ("time",)),
        ("sim kapan jadi", ("time",)),
        ("jam buka samsat", ("location",)),
        ("dimana bikin sim", ("location",)),
        ("perpanjang sim onlen", ("online",)),
        ("iuran bpjs", ("fee",)),
        ("sim usia minimal", ("requirements",)),
        ("npwp dari rumah", ("online",)),
        ("ktp hilang", ()),
    ],
)
def test_what_is_asked_about_a_service_is_understood(
    query: str, intents: tuple[Intent, ...], gazetteer: Gazetteer
) -> None:
    assert plan(query, gazetteer).intents == intents


@pytest.mark.parametrize(
    ("query", "is_complaint"),
    [
        ("dimintain duit bikin kk", True), ("ktp blm jadi udah 3 bulan", True), ("pungli samsat", True),
        ("calo sim", True), ("kk lama sekali", True), ("petugas minta uang rokok", True), ("pengaduan pelayanan", True),
        ("lapor", True), ("blangko ktp habis", True), ("lapor kehilangan polisi", False), ("ktp hilang", False),
        ("sim habis", False), ("berapa lama bikin paspor", False), ("telat pajak motor", False),
        ("bansos tidak cair", True), ("jht belum cair", True), ("bansos dipotong rt", True), ("sim nembak", True),
        ("kerja diminta npwp", False), ("petugas diminta uang", True), ("nenek meninggal mau lapor", False),
        ("belum punya ktp", False), ("lapor ombudsman", False),
    ],
)  # fmt: skip
def test_a_complaint_is_told_from_a_wish(query: str, is_complaint: bool, gazetteer: Gazetteer) -> None:
    assert plan(query, gazetteer).is_complaint is is_complaint


def test_complaint_and_intent_words_are_no_subject(gazetteer: Gazetteer) -> None:
    assert [group.word for group in plan("dimintain duit bikin kk biaya berapa", gazetteer).groups] == ["kk"]


def test_a_long_query_is_cut_and_never_refused(gazetteer: Gazetteer) -> None:
    understood = plan(" ".join(f"kata{n}" for n in range(1000)), gazetteer)
    assert len(understood.text) <= MAX_CHARACTERS
    assert len(understood.groups) + len(understood.hints) <= MAX_TERMS


def test_the_ladder_starts_with_all_words_and_gives_up_unknown_ones_first(gazetteer: Gazetteer) -> None:
    counts = {"ktp": 5, "hilang": 3}
    rungs = list(relaxations(plan("ktp hilang zzz", gazetteer), lambda term: counts.get(term, 0), 60))
    assert [[group.word for group in rung[0]] for rung in rungs[:3]] == [["ktp", "hilang", "zzz"], ["ktp", "hilang"],
                                                                        ["hilang"]]  # fmt: skip


def test_a_word_that_alone_names_a_service_is_given_up_last(gazetteer: Gazetteer) -> None:
    counts = {"tikus": 1, "kk": 9, "digigit": 2, "!kk": 1}
    rungs = list(relaxations(plan("kk digigit tikus", gazetteer), lambda term: counts.get(term, 0), 60))
    assert [[{group.word for group in requirement} for requirement in rung] for rung in rungs[1:3]] == [
        [{"kk", "digigit"}, {"kk", "tikus"}], [{"kk"}],
    ]  # fmt: skip


def test_words_nobody_knows_do_not_hide_the_office(gazetteer: Gazetteer) -> None:
    counts = {"samsat": 4, "bayar": 9}
    rungs = list(relaxations(plan("xyzzy samsat bayar", gazetteer), lambda term: counts.get(term, 0), 60))
    assert [group.word for group in rungs[-1][0]] == ["samsat"]


def test_what_belongs_to_the_named_place_is_lifted_and_its_province_less(gazetteer: Gazetteer) -> None:
    assert {term.text: term.weight for term in plan("dukcapil kota bandung", gazetteer).owners} == {
        "@*": 2.0, "@32": 1.0, "@32.73": 2.0, "@kota-bandung/disdukcapil": 2.0,
    }  # fmt: skip


def test_a_step_that_is_left_out_leaves_no_term(gazetteer: Gazetteer) -> None:
    without = Steps(stems=False, spoken_forms=False, synonyms=False, whole_names=False, subjects_first=False)
    understood = plan("ngurus kecopetan", gazetteer, without)
    assert [(group.terms, group.subject) for group in understood.groups] == [((Term("kecopetan", 1.0),), "")]
    assert understood.phrases == ()


def test_two_words_that_stand_everywhere_are_never_the_whole_requirement(gazetteer: Gazetteer) -> None:
    counts = {"surat": 5000, "kartu": 4000, "langka": 2}
    rungs = list(relaxations(plan("surat kartu langka", gazetteer), lambda term: counts.get(term, 0), 10000))
    pairs = [{group.word for group in requirement} for rung in rungs for requirement in rung if len(requirement) == 2]
    assert pairs == [{"surat", "langka"}, {"kartu", "langka"}]
