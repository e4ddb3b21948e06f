"""Reprimands (teguran): drafted from the facts of a clock, signed by the superior, served, answered, cured or not.

Law: UU 25/2009 art. 54: a written reprimand, and three months to cure what it is about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session, is_postgres
from sipp.models.accounts import Membership, User
from sipp.models.agencies import Agency, Unit
from sipp.models.reports import Report, ReportClock, Reprimand, ReprimandLetter
from sipp.operations.calendar import clock_lengths, working_calendar
from sipp.operations.journal import post_once, record
from sipp.operations.moves import lock_report, note_event
from sipp.operations.report_clocks import running_clocks
from sipp.rules import permissions
from sipp.rules.calendar import due_day, working_days_between
from sipp.rules.errors import Conflict, Forbidden, NotFound
from sipp.rules.escalation import (
    PUBLIC_STATES,
    REPRIMAND_MOVES,
    STANDING_STATES,
    ReprimandMove,
    ReprimandState,
    Violation,
    violation_on,
)
from sipp.rules.lengths import length_on
from sipp.rules.permissions import SYSTEM, Actor
from sipp.rules.typed_input import required_text

#: Who a reprimand is served to, besides the people it names in their role: those who answer for the unit.
SERVED_TO = ("head", "agency_admin", "liaison")
MOST_CHARACTERS = 4000
MOST_LISTED = 200
_LOADED = (
    joinedload(Reprimand.agency).joinedload(Agency.region),
    joinedload(Reprimand.unit),
    joinedload(Reprimand.signer),
)


@dataclass(frozen=True, kw_only=True)
class Papers:
    """The letter and its copy for the public as PDF, dated the moment they were signed in this title."""

    signed_at: datetime
    signer_title: str
    letter: bytes = field(repr=False)
    public_copy: bytes = field(repr=False)


def draft_for(report: Report, one: ReportClock, asked_by: int | None = None, note: str | None = None) -> bool:
    """Draft a reprimand for a clock that ran out; False where none follows or one already stands.

    The facts are those of the clock alone: nothing of what was reported, nothing of who reported.
    """
    violation = violation_on(one.clock, one.due_on)
    if violation is None or _has_standing(report):
        return False
    current_session().add(
        Reprimand(
            report_id=report.id,
            agency_id=report.agency_id,
            unit_id=report.unit_id,
            clock_id=one.id,
            article=violation.article,
            consequence=violation.consequence,
            facts=_facts(one, violation),
            drafted_at=clock.now(),
            asked_by_id=asked_by,
            note=note,
        )
    )
    kind = "reprimand_requested" if asked_by else "reprimand_drafted"
    note_event(report, kind, by="overseer" if asked_by else "schedule", actor=SYSTEM, clock=one.clock)
    if not asked_by:
        record(SYSTEM, "reprimands.draft", "report", report.case_number, agency_id=report.agency_id)
    return True


def request(actor: Actor, case_number: str, reason: str) -> None:
    """Ask the superior, on record, to reprimand an agency for a report that is late: the draft says who asked.

    Raises Forbidden, NotFound for an unknown case, InvalidInput without a reason, Conflict where nothing is late.
    """
    if not permissions.is_permitted_somewhere(actor, "reprimands.request"):
        raise Forbidden("reprimands.request")
    words = required_text("reason", reason, MOST_CHARACTERS)
    found = current_session().scalar(select(Report.id).where(Report.case_number == case_number.strip().upper()))
    if found is None:
        raise NotFound("report")
    report = lock_report(found)
    late = _overdue(report)
    if late is None or not draft_for(report, late, actor.user_id, words):
        raise Conflict("nothing_to_reprimand")
    record(actor, "reprimands.request", "report", report.case_number, agency_id=report.agency_id)


def may_request(actor: Actor, report: Report) -> bool:
    """Whether the actor may ask now for a reprimand for this report."""
    is_permitted = permissions.is_permitted_somewhere(actor, "reprimands.request")
    return is_permitted and _overdue(report) is not None and not _has_standing(report)


def reprimands_within(actor: Actor) -> Sequence[Reprimand]:
    """The reprimands within reach, those that wait for an act first. Raises Forbidden for who reads none."""
    if not permissions.is_permitted_somewhere(actor, "reprimands.read"):
        raise Forbidden("reprimands.read")
    found = current_session().scalars(
        select(Reprimand)
        .outerjoin(Reprimand.unit)
        .where(_reach(actor))
        .options(*_LOADED)
        .order_by(Reprimand.closed_at.is_not(None), Reprimand.drafted_at.desc(), Reprimand.id)
        .limit(MOST_LISTED)
    )
    return found.all()


def to_sign(actor: Actor) -> Sequence[Reprimand]:
    """The drafts that wait for the actor's signature."""
    return _waiting(actor, "draft", "reprimands.sign")


