"""What one process knows in order to search: the machine, the names of places, what is offered, editors' answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Region
from sipp.models.journal import SearchChange
from sipp.operations.curated_answers import CuratedTable, read_curated
from sipp.operations.offerings import Offering, read_offerings
from sipp.operations.search_terms import TermBuffer
from sipp.operations.searchable import last_change, newest_change, read_gazetteer
from sipp.operations.shown_standards import ShownStandards
from sipp.search.engine import Searcher
from sipp.search.places import Gazetteer

#: After more changes than this (an import) everything is read again instead of thing by thing.
MOST_SINGLE_CHANGES = 200


@dataclass(frozen=True, kw_only=True)
class Known:
    """One state of that knowledge, as of a number of the change log. It never changes."""

    number: int
    gazetteer: Gazetteer
    offerings: Mapping[int, Offering]
    by_slug: Mapping[str, Offering]
    provinces: Mapping[str, str]
    curated: CuratedTable
    changes_at: datetime | None
    shown: ShownStandards


@dataclass
class Finder:
    """The search machine of one process; made once per application, asked by many threads."""

    searcher: Searcher
    terms: TermBuffer = field(default_factory=TermBuffer, repr=False)
    _known: Known | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def known(self) -> Known:
        """The present state: read again when the change log went on, or when a date arrived that changes an offer."""
        number = last_change()
        now = clock.now()
        known = self._known
        if known is not None and known.number == number and not _is_past(known.changes_at, now):
            return known
        with self._lock:
            known = self._known
            if known is not None and number < known.number <= newest_change():
                return known  # this question's transaction began before the last change: no reason to go back
            if known is None or known.number != number or _is_past(known.changes_at, now):
                self._known = known = _read(number, now) if known is None else _follow(known, number, now)
            return known


def _read(number: int, now: datetime) -> Known:
    provinces = select(Region.code, Region.name).where(Region.kind == "province").order_by(Region.name)
    names = dict(current_session().execute(provinces).all())
    return _state(number, read_gazetteer(), read_offerings(now), names, read_curated(), ShownStandards())


def _follow(known: Known, number: int, now: datetime) -> Known:
    """The next state: only the references that changed are read again, the names only when an agency changed."""
    changes = select(SearchChange.thing).where(SearchChange.sequence > known.number, SearchChange.sequence <= number)
    things = set(current_session().scalars(changes.limit(MOST_SINGLE_CHANGES + 1)))
    if number < known.number or len(things) > MOST_SINGLE_CHANGES:
        return _read(number, now)
    slugs = {thing.removeprefix("reference:") for thing in things if thing.startswith("reference:")}
    slugs |= {offering.slug for offering in known.offerings.values() if _is_past(offering.changes_at, now)}
    offerings = {key: offering for key, offering in known.offerings.items() if offering.slug not in slugs}
    if slugs:
        offerings |= read_offerings(now, slugs)
    is_renamed = any(thing.startswith(("agency:", "unit:")) for thing in things)
    gazetteer = read_gazetteer() if is_renamed else known.gazetteer
    # There are few answers, and each leads to some other thing that may be what changed (a service that was retired).
    curated = read_curated() if things else known.curated
    return _state(number, gazetteer, offerings, known.provinces, curated, known.shown)


def _state(
    number: int,
    gazetteer: Gazetteer,
    offerings: Mapping[int, Offering],
    provinces: Mapping[str, str],
    curated: CuratedTable,
    shown: ShownStandards,
) -> Known:
    moments = [offering.changes_at for offering in offerings.values() if offering.changes_at is not None]
    return Known(
        number=number,
        gazetteer=gazetteer,
        offerings=offerings,
        by_slug={offering.slug: offering for offering in offerings.values()},
        provinces=provinces,
        curated=curated,
        changes_at=min(moments, default=None),
        shown=shown,
    )


def _is_past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
