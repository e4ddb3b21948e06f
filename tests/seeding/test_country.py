"""`sipp generate` makes a country that is whole, marked, repeatable, and obeys every rule of stored standards."""

from datetime import date
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from sipp import clock
from sipp.cli.group import command_line
from sipp.db import current_session, unit_of_work
from sipp.models.agencies import Agency, ServicePoint, Unit
from sipp.models.components import ROW_TABLES, ComponentRow
from sipp.models.promises import PromiseSpan
from sipp.models.reports import Breach, Report, Reporter
from sipp.models.services import LifeEvent, ReferenceService, Service
from sipp.models.standards import Publication, StandardVersion, Withdrawal
from sipp.seeding.bulk import VersionBatch
from sipp.seeding.country import Composition, Country, invented_references
from sipp.seeding.country_agencies import slug_of, time_zone_of
from sipp.seeding.country_standards import FORMS, history_of, model_of
from sipp.seeding.country_words import FAMILIES, SOURCE
from sipp.seeding.rows import SeedError
from tests import factories
from tests.web.reading import Page, words

SERVICES = 120
CITIES = (("32.73", "Kota Bandung"), ("53.71", "Kota Kupang"), ("91.71", "Kota Jayapura"), ("32.71", "Kota Bogor"))
PROVINCES = (("32", "Jawa Barat"), ("53", "Nusa Tenggara Timur"), ("91", "Papua"))
BANDUNG_NAME = "Pergantian KTP-el"


@pytest.fixture
def land(app: Flask) -> Flask:
    """Places, two national services, and Bandung, which offers one of them already."""
    with app.app_context(), unit_of_work():
        factories.the_calendar()
        for code, name in PROVINCES:
            factories.a_region(code, name, "province")
        for code, name in CITIES:
            factories.a_region(code, name, "city", parent_code=code[:2])
        factories.a_region("34.04", "Kabupaten Sleman", "regency")
        for family in FAMILIES:
            if family.life_event:
                current_session().merge(LifeEvent(slug=family.life_event, name="P", name_en="E", position=1))
        references = [factories.a_reference(slug) for slug in ("ktp-hilang-rusak", "paspor-baru")]
        for reference in references:
            factories.a_published_version(reference)
        agency = factories.an_agency("kota-bandung", name="Kota Bandung", region_code="32.73")
        unit = factories.a_unit(agency, slug="disdukcapil")
        service = factories.a_service(unit, references[0], "ktp-hilang-rusak", name=BANDUNG_NAME)
        factories.a_published_version(service)
    return app


def run(app: Flask, *arguments: str) -> Result:
    return CliRunner().invoke(command_line(lambda: app), arguments)


def generate(app: Flask, services: int = SERVICES, seed: int = 1) -> Result:
    done = run(app, "generate", "--services", str(services), "--seed", str(seed))
    assert done.exit_code == 0, done.output
    return done


def stored(app: Flask) -> dict[str, list[Any]]:
    """Everything a generation writes, but for the moment of the journal."""
    tables = [
        *(model.__table__ for model in (Agency, Unit, ServicePoint, ReferenceService, Service, StandardVersion)),
        *(model.__table__ for model in (Publication, Withdrawal, PromiseSpan, *ROW_TABLES.values())),
    ]
    with app.app_context():
        return {
            table.name: sorted(map(repr, current_session().execute(select(*table.columns)).all())) for table in tables
        }


@pytest.mark.parametrize(
    ("services", "composition"),
    [
        (200_000, Composition(514, 350, 20_100)),
        (20_000, Composition(51, 350, 2_150)),
        (2_000, Composition(5, 350, 250)),
        (400, Composition(5, 72, 40)),
    ],
)
def test_nine_tenths_are_offers_of_references_and_the_rest_has_none(services: int, composition: Composition) -> None:
    assert Composition.of(services) == composition
    assert composition.governments * composition.references + composition.unreferenced == services


def test_too_few_services_are_no_country() -> None:
    with pytest.raises(SeedError):
        Composition.of(99)


def test_the_invented_references_have_names_of_their_own() -> None:
    slugs = [slug for slug, *_ in invented_references()]
    assert len(slugs) == len(set(slugs)) == 291


