"""Keep the letters of reprimands as they were signed

Revision: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("reprimand", sa.Column("signer_title", sa.String(length=200), nullable=True))
    op.create_table(
        "reprimand_letter",
        sa.Column("reprimand_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=False),
        sa.Column("public_copy", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["reprimand_id"], ["reprimand.id"], name=op.f("fk_reprimand_letter_reprimand_id")),
        sa.PrimaryKeyConstraint("reprimand_id", name=op.f("pk_reprimand_letter")),
    )
    is_postgres = op.get_bind().dialect.name == "postgresql"
    refusal = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        if is_postgres
        else "BEGIN SELECT RAISE(ABORT, 'reprimand_letter is append-only'); END"
    )
    for act in ("update", "delete"):
        op.execute(f"CREATE TRIGGER reprimand_letter_{act} BEFORE {act.upper()} ON reprimand_letter {refusal}")
    if is_postgres:
        op.execute(
            "CREATE TRIGGER reprimand_letter_truncate BEFORE TRUNCATE ON reprimand_letter"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncation()"
        )


def downgrade() -> None:
    op.drop_table("reprimand_letter")
    op.drop_column("reprimand", "signer_title")
