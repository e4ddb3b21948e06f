"""A link by which one colleague without an account sees one case, and proposes an answer to it.

It shows what the officer who made it sees, less what was not ticked, and never more; it ends when that officer may not
answer the case any more. What a colleague proposes is nothing until a liaison takes it over as the own answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import User
from sipp.models.agencies import Agency
from sipp.models.journal import OutboxMessage
from sipp.models.proposals import AnswerProposal, CaseLink
from sipp.models.reports import Attachment, Report
from sipp.operations.accounts import actor_of
from sipp.operations.calendar import working_calendar
from sipp.operations.case_reach import cases_within, joined, lock_case, reach
from sipp.operations.caseload import Case, case_of, evidence_of
from sipp.operations.handling import LONGEST_ANSWER, hold_file, possible_acts
from sipp.operations.journal import post, record
from sipp.operations.moves import lock_report, note_event
from sipp.rules.calendar import due_day, end_of_day
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound
from sipp.rules.handling import ACTIONS
from sipp.rules.permissions import PUBLIC, Actor
from sipp.rules.typed_input import clean_text
from sipp.storage.attachments import StoredFile

ASK = ACTIONS["ask_colleague"]
ANSWER = ACTIONS["answer"]
LONGEST_NAME = 200
#: For how many working days a link may open the case, and how many it does unless told otherwise.
VALID_DAYS = (1, 3, 5, 10)
USUAL_DAYS = 3
MOST_LINKS_A_DAY = 10
MOST_PROPOSALS = 5
#: Visits of one link within this time count as one.
VISIT = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whom a liaison asks: by mail where there is an address; what is shown besides the case, and for how long."""

    name: str
    email: str | None = None
    days: int = USUAL_DAYS
    shows_reporter: bool = False
    shows_evidence: bool = False


@dataclass(frozen=True, kw_only=True)
class SharedCase:
    """A case behind a link, as its maker sees it; the door leaves out what the link does not show."""

    link: CaseLink
    case: Case
    proposals: Sequence[AnswerProposal]

    @property
    def takes_more(self) -> bool:
        """Whether another proposal may come by this link."""
        return len(self.proposals) < MOST_PROPOSALS


@dataclass(frozen=True, kw_only=True)
class SentLink:
    """A link for those who handle the case: whether it still opens it, and whether its mail was set aside."""

    link: CaseLink
    time_zone: str
    is_open: bool
    has_failed: bool


def ask(actor: Actor, case_number: str, asked: Asked) -> CaseLink:
    """Make a link to a case for one colleague, and send it where an address is given.

    Raises like ``case_reach.reach``, Conflict when no answer is owed now, InvalidInput for the fields.
    """
    report = lock_case(actor, case_number, ASK)
    if "ask_colleague" not in possible_acts(actor, report):
        raise Conflict("act_not_open", act="ask_colleague", state=report.state)
    name, at, session = _name(asked.name), clock.now(), current_session()
    if asked.days not in VALID_DAYS:
        raise InvalidInput({"days": "unknown_choice"})
    lately = select(func.count()).where(CaseLink.report_id == report.id, CaseLink.made_at > at - timedelta(days=1))
    if (session.scalar(lately) or 0) >= MOST_LINKS_A_DAY:
        raise InvalidInput({"name": "too_many_links"})
    zone = session.get_one(Agency, report.agency_id).time_zone
    last_day = due_day(clock.today(zone), asked.days, "working_day", working_calendar()).due
    link = CaseLink(
        report_id=report.id,
        name=name,
        email=asked.email,
        shows_reporter=asked.shows_reporter and report.visibility == "open",
        shows_evidence=asked.shows_evidence,
        made_by_id=actor.user_id,
        made_at=at,
        expires_at=end_of_day(last_day, ZoneInfo(zone)),
    )
    session.add(link)
    session.flush()
    if asked.email:
        post("case_link", _key(link), {"link_id": str(link.id), "report_id": str(report.id)})
    note_event(report, "colleague_asked", by="liaison", actor=actor, at=at)
    shown = {"shows_reporter": link.shows_reporter, "shows_evidence": link.shows_evidence}
    record(actor, "reports.ask_colleague", "report", report.case_number, agency_id=report.agency_id, **shown)
    return link


def links_of(actor: Actor, case_number: str) -> Sequence[SentLink]:
    """The links made for a case, the newest first; raises like ``case_reach.reach``."""
    report, session = reach(actor, case_number, ASK), current_session()
    links = session.scalars(
        select(CaseLink)
        .where(CaseLink.report_id == report.id)
        .options(joinedload(CaseLink.made_by))
        .order_by(CaseLink.made_at.desc(), CaseLink.id.desc())
    ).all()
    set_aside = select(OutboxMessage.key).where(
        OutboxMessage.state == "set_aside", OutboxMessage.key.in_([_key(one) for one in links])
    )
    failed, now = set(session.scalars(set_aside)), clock.now()
    zone = session.get_one(Agency, report.agency_id).time_zone
    return [
        SentLink(
            link=one,
            time_zone=zone,
            is_open=one.closed_at is None and one.expires_at > now,
            has_failed=_key(one) in failed,
        )
        for one in links
    ]


def revoke(actor: Actor, case_number: str, link_id: UUID) -> None:
    """End a link; one that ended stays as it is. Raises like ``case_reach.reach``, NotFound for no such link."""
    report = lock_case(actor, case_number, ASK)
    link = current_session().get(CaseLink, link_id)
    if link is None or link.report_id != report.id:
        raise NotFound("case_link")
    if link.closed_at is None:
        link.closed_at = clock.now()
        record(actor, "reports.revoke_case_link", "report", report.case_number, agency_id=report.agency_id)


