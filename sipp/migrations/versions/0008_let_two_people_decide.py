"""Keep who wrote and who reviewed a version; consultations with participants by kind; decrees that know their state

Revision: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

APPEND_ONLY_TABLES = ("review_remark", "seen_difference", "public_consultation")
#: Acts of the journal whose actor wrote content.
WRITING = "('standards.create_draft', 'standards.edit', 'standards.import')"
IN_USE = "EXISTS (SELECT 1 FROM standard_version WHERE decree_id = decree.id AND state = 'published')"


def upgrade() -> None:
    op.create_table(
        "version_author",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["standard_version.id"], name=op.f("fk_version_author_version_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_version_author_user_id")),
        sa.PrimaryKeyConstraint("version_id", "user_id", name=op.f("pk_version_author")),
    )
    op.create_index(op.f("ix_version_author_user_id"), "version_author", ["user_id"])
    op.create_table(
        "review_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["standard_version.id"], name=op.f("fk_review_remark_version_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_review_remark_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_remark")),
    )
    op.create_index(op.f("ix_review_remark_version_id"), "review_remark", ["version_id"])
    op.create_table(
        "seen_difference",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["standard_version.id"], name=op.f("fk_seen_difference_version_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_seen_difference_user_id")),
        sa.PrimaryKeyConstraint("version_id", "user_id", "content_hash", name=op.f("pk_seen_difference")),
    )
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject_kind", "subject_id"])
    _know_the_authors()
    _publish_decrees_in_use()
    # Nothing ever wrote a consultation: the table is made anew in its right shape.
    op.drop_table("public_consultation")
    _create_consultations(
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("participants", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("follow_ups", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_public_consultation_user_id")),
    )
    for table in APPEND_ONLY_TABLES:
        _append_only(table)


def downgrade() -> None:
    op.drop_table("public_consultation")
    _create_consultations(
        sa.Column("participants", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("follow_ups", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    )
    _append_only("public_consultation")
    op.drop_index("ix_audit_entry_subject", "audit_entry")
    for table in ("seen_difference", "review_remark", "version_author"):
        op.drop_table(table)


def _know_the_authors() -> None:
    op.execute(
        "INSERT INTO version_author (version_id, user_id)"
        " SELECT CAST(subject_id AS INTEGER), actor_id FROM audit_entry"
        f" WHERE subject_kind = 'standard_version' AND action IN {WRITING} AND actor_id IS NOT NULL"
        " UNION SELECT id, maker_id FROM standard_version WHERE maker_id IS NOT NULL"
    )


def _publish_decrees_in_use() -> None:
    """A decree with a published version is published; its trigger steps aside for this one statement."""
    connection = op.get_bind()
    statement = f"UPDATE decree SET state = 'published' WHERE {IN_USE}"
    if connection.dialect.name == "postgresql":
        op.execute("ALTER TABLE decree DISABLE TRIGGER decree_update")
        op.execute(statement)
        op.execute("ALTER TABLE decree ENABLE TRIGGER decree_update")
        return
    text = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'decree_update'")
    trigger = connection.execute(text).scalar_one()
    op.execute("DROP TRIGGER decree_update")
    op.execute(statement)
    op.execute(trigger)


def _create_consultations(*columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        "public_consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["version_id"], ["standard_version.id"], name=op.f("fk_public_consultation_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_consultation")),
    )
    op.create_index(op.f("ix_public_consultation_version_id"), "public_consultation", ["version_id"])


def _append_only(table: str) -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for act in ("update", "delete"):
        if is_postgres:
            done = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        else:
            done = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        op.execute(f"CREATE TRIGGER {table}_{act} BEFORE {act.upper()} ON {table} {done}")
