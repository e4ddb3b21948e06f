"""Let nobody empty what is frozen or append-only on PostgreSQL, where TRUNCATE asks no trigger of a row

Revision: 0020
"""

from alembic import op

revision = "0020"
down_revision = "0019"

FROZEN_TABLES = (
    "standard_version",
    "decree",
    "standard_variant",
    "standard_requirement",
    "standard_procedure_step",
    "standard_time_limit",
    "standard_fee",
    "standard_product",
    "standard_complaint_channel",
    "standard_legal_basis",
    "standard_staff_count",
    "standard_text",
    "publication",
    "withdrawal",
    "verification",
    "review_due",
    "public_consultation",
    "review_remark",
    "seen_difference",
    "audit_entry",
    "audit_link",
    "ledger_entry",
    "ledger_link",
    "report_event",
    "breach",
    "agency_reminder",
    "evaluation",
    "evaluation_figure",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "CREATE FUNCTION refuse_truncation() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME; END $$"
    )
    for table in FROZEN_TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncation()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in FROZEN_TABLES:
        op.execute(f"DROP TRIGGER {table}_truncate ON {table}")
    op.execute("DROP FUNCTION refuse_truncation()")
