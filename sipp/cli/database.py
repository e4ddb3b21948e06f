"""The database: its tables, the seed data, the head of the audit chain."""

import logging

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from sipp.cli.progress import progress
from sipp.cli.tables import upgrade_tables
from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.jobs.chaining import chain_everything
from sipp.models.journal import AuditLink
from sipp.operations.promise_spans import owners_without_spans, rewrite_spans
from sipp.seeding import seed
from sipp.seeding.country import Country
from sipp.seeding.country_reports import PORTION, ReportDesk
from sipp.seeding.demo import load_accounts
from sipp.vault.codes import CodeKeyRing


def register(group: AppGroup) -> None:
    """Add the commands."""

    @group.command("migrate")
    def migrate_command() -> None:
        """Bring the tables to this release; on an empty database, make them."""
        logging.getLogger("alembic").setLevel(logging.WARNING)
        upgrade_tables()
        for owners in owners_without_spans():
            with unit_of_work():
                rewrite_spans(owners)
        click.echo("The database is up to date.")

    @group.command("seed")
    @click.option("--if-empty", is_flag=True, help="Do nothing when there are services already.")
    def seed_command(if_empty: bool) -> None:
        """Load seed_data/; what is there already stays as it is."""
        config: Config = current_app.config["SIPP"]
        with unit_of_work():
            if is_loaded := not (if_empty and not seed.is_empty()):
                seed.load(progress=progress)
            if config.is_demo:
                load_accounts(config.secrets_dir)
        chain_everything()
        click.echo("The seed data is loaded." if is_loaded else "There are services already; nothing was loaded.")

    @group.command("generate")
    @click.option("--services", type=click.IntRange(min=1), required=True, help="How many services the country has.")
    @click.option("--reports", type=click.IntRange(min=0), default=0, help="How many reports are filed about them.")
    @click.option("--seed", "number", type=int, required=True, help="The same seed gives the same country.")
    def generate_command(services: int, reports: int, number: int) -> None:
        """Add a synthetic country to the seed data, marked synthetic everywhere; repeated, it adds what is missing."""
        added = _settle(Country(services, number))
        click.echo(f"{added} services were added. Now build the search index anew: sipp reindex")
        if reports:
            filed = _file_reports(number, reports)
            click.echo(f"{filed} reports were filed.")

    @group.group("audit")
    def audit_group() -> None:
        """The chain of audit entries."""

    @audit_group.command("head")
    def audit_head() -> None:
        """Print number and hash of the newest link, to be kept outside: who keeps it can prove later tampering."""
        newest = current_session().scalar(select(AuditLink).order_by(AuditLink.sequence.desc()).limit(1))
        click.echo(f"{newest.sequence} {newest.chain_hash}" if newest else "0 (no entry was chained yet)")


def _settle(country: Country) -> int:
    """Agency by agency in transactions of their own, so that a run can be cut off; how many services were added."""
    with unit_of_work():
        country.lay_foundations()
    added = 0
    for place, unreferenced in progress(country.agencies, "agencies"):
        with unit_of_work():
            added += country.settle(place, unreferenced)
    with unit_of_work():
        country.close()
    return added


def _file_reports(seed_number: int, count: int) -> int:
    config: Config = current_app.config["SIPP"]
    desk = ReportDesk(seed_number, CodeKeyRing.from_texts(config.code_keys))
    filed = 0
    for start in progress(range(0, count, PORTION), "reports"):
        with unit_of_work():
            filed += desk.file(range(start, min(start + PORTION, count)))
    return filed
