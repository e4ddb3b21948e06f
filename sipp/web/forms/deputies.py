"""The form that names who stands in during leave."""

from sipp.web.arguments import parse_number
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.fields import DayField, TextField


class DeputyForm(CheckedForm):
    """Who, and from which to which day; what is missing the operation says."""

    person = TextField(max_length=20)
    first_day = DayField(max_length=40)
    last_day = DayField(max_length=40)

    def person_id(self) -> int | None:
        """The chosen person; None for nonsense."""
        return parse_number(self.person.data)
