"""Keep the hash of each decree's file, because everybody may download it

Files stored before are only looked for.

Revision: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("decree", sa.Column("file_sha256", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("decree", "file_sha256")
