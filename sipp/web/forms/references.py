"""The form of a national service's further names, one a line."""

from typing import Any

from sipp.models.services import ReferenceService
from sipp.operations.references import Names
from sipp.web.forms.agencies import lines_of
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.fields import TextField

FIELDS = ("aliases", "former_names", "search_words")


class NamesForm(CheckedForm):
    """Under which names a national service is found besides its own."""

    aliases = TextField(max_length=1000)
    former_names = TextField(max_length=1000)
    search_words = TextField(max_length=2000)

    def values(self) -> Names:
        """The values; call after ``check``."""
        return Names(**{name: lines_of(self[name].data) for name in FIELDS})


def stored_names(reference: ReferenceService) -> dict[str, Any]:
    """A national service's names as the form shows them."""
    return {name: "\n".join(getattr(reference, name)) for name in FIELDS}


def shown_names(reference: ReferenceService) -> dict[str, str]:
    """The same in a sentence."""
    return {name: "; ".join(getattr(reference, name)) for name in FIELDS}
