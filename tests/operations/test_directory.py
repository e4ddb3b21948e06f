from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from sipp.db import current_session, unit_of_work
from sipp.models.agencies import AgencySlug
from sipp.models.services import Service, ServiceSlug
from sipp.models.standards import ReviewDue, Verification
from sipp.operations import directory, standards
from sipp.operations.moved import MovedTo
from sipp.rules.errors import NotFound
from sipp.rules.permissions import SYSTEM
from sipp.rules.standards import Fee, Requirement, Variant
from tests import factories

pytestmark = pytest.mark.any_database

NOW = datetime(2026, 6, 10, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _the_clock_stands_still() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def a_service_named(agency: str = "kota-contoh", service: str = "ktp-baru") -> Service:
    return factories.a_service(factories.a_unit(factories.an_agency(agency)), slug=service)


def moved_to(agency: str, service: str) -> object:
    with pytest.raises(MovedTo) as moved:
        directory.find_service(agency, service)
    return moved.value.details["slug"]


def test_former_slugs_lead_to_the_present_ones(session: Session) -> None:
    with unit_of_work() as writing:
        service = a_service_named()
        writing.add(AgencySlug(slug="kotamadya-contoh", agency_id=service.agency_id))
        writing.add(ServiceSlug(agency_id=service.agency_id, slug="ktp-pertama", service_id=service.id))
    assert moved_to("kotamadya-contoh", "ktp-baru") == "kota-contoh"
    assert moved_to("kota-contoh", "ktp-pertama") == "ktp-baru"
    with pytest.raises(MovedTo):
        directory.find_agency("kotamadya-contoh")


def test_a_service_of_another_agency_is_not_found(session: Session) -> None:
    with unit_of_work():
        a_service_named()
        a_service_named("kota-lain", "kk-baru")
    for agency, service in (("kota-contoh", "kk-baru"), ("kota-contoh", "tidak-ada"), ("tidak-ada", "ktp-baru")):
        with pytest.raises(NotFound):
            directory.find_service(agency, service)
    for read in (directory.find_agency, directory.find_reference):
        with pytest.raises(NotFound):
            read("tidak-ada")


def test_a_service_page_shows_what_is_in_force_and_what_is_coming(session: Session) -> None:
    with unit_of_work():
        service = a_service_named()
        for day in (date(2025, 1, 1), date(2026, 1, 1), date(2026, 7, 1), date(2026, 9, 1)):
            factories.a_published_version(service, factories.a_standard(effective_from=day))
    page = directory.service_page("kota-contoh", "ktp-baru")
    assert page.view is not None and page.upcoming is not None
    assert (page.view.version.number, page.view.is_in_force, page.view.is_first) == (2, True, False)
    assert page.upcoming.number == 3
    assert [version.number for version in page.versions] == [4, 3, 2, 1]
    assert page.reference_view is None


def test_a_service_without_a_standard_shows_the_national_model(session: Session) -> None:
    with unit_of_work():
        reference = factories.a_reference()
        factories.a_published_version(reference)
        service = a_service_named()
        service.reference_id = reference.id
    page = directory.service_page("kota-contoh", "ktp-baru")
    assert page.view is None
    assert page.reference_view is not None and page.reference_view.version.reference_id is not None


def test_the_latest_recorded_verification_and_review_day_count(session: Session) -> None:
    with unit_of_work() as writing:
        version = factories.a_published_version(a_service_named())
        for day, month in ((date(2026, 3, 1), 1), (date(2026, 2, 1), 2)):
            recorded_at = datetime(2026, month, 1, tzinfo=UTC)
            writing.add(Verification(version_id=version.id, verified_on=day, recorded_at=recorded_at))
            writing.add(ReviewDue(version_id=version.id, due_on=day.replace(year=2029), recorded_at=recorded_at))
    page = directory.service_page("kota-contoh", "ktp-baru")
    assert (page.verified_on, page.review_due_on) == (date(2026, 2, 1), date(2029, 2, 1))


def test_the_path_of_a_unit_begins_at_its_root(session: Session) -> None:
    with unit_of_work():
        agency = factories.an_agency("kota-contoh")
        root = factories.a_unit(agency, name="Dinas Perhubungan")
        middle = factories.a_unit(agency, root, name="UPT Terminal")
        factories.a_service(factories.a_unit(agency, middle, name="Loket Timur"), slug="parkir")
    path = directory.service_page("kota-contoh", "parkir").unit_path
    assert [unit.name for unit in path] == ["Dinas Perhubungan", "UPT Terminal", "Loket Timur"]
    units = directory.agency_page("kota-contoh").units
    assert [(unit.name, depth) for unit, depth in units] == [
        ("Dinas Perhubungan", 0),
        ("UPT Terminal", 1),
        ("Loket Timur", 2),
    ]


def test_two_versions_are_compared_row_by_row_by_their_keys(session: Session) -> None:
    older = factories.a_standard(
        variants=(Variant(code="baru", label="Baru"),),
        requirements=(
            Requirement(row_key="ktp", text="KTP-el"),
            Requirement(row_key="rt", text="Surat RT"),
        ),
        fees=(Fee(row_key="biaya", shape="fixed", amount_idr=350_000),),
    )
    newer = factories.a_standard(
        effective_from=date(2026, 1, 1),
        variants=(Variant(code="baru", label="Baru"),),
        requirements=(
            Requirement(row_key="ktp", text="KTP-el asli"),
            Requirement(row_key="foto", text="Pas foto"),
        ),
        fees=(Fee(row_key="biaya", shape="fixed", amount_idr=650_000),),
    )
    with unit_of_work():
        service = a_service_named()
        for content in (older, newer):
            factories.a_published_version(service, content)
    found = directory.find_service("kota-contoh", "ktp-baru")
    compared = directory.compare_versions(found, 1, 2)
    assert {(one.component, one.kind, one.row_key) for one in compared.differences} == {
        ("requirements", "changed", "ktp"),
        ("requirements", "added", "foto"),
        ("requirements", "removed", "rt"),
        ("fee", "changed", "biaya"),
    }
    backwards = directory.compare_versions(found, 2, 1)
    assert (backwards.older.version.number, backwards.newer.version.number) == (1, 2)
    with pytest.raises(NotFound):
        directory.compare_versions(found, 1, 3)


def test_a_reference_page_compares_the_offers_that_are_not_retired(session: Session) -> None:
    with unit_of_work():
        reference = factories.a_reference("ktp-baru")
        for name, amount_idr, status in (
            ("Kota Bogor", 0, "active"),
            ("Kota Ambon", 25_000, "temporarily_closed"),
            ("Kota Cirebon", 9_000, "retired"),
        ):
            agency = factories.an_agency(name=name)
            service = factories.a_service(factories.a_unit(agency), reference, status=status)
            fee = Fee(row_key="biaya", shape="fixed" if amount_idr else "free", amount_idr=amount_idr or None)
            factories.a_published_version(service, factories.a_standard(fees=(fee,)))
        factories.a_service(factories.a_unit(factories.an_agency(name="Kota Depok")), reference)
    page = directory.reference_page("ktp-baru")
    assert [offer.service.agency.name for offer in page.offers] == ["Kota Ambon", "Kota Bogor", "Kota Depok"]
    assert page.offer_count == 3
    assert [offer.glance.fee.maximum_idr if offer.glance else None for offer in page.offers] == [25_000, 0, None]
    narrowed = directory.reference_page("ktp-baru", place="bogor")
    assert [offer.service.agency.name for offer in narrowed.offers] == ["Kota Bogor"]
    assert directory.reference_page("ktp-baru", place="100%_").offers == []


def test_pages_beyond_the_last_show_the_last(session: Session) -> None:
    with unit_of_work():
        agency = factories.an_agency("kota-contoh")
        unit = factories.a_unit(agency)
        for number in range(directory.PAGE_SIZE + 1):
            factories.a_service(unit, slug=f"layanan-nomor-{number}", name=f"Layanan {number:03}")
    first, last = directory.agency_page("kota-contoh"), directory.agency_page("kota-contoh", 999)
    assert (len(first.services), first.pages, first.service_count) == (directory.PAGE_SIZE, 2, directory.PAGE_SIZE + 1)
    assert (len(last.services), last.page) == (1, 2)
    assert directory.agency_page("kota-contoh", 0).page == 1


def test_agencies_are_listed_by_name_and_kind_with_the_number_of_their_services(session: Session) -> None:
    with unit_of_work():
        city = factories.an_agency("kota-contoh", name="Kota Contoh", kind="city")
        unit = factories.a_unit(city)
        factories.a_service(unit)
        factories.a_service(unit, status="retired")
        factories.an_agency(name="Kementerian Contoh", short_name="KemCo", kind="ministry")
    named = {agency.name: count for agency, count in directory.list_agencies()[0]}
    assert named == {"Kementerian Contoh": 0, "Kota Contoh": 1}
    assert [agency.name for agency, _ in directory.list_agencies(kind="city")[0]] == ["Kota Contoh"]
    assert [agency.name for agency, _ in directory.list_agencies(name="kemco")[0]] == ["Kementerian Contoh"]
    assert directory.list_agencies(name="tidak ada")[0] == []


def test_recent_changes_are_new_versions_of_models_that_are_in_force(session: Session) -> None:
    with unit_of_work():
        changed, scheduled, new = (factories.a_reference(slug) for slug in ("berubah", "dijadwalkan", "baru"))
        service = a_service_named()
        for owner, day in (
            (changed, date(2025, 1, 1)),
            (changed, date(2026, 2, 1)),
            (scheduled, date(2025, 1, 1)),
            (scheduled, date(2027, 1, 1)),
            (new, date(2026, 5, 1)),
            (service, date(2025, 1, 1)),
            (service, date(2026, 5, 1)),
        ):
            factories.a_published_version(owner, factories.a_standard(effective_from=day))
    assert [(change.owner.slug, change.version.number) for change in directory.recent_changes()] == [("berubah", 2)]


def test_a_withdrawn_version_is_not_named_as_what_is_coming(session: Session) -> None:
    with unit_of_work():
        service = a_service_named()
        version = factories.a_published_version(service, factories.a_standard(effective_from=date(2026, 9, 1)))
        standards.withdraw(SYSTEM, version, date(2026, 9, 1), "Batal")
    current_session().expire_all()
    assert directory.service_page("kota-contoh", "ktp-baru").upcoming is None
