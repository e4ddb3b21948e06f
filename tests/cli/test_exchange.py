"""Standards in bulk from the command line: looked at first, carried out when asked, the same again afterwards."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from sipp.cli.group import command_line
from sipp.db import current_session, unit_of_work
from sipp.exchange.columns import CHOICES_TITLE, GUIDE_TITLE, SHEETS
from sipp.models.accounts import Membership
from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from tests import factories
from tests.cli.installation import Installation
from tests.exchange import hostile
from tests.exchange.annexes import ANNEXES
from tests.exchange.sheets import AGENCY, a_workbook, sheet_named

ROWS: dict[str, Any] = {
    "services": [{"service": "ktp", "name": "KTP-el", "unit": "dinas", "effective_from": "2027-01-01"}],
    "requirements": [{"service": "ktp", "text": "1. KTP-el lama"}, {"service": "ktp", "text": "Fotokopi KK"}],
    "fees": [{"service": "ktp", "amount_idr": "gratis"}],
}


class CommandLine:
    """The commands on the application at hand, in this process."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app, self.folder = app, folder

    def run(self, *arguments: str) -> Result:
        """One command to its end."""
        return CliRunner().invoke(command_line(lambda: self.app), arguments)

    def file(self, name: str, content: bytes) -> str:
        """A file beside the installation."""
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def counts(self) -> tuple[int, int]:
        """Services and versions that are stored."""
        with self.app.app_context():
            found = [current_session().scalar(select(func.count()).select_from(t)) for t in (Service, StandardVersion)]
            return found[0] or 0, found[1] or 0


@pytest.fixture
def sipp(app: Flask, tmp_path: Path) -> Iterator[CommandLine]:
    """An installation with one agency of two units, on either engine."""
    with app.app_context(), unit_of_work():
        agency = factories.an_agency(AGENCY)
        factories.a_unit(agency, slug="dinas")
        factories.a_unit(agency, slug="lain")
        factories.a_reference("ktp-baru", name="Penerbitan KTP-el baru")
    yield CommandLine(app, tmp_path)


@pytest.mark.any_database
def test_a_file_is_only_looked_at_until_it_is_applied(sipp: CommandLine) -> None:
    path = sipp.file("standar.xlsx", a_workbook(ROWS))
    looked_at = sipp.run("import", path, "--agency", AGENCY)
    assert looked_at.exit_code == 0, looked_at.output
    lines = looked_at.stdout.splitlines()
    assert (
        "note\tPersyaratan!C2\tktp\tdoubled_numbering\tHapus nomor di awal teks. Halaman memberi nomor sendiri."
        in lines
    )
    assert lines[-3:] == [
        "service\tktp\tnew_service\t20 of 100\tKTP-el",
        "1 new_service",
        "Nothing was changed; --apply makes the drafts.",
    ]
    assert sipp.counts() == (0, 0)
    assert sipp.run("import", path, "--agency", AGENCY, "--apply").exit_code == 0
    assert sipp.counts() == (1, 1)
    again = sipp.run("import", path, "--agency", AGENCY, "--apply")
    assert again.stdout.splitlines()[-1] == "1 unchanged"
    assert sipp.counts() == (1, 1)


@pytest.mark.any_database
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_was_exported_is_imported_without_a_change(sipp: CommandLine, form: str) -> None:
    sipp.run("import", sipp.file("standar.xlsx", a_workbook(ROWS)), "--agency", AGENCY, "--apply")
    out = sipp.folder / "keluar"
    assert sipp.run("export", form, str(out), "--agency", AGENCY).exit_code == 0
    target = out / (f"{AGENCY}.xlsx" if form == "xlsx" else AGENCY)
    done = sipp.run("import", str(target), "--agency", AGENCY, "--apply")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "1 unchanged")


def test_sippn_gets_what_is_in_force_and_no_draft(sipp: CommandLine) -> None:
    sipp.run("import", sipp.file("standar.xlsx", a_workbook(ROWS)), "--agency", AGENCY, "--apply")
    out = sipp.folder / "keluar"
    assert sipp.run("export", "sippn", str(out), "--agency", AGENCY).exit_code == 0
    workbook = openpyxl.load_workbook(out / f"sippn-{AGENCY}.xlsx")
    assert [row[0].value for row in workbook["Deskripsi layanan"].iter_rows(min_row=2)] == ["ktp"]
    assert workbook["Persyaratan"].max_row == 1


