"""A message as it is read: its words, and the rows of the standard that they refer to."""

from flask_babel import gettext as _

from sipp.models.proposals import PendingAnswer
from sipp.models.reports import Message
from sipp.models.standards import StandardVersion
from sipp.operations.versions import content_of
from sipp.rules.standards import component_rows
from sipp.web.standard_view import row_words
from sipp.words.codes import COMPONENT_NAMES


def message_text(message: Message | PendingAnswer, version: StandardVersion | None) -> str:
    """The words, then the rows cited; ``version`` is the one that judges the report."""
    if version is None or not message.cites:
        return message.text
    standard = content_of(version)
    cited = [
        f"{COMPONENT_NAMES[component]}: {row_words(row)['text']}"
        for component, row_key in message.cites
        for row in component_rows(standard, component)  # type: ignore[arg-type]
        if row.row_key == row_key
    ]
    return "\n".join([message.text, "", _("Bagian standar yang dirujuk:"), *cited])
