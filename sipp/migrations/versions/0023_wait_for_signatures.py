"""Let answers wait for the head's signature, and colleagues propose them by a link

Revision: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    # Written out: the CHECK belongs to the column, so that SQLite drops it with the column.
    choices = "CONSTRAINT ck_agency_sign_off_known CHECK (sign_off IN ('none', 'above_the_unit', 'all'))"
    op.execute(f"ALTER TABLE agency ADD COLUMN sign_off VARCHAR(20) DEFAULT 'none' NOT NULL {choices}")
    op.add_column("attachment", sa.Column("is_held", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "pending_answer",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'returned', 'recalled', 'void')", name=op.f("ck_pending_answer_state_known")
        ),
        sa.CheckConstraint(
            "(state = 'returned') = (reason IS NOT NULL)", name=op.f("ck_pending_answer_returned_with_reason")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_pending_answer_report_id")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_pending_answer_author_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_pending_answer_incident_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_pending_answer_ended_by_id")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_pending_answer")),
    )
    op.create_index("ix_pending_answer_state", "pending_answer", ["state"])
    op.create_index(op.f("ix_pending_answer_incident_id"), "pending_answer", ["incident_id"])
    op.create_table(
        "case_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=True),
        sa.Column("shows_reporter", sa.Boolean(), nullable=False),
        sa.Column("shows_evidence", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_case_link_ends_after_it_began")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_case_link_report_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_case_link_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_link")),
    )
    op.create_index(op.f("ix_case_link_report_id"), "case_link", ["report_id"])
    op.create_table(
        "answer_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'taken', 'dismissed')", name=op.f("ck_answer_proposal_state_known")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_answer_proposal_report_id")),
        sa.ForeignKeyConstraint(["link_id"], ["case_link.id"], name=op.f("fk_answer_proposal_link_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_answer_proposal_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_proposal")),
    )
    for column in ("report_id", "link_id", "state"):
        op.create_index(op.f(f"ix_answer_proposal_{column}"), "answer_proposal", [column])


def downgrade() -> None:
    op.drop_table("answer_proposal")
    op.drop_table("case_link")
    op.drop_table("pending_answer")
    # What was held back must not come to light with the column that holds it.
    op.execute("DELETE FROM attachment WHERE is_held")
    op.drop_column("attachment", "is_held")
    op.drop_column("agency", "sign_off")
