"""The form that asks a colleague without an account."""

from collections.abc import Iterable

from sipp.operations.colleagues import LONGEST_NAME, Asked
from sipp.web.arguments import parse_number
from sipp.web.forms.accounts import email_fault
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.fields import ManyField, TextField


class AskForm(CheckedForm):
    """Whom to ask, for how long, and what is shown besides the case; what is missing the operation says."""

    name = TextField(max_length=LONGEST_NAME)
    email = TextField(max_length=255)
    days = TextField(max_length=4)
    shown = ManyField()

    def faults(self) -> Iterable[tuple[str, str]]:
        """An address that cannot be written to."""
        if self.email.data and (fault := email_fault(self.email.data)):
            yield "email", fault

    def values(self) -> Asked:
        """What was typed."""
        shown = tuple(self.shown.data or ())
        return Asked(
            name=self.name.data or "",
            email=self.email.data or None,
            days=parse_number(self.days.data) or 0,
            shows_reporter="reporter" in shown,
            shows_evidence="evidence" in shown,
        )
