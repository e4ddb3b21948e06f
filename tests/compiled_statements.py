"""What SQLAlchemy made of each statement, kept for all engines of a test process: each test has engines of its own.

To compile everything again takes each test with an application a third longer, minutes in the whole run.
"""

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

_STATEMENTS: LRUCache[object, object] = LRUCache(3000)


def share_dialects() -> None:
    """Let the dialects of one kind count as one: compiled statements are kept by their dialect.

    They are alike: every engine of a test process is made by the same code, for one SQLite or one PostgreSQL server.
    """
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        kind.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign, assignment]
        kind.__hash__ = lambda one: hash(type(one))  # type: ignore[method-assign, assignment]


def share_statements(engine: Engine) -> None:
    """Let an engine find what others compiled."""
    engine.update_execution_options(compiled_cache=_STATEMENTS)
