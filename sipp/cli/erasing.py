"""Erasing by hand: one report, or everything that is past its period."""

from typing import cast

import click
from flask import current_app
from flask.cli import AppGroup

from sipp.cli.progress import progress
from sipp.db import current_session, db, forget_replaced_bytes, unit_of_work
from sipp.operations import erasure
from sipp.operations.erasure import Store
from sipp.rules.errors import NotFound
from sipp.rules.permissions import SYSTEM
from sipp.rules.retention import REASONS_TO_GIVE, ErasureReason
from sipp.storage import erasures


def register(group: AppGroup) -> None:
    """Add the command."""

    @group.command("erase")
    @click.argument("case_number", required=False)
    @click.option("--reason", type=click.Choice(REASONS_TO_GIVE), help="The ground, of UU 27/2022 art. 43.")
    @click.option("--due", "is_due", is_flag=True, help="Everything past its period, and what was cut off.")
    def erase_command(case_number: str | None, reason: str | None, is_due: bool) -> None:
        """Erase the personal data of one report for good, or all that is due."""
        if is_due == bool(case_number) or bool(case_number) != bool(reason):
            raise click.UsageError("give a case number with --reason, or --due alone")
        store = Store.of(current_app.config["SIPP"])
        if case_number:
            _erase_one(case_number, cast(ErasureReason, reason), store)
        else:
            _erase_due(store)
        _tell_of_bytes()


def replay(lines: list[erasures.Erased], store: Store) -> int:
    """Carry out lines of the ledger again; how many reports or parts of them were there."""
    done = 0
    for line in progress(lines, "erasures"):
        with unit_of_work():
            done += erasure.replay(line, store)
    return done


def _erase_one(case_number: str, reason: ErasureReason, store: Store) -> None:
    try:
        with unit_of_work():
            report = erasure.erase_report(SYSTEM, erasure.find_by_number(case_number), reason, store)
            number = report.case_number
    except NotFound:
        raise click.ClickException("there is no report with this number, or it is erased already") from None
    click.echo(f"{number} is erased.")


def _erase_due(store: Store) -> None:
    session = current_session()
    lines = erasure.outstanding(session.connection(), store)
    session.rollback()
    replayed = replay(lines, store)
    things = erasure.due()
    session.rollback()
    for data, report_id in progress(things, "erase"):
        with unit_of_work():
            erasure.erase_due(data, report_id, store)
    click.echo(f"{replayed + len(things)} things were erased.")


def _tell_of_bytes() -> None:
    if forget_replaced_bytes():
        return
    if db.engine.dialect.name == "sqlite":
        click.echo("Somebody still reads: the worker empties the write-ahead log within minutes.", err=True)
    else:
        click.echo(
            "PostgreSQL keeps old rows until VACUUM (FULL, to give their bytes back) and its own log until that is"
            " recycled: see its manual.",
            err=True,
        )
