"""Let officers handle reports

Revision: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("message", sa.Column("cites", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("message", "cites")
