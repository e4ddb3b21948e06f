"""Forms of review and publication: reasons, days, decrees, public consultations."""

import re
from collections.abc import Mapping
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import Form

from sipp.operations.decrees import Particulars
from sipp.operations.upkeep import Held
from sipp.operations.workflow import Reasons
from sipp.rules.standards import COMPONENTS, Component
from sipp.rules.typed_input import clean_text
from sipp.rules.workflow import PARTICIPANT_KINDS, ParticipantKind
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.fields import DayField, ManyField, TextField

LONGEST_REASON = 2_000
LONGEST_MINUTES = 20_000
MOST_PEOPLE = 100_000
#: No form is larger, so that no reason is cut.
_NEVER_CUT = 1_000_000
_REASON = re.compile(r"reason-([0-9]{1,10})-[a-z_]+", re.ASCII)
#: The name of the field for the whole standard, beside those named after components.
WHOLE = "whole"


class WithdrawalForm(CheckedForm):
    """From which day, and why."""

    needed = ("effective_on", "reason")
    effective_on = DayField()
    reason = TextField(max_length=LONGEST_REASON)


class ReviewDayForm(CheckedForm):
    """Until when to look again."""

    needed = ("review_on",)
    review_on = DayField()

    def day(self) -> date:
        """The day; call after ``check``."""
        assert self.review_on.day is not None
        return self.review_on.day


class DecreeForm(CheckedForm):
    """Number, day and signatory of a decree."""

    needed = ("number",)
    number = TextField(max_length=120)
    decided_on = DayField()
    signatory_function = TextField(max_length=200)

    def told(self) -> Particulars:
        """The values; call after ``check``."""
        return Particulars(
            number=self.number.data or "",
            decided_on=self.decided_on.day,
            signatory_function=self.signatory_function.data,
        )


class AdoptionForm(Form):  # type: ignore[misc]
    """Which drafts a decree adopts."""

    versions = ManyField()

    def ids(self) -> list[int]:
        """The chosen versions; what is no number names none."""
        return [int(one) for one in self.versions.data or () if one.isascii() and one.isdigit()]


class ConsultationForm(CheckedForm):
    """Day, place, participants by kind, minutes, follow-ups."""

    needed = ("held_on", "place", "minutes")
    held_on = DayField()
    place = TextField(max_length=200)
    minutes = TextField(max_length=LONGEST_MINUTES)
    follow_ups = TextField(max_length=LONGEST_MINUTES)

    def __init__(self, formdata: MultiDict[str, str] | None = None) -> None:
        super().__init__(formdata)
        self.typed: dict[ParticipantKind, str] = {
            kind: clean_text(formdata.get(kind, "") if formdata else "", 20) for kind in PARTICIPANT_KINDS
        }

    def check(self) -> dict[str, str]:
        """As ``CheckedForm.check``, with the counts."""
        errors = super().check()
        errors |= {kind: "not_a_count" for kind, typed in self.typed.items() if _count(typed) is None}
        return errors

    def told(self) -> Held:
        """The values; call after ``check``."""
        assert self.held_on.day is not None
        return Held(
            held_on=self.held_on.day,
            place=self.place.data or "",
            minutes=self.minutes.data or "",
            participants={kind: count for kind, typed in self.typed.items() if (count := _count(typed))},
            follow_ups=self.follow_ups.data,
        )


def reason_name(version_id: int, component: Component | None) -> str:
    """The name of the field with what is asked of one component of a version."""
    return f"reason-{version_id}-{component or WHOLE}"


def typed_reasons(form: Mapping[str, str]) -> dict[int, Reasons]:
    """What was typed of each version, by component; versions without a word are left out."""
    found: dict[int, Reasons] = {}
    for version_id in dict.fromkeys(int(named[1]) for name in form if (named := _REASON.fullmatch(name))):
        parts: dict[Component | None, str] = {
            component: words
            for component in (None, *COMPONENTS)
            if (words := clean_text(form.get(reason_name(version_id, component), ""), _NEVER_CUT))
        }
        if parts:
            found[version_id] = parts
    return found


def _count(typed: str) -> int | None:
    """A number of people; nothing typed is nobody, None is no number."""
    digits = typed.strip().replace(".", "")
    if not digits:
        return 0
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(MOST_PEOPLE)):
        return None
    return int(digits)
