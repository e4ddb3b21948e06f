"""What changed between two versions, as the comparison page shows it."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from sipp.rules.differences import Difference, FieldChange, word_changes
from sipp.rules.standards import Row
from sipp.web.standard_view import row_words
from sipp.words.codes import COMPONENT_NAMES


def difference_item(difference: Difference) -> dict[str, Any]:
    """One difference: kind, words before and after, and the words that were added or taken away."""
    before = _words_of(difference.old)
    after = _words_of(difference.new)
    text_changes = [change for change in difference.changes if _is_text(change)]
    segments = None
    if difference.kind == "changed" and before and after:
        segments = [(_OPERATIONS[op], text) for op, text in word_changes(before, after)]
    return {
        "kind": difference.kind,
        "before": before,
        "after": after,
        "segments": segments,
        "is_text": bool(text_changes),
    }


def difference_groups(found: Iterable[Difference]) -> dict[str, list[dict[str, Any]]]:
    """Differences as items by the name of their component, variants first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for difference in found:
        title = str(COMPONENT_NAMES[difference.component]) if difference.component else _("Jenis permohonan")
        groups.setdefault(title, []).append(difference_item(difference))
    return groups


_OPERATIONS = {"same": "equal", "ins": "insert", "del": "delete"}


def _is_text(change: FieldChange) -> bool:
    return isinstance(change.old, str) or isinstance(change.new, str)


def _words_of(row: Any) -> str | None:
    if row is None:
        return None
    if not isinstance(row, Row):
        return str(row.label)
    words = row_words(row)
    text, note = _plain(words["text"]), _plain(words["note"] or "")
    return f"{text} ({note})" if note else text


def _plain(text: str) -> str:
    """Without the marks of language: the words are taken apart and put together anew."""
    return text.striptags() if isinstance(text, Markup) else text
