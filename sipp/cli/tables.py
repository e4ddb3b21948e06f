"""The tables of this release, made and compared by Alembic: commands load it, a web process never pays for it."""

from pathlib import Path

from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import Migrate, upgrade

import sipp
from sipp.db import db

_FOLDER = Path(sipp.__file__).with_name("migrations")


def migrations() -> Migrate:
    """Flask-Migrate, attached to the application at hand."""
    if "migrate" not in current_app.extensions:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        Migrate(app, db, directory=str(_FOLDER), render_as_batch=True, compare_type=True)
    return current_app.extensions["migrate"].migrate


def upgrade_tables() -> None:
    """Bring the tables to this release; on an empty database, make them."""
    migrations()
    upgrade()


def release_revisions() -> list[str]:
    """The revisions that the tables of this release have."""
    return sorted(ScriptDirectory.from_config(migrations().get_config()).get_heads())
