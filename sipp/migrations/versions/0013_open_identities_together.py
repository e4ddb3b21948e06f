"""Let two custodians open a sealed identity together, each on record

Revision: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "unsealing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("half_open", sa.LargeBinary(), nullable=True),
        sa.Column("half_opened_by_id", sa.Integer(), nullable=True),
        sa.Column("half_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "opened_by_id IS NULL OR (closed_at IS NOT NULL AND half_opened_by_id IS NOT NULL"
            " AND half_opened_by_id <> opened_by_id)",
            name=op.f("ck_unsealing_two_people"),
        ),
        sa.CheckConstraint("closed_at IS NULL OR half_open IS NULL", name=op.f("ck_unsealing_nothing_left_open")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_unsealing_report_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_unsealing_asked_by_id")),
        sa.ForeignKeyConstraint(["half_opened_by_id"], ["user.id"], name=op.f("fk_unsealing_half_opened_by_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["user.id"], name=op.f("fk_unsealing_opened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsealing")),
    )
    op.create_index(op.f("ix_unsealing_report_id"), "unsealing", ["report_id"])


def downgrade() -> None:
    op.drop_table("unsealing")
