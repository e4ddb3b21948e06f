"""Which version judges what was experienced: the day of application, the day of payment, as known at opening."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp import clock
from sipp.db import unit_of_work
from sipp.models.reports import Breach
from sipp.models.standards import StandardVersion
from sipp.operations import assessing, reports, standards
from sipp.rules.errors import Malformed, NotFound
from sipp.rules.permissions import SYSTEM
from sipp.rules.standards import Fee, TimeLimit
from tests import factories

pytestmark = pytest.mark.any_database

NOON = datetime(2026, 6, 10, 5, tzinfo=UTC)
TODAY = date(2026, 6, 10)
FIRST = date(2025, 1, 1)
SECOND = date(2026, 3, 1)
FEES_IDR = {1: 100_000, 2: 150_000}
WORKING_DAYS = {1: 5, 2: 3}


@dataclass(frozen=True)
class Place:
    """A service by its slugs, so that every step loads it anew."""

    agency: str
    service: str

    def opened(self, number: int | None = None) -> assessing.FormContext:
        return assessing.form_context(self.agency, self.service, number)


def a_place(**agency: Any) -> Place:
    row = factories.an_agency(**agency)
    service = factories.a_service(factories.a_unit(row), factories.a_reference())
    return Place(row.slug, service.slug)


def content_of(number: int, day: date) -> Any:
    return factories.a_standard(
        effective_from=day,
        fees=(Fee(row_key="biaya", shape="fixed", amount_idr=FEES_IDR[number]),),
        time_limits=(
            TimeLimit(row_key="waktu", maximum=WORKING_DAYS[number], unit="working_day", start_event="application"),
        ),
    )


def publish(place: Place, number: int, day: date, recorded_at: datetime | None = factories.LONG_AGO) -> StandardVersion:
    service = assessing.form_context(place.agency, place.service).service
    assert service is not None
    return factories.a_published_version(service, content_of(number, day), recorded_at)


def a_place_with_two_versions() -> Place:
    place = a_place()
    publish(place, 1, FIRST)
    publish(place, 2, SECOND)
    return place


def money_and_time(**more: Any) -> Any:
    told = {"groups": ("money", "time"), "money_total": 200_000, "paid_on": None, "finished_on": TODAY}
    return factories.an_experience(**{**told, **more})


def judged(assessment: assessing.Assessment) -> tuple[int | None, int | None, str | None]:
    """The number of the version that judges, the one that judges the fee, and why."""
    own = assessment.version.number if assessment.version else None
    fee = assessment.fee_version.number if assessment.fee_version else None
    return own, fee, assessment.standing


def finding(assessment: assessing.Assessment, group: str) -> Any:
    return next(found for found in assessment.findings if found.group == group)


@pytest.fixture(autouse=True)
def _the_clock_stands_still() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.parametrize("applied_on", [None, TODAY], ids=["no date", "a date"])
def test_a_version_published_while_the_form_is_open_changes_nothing(session: Session, applied_on: date | None) -> None:
    with unit_of_work():
        factories.the_calendar()
        place = a_place()
        publish(place, 1, FIRST)
        opened_at = clock.now()
        token_version = place.opened().shown
        assert token_version is not None
    with time_machine.travel(NOON + timedelta(minutes=10), tick=False), unit_of_work():
        publish(place, 2, TODAY, recorded_at=None)
        assert place.opened().shown.number == 2  # type: ignore[union-attr]
        context = assessing.form_context_of_token(place.agency, place.service, token_version.id)
        experience = money_and_time(applied_on=applied_on)
        assessment = assessing.assess(context, experience, opened_at)
        filed = reports.submit(
            factories.PUBLIC,
            context,
            factories.what_is_told(experience=experience),
            nonce=b"n" * 16,
            opened_at=opened_at,
            ring=factories.RING,
        )
        report_id = filed.report.id
    assert judged(assessment) == (1, 1, "in_force" if applied_on else "shown")
    assert not assessment.differs_from_shown
    assert (filed.report.shown_version_id, filed.report.version_id) == (token_version.id, token_version.id)
    versions = set(session.scalars(select(Breach.version_id).where(Breach.report_id == report_id)))
    assert versions == {token_version.id}


def test_a_date_in_another_versions_time_is_judged_by_that_version(session: Session) -> None:
    with unit_of_work():
        place = a_place_with_two_versions()
        assessment = assessing.assess(place.opened(), money_and_time(applied_on=date(2026, 2, 28)), clock.now())
    assert judged(assessment) == (1, 1, "in_force")
    assert assessment.differs_from_shown
    assert finding(assessment, "money").difference_idr == 200_000 - FEES_IDR[1]
    assert finding(assessment, "time").promised_length == WORKING_DAYS[1]


def test_a_report_stores_the_version_it_was_shown_beside_the_one_that_judges(session: Session) -> None:
    with unit_of_work():
        factories.the_calendar()
        place = a_place_with_two_versions()
        context = place.opened()
        filed = reports.submit(
            factories.PUBLIC,
            context,
            factories.what_is_told(experience=money_and_time(applied_on=FIRST, paid_on=SECOND)),
            nonce=b"n" * 16,
            opened_at=clock.now(),
            ring=factories.RING,
        )
        numbers = {version.id: version.number for version in session.scalars(select(StandardVersion))}
        breaches = session.scalars(select(Breach)).all()
        report = filed.report
        assert (numbers[report.shown_version_id], numbers[report.version_id]) == (2, 1)
        assert {breach.group: numbers[breach.version_id] for breach in breaches} == {"money": 2, "time": 1}


def test_the_fee_is_judged_by_the_day_of_payment(session: Session) -> None:
    in_first, in_second = date(2026, 2, 1), date(2026, 3, 2)
    expected = {
        (in_first, in_second): (1, 2),
        (in_second, in_first): (2, 1),
        (in_first, None): (1, 1),
        (None, in_first): (2, 1),
        (None, None): (2, 2),
    }
    with unit_of_work():
        context = a_place_with_two_versions().opened()
        assessments = {
            days: assessing.assess(context, money_and_time(applied_on=days[0], paid_on=days[1]), clock.now())
            for days in expected
        }
    assert {days: judged(found)[:2] for days, found in assessments.items()} == expected
    for days, found in assessments.items():
        assert finding(found, "money").promised_idr == FEES_IDR[expected[days][1]]
        assert found.differs_from_shown == (expected[days] != (2, 2))


def test_a_day_before_the_first_version_is_judged_by_the_first_without_computed_lateness(session: Session) -> None:
    with unit_of_work():
        place = a_place_with_two_versions()
        assessment = assessing.assess(place.opened(), money_and_time(applied_on=date(2024, 12, 31)), clock.now())
    assert judged(assessment) == (1, 1, "first_recorded")
    time, money = finding(assessment, "time"), finding(assessment, "money")
    assert (time.result, time.reason, time.late_by) == ("not_computable", "first_recorded_standard", None)
    assert (money.is_statistical, money.is_illegal_levy) == (False, False)


@pytest.mark.parametrize(
    ("applied_on", "expected"),
    [(date(2026, 4, 30), (2, 2, "in_force")), (date(2026, 5, 1), (None, None, "ceiling"))],
)
def test_a_withdrawn_version_judges_only_the_days_before_its_withdrawal(
    session: Session, applied_on: date, expected: tuple[int | None, int | None, str]
) -> None:
    with unit_of_work():
        place = a_place_with_two_versions()
        newest = place.opened().versions[0]
        standards.withdraw(SYSTEM, newest, date(2026, 5, 1), "Dibatalkan")
        session.expire_all()
        context = place.opened()
        assessment = assessing.assess(context, money_and_time(applied_on=applied_on), clock.now())
    assert context.shown is None
    assert judged(assessment) == expected
    assert (assessment.findings[0].result == "no_standard") == (expected[0] is None)


def test_a_withdrawal_recorded_while_the_form_is_open_changes_nothing(session: Session) -> None:
    with unit_of_work():
        place = a_place_with_two_versions()
        opened_at = clock.now()
        version_id = place.opened().versions[0].id
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False), unit_of_work():
        standards.withdraw(SYSTEM, session.get_one(StandardVersion, version_id), SECOND, "Dibatalkan")
        session.expire_all()
        context = assessing.form_context_of_token(place.agency, place.service, version_id)
        assessment = assessing.assess(context, money_and_time(applied_on=TODAY), opened_at)
    assert judged(assessment) == (2, 2, "in_force")


def test_without_a_standard_that_is_the_first_finding_and_the_ceiling_of_the_law_judges(session: Session) -> None:
    with unit_of_work():
        place = a_place()
        service = place.opened().service
        assert service is not None and service.reference is not None
        factories.a_ceiling(
            service.reference, row_key="waktu", maximum=3, unit="working_day", start_event="application"
        )
        factories.a_ceiling(
            service.reference, row_key="biaya", component="fee", amount_idr=0, maximum=None, unit=None, start_event=None
        )
        session.expire_all()
        context = place.opened()
        assessment = assessing.assess(context, money_and_time(applied_on=date(2026, 5, 1)), clock.now())
    assert context.shown is None
    assert judged(assessment) == (None, None, "ceiling")
    first, money, time = assessment.findings
    assert (first.result, first.ombudsman_class) == ("no_standard", "procedural_deviation")
    assert (money.result, money.difference_idr, money.is_confirmed) == ("above", 200_000, False)
    assert (time.result, time.promised_length, time.is_confirmed) == ("late", 3, False)
    assert not any(found.is_statistical or found.is_illegal_levy for found in assessment.findings)


def test_without_a_standard_and_without_a_ceiling_nothing_is_computed(session: Session) -> None:
    with unit_of_work():
        assessment = assessing.assess(a_place().opened(), money_and_time(applied_on=TODAY), clock.now())
    assert [found.result for found in assessment.findings] == ["no_standard", "not_computable", "not_computable"]


def test_a_report_about_an_agency_alone_names_no_version(session: Session) -> None:
    with unit_of_work():
        agency = factories.an_agency()
        context = assessing.form_context(agency.slug, None)
        assessment = assessing.assess(context, money_and_time(applied_on=TODAY), clock.now())
    assert judged(assessment) == (None, None, None)
    assert {(found.result, found.reason) for found in assessment.findings} == {("not_computable", "no_service")}


def test_an_older_version_asked_for_is_shown_with_the_word_that_it_is_not_in_force(session: Session) -> None:
    with unit_of_work():
        place = a_place_with_two_versions()
        old, new = place.opened(1), place.opened()
        without_date = assessing.assess(old, money_and_time(applied_on=None), clock.now())
        with_date = assessing.assess(old, money_and_time(applied_on=TODAY), clock.now())
    assert (old.is_in_force, new.is_in_force) == (False, True)
    assert judged(without_date) == (1, 1, "shown")
    assert judged(with_date) == (2, 2, "in_force")


def test_a_version_begins_at_midnight_in_the_agencys_own_zone(session: Session) -> None:
    with unit_of_work():
        places = {zone: a_place(time_zone=zone) for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")}
        for place in places.values():
            publish(place, 1, FIRST)
            publish(place, 2, SECOND)
    shown = []
    for moment in (datetime(2026, 2, 28, 14, 59, tzinfo=UTC), datetime(2026, 2, 28, 15, tzinfo=UTC)):
        with time_machine.travel(moment, tick=False):
            shown.append([place.opened().shown.number for place in places.values()])  # type: ignore[union-attr]
    assert shown == [[1, 1, 1], [1, 1, 2]]


def test_unknown_numbers_and_tokens_of_other_services_open_nothing(session: Session) -> None:
    with unit_of_work():
        place, other = a_place_with_two_versions(), a_place_with_two_versions()
        with pytest.raises(NotFound):
            place.opened(3)
        foreign = other.opened().shown
        assert foreign is not None
        with pytest.raises(Malformed):
            assessing.form_context_of_token(place.agency, place.service, foreign.id)
        draft = factories.a_draft(place.opened().service)
        with pytest.raises(Malformed):
            assessing.form_context_of_token(place.agency, place.service, draft.id)


def test_filing_more_than_thirty_days_after_the_service_is_only_noted(session: Session) -> None:
    with unit_of_work():
        context = a_place_with_two_versions().opened()
        is_late = {
            days: assessing.assess(
                context,
                money_and_time(applied_on=date(2026, 4, 1), finished_on=TODAY - timedelta(days=days)),
                clock.now(),
            ).is_filed_late
            for days in (30, 31)
        }
    assert is_late == {30: False, 31: True}
