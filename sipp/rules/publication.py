"""Which version of a standard holds on which day, as known at which moment.

Law: UU 25/2009 art. 15 and 20 (the provider draws up, sets and publishes its standards).

Vectors (v1 from 1 January, v2 from 1 March, both recorded in December; tests/rules/test_publication.py has them all):

=========================================================  ==========  =========
case                                                       on          in force
=========================================================  ==========  =========
before the first                                           31 Dec      none
the first day of v1                                        1 Jan       v1
the last day before v2                                     28 Feb      v1
the first day of v2                                        1 Mar       v2
v3 also from 1 March                                       1 Mar       v3
v3 recorded later but effective from 1 February            1 Mar       v2
v2 recorded only on 10 March, asked as known on 5 March    5 Mar       v1
v2 withdrawn from 1 April                                  1 Apr       none
v1 withdrawn from 1 April, v2 in force                     1 Apr       v2
v2 withdrawn from 1 April, v3 from 1 May                   1 May       v3
=========================================================  ==========  =========
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Standing = Literal["scheduled", "in_force", "superseded", "withdrawn"]
JudgedStanding = Literal["in_force", "shown", "first_recorded"]


@dataclass(frozen=True)
class PublicationFact:
    """A version was published: ``version`` is its stored id, ``number`` its dense number within the service.

    ``effective_from`` begins at 00:00 in the agency's zone; ``recorded_at`` is when the fact became known.
    """

    version: int
    number: int
    effective_from: date
    recorded_at: datetime


@dataclass(frozen=True)
class WithdrawalFact:
    """A version was withdrawn with effect from the beginning of a day."""

    version: int
    effective_on: date
    recorded_at: datetime


@dataclass(frozen=True)
class Judged:
    """The version a report is judged by, and why it is that one."""

    publication: PublicationFact
    standing: JudgedStanding


def version_in_force(
    publications: Iterable[PublicationFact],
    withdrawals: Iterable[WithdrawalFact],
    on_day: date,
    known_at: datetime,
) -> PublicationFact | None:
    """The version in force on a day, as known at a moment; None when there is none.

    Among the publications recorded by then and effective by that day: the latest effective date, on a tie the highest
    number. When that one is withdrawn with effect on that day there is none: nothing older revives.
    """
    effective = [fact for fact in _known(publications, known_at) if fact.effective_from <= on_day]
    latest = max(effective, key=lambda fact: (fact.effective_from, fact.number), default=None)
    if latest is None or _is_withdrawn(latest.version, withdrawals, on_day, known_at):
        return None
    return latest


@dataclass(frozen=True)
class Period:
    """The days on which a version is in force: from ``first_day`` until the day before ``end_day`` (None: open)."""

    version: int
    first_day: date
    end_day: date | None


def periods_in_force(publications: Iterable[PublicationFact], withdrawals: Iterable[WithdrawalFact]) -> list[Period]:
    """The periods of an owner's versions by all facts recorded so far, earliest first.

    Gives for each day exactly what ``version_in_force`` gives; a version that never is in force has no period.
    """
    newest_of_day = {
        fact.effective_from: fact for fact in sorted(publications, key=lambda fact: (fact.effective_from, fact.number))
    }
    withdrawn_on: dict[int, date] = {}
    for withdrawal in withdrawals:
        known = withdrawn_on.get(withdrawal.version, date.max)
        withdrawn_on[withdrawal.version] = min(known, withdrawal.effective_on)
    starts = list(newest_of_day)
    periods = []
    for position, start in enumerate(starts):
        fact = newest_of_day[start]
        ends = [day for day in (*starts[position + 1 : position + 2], withdrawn_on.get(fact.version)) if day]
        end = min(ends, default=None)
        if end is None or start < end:
            periods.append(Period(fact.version, start, end))
    return periods


def first_recorded(publications: Iterable[PublicationFact], known_at: datetime) -> PublicationFact | None:
    """The version with the earliest effective date known at a moment, on a tie the lowest number."""
    return min(_known(publications, known_at), key=lambda fact: (fact.effective_from, fact.number), default=None)


def judging_version(
    publications: Iterable[PublicationFact],
    withdrawals: Iterable[WithdrawalFact],
    *,
    on_day: date | None,
    shown: PublicationFact | None,
    known_at: datetime,
) -> Judged | None:
    """The version that judges what happened on a day, as known when the form was opened.

    No day: the version that was shown. A day before the first recorded version: the first one, labelled as such.
    None when no standard is published or none is in force on that day: the reference's legal ceiling judges.
    ``on_day`` is the day of application for requirements, steps and time, the day of payment for fees.

    Law: UU 25/2009 art. 42 (a complaint describes the service that was not according to the standard).
    """
    publications = tuple(publications)
    if on_day is None:
        return Judged(shown, "shown") if shown is not None else None
    in_force = version_in_force(publications, withdrawals, on_day, known_at)
    if in_force is not None:
        return Judged(in_force, "in_force")
    first = first_recorded(publications, known_at)
    if first is not None and on_day < first.effective_from:
        return Judged(first, "first_recorded")
    return None


def standing(
    version: int,
    publications: Iterable[PublicationFact],
    withdrawals: Iterable[WithdrawalFact],
    on_day: date,
    known_at: datetime,
) -> Standing:
    """The word for a published version on a day; raises LookupError when it was not published by ``known_at``."""
    publications = tuple(publications)
    withdrawals = tuple(withdrawals)
    own = next((fact for fact in _known(publications, known_at) if fact.version == version), None)
    if own is None:
        raise LookupError(f"version {version} is not published")
    if _is_withdrawn(version, withdrawals, on_day, known_at):
        return "withdrawn"
    if own.effective_from > on_day:
        return "scheduled"
    return "in_force" if own == version_in_force(publications, withdrawals, on_day, known_at) else "superseded"


def _known(publications: Iterable[PublicationFact], known_at: datetime) -> list[PublicationFact]:
    return [fact for fact in publications if fact.recorded_at <= known_at]


def _is_withdrawn(version: int, withdrawals: Iterable[WithdrawalFact], on_day: date, known_at: datetime) -> bool:
    return any(
        fact.version == version and fact.effective_on <= on_day and fact.recorded_at <= known_at for fact in withdrawals
    )
