"""Tell why a query is counted; keep curated answers; number search changes from the first

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ONE_TARGET = " + ".join(
    f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in ("reference_id", "service_id", "agency_id", "url")
)


def upgrade() -> None:
    _remake_search_term(
        sa.Column("query", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "reason IN ('nothing', 'few', 'fewer_words', 'without_index')", name=op.f("ck_search_term_reason_known")
        ),
    )
    # Without its row no change could be numbered; so far only the seed made it.
    op.execute(
        "INSERT INTO search_counter (id, value) SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM search_counter WHERE id = 1)"
    )
    op.create_table(
        "curated_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phrase", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("reference_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=300), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"{ONE_TARGET} = 1", name=op.f("ck_curated_answer_one_target")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_curated_answer_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["reference_id"], ["reference_service.id"], name=op.f("fk_curated_answer_reference_id")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_curated_answer_service_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_curated_answer_agency_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_curated_answer_created_by_id")),
        sa.ForeignKeyConstraint(["retired_by_id"], ["user.id"], name=op.f("fk_curated_answer_retired_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curated_answer")),
    )
    for column in ("reference_id", "service_id", "agency_id", "valid_until"):
        op.create_index(op.f(f"ix_curated_answer_{column}"), "curated_answer", [column])
    op.create_table(
        "curated_alias",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("phrase", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["curated_answer.id"], name=op.f("fk_curated_alias_answer_id")),
        sa.PrimaryKeyConstraint("answer_id", "position", name=op.f("pk_curated_alias")),
    )


def downgrade() -> None:
    op.drop_table("curated_alias")
    op.drop_table("curated_answer")
    _remake_search_term(sa.Column("query", sa.String(length=200), nullable=False))


def _remake_search_term(*parts: sa.Column[str] | sa.CheckConstraint) -> None:
    """Nothing was written into the table before this release, and nobody misses counts on the way back."""
    op.drop_table("search_term")
    op.create_table(
        "search_term",
        sa.Column("day", sa.Date(), nullable=False),
        *parts,
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("is_corrected", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", "query", name=op.f("pk_search_term")),
    )
