"""Keep beside a draft that was read from a file what stood in the file

Revision: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "import_note",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("component", sa.String(length=40), nullable=True),
        sa.Column("row_key", sa.String(length=80), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["standard_version.id"], name=op.f("fk_import_note_version_id")),
        sa.PrimaryKeyConstraint("version_id", "position", name=op.f("pk_import_note")),
    )


def downgrade() -> None:
    op.drop_table("import_note")
