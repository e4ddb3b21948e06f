"""Every act from every state by every role, against the table of the domain model."""

from collections.abc import Callable

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.db import current_session, unit_of_work
from sipp.models.agencies import Agency
from sipp.models.reports import Report
from sipp.operations import casework, colleagues, handling, incidents, signing
from sipp.operations.colleagues import Asked
from sipp.rules.errors import Conflict, Forbidden, NotFound, SippError
from sipp.rules.handling import ACTIONS, ActName
from sipp.rules.permissions import AGENCY_ROLES, NATIONAL_ROLES, Actor, is_allowed
from sipp.rules.reports import STATES
from tests.operations.cases import MONDAY, City, a_city, in_state

#: How each act is done, well.
DOING: dict[ActName, Callable[[City, Actor, str], object]] = {
    "accept": lambda city, actor, number: handling.accept(actor, number, city.department.id),
    "route": lambda city, actor, number: handling.route(actor, number, city.department.id),
    "answer": lambda city, actor, number: handling.answer(actor, number, "Sudah kami perbaiki."),
    "submit_answer": lambda city, actor, number: signing.submit(actor, number, "Sudah kami perbaiki."),
    "sign_answer": lambda city, actor, number: signing.sign(actor, number),
    "return_answer": lambda city, actor, number: signing.give_back(actor, number, "Sebut tanggalnya."),
    "recall_answer": lambda city, actor, number: signing.recall(actor, number),
    "ask_colleague": lambda city, actor, number: colleagues.ask(actor, number, Asked(name="Sari")),
    "write_message": lambda city, actor, number: casework.write_message(actor, number, "Kami sedang memeriksa."),
    "ask_completion": lambda city, actor, number: handling.ask_completion(actor, number, "Kapan Anda mengajukan?"),
    "declare_complete": lambda city, actor, number: handling.declare_complete(actor, number),
    "uphold_appeal": lambda city, actor, number: casework.uphold_appeal(actor, number, "Pelapor benar."),
    "reject_appeal": lambda city, actor, number: casework.reject_appeal(actor, number, "Alasannya tetap."),
    "extend": lambda city, actor, number: casework.extend(actor, number, 5, "Menunggu hasil laboratorium."),
    "confirm_class": lambda city, actor, number: casework.confirm_class(actor, number, "oversight"),
    "assign": lambda city, actor, number: casework.assign(actor, number, None),
    "transfer": lambda city, actor, number: handling.transfer(actor, number, city.department.id, "Urusan dinas."),
    "hand_over": lambda city, actor, number: handling.hand_over(actor, number, "Polda", "", "Ini tindak pidana."),
    "reject": lambda city, actor, number: handling.reject(actor, number, "duplicate", "Lihat LP-1."),
    "join_incident": lambda city, actor, number: incidents.join(actor, number, None, "Server mati"),
    "leave_incident": lambda city, actor, number: incidents.leave(actor, number),
    "declare_conflict": lambda city, actor, number: casework.declare_conflict(actor, number, "Terlapor saudara."),
    "write_note": lambda city, actor, number: casework.write_note(actor, number, "Hubungi loket 3."),
}

#: The table of the domain model by role and state, written out; what is not here is refused.
OPEN_TO: dict[str, dict[str, str]] = {
    "liaison": {
        "received": "accept write_message assign transfer hand_over reject join_incident",
        "in_progress": (
            "answer write_message ask_colleague ask_completion declare_complete assign transfer hand_over reject"
            " join_incident"
        ),
        "must_be_signed": (
            "submit_answer write_message ask_colleague ask_completion declare_complete assign transfer hand_over reject"
            " join_incident"
        ),
        "waits": (
            "recall_answer write_message ask_colleague ask_completion declare_complete assign transfer hand_over reject"
            " join_incident"
        ),
        "needs_completion": "write_message assign reject join_incident",
        "answered": "write_message assign",
        "lapsed": "write_message",
    },
    "agency_admin": {
        "received": "accept route assign",
        **dict.fromkeys(("in_progress", "must_be_signed", "waits"), "assign"),
        "needs_completion": "assign",
        "answered": "assign",
    },
    "supervisor": {
        "received": "assign",
        **dict.fromkeys(("in_progress", "must_be_signed", "waits"), "assign extend"),
        "needs_completion": "assign",
        "answered": "assign",
        "rejected": "uphold_appeal reject_appeal",
    },
    "inspectorate": dict.fromkeys(
        ("received", "in_progress", "must_be_signed", "waits", "needs_completion"), "confirm_class"
    ),
    "head": {"waits": "sign_answer return_answer"},
}
WRITES_NOTES = {"liaison", "agency_admin", "supervisor", "inspectorate", "head"}


def outcome(act: Callable[[], object]) -> type[SippError] | None:
    """How an attempt ends; whatever it did is taken back."""
    session = current_session()
    attempt = session.begin_nested()
    try:
        act()
        session.flush()
    except SippError as refused:
        return type(refused)
    finally:
        attempt.rollback()
        session.expire_all()
    return None


#: Two ways of being in progress: the head signs answers, and one waits for that.
WITH_A_HEAD = ("must_be_signed", "waits")


@pytest.mark.parametrize("state", (*STATES, *WITH_A_HEAD))
def test_each_act_is_open_from_each_state_to_exactly_those_the_table_names(session: Session, state: str) -> None:
    with time_machine.travel(MONDAY, tick=False), unit_of_work():
        city = a_city()
        number = in_state(city, "in_progress" if state in WITH_A_HEAD else state)
        if state in WITH_A_HEAD:
            current_session().get_one(Agency, city.agency.id).sign_off = "all"
        if state == "waits":
            signing.submit(city.officer("liaison"), number, "Sudah kami perbaiki.")
        for role in (*AGENCY_ROLES, *NATIONAL_ROLES):
            actor = city.officer(role)
            expected = set(OPEN_TO.get(role, {}).get(state, "").split()) | (
                {"write_note", "declare_conflict"} if role in WRITES_NOTES else set()
            )
            ends = {act: outcome(lambda act=act, actor=actor: DOING[act](city, actor, number)) for act in ACTIONS}
            assert {act for act, end in ends.items() if end is None} == expected, role
            assert {end for end in ends.values() if end} <= {Forbidden, Conflict}
            report = current_session().scalars(select(Report)).one()
            if handling.possible_acts(actor, report) or role in OPEN_TO:
                assert set(handling.possible_acts(actor, report)) == expected, role


@pytest.mark.parametrize("act", ACTIONS)
def test_a_foreign_report_answers_every_act_like_an_unknown_one(session: Session, act: ActName) -> None:
    with unit_of_work():
        city = a_city()
        number = in_state(city, "in_progress")
        role = next(one for one in AGENCY_ROLES if one in WRITES_NOTES and ACTIONS[act] in _actions(one))
        for actor in (a_city().officer(role), city.officer(role, city.inspectorate)):
            assert outcome(lambda actor=actor: DOING[act](city, actor, number)) is NotFound
        assert outcome(lambda: DOING[act](city, city.officer(role), "LP-0000-0000")) is NotFound


def _actions(role: str) -> set[str]:
    return {action for action in ACTIONS.values() if is_allowed(role, action)}  # type: ignore[arg-type]
