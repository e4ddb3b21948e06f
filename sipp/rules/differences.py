"""What changed between two versions of a standard: row by row by ``row_key``, and inside texts word by word.

Law: UU 25/2009 art. 20 (standards are made with notice to the public, who must see what changes).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Literal

from sipp.rules.standards import COMPONENTS, Component, Row, Standard, Variant, component_rows

DifferenceKind = Literal["added", "removed", "changed", "moved", "evidence"]
WordChange = tuple[Literal["same", "ins", "del"], str]

#: Fields that say how sure we are of a row, not what it promises.
EVIDENCE_FIELDS: frozenset[str] = frozenset({"confidence", "certainty", "source"})


@dataclass(frozen=True)
class FieldChange:
    """One field of a row that changed, with both values as stored."""

    name: str
    old: object
    new: object


@dataclass(frozen=True)
class Difference:
    """One row that differs. ``component`` is None for a variant of the service, whose key is its code.

    ``old`` and ``new`` are the rows themselves (None when added or removed). "moved": same words, another place in
    the order. "evidence": only source, certainty or confidence changed.
    """

    kind: DifferenceKind
    component: Component | None
    row_key: str
    old: Row | Variant | None = None
    new: Row | Variant | None = None
    changes: tuple[FieldChange, ...] = ()


def differences(old: Standard, new: Standard, *, with_evidence: bool = False) -> tuple[Difference, ...]:
    """The rows that differ, in the order of UU 25/2009 art. 21, variants first.

    Within a component: the new version's order, then what was removed. Changes of source, certainty or confidence
    alone are left out unless ``with_evidence``.
    """
    found = list(_compare(None, {v.code: v for v in old.variants}, {v.code: v for v in new.variants}))
    for component in COMPONENTS:
        found.extend(
            _compare(
                component,
                {row.row_key: row for row in component_rows(old, component)},
                {row.row_key: row for row in component_rows(new, component)},
            )
        )
    return tuple(one for one in found if with_evidence or one.kind != "evidence")


def word_changes(old: str, new: str) -> list[WordChange]:
    """The new text with its changes marked, in runs of words: "same", "ins" (only new), "del" (only old).

    The texts of "same" and "ins" joined give the new text exactly; "same" and "del" give the old one but for spaces,
    which never count as a change.
    """
    before, after = _words(old), _words(new)
    matcher = SequenceMatcher(a=[word.strip() for word in before], b=[word.strip() for word in after], autojunk=False)
    changes: list[WordChange] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            changes.append(("same", "".join(after[j1:j2])))
            continue
        if i2 > i1:
            changes.append(("del", "".join(before[i1:i2])))
        if j2 > j1:
            changes.append(("ins", "".join(after[j1:j2])))
    return changes


def _compare(
    component: Component | None, old: dict[str, Row] | dict[str, Variant], new: dict[str, Row] | dict[str, Variant]
) -> Iterator[Difference]:
    moved = _moved_keys([key for key in old if key in new], [key for key in new if key in old])
    for key, row in new.items():
        before = old.get(key)
        if before is None:
            yield Difference("added", component, key, new=row)
            continue
        changes = _field_changes(before, row)
        kind = _kind_of(changes, key in moved)
        if kind is not None:
            yield Difference(kind, component, key, before, row, changes)
    for key, row in old.items():
        if key not in new:
            yield Difference("removed", component, key, old=row)


def _kind_of(changes: tuple[FieldChange, ...], is_moved: bool) -> DifferenceKind | None:
    if any(change.name not in EVIDENCE_FIELDS for change in changes):
        return "changed"
    if is_moved:
        return "moved"
    return "evidence" if changes else None


def _field_changes(old: Row | Variant, new: Row | Variant) -> tuple[FieldChange, ...]:
    names = [field.name for field in fields(new)]
    if type(old) is not type(new):
        return (FieldChange("type", type(old).__name__, type(new).__name__),)
    return tuple(
        FieldChange(name, getattr(old, name), getattr(new, name))
        for name in names
        if getattr(old, name) != getattr(new, name)
    )


def _moved_keys(old_order: list[str], new_order: list[str]) -> frozenset[str]:
    """The keys outside the runs that both orders share: what a reader would say was moved."""
    kept: set[str] = set()
    for block in SequenceMatcher(a=old_order, b=new_order, autojunk=False).get_matching_blocks():
        kept.update(new_order[block.b : block.b + block.size])
    return frozenset(key for key in new_order if key not in kept)


def _words(text: str) -> list[str]:
    """Words, each with the space that follows it, so that joining them gives the text back."""
    return re.findall(r"\S+\s*|\s+", text)
