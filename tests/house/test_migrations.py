"""The migrations lead to exactly the tables that the models describe, on both engines."""

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import check

from sipp.cli.tables import migrations


@pytest.mark.any_database
def test_the_models_say_nothing_that_no_migration_made(app: Flask) -> None:
    with app.app_context():
        migrations()
        check()


def test_the_migrations_form_one_line(app: Flask) -> None:
    with app.app_context():
        scripts = ScriptDirectory.from_config(migrations().get_config())
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1
    assert not any(script.is_merge_point for script in scripts.walk_revisions())