def to_answer(actor: Actor) -> Sequence[Reprimand]:
    """What was served and waits for the actor's answer."""
    return _waiting(actor, "served", "reprimands.answer")


def to_end(actor: Actor) -> Sequence[Reprimand]:
    """What was answered: the actor finds whether it was put right."""
    return _waiting(actor, "answered", "reprimands.sign")


def find_reprimand(actor: Actor, reprimand_id: int, action: str = "reprimands.read") -> Reprimand:
    """A reprimand within reach with its report; raises NotFound for foreign and unknown ones alike.

    Raises Forbidden for who reads none at all, and for who may read this one but not do this with it.
    """
    if not permissions.is_permitted_somewhere(actor, "reprimands.read"):
        raise Forbidden("reprimands.read")
    found = current_session().scalar(
        select(Reprimand)
        .where(Reprimand.id == reprimand_id)
        .options(*_LOADED, joinedload(Reprimand.report))
        .execution_options(populate_existing=True)
    )
    if found is None or not may(actor, "reprimands.read", found):
        raise NotFound("reprimand")
    if not may(actor, action, found):
        raise Forbidden(action)
    return found


def may(actor: Actor, action: str, reprimand: Reprimand) -> bool:
    """Whether the actor may do something with this reprimand."""
    path = reprimand.unit.path if reprimand.unit else ""
    return permissions.is_permitted(actor, action, reprimand.agency_id, path)


def sign(actor: Actor, reprimand_id: int, papers: Papers) -> None:
    """Sign the draft: its papers are kept as they are, and it goes out to those who answer for the unit.

    Raises Conflict when it is no draft any more.
    """
    reprimand = _move(actor, reprimand_id, "sign", "reprimands.sign")
    reprimand.signed_at, reprimand.signer_id = papers.signed_at, actor.user_id
    reprimand.signer_title = papers.signer_title
    current_session().add(
        ReprimandLetter(reprimand_id=reprimand.id, letter=papers.letter, public_copy=papers.public_copy)
    )
    served = holders(reprimand, SERVED_TO)
    _post("reprimand_signed", reprimand, served)
    _post("reprimand_copied", reprimand, sorted(copied_to(reprimand) - set(served)))
    record(actor, "reprimands.sign", "reprimand", reprimand.id, agency_id=reprimand.agency_id)


def serve_by_hand(actor: Actor, reprimand_id: int) -> None:
    """Put on record that the letter was handed over; raises Conflict unless it is signed and not served."""
    reprimand = _move(actor, reprimand_id, "serve", "reprimands.sign")
    reprimand.served_by_hand = True
    _begin_cure(reprimand, actor)
    record(actor, "reprimands.serve", "reprimand", reprimand.id, agency_id=reprimand.agency_id)


def note_delivery(reprimand_id: int) -> None:
    """A mail with the reprimand was taken by the mail server: from the first one on it is served."""
    reprimand = _lock(reprimand_id)
    if reprimand is None or reprimand.state != "signed":
        return
    reprimand.state = REPRIMAND_MOVES["serve"][1]
    _begin_cure(reprimand, SYSTEM)
    record(SYSTEM, "reprimands.serve", "reprimand", reprimand.id, agency_id=reprimand.agency_id)


def answer(actor: Actor, reprimand_id: int, text: str) -> None:
    """What the unit says to it; raises InvalidInput for an empty text, Conflict unless it was served."""
    find_reprimand(actor, reprimand_id, "reprimands.answer")
    words = required_text("text", text, MOST_CHARACTERS)
    reprimand = _move(actor, reprimand_id, "answer", "reprimands.answer")
    reprimand.answer, reprimand.answered_at = words, clock.now()
    record(actor, "reprimands.answer", "reprimand", reprimand.id, agency_id=reprimand.agency_id)


