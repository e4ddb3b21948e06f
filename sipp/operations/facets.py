"""Filters of a list of results: what passes, how many would be left by each choice, and in which order they stand."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sipp.operations.offerings import Mark
from sipp.operations.result_rows import Row

Sorting = Literal["relevance", "name", "fee", "time"]
_LAST = 10**18


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What was chosen: agency kind, category (a life event's slug), only what is free, only what is online."""

    agency_kind: str | None = None
    category: str | None = None
    only_free: bool = False
    only_online: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """How many results would be left by each single choice, the other choices kept. Provinces: by two-digit code."""

    agency_kinds: Mapping[str, int]
    provinces: Mapping[str, int]
    categories: Mapping[str, int]
    free: int
    online: int


def chosen(rows: Sequence[Row], choices: Choices) -> list[Row]:
    """The rows that all choices let through, in their order; of a reference only the offers that they let through."""
    passed = [(row, _marks(row, choices)) for row in rows if _passes(row, choices)]
    return [_with_offers(row, marks) for row, marks in passed if marks or not _asks_for_offers(choices)]


def counted(rows: Sequence[Row], choices: Choices) -> Facets:
    """Count what each choice would leave."""
    kinds: Counter[str] = Counter()
    provinces: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    free = online = 0
    any_kind = Choices(only_online=choices.only_online)
    any_line = Choices(agency_kind=choices.agency_kind)
    for row in rows:
        is_cheap_enough = row.is_free or not choices.only_free
        is_in_category = choices.category is None or choices.category in row.categories
        marks = _marks(row, choices)
        is_offered = bool(marks) or not _asks_for_offers(choices)
        if is_in_category and is_cheap_enough:
            kinds.update({mark.agency_kind for mark in _marks(row, any_kind)})
            provinces.update({mark.province for mark in marks})
            online += any(mark.is_online for mark in _marks(row, any_line))
        if is_offered and is_cheap_enough:
            categories.update(row.categories)
        if is_offered and is_in_category:
            free += row.is_free
    provinces.pop("", None)
    return Facets(agency_kinds=kinds, provinces=provinces, categories=categories, free=free, online=online)


def in_order(rows: Sequence[Row], sorting: Sorting) -> list[Row]:
    """The rows by name, by the lowest fee, or by the shortest time; what is not told stands last.

    Sorting is stable: equal rows keep the order of the search.
    """
    match sorting:
        case "name":
            return sorted(rows, key=lambda row: row.name.casefold())
        case "fee":
            return sorted(rows, key=lambda row: _LAST if row.fee_idr is None else row.fee_idr)
        case "time":
            return sorted(rows, key=lambda row: _LAST if row.minutes is None else row.minutes)
        case "relevance":
            return list(rows)


def _passes(row: Row, choices: Choices) -> bool:
    if choices.only_free and not row.is_free:
        return False
    return choices.category is None or choices.category in row.categories


def _with_offers(row: Row, marks: Collection[Mark]) -> Row:
    if marks is row.marks or not isinstance(row.marks, Mapping):
        return row
    return replace(row, offer_count=sum(row.marks[mark] for mark in marks))


def _asks_for_offers(choices: Choices) -> bool:
    return choices.agency_kind is not None or choices.only_online


def _marks(row: Row, choices: Choices) -> Collection[Mark]:
    """The marks of a row that the choices about offers let through."""
    if not _asks_for_offers(choices):
        return row.marks
    return [
        mark
        for mark in row.marks
        if (choices.agency_kind is None or mark.agency_kind == choices.agency_kind)
        and (mark.is_online or not choices.only_online)
    ]
