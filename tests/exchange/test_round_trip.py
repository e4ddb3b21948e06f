"""What was exported is imported again: nothing changes, whatever the standards say."""

import string
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from sipp.db import unit_of_work
from sipp.exchange.cells import LONGEST_CELL
from sipp.exchange.exporting import csv_files_of, workbook_of
from sipp.exchange.importing import ImportFile, open_csv_files, open_file
from sipp.operations.bulk import open_place
from sipp.operations.versions import content_of
from sipp.rules.permissions import SYSTEM
from sipp.rules.standards import ROW_TYPES, Standard, content_hash
from sipp.rules.typed_input import clean_text
from tests import factories
from tests.exchange.sheets import AGENCY, imported, planned
from tests.full_standard import a_full_standard
from tests.models.strategies import standards
from tests.rules.good_standard import a_good_standard
from tests.trials import scaled

pytestmark = pytest.mark.any_database

WORDS = st.text(string.ascii_letters + string.digits + " .,:;-/()+=@'\"\n", min_size=1, max_size=40)


class Undone(Exception):
    """Ends a transaction without leaving anything behind."""


def with_keys(standard: Standard) -> Standard:
    """Rows without a key do not exist; variants without a code neither."""
    rows = {name: tuple(row for row in getattr(standard, name) if row.row_key.strip()) for name in ROW_TYPES}
    return replace(standard, variants=tuple(one for one in standard.variants if one.code.strip()), **rows)  # type: ignore[arg-type]


def typed_by_hand(value: Any) -> Any:
    """A value as somebody would type it: texts cleaned, empty ones nothing."""
    return (clean_text(value, LONGEST_CELL) or None) if isinstance(value, str) else value


def exported(kind: str) -> ImportFile:
    place = open_place(SYSTEM, AGENCY)
    if kind == "xlsx":
        return open_file("standar.xlsx", workbook_of(place))
    return open_csv_files(csv_files_of(place))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@settings(max_examples=scaled(25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(content=standards().map(with_keys))
def test_an_export_imported_again_changes_nothing_whatever_it_says(
    session: Session, kind: str, content: Standard
) -> None:
    with pytest.raises(Undone), unit_of_work():
        agency = factories.an_agency(AGENCY)
        unit = factories.a_unit(agency)
        for slug in ("ktp", "kk"):
            factories.a_draft(factories.a_service(unit, slug=slug), content)
        factories.a_service(unit, slug="tanpa-standar")
        session.expire_all()
        file = exported(kind)
        assert file.problems == []
        plans = planned(file)
        assert {slug: (one.effect, one.problems) for slug, one in plans.items() if one.effect != "unchanged"} == {}
        assert set(plans) == {"ktp", "kk", "tanpa-standar"}
        raise Undone


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("make", [a_full_standard, a_good_standard])
def test_every_field_of_all_14_components_comes_through_a_file_alone(session: Session, kind: str, make: Any) -> None:
    """Into an agency that knows nothing of it: no field may hide in what is there already."""
    content = replace(make(), decree_number=None)
    with unit_of_work():
        factories.a_draft(
            factories.a_service(factories.a_unit(factories.an_agency(AGENCY), slug="dinas"), slug="ktp"), content
        )
        file = exported(kind)
        factories.a_unit(factories.an_agency("kota-lain"), slug="dinas")
        plans = imported(file, agency="kota-lain")
        assert [(one.effect, [p for p in one.problems if p.level == "error"]) for one in plans.values()] == [
            ("new_service", [])
        ]
        session.expire_all()
        read = open_place(SYSTEM, "kota-lain").bases["ktp"].standard
        assert read == content
        assert content_hash(read) == content_hash(content)


@settings(max_examples=scaled(25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_cell_that_was_changed_changes_its_field_and_nothing_else(session: Session, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["requirements", "procedure", "products", "texts", "legal_bases"]))
    content = a_full_standard(legal_bases=replace_in(a_full_standard().legal_bases, number="28a"))
    old = getattr(content, name)[0]
    field = data.draw(st.sampled_from([f.name for f in fields(old) if isinstance(getattr(old, f.name), str)]))
    assume(field in ("text", "name", "title", "condition", "place", "note", "article"))
    text = typed_by_hand(data.draw(WORDS))
    assume(text is not None and text != getattr(old, field))
    changed = replace(content, **{name: (replace(old, **{field: text}), *getattr(content, name)[1:])})
    with pytest.raises(Undone), unit_of_work():
        agency = factories.an_agency(AGENCY)
        service = factories.a_service(factories.a_unit(agency), slug="ktp")
        draft = factories.a_draft(service, changed)
        file = exported("xlsx")
        other = factories.a_draft(service, content)
        assert imported(file)["ktp"].effect == "rewritten_draft"
        session.expire_all()
        assert content_of(other) == changed == content_of(draft)
        raise Undone


def replace_in(rows: tuple[Any, ...], **more: Any) -> tuple[Any, ...]:
    return tuple(replace(row, **more) for row in rows)
