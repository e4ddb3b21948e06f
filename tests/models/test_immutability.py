"""A published version never changes and the journals only grow: the database itself refuses, whoever asks."""

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from sipp.db import Base, unit_of_work
from sipp.models.components import CONTENT_TABLES
from sipp.models.standards import StandardVersion
from sipp.operations.versions import content_of, contents_of, published_versions
from sipp.rules.standards import content_hash
from tests import factories
from tests.full_standard import a_full_standard

pytestmark = pytest.mark.any_database

APPEND_ONLY_TABLES = (
    "publication",
    "withdrawal",
    "verification",
    "review_due",
    "public_consultation",
    "review_remark",
    "seen_difference",
    "audit_entry",
    "audit_link",
    "ledger_entry",
    "ledger_link",
    "report_event",
    "breach",
    "agency_reminder",
    "evaluation",
    "evaluation_figure",
    "reprimand_letter",
)


def refused(statement: str) -> bool:
    """Whether the database refuses a statement by one of its triggers."""
    try:
        with unit_of_work() as session:
            session.execute(text(statement))
    except DBAPIError as error:
        return "never changes" in str(error.orig) or "append-only" in str(error.orig)
    return False


def a_frozen_version() -> int:
    with unit_of_work():
        return factories.a_published_version(content=a_full_standard()).id


def test_a_published_version_takes_neither_update_nor_delete(session: Session) -> None:
    version_id = a_frozen_version()

    assert refused(f"UPDATE standard_version SET effective_basis = 'lain' WHERE id = {version_id}")
    assert refused(f"UPDATE standard_version SET state = 'draft', number = NULL WHERE id = {version_id}")
    assert refused(f"DELETE FROM standard_version WHERE id = {version_id}")


@pytest.mark.parametrize("table", CONTENT_TABLES)
def test_rows_of_a_published_version_are_frozen(session: Session, table: str) -> None:
    version_id = a_frozen_version()
    key = "code" if table == "standard_variant" else "row_key"

    assert refused(f"UPDATE {table} SET position = position + 100 WHERE version_id = {version_id}")
    assert refused(f"DELETE FROM {table} WHERE version_id = {version_id}")
    columns = [column.name for column in Base.metadata.tables[table].columns]
    copied = ", ".join(f"'baru-sekali' AS {name}" if name == key else f'"{name}"' for name in columns)
    listed = ", ".join(f'"{name}"' for name in columns)
    assert refused(f"INSERT INTO {table} ({listed}) SELECT {copied} FROM {table} WHERE version_id = {version_id}")


@pytest.mark.parametrize("table", CONTENT_TABLES)
def test_rows_cannot_be_moved_into_a_published_version(session: Session, table: str) -> None:
    frozen = a_frozen_version()
    with unit_of_work():
        draft = factories.a_draft(content=a_full_standard()).id
    key = "code" if table == "standard_variant" else "row_key"

    assert refused(f"UPDATE {table} SET version_id = {frozen}, {key} = 'pindah' WHERE version_id = {draft}")


def test_a_draft_may_still_be_changed(session: Session) -> None:
    with unit_of_work():
        draft = factories.a_draft(content=a_full_standard()).id

    assert not refused(f"UPDATE standard_fee SET position = position + 100 WHERE version_id = {draft}")
    assert not refused(f"DELETE FROM standard_requirement WHERE version_id = {draft}")


def test_a_decree_in_use_is_frozen(session: Session) -> None:
    with unit_of_work() as writing:
        agency = factories.an_agency()
        decree = factories.a_decree(agency)
        draft = factories.a_draft(factories.a_service(factories.a_unit(agency)))
        draft.decree_id = decree.id
        writing.flush()
        factories.publish(factories.SYSTEM, draft)
        decree_id = decree.id

    assert refused(f"UPDATE decree SET number = 'lain' WHERE id = {decree_id}")
    assert refused(f"DELETE FROM decree WHERE id = {decree_id}")


@pytest.mark.parametrize("table", APPEND_ONLY_TABLES)
def test_journals_take_neither_update_nor_delete(session: Session, table: str, any_database: str) -> None:
    column = list(Base.metadata.tables[table].columns)[-1].name
    if any_database == "sqlite":
        names = session.scalars(text(f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"))
    else:
        names = session.scalars(
            text(f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND NOT tgisinternal")
        )
    assert {f"{table}_update", f"{table}_delete"} <= set(names)
    if table in ("publication", "audit_entry"):
        a_frozen_version()
        assert refused(f'UPDATE {table} SET "{column}" = "{column}"')
        assert refused(f"DELETE FROM {table}")


def test_content_comes_back_as_it_was_stored(session: Session) -> None:
    content = a_full_standard()
    with unit_of_work():
        version_id = factories.a_published_version(content=content).id

    version = session.get_one(StandardVersion, version_id)

    assert content_of(version) == content
    assert version.content_hash == content_hash(content)
    assert contents_of([version]) == {version_id: content}


def test_a_number_cannot_be_given_twice(session: Session) -> None:
    with unit_of_work():
        service_id = factories.a_published_version().service_id

    with unit_of_work() as writing, pytest.raises(DBAPIError):
        writing.execute(
            insert(StandardVersion).values(
                service_id=service_id,
                number=1,
                state="published",
                effective_from=factories.FIRST_DAY,
                content_hash="0" * 64,
                created_at=factories.LONG_AGO,
                row_version=1,
            )
        )


def test_a_session_outside_a_unit_of_work_cannot_write_on_sqlite(session: Session, any_database: str) -> None:
    version_id = a_frozen_version()
    statement = update(StandardVersion).where(StandardVersion.id == version_id + 1).values(row_version=2)

    if any_database == "sqlite":
        with pytest.raises(DBAPIError, match="readonly"):
            session.execute(statement)
    else:
        assert session.execute(statement).rowcount == 0
    session.rollback()


def test_published_numbers_are_dense(session: Session) -> None:
    with unit_of_work():
        service = factories.a_service()
        for _ in range(3):
            factories.a_published_version(service)
        numbers = [version.number for version in published_versions(service)]

    assert numbers == [3, 2, 1]
    assert session.scalar(select(func.count()).select_from(StandardVersion)) == 3


@pytest.mark.parametrize("table", ["standard_version", "standard_fee", "publication", "audit_entry"])
def test_replacing_a_frozen_row_is_refused_like_changing_it(session: Session, table: str, any_database: str) -> None:
    a_frozen_version()
    if any_database == "sqlite":
        assert refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        assert refused(f"DELETE FROM {table}")
