"""The form of the deadline calculator: sent by GET, so that its address can be shared."""

from typing import cast, get_args

from sipp.operations.calendar import USUAL_WEEK
from sipp.operations.deadlines import Pause, Question, legal_length
from sipp.rules.calendar import LengthUnit
from sipp.rules.errors import InvalidInput
from sipp.rules.lengths import ClockLength, ClockName, ReportClass, kinds_of_length
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.fields import CountField, DayField, TextField

#: What the working week is called in an address -> the weekdays, Monday = 0.
WEEKS = {"5": USUAL_WEEK, "6": "012345"}
MOST = {"working_day": 1_000, "day": 1_000, "week": 150, "month": 36}
LONGEST_PAUSE_DAYS = 366
OWN_LENGTH, LEGAL_LENGTH = "sendiri", "aturan"


class CalculatorForm(CheckedForm):
    """From when, how long or which clock of the law, which working week, and perhaps a pause and an extension.

    ``cara`` says which of ``batas`` and ``lama`` counts; an address without it says so by naming one of them.
    """

    needed = ("mulai",)
    mulai = DayField(max_length=40)
    cara = TextField(max_length=10)
    batas = TextField(max_length=60)
    lama = CountField(max_length=10)
    satuan = TextField(max_length=20)
    minggu = TextField(max_length=1)
    jeda_dari = DayField(max_length=40)
    jeda_sampai = DayField(max_length=40)
    perpanjangan = CountField(max_length=10, least=0)

    #: The row of the law that gives the length, once ``check`` found it.
    law: ClockLength | None = None

    @property
    def way(self) -> str:
        """Whether the length is typed or a clock of the law gives it."""
        if self.cara.data in (OWN_LENGTH, LEGAL_LENGTH):
            return str(self.cara.data)
        return LEGAL_LENGTH if self.batas.data and not self.lama.data else OWN_LENGTH

    def check(self) -> dict[str, str]:
        """Error codes by field name, in the order of the page; empty when all is well."""
        errors = super().check()
        self._check_choices(errors)
        self._check_pause(errors)
        if self.way == LEGAL_LENGTH and not errors:
            self._find_law(errors)
        if not errors and max(self.length(), self.perpanjangan.count or 0) > MOST[self.unit()]:
            errors["perpanjangan" if self.length() <= MOST[self.unit()] else "lama"] = "length_too_large"
        return {name: errors[name] for name in self._fields if name in errors}

    def length(self) -> int:
        """The length without its extension; call after ``check``."""
        return self.law.length if self.law else self.lama.count or 0

    def unit(self) -> LengthUnit:
        """Its unit; call after ``check``."""
        if self.law:
            return self.law.unit
        return cast(LengthUnit, self.satuan.data or "working_day")

    def question(self) -> Question:
        """What to calculate; call after ``check``."""
        assert self.mulai.day is not None
        return Question(
            start=self.mulai.day,
            length=self.length(),
            unit=self.unit(),
            week=WEEKS[self.minggu.data or "5"],
            pauses=self._pauses(),
            extension=self.perpanjangan.count or 0,
        )

    def _check_choices(self, errors: dict[str, str]) -> None:
        if self.way == LEGAL_LENGTH:
            if not self.batas.data:
                errors.setdefault("batas", "required")
            elif self.batas.data not in CLOCK_KEYS:
                errors.setdefault("batas", "unknown_choice")
            errors.pop("lama", None)
        else:
            if not self.lama.data:
                errors.setdefault("lama", "required")
            if self.satuan.data and self.satuan.data not in get_args(LengthUnit):
                errors.setdefault("satuan", "unknown_choice")
        if self.minggu.data and self.minggu.data not in WEEKS:
            errors.setdefault("minggu", "unknown_choice")

    def _check_pause(self, errors: dict[str, str]) -> None:
        for name, other in (("jeda_dari", "jeda_sampai"), ("jeda_sampai", "jeda_dari")):
            if self[other].data and not self[name].data:
                errors.setdefault(name, "required")
        for first, last in self._pauses():
            if last < first:
                errors.setdefault("jeda_sampai", "before_beginning")
            elif (last - first).days > LONGEST_PAUSE_DAYS:
                errors.setdefault("jeda_sampai", "pause_too_long")

    def _find_law(self, errors: dict[str, str]) -> None:
        clock, report_class = CLOCK_KEYS[self.batas.data or ""]
        assert self.mulai.day is not None
        try:
            self.law = legal_length(clock, report_class, self.mulai.day)
        except InvalidInput as refused:
            errors |= refused.fields

    def _pauses(self) -> tuple[Pause, ...]:
        first, last = self.jeda_dari.day, self.jeda_sampai.day
        return ((first, last),) if first and last else ()


def clock_key(clock: str, report_class: str | None) -> str:
    """What a clock of the law is called in an address: "forward", "settle.ordinary"."""
    return f"{clock}.{report_class}" if report_class else clock


CLOCK_KEYS: dict[str, tuple[ClockName, ReportClass | None]] = {clock_key(*kind): kind for kind in kinds_of_length()}
