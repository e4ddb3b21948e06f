"""Keep by which channel news go to a reporter's phone; numbers that were typed before were promised none

Revision: 0021
"""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    # Written out: rebuilding "reporter" on SQLite for one check would copy who reported.
    op.execute(
        "ALTER TABLE reporter ADD COLUMN phone_channel VARCHAR(10)"
        " CONSTRAINT ck_reporter_phone_channel_known CHECK (phone_channel IN ('sms', 'whatsapp'))"
    )


def downgrade() -> None:
    op.drop_column("reporter", "phone_channel")
