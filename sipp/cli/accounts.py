"""Accounts from the command line: the first administrator, invitations, disabling, and the demonstration's accounts."""

import click
from flask import current_app
from flask.cli import AppGroup
from flask_security import hash_password
from sqlalchemy import select

from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.models.accounts import User
from sipp.models.agencies import Agency, Unit
from sipp.operations import accounts, people
from sipp.rules.passwords import password_fault
from sipp.rules.permissions import AGENCY_ROLES, NATIONAL_ROLES, SYSTEM, Role
from sipp.seeding.demo import code_now, demo_accounts, read_secrets

ROLE_OPTION = click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice([*AGENCY_ROLES, *NATIONAL_ROLES])
)
AGENCY_OPTION = click.option("--agency", help="The agency's slug; left out for national roles.")
UNIT_OPTION = click.option("--unit", help="The unit's slug; left out for the whole agency.")
FAULTS = {
    "password_too_short": "the password needs at least 12 characters",
    "password_too_long": "the password may have at most 128 characters",
    "password_too_simple": "the password is easy to guess",
    "password_holds_name": "the password holds the name or the address",
}


def register(group: AppGroup) -> None:
    """Add the commands."""

    @group.group("user")
    def user_group() -> None:
        """Officers' accounts."""

    @user_group.command("create")
    @click.argument("email")
    @click.option("--name", required=True)
    @ROLE_OPTION
    @AGENCY_OPTION
    @UNIT_OPTION
    @click.password_option(help="Asked for when left out, so that it stays out of the shell's history.")
    def create(
        email: str, name: str, roles: tuple[Role, ...], agency: str | None, unit: str | None, password: str
    ) -> None:
        """Make an account at once; meant for the first administrator."""
        if fault := password_fault(password, email, name):
            raise click.ClickException(FAULTS[fault])
        hashed = hash_password(password)
        with unit_of_work():
            place = _place(roles, agency, unit)
            user = accounts.create_account(SYSTEM, email, name, hashed)
            for role in roles:
                accounts.give_role(SYSTEM, user, role, *place)
        click.echo(f"{user.email} can sign in at {_config().base_url}/masuk")

    @user_group.command("invite")
    @click.argument("email")
    @click.option("--name", required=True)
    @ROLE_OPTION
    @AGENCY_OPTION
    @UNIT_OPTION
    def invite(email: str, name: str, roles: tuple[Role, ...], agency: str | None, unit: str | None) -> None:
        """Mail somebody a link that makes their account."""
        with unit_of_work():
            people.invite(SYSTEM, email, name, roles, *_place(roles, agency, unit))
        click.echo("The invitation lies in the outbox; the worker sends it.")

    @user_group.command("disable")
    @click.argument("email")
    def disable(email: str) -> None:
        """Let an account sign in no more, and end its sessions."""
        with unit_of_work():
            people.disable(SYSTEM, _user(email).id)
        click.echo(f"{email} is disabled.")

    @user_group.command("reset-two-step")
    @click.argument("email")
    def reset_second_step(email: str) -> None:
        """Remove the second step of somebody who lost both authenticator and recovery codes."""
        with unit_of_work():
            people.remove_second_step(SYSTEM, _user(email).id)
        click.echo(f"{email} signs in with the password alone until a new authenticator is set up.")

    @user_group.command("demo")
    def demo() -> None:
        """Show the demonstration's accounts, with the codes that their authenticators show right now."""
        config = _config()
        known = read_secrets(config.secrets_dir) if config.is_demo else {}
        if "password" not in known:
            raise click.ClickException("there are no demo accounts here")
        click.echo(f"Demo accounts, sign in at {config.base_url}/masuk with the password {known['password']}")
        click.echo("and the code of an authenticator with the secret (codes now: `sipp user demo`):")
        for account in demo_accounts():
            base32 = known["totp"].get(account.email)
            if base32:
                click.echo(f"  {account.email:40} {base32}  {code_now(base32)}")


def _config() -> Config:
    config: Config = current_app.config["SIPP"]
    return config


def _user(email: str) -> User:
    user = accounts.find_user(email)
    if user is None:
        raise click.ClickException("there is no account with this address")
    return user


def _place(roles: tuple[Role, ...], agency_slug: str | None, unit_slug: str | None) -> tuple[int | None, int | None]:
    """Agency and unit of the options, which must fit the roles."""
    if any((role in NATIONAL_ROLES) == bool(agency_slug) for role in roles):
        raise click.ClickException("national roles go without --agency, all others need one")
    if agency_slug is None:
        return None, None
    session = current_session()
    agency_id = session.scalar(select(Agency.id).where(Agency.slug == agency_slug))
    if agency_id is None:
        raise click.ClickException(f"there is no agency {agency_slug}")
    if unit_slug is None:
        return agency_id, None
    unit_id = session.scalar(select(Unit.id).where(Unit.agency_id == agency_id, Unit.slug == unit_slug))
    if unit_id is None:
        raise click.ClickException(f"{agency_slug} has no unit {unit_slug}")
    return agency_id, unit_id
