"""Every seeded promise: counted, with its source and its certainty, typed, and marked for what it is."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session

from sipp.models.agencies import Agency
from sipp.models.services import LegalCeiling, ReferenceService, Service
from sipp.rules.standard_checks import errors_in
from sipp.rules.standards import ROW_TYPES, Fee, Requirement, Standard, TimeLimit, content_hash
from sipp.seeding.seed import SEED_FOLDER
from tests.live_server import LiveServer
from tests.seeding.counting import (
    Counts,
    all_rows,
    counts_of_models,
    counts_of_offers,
    reference_slugs,
    seeded_standards,
)

HERE = Path(__file__).parent
RECORDED_SINCE = date(2026, 1, 1)
UNKNOWN_BASIS = "Awal pencatatan contoh ini; tanggal penetapan oleh instansi belum diketahui"
MONEY_IN_WORDS = re.compile(r"\bRp\.?\s?\d|\d\s?rupiah|\bgratis\b|tidak dipungut", re.IGNORECASE)
LENGTH_IN_WORDS = re.compile(r"(\d+)\s*(menit|jam|hari kerja|hari|minggu|bulan)")
UNITS = {
    "menit": "minute",
    "jam": "hour",
    "hari kerja": "working_day",
    "hari": "day",
    "minggu": "week",
    "bulan": "month",
}

Standards = list[tuple[str, int, Standard]]


def table(name: str) -> list[Counts]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def models(seeded: Session) -> Standards:
    """The versions of the national models: slug, number, content."""
    return [(v.reference.slug, v.number or 0, content) for v, content in seeded_standards() if v.reference]


@pytest.fixture(scope="module")
def offers(seeded: Session) -> Standards:
    """The versions of the agencies' own standards: "agency/service", number, content."""
    agencies = {agency.id: agency.slug for agency in seeded.scalars(select(Agency))}
    return [
        (f"{agencies[v.service.agency_id]}/{v.service.slug}", v.number or 0, content)
        for v, content in seeded_standards()
        if v.service
    ]


def test_every_model_has_the_rows_and_sources_of_the_checked_in_table(seeded: Session) -> None:
    assert counts_of_models() == table("models.csv")


def test_every_agency_offers_what_the_checked_in_table_says(seeded: Session) -> None:
    assert counts_of_offers() == table("offers.csv")


def test_there_are_59_references_33_agencies_and_346_offers(seeded: Session) -> None:
    counts = [seeded.scalar(select(func.count()).select_from(kind)) for kind in (ReferenceService, Agency, Service)]
    assert counts == [59, 33, 346]


def test_every_reference_is_offered_by_an_agency(seeded: Session) -> None:
    offered = set(
        seeded.scalars(select(ReferenceService.slug).join(Service, Service.reference_id == ReferenceService.id))
    )
    assert offered == reference_slugs()


def test_a_seeded_service_has_the_slug_of_its_reference(seeded: Session) -> None:
    pairs = seeded.execute(select(Service.slug, ReferenceService.slug).join(Service.reference))
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


def test_exactly_one_service_is_without_a_standard_on_purpose(seeded: Session, offers: Standards) -> None:
    with_first = {name for name, number, _ in offers if number == 1}
    rows = seeded.execute(select(Agency.slug, Service.slug).join(Service.agency))
    assert {f"{agency}/{service}" for agency, service in rows} - with_first == {"kabupaten-sleman/kia"}


def test_references_that_changed_have_their_versions_with_the_date_and_name_of_the_law(models: Standards) -> None:
    dates = {(slug, number): content.effective_from for slug, number, content in models}
    twice = sorted({slug for slug, number in dates if number == 2})
    assert twice == ["nib", "paspor-baru", "paspor-ganti", "paspor-hilang-rusak", "uji-kir"]
    assert {dates[slug, 2] for slug in twice if slug.startswith("paspor")} == {date(2024, 12, 17)}
    assert all(dates[slug, 1] < dates[slug, 2] for slug in twice)
    bases = [content.effective_basis or "" for slug, _, content in models if slug in twice]
    assert all(re.search(r"\d+/\d{4}", basis) for basis in bases)


def test_a_date_without_a_law_says_that_it_is_only_the_beginning_of_this_record(models: Standards) -> None:
    without_law = [
        (slug, content.effective_from, content.effective_basis)
        for slug, _, content in models
        if content.effective_from == RECORDED_SINCE or not re.search(r"\d+/\d{4}", content.effective_basis or "")
    ]
    assert {(day, basis) for _, day, basis in without_law} == {(RECORDED_SINCE, UNKNOWN_BASIS)}


