"""Keep the profile of agencies: addresses, access, notices of the day, retired units, mergers, how they join

Revision: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

TEXTS = {
    "agency": {"street": 300, "district": 120, "postal_code": 5, "report_email": 255},
    "unit": {"pledge_file": 60},
    "service_point": {"postal_code": 5},
}


def upgrade() -> None:
    # Columns are added one by one: rebuilding a table on SQLite would drop what others point to.
    for table, lengths in TEXTS.items():
        for name, length in lengths.items():
            op.add_column(table, sa.Column(name, sa.String(length=length), nullable=True))
    for table in ("unit", "service_point"):
        op.add_column(table, sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    _add_filled("agency", sa.Column("aliases", sa.JSON(), nullable=False, server_default="[]"))
    _add_filled("service_point", sa.Column("accessibility", sa.JSON(), nullable=False, server_default="[]"))
    _add_filled("service_point", sa.Column("row_version", sa.Integer(), nullable=False, server_default="1"))
    # Written out: Alembic adds no column that points to another table on SQLite.
    points = "CONSTRAINT fk_agency_merged_into_id REFERENCES agency (id)"
    op.execute(f"ALTER TABLE agency ADD COLUMN merged_into_id INTEGER {points}")

    op.create_table(
        "agency_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_notice_agency_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_agency_notice_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_notice")),
    )
    op.create_index("ix_agency_notice_agency", "agency_notice", ["agency_id", "ends_at"])
    _make_joining()


def downgrade() -> None:
    op.drop_table("membership_change")
    op.drop_table("joining_step")
    op.drop_table("agency_notice")
    op.drop_column("agency", "merged_into_id")
    for name in ("row_version", "accessibility"):
        op.drop_column("service_point", name)
    op.drop_column("agency", "aliases")
    for table in ("unit", "service_point"):
        op.drop_column(table, "retired_at")
    for table, lengths in TEXTS.items():
        for name in lengths:
            op.drop_column(table, name)


def _add_filled(table: str, column: "sa.Column[object]") -> None:
    """Add a column whose rows are filled once; the default stays in the application."""
    op.add_column(table, column)
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(table, column.name, server_default=None)


def _make_joining() -> None:
    op.create_table(
        "joining_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("liaison_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=255), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('liaison', 'address', 'delivery')", name=op.f("ck_joining_step_kind_known")),
        sa.CheckConstraint("(kind = 'liaison') = (liaison_id IS NOT NULL)", name=op.f("ck_joining_step_liaison_named")),
        sa.CheckConstraint("(kind = 'liaison') = (address IS NULL)", name=op.f("ck_joining_step_address_named")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_joining_step_agency_id")),
        sa.ForeignKeyConstraint(["liaison_id"], ["user.id"], name=op.f("fk_joining_step_liaison_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["user.id"], name=op.f("fk_joining_step_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining_step")),
    )
    op.create_index("ix_joining_step_agency", "joining_step", ["agency_id", "asked_at"])
    op.create_table(
        "membership_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("membership", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("membership IN ('listed', 'receiving')", name=op.f("ck_membership_change_membership_known")),
        sa.CheckConstraint(
            "membership = 'receiving' OR reason IS NOT NULL", name=op.f("ck_membership_change_reason_given")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_membership_change_agency_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_membership_change_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_change")),
    )
    op.create_index(op.f("ix_membership_change_agency_id"), "membership_change", ["agency_id"])
