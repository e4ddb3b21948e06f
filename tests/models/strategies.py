"""Any standard that the tables can hold, for property tests: every field from its declared type and column."""

from dataclasses import fields
from datetime import date
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from sqlalchemy import BigInteger, String

from sipp.models.components import ROW_TABLES
from sipp.rules.standards import Formula, FormulaParameter, Row, Standard, Variant

LARGEST_INTEGER = 2**31 - 1
LARGEST_BIG_INTEGER = 2**63 - 1

# PostgreSQL stores no NUL, UTF-8 no surrogate.
characters = st.characters(exclude_characters="\0", exclude_categories=["Cs"])


def texts(max_length: int = 200) -> st.SearchStrategy[str]:
    """Any text that a column takes."""
    return st.text(characters, max_size=max_length)


formulas = st.builds(
    Formula,
    text=texts(),
    rate=st.fractions(min_value=0, max_value=10).map(str),
    constant_idr=st.integers(0, LARGEST_BIG_INTEGER),
    parameters=st.lists(st.builds(FormulaParameter, name=texts(20), label=texts(20), unit=st.none() | texts(9))).map(
        tuple
    ),
    example=st.dictionaries(texts(20), st.integers(0, LARGEST_BIG_INTEGER), max_size=3),
    example_amount_idr=st.none() | st.integers(0, LARGEST_BIG_INTEGER),
)
variants = st.builds(Variant, code=texts(60), label=texts())


def fields_of(row_type: type[Row]) -> dict[str, st.SearchStrategy[Any]]:
    """A strategy for each field of a kind of row."""
    table = next(table for table in ROW_TABLES.values() if table.value_type is row_type).__table__
    hints = get_type_hints(row_type)
    return {one.name: _values(hints[one.name], table.columns[one.name].type) for one in fields(row_type)}


def rows(row_type: type[Row]) -> st.SearchStrategy[tuple[Row, ...]]:
    """Rows of one kind under distinct keys."""
    found = st.builds(row_type, **fields_of(row_type))
    return st.lists(found, max_size=3, unique_by=lambda row: row.row_key).map(tuple)


def standards() -> st.SearchStrategy[Standard]:
    """Any whole standard; its decree is a row of another table and left out."""
    return st.builds(
        Standard,
        effective_from=st.dates(date(1900, 1, 1), date(2199, 12, 31)),
        effective_basis=st.none() | texts(),
        decree_number=st.none(),
        variants=st.lists(variants, max_size=3, unique_by=lambda variant: variant.code).map(tuple),
        **{name: rows(table.value_type) for name, table in ROW_TABLES.items()},  # type: ignore[arg-type]
    )


def _values(hint: Any, column: Any) -> st.SearchStrategy[Any]:
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(*[_values(part, column) for part in get_args(hint)])
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if hint is type(None):
        return st.none()
    if hint is bool:
        return st.booleans()
    if hint is int:
        return st.integers(0, LARGEST_BIG_INTEGER if isinstance(column, BigInteger) else LARGEST_INTEGER)
    if hint is Formula:
        return formulas
    assert hint is str, hint
    return texts(min(200, column.length or 200) if isinstance(column, String) else 200)