def test_the_passport_of_ten_years_cost_less_before_pp_45_of_2024(models: Standards) -> None:
    price = {
        number: next(fee.amount_idr for fee in content.fees if fee.variant == "nonelektronik-10")
        for slug, number, content in models
        if slug == "paspor-baru"
    }
    assert price == {1: 350_000, 2: 650_000}


def test_every_row_has_its_source_and_its_certainty(models: Standards, offers: Standards) -> None:
    bare = [
        (name, number, row.row_key)
        for name, number, content in [*models, *offers]
        for row in all_rows(content)
        if not (row.source or "").strip() or row.certainty not in ("high", "medium", "low")
    ]
    assert bare == []


def test_every_source_named_by_a_row_is_listed(models: Standards, offers: Standards) -> None:
    titles = {entry["title"] for entry in yaml.safe_load((SEED_FOLDER / "sources.yaml").read_text()).values()}
    named = {
        source
        for _, _, content in [*models, *offers]
        for row in all_rows(content)
        for source in (row.source or "").split("; ")
    }
    assert named - titles == set()


def test_no_agency_has_confirmed_anything_yet(models: Standards, offers: Standards) -> None:
    assert {row.confidence for _, _, content in models for row in all_rows(content)} == {"sample"}
    assert {row.confidence for _, _, content in offers for row in all_rows(content)} == {"sample", "reference"}


def test_rows_of_an_agency_are_the_models_marked_so_or_its_own_with_their_source(
    models: Standards, offers: Standards
) -> None:
    model_of = {(slug, number): content for slug, number, content in models}
    local = {
        f"{entry['agency']}/{entry['reference']}": set(entry["replace"])
        for entry in yaml.safe_load((SEED_FOLDER / "local_values.yaml").read_text())
    }
    strange = []
    for name, number, content in offers:
        model = model_of[name.split("/")[1], number]
        for field in ROW_TYPES:
            own = getattr(content, field)
            if field in local.get(name, ()):
                is_right = all(row.confidence == "sample" for row in own)
            else:
                expected = [(row.row_key, row.source, "reference") for row in getattr(model, field)]
                is_right = [(row.row_key, row.source, row.confidence) for row in own] == expected
            if not is_right:
                strange.append((name, number, field))
    assert strange == []
    assert set(local) <= {name for name, _, _ in offers}


def test_every_fee_is_typed(models: Standards, offers: Standards) -> None:
    def is_typed(fee: Fee) -> bool:
        has_amount = fee.amount_idr is not None and fee.amount_idr > 0
        return has_amount == (fee.shape == "fixed") and (fee.formula is not None) == (fee.shape == "formula")

    fees = [(name, fee) for name, _, content in [*models, *offers] for fee in content.fees]
    assert [(name, fee.row_key) for name, fee in fees if not is_typed(fee)] == []
    assert {fee.shape for _, fee in fees} == {"free", "fixed", "formula", "regional_law", "unknown"}
    assert [
        name for name, fee in fees if fee.shape == "free" and fee.kind not in ("free", "penalty", "local_levy")
    ] == []


def test_every_time_limit_is_typed(models: Standards, offers: Standards) -> None:
    def is_typed(limit: TimeLimit) -> bool:
        is_measured = limit.maximum is not None and limit.unit is not None
        return is_measured == (limit.kind == "duration") and bool(limit.reason) >= (limit.kind == "scheduled")

    limits = [(name, limit) for name, _, content in [*models, *offers] for limit in content.time_limits]
    assert [(name, limit.row_key) for name, limit in limits if not is_typed(limit)] == []
    assert {limit.kind for _, limit in limits} == {"duration", "instant", "scheduled"}
    assert {limit.unit for _, limit in limits} >= {"minute", "hour", "working_day", "day", "month"}


def test_no_amount_of_money_stands_only_in_words(models: Standards, offers: Standards) -> None:
    told = [
        (name, row.row_key, text)
        for name, _, content in [*models, *offers]
        for row in all_rows(content)
        for text in (
            getattr(row, field) for field in ("text", "name", "note", "reason", "value") if hasattr(row, field)
        )
        if text and not isinstance(row, Fee) and MONEY_IN_WORDS.search(text)
    ]
    assert told == []


