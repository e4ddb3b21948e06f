"""The form of an answer that editors choose, and how its target is found by words."""

from collections.abc import Mapping
from typing import Any

from sipp.models.curated_answers import CuratedAnswer
from sipp.operations.curated_answers import AnswerContent, content_of
from sipp.rules.curated_answers import (
    MOST_ADDRESS_CHARACTERS,
    MOST_ALIASES,
    MOST_PHRASE_CHARACTERS,
    MOST_TEXT_CHARACTERS,
    MOST_TITLE_CHARACTERS,
    is_https_address,
)
from sipp.web.forms.checked import CheckedForm
from sipp.web.forms.fields import DayField, TextField


class AnswerForm(CheckedForm):
    """What is answered to which words, where it leads, and how long it is shown.

    ``wanted`` are the words by which a target is looked for, or an address; ``target`` is the one that was chosen.
    What an answer may be the operation says.
    """

    phrase = TextField(max_length=MOST_PHRASE_CHARACTERS)
    aliases = TextField(max_length=MOST_ALIASES * (MOST_PHRASE_CHARACTERS + 1))
    title = TextField(max_length=MOST_TITLE_CHARACTERS)
    text = TextField(max_length=MOST_TEXT_CHARACTERS)
    wanted = TextField(max_length=MOST_ADDRESS_CHARACTERS)
    target = TextField(max_length=MOST_ADDRESS_CHARACTERS)
    valid_from = DayField()
    valid_until = DayField()

    def content(self) -> AnswerContent:
        """What was written. An address that was typed is the target."""
        wanted = self.wanted.data or ""
        return AnswerContent(
            phrase=self.phrase.data or "",
            title=self.title.data or "",
            text=self.text.data or "",
            target=wanted if is_https_address(wanted) else self.target.data or "",
            aliases=(self.aliases.data or "").split("\n"),
            valid_from=self.valid_from.day,
            valid_until=self.valid_until.day,
        )


def own_codes(errors: Mapping[str, str]) -> dict[str, str]:
    """The errors of an answer, with a code of its own where other forms say otherwise of a field of that name."""
    return {
        name: "answer_text_required" if (name, code) == ("text", "required") else code for name, code in errors.items()
    }


def stored_values(answer: CuratedAnswer) -> dict[str, Any]:
    """An answer as its form shows it."""
    content = content_of(answer)
    return {
        "phrase": content.phrase,
        "aliases": "\n".join(content.aliases),
        "title": content.title,
        "text": content.text,
        "target": content.target,
        "valid_from": answer.valid_from.isoformat(),
        "valid_until": answer.valid_until.isoformat(),
    }
