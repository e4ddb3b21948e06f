"""What a list shows of a standard, kept by version: a published version never changes, so it is read once.

Few versions are looked at often (the national models, what big cities offer), so a small store answers most pages.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from sipp.db import current_session
from sipp.models.standards import StandardVersion
from sipp.operations.versions import contents_of
from sipp.rules.promises import Glance, glance
from sipp.rules.standards import ProcedureStep

#: A few kilobytes each.
MOST_KEPT = 1000
_COMPONENTS = ("requirements", "procedure", "time_limits", "fees", "products")
_PUBLISHED = (
    select(StandardVersion)
    .where(StandardVersion.id.in_(bindparam("ids", expanding=True)), StandardVersion.state == "published")
    .options(joinedload(StandardVersion.decree))
)


@dataclass(frozen=True, slots=True)
class ShownStandard:
    """The promise at a glance, and the steps."""

    glance: Glance
    steps: tuple[ProcedureStep, ...]


class ShownStandards:
    """The store of one process; the least recently shown make room. Safe to share between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, ShownStandard] = OrderedDict()
        self._lock = Lock()

    def of(self, ids: Iterable[int | None]) -> dict[int, ShownStandard]:
        """What is shown of these versions, by id; versions that are not published are left out."""
        wanted = {key for key in ids if key is not None}
        with self._lock:
            found = {key: self._kept[key] for key in wanted if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
        if missing := sorted(wanted - found.keys()):
            read = _read(missing)
            with self._lock:
                self._kept.update(read)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            found |= read
        return found


def _read(ids: list[int]) -> dict[int, ShownStandard]:
    versions = current_session().scalars(_PUBLISHED, {"ids": ids}).all()
    contents = contents_of(versions, _COMPONENTS)
    return {key: ShownStandard(glance(standard), standard.procedure) for key, standard in contents.items()}