def test_a_step_that_names_a_length_has_it_typed_too(models: Standards, offers: Standards) -> None:
    untyped = []
    for name, _, content in [*models, *offers]:
        typed = {(limit.maximum, limit.unit) for limit in content.time_limits}
        for step in content.procedure:
            for number, unit in LENGTH_IN_WORDS.findall(step.text):
                if (int(number), UNITS[unit]) not in typed | {(step.duration_max, step.duration_unit)}:
                    untyped.append((name, step.text))
    assert untyped == []


def test_every_formula_computes_its_example(models: Standards) -> None:
    formulas = {slug: fee.formula for slug, _, content in models for fee in content.fees if fee.formula is not None}
    assert set(formulas) == {"tanah-balik-nama", "tanah-pecah"}
    with_example = {slug: formula for slug, formula in formulas.items() if formula.example}
    assert set(with_example) == {"tanah-balik-nama"}
    for formula in with_example.values():
        assert formula.amount_idr(**formula.example) == formula.example_amount_idr == 150_000


def test_a_paper_is_issued_by_a_reference_service_that_exists(models: Standards, offers: Standards) -> None:
    slugs = reference_slugs()
    issuers = Counter(
        row.issued_by
        for _, _, content in [*models, *offers]
        for row in content.requirements
        if isinstance(row, Requirement) and row.issued_by
    )
    assert set(issuers) - slugs == set()
    assert issuers["ktp-baru"] and issuers["sktlk"]


def test_rows_name_only_variants_of_their_own_standard(models: Standards, offers: Standards) -> None:
    strange = [
        (name, row.row_key, row.variant)
        for name, _, content in [*models, *offers]
        for row in all_rows(content)
        if row.variant is not None and row.variant not in {variant.code for variant in content.variants}
    ]
    assert strange == []


def test_a_row_key_stands_once_in_its_component(models: Standards, offers: Standards) -> None:
    twice = [
        (name, number, field, key)
        for name, number, content in [*models, *offers]
        for field in ROW_TYPES
        for key, count in Counter(row.row_key for row in getattr(content, field)).items()
        if count > 1
    ]
    assert twice == []


def test_no_decree_is_named_because_no_source_names_one(models: Standards, offers: Standards) -> None:
    assert {content.decree_number for _, _, content in [*models, *offers]} == {None}


def test_every_ceiling_of_the_law_is_typed(seeded: Session) -> None:
    rows = seeded.execute(
        select(ReferenceService.slug, LegalCeiling.component, LegalCeiling.maximum, LegalCeiling.amount_idr).join(
            LegalCeiling, LegalCeiling.reference_id == ReferenceService.id
        )
    ).all()
    assert len(rows) == 29
    assert [row for row in rows if (row[2] is None) != (row[1] == "fee")] == []
    assert [row for row in rows if (row[3] is not None) != (row[1] == "fee")] == []
    civil = [row for row in rows if row[0] == "ktp-hilang-rusak"]
    assert [tuple(row[1:]) for row in sorted(civil, key=str)] == [("fee", None, 0), ("time_limit", 24, None)]


def test_every_ceiling_names_its_law_source_and_certainty(seeded: Session) -> None:
    bare = seeded.scalars(
        select(LegalCeiling.row_key).where(
            LegalCeiling.legal_basis.is_(None) | LegalCeiling.source.is_(None) | LegalCeiling.certainty.is_(None)
        )
    )
    assert list(bare) == []


@pytest.mark.postgres
def test_both_engines_hold_the_same_standards(
    seeded: Session, models: Standards, offers: Standards, postgres_live_server: LiveServer
) -> None:
    from_sqlite = sorted(content_hash(content) for _, _, content in [*models, *offers])
    assert from_sqlite == stored_hashes(postgres_live_server)


def stored_hashes(server: LiveServer) -> list[str]:
    """The content hashes of what the seeds published there."""
    assert server.database_url is not None
    engine = create_engine(server.database_url)
    with engine.connect() as connection:
        hashes = connection.execute(text("SELECT content_hash FROM standard_version WHERE maker_id IS NULL")).scalars()
        found = sorted(hashes)
    engine.dispose()
    return found


def test_nothing_that_is_seeded_has_an_error_that_would_block_publishing(seeded: Session) -> None:
    found = {version.id: errors_in(standard) for version, standard in seeded_standards()}
    assert len(found) > 400
    assert {version: flaws for version, flaws in found.items() if flaws} == {}
