"""From the rows of the seed files to the typed values of ``rules/standards.py``."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from sipp.rules.standards import ROW_TYPES, Formula, FormulaParameter, Standard, Variant

SeedRow = Mapping[str, Any]


class SeedError(ValueError):
    """A seed file holds something that cannot be a standard; the message names file and row."""


def standard_from(seed: Mapping[str, Any], sources: Mapping[str, str], where: str) -> Standard:
    """The content of one seeded version; every row is a sample with its source."""
    return Standard(
        effective_from=_day(seed["effective_from"]),
        effective_basis=seed.get("effective_basis"),
        variants=tuple(Variant(code=v["code"], label=v["label"]) for v in seed.get("variants", ())),
        **{name: rows_from(name, seed.get(name, ()), sources, where) for name in ROW_TYPES},  # type: ignore[arg-type]
    )


def rows_from(name: str, rows: Sequence[SeedRow], sources: Mapping[str, str], where: str) -> tuple[Any, ...]:
    """The rows of one field of a standard (``requirements``, ``fees`` ...) as typed values, in their order."""
    return tuple(_row(name, row, sources, f"{where}: {name} {row.get('key', '?')}") for row in rows)


def source_words(codes: Sequence[str] | str | None, sources: Mapping[str, str], where: str) -> str | None:
    """The titles of the cited sources, joined; raises SeedError for an unknown code."""
    if not codes:
        return None
    listed = [codes] if isinstance(codes, str) else list(codes)
    unknown = [code for code in listed if code not in sources]
    if unknown:
        raise SeedError(f"{where}: unknown source {', '.join(unknown)}")
    return "; ".join(dict.fromkeys(sources[code] for code in listed))


def _row(name: str, seed: SeedRow, sources: Mapping[str, str], where: str) -> Any:
    row_type = ROW_TYPES[name]
    values = dict(seed)
    values["row_key"] = values.pop("key")
    values["source"] = source_words(values.pop("source", None), sources, where)
    values.setdefault("confidence", "sample")
    if isinstance(values.get("formula"), Mapping):
        values["formula"] = _formula(values["formula"])
    known = {f.name for f in fields(row_type)}
    unknown = set(values) - known
    if unknown:
        raise SeedError(f"{where}: unknown field {', '.join(sorted(unknown))}")
    if values["source"] is None or values.get("certainty") not in ("high", "medium", "low"):
        raise SeedError(f"{where}: a seeded row needs its source and its certainty")
    try:
        return row_type(**values)
    except TypeError as error:
        raise SeedError(f"{where}: {error}") from error


def _formula(seed: Mapping[str, Any]) -> Formula:
    parameters = tuple(FormulaParameter(**parameter) for parameter in seed["parameters"])
    return Formula(**{**seed, "rate": str(seed["rate"]), "parameters": parameters})


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
