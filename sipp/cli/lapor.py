"""Reports for SP4N-LAPOR!: handed over to who takes them there, then noted on each of them."""

from pathlib import Path

import click

from sipp.db import unit_of_work
from sipp.exchange.lapor_cases import LaporPartner, NotTaken, records_for_lapor
from sipp.exchange.lapor_folder import LaporFolder
from sipp.operations.handing_over import note_sent
from sipp.rules.errors import NotFound
from sipp.rules.permissions import SYSTEM

LAPOR = "lapor"


def export_for_lapor(folder: Path, agency: str | None, *, is_again: bool) -> None:
    """Write what is to be handed over into a folder, and note on each report that it was."""
    try:
        count = hand_over_to(LaporFolder(folder), agency, is_again=is_again)
    except NotFound:
        raise click.ClickException(f"there is no agency {agency}") from None
    except NotTaken as failure:
        raise click.ClickException(str(failure)) from None
    click.echo(f"{count} reports" if count else "No reports wait to be handed over.")


def hand_over_to(partner: LaporPartner, agency: str | None = None, *, is_again: bool = False) -> int:
    """Hand over what waits; how many reports were taken. What was taken is noted after it was: never the other way."""
    records = records_for_lapor(SYSTEM, agency, is_again=is_again)
    if not records:
        return 0
    taken = partner.take(records)
    with unit_of_work():
        return note_sent(SYSTEM, taken)
