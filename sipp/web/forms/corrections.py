"""Forms about corrections: what a citizen proposes, why an officer declines."""

from sipp.rules.corrections import MOST_CHARACTERS, MOST_REASON_CHARACTERS, MOST_SOURCE_CHARACTERS
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.fields import TextField


class CorrectionForm(CheckedForm):
    """What a component should say, and where that is known from."""

    needed = ("proposal", "source")
    proposal = TextField(max_length=MOST_CHARACTERS)
    source = TextField(max_length=MOST_SOURCE_CHARACTERS)


class DeclineForm(CheckedForm):
    """Why a correction is not taken up."""

    needed = ("reason",)
    reason = TextField(max_length=MOST_REASON_CHARACTERS)
