"""Recalculating open clocks after a decree: later days alone, each told in its report, and only once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.models.calendar import Holiday
from sipp.models.journal import AuditEntry
from sipp.models.reports import ReportClock, ReportEvent
from sipp.operations import calendar_upkeep, recalculation
from sipp.operations.deadlines import explain_of_report
from sipp.rules.errors import Conflict, Forbidden
from sipp.rules.lengths import ClockLength
from sipp.rules.permissions import Actor, Membership
from sipp.rules.typed_days import NamedDay
from tests import factories
from tests.operations.workers import at_once

WIB = timezone(timedelta(hours=7))
FILED_AT = datetime(2026, 9, 1, 10, tzinfo=WIB)
KEEPER = Actor(user_id=None, memberships=(Membership("national_admin"),))
#: The first reply is due five working days after the first of September: on the eighth.
DECREED = [NamedDay(date(2026, 9, 3), "Hari pemungutan suara")]


@pytest.fixture(autouse=True)
def in_september() -> Any:
    with time_machine.travel(FILED_AT, tick=False):
        yield


def a_filed_report() -> Any:
    with unit_of_work():
        told = factories.what_is_told(experience=factories.an_experience(groups=("papers",)))
        return factories.a_report(content=told).report.id


def decree(days: Sequence[NamedDay] = DECREED) -> int:
    with unit_of_work():
        factories.the_calendar()
        return calendar_upkeep.add_days(KEEPER, days, "national", "SKB perubahan 2026")


def press(at_most: int = 500) -> int:
    changed = 0
    for batch in recalculation.to_recalculate(KEEPER, at_most):
        with unit_of_work():
            changed += recalculation.recalculate(KEEPER, batch)
    return changed


def due_days() -> dict[str, date]:
    return {one.clock: one.due_on for one in current_session().scalars(select(ReportClock).order_by(ReportClock.id))}


def due_changes() -> list[dict[str, Any]]:
    events = select(ReportEvent).where(ReportEvent.kind == "due_changed").order_by(ReportEvent.id)
    return [one.details for one in current_session().scalars(events)]


@pytest.mark.any_database
def test_a_decree_changes_nothing_until_somebody_recalculates_and_then_once(app: Flask) -> None:
    with app.app_context():
        report_id = a_filed_report()
        before = due_days()
        number = decree()
        assert due_days() == before and due_changes() == []
        found = recalculation.preview(KEEPER)
        assert (found.count, found.oldest, found.newest) == (2, before["first_reply"], before["settle"])
        assert {one.clock for one in found.sample} == {"first_reply", "settle"}
        assert press() == 2
        after = due_days()
        assert before["first_reply"] == date(2026, 9, 8) and after["first_reply"] == date(2026, 9, 9)
        assert after["completeness"] == before["completeness"], "calendar days know no holidays"
        told = {"reason": "calendar", "calendar_version": number}
        assert due_changes() == [
            {"clock": clock, "old": before[clock].isoformat(), "new": after[clock].isoformat(), **told}
            for clock in ("first_reply", "settle")
        ]
        assert recalculation.preview(KEEPER).count == 0 and press() == 0 and len(due_changes()) == 2
        clocks = current_session().scalars(select(ReportClock)).all()
        assert all(explain_of_report(report_id, one.id).is_reproduced for one in clocks)
        entries = current_session().scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("calendar.")))
        assert list(entries) == ["calendar.add_days", "calendar.recalculate"]


def test_a_withdrawn_holiday_shortens_nothing_and_its_reason_stays_readable(app: Flask) -> None:
    with app.app_context():
        decree()
        report_id = a_filed_report()
        before = due_days()
        with unit_of_work():
            (holiday,) = current_session().scalars(select(Holiday)).all()
            calendar_upkeep.withdraw_days(KEEPER, [holiday.id], "SKB dicabut")
        assert recalculation.preview(KEEPER).count == 0 and press() == 0
        assert due_days() == before
        first_reply = current_session().scalars(select(ReportClock).where(ReportClock.clock == "first_reply")).one()
        why = explain_of_report(report_id, first_reply.id)
        assert why.is_reproduced and why.then.holidays[date(2026, 9, 3)].name == "Hari pemungutan suara"
        assert why.now is not None and why.now.deadline.due == date(2026, 9, 8)


def test_many_clocks_are_changed_in_small_batches_and_what_is_left_waits(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalculation, "BATCH", 2)
    with app.app_context():
        for _ in range(3):
            a_filed_report()
        decree()
        assert [len(batch) for batch in recalculation.to_recalculate(KEEPER, 5)] == [2, 2, 1]
        assert press(at_most=5) == 5 and recalculation.preview(KEEPER).count == 1
        assert press(at_most=5) == 1 and recalculation.preview(KEEPER).count == 0
        assert len(due_changes()) == 6


def test_a_clock_that_stopped_meanwhile_is_left_alone(app: Flask) -> None:
    with app.app_context():
        a_filed_report()
        decree()
        batches = recalculation.to_recalculate(KEEPER, 500)
        with unit_of_work() as session:
            for one in session.scalars(select(ReportClock)):
                one.stopped_at = FILED_AT
        with unit_of_work():
            assert recalculation.recalculate(KEEPER, batches[0]) == 0
        assert due_changes() == [] and recalculation.preview(KEEPER).count == 0


def test_a_pause_and_an_extension_are_part_of_the_new_day(app: Flask) -> None:
    with app.app_context():
        a_filed_report()
        with unit_of_work() as session:
            settle = session.scalars(select(ReportClock).where(ReportClock.clock == "settle")).one()
            settle.length, settle.pauses, settle.extension = 3, [["2026-09-02", "2026-09-02"]], 2
            settle.due_on = date(2026, 9, 9)
        decree()
        press()
        assert due_days()["settle"] == date(2026, 9, 10)


@pytest.mark.any_database
def test_a_day_of_a_decree_takes_the_place_of_the_estimate(app: Flask) -> None:
    with app.app_context():
        with unit_of_work():
            factories.a_holiday(DECREED[0].day, "Perkiraan", certainty="estimated")
        number = decree()
        stored = current_session().scalars(select(Holiday).order_by(Holiday.id))
        rows = [(one.name, one.added_in, one.withdrawn_in) for one in stored]
        assert rows == [("Perkiraan", 1, number), ("Hari pemungutan suara", number, None)]
        with pytest.raises(Conflict):
            decree()
        with pytest.raises(Conflict), unit_of_work():
            calendar_upkeep.withdraw_days(KEEPER, [1], "sudah dicabut")


@pytest.mark.any_database
def test_acts_at_once_come_one_after_the_other(app: Flask) -> None:
    with app.app_context():
        a_filed_report()
        days = [NamedDay(date(2026, 9, day), "Hari tambahan") for day in (3, 4, 7)]
        assert sorted(at_once([lambda one=one: decree([one]) for one in days])) == [2, 3, 4]
        assert sum(at_once([press, press])) == 2
        assert len(due_changes()) == 2 and recalculation.preview(KEEPER).count == 0
        told = ClockLength(
            clock="verdict",
            report_class=None,
            length=5,
            unit="working_day",
            valid_from=date(2027, 1, 1),
            legal_basis="PermenPANRB 5/2025",
            certainty="high",
        )

        def add() -> str:
            try:
                with unit_of_work():
                    calendar_upkeep.add_length(KEEPER, told)
            except Conflict as refused:
                return refused.code
            return "done"

        assert sorted(at_once([add, add])) == ["done", "length_there_already"]


@pytest.mark.parametrize("role", ["agency_admin", "overseer", "auditor", "supervisor"])
def test_only_who_keeps_the_calendar_may(app: Flask, role: Any) -> None:
    other = Actor(memberships=(Membership(role, None if role in ("overseer", "auditor") else 1),))
    with app.app_context():
        for act in (
            lambda: recalculation.preview(other),
            lambda: recalculation.to_recalculate(other, 1),
            lambda: recalculation.recalculate(other, [1]),
            lambda: calendar_upkeep.add_days(other, DECREED, "national", "SKB"),
            lambda: calendar_upkeep.withdraw_days(other, [1], "x"),
            lambda: calendar_upkeep.lengths(other),
        ):
            with pytest.raises(Forbidden):
                act()
