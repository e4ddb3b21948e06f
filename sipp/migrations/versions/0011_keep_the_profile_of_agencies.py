"""Keep the profile of agencies: addresses, access, notices of the day, retired units, mergers, the way to receiving

Revision: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

JOINING_STEPS = ("liaison", "address", "delivery")
TEXTS = {
    "agency": {"street": 300, "district": 120, "postal_code": 5},
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

    listed = ", ".join(f"'{step}'" for step in JOINING_STEPS)
    op.create_table(
        "joining_step",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"step IN ({listed})", name=op.f("ck_joining_step_step_known")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_joining_step_agency_id")),
        sa.ForeignKeyConstraint(["done_by"], ["user.id"], name=op.f("fk_joining_step_done_by")),
        sa.ForeignKeyConstraint(["about_id"], ["user.id"], name=op.f("fk_joining_step_about_id")),
        sa.PrimaryKeyConstraint("agency_id", "step", name=op.f("pk_joining_step")),
    )

    op.create_table(
        "delivery_test",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_delivery_test_agency_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_delivery_test_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_test")),
    )
    op.create_index(op.f("ix_delivery_test_agency_id"), "delivery_test", ["agency_id"])


def downgrade() -> None:
    for table in ("delivery_test", "joining_step", "agency_notice"):
        op.drop_table(table)
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
