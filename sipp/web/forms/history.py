"""The form that narrows the history."""

from wtforms import Form

from sipp.operations.history import Question
from sipp.web.forms.fields import DayField, TextField
from sipp.words.history import ACT_KINDS


class HistoryForm(Form):  # type: ignore[misc]
    """Service and person by a part of the name, the kind of act, the first and the last day."""

    layanan = TextField(max_length=200)
    orang = TextField(max_length=200)
    jenis = TextField(max_length=20)
    dari = DayField(max_length=40)
    sampai = DayField(max_length=40)

    def check(self) -> dict[str, str]:
        """Error codes by field name; empty when all is well."""
        self.validate()
        errors = {name: str(found[0]) for name, found in self.errors.items() if found}
        if self.jenis.data and self.jenis.data not in ACT_KINDS:
            errors.setdefault("jenis", "unknown_choice")
        if self.dari.day and self.sampai.day and self.sampai.day < self.dari.day:
            errors.setdefault("sampai", "before_beginning")
        return errors

    def question(self) -> Question:
        """What was asked; call after ``check``."""
        return Question(
            service=self.layanan.data or "",
            person=self.orang.data or "",
            kind=self.jenis.data or "",
            since=self.dari.day,
            until=self.sampai.day,
        )
