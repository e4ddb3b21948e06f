"""What every page reads is found by an index: at the size of a nation a scan of one table takes seconds."""

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from sipp.models.components import CONTENT_TABLES


@pytest.mark.any_database
@pytest.mark.parametrize("table", CONTENT_TABLES)
def test_the_rows_of_a_version_are_found_by_an_index(table: str, session: Session) -> None:
    database = inspect(session.get_bind())
    keys = [database.get_pk_constraint(table)["constrained_columns"]]
    keys += [index["column_names"] for index in database.get_indexes(table)]
    assert any(key[0] == "version_id" for key in keys)