@pytest.mark.parametrize("code", ["32.73", "61.03", "62", "53.71", "64.74", "71", "81.71", "91", "97.02", None])
def test_a_government_keeps_the_time_of_its_province(code: str | None) -> None:
    west, centre, east = {"32", "61", "62", ""}, {"53", "64", "71"}, {"81", "91", "97"}
    zone = {"Asia/Jakarta": west, "Asia/Makassar": centre, "Asia/Jayapura": east}[time_zone_of(code)]
    assert (code or "")[:2] in zone


@pytest.mark.any_database
def test_a_country_passes_every_check_and_is_marked(land: Flask) -> None:
    generate(land)
    assert run(land, "reindex").exit_code == 0
    checked = run(land, "verify")
    assert checked.exit_code == 0, checked.output
    with land.app_context():
        session = current_session()
        offers = select(func.count()).where(Service.reference_id.is_not(None))
        assert session.scalar(offers) == 5 * 21
        assert session.scalar(select(func.count()).where(Service.reference_id.is_(None))) == SERVICES - 5 * 21
        unmarked = session.scalars(select(Service.name).where(~Service.is_synthetic)).all()
        assert unmarked == [BANDUNG_NAME]
        assert session.scalars(select(Agency.slug).where(~Agency.is_synthetic)).all() == ["kota-bandung"]
        assert session.scalar(select(func.count()).where(ReferenceService.is_synthetic)) == 19
        made = select(StandardVersion.id).join(Service).where(Service.is_synthetic)
        for table in ROW_TABLES.values():
            assert set(session.scalars(select(table.source).where(table.version_id.in_(made)))) <= {SOURCE}


@pytest.mark.any_database
def test_a_country_has_versions_of_every_standing_and_services_without_a_standard(land: Flask) -> None:
    generate(land, 500)
    with land.app_context():
        session = current_session()
        today = clock.today("Asia/Jakarta")
        numbers = session.execute(
            select(func.max(StandardVersion.number)).join(Service).where(Service.is_synthetic).group_by(Service.id)
        )
        assert {2, 3, 4} == {number for (number,) in numbers}
        assert session.scalar(select(func.count()).where(StandardVersion.effective_from > today))
        assert session.scalar(select(func.count()).select_from(Withdrawal))
        without = select(func.count(Service.id)).outerjoin(StandardVersion).where(StandardVersion.id.is_(None))
        assert 0 < (session.scalar(without) or 0) < 50
        assert set(session.scalars(select(Service.status))) == {"active", "temporarily_closed", "retired"}


@pytest.mark.any_database
def test_the_same_seed_on_the_same_base_gives_the_same_rows_and_a_repeated_run_adds_none(land: Flask) -> None:
    generate(land)
    first = stored(land)
    assert generate(land).output.endswith("0 services were added. Now build the search index anew: sipp reindex\n")
    assert stored(land) == first


@pytest.mark.any_database
def test_a_run_that_was_cut_off_is_completed_by_the_next(land: Flask) -> None:
    country = Country(SERVICES, 1)
    with land.app_context():
        with unit_of_work():
            country.lay_foundations()
        with pytest.raises(RuntimeError, match="cut"), unit_of_work():
            country.settle(*country.agencies[1])
            raise RuntimeError("cut")
        with unit_of_work():
            country.settle(*country.agencies[0])
    generate(land)
    with land.app_context():
        session = current_session()
        assert session.scalar(select(func.count()).select_from(Service)) == SERVICES
        per_agency = select(func.count()).where(Service.reference_id.is_not(None)).group_by(Service.agency_id)
        assert set(session.scalars(per_agency)) == {21}


def test_without_places_it_says_to_load_the_seed_first(app: Flask) -> None:
    done = run(app, "generate", "--services", "2000", "--seed", "1")
    assert done.exit_code == 1
    assert "sipp seed" in done.output


@pytest.mark.any_database
def test_reports_are_filed_once_and_name_nobody(land: Flask) -> None:
    for asked, filed in ((6, 6), (9, 3), (9, 0)):
        done = run(land, "generate", "--services", str(SERVICES), "--seed", "1", "--reports", str(asked))
        assert done.output.endswith(f"{filed} reports were filed.\n")
    with land.app_context():
        session = current_session()
        reports = session.scalars(select(Report)).all()
        assert len(reports) == 9
        assert {report.visibility for report in reports} == {"anonymous"}
        assert all("sintetis" in report.description for report in reports)
        about = select(Service.is_synthetic).join(Report, Report.service_id == Service.id)
        assert set(session.scalars(about)) == {True}
        assert session.scalar(select(func.count()).select_from(Breach))
        assert session.scalar(select(func.count()).select_from(Reporter)) == 0
    assert run(land, "reindex").exit_code == 0
    assert run(land, "verify").exit_code == 0


