"""Every finding of the linter and every part of a standard has its words."""

from typing import get_args

import pytest
from flask import Flask
from flask_babel.speaklater import LazyString

from sipp.i18n import in_language
from sipp.rules.completeness import PartCode
from sipp.rules.flaws import Flaw, FlawCode, Severity
from sipp.rules.wording import HARD_WORDS
from sipp.words import checks as check_words


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (check_words.FLAWS, FlawCode),
        (check_words.REASONS, FlawCode),
        (check_words.SEVERITIES, Severity),
        (check_words.PARTS, PartCode),
    ],
)
def test_every_code_has_its_words_and_no_words_are_left_over(table: dict[str, LazyString], codes: object) -> None:
    assert set(table) == set(get_args(codes))
    assert all(str(text).strip() for text in table.values())


@pytest.mark.parametrize("code", get_args(FlawCode))
@pytest.mark.parametrize("detail", [None, "PP 45/2024", "100%"])
def test_a_finding_is_a_whole_sentence_with_its_reason(code: FlawCode, detail: str | None) -> None:
    flaw = Flaw(code=code, component="fee", detail=detail)
    for words in (check_words.flaw_words(flaw), check_words.reason_words(flaw)):
        assert words.endswith(".")
        assert "%(" not in words
        assert "None" not in words


@pytest.mark.parametrize("word", HARD_WORDS)
def test_a_hard_word_is_told_with_its_plain_one(word: str) -> None:
    assert HARD_WORDS[word] in check_words.flaw_words(Flaw(code="hard_words", detail=word))


def test_details_stand_in_the_words() -> None:
    replaced = Flaw(code="law_replaced", detail="PP 45/2024")
    above = Flaw(code="above_legal_ceiling", detail="Permendagri 19/2018")
    assert check_words.flaw_words(replaced).startswith("Peraturan ini sudah diganti dengan PP 45/2024.")
    assert check_words.flaw_words(Flaw(code="law_replaced")).startswith("Peraturan ini sudah diganti.")
    assert check_words.flaw_words(above) == "Melebihi batas menurut acuan nasional: Permendagri 19/2018."
    assert check_words.flaw_words(Flaw(code="above_legal_ceiling")) == "Melebihi batas menurut acuan nasional."


def test_the_words_have_their_english(app: Flask) -> None:
    with app.app_context(), in_language("en"):
        english = [check_words.flaw_words(Flaw(code=code, detail="x")) for code in get_args(FlawCode)]
    with app.app_context():
        indonesian = [check_words.flaw_words(Flaw(code=code, detail="x")) for code in get_args(FlawCode)]
    assert [one for one, other in zip(english, indonesian, strict=True) if one == other] == []
