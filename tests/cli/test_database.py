"""Tables, seed data and index from the command line; and one clear line when something is wrong."""

from pathlib import Path

import pytest

from tests.cli.installation import Installation

COUNTED = ("region", "agency", "service", "standard_version", "standard_fee", "holiday", "search_change", "audit_entry")


def counts(installation: Installation) -> dict[str, int]:
    with installation.database() as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED}


def test_an_empty_folder_becomes_an_installation(empty: Installation) -> None:
    assert empty.run("migrate").returncode == 0
    assert empty.faults() == {"index"}
    assert empty.run("reindex").stdout == "The search index holds 0 things.\n"
    assert empty.faults() == set()


def test_loading_the_seed_twice_changes_nothing(seeded: Installation) -> None:
    before = counts(seeded)
    assert min(before.values()) > 0
    assert seeded.run("seed").returncode == 0
    assert counts(seeded) == before


def test_the_seed_chains_what_it_wrote_itself(seeded: Installation) -> None:
    with seeded.database() as connection:
        [(entries, links)] = connection.execute(
            "SELECT (SELECT count(*) FROM audit_entry), (SELECT count(*) FROM audit_link)"
        )
    assert entries == links > 0


def test_migrating_again_changes_nothing(seeded: Installation) -> None:
    before = counts(seeded)
    assert seeded.run("migrate").returncode == 0
    assert counts(seeded) == before


def test_the_seed_is_not_loaded_where_services_are(seeded: Installation) -> None:
    done = seeded.run("seed", "--if-empty")
    assert done.returncode == 0
    assert "nothing was loaded" in done.stdout


def test_the_search_finds_what_the_pages_find(seeded: Installation) -> None:
    done = seeded.run("search", "bikin ktp ilang kota bandung")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].split("\t")[1] == "kota-bandung/ktp-hilang-rusak"


def test_the_search_says_when_it_answers_without_its_index(seeded: Installation) -> None:
    (seeded.data_dir / "index" / "CURRENT").unlink()
    done = seeded.run("search", "paspor")
    assert "the names in the database answer" in done.stderr
    assert "paspor" in done.stdout


def test_the_schedule_says_what_it_did(seeded: Installation) -> None:
    done = seeded.run("schedule", "run")
    assert done.returncode == 0
    assert "expired drafts: 0" in done.stdout


@pytest.mark.parametrize(
    ("command", "settings", "words"),
    [
        ("serve", {"SIPP_DEMO": ""}, "SIPP_SECRET_KEY is not set"),
        ("migrate", {"SIPP_DEMO": ""}, "SIPP_SECRET_KEY is not set"),
        ("serve", {"PORT": "delapan"}, "PORT must be a number from 1 to 65535, not 'delapan'"),
        ("migrate", {"PORT": "65536"}, "PORT must be a number"),
        ("worker", {"SIPP_MAIL_URL": "pigeon://roof"}, "SIPP_MAIL_URL must begin with"),
        ("seed", {"SIPP_DATABASE_URL": "somewhere"}, "SIPP_DATABASE_URL cannot be read"),
        ("seed", {"SIPP_DATABASE_URL": "postgresql+psycopg://sipp@127.0.0.1:1/sipp"}, "the database cannot be used"),
        ("migrate", {"SIPP_DATABASE_URL": "postgresql+psycopg://sipp@127.0.0.1:1/sipp"}, "the database cannot be used"),
        ("verify", {}, "the database is not prepared"),
        ("reindex", {}, "run: sipp migrate"),
        ("search ktp", {}, "run: sipp migrate"),
    ],
)
def test_what_keeps_a_command_from_working_is_told_in_one_line(
    empty: Installation, command: str, settings: dict[str, str], words: str
) -> None:
    done = empty.run(*command.split(), **settings)
    assert done.returncode == 1
    errors = [line for line in done.stderr.splitlines() if not line.startswith("verify: ")]
    assert len(errors) == 1
    assert words in errors[0]


def test_a_file_that_is_no_database_is_told(empty: Installation) -> None:
    (empty.data_dir / "sipp.sqlite3").write_bytes(b"no database at all, but long enough to be looked at" * 20)
    done = empty.run("migrate")
    assert done.returncode == 1
    assert "the database cannot be used: file is not a database" in done.stderr


def test_a_data_folder_that_cannot_be_made_is_told(empty: Installation) -> None:
    (empty.data_dir / "file").write_text("")
    done = Installation(Path(empty.data_dir / "file" / "data")).run("migrate")
    assert done.returncode == 1
    assert "Not a directory" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_command_ends_with_another_status(empty: Installation) -> None:
    assert empty.run("nonsense").returncode == 2
