"""Runs the migrations inside the application context that `sipp migrate` and `flask db` open."""

from typing import Literal

from alembic import context
from flask import current_app

extension = current_app.extensions["migrate"]
database = extension.db


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column types as the plain types they store."""
    return "sa.DateTime(timezone=True)" if kind == "type" and type(item).__name__ == "Moment" else False


def run_migrations() -> None:
    """Run everything in one writing transaction."""
    with database.engine.connect().execution_options(is_writing=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            transaction_per_migration=True,
            render_item=render_item,
            **extension.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run_migrations()
