"""The content of a version: what goes in comes out, and every field counts in its hash."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from sipp.db import unit_of_work
from sipp.models.components import ROW_TABLES
from sipp.models.standards import StandardVersion
from sipp.operations.versions import content_of
from sipp.rules.standards import ROW_TYPES, Standard, content_hash
from tests import factories
from tests.full_standard import a_full_standard
from tests.models.strategies import fields_of, standards
from tests.trials import scaled

KINDS_OF_ROWS = sorted(ROW_TYPES)


class Undone(Exception):
    """Ends a transaction without leaving anything behind."""


@pytest.mark.any_database
@settings(max_examples=scaled(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=standards())
def test_any_standard_comes_out_of_the_database_as_it_went_in(session: Session, content: Standard) -> None:
    with pytest.raises(Undone), unit_of_work():
        version_id = factories.a_draft(content=content).id
        session.expire_all()
        read = content_of(session.get_one(StandardVersion, version_id))
        assert read == content
        assert content_hash(read) == content_hash(content)
        raise Undone


@pytest.mark.any_database
def test_the_number_of_the_decree_belongs_to_the_content(session: Session) -> None:
    with unit_of_work():
        agency = factories.an_agency()
        draft = factories.a_draft(factories.a_service(factories.a_unit(agency)))
        decree = factories.a_decree(agency, number="12/SK/2026")
        draft.decree_id = decree.id
        session.flush()
        assert content_of(draft).decree_number == "12/SK/2026"


@pytest.mark.any_database
def test_both_engines_give_the_hash_that_was_written_down(session: Session) -> None:
    """The literal was taken once; a change of the canonical form would make every stored hash wrong."""
    with unit_of_work():
        version_id = factories.a_published_version(content=a_full_standard()).id
    digest = session.get_one(StandardVersion, version_id).content_hash
    assert digest == "19692721be0323e895b58e89b2553a21f79778a7074824a5f88516877ca640fc"


@pytest.mark.parametrize("name", KINDS_OF_ROWS)
@given(data=st.data())
def test_a_change_of_any_field_of_a_row_changes_the_hash(name: str, data: st.DataObject) -> None:
    content = a_full_standard()
    rows: tuple[Any, ...] = getattr(content, name)
    position = data.draw(st.integers(0, len(rows) - 1))
    values = fields_of(ROW_TYPES[name])
    field = data.draw(st.sampled_from(sorted(values)))
    value = data.draw(values[field])
    assume(value != getattr(rows[position], field))
    changed = (*rows[:position], replace(rows[position], **{field: value}), *rows[position + 1 :])
    assert content_hash(replace(content, **{name: changed})) != content_hash(content)


@settings(max_examples=scaled(30))
@given(content=standards(), data=st.data())
def test_a_change_of_any_part_of_a_standard_changes_the_hash(content: Standard, data: st.DataObject) -> None:
    other = data.draw(standards())
    name = data.draw(st.sampled_from([field.name for field in fields(Standard)]))
    assume(getattr(other, name) != getattr(content, name))
    assert content_hash(replace(content, **{name: getattr(other, name)})) != content_hash(content)


@pytest.mark.parametrize("name", [*KINDS_OF_ROWS, "variants"])
def test_the_order_of_rows_counts(name: str) -> None:
    content = a_full_standard()
    first = getattr(content, name)[0]
    key = "code" if name == "variants" else "row_key"
    rows = (first, replace(first, **{key: "lain"}))
    one, other = (replace(content, **{name: order}) for order in (rows, rows[::-1]))
    assert content_hash(one) != content_hash(other)


def test_every_kind_of_row_has_its_table() -> None:
    assert {name: table.value_type for name, table in ROW_TABLES.items()} == ROW_TYPES
