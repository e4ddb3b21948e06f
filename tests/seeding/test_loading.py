"""The loader: twice changes nothing, and a wrong file is refused with its name and its row."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from sipp.db import db, unit_of_work
from sipp.models.agencies import Agency
from sipp.operations.accounts import actor_by_email
from sipp.operations.agency_register import Entry, merge_agency, rename_agency
from sipp.operations.standards import taken_over
from sipp.rules.standards import ROW_TYPES
from sipp.seeding import seed
from sipp.seeding.demo import load_accounts
from sipp.seeding.rows import SeedError, rows_from, standard_from
from tests.full_standard import a_full_standard
from tests.operations.stored_bytes import everything_in

SOURCES = {"S1": "Halaman pertama", "S2": "Halaman kedua"}
GOOD: dict[str, Any] = {"key": "biaya", "shape": "fixed", "amount_idr": 5000, "source": ["S1"], "certainty": "high"}


def test_loading_again_changes_no_row_of_any_table(seeded_app: Flask) -> None:
    with seeded_app.app_context():
        before = everything_in(db.engine)
        with unit_of_work():
            seed.load()
            load_accounts(seeded_app.config["SIPP"].secrets_dir)
        after = everything_in(db.engine)
        assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
        assert after == before
        assert not seed.is_empty()


def test_loading_again_does_not_bring_back_an_agency_that_was_renamed_or_merged(seeded_app: Flask) -> None:
    with seeded_app.app_context():
        admin = actor_by_email("admin@nasional.contoh")
        with unit_of_work() as session:
            bandung = session.scalars(select(Agency).where(Agency.slug == "kota-bandung")).one()
            entry = Entry(name="Pemerintah Kota Kembang", slug="kota-kembang", kind="city")
            rename_agency(admin, bandung.slug, entry, bandung.row_version)
            merge_agency(admin, "kabupaten-sleman", "kota-kembang")
        before = everything_in(db.engine)
        with unit_of_work():
            seed.load()
            load_accounts(seeded_app.config["SIPP"].secrets_dir)
        assert everything_in(db.engine) == before


def test_a_broken_offer_stops_the_load_and_names_itself(app: Flask, tmp_path: Path) -> None:
    folder = shutil.copytree(seed.SEED_FOLDER, tmp_path / "seed")
    for path in (folder / "references").glob("*.yaml"):
        if path.name != "ktp-baru.yaml":
            path.unlink()
    (folder / "offers.yaml").write_text("- {agency: kota-bandung, unit: disdukcapil, reference: ktp-lama}\n")
    with app.app_context():
        with pytest.raises(SeedError, match="offers.yaml: kota-bandung/ktp-lama"), unit_of_work():
            seed.load(folder)
        assert seed.is_empty()


def test_a_file_that_is_no_yaml_is_named(app: Flask, tmp_path: Path) -> None:
    folder = shutil.copytree(seed.SEED_FOLDER, tmp_path / "seed")
    (folder / "life_events.yaml").write_text("- {slug: [")
    with app.app_context(), pytest.raises(SeedError, match=r"life_events\.yaml"), unit_of_work():
        seed.load(folder)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"source": ["S9"]}, "unknown source S9"),
        ({"source": None}, "needs its source"),
        ({"certainty": None}, "certainty"),
        ({"certainty": "sure"}, "certainty"),
        ({"amount": 5000}, "unknown field amount"),
        ({"shape": ...}, "shape"),
    ],
)
def test_a_row_without_source_certainty_or_with_a_wrong_field_is_refused(
    change: dict[str, Any], complaint: str
) -> None:
    row = {name: value for name, value in {**GOOD, **change}.items() if value is not ...}
    with pytest.raises(SeedError, match=f"contoh.yaml: fees biaya.*{complaint}"):
        rows_from("fees", [row], SOURCES, "contoh.yaml")


def test_a_row_is_a_sample_with_the_titles_of_its_sources() -> None:
    (fee,) = rows_from("fees", [{**GOOD, "source": ["S1", "S2", "S1"]}], SOURCES, "contoh.yaml")
    assert (fee.row_key, fee.confidence, fee.source) == ("biaya", "sample", "Halaman pertama; Halaman kedua")


def test_a_version_begins_on_its_day_written_as_a_date_or_as_text() -> None:
    days = [standard_from({"effective_from": day}, SOURCES, "contoh.yaml").effective_from for day in ("2024-12-17",)]
    assert [day.isoformat() for day in days] == ["2024-12-17"]


@pytest.mark.parametrize(
    "ceiling",
    [
        {"component": "fee", "shape": "free"},
        {"component": "time_limit", "maximum": 4},
        {"component": "time_limit", "unit": "day"},
    ],
)
def test_a_ceiling_without_its_figure_is_refused(app: Flask, tmp_path: Path, ceiling: dict[str, Any]) -> None:
    folder = shutil.copytree(seed.SEED_FOLDER, tmp_path / "seed")
    for path in (folder / "references").glob("*.yaml"):
        path.unlink()
    row = ", ".join(f"{name}: {value}" for name, value in ceiling.items())
    (folder / "references" / "contoh.yaml").write_text(
        f"slug: contoh\nname: Contoh\nceilings: [{{{row}, source: [S1], certainty: high}}]\nversions: []\n"
    )
    with app.app_context(), pytest.raises(SeedError, match=r"contoh\.yaml: ceilings batas-1"), unit_of_work():
        seed.load(folder)


def test_rows_taken_over_from_the_model_are_confirmed_by_nobody_and_keep_their_keys() -> None:
    model = a_full_standard(decree_number="1/2020")
    own = taken_over(model)
    for name in ROW_TYPES:
        assert [row.row_key for row in getattr(own, name)] == [row.row_key for row in getattr(model, name)]
        assert {row.confidence for row in getattr(own, name)} == {"reference"}
    assert own.decree_number is None