def open_link(link_id: UUID | None) -> SharedCase:
    """The case behind a link. Raises NotFound alike for an unknown, expired, revoked, void and erased one."""
    link = current_session().scalar(
        select(CaseLink)
        .where(CaseLink.id == link_id, CaseLink.closed_at.is_(None), CaseLink.expires_at > clock.now())
        .options(joinedload(CaseLink.made_by))
    )
    if link is None:
        _gone()
    maker, number = _maker(link), _number(link)
    try:
        reach(maker, number, ASK)
        case = case_of(maker, number)
    except (Forbidden, NotFound):
        _gone()
    return SharedCase(link=link, case=case, proposals=_proposals_by(link))


def note_visit(link_id: UUID | None) -> None:
    """Write down that somebody opened a link; visits soon after another count as the same."""
    found, now = open_link(link_id), clock.now()
    if found.link.visited_at is None or now - found.link.visited_at > VISIT:
        found.link.visited_at = now
        report = found.case.report
        record(PUBLIC, "reports.visit_case_link", "report", report.case_number, agency_id=report.agency_id)


def shared_evidence(link_id: UUID | None, number: int) -> Attachment:
    """A file of the case behind a link that shows them; raises NotFound like ``open_link``, and for any other."""
    found = open_link(link_id)
    if not found.link.shows_evidence:
        _gone()
    return evidence_of(_maker(found.link), found.case.report.case_number, number)


def propose(link_id: UUID | None, name: str, text: str, stored: StoredFile | None = None) -> AnswerProposal:
    """Keep what a colleague proposes, under the name given; the same words sent twice stay one proposal.

    Raises NotFound like ``open_link``, InvalidInput for the fields, Conflict after five proposals.
    """
    report_id = open_link(link_id).link.report_id
    report = lock_report(report_id)
    found = open_link(link_id)
    stated, words = _name(name), clean_text(text, LONGEST_ANSWER + 1)
    if not words or len(words) > LONGEST_ANSWER:
        raise InvalidInput({"words": "too_long" if words else "required"})
    if found.proposals and (found.proposals[-1].text, stored) == (words, None):
        return found.proposals[-1]
    if not found.takes_more:
        raise Conflict("too_many_proposals")
    at = clock.now()
    proposal = AnswerProposal(
        report_id=report.id,
        link_id=found.link.id,
        name=stated,
        text=words,
        files=[str(hold_file(report, stored, at, "colleague").id)] if stored else [],
        proposed_at=at,
    )
    current_session().add(proposal)
    note_event(report, "proposal_made", by="colleague", actor=PUBLIC, at=at)
    record(PUBLIC, "reports.propose_answer", "report", report.case_number, agency_id=report.agency_id)
    return proposal


def proposals_of(report: Report) -> Sequence[AnswerProposal]:
    """What colleagues proposed and nobody decided yet, the oldest first; the caller reaches the report."""
    found = current_session().scalars(
        select(AnswerProposal)
        .where(AnswerProposal.report_id == report.id, AnswerProposal.state == "open")
        .order_by(AnswerProposal.id)
    )
    return found.all()


def find_proposal(report: Report, proposal_id: int | None) -> AnswerProposal | None:
    """An open proposal of a report; None for any other."""
    return next((one for one in proposals_of(report) if one.id == proposal_id), None)


def take_proposal(actor: Actor, case_number: str, proposal_id: int | None) -> None:
    """Write down, before it is given, that an answer was made of a proposal; nothing where it was decided before.

    Raises like ``case_reach.reach``.
    """
    if proposal_id is None:
        return
    proposal = find_proposal(lock_case(actor, case_number, ANSWER), proposal_id)
    if proposal is not None:
        _decide(actor, proposal, "taken")


def dismiss_proposal(actor: Actor, case_number: str, proposal_id: int) -> None:
    """Put a proposal aside. Raises like ``case_reach.reach``, Conflict when it was decided before or never was."""
    report = lock_case(actor, case_number, ANSWER)
    proposal = find_proposal(report, proposal_id)
    if proposal is None:
        raise Conflict("already_decided")
    _decide(actor, proposal, "dismissed")
    record(actor, "reports.dismiss_proposal", "report", report.case_number, agency_id=report.agency_id)


def proposals_waiting(actor: Actor) -> Sequence[AnswerProposal]:
    """The open proposals for cases that the actor may answer, the oldest first."""
    found = current_session().scalars(
        joined(select(AnswerProposal).join(Report, AnswerProposal.report_id == Report.id))
        .where(cases_within(actor, ANSWER), AnswerProposal.state == "open")
        .order_by(AnswerProposal.id)
        .options(joinedload(AnswerProposal.report))
    )
    return found.all()


def _decide(actor: Actor, proposal: AnswerProposal, state: str) -> None:
    proposal.state, proposal.decided_by_id, proposal.decided_at = state, actor.user_id, clock.now()


def _proposals_by(link: CaseLink) -> Sequence[AnswerProposal]:
    found = select(AnswerProposal).where(AnswerProposal.link_id == link.id).order_by(AnswerProposal.id)
    return current_session().scalars(found).all()


def _maker(link: CaseLink) -> Actor:
    maker = current_session().get_one(User, link.made_by_id)
    return actor_of(maker) if maker.active else Actor(maker.id)


def _number(link: CaseLink) -> str:
    return str(current_session().scalar(select(Report.case_number).where(Report.id == link.report_id)))


def _name(typed: str) -> str:
    name = " ".join(clean_text(typed, LONGEST_NAME + 1).split())
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput({"name": "too_long" if name else "addressee_required"})
    return name


def _key(link: CaseLink) -> str:
    return f"case_link:{link.id}"


def _gone() -> NoReturn:
    raise NotFound("case_link")
