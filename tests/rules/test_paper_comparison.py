"""Which papers the requirements name, in the citizen's own words."""

from dataclasses import replace

import pytest

from sipp.rules.breaches import Experience
from sipp.rules.standards import Requirement, Variant
from tests.rules.promises import REQUIREMENTS, compare, promise, standard


def compare_papers(*papers, requirements=REQUIREMENTS, variants=(), variant=None):
    content = standard(requirements=requirements, variants=tuple(Variant(code=code, label=code) for code in variants))
    return compare(Experience(groups=("papers",), papers=papers, variant=variant), promise(content))


def outcome(finding):
    return finding.reason or finding.result


NAMED = {
    "KK": "kk",
    "kartu keluarga asli": "kk",
    "Fotokopi KK 2 lembar": "kk",
    "fc kk": "kk",
    "surat kehilangan": "surat",
    "Surat keterangan kehilangan dari polisi": "surat",
    "SKTLK kepolisian": "surat",
    "F-1.02": "f102",
    "formulir f1.02": "f102",
}


@pytest.mark.parametrize(("paper", "row_key"), NAMED.items())
def test_a_required_paper_is_known_in_everyday_words(paper, row_key):
    [finding] = compare_papers(paper)

    assert (finding.result, finding.row_key) == ("within", row_key)


@pytest.mark.parametrize(
    "paper",
    ["Surat pengantar RT/RW", "Materai 10000", "ijazah", "F-1.06", "foto rumah", "KTP", "Bukti lunas PBB"],
)
def test_a_paper_no_row_names_is_beyond_the_requirements(paper):
    [finding] = compare_papers(paper)

    assert (finding.result, finding.said, finding.row_key) == ("beyond", paper, None)
    assert finding.row_keys == ("kk", "surat", "f102")


@pytest.mark.parametrize("paper", ["KK orang tua", "kartu keluarga yang dilegalisir", "???", "dokumen asli"])
def test_a_paper_that_may_or_may_not_be_a_required_one_accuses_nobody(paper):
    [finding] = compare_papers(paper)

    assert outcome(finding) == "paper_unclear"


PAIRS = [
    ("e-KTP", "KTP-el pemohon"),
    ("kartu tanda penduduk", "Fotokopi KTP"),
    ("KTP elektronik", "KTP-el"),
    ("akte kelahiran", "Kutipan akta kelahiran anak"),
    ("pas foto 3x4", "Foto ukuran 3×4 (2 lembar)"),
    ("pasfoto", "Pas foto"),
    ("foto copy ijasah", "Fotokopi ijazah terakhir"),
    ("sertifikat tanah", "Sertipikat tanah"),
]


@pytest.mark.parametrize(("paper", "text"), PAIRS)
def test_a_paper_by_another_spelling_is_the_same_paper(paper, text):
    [finding] = compare_papers(paper, requirements=(Requirement(row_key="r", text=text),))

    assert finding.result == "within"


def test_a_photograph_is_not_a_photocopy():
    required = (Requirement(row_key="r", text="Fotokopi KTP"),)

    [finding] = compare_papers("pas foto", requirements=required)

    assert finding.result == "beyond"


def test_every_paper_has_its_own_finding_once():
    found = compare_papers("KK", "Ijazah", "KK", "  ", " Ijazah ")

    assert [(one.said, one.result) for one in found] == [("KK", "within"), ("Ijazah", "beyond")]


@pytest.mark.parametrize("papers", [(), ("",), (" ", "")])
def test_without_a_paper_told_nothing_is_compared(papers):
    assert [outcome(one) for one in compare_papers(*papers)] == ["no_papers_told"]


def test_without_requirements_nothing_is_compared():
    assert [outcome(one) for one in compare_papers("KK", "KTP", requirements=())] == ["no_requirements_published"] * 2


def test_a_conditional_requirement_names_its_paper():
    proxy = Requirement(row_key="kuasa", text="Surat kuasa bermeterai", condition="bila diwakilkan")

    [finding] = compare_papers("surat kuasa", requirements=(proxy,))

    assert (finding.result, finding.row_key) == ("within", "kuasa")


BY_VARIANT = (
    Requirement(row_key="surat", text="Surat kehilangan kepolisian", variant="hilang"),
    Requirement(row_key="rusak", text="KTP-el yang rusak", variant="rusak"),
)


@pytest.mark.parametrize(
    ("variant", "expected"), [("hilang", "within"), ("rusak", "beyond"), (None, "no_variant_chosen")]
)
def test_a_paper_of_another_variant_is_beyond_the_chosen_one(variant, expected):
    [finding] = compare_papers(
        "surat kehilangan", requirements=BY_VARIANT, variants=("hilang", "rusak"), variant=variant
    )

    assert outcome(finding) == expected


def test_a_paper_every_variant_needs_is_named_without_a_choice():
    general = Requirement(row_key="lapor", text="Surat kehilangan atau berita acara")

    [finding] = compare_papers("surat kehilangan", requirements=(*BY_VARIANT, general), variants=("hilang", "rusak"))

    assert (finding.result, finding.row_key) == ("within", "lapor")


def test_a_paper_of_no_variant_is_beyond_without_a_choice():
    [finding] = compare_papers("ijazah", requirements=BY_VARIANT, variants=("hilang", "rusak"))

    assert finding.result == "beyond"


def test_a_missing_paper_accuses_only_when_the_whole_list_is_confirmed():
    mixed = (REQUIREMENTS[0], replace(REQUIREMENTS[1], confidence="reference"))

    named, missing = compare_papers("KK", "ijazah", requirements=mixed)

    assert (named.is_confirmed, named.is_statistical) == (True, True)
    assert (missing.result, missing.is_confirmed, missing.is_statistical) == ("beyond", False, False)
