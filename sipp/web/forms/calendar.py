"""Forms of whoever keeps the calendar: days with their decree, days to withdraw, lengths with their law."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast, get_args

from sipp.operations.calendar_upkeep import HolidayKind
from sipp.rules.calendar import LengthUnit
from sipp.rules.lengths import ClockLength
from sipp.rules.typed_days import DayLineError, NamedDay, parse_days
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.deadlines import CLOCK_KEYS, MOST
from sipp.web.forms.fields import CountField, DayField, ManyField, TextField
from sipp.words.codes import CERTAINTIES

LONGEST_SOURCE = 200


class DaysForm(CheckedForm):
    """A decree, what kind of days it sets, and the days, one a line. ``faulty_line`` is the line of a fault."""

    needed = ("decree", "days")
    decree = TextField(max_length=LONGEST_SOURCE)
    kind = TextField(max_length=20)
    days = TextField(max_length=30_000)

    faulty_line: int | None = None
    named: Sequence[NamedDay] = ()

    def chosen_kind(self) -> HolidayKind:
        """The kind; call after ``check``."""
        return cast(HolidayKind, self.kind.data)

    def faults(self) -> Iterable[tuple[str, str]]:
        """A kind of day there is, and lines that can be read."""
        if self.kind.data not in get_args(HolidayKind):
            yield "kind", "unknown_choice"
        try:
            self.named = parse_days(self.days.data or "")
        except DayLineError as fault:
            self.faulty_line = fault.line
            yield "days", fault.code


class WithdrawalOfDaysForm(CheckedForm):
    """Which days, and by which decree or for what reason."""

    needed = ("days", "reason")
    days = ManyField()
    reason = TextField(max_length=LONGEST_SOURCE)

    def ids(self) -> list[int]:
        """The chosen days; what is no number names none."""
        return [int(one) for one in self.days.data or () if one.isascii() and one.isdigit() and len(one) < 10]


class LengthForm(CheckedForm):
    """A clock, its length, from which day on, and the law; ``confirm`` because it stays for good."""

    needed = ("batas", "lama", "valid_from", "legal_basis", "confirm")
    batas = TextField(max_length=60)
    lama = CountField(max_length=10)
    satuan = TextField(max_length=20)
    valid_from = DayField(max_length=40)
    legal_basis = TextField(max_length=300)
    certainty = TextField(max_length=10)
    confirm = TextField(max_length=3)

    #: The present day, before which no length may begin.
    today: date

    def told(self) -> ClockLength:
        """The values; call after ``check``."""
        clock, report_class = CLOCK_KEYS[self.batas.data or ""]
        assert self.lama.count is not None and self.valid_from.day is not None
        return ClockLength(
            clock=clock,
            report_class=report_class,
            length=self.lama.count,
            unit=cast(LengthUnit, self.satuan.data),
            valid_from=self.valid_from.day,
            legal_basis=self.legal_basis.data or "",
            certainty=self.certainty.data or "",
        )

    def faults(self) -> Iterable[tuple[str, str]]:
        """A clock and a unit there are, no length beyond the largest, no day that is past."""
        if self.batas.data and self.batas.data not in CLOCK_KEYS:
            yield "batas", "unknown_choice"
        if self.satuan.data not in get_args(LengthUnit):
            yield "satuan", "unknown_choice"
        elif (self.lama.count or 0) > MOST[str(self.satuan.data)]:
            yield "lama", "length_too_large"
        if self.certainty.data not in CERTAINTIES:
            yield "certainty", "unknown_choice"
        if self.valid_from.day and self.valid_from.day < self.today:
            yield "valid_from", "in_the_past"
