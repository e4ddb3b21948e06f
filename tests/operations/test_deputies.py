from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from sipp.db import unit_of_work
from sipp.operations import caseload, deputies
from sipp.operations.caseload import Wanted
from sipp.rules.errors import Forbidden, InvalidInput
from sipp.rules.permissions import Actor
from tests.operations.cases import a_city

pytestmark = pytest.mark.any_database

MONDAY = datetime(2026, 6, 8, 2, tzinfo=UTC)
FIRST, LAST = date(2026, 6, 10), date(2026, 6, 12)


def mine(actor: Actor) -> set[str]:
    return {row.report.case_number for row in caseload.inbox(actor, Wanted(holder="mine")).rows}


def test_a_deputy_finds_the_cases_of_the_absent_from_the_first_to_the_last_day(session: Session) -> None:
    with unit_of_work(), time_machine.travel(MONDAY, tick=False) as travel:
        city = a_city()
        absent, deputy = city.officer("liaison", city.branch), city.officer("liaison")
        report = city.report()
        report.handler_id = absent.user_id
        deputies.name_deputy(absent, deputy.user_id, FIRST, LAST)
        for days, is_there in ((0, False), (1, False), (2, True), (4, True), (5, False)):
            travel.move_to(MONDAY + timedelta(days=days))
            assert mine(deputy) == ({report.case_number} if is_there else set()), days
            assert mine(absent) == {report.case_number}
            named = caseload.case_of(absent, report.case_number).deputy
            assert (named is not None) is is_there
        travel.move_to(MONDAY + timedelta(days=3))
        deputies.end_deputy(absent)
        assert (mine(deputy), deputies.own_deputy(absent)) == (set(), None)


def test_only_who_reaches_the_same_cases_can_stand_in(session: Session) -> None:
    with unit_of_work(), time_machine.travel(MONDAY, tick=False):
        city = a_city()
        absent = city.officer("liaison", city.department)
        can = {city.officer("liaison").user_id, city.officer("liaison", city.department).user_id}
        cannot = [
            city.officer("liaison", city.branch),
            city.officer("liaison", active=False),
            city.officer("supervisor"),
            a_city().officer("liaison"),
            absent,
        ]
        assert {one.id for one in deputies.candidates(absent)} == can
        for one in cannot:
            with pytest.raises(InvalidInput) as refused:
                deputies.name_deputy(absent, one.user_id, FIRST, LAST)
            assert refused.value.fields == {"person": "unknown_choice"}
        with pytest.raises(Forbidden):
            deputies.candidates(city.officer("supervisor"))


def test_the_days_of_a_leave_are_in_order_and_not_over_and_a_new_choice_replaces_the_old(session: Session) -> None:
    with unit_of_work(), time_machine.travel(MONDAY, tick=False):
        city = a_city()
        absent, first, second = (city.officer("liaison") for _ in range(3))
        for days, faults in (
            ((None, LAST), {"first_day": "required"}),
            ((FIRST, None), {"last_day": "required"}),
            ((LAST, FIRST), {"last_day": "before_beginning"}),
            ((date(2026, 6, 1), date(2026, 6, 7)), {"last_day": "day_is_over"}),
        ):
            with pytest.raises(InvalidInput) as refused:
                deputies.name_deputy(absent, first.user_id, *days)
            assert refused.value.fields == faults
        deputies.name_deputy(absent, first.user_id, FIRST, LAST)
        deputies.name_deputy(absent, second.user_id, FIRST, FIRST)
        now = deputies.own_deputy(absent)
        assert now is not None and (now.deputy_id, now.last_day) == (second.user_id, FIRST)
