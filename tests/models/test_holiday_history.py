"""Holidays recorded before withdrawals were kept are there afterwards, as days of the first calendar version."""

from datetime import date

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import select

from sipp.cli.tables import migrations, upgrade_tables
from sipp.db import current_session, unit_of_work
from sipp.models.calendar import Holiday
from sipp.operations.calendar import new_version
from tests import factories


@pytest.mark.any_database
def test_recorded_holidays_survive_the_migration_both_ways(app: Flask) -> None:
    with app.app_context():
        with unit_of_work():
            factories.a_holiday(date(2026, 12, 25), "Hari Raya Natal")
            factories.a_holiday(date(2026, 12, 24), "Cuti bersama", kind="collective_leave", certainty="estimated")
            factories.a_holiday(date(2026, 12, 23), "Dicabut", added_in=1, withdrawn_in=new_version("SKB perubahan"))
        current_session().close()
        scripts = ScriptDirectory.from_config(migrations().get_config())
        before = scripts.get_revision("0011").down_revision
        downgrade(revision=str(before))
        upgrade_tables()
        found = current_session().scalars(select(Holiday).order_by(Holiday.day))
        assert [(one.name, one.kind, one.certainty, one.added_in, one.withdrawn_in) for one in found] == [
            ("Cuti bersama", "collective_leave", "estimated", 1, None),
            ("Hari Raya Natal", "national", "certain", 1, None),
        ]
