"""What officers must do about reports: one digest a person and working day, instead of a stream of mails."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import User
from sipp.models.agencies import Agency, Unit
from sipp.models.journal import OutboxMessage
from sipp.models.proposals import AnswerProposal, PendingAnswer
from sipp.models.reports import Escalation, Report, ReportClock, Reprimand
from sipp.operations import colleagues, signing
from sipp.operations.accounts import holders_of
from sipp.operations.appeals import DECIDE, waiting_for, waits_for_decision
from sipp.operations.calendar import working_calendar
from sipp.operations.case_reach import cases_within, joined
from sipp.operations.digests import concerns, places_of
from sipp.operations.journal import post_once
from sipp.operations.reporters import anything_waits, count_waiting
from sipp.operations.reprimands import to_sign
from sipp.rules import permissions
from sipp.rules.escalation import ESCALATED_CLOCKS
from sipp.rules.permissions import Actor

FIRST_HOUR = 7
Query = Select[*tuple[Any, ...]]

#: What waits -> who may do something about it.
TASKS: Mapping[str, str] = {
    "received": "reports.accept",
    "unreplied": "reports.answer",
    "due_soon": "reports.answer",
    "late": "reports.answer",
    "late_below": "reports.extend",
    "to_sign": "reprimands.sign",
    "appealed": DECIDE,
    "unsigned": "reports.sign_answer",
    "returned": "reports.answer",
    "proposed": "reports.answer",
}
#: What reporters need beside the handling of their reports; national roles look after it too.
NEEDS = (
    "reports.read_pressure",
    "reports.read_pressure_on_oversight",
    "reports.decide_data_request",
    "reports.look_after_hidden_reporters",
)


@dataclass(frozen=True)
class DueCase:
    """A report whose clock ran down far or out; nothing of what it says."""

    case_number: str
    clock: str
    due_on: date


@dataclass(frozen=True)
class CaseDigest:
    """What waits for one person. ``unreplied`` counts the reports whose reporters had no word from their unit yet,
    ``late_below`` is what a superior is told of units that are late.

    ``pressed`` reporters told of pressure, ``asked`` ones ask about their data. ``unsigned`` are the answers that a
    head is to sign, ``returned`` counts those that came back to their author, ``proposed`` what colleagues proposed.
    """

    user: User
    received: int
    unreplied: int
    due_soon: Sequence[DueCase]
    late: Sequence[DueCase]
    late_below: Sequence[DueCase]
    to_sign: int
    appealed: int
    pressed: int
    asked: int
    unsigned: Sequence[DueCase]
    returned: int
    proposed: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        lists = (self.due_soon, self.late, self.late_below, self.unsigned)
        own = (self.received, self.unreplied, self.to_sign, self.appealed, self.returned, self.proposed)
        return not (any(lists) or any(own) or self.pressed or self.asked)


def remind_officers() -> int:
    """Put today's digest into the outbox for everybody for whom something waits; how many were new.

    May run at any time, any number of times, on several hosts: the message's key holds person and day.
    """
    today = clock.today(clock.NATIONAL_ZONE)
    if not working_calendar().is_working_day(today) or _hour() < FIRST_HOUR:
        return 0
    places, is_needed = places_of(_waiting()), anything_waits()
    told, reminded = _told_on(today), 0
    for actor in _officers() if places or is_needed else ():
        key = _key(actor.user_id, today)
        if key not in told and (concerns(actor, places) or (is_needed and any(count_waiting(actor)))):
            reminded += post_once("cases_due", key, {"user_id": actor.user_id})
    return reminded


def digest_of(user_id: int) -> CaseDigest | None:
    """What to tell somebody now; None for who is disabled or has nothing to do with reports any more."""
    actor = next(_officers(user_id), None)
    user = current_session().get(User, user_id)
    if actor is None or user is None:
        return None
    waiting = joined(select(func.count(Report.id))).where(Report.state == "received", Report.is_delivered)
    unreplied = _is_unreplied(joined(select(func.count(Report.id.distinct()))))
    late = _cases(actor, "reports.answer", _is_late)
    named = {one.case_number for one in late}
    pressed, asked = count_waiting(actor)
    return CaseDigest(
        user=user,
        received=current_session().scalar(waiting.where(cases_within(actor, TASKS["received"]))) or 0,
        unreplied=current_session().scalar(unreplied.where(cases_within(actor, TASKS["unreplied"]))) or 0,
        due_soon=_cases(actor, TASKS["due_soon"], _is_near),
        late=late,
        late_below=[one for one in _cases(actor, TASKS["late_below"], _is_late) if one.case_number not in named],
        to_sign=len(to_sign(actor)),
        appealed=len(waiting_for(actor)),
        pressed=pressed,
        asked=asked,
        unsigned=_unsigned(actor),
        returned=len(signing.returned_to(actor)),
        proposed=len(colleagues.proposals_waiting(actor)),
    )


def _cases(actor: Actor, action: str, narrowed: Any) -> Sequence[DueCase]:
    """The earliest due day of each report within reach, the nearest first."""
    query = narrowed(joined(select(Report.case_number, ReportClock.clock, ReportClock.due_on)))
    query = query.where(cases_within(actor, action)).order_by(ReportClock.due_on, Report.case_number)
    nearest: dict[str, DueCase] = {}
    for number, name, due_on in current_session().execute(query):
        nearest.setdefault(number, DueCase(number, name, due_on))
    return list(nearest.values())


def _running(query: Query) -> Query:
    return query.join(ReportClock, ReportClock.report_id == Report.id).where(
        ReportClock.stopped_at.is_(None), ReportClock.paused_since.is_(None), ReportClock.clock.in_(ESCALATED_CLOCKS)
    )


def _is_unreplied(query: Query) -> Query:
    """Nobody wrote to the reporter yet, nor is there an answer that waits for the head's signature."""
    unsigned = exists().where(PendingAnswer.report_id == Report.id, PendingAnswer.state == "waiting")
    return _running(query).where(ReportClock.clock == "first_reply", ~unsigned)


