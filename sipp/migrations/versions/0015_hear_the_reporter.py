"""Hear of pressure on reporters apart from their report; keep what they ask about their data

Revision: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

KINDS = ("correction", "erasure")
STATES = ("open", "done", "declined")


def _one_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}_known"))


def upgrade() -> None:
    op.create_table(
        "pressure_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_pressure_note_report_id")),
        sa.ForeignKeyConstraint(["read_by"], ["user.id"], name=op.f("fk_pressure_note_read_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pressure_note")),
    )
    op.create_index(op.f("ix_pressure_note_report_id"), "pressure_note", ["report_id"])
    op.create_index(op.f("ix_pressure_note_read_at"), "pressure_note", ["read_at"])

    op.create_table(
        "data_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        _one_of("data_request", "kind", KINDS),
        _one_of("data_request", "state", STATES),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name=op.f("ck_data_request_decided_once")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_data_request_report_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_data_request_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    op.create_index(op.f("ix_data_request_report_id"), "data_request", ["report_id"])
    op.create_index(op.f("ix_data_request_state"), "data_request", ["state"])


def downgrade() -> None:
    op.drop_table("data_request")
    op.drop_table("pressure_note")
