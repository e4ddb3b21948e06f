"""Many published versions in one transaction: a content is sent to the database once, then copied there.

The triggers hold here as everywhere: versions are stored as drafts, get their rows, and are published last.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table, bindparam, func, insert, select, text, update
from sqlalchemy.orm import Session

from sipp.db import is_postgres
from sipp.models.components import CONTENT_TABLES, ROW_TABLES, VariantRow
from sipp.models.promises import PromiseSpan
from sipp.models.standards import Publication, StandardVersion, Withdrawal
from sipp.operations.promise_spans import begins_at
from sipp.rules.standards import Fee, Standard
from sipp.seeding.country_standards import WITHDRAWAL_REASON, Edition, History

_COPIES = Table(
    "copied_version",
    MetaData(),
    Column("version_id", Integer, primary_key=True, autoincrement=False),
    Column("template_id", Integer, nullable=False),
    prefixes=["TEMPORARY"],
)


def new_ids(session: Session, model: Any, count: int) -> Sequence[int]:
    """Keys for new rows of a table, taken from its sequence where the engine has one."""
    table = model.__table__
    if is_postgres(session):
        numbers = func.generate_series(1, count).table_valued("number")
        taken = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
        return list(session.scalars(select(taken).select_from(numbers)))
    first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
    return range(first, first + count)


def insert_rows(session: Session, model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of one table at once; every row names the same columns."""
    if rows:
        session.execute(insert(model.__table__), rows)


class VersionBatch:
    """The versions of one transaction: ``add`` them owner by owner, then ``store`` them."""

    def __init__(self) -> None:
        self._owned: list[tuple[str, int, str, History]] = []

    def add(self, owner_column: str, owner_id: int, zone: str, history: History) -> None:
        """The versions of one owner, who must have none yet; ``owner_column`` is "service_id" or "reference_id"."""
        self._owned.append((owner_column, owner_id, zone, history))

    def store(self, session: Session) -> int:
        """Write all versions with their content, publications, withdrawals and spans; returns how many."""
        ids = iter(new_ids(session, StandardVersion, sum(len(history.editions) for *_, history in self._owned)))
        own_ids = [[next(ids) for _ in history.editions] for *_, history in self._owned]
        numbered = [
            (owner[0], owner[1], version_id, number, edition)
            for owner, version_ids in zip(self._owned, own_ids, strict=True)
            for number, (version_id, edition) in enumerate(zip(version_ids, owner[3].editions, strict=True), start=1)
        ]
        insert_rows(session, StandardVersion, [_draft(*one) for one in numbered])
        _store_contents(session, [(version_id, edition) for _, _, version_id, _, edition in numbered])
        publications = [{"version_id": one[2], "recorded_at": one[4].recorded_at} for one in numbered]
        insert_rows(session, Publication, publications)
        _number(session, [{"of_id": one[2], "its_number": one[3]} for one in numbered])
        self._store_life_cycles(session, own_ids)
        return len(numbered)

    def _store_life_cycles(self, session: Session, own_ids: Sequence[Sequence[int]]) -> None:
        spans, withdrawals = [], []
        for (column, owner_id, zone, history), version_ids in zip(self._owned, own_ids, strict=True):
            owner = {"service_id": None, "reference_id": None, column: owner_id}
            for period in history.periods:
                spans.append(
                    {
                        "version_id": version_ids[period.version],
                        **owner,
                        "starts_at": _begins_at(period.first_day, zone),
                        "ends_at": _begins_at(period.end_day, zone) if period.end_day else None,
                        **history.editions[period.version].span,
                    }
                )
            if history.withdrawn_on:
                withdrawals.append(
                    {
                        "version_id": version_ids[-1],
                        "effective_on": history.withdrawn_on,
                        "recorded_at": history.withdrawn_at,
                        "reason": WITHDRAWAL_REASON,
                    }
                )
        insert_rows(session, Withdrawal, withdrawals)
        insert_rows(session, PromiseSpan, spans)


def _draft(column: str, owner_id: int, version_id: int, _number: int, edition: Edition) -> dict[str, Any]:
    return {
        "id": version_id,
        "service_id": None,
        "reference_id": None,
        column: owner_id,
        "state": "draft",
        "effective_from": edition.effective_from,
        "effective_basis": edition.standard.effective_basis,
        "content_hash": edition.content_hash,
        "created_at": edition.recorded_at,
        "row_version": 1,
    }


def _number(session: Session, numbers: Sequence[dict[str, int]]) -> None:
    published = update(StandardVersion).where(StandardVersion.id == bindparam("of_id"))
    session.connection().execute(published.values(state="published", number=bindparam("its_number")), numbers)


def _store_contents(session: Session, versions: Sequence[tuple[int, Edition]]) -> None:
    copies = []
    rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in (VariantRow, *ROW_TABLES.values())}
    for version_id, edition in versions:
        if edition.template_id is None:
            edition.template_id = version_id
            _collect_rows(rows, version_id, edition.standard)
        else:
            copies.append({"version_id": version_id, "template_id": edition.template_id})
    for table, found in rows.items():
        insert_rows(session, table, found)
    if copies:
        _copy_contents(session, copies)


def _collect_rows(rows: dict[Any, list[dict[str, Any]]], version_id: int, standard: Standard) -> None:
    rows[VariantRow] += [
        {"version_id": version_id, "code": variant.code, "label": variant.label, "position": position}
        for position, variant in enumerate(standard.variants, start=1)
    ]
    for name, table in ROW_TABLES.items():
        for position, value in enumerate(getattr(standard, name), start=1):
            row = {**vars(value), "version_id": version_id, "position": position}
            if isinstance(value, Fee) and value.formula is not None:
                row["formula"] = asdict(value.formula)
            rows[table].append(row)


def _copy_contents(session: Session, copies: Sequence[dict[str, int]]) -> None:
    connection = session.connection()
    _COPIES.create(connection, checkfirst=False)
    connection.execute(insert(_COPIES), copies)
    for statement in _copy_statements():
        connection.execute(text(statement))
    _COPIES.drop(connection, checkfirst=False)


@lru_cache(maxsize=1)
def _copy_statements() -> tuple[str, ...]:
    """CROSS JOIN keeps SQLite's order of loops: the few copies outside, the key of the large table inside."""
    statements = []
    for name in CONTENT_TABLES:
        table = StandardVersion.metadata.tables[name]
        columns = [f'"{column.name}"' for column in table.columns if column.name != "version_id"]
        statements.append(
            f"INSERT INTO {name} (version_id, {', '.join(columns)}) "
            f"SELECT copied_version.version_id, {', '.join('model.' + column for column in columns)} "
            f"FROM copied_version CROSS JOIN {name} AS model WHERE model.version_id = copied_version.template_id"
        )
    return tuple(statements)


@lru_cache(maxsize=10_000)
def _begins_at(day: date, zone: str) -> datetime:
    return begins_at(day, zone)
