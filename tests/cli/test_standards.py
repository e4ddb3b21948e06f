"""A standard looked at from the command line."""

import pytest

from tests.cli.installation import Installation


def test_a_standard_is_told_with_its_figure_what_is_missing_and_advice(seeded: Installation) -> None:
    done = seeded.run("check-standard", "kabupaten-belu/kk-baru")
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[0] == "kabupaten-belu/kk-baru, version 1: 54 of 100"
    assert "missing\tcomplaint_handling\t8\tsaluran pengaduan" in lines
    assert [line.split("\t")[:3] for line in lines if line.startswith("advice")] == [
        ["advice", "time_limit/waktu/start_event", "time_without_start"],
        ["advice", "time_limit/waktu/maximum", "above_legal_ceiling"],
    ]
    assert lines[-1] == "0 errors, 2 pieces of advice"


def test_the_points_that_are_missing_add_up_with_the_figure(seeded: Installation) -> None:
    lines = seeded.run("check-standard", "ktp-hilang-rusak").stdout.splitlines()
    score = int(lines[0].split(": ")[1].removesuffix(" of 100"))
    assert score + sum(int(line.split("\t")[2]) for line in lines if line.startswith("missing")) == 100


def test_a_draft_with_an_error_ends_with_another_status(seeded: Installation) -> None:
    with seeded.database() as connection:
        service, made = connection.execute(
            "SELECT s.id, v.created_at FROM service s JOIN standard_version v ON v.service_id = s.id LIMIT 1"
        ).fetchone()
        target = connection.execute(
            "SELECT a.slug || '/' || s.slug FROM service s JOIN agency a ON a.id = s.agency_id WHERE s.id = ?",
            [service],
        ).fetchone()[0]
        draft = connection.execute(
            "INSERT INTO standard_version (service_id, state, effective_from, created_at, row_version)"
            " VALUES (?, 'draft', '2027-01-01', ?, 1)",
            [service, made],
        ).lastrowid
        connection.execute(
            "INSERT INTO standard_text (version_id, row_key, position, confidence, component, text)"
            " VALUES (?, 'sarana', 1, 'confirmed', 'facilities', '-')",
            [draft],
        )
    done = seeded.run("check-standard", target)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == f"{target}, draft {draft}: 0 of 100"
    assert "error\tfacilities/sarana/text\tplaceholder_text" in done.stdout
    assert "missing\tfacilities\t4" in done.stdout


@pytest.mark.parametrize(
    "target", ["kota-bandung/tidak-ada", "tidak-ada/ktp-baru", "tidak-ada", "kabupaten-sleman/kia"]
)
def test_what_has_no_standard_is_told_in_one_line(seeded: Installation, target: str) -> None:
    done = seeded.run("check-standard", target)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: refused: ")
    assert len(done.stderr.splitlines()) == 1
