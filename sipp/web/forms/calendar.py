"""Forms of whoever keeps the calendar: days with their decree, days to withdraw, lengths with their law."""

from collections.abc import Sequence
from datetime import date
from typing import cast, get_args

from wtforms import Form

from sipp.operations.calendar_upkeep import HolidayKind, NewLength
from sipp.rules.calendar import LengthUnit
from sipp.rules.typed_days import DayLineError, NamedDay, parse_days
from sipp.web.forms.deadlines import CLOCK_KEYS, MOST
from sipp.web.forms.fields import CountField, DayField, ManyField, TextField
from sipp.words.codes import CERTAINTIES

LONGEST_SOURCE = 200


class CalendarForm(Form):  # type: ignore[misc]
    """A form whose faults are codes by field, in the order of the page."""

    needed: tuple[str, ...] = ()

    def check(self) -> dict[str, str]:
        """Error codes by field name; empty when all is well."""
        self.validate()
        errors = {name: str(found[0]) for name, found in self.errors.items() if found}
        for name in self.needed:
            if not self[name].data:
                errors.setdefault(name, "required")
        self._check_more(errors)
        return {name: errors[name] for name in self._fields if name in errors}

    def _check_more(self, errors: dict[str, str]) -> None:
        """What a form knows besides."""


class DaysForm(CalendarForm):
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

    def _check_more(self, errors: dict[str, str]) -> None:
        if self.kind.data not in get_args(HolidayKind):
            errors["kind"] = "unknown_choice"
        try:
            self.named = parse_days(self.days.data or "")
        except DayLineError as fault:
            self.faulty_line = fault.line
            errors["days"] = fault.code


class WithdrawalOfDaysForm(CalendarForm):
    """Which days, and by which decree or for what reason."""

    needed = ("days", "reason")
    days = ManyField()
    reason = TextField(max_length=LONGEST_SOURCE)

    def ids(self) -> list[int]:
        """The chosen days; what is no number names none."""
        return [int(one) for one in self.days.data or () if one.isascii() and one.isdigit() and len(one) < 10]


class LengthForm(CalendarForm):
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

    def told(self) -> NewLength:
        """The values; call after ``check``."""
        clock, report_class = CLOCK_KEYS[self.batas.data or ""]
        assert self.lama.count is not None and self.valid_from.day is not None
        return NewLength(
            clock=clock,
            report_class=report_class,
            length=self.lama.count,
            unit=cast(LengthUnit, self.satuan.data),
            valid_from=self.valid_from.day,
            legal_basis=self.legal_basis.data or "",
            certainty=self.certainty.data or "",
        )

    def _check_more(self, errors: dict[str, str]) -> None:
        if self.batas.data and self.batas.data not in CLOCK_KEYS:
            errors.setdefault("batas", "unknown_choice")
        if self.satuan.data not in get_args(LengthUnit):
            errors.setdefault("satuan", "unknown_choice")
        elif (self.lama.count or 0) > MOST[str(self.satuan.data)]:
            errors.setdefault("lama", "length_too_large")
        if self.certainty.data not in CERTAINTIES:
            errors.setdefault("certainty", "unknown_choice")
        if self.valid_from.day and self.valid_from.day < self.today:
            errors.setdefault("valid_from", "in_the_past")
