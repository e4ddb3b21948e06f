"""Say when a report was erased; let its frozen rows lose their words then, and only then

Revision: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

#: Frozen table -> the column that holds words; all others stay frozen for ever.
WORDS = {"report_event": "details", "breach": "finding"}


def upgrade() -> None:
    op.add_column("report", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    connection = op.get_bind()
    is_postgres = connection.dialect.name == "postgresql"
    if is_postgres:
        op.execute(
            "CREATE FUNCTION refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF EXISTS (SELECT 1 FROM report WHERE id = OLD.report_id AND erased_at IS NOT NULL)"
            " THEN RETURN NEW; END IF;"
            " RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table, words in WORDS.items():
        names = [column["name"] for column in sa.inspect(connection).get_columns(table)]
        others = ", ".join(f'"{name}"' for name in names if name != words)
        if is_postgres:
            op.execute(f"DROP TRIGGER {table}_update ON {table}")
            for trigger, columns, function in (
                (f"{table}_update", others, "refuse_change"),
                (f"{table}_erase", words, "refuse_unless_erased"),
            ):
                op.execute(
                    f"CREATE TRIGGER {trigger} BEFORE UPDATE OF {columns} ON {table}"
                    f" FOR EACH ROW EXECUTE FUNCTION {function}()"
                )
            continue
        refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        is_kept = "NOT EXISTS (SELECT 1 FROM report WHERE id = OLD.report_id AND erased_at IS NOT NULL)"
        op.execute(f"DROP TRIGGER {table}_update")
        op.execute(f"CREATE TRIGGER {table}_update BEFORE UPDATE OF {others} ON {table} {refusal}")
        op.execute(f"CREATE TRIGGER {table}_erase BEFORE UPDATE OF {words} ON {table} WHEN {is_kept} {refusal}")


def downgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for table in WORDS:
        on = f" ON {table}" if is_postgres else ""
        op.execute(f"DROP TRIGGER {table}_erase{on}")
        op.execute(f"DROP TRIGGER {table}_update{on}")
        done = (
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            if is_postgres
            else f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        op.execute(f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {done}")
    if is_postgres:
        op.execute("DROP FUNCTION refuse_unless_erased()")
    op.drop_column("report", "erased_at")
