"""Is everything as it should be: `verify` for what is stored, `check` for the installation around it."""

import json

import click
from flask import current_app
from flask.cli import AppGroup

from sipp.cli.condition import QUESTIONS
from sipp.cli.progress import progress
from sipp.cli.verification import CHECKS, Remark
from sipp.config import Config


def register(group: AppGroup) -> None:
    """Add the commands."""

    @group.command("verify")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    def verify_command(as_json: bool) -> None:
        """Compare what is stored: database, journal, versions, files, outbox, index."""
        config: Config = current_app.config["SIPP"]
        remarks = [remark for name in progress(list(CHECKS), "verify") for remark in CHECKS[name](config)]
        faults = [remark for remark in remarks if remark.level == "fault"]
        if as_json:
            click.echo(json.dumps(_as_json(remarks), ensure_ascii=False))
        else:
            for remark in remarks:
                click.echo(f"{remark.level}\t{remark.area}\t{remark.message}")
            click.echo(f"{len(faults)} faults" if faults else "Everything fits together.")
        if faults:
            raise click.exceptions.Exit(1)

    @group.command("check")
    def check_command() -> None:
        """Look whether this installation is well: secrets, mail, SMS, clock, disk, database, worker, last restore."""
        config: Config = current_app.config["SIPP"]
        is_well = True
        for name, ask in QUESTIONS.items():
            for answer in ask(config):
                is_well = is_well and answer.level != "fault"
                click.echo(f"{answer.level}\t{name}\t{answer.words}")
        if not is_well:
            raise click.exceptions.Exit(1)


def _as_json(remarks: list[Remark]) -> dict[str, object]:
    return {
        "ok": all(remark.level != "fault" for remark in remarks),
        "checked": list(CHECKS),
        "faults": [{"area": r.area, "message": r.message} for r in remarks if r.level == "fault"],
        "notes": [{"area": r.area, "message": r.message} for r in remarks if r.level == "note"],
    }
