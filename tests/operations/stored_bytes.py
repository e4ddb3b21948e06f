"""Everything that is stored: the values of every table, and on SQLite the bytes of the files themselves."""

from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine


def everything_in(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table as the database has it, by table name."""
    with engine.connect() as connection:
        return {
            name: [dict(row._mapping) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]
            for name in inspect(engine).get_table_names()
        }


def tables_holding(engine: Engine, words: str) -> set[str]:
    """The tables in which some value contains the words, as text or in bytes."""
    raw = words.encode()
    return {
        name
        for name, rows in everything_in(engine).items()
        for row in rows
        for value in row.values()
        if (raw in bytes(value) if isinstance(value, bytes | memoryview) else words in str(value))
    }


def files_holding(folder: Path, words: str) -> set[str]:
    """The files below a folder whose bytes contain the words: database, write-ahead log, temporary files."""
    raw = words.encode()
    return {path.name for path in folder.rglob("*") if path.is_file() and raw in path.read_bytes()}
