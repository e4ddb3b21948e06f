"""The form that narrows the history."""

from collections.abc import Iterable

from sipp.operations.history import Question
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.fields import DayField, TextField
from sipp.words.history import ACT_KINDS


class HistoryForm(CheckedForm):
    """Service and person by a part of the name, the kind of act, the first and the last day."""

    layanan = TextField(max_length=200)
    orang = TextField(max_length=200)
    jenis = TextField(max_length=20)
    dari = DayField(max_length=40)
    sampai = DayField(max_length=40)

    def faults(self) -> Iterable[tuple[str, str]]:
        """A kind of act there is, and days in their order."""
        if self.jenis.data and self.jenis.data not in ACT_KINDS:
            yield "jenis", "unknown_choice"
        if self.dari.day and self.sampai.day and self.sampai.day < self.dari.day:
            yield "sampai", "before_beginning"

    def question(self) -> Question:
        """What was asked; call after ``check``."""
        return Question(
            service=self.layanan.data or "",
            person=self.orang.data or "",
            kind=self.jenis.data or "",
            since=self.dari.day,
            until=self.sampai.day,
        )