@pytest.mark.any_database
def test_a_word_file_becomes_a_draft_with_its_reference(sipp: CommandLine) -> None:
    path = sipp.file("lampiran.docx", ANNEXES["plain"]())
    arguments = ("import", path, "--agency", AGENCY, "--unit", "dinas", "--effective-from", "2027-03-01")
    done = sipp.run(*arguments, "--apply")
    assert done.exit_code == 0, done.output
    assert "reference_proposed" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 new_service"
    checked = sipp.run("check-standard", f"{AGENCY}/ktp-baru")
    assert checked.exit_code == 0
    assert "original\trequirements/fotokopi-kartu-keluarga-kk\t1. Fotokopi Kartu Keluarga (KK)" in checked.stdout
    assert sipp.run(*arguments, "--apply").stdout.splitlines()[-1] == "1 unchanged"


@pytest.mark.any_database
def test_what_was_not_imported_ends_the_command_with_another_status(sipp: CommandLine) -> None:
    services = [*ROWS["services"], {"service": "kk", "name": "KK", "unit": "tidak-ada"}]
    path = sipp.file("standar.xlsx", a_workbook({**ROWS, "services": services}))
    done = sipp.run("import", path, "--agency", AGENCY, "--apply")
    assert done.exit_code == 1
    assert "error\tLayanan!C3\tkk\tunknown_unit\tUnit ini tidak ada di instansi Anda." in done.stdout
    assert done.stdout.splitlines()[-1] == "1 new_service, 1 refused"
    assert sipp.counts() == (1, 1)


@pytest.mark.any_database
def test_a_file_that_is_wrong_as_a_whole_imports_nothing(sipp: CommandLine) -> None:
    path = sipp.file("persyaratan.csv", b"layanan;persyaratan;warna\nktp;KTP;merah\n")
    done = sipp.run("import", path, "--agency", AGENCY, "--apply")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "error\tpersyaratan!C1\t-\tunknown_column\tKolom “warna” tidak dikenali. Hapus, atau pakai judul dari templat."
    ]
    assert "nothing was imported" in done.stderr


def test_what_a_file_says_is_told_without_what_would_drive_a_terminal(sipp: CommandLine) -> None:
    content = b'layanan;persyaratan;rangkap\nktp\x1b[2J;"dua\nbaris";\x1b]0;judul\x07\n'
    done = sipp.run("import", sipp.file("persyaratan.csv", content), "--agency", AGENCY)
    assert done.exit_code == 1
    assert "\x1b" not in done.output and "\x07" not in done.output
    assert all(
        line.split("\t")[0] in ("error", "note", "publishing", "service") for line in done.stdout.splitlines()[:-2]
    )


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("bom.xlsx", hostile.a_bomb, "archive_too_large"),
        ("makro.xlsx", lambda: hostile.with_parts(hostile.a_workbook(), {"xl/vbaProject.bin": b"x"}), "has_macros"),
        (
            "entitas.docx",
            lambda: hostile.with_parts(hostile.a_document(), {"word/document.xml": hostile.ENTITIES}),
            "has_entities",
        ),
        ("besar.csv", lambda: b"x" * (12 * 1024 * 1024 + 1), "file_too_large"),
        ("lama.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old_office_file"),
    ],
)
def test_a_hostile_file_is_refused_in_one_line(sipp: CommandLine, name: str, make: Any, code: str) -> None:
    done = sipp.run("import", sipp.file(name, make()), "--agency", AGENCY, "--apply")
    assert done.exit_code == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"Error: {name}: ") and line.endswith(f"({code})")


@pytest.mark.any_database
def test_an_import_in_somebodys_name_reaches_as_far_as_they_do(sipp: CommandLine) -> None:
    with sipp.app.app_context(), unit_of_work() as session:
        user = factories.a_user(email="editor@contoh.id")
        unit = next(u for u in session.scalars(select(factories.Unit)) if u.slug == "lain")
        session.add(Membership(user_id=user.id, role="editor", agency_id=unit.agency_id, unit_id=unit.id))
        factories.an_agency("kota-asing")
        user_id = user.id
    path = sipp.file("standar.xlsx", a_workbook(ROWS))
    as_editor = ("--apply", "--actor", "editor@contoh.id")
    assert "unit_out_of_reach" in sipp.run("import", path, "--agency", AGENCY, *as_editor).stdout
    own = {**ROWS, "services": [{**ROWS["services"][0], "unit": "lain"}]}
    own_path = sipp.file("lain.xlsx", a_workbook(own))
    assert sipp.run("import", own_path, "--agency", AGENCY, *as_editor).exit_code == 0
    with sipp.app.app_context():
        assert current_session().scalars(select(StandardVersion.maker_id)).all() == [user_id]
    answers = [sipp.run("import", path, "--agency", agency, *as_editor) for agency in ("kota-asing", "tak-ada")]
    assert {(one.exit_code, one.stderr) for one in answers} == {(1, "Error: refused: agency\n")}
    assert (
        sipp.run("import", path, "--agency", AGENCY, "--actor", "tak-ada@contoh.id").stderr == "Error: refused: user\n"
    )