def test_every_page_of_a_synthetic_thing_says_so(land: Flask) -> None:
    generate(land)
    with land.app_context():
        session = current_session()
        agency = session.scalars(select(Agency.slug).where(Agency.is_synthetic, Agency.kind == "city")).first()
        other = session.scalars(select(ReferenceService.slug).where(ReferenceService.is_synthetic)).first()
        unit = session.scalars(select(Unit.name).join(Unit.agency).where(Agency.slug == agency)).first()
    browser = land.test_client()
    offer = f"/instansi/{agency}/layanan/paspor-baru"
    paths = (f"/instansi/{agency}", offer, f"{offer}/versi", f"{offer}/versi/1", f"{offer}/kartu", f"{offer}/lapor")
    for path in (*paths, f"{offer}/versi/1/banding/2", f"/layanan/{other}"):
        page = browser.get(path)
        assert page.status_code == 200
        assert "Data sintetis" in page.text, path
    for path in ("/layanan/paspor-baru", "/instansi", "/lapor?instansi=kota", "/instansi/kota-bandung"):
        assert "data sintetis" in browser.get(path).text, path
    assert run(land, "reindex").exit_code == 0
    results = Page.of(browser.get("/cari", query_string={"q": unit, "instansi": agency})).all("article")
    of_unit = f"/instansi/{agency}#unit-"
    (found,) = [one for one in results if any(link.attrib["href"].startswith(of_unit) for link in one.iter("a"))]
    assert "Data sintetis" in words(found), "a unit is as synthetic as its agency"
    real = "/instansi/kota-bandung/layanan/ktp-hilang-rusak"
    for path in (real, f"{real}/versi", f"{real}/versi/1", f"{real}/kartu", f"{real}/lapor"):
        assert "sintetis" not in browser.get(path).text, path


def test_a_form_of_a_service_is_the_same_wherever_it_is_offered() -> None:
    model = model_of(FAMILIES[0], FAMILIES[0].acts[0], "warung makan", Random(1))
    for form in range(FORMS):
        first, second = (history_of(model, form, date(2026, 1, 1), Random(form)) for _ in range(2))
        assert [edition.content_hash for edition in first.editions] == [
            edition.content_hash for edition in second.editions
        ]
        days = [edition.effective_from for edition in first.editions]
        assert days == sorted(set(days))
        assert all(edition.recorded_at.date() < date(2026, 1, 1) for edition in first.editions)


@pytest.mark.any_database
def test_a_content_is_sent_once_and_copied_for_every_other_owner(land: Flask) -> None:
    model = model_of(FAMILIES[0], FAMILIES[0].acts[0], "warung makan", Random(1))
    history = history_of(model, 0, date(2026, 1, 1), Random(1))
    sent: list[Any] = []
    with land.app_context(), unit_of_work() as session:
        owners = [factories.a_service().id for _ in range(3)]
        batch = VersionBatch()
        for owner in owners:
            batch.add("service_id", owner, "Asia/Jakarta", history)
        batch.store(session)
        hashes = session.scalars(select(StandardVersion.content_hash).where(StandardVersion.service_id.in_(owners)))
        sent = list(hashes)
        counts = {name: _rows_by_owner(table, owners) for name, table in ROW_TABLES.items()}
    assert len(set(sent)) == len(history.editions)
    assert len(sent) == 3 * len(history.editions)
    for name, by_owner in counts.items():
        rows = sum(len(getattr(edition.standard, name)) for edition in history.editions)
        assert by_owner == ([rows] * 3 if rows else []), name


def test_slugs_are_plain_and_never_too_long() -> None:
    assert slug_of("Kabupaten Administrasi Kepulauan Seribu") == "kabupaten-administrasi-kepulauan-seribu"
    assert len(slug_of("panjang " * 40)) <= 110


def _rows_by_owner(table: type[ComponentRow], owners: list[int]) -> list[int]:
    counted = (
        select(func.count())
        .select_from(table)
        .join(StandardVersion, StandardVersion.id == table.version_id)
        .where(StandardVersion.service_id.in_(owners))
        .group_by(StandardVersion.service_id)
    )
    return list(current_session().scalars(counted))
