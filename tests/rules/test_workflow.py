"""The way to publication: every cell of state x move, who may decide, and what an approval is bound to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.errors import Conflict, Forbidden, InvalidInput
from sipp.rules.permissions import is_allowed
from sipp.rules.workflow import (
    EDITABLE_STATES,
    WORKFLOW,
    bundle_hash,
    next_review,
    open_moves,
    require_other_eyes,
    require_same_content,
    require_withdrawal_day,
    state_after,
)

MOVES = {
    ("draft", "submit"): "in_review",
    ("changes_requested", "submit"): "in_review",
    ("in_review", "recall"): "draft",
    ("in_review", "request_changes"): "changes_requested",
    ("in_review", "approve"): "approved",
    ("approved", "revise"): "draft",
    ("approved", "publish"): "published",
}
STATES = ("draft", "in_review", "changes_requested", "approved", "published")
MOVE_NAMES = ("submit", "recall", "request_changes", "approve", "revise", "publish")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("move", MOVE_NAMES)
def test_a_version_moves_only_as_the_table_says(state, move):
    if (state, move) in MOVES:
        assert state_after(state, move) == MOVES[state, move]
    else:
        with pytest.raises(Conflict):
            state_after(state, move)


def test_a_published_version_is_final_and_only_checkers_take_it_there():
    assert not any("published" in step.sources for step in WORKFLOW)
    assert "published" not in EDITABLE_STATES and "approved" not in EDITABLE_STATES
    assert {step.name for step in WORKFLOW if step.is_checkers} == {"request_changes", "approve", "publish"}


def test_the_moves_of_an_editor_are_no_publishers_and_the_other_way_round():
    for step in WORKFLOW:
        assert is_allowed("publisher", step.action) is step.is_checkers
        assert is_allowed("editor", step.action) is not step.is_checkers


@pytest.mark.parametrize("move", MOVE_NAMES)
def test_who_wrote_it_never_decides_about_it(move):
    is_checkers = move in ("request_changes", "approve", "publish")
    require_other_eyes(move, 3, {1, 2})
    for person in (1, 2, None):
        if is_checkers:
            with pytest.raises(Forbidden):
                require_other_eyes(move, person, {1, 2})
        else:
            require_other_eyes(move, person, {1, 2})


def test_the_open_moves_are_those_of_the_table_without_what_authors_must_not_decide():
    assert open_moves("in_review", 3, {1}) == ("recall", "request_changes", "approve")
    assert open_moves("in_review", 1, {1}) == ("recall",)
    assert open_moves("published", 3, {1}) == ()


def test_an_approval_is_of_one_content():
    require_same_content("a", "a")
    for approved in ("b", None, ""):
        with pytest.raises(Conflict):
            require_same_content(approved, "a")


bundles = st.dictionaries(st.integers(1, 50), st.text("0123456789abcdef", min_size=4, max_size=4), max_size=5)


@given(bundles, bundles, st.randoms())
def test_two_bundles_have_one_hash_only_when_they_hold_the_same_contents(one, other, random):
    shuffled = list(one.items())
    random.shuffle(shuffled)
    assert bundle_hash(shuffled) == bundle_hash(one.items())
    assert (bundle_hash(one.items()) == bundle_hash(other.items())) is (one == other)


def test_a_withdrawal_begins_today_or_later():
    today = date(2026, 11, 26)
    require_withdrawal_day(today, today)
    with pytest.raises(InvalidInput):
        require_withdrawal_day(today - timedelta(days=1), today)


def test_the_next_review_is_a_year_on_also_from_a_leap_day():
    assert next_review(date(2026, 11, 26)) == date(2027, 11, 26)
    assert next_review(date(2028, 2, 29)) == date(2029, 2, 28)
