"""Answers that editors choose for what is typed often: see, add, change and retire them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import click
from flask.cli import AppGroup

from sipp.db import unit_of_work
from sipp.models.curated_answers import CuratedAnswer
from sipp.operations import curated_answers as operations
from sipp.rules.errors import InvalidInput
from sipp.rules.permissions import SYSTEM

DAY = click.DateTime(formats=["%Y-%m-%d"])

#: The words for each code, for an administrator at a terminal.
FAULTS = {
    "required": "is missing, or has no letter or digit",
    "too_long": "is too long",
    "too_many": "are too many",
    "taken": "is answered already on some of these days",
    "unknown_target": "is neither a known reference, service or agency nor an https address",
    "before_start": "lies before the first day",
    "already_over": "is over",
    "too_late": "is more than two years after the first day",
}


def register(group: AppGroup) -> None:
    """Add the commands."""

    @group.group("search-answers")
    def answers_group() -> None:
        """Answers chosen by editors, shown above the results of a whole phrase."""

    @answers_group.command("list")
    def list_command() -> None:
        """List all answers, those in use first."""
        for answer in operations.list_answers(SYSTEM):
            click.echo("\t".join(_columns(answer)))

    @answers_group.command("add")
    @click.argument("phrase")
    @click.option("--title", required=True)
    @click.option("--text", required=True, help="One or two plain sentences.")
    @click.option(
        "--to", "target", required=True, help="reference:SLUG, service:AGENCY/SLUG, agency:SLUG or https://..."
    )
    @click.option("--alias", "aliases", multiple=True, help="Another phrase with this answer; may be repeated.")
    @click.option("--from", "valid_from", type=DAY, help="First day (today).")
    @click.option("--until", "valid_until", type=DAY, help="Last day (after a year).")
    def add_command(**typed: Any) -> None:
        """Answer PHRASE, from the next search on."""
        with _faults_told(), unit_of_work():
            answer = operations.create(SYSTEM, operations.AnswerContent(**_read(typed)))
            number, end = answer.id, answer.valid_until
        click.echo(f"Answer {number} is shown until {end}.")

    @answers_group.command("change")
    @click.argument("number", type=int)
    @click.option("--phrase")
    @click.option("--title")
    @click.option("--text")
    @click.option("--to", "target")
    @click.option(
        "--alias", "aliases", multiple=True, help="All other phrases from now on; one empty one takes all away."
    )
    @click.option("--from", "valid_from", type=DAY)
    @click.option("--until", "valid_until", type=DAY)
    def change_command(number: int, **typed: Any) -> None:
        """Change what is named of answer NUMBER; the rest stays."""
        with _faults_told(), unit_of_work():
            found = operations.find_answer(SYSTEM, number)
            content = replace(operations.content_of(found), **_read(typed))
            answer = operations.change(SYSTEM, number, content, found.row_version)
            end = answer.valid_until
        click.echo(f"Answer {number} is shown until {end}.")

    @answers_group.command("retire")
    @click.argument("number", type=int)
    def retire_command(number: int) -> None:
        """Take answer NUMBER out for good."""
        with unit_of_work():
            operations.retire(SYSTEM, number, operations.find_answer(SYSTEM, number).row_version)
        click.echo(f"Answer {number} is not shown any more.")


def _read(typed: dict[str, Any]) -> dict[str, Any]:
    """The options that were given, days as days."""
    given = {name: value for name, value in typed.items() if value is not None and value != ()}
    return {name: value.date() if isinstance(value, datetime) else value for name, value in given.items()}


def _columns(answer: CuratedAnswer) -> list[str]:
    phrases = " / ".join([answer.phrase, *(alias.phrase for alias in answer.aliases)])
    period = f"{answer.valid_from}..{answer.valid_until}"
    return [
        str(answer.id),
        operations.state_of(answer),
        period,
        phrases,
        answer.title,
        operations.target_of(answer),
    ]


@contextmanager
def _faults_told() -> Iterator[None]:
    try:
        yield
    except InvalidInput as error:
        told = [f"{name.replace('_', ' ')} {FAULTS[code]}" for name, code in error.fields.items()]
        raise click.ClickException("; ".join(told)) from None