def _is_late(query: Query) -> Query:
    return _running(query).where(ReportClock.due_at < clock.now())


def _is_near(query: Query) -> Query:
    reminded = select(Escalation.level).where(Escalation.clock_id == ReportClock.id).exists()
    return _running(query).where(ReportClock.due_at >= clock.now(), reminded)


def _unsigned(actor: Actor) -> Sequence[DueCase]:
    if not permissions.is_permitted_somewhere(actor, signing.SIGN):
        return []
    return [
        DueCase(one.pending.report.case_number, one.due.clock, one.due.due_on)
        for one in signing.to_sign(actor)
        if one.due is not None
    ]


def _waiting() -> Iterator[tuple[str, Query]]:
    """What waits: the action that does it, and the agencies and paths of its owners."""
    columns: Query = select(Report.agency_id, func.coalesce(Unit.path, ""))
    columns = columns.outerjoin(Unit, Report.unit_id == Unit.id)
    drafts = select(Reprimand.agency_id, func.coalesce(Unit.path, "")).outerjoin(Unit, Reprimand.unit_id == Unit.id)
    received = columns.where(Report.state == "received", Report.is_delivered)
    receiving = received.join(Agency, Report.agency_id == Agency.id).where(Agency.membership == "receiving")
    pending = columns.join(PendingAnswer, PendingAnswer.report_id == Report.id)
    is_open = AnswerProposal.state == "open"
    yield TASKS["received"], receiving
    yield TASKS["unreplied"], _is_unreplied(columns)
    yield TASKS["due_soon"], _is_near(columns)
    yield TASKS["late"], _is_late(columns)
    yield TASKS["late_below"], _is_late(columns)
    yield TASKS["appealed"], columns.where(waits_for_decision())
    yield TASKS["to_sign"], drafts.where(Reprimand.state == "draft")
    yield TASKS["unsigned"], pending.where(PendingAnswer.state == "waiting")
    yield TASKS["returned"], pending.where(PendingAnswer.state == "returned")
    yield TASKS["proposed"], columns.join(AnswerProposal, AnswerProposal.report_id == Report.id).where(is_open)


def _officers(user_id: int | None = None) -> Iterator[Actor]:
    """Everybody with a role that does something about reports."""
    actions = {*TASKS.values(), *NEEDS}
    known = (*permissions.AGENCY_ROLES, *permissions.NATIONAL_ROLES)
    return holders_of([role for role in known if any(permissions.is_allowed(role, one) for one in actions)], user_id)


def _told_on(day: date) -> set[str]:
    keys = select(OutboxMessage.key).where(OutboxMessage.kind == "cases_due", OutboxMessage.key.endswith(f":{day}"))
    return set(current_session().scalars(keys))


def _key(user_id: int | None, day: date) -> str:
    return f"cases_due:{user_id}:{day}"


def _hour() -> int:
    return clock.local_now(clock.NATIONAL_ZONE).hour
