"""The stored calendar and the dated lengths of clocks, as the rules read them."""

from sqlalchemy import func, select

from sipp.db import current_session
from sipp.models.agencies import Unit
from sipp.models.calendar import CalendarVersion, DeadlineLength, Holiday
from sipp.rules.calendar import WorkingCalendar
from sipp.rules.lengths import ClockLength


def working_calendar(unit: Unit | None = None) -> WorkingCalendar:
    """The working calendar of a unit: its week (Monday to Friday without a unit), holidays and collective leave."""
    session = current_session()
    found = session.execute(select(Holiday.day, Holiday.name).order_by(Holiday.kind.desc()))
    holidays = {row.day: row.name for row in found}
    week = unit.working_week if unit is not None else "01234"
    return WorkingCalendar(
        holidays=holidays, working_week=frozenset(int(day) for day in week), version=calendar_version()
    )


def calendar_version() -> int:
    """The number of the latest recorded change of the holidays; 0 when none is stored."""
    return current_session().scalar(select(func.max(CalendarVersion.number))) or 0


def clock_lengths() -> list[ClockLength]:
    """Every stored length of a clock with its legal source."""
    return [
        ClockLength(
            clock=row.clock,  # type: ignore[arg-type]
            report_class=row.report_class or None,  # type: ignore[arg-type]
            length=row.length,
            unit=row.unit,  # type: ignore[arg-type]
            valid_from=row.valid_from,
            legal_basis=row.legal_basis,
        )
        for row in current_session().scalars(select(DeadlineLength))
    ]
