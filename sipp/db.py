"""The database extension: one engine, short writing transactions, readers that cannot write.

SQLite: WAL, ``synchronous=FULL`` (an acknowledged report survives power loss), foreign keys on, ``secure_delete``.
The ``begin`` event emits BEGIN IMMEDIATE for a unit of work and a plain BEGIN with ``query_only`` elsewhere: with
IMMEDIATE everywhere readers lock each other out, with plain BEGIN read-then-write fails at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, MetaData, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from sipp.config import Config
from sipp.rules.errors import Conflict

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


#: How PostgreSQL calls a second row where there may be one.
UNIQUE_VIOLATION = "23505"
#: So long SQLite waits for another writer.
BUSY_SECONDS = 20


class Base(DeclarativeBase):
    """Base of every table; names of constraints follow one convention so that migrations can drop them."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. Values without a zone are refused; SQLite stores them without, read back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def init_database(app: Flask, config: Config) -> None:
    """Attach engine and session to the application."""
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(config)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine)


def current_session() -> Session:
    """The session of the request, command or job at hand."""
    session: Session = db.session()
    return session


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One writing transaction: ends the reading one, commits when the block ends well, rolls back otherwise.

    Stands in the view, the command or the worker, once; operations never commit. Raises Conflict where somebody else
    changed or added the same row meanwhile.
    """
    session = current_session()
    session.rollback()
    session.connection(execution_options={"is_writing": True})
    try:
        yield session
        session.commit()
    except BaseException as error:
        session.rollback()
        if _was_overtaken(error):
            raise Conflict("changed_meanwhile") from error
        raise


def is_postgres(session: Session) -> bool:
    """Whether rows can be locked one by one (PostgreSQL) or the writer has the whole database (SQLite)."""
    return session.get_bind().dialect.name == "postgresql"


def take_turn(table: type[Base]) -> None:
    """Let nobody else who takes a turn at the table go on before this transaction ends.

    For rules over many rows, which no lock of one row keeps. On SQLite each writer has the whole database.
    """
    session = current_session()
    if is_postgres(session):
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(table.__tablename__))))


def insert_or(table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say what happens where there is such a row: both engines know ``on_conflict_do_...``."""
    return postgresql.insert(table) if is_postgres(current_session()) else sqlite.insert(table)


def forget_replaced_bytes(patience_seconds: int = 2) -> bool:
    """Leave no byte of what was replaced or deleted; whether that is so now. Not inside a transaction.

    SQLite: ``secure_delete`` overwrites in the file, and the write-ahead log is emptied here unless somebody still
    reads from it (call again later). PostgreSQL keeps old rows until VACUUM and may keep their bytes until VACUUM FULL,
    and in its own log until that is recycled: that is its administrator's, and the answer is False.
    """
    if db.engine.dialect.name != "sqlite":
        return False
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={patience_seconds * 1000}")
        is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        return not is_busy
    finally:
        connection.close()


def _was_overtaken(error: BaseException) -> bool:
    """Whether somebody else changed the row meanwhile, or added it (on PostgreSQL: SQLite's writers take turns)."""
    is_there = isinstance(error, IntegrityError) and getattr(error.orig, "sqlstate", None) == UNIQUE_VIOLATION
    return is_there or isinstance(error, StaleDataError)


def _engine_options(config: Config) -> dict[str, Any]:
    options: dict[str, Any] = {"hide_parameters": True}
    if make_url(config.database_url).get_backend_name() == "postgresql":
        options |= {"pool_pre_ping": True, "isolation_level": "READ COMMITTED"}
    else:
        options["connect_args"] = {"timeout": BUSY_SECONDS}
    return options


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            # Without it INSERT OR REPLACE deletes a row without asking the triggers that freeze it.
            "recursive_triggers=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
            # 2 MB a connection: a web process has one for each thread, and the system caches the file anyway.
            "cache_size=-2000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_writing = connection.get_execution_options().get("is_writing", False)
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if is_writing else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
