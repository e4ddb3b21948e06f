from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from sipp.db import unit_of_work
from sipp.models.reports import Attachment, Report
from sipp.operations import caseload
from sipp.operations.caseload import SHELVES, Wanted
from sipp.rules.errors import Forbidden, NotFound, SippError
from sipp.rules.permissions import PUBLIC, Actor
from tests import factories
from tests.operations.cases import a_city, too_long, with_role

pytestmark = pytest.mark.any_database

#: A Monday, in the morning in Jakarta.
MONDAY = datetime(2026, 6, 8, 2, tzinfo=UTC)
MONEY = factories.an_experience()
RUDE = factories.an_experience(groups=("treatment",), money_total=None, treatment="rude")


def numbers(actor: Actor, **wanted: Any) -> list[str]:
    return [row.report.case_number for row in caseload.inbox(actor, Wanted(**wanted)).rows]


def sees(actor: Actor, report: Report) -> bool:
    """Whether the report is in the actor's list; one case and the list never differ."""
    try:
        caseload.case_of(actor, report.case_number)
        is_found = True
    except SippError as refused:
        assert type(refused) is NotFound
        is_found = False
    assert (report.case_number in numbers(actor, state="all")) is is_found
    return is_found


@pytest.mark.parametrize(
    ("unit", "is_seen"),
    [(None, True), ("root", True), ("department", True), ("branch", True), ("inspectorate", False)],
)
def test_a_role_reaches_the_reports_that_its_unit_or_one_below_owns(
    session: Session, unit: str | None, is_seen: bool
) -> None:
    with unit_of_work():
        city = a_city()
        report = city.report()
        assert report.unit_id == city.branch.id
        liaison = city.officer("liaison", getattr(city, unit) if unit else None)
        assert sees(liaison, report) is is_seen
        assert not sees(a_city().officer("liaison"), report)


@pytest.mark.parametrize("experience", [MONEY, RUDE], ids=["money", "conduct"])
@pytest.mark.parametrize("role", ["liaison", "supervisor", "agency_admin", "head"])
def test_officers_of_the_unit_complained_about_never_see_what_is_about_money_or_conduct(
    session: Session, experience: Any, role: str
) -> None:
    with unit_of_work():
        city = a_city()
        report = city.report(experience=experience)
        assert report.unit_id == city.inspectorate.id
        assert not sees(city.officer(role, city.branch), report)
        assert not sees(city.officer(role, factories.a_unit(parent=city.branch)), report)
        assert sees(city.officer(role, city.inspectorate), report)
        assert sees(city.officer(role), report)
        both = with_role(city.officer(role, city.branch), "inspectorate", city.inspectorate)
        assert not sees(both, report), "a second role opened what is about the own unit"


