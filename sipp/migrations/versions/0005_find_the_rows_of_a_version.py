"""Index the rows of a standard by their version: their key begins with row_key, so each reading scanned the table

Revision: 0005
"""

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = (
    "standard_requirement",
    "standard_procedure_step",
    "standard_time_limit",
    "standard_fee",
    "standard_product",
    "standard_complaint_channel",
    "standard_legal_basis",
    "standard_staff_count",
    "standard_text",
)


def upgrade() -> None:
    for table in TABLES:
        op.create_index(op.f(f"ix_{table}_version_id"), table, ["version_id"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(op.f(f"ix_{table}_version_id"), table)
