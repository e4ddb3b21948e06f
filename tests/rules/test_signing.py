"""Which answers the head signs: every choice of an agency against what a report is about."""

import pytest

from sipp.rules.findings import Group
from sipp.rules.signing import SignOff, needs_signature


@pytest.mark.parametrize(
    ("choice", "groups", "expected"),
    [
        ("none", ("money",), False),
        ("above_the_unit", ("time", "money"), True),
        ("above_the_unit", ("treatment",), True),
        ("above_the_unit", ("time", "refused"), False),
        ("all", (), True),
    ],
)
def test_the_agency_says_which_answers_are_signed(choice: SignOff, groups: tuple[Group, ...], expected: bool) -> None:
    assert needs_signature(choice, groups) is expected
