"""Remember how far lateness climbed; tell of a reprimand who asked for it, how it was served and answered

Revision: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

LEVELS = ("half", "most", "overdue", "reprimand")


def upgrade() -> None:
    listed = ", ".join(f"'{level}'" for level in LEVELS)
    op.create_table(
        "escalation",
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"level IN ({listed})", name=op.f("ck_escalation_level_known")),
        sa.ForeignKeyConstraint(["clock_id"], ["report_clock.id"], name=op.f("fk_escalation_clock_id")),
        sa.PrimaryKeyConstraint("clock_id", "level", name=op.f("pk_escalation")),
    )
    with op.batch_alter_table("report_clock") as table:
        table.add_column(sa.Column("next_level_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index("ix_report_clock_next_level", ["stopped_at", "next_level_at"])
    op.execute(
        "UPDATE report_clock SET next_level_at = (SELECT submitted_at FROM report WHERE report.id = report_id)"
        " WHERE stopped_at IS NULL AND clock IN ('forward', 'first_reply', 'settle', 'outer_limit')"
    )
    with op.batch_alter_table("reprimand") as table:
        table.add_column(sa.Column("clock_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("consequence", sa.String(length=300), nullable=False, server_default=""))
        table.add_column(sa.Column("asked_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("served_by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("answer", sa.Text(), nullable=True))
        table.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("note", sa.Text(), nullable=True))
        table.create_foreign_key(op.f("fk_reprimand_clock_id"), "report_clock", ["clock_id"], ["id"])
        table.create_foreign_key(op.f("fk_reprimand_asked_by_id"), "user", ["asked_by_id"], ["id"])
    with op.batch_alter_table("reprimand") as table:
        table.alter_column("consequence", server_default=None)
        table.alter_column("served_by_hand", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("reprimand") as table:
        table.drop_constraint(op.f("fk_reprimand_asked_by_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_reprimand_clock_id"), type_="foreignkey")
        for column in ("note", "answered_at", "answer", "served_by_hand", "asked_by_id", "consequence", "clock_id"):
            table.drop_column(column)
    with op.batch_alter_table("report_clock") as table:
        table.drop_index("ix_report_clock_next_level")
        table.drop_column("next_level_at")
    op.drop_table("escalation")