def cure(actor: Actor, reprimand_id: int, text: str) -> None:
    """The superior finds that it was put right, and says how."""
    _close(actor, reprimand_id, "cure", text)
    record(actor, "reprimands.cure", "reprimand", reprimand_id, agency_id=_agency_of(reprimand_id))


def withdraw(actor: Actor, reprimand_id: int, text: str) -> None:
    """The superior takes it back, and says why."""
    _close(actor, reprimand_id, "withdraw", text)
    record(actor, "reprimands.withdraw", "reprimand", reprimand_id, agency_id=_agency_of(reprimand_id))


def escalate_uncured() -> bool:
    """Let one served reprimand whose three months passed go further up; False when there is none."""
    due = (
        select(Reprimand.id, Agency.time_zone, Reprimand.cure_due_on)
        .join(Reprimand.agency)
        .where(Reprimand.state.in_(REPRIMAND_MOVES["escalate"][0]))
        .order_by(Reprimand.cure_due_on, Reprimand.id)
    )
    late = next((row for row in current_session().execute(due) if row.cure_due_on < clock.today(row.time_zone)), None)
    if late is None:
        return False
    reprimand = _lock(late.id)
    if reprimand is not None and reprimand.state in REPRIMAND_MOVES["escalate"][0]:
        reprimand.state, reprimand.closed_at = "escalated", clock.now()
        report = lock_report(reprimand.report_id, erased_too=True)
        note_event(report, "reprimand_escalated", by="schedule", actor=SYSTEM)
        record(SYSTEM, "reprimands.escalate", "reprimand", reprimand.id, agency_id=reprimand.agency_id)
    return True


def public_reprimands(agency: Agency) -> Sequence[Reprimand]:
    """What the public sees of an agency: every reprimand that was served, the newest first, with its outcome."""
    shown = select(Reprimand).where(is_public_in(agency))
    found = shown.options(joinedload(Reprimand.unit), joinedload(Reprimand.agency)).order_by(
        Reprimand.served_at.desc(), Reprimand.id.desc()
    )
    return current_session().scalars(found.limit(MOST_LISTED)).all()


def count_public(agency: Agency) -> dict[str, int]:
    """How many reprimands of an agency the public sees, by state."""
    counted = select(Reprimand.state, func.count().label("found")).where(is_public_in(agency)).group_by(Reprimand.state)
    return {row.state: row.found for row in current_session().execute(counted)}


def is_public_in(agency: Agency) -> ColumnElement[bool]:
    """The condition that a reprimand of an agency was served, whatever became of it."""
    return and_(
        Reprimand.agency_id == agency.id,
        Reprimand.served_at.is_not(None),
        or_(Reprimand.state.in_(PUBLIC_STATES), Reprimand.state == "withdrawn"),
    )


def letter_for(reprimand_id: int, user_id: int) -> tuple[Reprimand, User] | None:
    """A signed reprimand and the person it goes to; None once it was withdrawn or the person left."""
    reprimand = current_session().get(Reprimand, reprimand_id, options=[*_LOADED, joinedload(Reprimand.report)])
    user = current_session().get(User, user_id)
    if reprimand is None or reprimand.state == "withdrawn" or user is None or not user.active:
        return None
    return reprimand, user


def _waiting(actor: Actor, state: ReprimandState, action: str) -> Sequence[Reprimand]:
    query = select(Reprimand).outerjoin(Reprimand.unit).where(Reprimand.state == state, _reach(actor))
    found = current_session().scalars(query.options(joinedload(Reprimand.unit)))
    return [one for one in found if may(actor, action, one)]


def _close(actor: Actor, reprimand_id: int, move: ReprimandMove, text: str) -> None:
    find_reprimand(actor, reprimand_id, "reprimands.sign")
    words = required_text("note", text, MOST_CHARACTERS)
    reprimand = _move(actor, reprimand_id, move, "reprimands.sign")
    reprimand.note, reprimand.closed_at = words, clock.now()
    if move == "cure":
        note_event(lock_report(reprimand.report_id, erased_too=True), "reprimand_cured", by="supervisor", actor=actor)


