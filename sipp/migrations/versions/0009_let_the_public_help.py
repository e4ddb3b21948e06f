"""Let citizens propose corrections; remember whether links open

Revision: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

COMPONENTS = (
    "legal_basis",
    "requirements",
    "procedure",
    "time_limit",
    "fee",
    "product",
    "facilities",
    "staff_competence",
    "internal_oversight",
    "complaint_handling",
    "staff_count",
    "service_guarantee",
    "security_guarantee",
    "performance_evaluation",
)
FAILURES = (
    "not_public",
    "no_such_host",
    "no_answer",
    "refused",
    "not_found",
    "server_fault",
    "too_many_redirects",
)
STATES = ("waiting", "accepted", "declined", "taken_up")


def _one_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}_known"))


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nonce_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("component", sa.String(length=40), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        _one_of("correction", "component", COMPONENTS),
        _one_of("correction", "state", STATES),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_correction_decided_once")),
        sa.CheckConstraint(
            "(state = 'taken_up') = (taken_up_at IS NOT NULL)", name=op.f("ck_correction_taken_up_at_known")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_correction_service_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["standard_version.id"], name=op.f("fk_correction_version_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_correction_decided_by")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["standard_version.id"], name=op.f("fk_correction_draft_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("nonce_hash", name=op.f("uq_correction_nonce_hash")),
    )
    op.create_index("ix_correction_service_state", "correction", ["service_id", "state"])
    op.create_index("ix_correction_decided_at", "correction", ["decided_at"])
    op.create_index(op.f("ix_correction_draft_id"), "correction", ["draft_id"])

    op.create_table(
        "web_link",
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("next_visit_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=20), nullable=True),
        sa.Column("failed_days", sa.Integer(), nullable=False),
        sa.Column("last_failed_on", sa.Date(), nullable=True),
        _one_of("web_link", "failure", FAILURES),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_web_link")),
    )
    op.create_index(op.f("ix_web_link_next_visit_at"), "web_link", ["next_visit_at"])


def downgrade() -> None:
    op.drop_table("web_link")
    op.drop_table("correction")
