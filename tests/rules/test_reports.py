"""A report's life: every cell of state x move, the clocks, the due day that governs, routing, class, case number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipp.rules.errors import Conflict
from sipp.rules.findings import TREATMENTS, Finding
from sipp.rules.report_clocks import CLOCKS, GOVERNING_CLOCKS, governing_due, paused_at
from sipp.rules.reports import (
    CITIZEN_STEPS,
    MOVES,
    OPEN_STATES,
    STATES,
    STEP_OF_STATE,
    can_reopen,
    case_number,
    is_case_number,
    is_filed_late,
    move_for_verdict,
    moves_open_to,
    report_class,
    routing,
    state_after,
)

#: The table of the domain model, written out by state.
NEXT = {
    "received": {
        "accept": "in_progress",
        "route": "in_progress",
        "transfer": "in_progress",
        "hand_over": "handed_over",
        "reject": "rejected",
        "withdraw": "withdrawn",
    },
    "in_progress": {
        "ask_completion": "needs_completion",
        "declare_complete": "in_progress",
        "transfer": "in_progress",
        "hand_over": "handed_over",
        "answer": "answered",
        "reject": "rejected",
        "withdraw": "withdrawn",
    },
    "needs_completion": {
        "complete": "in_progress",
        "deem_withdrawn": "withdrawn",
        "reject": "rejected",
        "withdraw": "withdrawn",
    },
    "answered": {
        "verdict_yes": "resolved",
        "verdict_reopens": "in_progress",
        "verdict_final": "unresolved",
        "lapse": "lapsed",
        "withdraw": "withdrawn",
    },
    "lapsed": {"reopen": "in_progress"},
    "rejected": {"uphold_appeal": "in_progress"},
    "resolved": {},
    "unresolved": {},
    "handed_over": {},
    "withdrawn": {},
}
MOVE_NAMES = [move.name for move in MOVES]


@pytest.mark.parametrize("move", MOVE_NAMES)
@pytest.mark.parametrize("state", STATES)
def test_a_report_moves_only_as_the_table_says(state, move):
    if move in NEXT[state]:
        assert state_after(state, move) == NEXT[state][move]
    else:
        with pytest.raises(Conflict):
            state_after(state, move)


CITIZENS = {
    "received": ("hand_over", "withdraw"),
    "in_progress": ("hand_over", "withdraw"),
    "needs_completion": ("complete", "withdraw"),
    "answered": ("verdict_yes", "verdict_reopens", "verdict_final", "withdraw"),
    "lapsed": ("reopen",),
    "rejected": (),
    "resolved": (),
    "unresolved": (),
    "handed_over": (),
    "withdrawn": (),
}


@pytest.mark.parametrize(("state", "moves"), CITIZENS.items())
def test_a_citizen_may_make_exactly_these_moves(state, moves):
    assert moves_open_to(state, "citizen") == moves


def test_only_the_citizen_resolves():
    assert {(move.name, *move.by) for move in MOVES if move.target in ("resolved", "unresolved")} == {
        ("verdict_yes", "citizen"),
        ("verdict_final", "citizen"),
    }


def test_no_officer_withdraws_a_report():
    assert all(move.by <= {"citizen", "schedule"} for move in MOVES if move.target == "withdrawn")


@pytest.mark.parametrize("verdict", ["partly", "no"])
def test_an_unsatisfied_citizen_reopens_twice_and_then_it_stays_unresolved(verdict):
    moves = [move_for_verdict(verdict, times) for times in range(4)]

    assert moves == ["verdict_reopens", "verdict_reopens", "verdict_final", "verdict_final"]


@pytest.mark.parametrize("times", range(4))
def test_a_satisfied_citizen_always_resolves(times):
    assert move_for_verdict("yes", times) == "verdict_yes"


def test_a_lapsed_report_reopens_up_to_the_thirtieth_day():
    assert can_reopen(date(2026, 1, 31), date(2026, 3, 2))
    assert not can_reopen(date(2026, 1, 31), date(2026, 3, 3))


def test_every_state_is_one_of_the_four_steps_citizens_see():
    assert set(STEP_OF_STATE) == set(STATES)
    assert set(STEP_OF_STATE.values()) == set(CITIZEN_STEPS)
    assert {state for state, step in STEP_OF_STATE.items() if step == "closed"} == (
        set(STATES) - OPEN_STATES - {"answered"}
    )


RUNNING = {
    "received": {"forward"},
    "in_progress": {"completeness", "first_reply", "settle", "outer_limit"},
    "needs_completion": {"citizen_completes"},
    "answered": {"verdict"},
}


@pytest.mark.parametrize("state", STATES)
def test_a_clock_runs_only_in_its_states(state):
    assert {rule.clock for rule in CLOCKS if state in rule.runs_in} == RUNNING.get(state, set())


def test_the_settle_clock_alone_pauses_while_the_citizen_completes():
    assert {state: paused_at(state) for state in STATES if paused_at(state)} == {
        "needs_completion": frozenset({"settle"})
    }


def test_every_clock_that_governs_runs_in_its_state():
    assert len({rule.clock for rule in CLOCKS}) == len(CLOCKS) == 8
    assert all(set(clocks) <= RUNNING[state] for state, clocks in GOVERNING_CLOCKS.items())


DUES = {
    "forward": date(2026, 6, 1),
    "completeness": date(2026, 6, 2),
    "citizen_completes": date(2026, 6, 3),
    "first_reply": date(2026, 6, 4),
    "settle": date(2026, 6, 20),
    "outer_limit": date(2026, 6, 10),
    "verdict": date(2026, 6, 5),
    "cure": date(2026, 6, 6),
}
GOVERNING = {
    "received": ("forward", date(2026, 6, 1)),
    "in_progress": ("outer_limit", date(2026, 6, 10)),
    "needs_completion": ("citizen_completes", date(2026, 6, 3)),
    "answered": ("verdict", date(2026, 6, 5)),
}


@pytest.mark.parametrize("state", STATES)
def test_the_due_day_shown_is_that_of_the_clock_that_governs(state):
    assert governing_due(state, DUES) == GOVERNING.get(state)


@pytest.mark.parametrize("state", STATES)
def test_a_listed_agency_has_no_due_day(state):
    assert governing_due(state, DUES, agency_is_receiving=False) is None


def test_settle_governs_when_it_is_earlier_or_the_outer_limit_has_not_begun():
    earlier = {"settle": date(2026, 6, 5), "outer_limit": date(2026, 6, 10)}

    assert governing_due("in_progress", earlier) == ("settle", date(2026, 6, 5))
    assert governing_due("in_progress", {"settle": date(2026, 6, 20)}) == ("settle", date(2026, 6, 20))
    assert governing_due("in_progress", {}) is None


@pytest.mark.parametrize(
    ("groups", "is_small", "route"),
    [
        (("time",), False, "unit"),
        (("papers", "not_served", "refused", "wrong_result", "other"), False, "unit"),
        ((), False, "unit"),
        (("time",), True, "parent"),
        (("money",), False, "oversight"),
        (("treatment",), False, "oversight"),
        (("time", "money"), True, "oversight"),
    ],
)
def test_money_conduct_and_small_units_go_above_the_unit(groups, is_small, route):
    assert routing(groups, is_small) == route


def test_a_question_is_a_question_whatever_was_found():
    assert report_class("question", [Finding(result="reported", group="treatment", said="broker")]) == "question"


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_only_grave_conduct_is_proposed_for_oversight(treatment):
    found = report_class("complaint", [Finding(result="reported", group="treatment", said=treatment)])

    assert found == ("oversight" if treatment in ("discrimination", "broker", "conflict") else "ordinary")


def test_a_payment_demanded_is_proposed_for_oversight():
    demanded = Finding(result="above", group="money", ombudsman_class="demanding_payment")

    assert report_class("complaint", [Finding(result="within", group="time"), demanded]) == "oversight"
    assert report_class("complaint", [Finding(result="late", group="time")]) == "ordinary"
    assert report_class("suggestion", []) == "ordinary"


def test_a_word_about_conduct_outside_its_group_is_no_conduct():
    paper = Finding(result="beyond", group="papers", said="broker")

    assert report_class("complaint", [paper]) == "ordinary"


def test_a_complaint_is_late_from_the_thirty_first_day():
    assert not is_filed_late(date(2026, 1, 1), date(2026, 1, 31))
    assert is_filed_late(date(2026, 1, 1), date(2026, 2, 1))


@pytest.mark.parametrize(
    ("random_bytes", "number"),
    [
        (b"\x00" * 5, "LP-0000-0000"),
        (b"\xff" * 5, "LP-ZZZZ-ZZZZ"),
        (b"\x00\x00\x00\x00\x01", "LP-0000-0001"),
        (b"\x08\x00\x00\x00\x00", "LP-1000-0000"),
    ],
)
def test_a_case_number_spells_its_bytes(random_bytes, number):
    assert case_number(random_bytes) == number


@given(st.binary(min_size=5, max_size=5), st.binary(min_size=5, max_size=5))
def test_case_numbers_are_as_many_as_their_bytes(one, other):
    assert is_case_number(case_number(one))
    assert (case_number(one) == case_number(other)) == (one == other)


@pytest.mark.parametrize("text", ["", "LP-0000", "LP-0000-000U", "XX-0000-0000", "LP-00000-000", "LP-0000-0000-0000"])
def test_other_texts_are_no_case_number(text):
    assert not is_case_number(text)


def test_a_case_number_takes_five_bytes():
    with pytest.raises(ValueError, match="five"):
        case_number(b"1234")