def test_the_template_is_a_workbook_with_drop_downs_and_the_same_as_csv(sipp: CommandLine) -> None:
    out = sipp.folder / "templat"
    assert sipp.run("export", "template", str(out)).exit_code == 0
    workbook = openpyxl.load_workbook(io.BytesIO((out / "templat.xlsx").read_bytes()))
    assert workbook.sheetnames == [GUIDE_TITLE, *(sheet.title for sheet in SHEETS), CHOICES_TITLE]
    assert workbook[sheet_named("fees").title].data_validations.dataValidation
    assert {path.stem for path in (out / "templat-csv").iterdir()} == {sheet.file_name for sheet in SHEETS}
    first = (out / "templat-csv" / "biaya.csv").read_bytes()
    assert first.startswith(b'\xef\xbb\xbf"layanan";"jenis";')


def test_long_work_tells_how_far_it_is_in_plain_lines(sipp: CommandLine) -> None:
    services = [{**ROWS["services"][0], "service": f"layanan-{number}"} for number in range(60)]
    path = sipp.file("standar.xlsx", a_workbook({"services": services}))
    done = sipp.run("import", path, "--agency", AGENCY, "--apply")
    assert [line for line in done.stderr.splitlines() if line.startswith("import: ")] == [
        f"import: {number} of 60" for number in (15, 30, 45, 60)
    ]
    assert sipp.counts() == (60, 60)


@pytest.mark.slow
@pytest.mark.any_database
def test_five_thousand_rows_come_in_and_again_change_nothing(sipp: CommandLine) -> None:
    slugs = [f"layanan-{number}" for number in range(250)]
    steps = [{"text": f"Langkah {row} di loket", "channel": "Loket"} for row in range(9)]
    papers = [{"text": f"Berkas nomor {row} milik pemohon"} for row in range(10)]
    sheets = {
        "services": [{**ROWS["services"][0], "service": slug, "name": f"Layanan {slug}"} for slug in slugs],
        "requirements": [{"service": slug, **paper} for slug in slugs for paper in papers],
        "procedure": [{"service": slug, **step} for slug in slugs for step in steps],
    }
    assert sum(map(len, sheets.values())) == 5_000
    path = sipp.file("besar.xlsx", a_workbook(sheets))
    done = sipp.run("import", path, "--agency", AGENCY, "--apply")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "250 new_service"), done.output[-2000:]
    assert sipp.counts() == (250, 250)
    again = sipp.run("import", path, "--agency", AGENCY, "--apply")
    assert again.stdout.splitlines()[-1] == "250 unchanged"


@pytest.mark.slow
def test_the_seeded_standards_of_an_agency_go_out_and_come_in_unchanged(seeded: Installation, tmp_path: Path) -> None:
    done = seeded.run("export", "xlsx", str(tmp_path / "keluar"), "--agency", "kota-bandung")
    assert (done.returncode, done.stdout) == (0, "1 files\n")
    path = str(tmp_path / "keluar" / "kota-bandung.xlsx")
    again = seeded.run("import", path, "--agency", "kota-bandung", "--apply")
    assert (again.returncode, again.stdout.splitlines()[-1]) == (0, "22 unchanged"), again.stdout + again.stderr
    assert seeded.faults() == set()
    assert json.loads(seeded.run("verify", "--json").stdout)["ok"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("import", "tidak-ada.xlsx", "--agency", "a"), "does not exist"),
        (("export", "pdf", "x"), "is not one of"),
        (("import", "."), "Missing option '--agency'"),
    ],
)
def test_a_command_that_is_not_understood_says_why(sipp: CommandLine, arguments: tuple[str, ...], words: str) -> None:
    done = sipp.run(*arguments)
    assert done.exit_code == 2
    assert words in done.stderr
