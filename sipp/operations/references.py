"""The national services for those who keep their model standards, and the names under which search finds them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.services import ReferenceService
from sipp.operations.agency_profiles import flush_or_conflict
from sipp.operations.journal import note_search_changes, record
from sipp.operations.owned_standards import Filter, StandardState, narrowed, one_page, states_of
from sipp.operations.standards import search_thing
from sipp.rules.errors import Conflict, Forbidden, NotFound
from sipp.rules.permissions import Actor, is_permitted

EDIT = "references.edit"


@dataclass(frozen=True, kw_only=True)
class ReferencesPage:
    """A page of the national services."""

    references: Sequence[StandardState]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Names:
    """Other names of a national service, names it had before, and words people use for it."""

    aliases: tuple[str, ...]
    former_names: tuple[str, ...]
    search_words: tuple[str, ...]


def references_page(actor: Actor, words: str = "", state: Filter = "", page: int = 1) -> ReferencesPage:
    """The national services whose name has the words, fifty a page. Raises Forbidden for who keeps none."""
    _require(actor)
    kind, today = ReferenceService, clock.today(clock.NATIONAL_ZONE)
    found = one_page(narrowed(select(kind), kind, words, state, today), kind, page)
    return ReferencesPage(references=states_of(found.owners), count=found.count, page=found.page, pages=found.pages)


def find_reference(actor: Actor, slug: str) -> ReferenceService:
    """A national service; raises Forbidden for who keeps none, NotFound."""
    _require(actor)
    reference = current_session().scalar(select(ReferenceService).where(ReferenceService.slug == slug))
    if reference is None:
        raise NotFound("reference")
    return reference


def change_names(actor: Actor, slug: str, names: Names, row_version: int) -> None:
    """Change under which further names a national service is found; its own name and address stay.

    Raises as ``find_reference``, and Conflict when it was changed since ``row_version``.
    """
    reference = find_reference(actor, slug)
    if reference.row_version != row_version:
        raise Conflict("changed_meanwhile")
    reference.aliases = list(names.aliases)
    reference.former_names = list(names.former_names)
    reference.search_words = list(names.search_words)
    flush_or_conflict()
    record(actor, "references.edit_names", "reference_service", reference.id)
    note_search_changes([search_thing(reference)])


def _require(actor: Actor) -> None:
    if not is_permitted(actor, EDIT):
        raise Forbidden(EDIT)
