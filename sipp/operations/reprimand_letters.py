"""The letter of a reprimand: what it states when it is written, and the files that were signed.

The files are kept at the signature and never made anew: everybody gets the same bytes, whatever is renamed later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import Membership, User
from sipp.models.agencies import Agency, Unit
from sipp.models.reports import Escalation, ReportClock, Reprimand, ReprimandLetter
from sipp.operations import reprimands
from sipp.operations.calendar import clock_lengths
from sipp.operations.report_clocks import working_calendar_of
from sipp.rules import permissions
from sipp.rules.calendar import working_days_between
from sipp.rules.errors import NotFound
from sipp.rules.escalation import REMINDED_AT
from sipp.rules.lengths import ClockLength, length_on
from sipp.rules.permissions import Actor
from sipp.rules.typed_input import required_text

LONGEST_TITLE = 200
#: Who is told by a copy (tembusan).
CopyTo = Literal["agency_head", "inspectorate", "overseer"]


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """What a letter written on a day states: ``writer`` is who writes it, ``sender`` the unit whose superior that is.

    ``clock_ended_on`` is the day on which the clock stopped after all; lateness is counted up to it.
    """

    reprimand: Reprimand
    clock: ReportClock
    writer: str
    sender: Unit | None
    written_on: date
    clock_ended_on: date | None
    late_by_working_days: int
    reminded_on: Sequence[date]
    cure: ClockLength
    copies: Sequence[CopyTo]


def letter_facts(actor: Actor, reprimand_id: int, action: str = "reprimands.read") -> LetterFacts:
    """What the letter would state if it were written now by this actor; raises like ``find_reprimand``."""
    reprimand = reprimands.find_reprimand(actor, reprimand_id, action)
    one = current_session().get_one(ReportClock, reprimand.clock_id)
    zone = ZoneInfo(one.time_zone)
    today = clock.today(one.time_zone)
    ended_on = one.stopped_at.astimezone(zone).date() if one.stopped_at else None
    return LetterFacts(
        reprimand=reprimand,
        clock=one,
        writer=current_session().get_one(User, actor.user_id).name,
        sender=_sender(actor, reprimand),
        written_on=today,
        clock_ended_on=ended_on,
        late_by_working_days=working_days_between(one.due_on, ended_on or today, working_calendar_of(one)),
        reminded_on=_reminded_on(one, zone),
        cure=length_on(clock_lengths(), "cure", "ordinary", today),
        copies=_copies(reprimand),
    )


def last_title(actor: Actor) -> str:
    """The title in which the actor signed the last time; empty for the first time."""
    signed = select(Reprimand.signer_title).where(Reprimand.signer_id == actor.user_id)
    return current_session().scalar(signed.order_by(Reprimand.signed_at.desc()).limit(1)) or ""


def required_title(text: str) -> str:
    """The title of the signer as typed, on one line; raises InvalidInput for none and for too long a one."""
    return " ".join(required_text("signer_title", text, LONGEST_TITLE).split())


def signed_letter(actor: Actor, reprimand_id: int) -> bytes:
    """The letter as it was signed, a PDF; raises like ``find_reprimand``, NotFound where none was signed."""
    reprimands.find_reprimand(actor, reprimand_id)
    found = current_session().scalar(select(ReprimandLetter.letter).where(ReprimandLetter.reprimand_id == reprimand_id))
    if found is None:
        raise NotFound("letter")
    return found


def public_copy(agency: Agency, reprimand_id: int) -> bytes:
    """The copy for the public of a reprimand that was served; raises NotFound, also for another agency's."""
    found: bytes | None = current_session().scalar(
        select(ReprimandLetter.public_copy)
        .join(Reprimand, Reprimand.id == ReprimandLetter.reprimand_id)
        .where(Reprimand.id == reprimand_id, reprimands.is_public_in(agency))
    )
    if found is None:
        raise NotFound("letter")
    return found


def _sender(actor: Actor, reprimand: Reprimand) -> Unit | None:
    """The unit nearest to the one reprimanded in which the actor may sign; None where that is the whole agency."""
    path = reprimand.unit.path if reprimand.unit else ""
    held = [
        one.unit_path
        for one in actor.memberships
        if permissions.is_allowed(one.role, "reprimands.sign") and one.covers(reprimand.agency_id, path)
    ]
    nearest = max(held, key=len, default="")
    return current_session().scalar(select(Unit).where(Unit.agency_id == reprimand.agency_id, Unit.path == nearest))


def _reminded_on(one: ReportClock, zone: ZoneInfo) -> Sequence[date]:
    levels = [*REMINDED_AT, "overdue"]
    reached = select(Escalation.reached_at).where(Escalation.clock_id == one.id, Escalation.level.in_(levels))
    moments = current_session().scalars(reached.order_by(Escalation.reached_at))
    return list(dict.fromkeys(moment.astimezone(zone).date() for moment in moments))


def _copies(reprimand: Reprimand) -> Sequence[CopyTo]:
    whole_agency = (Membership.agency_id == reprimand.agency_id, Membership.unit_id.is_(None))
    heads = select(Membership.id).join(Membership.user).where(*whole_agency, Membership.role == "head", User.active)
    told: dict[CopyTo, bool] = {
        "agency_head": reprimand.unit is not None and current_session().scalar(heads.limit(1)) is not None,
        "inspectorate": bool(reprimands.holders(reprimand, ["inspectorate"])),
        "overseer": reprimand.asked_by_id is not None,
    }
    return [one for one, is_told in told.items() if is_told]
