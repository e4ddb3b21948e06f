"""Let officers sign in: columns of accounts, sessions, invitations, attempts

Revision: 0007
"""

import uuid
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

NEW_COLUMNS: dict[str, Any] = {
    "confirmed_at": sa.DateTime(timezone=True),
    "password": sa.String(length=255),
    "tf_primary_method": sa.String(length=20),
    "tf_totp_secret": sa.Text(),
    "tf_last_counter": sa.BigInteger(),
    "mf_recovery_codes": sa.JSON(),
}


def upgrade() -> None:
    # Columns are added one by one: rebuilding "user" on SQLite would drop a table that others point to.
    op.add_column("user", sa.Column("fs_uniquifier", sa.String(length=64), nullable=False, server_default=""))
    for name, kind in NEW_COLUMNS.items():
        op.add_column("user", sa.Column(name, kind, nullable=True))
    users = sa.table("user", sa.column("id"), sa.column("fs_uniquifier"))
    connection = op.get_bind()
    for (user_id,) in connection.execute(sa.select(users.c.id)).all():
        connection.execute(sa.update(users).where(users.c.id == user_id).values(fs_uniquifier=uuid.uuid4().hex))
    if connection.dialect.name == "postgresql":
        op.alter_column("user", "fs_uniquifier", server_default=None)
    op.create_index(op.f("ix_user_fs_uniquifier"), "user", ["fs_uniquifier"], unique=True)

    op.create_table(
        "user_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("browser", sa.String(length=60), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_user_session_key_hash")),
    )
    op.create_index(op.f("ix_user_session_user_id"), "user_session", ["user_id"])
    op.create_index(op.f("ix_user_session_seen_at"), "user_session", ["seen_at"])

    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_invitation_agency_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_invitation_unit_id")),
        sa.ForeignKeyConstraint(["invited_by"], ["user.id"], name=op.f("fk_invitation_invited_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_email"), "invitation", ["email"])
    op.create_index(op.f("ix_invitation_agency_id"), "invitation", ["agency_id"])

    op.create_table(
        "attempts",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_last_at"), "attempts", ["last_at"])


def downgrade() -> None:
    for table in ("attempts", "invitation", "user_session"):
        op.drop_table(table)
    op.drop_index(op.f("ix_user_fs_uniquifier"), "user")
    for name in ("fs_uniquifier", *NEW_COLUMNS):
        op.drop_column("user", name)
