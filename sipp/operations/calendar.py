"""The stored calendar and the dated lengths of clocks, as the rules read them; any earlier calendar can be read too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from sipp import clock
from sipp.db import current_session, take_turn
from sipp.models.agencies import Unit
from sipp.models.calendar import CalendarVersion, DeadlineLength, Holiday
from sipp.rules.calendar import WorkingCalendar
from sipp.rules.lengths import ClockLength

#: Where a unit is not known: Monday to Friday.
USUAL_WEEK = "01234"


@dataclass(frozen=True)
class StoredCalendar:
    """The holidays of one calendar version with all that is recorded of them; one a day."""

    version: int
    days: Mapping[date, Holiday]

    def for_week(self, week: str) -> WorkingCalendar:
        """The calendar of who works these weekdays ("01234", Monday = 0)."""
        return WorkingCalendar(
            holidays={day: holiday.name for day, holiday in self.days.items()},
            working_week=frozenset(int(weekday) for weekday in week),
            version=self.version,
        )

    @property
    def is_certain(self) -> dict[date, bool]:
        """Whether a decree set each day; see ``rules.calendar.doubts``."""
        return {day: holiday.certainty == "certain" for day, holiday in self.days.items()}


def stored_calendar(version: int | None = None) -> StoredCalendar:
    """The holidays in force now, or those of an earlier calendar version."""
    number = calendar_version() if version is None else version
    found = current_session().scalars(
        select(Holiday)
        .where(Holiday.added_in <= number, or_(Holiday.withdrawn_in.is_(None), Holiday.withdrawn_in > number))
        .order_by(Holiday.day, Holiday.kind)
    )
    # Where a day is both, the national holiday stands last and names it.
    return StoredCalendar(version=number, days={holiday.day: holiday for holiday in found})


def working_calendar(unit: Unit | None = None) -> WorkingCalendar:
    """The working calendar of a unit: its week (Monday to Friday without a unit), holidays and collective leave."""
    return stored_calendar().for_week(unit.working_week if unit is not None else USUAL_WEEK)


def calendar_version() -> int:
    """The number of the latest recorded change of the holidays; 0 when none is stored."""
    return current_session().scalar(select(func.max(CalendarVersion.number))) or 0


def new_version(description: str) -> int:
    """Record a change of the holidays and give its number; two changes at once come one after the other."""
    session = current_session()
    take_turn(CalendarVersion)
    number = calendar_version() + 1
    session.add(CalendarVersion(number=number, recorded_at=clock.now(), description=description[:300]))
    session.flush()
    return number


def clock_lengths() -> Sequence[ClockLength]:
    """Every stored length of a clock with its legal source."""
    return [
        ClockLength(
            clock=row.clock,  # type: ignore[arg-type]
            report_class=row.report_class or None,  # type: ignore[arg-type]
            length=row.length,
            unit=row.unit,  # type: ignore[arg-type]
            valid_from=row.valid_from,
            legal_basis=row.legal_basis,
            certainty=row.certainty,
        )
        for row in current_session().scalars(select(DeadlineLength))
    ]
