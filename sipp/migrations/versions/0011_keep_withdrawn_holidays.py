"""Keep withdrawn holidays, and the calendar versions that added and withdrew each: an old due day stays computable

Revision: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

KEPT = ("day", "name", "kind", "decree", "certainty")
STILL_THERE = sa.text("withdrawn_in IS NULL")


def _stored(condition: str = "1 = 1") -> list[dict[str, object]]:
    days = sa.table("holiday", sa.column("day", sa.Date()), *(sa.column(name) for name in KEPT[1:]))
    found = op.get_bind().execute(sa.select(days).where(sa.text(condition)).order_by(days.c.day, days.c.name))
    return [dict(row._mapping) for row in found]


def _create(*more: sa.schema.SchemaItem) -> sa.Table:
    return op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("decree", sa.String(length=300), nullable=True),
        sa.Column("certainty", sa.String(length=20), nullable=False),
        sa.CheckConstraint("certainty IN ('certain', 'estimated')", name=op.f("ck_holiday_certainty_known")),
        sa.CheckConstraint("kind IN ('national', 'collective_leave')", name=op.f("ck_holiday_kind_known")),
        *more,
    )


def _first_version(has_days: bool) -> int | None:
    """The version that days without a known one are said to be of; made where days stand without any."""
    found = op.get_bind().scalar(sa.text("SELECT min(number) FROM calendar_version"))
    if found is None and has_days:
        op.execute(
            "INSERT INTO calendar_version (number, recorded_at, description) "
            "VALUES (1, CURRENT_TIMESTAMP, 'Hari libur dari sebelum versi kalender dicatat')"
        )
        return 1
    return found


def upgrade() -> None:
    days = _stored()
    first = _first_version(bool(days))
    op.drop_table("holiday")
    holiday = _create(
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("added_in", sa.Integer(), nullable=False),
        sa.Column("withdrawn_in", sa.Integer(), nullable=True),
        sa.CheckConstraint("withdrawn_in > added_in", name=op.f("ck_holiday_withdrawn_later")),
        sa.ForeignKeyConstraint(["added_in"], ["calendar_version.number"], name=op.f("fk_holiday_added_in")),
        sa.ForeignKeyConstraint(["withdrawn_in"], ["calendar_version.number"], name=op.f("fk_holiday_withdrawn_in")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
    )
    op.create_index(
        "uq_holiday_in_force",
        "holiday",
        ["day", "name"],
        unique=True,
        sqlite_where=STILL_THERE,
        postgresql_where=STILL_THERE,
    )
    if days:
        op.bulk_insert(holiday, [{**day, "added_in": first} for day in days])


def downgrade() -> None:
    days = _stored("withdrawn_in IS NULL")
    op.drop_table("holiday")
    holiday = _create(sa.PrimaryKeyConstraint("day", "name", name=op.f("pk_holiday")))
    if days:
        op.bulk_insert(holiday, days)
