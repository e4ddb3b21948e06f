"""The database: its tables, the seed data, the head of the audit chain."""

import logging

import click
from flask import current_app
from flask.cli import AppGroup
from flask_migrate import upgrade
from sqlalchemy import select

from sipp.cli.progress import progress
from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.models.journal import AuditLink
from sipp.operations.promise_spans import owners_without_spans, rewrite_spans
from sipp.seeding import seed
from sipp.seeding.demo import load_custodians


def register(group: AppGroup) -> None:
    """Add the commands."""

    @group.command("migrate")
    def migrate_command() -> None:
        """Bring the tables to this release; on an empty database, make them."""
        logging.getLogger("alembic").setLevel(logging.WARNING)
        upgrade()
        for owners in owners_without_spans():
            with unit_of_work():
                rewrite_spans(owners)
        click.echo("The database is up to date.")

    @group.command("seed")
    @click.option("--if-empty", is_flag=True, help="Do nothing when there are services already.")
    def seed_command(if_empty: bool) -> None:
        """Load seed_data/; what is there already stays as it is."""
        if if_empty and not seed.is_empty():
            click.echo("There are services already; nothing was loaded.")
            return
        with unit_of_work():
            seed.load(progress=progress)
            config: Config = current_app.config["SIPP"]
            if config.is_demo:
                load_custodians(config.data_dir / "secrets")
        click.echo("The seed data is loaded.")

    @group.group("audit")
    def audit_group() -> None:
        """The chain of audit entries."""

    @audit_group.command("head")
    def audit_head() -> None:
        """Print number and hash of the newest link, to be kept outside: who keeps it can prove later tampering."""
        newest = current_session().scalar(select(AuditLink).order_by(AuditLink.sequence.desc()).limit(1))
        click.echo(f"{newest.sequence} {newest.chain_hash}" if newest else "0 (no entry was chained yet)")
