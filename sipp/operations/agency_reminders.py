"""Reminding agencies of what they lack: many at once, one digest an agency and week, to its administrators.

Who reminded whom and when stays on record. What an agency lacks is read when the mail is sent, so nobody is told of
what was done meanwhile.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session, insert_or
from sipp.models.accounts import Membership, User
from sipp.models.agencies import Agency
from sipp.models.oversight import AgencyReminder
from sipp.operations.journal import post_once, record
from sipp.operations.oversight import (
    AgencyFigures,
    LackingService,
    Question,
    agencies_that_answer,
    figures,
    lacking_services,
    require,
)
from sipp.rules.oversight import GAPS_OF_SERVICES, Gap
from sipp.rules.permissions import Actor
from sipp.rules.reminders import week_of

REMIND = "oversight.remind"
#: So many services of a gap are named in a mail; it says how many more there are.
MOST_NAMED = 10


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What reminding some agencies would do: who gets a mail, and who none for which reason."""

    to_remind: Sequence[AgencyFigures]
    reminded_already: Sequence[AgencyFigures]
    without_admin: Sequence[AgencyFigures]
    without_gap: Sequence[AgencyFigures]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What one administrator is told of the agency, now."""

    user: User
    agency: Agency
    figures: AgencyFigures
    services: Mapping[Gap, Sequence[LackingService]]


def plan(actor: Actor, question: Question, slugs: Collection[str] | None = None) -> Plan:
    """What reminding would do: all agencies that answer a question, or those named. Raises Forbidden."""
    require(actor, REMIND)
    if slugs is None:
        found = agencies_that_answer(question)
    else:
        found = [one for one in figures(Question(gap=None)) if one.slug in slugs]
    done, admins = _reminded_this_week(), _admins()
    sorted_out: dict[str, list[AgencyFigures]] = defaultdict(list)
    for one in found:
        if not one.has_gap:
            sorted_out["without_gap"].append(one)
        elif one.agency_id in done:
            sorted_out["reminded_already"].append(one)
        else:
            sorted_out["to_remind" if one.agency_id in admins else "without_admin"].append(one)
    return Plan(
        to_remind=sorted_out["to_remind"],
        reminded_already=sorted_out["reminded_already"],
        without_admin=sorted_out["without_admin"],
        without_gap=sorted_out["without_gap"],
    )


def remind(actor: Actor, agency_ids: Collection[int]) -> int:
    """Send each agency its digest unless it had one this week or has no administrator; how many get one.

    Raises Forbidden. Pressed twice, or by two overseers at once, each agency still gets one.
    """
    require(actor, REMIND)
    week, admins, reminded = week_of(clock.today(clock.NATIONAL_ZONE)), _admins(), 0
    for agency_id in sorted(set(agency_ids) & admins.keys()):
        if not _note(actor, agency_id, week, len(admins[agency_id])):
            continue
        for user_id in admins[agency_id]:
            payload = {"agency_id": agency_id, "user_id": user_id}
            post_once("agency_reminded", f"agency_reminded:{agency_id}:{week}:{user_id}", payload)
        record(actor, "oversight.remind", "agency", agency_id, agency_id=agency_id, week=week)
        reminded += 1
    return reminded


def reminders_of(agency_id: int, limit: int = 20) -> Sequence[AgencyReminder]:
    """The reminders an agency got, the newest first, with who sent them."""
    found = select(AgencyReminder).where(AgencyReminder.agency_id == agency_id).options(joinedload(AgencyReminder.user))
    return current_session().scalars(found.order_by(AgencyReminder.id.desc()).limit(limit)).all()


def latest_reminders(agency_ids: Collection[int]) -> dict[int, AgencyReminder]:
    """The newest reminder of each of these agencies that ever got one, with who sent it."""
    newest = select(func.max(AgencyReminder.id)).where(AgencyReminder.agency_id.in_(agency_ids))
    found = select(AgencyReminder).where(AgencyReminder.id.in_(newest.group_by(AgencyReminder.agency_id)))
    rows = current_session().scalars(found.options(joinedload(AgencyReminder.user)))
    return {one.agency_id: one for one in rows}


def letter_for(agency_id: int, user_id: int) -> Letter | None:
    """What to tell an administrator now; None when nothing is lacking any more, or for who administers no more."""
    session = current_session()
    user, agency = session.get(User, user_id), session.get(Agency, agency_id)
    if user is None or agency is None or user_id not in _admins(Membership.agency_id == agency_id).get(agency_id, ()):
        return None
    [found] = figures(Question(gap=None), agency_id)
    if not found.has_gap:
        return None
    services = {gap: lacking_services(agency_id, gap, MOST_NAMED) for gap in GAPS_OF_SERVICES if found.lacking(gap)}
    return Letter(user=user, agency=agency, figures=found, services=services)


def _note(actor: Actor, agency_id: int, week: str, recipients: int) -> bool:
    """Put the reminder on record; whether it is the week's first."""
    values = {"agency_id": agency_id, "week": week, "recipients": recipients, "user_id": actor.user_id}
    there = insert_or(AgencyReminder).values(**values, recorded_at=clock.now())
    added = there.on_conflict_do_nothing(index_elements=["agency_id", "week"]).returning(AgencyReminder.id)
    return current_session().execute(added).scalar() is not None


def _reminded_this_week() -> set[int]:
    week = week_of(clock.today(clock.NATIONAL_ZONE))
    return set(current_session().scalars(select(AgencyReminder.agency_id).where(AgencyReminder.week == week)))


def _admins(*conditions: ColumnElement[bool]) -> dict[int, list[int]]:
    """The active administrators of each whole agency, by agency."""
    held = (
        select(Membership.agency_id, Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == "agency_admin", Membership.unit_id.is_(None), User.active, *conditions)
        .order_by(Membership.agency_id, Membership.user_id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for agency_id, user_id in current_session().execute(held):
        if agency_id is not None:
            found[agency_id].append(user_id)
    return found
