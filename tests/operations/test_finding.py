"""The two steps of search: what is offered of a thing is summed up rightly, and follows every change and every date."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.db import current_session, unit_of_work
from sipp.models.journal import SearchCounter
from sipp.models.services import ReferenceService, Service
from sipp.operations import standards, versions
from sipp.operations.finder import MOST_SINGLE_CHANGES, Finder
from sipp.operations.finding import FoundPage, Query, search
from sipp.operations.journal import note_search_changes
from sipp.operations.offerings import Offering
from sipp.rules.permissions import SYSTEM
from sipp.rules.standards import Fee, TimeLimit
from sipp.search.engine import Searcher
from tests import factories

pytestmark = pytest.mark.any_database

TODAY = datetime(2026, 6, 1, 3, tzinfo=UTC)


@pytest.fixture
def finder(tmp_path: Path) -> Finder:
    """A process without an index: the names in the database answer, the second step is the same."""
    return Finder(Searcher(tmp_path / "index"))


def an_offer(reference: ReferenceService, amount: int, days: int, on: date = date(2026, 1, 1), **more: str) -> Service:
    agency = factories.an_agency(**more)
    service = factories.a_service(factories.a_unit(agency), reference=reference)
    publish(service, amount, days, on)
    return service


def publish(service: Service, amount: int, days: int, on: date) -> None:
    fee = Fee(row_key="tarif", shape="fixed" if amount else "free", amount_idr=amount or None)
    limit = TimeLimit(row_key="waktu", maximum=days, unit="working_day", start_event="file_complete")
    factories.a_published_version(service, factories.a_standard(effective_from=on, fees=(fee,), time_limits=(limit,)))


def offering(finder: Finder, reference: ReferenceService) -> Offering:
    return finder.known().by_slug[reference.slug]


def fee_range(finder: Finder, reference: ReferenceService) -> tuple[int | None, int | None]:
    fee = offering(finder, reference).fee
    return (fee.minimum_idr, fee.maximum_idr) if fee else (None, None)


def days(finder: Finder, reference: ReferenceService) -> list[int | None]:
    return [limit.maximum for limit in offering(finder, reference).time_limits]


def result_of(page: FoundPage) -> tuple[str, int]:
    (result,) = [result for result in page.results if result.kind != "agency"]
    return result.kind, result.offer_count


@time_machine.travel(TODAY, tick=False)
def test_a_reference_is_summed_up_over_its_offers_in_force(session: Session, finder: Finder) -> None:
    with unit_of_work():
        reference = factories.a_reference()
        an_offer(reference, 10_000, 3)
        an_offer(reference, 50_000, 9)
        an_offer(reference, 1, 1, on=date(2027, 1, 1))
        retired = an_offer(reference, 99, 99)
        retired.status = "retired"
    assert fee_range(finder, reference) == (10_000, 50_000)
    assert days(finder, reference) == [3, 9]
    assert offering(finder, reference).offer_count == 3


def test_a_publication_is_seen_by_the_next_question(session: Session, finder: Finder) -> None:
    with time_machine.travel(TODAY, tick=False):
        with unit_of_work():
            reference, other = factories.a_reference(), factories.a_reference()
            service = an_offer(reference, 10_000, 3)
            an_offer(other, 7, 7)
        assert fee_range(finder, reference) == (10_000, 10_000)
        before = offering(finder, other)
        with unit_of_work():
            publish(service, 0, 1, date(2026, 5, 1))
        assert fee_range(finder, reference) == (0, 0)
        assert offering(finder, other) is before, "only what changed is read again"


def test_a_date_that_arrives_is_seen_without_any_job(session: Session, finder: Finder) -> None:
    with time_machine.travel(TODAY, tick=False):
        with unit_of_work():
            reference = factories.a_reference()
            service = an_offer(reference, 10_000, 3)
            publish(service, 20_000, 5, date(2026, 7, 1))
            newest = versions.published_versions(service)[0]
            standards.withdraw(SYSTEM, newest, date(2026, 8, 1), "Salah terbit")
        assert fee_range(finder, reference) == (10_000, 10_000)
    with time_machine.travel(datetime(2026, 6, 30, 16, 59, tzinfo=UTC), tick=False):
        assert fee_range(finder, reference) == (10_000, 10_000)
    with time_machine.travel(datetime(2026, 6, 30, 17, 0, tzinfo=UTC), tick=False):
        assert fee_range(finder, reference) == (20_000, 20_000)
    with time_machine.travel(datetime(2026, 7, 31, 17, 0, tzinfo=UTC), tick=False):
        assert fee_range(finder, reference) == (None, None)


def test_many_changes_at_once_are_all_seen(session: Session, finder: Finder) -> None:
    with unit_of_work():
        reference = factories.a_reference()
        service = an_offer(reference, 10_000, 3)
    assert fee_range(finder, reference) == (10_000, 10_000)
    with unit_of_work():
        note_search_changes([f"reference:lain-{number}" for number in range(MOST_SINGLE_CHANGES)])
    with unit_of_work():
        publish(service, 30_000, 3, date(2026, 2, 1))
    assert fee_range(finder, reference) == (30_000, 30_000)


@time_machine.travel(TODAY, tick=False)
def test_the_model_answers_where_no_offer_has_a_standard(session: Session, finder: Finder) -> None:
    with unit_of_work():
        reference = factories.a_reference()
        factories.a_published_version(
            reference,
            factories.a_standard(
                effective_from=date(2026, 1, 1), fees=(Fee(row_key="f", shape="fixed", amount_idr=5_000),)
            ),
        )
        factories.a_service(reference=reference)
    assert fee_range(finder, reference) == (5_000, 5_000)


@time_machine.travel(TODAY, tick=False)
def test_a_place_gives_its_own_offer_before_that_of_its_province_and_of_the_country(
    session: Session, finder: Finder
) -> None:
    with unit_of_work():
        factories.a_region("32", "Jawa Barat", "province")
        factories.a_region("32.73", "Kota Bandung", "city")
        factories.a_region("32.04", "Kabupaten Bandung", "regency")
        reference = factories.a_reference(name="Izin layang-layang")
        city = an_offer(reference, 1, 1, region_code="32.73")
        province = an_offer(reference, 2, 1, region_code="32", kind="province")
        country = an_offer(reference, 3, 1, kind="ministry")

    def offers_at(region: str) -> list[int]:
        page = search(Query(text="layang", region=region), finder)
        return [result.service.id for result in page.results if result.service]

    assert offers_at("32.73") == [city.id]
    assert offers_at("32.04") == [province.id]
    assert offers_at("11.01") == [country.id]


@time_machine.travel(TODAY, tick=False)
def test_a_province_counts_the_offers_inside_it(session: Session, finder: Finder) -> None:
    with unit_of_work():
        factories.a_region("32", "Jawa Barat", "province")
        reference = factories.a_reference(name="Izin layang-layang")
        for code, amount in (("32.73", 10), ("32.04", 20), ("53.71", 90)):
            factories.a_region(code, f"Daerah {code}", "city")
            an_offer(reference, amount, 1, region_code=code)
    page = search(Query(text="layang", region="32"), finder)
    assert result_of(page) == ("reference", 2)
    (result,) = page.results
    assert result.fee is not None
    assert (result.fee.minimum_idr, result.fee.maximum_idr) == (10, 20)
    assert result_of(search(Query(text="layang"), finder)) == ("reference", 3)


def test_the_next_change_is_looked_for_after_now_alone(session: Session, finder: Finder) -> None:
    with time_machine.travel(TODAY, tick=False):
        with unit_of_work():
            reference = factories.a_reference()
            service = an_offer(reference, 1, 1)
            publish(service, 2, 1, date(2026, 3, 1))
            publish(service, 3, 1, date(2026, 9, 1))
        expected = datetime(2026, 8, 31, 17, tzinfo=UTC)
        assert offering(finder, reference).changes_at == expected
        assert finder.known().changes_at == expected
    with time_machine.travel(expected + timedelta(seconds=1), tick=False):
        assert finder.known().changes_at is None


def test_a_question_that_began_before_a_change_does_not_take_the_process_back(
    session: Session, app: Flask, finder: Finder
) -> None:
    with unit_of_work():
        reference = factories.a_reference()
        service = an_offer(reference, 10_000, 3)
    before = session.scalar(select(SearchCounter.value))
    with app.app_context():
        with unit_of_work():
            publish(current_session().get_one(Service, service.id), 30_000, 3, date(2026, 2, 1))
        newest = finder.known()
    assert before is not None and newest.number > before
    assert finder.known() is newest
