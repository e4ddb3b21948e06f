"""TRUNCATE asks no trigger of a row: on PostgreSQL what refuses DELETE refuses it by a trigger of its own."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from sipp.db import unit_of_work
from sipp.models.standards import StandardVersion
from tests import factories

pytestmark = pytest.mark.postgres

GUARDED = text("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 8 = 8")


def test_no_table_that_refuses_to_delete_rows_can_be_emptied(session: Session) -> None:
    guarded = session.scalars(GUARDED).all()
    assert {"standard_version", "standard_fee", "audit_entry", "report_event"} <= set(guarded)
    for table in guarded:
        with pytest.raises(DBAPIError, match="is never emptied"), unit_of_work() as writing:
            writing.execute(text(f"TRUNCATE {table} CASCADE"))


def test_emptying_what_a_published_version_hangs_on_is_refused_too(session: Session) -> None:
    with unit_of_work():
        factories.a_published_version()
    with pytest.raises(DBAPIError, match="is never emptied"), unit_of_work() as writing:
        writing.execute(text("TRUNCATE agency CASCADE"))
    assert session.scalar(select(StandardVersion.number)) == 1
