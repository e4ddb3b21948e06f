"""What officers do with a report that moves nothing, and what its supervisor and the inspectorate decide.

Every act raises as ``operations.handling`` says.
"""

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload, selectinload

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import Membership, User
from sipp.models.agencies import Unit
from sipp.models.handling import ConflictOfInterest
from sipp.models.reports import Report
from sipp.operations import report_clocks
from sipp.operations.accounts import actor_of
from sipp.operations.case_reach import cases_within, joined
from sipp.operations.handling import extendable_clock, is_examined, required_words, say, take_up, units_for
from sipp.operations.journal import record
from sipp.operations.moves import make_move, note_event, note_own_words, tell_due_changes
from sipp.rules.errors import InvalidInput
from sipp.rules.handling import LONGEST_EXTENSION_DAYS
from sipp.rules.permissions import Actor
from sipp.rules.reports import moves_open_to

#: The classes that the inspectorate confirms; the third, "question", follows from the kind of report.
CONFIRMED_CLASSES = ("ordinary", "oversight")


def write_message(actor: Actor, case_number: str, text: str, seen: int | None = None) -> Report:
    """Write to the reporter; the first own words stop the clock of the first reply."""
    report, by = take_up(actor, case_number, "write_message", seen)
    words, at = required_words(text), clock.now()
    note_own_words(report, by=by, actor=actor, at=at)
    say(actor, report, words, at)
    record(actor, "reports.write_message", "report", report.case_number, agency_id=report.agency_id)
    return report


def write_note(actor: Actor, case_number: str, text: str, seen: int | None = None) -> Report:
    """Write a note that the reporter never sees: no event tells of it."""
    report, _by = take_up(actor, case_number, "write_note", seen)
    say(actor, report, required_words(text), clock.now(), is_internal=True)
    record(actor, "reports.write_note", "report", report.case_number, agency_id=report.agency_id)
    return report


def handlers_for(report: Report) -> Sequence[User]:
    """The people to whom a report can be assigned: they may answer it where it lies."""
    users = (
        current_session()
        .scalars(
            select(User)
            .where(
                User.active,
                User.memberships.any(and_(Membership.role == "liaison", Membership.agency_id == report.agency_id)),
            )
            .options(selectinload(User.memberships).options(joinedload(Membership.unit)))
            .order_by(User.name, User.id)
        )
        .all()
    )
    return [user for user in users if _may_answer(user, report)]


def assign(actor: Actor, case_number: str, user_id: int | None, seen: int | None = None) -> Report:
    """Say who handles a report; None: nobody in particular."""
    report, by = take_up(actor, case_number, "assign", seen)
    if user_id is not None and user_id not in {one.id for one in handlers_for(report)}:
        raise InvalidInput({"person": "unknown_choice"})
    report.handler_id = user_id
    note_event(report, "assign", by=by, actor=actor, person=user_id)
    record(actor, "reports.assign", "report", report.case_number, agency_id=report.agency_id, person=user_id)
    return report


def extend(actor: Actor, case_number: str, days: int | None, text: str, seen: int | None = None) -> Report:
    """Give the settle clock more days of its own kind, once a report, with the reason on record.

    At most as many as the limit itself has, and before it ran out: nobody is late no more by asking for time.

    Law: UU 25/2009 art. 50; the outer limit stays where it is.
    """
    report, by = take_up(actor, case_number, "extend", seen)
    one = extendable_clock(report)
    assert one is not None
    if days is None or not 1 <= days <= longest_extension(one.length):
        raise InvalidInput({"extra_days": "extension_too_long" if days else "required"})
    words, at = required_words(text), clock.now()
    note_event(report, "extend", by=by, actor=actor, at=at, days=days, unit=one.unit)
    tell_due_changes(report, report_clocks.extend(one, days), "extension", at)
    say(actor, report, words, at)
    record(actor, "reports.extend", "report", report.case_number, agency_id=report.agency_id, days=days)
    return report


def longest_extension(length: int) -> int:
    """How many days a limit of so many days may be extended by."""
    return min(length, LONGEST_EXTENSION_DAYS)


