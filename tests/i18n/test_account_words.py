"""Words about accounts: every code that a page or a mail can meet has its own, and they say what is meant."""

import ast
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from sipp.rules.permissions import AGENCY_ROLES, NATIONAL_ROLES
from sipp.web.forms.messages import MESSAGES, PARTS
from sipp.web.office import case_acts
from sipp.web.security import MESSAGE_CODES
from sipp.words import accounts as account_words
from sipp.words import codes as words
from tests.house.source_tree import PACKAGE, TEMPLATES, modules, parse


def texts_given_to(function: str) -> Iterator[str]:
    """The literal texts among what a function of this name is called with anywhere."""
    for path in modules(PACKAGE):
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name == function:
                    yield from (one.value for one in node.args if isinstance(one, ast.Constant))


def test_every_role_says_what_it_may_do() -> None:
    assert set(account_words.ROLE_NOTES) == {*AGENCY_ROLES, *NATIONAL_ROLES} == set(words.ROLES)


def test_every_act_that_leaves_a_note_has_its_sentence_and_no_sentence_is_left_over() -> None:
    left = {*texts_given_to("flash"), *texts_given_to("_acted"), *(f"case_{name}" for name in case_acts.ACTS)}
    assert left == set(account_words.NOTES)
    assert all(str(text).endswith(".") for text in account_words.NOTES.values())


def test_every_mail_about_an_account_has_a_subject_and_a_paragraph() -> None:
    told = {str(text) for text in texts_given_to("tell") if isinstance(text, str)} | {
        "password_changed",
        "password_reset",
    }
    paragraphs = set(re.findall(r'what == "(\w+)"', (TEMPLATES / "email/account_notice.txt").read_text()))
    assert told == paragraphs == set(account_words.NOTICE_SUBJECTS)
    letters = {path.stem for path in (TEMPLATES / "email").glob("account_*.txt")} - {"account_notice"}
    assert set(account_words.LETTER_SUBJECTS) == letters


def test_no_code_at_a_field_has_two_sentences() -> None:
    assert sum(len(part) for part in PARTS) == len(MESSAGES)


def test_every_code_of_the_library_has_words_at_its_field() -> None:
    general = {code for code in MESSAGES if isinstance(code, str)}
    assert set(MESSAGE_CODES.values()) <= general | {"required"}


@pytest.mark.parametrize(
    ("browser", "told"),
    [
        ("Chrome/Android", "Chrome di Android"),
        ("Firefox/", "Firefox"),
        ("/Linux", "Linux"),
        ("/", "Peramban tidak dikenal"),
        ("", "Peramban tidak dikenal"),
    ],
)
def test_a_browser_is_named_as_far_as_it_is_known(app: Flask, browser: str, told: str) -> None:
    with app.app_context():
        assert account_words.browser_words(browser) == told


@pytest.mark.parametrize(
    ("agency", "unit", "told"),
    [
        (None, None, "Nasional"),
        ("Kota Contoh", None, "Kota Contoh, seluruh instansi"),
        ("Kota Contoh", "Dinas Satu", "Kota Contoh, Dinas Satu"),
    ],
)
def test_a_place_is_named_by_agency_and_unit(app: Flask, agency: str | None, unit: str | None, told: str) -> None:
    with app.app_context():
        assert account_words.place_words(agency, unit) == told
