"""Whatever is typed, the machine answers: never an error, never more work than its bounds."""

import random
import string

import pytest

from sipp.search.engine import Searcher
from sipp.search.places import Gazetteer
from sipp.search.planning import MAX_CHARACTERS, MAX_TERMS

HOSTILE = [
    "", " ", "\x00", "ktp\x00hilang", "a" * 10_000, "ktp " * 5_000, "'" * 50, '"ktp', "ktp AND", "NOT ktp", "OR OR OR",
    "ktp AND (NOT", "terms:ktp", "id:reference*", "*", "?", "ktp*", "*ktp*", "k?p", "[a TO z]", "[TO]", "{* TO *}",
    "ktp~2", "ktp^99999", "(" * 500, ")" * 500, "(a+)+$" * 30, "^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 199 + "!",
    "\U0001f600\U0001f4a9 ktp", "\u202ektp\u202c", "\u0643\u062a\u0628", "\u4e2d\u6587 \u8eab\u4efd\u8b49",
    "k\u0301t\u0301p\u0301" * 60, "\ud800", "\ufdfa" * 200, "<script>alert(1)</script>", "'; DROP TABLE services; --",
    "../../etc/passwd", "%00%0a", "\r\nSet-Cookie: x", "ktp\u200bhilang", "_ktp", "=hilang+ktp", "~ktp", "2", "222",
    "e-", "e-ktp-" * 50, "-", "---", "&&||!", "\\", "\\u0000", "{{7*7}}", "${jndi:ldap://x}", "\x1b[31mktp", "\t\n\v\f",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_is_answered(query: str, searcher: Searcher, gazetteer: Gazetteer) -> None:
    found = searcher.find(query, gazetteer)
    assert len(found.plan.text) <= MAX_CHARACTERS
    assert len(found.plan.groups) + len(found.plan.hints) <= MAX_TERMS
    assert "\x00" not in found.plan.text
    searcher.suggest(query)


def test_random_noise_is_answered(searcher: Searcher, gazetteer: Gazetteer) -> None:
    draw = random.Random(5000)
    alphabet = string.printable + "\x00\u202e\u00e9\u0643\U0001f600\ufdfa\u00b2" + "ktpsim" * 5
    for _ in range(500):
        query = "".join(draw.choices(alphabet, k=draw.randrange(0, 300)))
        assert searcher.find(query, gazetteer) is not None
        assert searcher.suggest(query) is not None


def test_the_marks_of_the_index_cannot_be_typed(searcher: Searcher, gazetteer: Gazetteer) -> None:
    assert searcher.find("=hilang+ktp", gazetteer).plan.groups == searcher.find("hilang ktp", gazetteer).plan.groups
