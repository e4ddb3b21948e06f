"""Queries that found too little, counted by day without anybody's identity: what the directory still has to learn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from threading import Lock

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from sipp import clock
from sipp.db import current_session, insert_or, take_turn
from sipp.models.journal import SearchTerm
from sipp.rules.errors import Forbidden
from sipp.rules.permissions import Actor, is_permitted_somewhere
from sipp.rules.search_terms import KEPT_FOR, LEAST_SHOWN, RARE_KEPT_FOR, Reason, kept_query, why_unanswered
from sipp.search import language
from sipp.search.contract import Hit

#: Different queries that are counted on one day: nobody can fill the database by typing nonsense.
MOST_TERMS_A_DAY = 5000
#: Different queries that wait in the memory of one process.
MOST_WAITING = 2000
MOST_SHOWN = 200

TermKey = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Count:
    """How often a query was typed on a day; the rest tells of the last time."""

    times: int
    found: int
    is_corrected: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class UnansweredQuery:
    """A query that found too little: how often it was typed in a period, and what it found the last time."""

    query: str
    times: int
    last_day: date
    found: int
    is_corrected: bool
    reason: Reason


class TermBuffer:
    """Counts that wait in memory until a door stores them, so that a search never waits for a write.

    May be used by several threads. When it is full, queries that are not in it yet are not counted.
    """

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._counts: dict[TermKey, Count] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._counts)

    def note(self, typed: str, hits: Sequence[Hit], *, is_corrected: bool, is_without_index: bool) -> None:
        """Count a query if its answer was too little and nothing in it may be personal."""
        reason = why_unanswered(len(hits), hits[0].step if hits else 0, is_without_index=is_without_index)
        query = kept_query(language.fold(typed)) if reason else None
        if reason and query:
            key = (clock.today(clock.NATIONAL_ZONE), query)
            self._add({key: Count(1, len(hits), is_corrected, reason)})

    def take(self) -> dict[TermKey, Count]:
        """Give all counts and begin again from none."""
        with self._lock:
            counts, self._counts = self._counts, {}
            return counts

    def give_back(self, counts: Mapping[TermKey, Count]) -> None:
        """Keep counts that could not be stored for the next try."""
        with self._lock:
            newer, self._counts = self._counts, dict(counts)
        self._add(newer)

    def _add(self, counts: Mapping[TermKey, Count]) -> None:
        with self._lock:
            for key, count in counts.items():
                before = self._counts.get(key)
                if before is None and len(self._counts) >= self._most_waiting:
                    continue
                times = count.times + (before.times if before else 0)
                self._counts[key] = Count(times, count.found, count.is_corrected, count.reason)


def add_counts(counts: Mapping[TermKey, Count]) -> int:
    """Add counts to what is stored; how many different queries of how many days were stored.

    Several processes may do so at once. Beyond 5,000 different queries a day only known ones are counted further.
    """
    session = current_session()
    # The bound holds exactly, and no two lock the same rows in different order.
    take_turn(SearchTerm)
    rows = [
        {
            "day": day,
            "query": query,
            "times": count.times,
            "found": count.found,
            "is_corrected": count.is_corrected,
            "reason": count.reason,
        }
        for day, of_day in groupby(sorted(counts), key=lambda key: key[0])
        for query in _within_bound(day, [query for _day, query in of_day])
        for count in (counts[day, query],)
    ]
    if rows:
        session.execute(_addition(), rows)
    return len(rows)


def unanswered_queries(actor: Actor, since: date) -> list[UnansweredQuery]:
    """Queries typed at least five times since a day that found too little, most frequent first, at most 200.

    Raises Forbidden.
    """
    if not is_permitted_somewhere(actor, "search.read_terms"):
        raise Forbidden
    total, last_day = func.sum(SearchTerm.times), func.max(SearchTerm.day)
    period = (
        select(SearchTerm.query.label("query"), total.label("times"), last_day.label("last_day"))
        .where(SearchTerm.day >= since)
        .group_by(SearchTerm.query)
        .having(total >= LEAST_SHOWN)
        .subquery()
    )
    rows = current_session().execute(
        select(SearchTerm, period.c.times)
        .join(period, (period.c.query == SearchTerm.query) & (period.c.last_day == SearchTerm.day))
        .order_by(period.c.times.desc(), SearchTerm.query)
        .limit(MOST_SHOWN)
    )
    return [
        UnansweredQuery(
            query=term.query,
            times=int(times),
            last_day=term.day,
            found=term.found,
            is_corrected=term.is_corrected,
            reason=term.reason,
        )
        for term, times in rows
    ]


def delete_old_terms() -> int:
    """Forget counts after 400 days, and after 90 days queries that never became frequent; how many rows went.

    A query is not frequent when all its rows together stay below the number from which it is shown.
    """
    session = current_session()
    today = clock.today(clock.NATIONAL_ZONE)
    rare = (
        select(SearchTerm.query)
        .group_by(SearchTerm.query)
        .having(func.sum(SearchTerm.times) < LEAST_SHOWN, func.max(SearchTerm.day) < today - RARE_KEPT_FOR)
    )
    is_over = (SearchTerm.day < today - KEPT_FOR) | SearchTerm.query.in_(rare)
    statement = delete(SearchTerm).where(is_over).execution_options(synchronize_session=False)
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _within_bound(day: date, queries: list[str]) -> list[str]:
    """The queries that may still be counted on a day: known ones, and new ones while there is room."""
    session = current_session()
    stored = session.scalar(select(func.count()).where(SearchTerm.day == day)) or 0
    if stored + len(queries) <= MOST_TERMS_A_DAY:
        return queries
    known = set(session.scalars(select(SearchTerm.query).where(SearchTerm.day == day)))
    new = [query for query in queries if query not in known]
    admitted = known.union(new[: max(0, MOST_TERMS_A_DAY - stored)])
    return [query for query in queries if query in admitted]


def _addition() -> postgresql.Insert | sqlite.Insert:
    """One statement for each term, which adds to what is there: reading first and writing then would lose counts."""
    statement = insert_or(SearchTerm)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[SearchTerm.day, SearchTerm.query],
        set_={
            "times": SearchTerm.times + new.times,
            "found": new.found,
            "is_corrected": new.is_corrected,
            "reason": new.reason,
        },
    )