def confirm_class(actor: Actor, case_number: str, report_class: str, seen: int | None = None) -> Report:
    """Confirm or change the proposed class; a longer limit moves the due day, a shorter one never does."""
    report, by = take_up(actor, case_number, "confirm_class", seen)
    if report_class not in CONFIRMED_CLASSES:
        raise InvalidInput({"report_class": "unknown_choice" if report_class else "required"})
    old, at = report.report_class, clock.now()
    report.report_class = report_class
    note_event(report, "confirm_class", by=by, actor=actor, at=at, old=old, new=report_class)
    tell_due_changes(report, report_clocks.change_class(report, at), "class", at)
    record(actor, "reports.confirm_class", "report", report.case_number, agency_id=report.agency_id, new=report_class)
    return report


def uphold_appeal(actor: Actor, case_number: str, text: str, seen: int | None = None) -> Report:
    """Find the reporter's objection right: the report is handled again.

    The unit that had it owns it again. What was rejected before anybody owned it goes to the topmost unit that may
    own it, to the agency itself where there is none. The limits of the law run again: that of the examination, or
    where there is nothing left to examine the outer one.
    """
    report, by = take_up(actor, case_number, "uphold_appeal", seen)
    words, at = required_words(text), clock.now()
    units = units_for(actor, report, "uphold_appeal")
    owner_id = report.unit_id or next((unit.id for unit in units), None)
    make_move(report, "uphold_appeal", by=by, actor=actor, at=at, unit_id=owner_id)  # type: ignore[arg-type]
    report_clocks.follow(report, {"complete" if is_examined(report) else "unexamined"}, at)
    say(actor, report, words, at)
    record(actor, "reports.uphold_appeal", "report", report.case_number, agency_id=report.agency_id)
    return report


def reject_appeal(actor: Actor, case_number: str, text: str, seen: int | None = None) -> Report:
    """Find the reporter's objection wrong, and why: the rejection stands."""
    report, by = take_up(actor, case_number, "reject_appeal", seen)
    words, at = required_words(text), clock.now()
    note_event(report, "reject_appeal", by=by, actor=actor, at=at)
    say(actor, report, words, at)
    record(actor, "reports.reject_appeal", "report", report.case_number, agency_id=report.agency_id)
    return report


def declare_conflict(actor: Actor, case_number: str, text: str, seen: int | None = None) -> Report:
    """Say that one has an interest of one's own in a report: from now on it is out of the actor's reach.

    Somebody else handles it; where nobody of the owning unit is left who could, the unit above owns it.

    Law: UU 25/2009 art. 47-49 (impartial examination).
    """
    report, by = take_up(actor, case_number, "declare_conflict", seen)
    words, at, session = required_words(text), clock.now(), current_session()
    note_event(report, "declare_conflict", by=by, actor=actor, at=at)
    say(actor, report, words, at, is_internal=True)
    session.add(ConflictOfInterest(report_id=report.id, user_id=actor.user_id, declared_at=at))
    session.flush()
    if report.handler_id == actor.user_id:
        report.handler_id = None
    above = _unit_above(actor, report)
    if above is not None:
        make_move(report, "transfer", by="liaison", actor=actor, unit_id=above, at=at, from_unit=report.unit_id)
        report.handler_id = None
    record(actor, "reports.declare_conflict", "report", report.case_number, agency_id=report.agency_id)
    return report


def _unit_above(actor: Actor, report: Report) -> int | None:
    """Who owns the report when its unit's last liaison stood back; None where it stays."""
    owner = current_session().get(Unit, report.unit_id) if report.unit_id else None
    if owner is None or "transfer" not in moves_open_to(report.state, "liaison"):  # type: ignore[arg-type]
        return None
    was_own = any(one.role == "liaison" and one.unit_path == owner.path for one in actor.memberships)
    are_left = any(
        one.role == "liaison" and one.unit_id == owner.id for user in handlers_for(report) for one in user.memberships
    )
    return owner.parent_id if was_own and not are_left else None


def _may_answer(user: User, report: Report) -> bool:
    within = cases_within(actor_of(user), "reports.answer")
    return current_session().scalar(joined(select(Report.id)).where(Report.id == report.id, within)) is not None
