"""The factory: the only file that sees the whole house."""

import click
from flask import Flask
from flask.cli import FlaskGroup

from sipp import models  # noqa: F401  (loads every table)
from sipp.config import Config
from sipp.db import init_database


def create_app(config: Config | None = None) -> Flask:
    """Build the application from its settings (the environment's when none are given)."""
    config = config or Config.from_environment()
    config.make_directories()
    app = Flask("sipp", template_folder="../templates", static_folder=None)
    app.config["SIPP"] = config
    app.config["SECRET_KEY"] = config.secret_keys[0]
    app.config["SECRET_KEY_FALLBACKS"] = list(config.secret_keys[1:])
    init_database(app, config)
    return app


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=False, add_version_option=False)
def main() -> None:
    """The sipp command line."""
