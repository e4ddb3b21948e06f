"""Keep for each published version when it is in force and what it promises at a glance

`sipp migrate` fills the table for versions that were published before.

Revision: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "promise_span",
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("reference_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fee_answer", sa.String(length=20), nullable=False),
        sa.Column("fee_minimum_idr", sa.BigInteger(), nullable=True),
        sa.Column("fee_maximum_idr", sa.BigInteger(), nullable=True),
        sa.Column("time_kind", sa.String(length=20), nullable=True),
        sa.Column("time_minimum", sa.Integer(), nullable=True),
        sa.Column("time_maximum", sa.Integer(), nullable=True),
        sa.Column("time_unit", sa.String(length=20), nullable=True),
        sa.Column("time_is_approximate", sa.Boolean(), nullable=False),
        sa.Column("paper_count", sa.Integer(), nullable=False),
        sa.Column("has_unconfirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["standard_version.id"], name=op.f("fk_promise_span_version_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_promise_span_service_id")),
        sa.ForeignKeyConstraint(["reference_id"], ["reference_service.id"], name=op.f("fk_promise_span_reference_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_promise_span")),
    )
    op.create_index("ix_promise_span_service", "promise_span", ["service_id", "starts_at"])
    op.create_index("ix_promise_span_reference", "promise_span", ["reference_id", "starts_at"])


def downgrade() -> None:
    op.drop_table("promise_span")
