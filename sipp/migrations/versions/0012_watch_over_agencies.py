"""Keep the score of each published version, reminders to agencies and the evaluations of a year

`sipp migrate` fills the scores of versions that were published before.

Revision: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

APPEND_ONLY_TABLES = ("agency_reminder", "evaluation", "evaluation_figure")


def upgrade() -> None:
    op.add_column("promise_span", sa.Column("completeness", sa.Integer(), nullable=True))
    op.create_table(
        "agency_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_reminder_agency_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_agency_reminder_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_reminder")),
        sa.UniqueConstraint("agency_id", "week", name=op.f("uq_agency_reminder_agency_id_week")),
    )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scheduled_year", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("score_rule_version", sa.Integer(), nullable=False),
        sa.Column("lowest_score", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_evaluation_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("scheduled_year", name=op.f("uq_evaluation_scheduled_year")),
    )
    op.create_table(
        "evaluation_figure",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("agency_name", sa.String(length=200), nullable=False),
        sa.Column("agency_kind", sa.String(length=20), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("is_receiving", sa.Boolean(), nullable=False),
        sa.Column("liaisons", sa.Integer(), nullable=False),
        sa.Column("services", sa.Integer(), nullable=False),
        sa.Column("in_force", sa.Integer(), nullable=False),
        sa.Column("late_reviews", sa.Integer(), nullable=False),
        sa.Column("low_scores", sa.Integer(), nullable=False),
        sa.Column("score_sum", sa.Integer(), nullable=False),
        sa.Column("verified", sa.Integer(), nullable=False),
        sa.Column("consulted", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("units_with_address", sa.Integer(), nullable=False),
        sa.Column("units_with_pledge", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluation.id"], name=op.f("fk_evaluation_figure_evaluation_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_evaluation_figure_agency_id")),
        sa.PrimaryKeyConstraint("evaluation_id", "agency_id", name=op.f("pk_evaluation_figure")),
    )
    for table in APPEND_ONLY_TABLES:
        _append_only(table)


def downgrade() -> None:
    for table in reversed(APPEND_ONLY_TABLES):
        op.drop_table(table)
    op.drop_column("promise_span", "completeness")


def _append_only(table: str) -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for act in ("update", "delete"):
        if is_postgres:
            done = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        else:
            done = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        op.execute(f"CREATE TRIGGER {table}_{act} BEFORE {act.upper()} ON {table} {done}")
