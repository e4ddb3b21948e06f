"""The national services for those who keep their model standards."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.services import ReferenceService
from sipp.operations.owned_standards import Filter, StandardState, narrowed, one_page, states_of
from sipp.operations.promise_spans import NATIONAL_ZONE
from sipp.rules.errors import Forbidden, NotFound
from sipp.rules.permissions import Actor, is_permitted

EDIT = "references.edit"


@dataclass(frozen=True, kw_only=True)
class ReferencesPage:
    """A page of the national services."""

    references: Sequence[StandardState]
    count: int
    page: int
    pages: int


def references_page(actor: Actor, words: str = "", state: Filter = "", page: int = 1) -> ReferencesPage:
    """The national services whose name has the words, fifty a page. Raises Forbidden for who keeps none."""
    _require(actor)
    kind, today = ReferenceService, clock.today(NATIONAL_ZONE)
    found = one_page(narrowed(select(kind), kind, words, state, today), kind, page)
    return ReferencesPage(references=states_of(found.owners), count=found.count, page=found.page, pages=found.pages)


def find_reference(actor: Actor, slug: str) -> ReferenceService:
    """A national service; raises Forbidden for who keeps none, NotFound."""
    _require(actor)
    reference = current_session().scalar(select(ReferenceService).where(ReferenceService.slug == slug))
    if reference is None:
        raise NotFound("reference")
    return reference


def _require(actor: Actor) -> None:
    if not is_permitted(actor, EDIT):
        raise Forbidden(EDIT)
