"""Who stands in for a liaison officer during leave: the deputy finds the cases of the absent among the own ones.

A deputy gets no rights by it: only somebody who reaches the same cases anyway can be named. Days are those in the
capital.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session, take_turn
from sipp.models.accounts import Membership, User
from sipp.models.handling import Deputy
from sipp.operations.accounts import actor_of
from sipp.operations.case_reach import require
from sipp.operations.journal import record
from sipp.rules.errors import InvalidInput
from sipp.rules.permissions import Actor

_NAME = "reports.name_deputy"


def own_deputy(actor: Actor) -> Deputy | None:
    """Who stands in for the actor, now or later; None when nobody does. Raises Forbidden for who needs no deputy."""
    require(actor, _NAME)
    return current_session().scalar(
        select(Deputy)
        .where(Deputy.user_id == actor.user_id, Deputy.last_day >= clock.today(clock.NATIONAL_ZONE))
        .options(joinedload(Deputy.deputy))
    )


def candidates(actor: Actor) -> Sequence[User]:
    """The people who may stand in: liaison officers who reach everything the actor reaches as one."""
    require(actor, _NAME)
    own = [one for one in actor.memberships if one.role == "liaison"]
    found = current_session().scalars(
        select(User)
        .where(
            User.active,
            User.id != actor.user_id,
            User.memberships.any(
                (Membership.role == "liaison") & Membership.agency_id.in_({one.agency_id for one in own})
            ),
        )
        .order_by(User.name, User.id)
    )
    return [user for user in found if _reaches_all(actor_of(user), actor)]


def name_deputy(actor: Actor, deputy_id: int | None, first_day: date | None, last_day: date | None) -> Deputy:
    """Name who stands in from the first to the last day, both included; an earlier choice gives way.

    Raises InvalidInput, Forbidden.
    """
    faults = {}
    if deputy_id not in {one.id for one in candidates(actor)}:
        faults["person"] = "unknown_choice"
    if first_day is None:
        faults["first_day"] = "required"
    if last_day is None:
        faults["last_day"] = "required"
    elif last_day < clock.today(clock.NATIONAL_ZONE):
        faults["last_day"] = "day_is_over"
    elif first_day is not None and last_day < first_day:
        faults["last_day"] = "before_beginning"
    if faults:
        raise InvalidInput(faults)
    session = current_session()
    take_turn(Deputy)
    session.execute(delete(Deputy).where(Deputy.user_id == actor.user_id))
    deputy = Deputy(user_id=actor.user_id, deputy_id=deputy_id, first_day=first_day, last_day=last_day)
    session.add(deputy)
    record(actor, "reports.name_deputy", "user", deputy_id)
    return deputy


def end_deputy(actor: Actor) -> None:
    """Be back: nobody stands in any more."""
    require(actor, _NAME)
    current_session().execute(delete(Deputy).where(Deputy.user_id == actor.user_id))
    record(actor, "reports.end_deputy", "user", actor.user_id)


def stands_in_for(user_id: int | None) -> Sequence[int]:
    """The people somebody stands in for today."""
    today = clock.today(clock.NATIONAL_ZONE)
    found = current_session().scalars(
        select(Deputy.user_id).where(Deputy.deputy_id == user_id, Deputy.first_day <= today, Deputy.last_day >= today)
    )
    return found.all()


def deputy_today(user_id: int | None) -> Deputy | None:
    """Who stands in for somebody today; None when nobody does."""
    today = clock.today(clock.NATIONAL_ZONE)
    return current_session().scalar(
        select(Deputy)
        .where(Deputy.user_id == user_id, Deputy.first_day <= today, Deputy.last_day >= today)
        .options(joinedload(Deputy.deputy))
    )


def _reaches_all(other: Actor, actor: Actor) -> bool:
    theirs = [one for one in other.memberships if one.role == "liaison"]
    own = [one for one in actor.memberships if one.role == "liaison"]
    return all(any(one.covers(mine.agency_id, mine.unit_path) for one in theirs) for mine in own)