def test_officers_of_a_very_small_unit_do_not_see_reports_about_it(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        city.branch.is_small = True
        report = city.report()
        assert report.unit_id == city.department.id
        assert not sees(city.officer("liaison", city.branch), report)
        assert sees(city.officer("liaison", city.department), report)


def test_a_report_that_no_unit_owns_is_seen_by_those_who_answer_for_the_whole_agency(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        report = city.report()
        report.unit_id = None
        assert sees(city.officer("liaison"), report)
        assert not sees(city.officer("liaison", city.root), report)


@pytest.mark.parametrize("role", ["overseer", "auditor"])
def test_who_reads_across_sees_every_agency(session: Session, role: str) -> None:
    with unit_of_work():
        city, other = a_city(), a_city()
        assert {sees(city.officer(role), one) for one in (city.report(), other.report())} == {True}


@pytest.mark.parametrize("role", ["editor", "publisher", "counter", "national_admin", "custodian"])
def test_who_reads_no_reports_is_refused(session: Session, role: str) -> None:
    with unit_of_work():
        city = a_city()
        number = city.report().case_number
        asked: list[Callable[[Actor], object]] = [
            lambda actor: caseload.inbox(actor, Wanted()),
            caseload.choices,
            lambda actor: caseload.case_of(actor, number),
            lambda actor: caseload.find_by_number(actor, number),
            lambda actor: caseload.evidence_of(actor, number, 1),
        ]
        for actor in (city.officer(role), PUBLIC):
            for ask in asked:
                with pytest.raises(Forbidden):
                    ask(actor)


def test_the_nearest_due_day_comes_first_and_what_has_none_last(session: Session) -> None:
    with unit_of_work():
        city, filed = a_city(), []
        for days in (4, 0, 2):
            with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
                filed.append(city.report().case_number)
        done = city.report()
        done.state = "resolved"
        liaison = city.officer("liaison")
        assert numbers(liaison, state="all") == [filed[1], filed[2], filed[0], done.case_number]
        assert numbers(liaison) == [filed[1], filed[2], filed[0]]


@pytest.mark.parametrize(
    ("days", "left", "is_late"), [(0, 14, False), (18, 0, False), (19, 0, True), (22, -2, True), (13, 5, False)]
)
def test_how_far_the_due_day_is_counts_as_its_clock_counts(
    session: Session, days: int, left: int, is_late: bool
) -> None:
    with unit_of_work():
        city = a_city()
        with time_machine.travel(MONDAY, tick=False):
            report = city.report()
        with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
            due = caseload.case_of(city.officer("liaison"), report.case_number).due
            assert due is not None
            assert (due.clock, due.unit, due.left, due.is_late) == ("settle", "working_day", left, is_late)
            assert (report.case_number in numbers(city.officer("liaison"), is_late=True)) is is_late


def test_each_filter_keeps_what_it_names_and_each_shelf_has_its_count(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        with time_machine.travel(MONDAY, tick=False):
            late = city.report()
        question = city.report(experience=factories.an_experience(kind="question", groups=()))
        oversight = city.report(experience=MONEY)
        answered = city.report()
        answered.state = "answered"
        liaison = city.officer("liaison")
        question.handler_id = liaison.user_id
        oversight.handler_id = city.officer("liaison").user_id
        number = {"late": late, "question": question, "oversight": oversight, "answered": answered}
        name_of = {one.case_number: name for name, one in number.items()}

        def kept(**wanted: Any) -> set[str]:
            return {name_of[one] for one in numbers(liaison, **wanted)}

        assert kept() == {"late", "question", "oversight"}
        assert kept(is_late=True) == {"late"}
        assert kept(holder="mine") == {"question"}
        assert kept(holder="nobody") == {"late"}
        assert kept(state="answered") == {"answered"}
        assert kept(state="in_progress", holder="nobody") == {"late"}
        assert kept(unit_id=city.inspectorate.id) == {"oversight"}
        assert kept(kind="question") == {"question"}
        assert kept(report_class="oversight") == {"oversight"}
        assert kept(service_id=city.service.id, state="all") == set(number)
        assert kept(service_id=city.service.id + 1) == set()
        counts = caseload.inbox(liaison, Wanted()).counts
        assert counts == {name: len(kept(**vars(wanted))) for name, wanted in SHELVES.items()}
        assert counts == dict(zip(SHELVES, (3, 1, 1, 1, 1, 0, 0), strict=True))


def test_the_choices_name_only_what_is_within_reach(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        city.report(), city.report(experience=MONEY), a_city().report()
        found = caseload.choices(city.officer("liaison", city.department))
        assert [one.id for one in found.units] == [city.branch.id]
        assert [one.id for one in found.services] == [city.service.id]


def test_a_long_list_comes_in_pages(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caseload, "PER_PAGE", 2)
    with unit_of_work():
        city = a_city()
        filed = {city.report().case_number for _ in range(3)}
        pages = [caseload.inbox(city.officer("liaison"), Wanted(), number) for number in (1, 2, 9)]
        assert [(one.page, one.pages, one.count, len(one.rows)) for one in pages] == [
            (1, 2, 3, 2), (2, 2, 3, 1), (2, 2, 3, 1),
        ]  # fmt: skip
        assert {row.report.case_number for one in pages for row in one.rows} == filed


def test_a_case_number_is_found_however_it_is_typed_and_only_within_reach(session: Session) -> None:
    with unit_of_work():
        city = a_city()
        number = city.report().case_number
        typed = [number, number.lower(), number.replace("-", ""), f" {number[3:]} ", number.replace("-", " ")]
        liaison, foreign = city.officer("liaison"), a_city().officer("liaison")
        assert {caseload.find_by_number(liaison, one) for one in typed} == {number}
        assert caseload.find_by_number(foreign, number) is None
        assert {caseload.find_by_number(liaison, one) for one in ("", "LP-0000-0000", "x" * 500, "LP-é")} == {None}


@pytest.mark.parametrize("visibility", ["open", "sealed", "anonymous"])
def test_only_an_open_reporter_is_named(session: Session, visibility: str) -> None:
    with unit_of_work():
        city = a_city()
        factories.a_custodian(), factories.a_custodian()
        case = caseload.case_of(city.officer("liaison"), city.report(visibility=visibility).case_number)
        assert (case.reporter.name if case.reporter else None) == ("Sri Wahyuni" if visibility == "open" else None)
        assert case.is_hidden is (visibility != "open")


def test_a_wait_is_told_anew_each_day_but_not_where_it_would_tell_when_it_began(session: Session) -> None:
    waiting = too_long(finished_on=None, still_waiting=True, started_on=date(2026, 6, 1))
    with unit_of_work():
        city = a_city()
        with time_machine.travel(MONDAY, tick=False):
            reports = {kind: city.report(experience=waiting, visibility=kind) for kind in ("open", "anonymous")}
        with time_machine.travel(MONDAY + timedelta(days=30), tick=False):
            late = {
                kind: caseload.case_of(city.officer("liaison"), one.case_number).findings[0].late_by
                for kind, one in reports.items()
            }
        assert late["anonymous"] is None or late["open"] > late["anonymous"]
        assert late["open"]


def test_evidence_is_called_by_its_place_and_foreign_or_missing_files_are_not_found(session: Session) -> None:
    with unit_of_work() as work:
        city = a_city()
        number = city.report().case_number
        report = caseload.case_of(city.officer("liaison"), number).report
        for index in (1, 2):
            work.add(
                Attachment(
                    report_id=report.id,
                    stored_name=f"{index:032x}.jpg",
                    media_type="image/jpeg",
                    size_bytes=1,
                    sha256=f"{index:064x}",
                    added_at=MONDAY + timedelta(minutes=index),
                )
            )
        work.flush()
        liaison = city.officer("liaison")
        names = [caseload.evidence_of(liaison, number, index).stored_name for index in (1, 2)]
        assert names == [f"{index:032x}.jpg" for index in (1, 2)]
        for actor, index in ((liaison, 0), (liaison, 3), (liaison, 10**9), (a_city().officer("liaison"), 1)):
            with pytest.raises(NotFound):
                caseload.evidence_of(actor, number, index)
