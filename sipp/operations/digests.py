"""What the digests share: where something waits, and whom that concerns."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select

from sipp.db import current_session
from sipp.rules.permissions import Actor, is_permitted

#: The action that does something about it, the agency, and the path of the unit.
Place = tuple[str, int, str]


def places_of(waiting: Iterable[tuple[str, Select[*tuple[Any, ...]]]]) -> set[Place]:
    """Where something waits: for each action the agencies and units that its query finds."""
    session = current_session()
    return {(action, *row) for action, query in waiting for row in session.execute(query.distinct())}


def concerns(actor: Actor, places: Collection[Place]) -> bool:
    """Whether somebody may do something about what waits in one of these places."""
    return any(is_permitted(actor, *place) for place in places)
