"""Standards in bulk: import a file (looked at first, carried out with --apply), export workbooks and CSV files."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from sipp.cli.lapor import LAPOR, export_for_lapor
from sipp.cli.lines import fields
from sipp.cli.progress import progress
from sipp.db import current_session, unit_of_work
from sipp.exchange.archives import LARGEST_FILE_BYTES, read_bounded
from sipp.exchange.exporting import csv_files_of, workbook_of
from sipp.exchange.importing import (
    Import,
    ImportFile,
    Options,
    ServicePlan,
    carry_out,
    open_csv_files,
    open_file,
    plan,
    prepare,
)
from sipp.exchange.problems import Problem
from sipp.exchange.sippn import workbook_for_sippn
from sipp.models.agencies import Agency
from sipp.operations.accounts import actor_by_email
from sipp.operations.bulk import open_place
from sipp.operations.evidence import collect, find_scope
from sipp.rules.errors import TooLarge, UnsupportedFile
from sipp.rules.permissions import SYSTEM
from sipp.words.imports import refused_words

#: Services in one transaction: SQLite has one writer, and citizens' reports wait no longer than a batch takes.
BATCH = 25

_DAY = click.DateTime(formats=["%Y-%m-%d"])


def register(group: AppGroup) -> None:
    """Add the commands."""

    @group.command("import")
    @click.argument("file", type=click.Path(exists=True, path_type=Path))
    @click.option("--agency", required=True, metavar="SLUG", help="Whose standards they are.")
    @click.option("--unit", metavar="SLUG", help="Which unit offers services that are new.")
    @click.option("--effective-from", type=_DAY, help="From when standards of a Word file are in force (2027-01-31).")
    @click.option("--apply", "is_applied", is_flag=True, help="Make the drafts; without it the file is only looked at.")
    @click.option("--actor", metavar="EMAIL", help="In whose name; without it the administrator's.")
    def import_command(
        file: Path, agency: str, unit: str | None, effective_from: datetime | None, is_applied: bool, actor: str | None
    ) -> None:
        """Read standards from a workbook, a Word file, CSV files or a pasted table, and make them drafts.

        Ends with status 1 when anything was not imported.
        """
        doer = actor_by_email(actor) if actor else SYSTEM
        opened = _opened(file)
        options = Options(unit=unit, effective_from=effective_from.date() if effective_from else None)
        for problem in opened.problems:
            click.echo(_problem_line(problem))
        if opened.problems:
            raise click.ClickException("nothing was imported: the file must be mended first")
        wanted = prepare(doer, agency, opened, options)
        plans = _carried_out(wanted) if is_applied else _planned(wanted)
        _tell(plans, is_applied)
        if any(one.effect is None for one in plans):
            raise click.exceptions.Exit(1)

    @group.command("export")
    @click.argument("format_name", metavar="FORMAT", type=click.Choice([*_FORMATS, LAPOR]))
    @click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
    @click.option("--agency", metavar="SLUG", help="Only this agency; without it every one.")
    @click.option("--again", "is_again", is_flag=True, help="lapor: also what was exported, but has no number there.")
    def export_command(format_name: str, folder: Path, agency: str | None, is_again: bool) -> None:
        """Write standards into a folder: xlsx (a workbook an agency), csv (a folder an agency), template (empty),
        sippn (what is in force, a workbook an agency, in the four parts of SIPP Nasional).

        lapor writes reports instead: those that officers handed over to SP4N-LAPOR!, once each, as CSV and JSON in the
        field order of its form. They hold what citizens wrote.
        """
        if format_name == LAPOR:
            export_for_lapor(folder, agency, is_again=is_again)
            return
        count = 0
        for path, content in _FORMATS[format_name](agency):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            count += 1
        click.echo(f"{count} files")


def _opened(file: Path) -> ImportFile:
    try:
        if file.is_dir():
            return open_csv_files({path.name: _bytes_of(path) for path in sorted(file.glob("*.csv"))})
        return open_file(file.name, _bytes_of(file))
    except (TooLarge, UnsupportedFile) as error:
        raise click.ClickException(f"{file.name}: {refused_words(error.code)} ({error.code})") from None


def _bytes_of(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_FILE_BYTES:
        raise TooLarge("file_too_large", max_bytes=LARGEST_FILE_BYTES)
    with path.open("rb") as file:
        return read_bounded(file)


def _planned(wanted: Import) -> list[ServicePlan]:
    return [one for batch in _batches(wanted.services, "check") for one in plan(wanted, batch)]


def _carried_out(wanted: Import) -> list[ServicePlan]:
    done: list[ServicePlan] = []
    for batch in _batches(wanted.services, "import"):
        with unit_of_work():
            done += carry_out(wanted, batch)
    return done


def _batches(slugs: Sequence[str], label: str) -> Iterator[list[str]]:
    batch: list[str] = []
    for number, slug in enumerate(progress(slugs, label), start=1):
        batch.append(slug)
        if len(batch) == BATCH or number == len(slugs):
            yield batch
            batch = []


def _tell(plans: list[ServicePlan], is_applied: bool) -> None:
    for one in plans:
        for problem in one.problems:
            click.echo(_problem_line(problem))
    for one in plans:
        score = "-" if one.score is None else f"{one.score} of 100"
        click.echo(fields("service", one.service, one.effect or "refused", score, one.name))
    counted = Counter(one.effect or "refused" for one in plans)
    click.echo(", ".join(f"{count} {effect}" for effect, count in sorted(counted.items())) or "no services")
    if not is_applied:
        click.echo("Nothing was changed; --apply makes the drafts.")


def _problem_line(problem: Problem) -> str:
    code = problem.flaw.code if problem.flaw is not None else problem.code
    return fields(problem.level, problem.place or "-", problem.service or "-", code, problem.words)


def _workbooks(agency: str | None) -> Iterator[tuple[Path, bytes]]:
    for slug in progress(_agencies(agency), "export"):
        yield Path(f"{slug}.xlsx"), workbook_of(open_place(SYSTEM, slug))
        current_session().expunge_all()


def _csv_files(agency: str | None) -> Iterator[tuple[Path, bytes]]:
    for slug in progress(_agencies(agency), "export"):
        for name, content in csv_files_of(open_place(SYSTEM, slug)).items():
            yield Path(slug) / name, content
        current_session().expunge_all()


def _sippn_workbooks(agency: str | None) -> Iterator[tuple[Path, bytes]]:
    for slug in progress(_agencies(agency), "export"):
        scope = find_scope(SYSTEM, slug)
        yield Path(f"sippn-{slug}.xlsx"), workbook_for_sippn(scope, collect(scope))
        current_session().expunge_all()


def _templates(_agency: str | None) -> Iterator[tuple[Path, bytes]]:
    yield Path("templat.xlsx"), workbook_of(None)
    for name, content in csv_files_of(None).items():
        yield Path("templat-csv") / name, content


def _agencies(slug: str | None) -> list[str]:
    return [slug] if slug is not None else list(current_session().scalars(select(Agency.slug).order_by(Agency.slug)))


_FORMATS: dict[str, Callable[[str | None], Iterator[tuple[Path, bytes]]]] = {
    "xlsx": _workbooks,
    "csv": _csv_files,
    "template": _templates,
    "sippn": _sippn_workbooks,
}
