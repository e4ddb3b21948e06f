"""Which typed queries are counted, so that the directory learns what it lacks, and what of them may be kept.

Counted are queries that found little; never who typed them, and never what may itself tell who somebody is.

Law: UU 27/2022 (data minimisation, a retention schedule).
"""

import re
from datetime import timedelta
from typing import Literal

#: ``nothing``: no thing; ``few``: at most two; ``fewer_words``: only after giving up words; ``without_index``: names
#: in the database had to answer.
Reason = Literal["nothing", "few", "fewer_words", "without_index"]

MOST_CHARACTERS = 80
#: What was typed less often in a period is not shown: it may be one person's own words.
LEAST_SHOWN = 5
KEPT_FOR = timedelta(days=400)
#: What stayed below the number shown, and was not typed again for so long, will not be shown and need not be kept.
RARE_KEPT_FOR = timedelta(days=90)

_FEW_THINGS = 2
_WORD = re.compile(r"[a-z0-9]+")
# NIK, KK, passport, phone, account and file numbers all have five digits or more in a row.
_LONGEST_NUMBER = 4
# The same numbers, and dates of birth, written in groups ("0812 3456 789").
_GROUPED_NUMBER = re.compile(r"(?:\d ?){7,}")
_PLATE = re.compile(r"\b[a-z]{1,2} ?\d{3,4} ?[a-z]{1,3}\b")


def why_unanswered(things: int, words_given_up: int, *, is_without_index: bool = False) -> Reason | None:
    """Why the answer to a query is too little; None when it was answered."""
    if is_without_index:
        return "without_index"
    if things == 0:
        return "nothing"
    if words_given_up > 0:
        return "fewer_words"
    return "few" if things <= _FEW_THINGS else None


def kept_query(folded: str) -> str | None:
    """What is kept of a query in folded form (plain lower-case letters): its words, whole, at most 80 characters.

    None when nothing is left, and when it may be personal: an e-mail address or account name, five digits or more in
    one word, a telephone or other long number in groups, a number plate.
    """
    words = _WORD.findall(folded)
    text = " ".join(words)
    if not text or _may_be_personal(folded, text):
        return None
    if len(text) <= MOST_CHARACTERS:
        return text
    return text[: MOST_CHARACTERS + 1].rpartition(" ")[0] or None


def _may_be_personal(folded: str, words: str) -> bool:
    digits = max(sum(character.isdigit() for character in word) for word in words.split())
    return (
        "@" in folded
        or digits > _LONGEST_NUMBER
        or _GROUPED_NUMBER.search(words) is not None
        or _PLATE.search(words) is not None
    )
