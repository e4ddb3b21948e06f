"""Forms about corrections: what a citizen proposes, why an officer declines."""

from wtforms import Form

from sipp.rules.corrections import MOST_CHARACTERS, MOST_REASON_CHARACTERS, MOST_SOURCE_CHARACTERS
from sipp.web.forms.fields import TextField


class CorrectionForm(Form):  # type: ignore[misc]
    """What a component should say, and where that is known from."""

    proposal = TextField(max_length=MOST_CHARACTERS)
    source = TextField(max_length=MOST_SOURCE_CHARACTERS)

    def check(self) -> dict[str, str]:
        """Error codes by field name; empty when all is well."""
        return _check(self)


class DeclineForm(Form):  # type: ignore[misc]
    """Why a correction is not taken up."""

    reason = TextField(max_length=MOST_REASON_CHARACTERS)

    def check(self) -> dict[str, str]:
        """Error codes by field name; empty when all is well."""
        return _check(self)


def _check(form: Form) -> dict[str, str]:
    """Every field of these forms must be filled in."""
    form.validate()
    return {
        name: str(field.errors[0]) if field.errors else "required"
        for name, field in form._fields.items()
        if field.errors or not field.data
    }
