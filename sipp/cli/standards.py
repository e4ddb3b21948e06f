"""Standards from the command line: what is missing in one, and what could be better."""

import click
from flask.cli import AppGroup

from sipp.cli.lines import fields
from sipp.operations.bulk import import_notes
from sipp.operations.directory import find_reference, find_service
from sipp.operations.standard_checks import Checked, check_version, newest_version
from sipp.operations.versions import Owner
from sipp.words.checks import PARTS, flaw_words, reason_words


def register(group: AppGroup) -> None:
    """Add the commands."""

    @group.command("check-standard")
    @click.argument("target", metavar="AGENCY/SERVICE|REFERENCE")
    def check_standard_command(target: str) -> None:
        """Say how complete the newest version of a standard is, drafts included, and what is wrong with it.

        Of a draft that was read from a Word file, what stood there follows, row by row.
        Ends with status 1 when something blocks publishing.
        """
        owner = _owner(target)
        version = newest_version(owner)
        checked = check_version(version, owner)
        number = f"version {version.number}" if version.number else f"draft {version.id}"
        click.echo(f"{target}, {number}: {checked.completeness.score} of 100")
        for line in told(checked):
            click.echo(line)
        for note in import_notes(version):
            place = (
                f"{note.component or '-'}/{note.row_key}" if note.row_key else f"{note.component or '-'} ({note.code})"
            )
            click.echo(f"original\t{place}\t{note.original}")
        if checked.errors:
            raise click.exceptions.Exit(1)


def told(checked: Checked) -> list[str]:
    """What was found, a line each: what is missing with its points, errors and advice with their reasons, the sum."""
    missing = [fields("missing", part.code, part.points, PARTS[part.code]) for part in checked.completeness.missing]
    # That a component is missing was said with its points.
    flaws = [flaw for flaw in checked.flaws if flaw.code != "component_missing"]
    flaws.sort(key=lambda flaw: flaw.severity != "error")
    lines = [f"{flaw.severity}\t{flaw.place}\t{flaw.code}\t{flaw_words(flaw)}\t{reason_words(flaw)}" for flaw in flaws]
    errors = len(checked.errors)
    return [*missing, *lines, f"{errors} errors, {len(flaws) - errors} pieces of advice"]


def _owner(target: str) -> Owner:
    agency, separator, service = target.partition("/")
    return find_service(agency, service) if separator else find_reference(target)
