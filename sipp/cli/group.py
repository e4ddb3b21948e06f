"""The `sipp` command: its commands, the application they run in, and one clear line instead of a traceback."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy.exc import ArgumentError, DBAPIError

from sipp.cli import (
    accounts,
    backups,
    checking,
    curated_answers,
    database,
    erasing,
    exchange,
    finding,
    serving,
    standards,
)
from sipp.config import ConfigurationError
from sipp.rules.errors import InvalidInput, SippError
from sipp.search.contract import IndexUnavailable, WriterLeaseTaken
from sipp.seeding.rows import SeedError
from sipp.storage.erasures import LedgerDamaged


class CommandLine(AppGroup):
    """A group whose commands run inside the application, with expected failures told in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _told_in_one_line():
            return super().invoke(ctx)


def command_line(create_app: Callable[[], Flask]) -> click.Group:
    """The `sipp` command; the application is built by the first command that needs it."""
    group = CommandLine(
        "sipp",
        help="Run and look after an installation of sipp.",
        context_settings={"obj": ScriptInfo(create_app=create_app, set_debug_flag=False)},
    )
    for commands in (
        serving,
        database,
        accounts,
        finding,
        curated_answers,
        checking,
        standards,
        exchange,
        erasing,
        backups,
    ):
        commands.register(group)
    return group


@contextmanager
def _told_in_one_line() -> Iterator[None]:
    try:
        yield
    except (ConfigurationError, LedgerDamaged, SeedError) as error:
        raise click.ClickException(str(error)) from None
    except WriterLeaseTaken:
        raise click.ClickException("another process is writing the search index; try again in a moment") from None
    except IndexUnavailable as error:
        raise click.ClickException(f"the search index cannot be used ({error}); run: sipp reindex") from None
    except ArgumentError:
        raise click.ClickException("SIPP_DATABASE_URL cannot be read as the address of a database") from None
    except DBAPIError as error:
        raise click.ClickException(_database_words(error)) from None
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise click.ClickException("PostgreSQL needs the package psycopg: pip install 'sipp[postgres]'") from None
    except OSError as error:
        if error.filename is None:
            raise
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    except InvalidInput as error:
        raise click.ClickException(
            "refused: " + ", ".join(f"{at} {code}" for at, code in error.fields.items())
        ) from None
    except SippError as error:
        raise click.ClickException(f"refused: {error.code}") from None


def _database_words(error: DBAPIError) -> str:
    first_line = (str(error.orig).splitlines() or [""])[0]
    is_empty = "no such table" in first_line or ("relation" in first_line and "does not exist" in first_line)
    if is_empty:
        return f"the database is not prepared ({first_line}); run: sipp migrate"
    return f"the database cannot be used: {first_line}"