def _begin_cure(reprimand: Reprimand, actor: Actor) -> None:
    agency = current_session().get_one(Agency, reprimand.agency_id)
    reprimand.served_at, today = clock.now(), clock.today(agency.time_zone)
    length = length_on(clock_lengths(), "cure", "ordinary", today)
    reprimand.cure_due_on = due_day(today, length.length, length.unit, working_calendar()).due
    by = "supervisor" if actor.user_id else "schedule"
    note_event(lock_report(reprimand.report_id, erased_too=True), "reprimand_served", by=by, actor=actor)


def _move(actor: Actor, reprimand_id: int, move: ReprimandMove, action: str) -> Reprimand:
    find_reprimand(actor, reprimand_id, action)
    reprimand = _lock(reprimand_id)
    sources, target = REPRIMAND_MOVES[move]
    if reprimand is None or reprimand.state not in sources:
        raise Conflict("reprimand_moved_on")
    reprimand.state = target
    return reprimand


def _lock(reprimand_id: int) -> Reprimand | None:
    session = current_session()
    query = select(Reprimand).where(Reprimand.id == reprimand_id).options(joinedload(Reprimand.unit))
    query = query.execution_options(populate_existing=True)
    return session.scalars(query.with_for_update(of=Reprimand) if is_postgres(session) else query).one_or_none()


def _agency_of(reprimand_id: int) -> int | None:
    return current_session().scalar(select(Reprimand.agency_id).where(Reprimand.id == reprimand_id))


def _overdue(report: Report) -> ReportClock | None:
    """The clock for which a reprimand can be asked; None where nothing is late."""
    running = running_clocks(report)
    late = [one for one in running if one.due_at < clock.now() and violation_on(one.clock, one.due_on)]
    return late[-1] if late else None


def _has_standing(report: Report) -> bool:
    standing = select(Reprimand.id).where(Reprimand.report_id == report.id, Reprimand.state.in_(STANDING_STATES))
    return current_session().scalar(standing.limit(1)) is not None


def _facts(one: ReportClock, violation: Violation) -> dict[str, Any]:
    today = clock.today(one.time_zone)
    return {
        "clock": one.clock,
        "started_on": one.started_on.isoformat(),
        "due_on": one.due_on.isoformat(),
        "length": one.length,
        "unit": one.unit,
        "legal_basis": one.legal_basis,
        "drafted_on": today.isoformat(),
        "late_by_working_days": working_days_between(one.due_on, today, working_calendar()),
        "certainty": violation.certainty,
    }


def holders(reprimand: Reprimand, roles: Iterable[str]) -> Sequence[int]:
    """The people in one of these roles whose role reaches the unit, by the numbers of their accounts."""
    path = reprimand.unit.path if reprimand.unit else ""
    held = current_session().scalars(
        select(Membership)
        .join(Membership.user)
        .where(Membership.agency_id == reprimand.agency_id, Membership.role.in_(roles), User.active)
        .options(joinedload(Membership.unit))
        .order_by(Membership.user_id)
    )
    return sorted({one.user_id for one in held if path.startswith(one.unit_path)})


def copied_to(reprimand: Reprimand) -> set[int]:
    """Who is sent a copy: the inspectorate of the agency, and who asked for the reprimand."""
    asked_by = {reprimand.asked_by_id} if reprimand.asked_by_id else set()
    return {*holders(reprimand, ["inspectorate"]), *asked_by}


def _post(kind: str, reprimand: Reprimand, people: Iterable[int]) -> None:
    for user_id in people:
        payload = {"reprimand_id": reprimand.id, "user_id": user_id}
        post_once(kind, f"{kind}:{reprimand.id}:{user_id}", payload)


def _reach(actor: Actor) -> ColumnElement[bool]:
    holding = [one for one in actor.memberships if permissions.is_allowed(one.role, "reprimands.read")]
    if any(one.role in permissions.NATIONAL_ROLES for one in holding):
        return Reprimand.id.is_not(None)
    parts: list[ColumnElement[bool]] = []
    for one in holding:
        own = Reprimand.agency_id == one.agency_id
        parts.append(own & Unit.path.startswith(one.unit_path, autoescape=True) if one.unit_path else own)
    return or_(*parts) if parts else Reprimand.id.is_(None)
