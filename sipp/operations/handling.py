"""What officers do with a report: the moves of the table, each with its words, its event and its line in the journal.

Every act takes the report as the officer saw it (``seen``, its row version) and raises Conflict when it changed
meanwhile, or when the act is not open; Forbidden and NotFound like ``case_reach.reach``; InvalidInput for its fields.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, Unit
from sipp.models.proposals import PendingAnswer
from sipp.models.reports import Attachment, Breach, Message, Report, ReportClock, ReportEvent
from sipp.models.standards import StandardVersion
from sipp.operations.appeals import rejected_by
from sipp.operations.case_files import tie_file
from sipp.operations.case_reach import kept_from, lock_case, reach
from sipp.operations.journal import record
from sipp.operations.moves import make_move
from sipp.operations.ownership import Owner, hold_unit, units_that_may_own
from sipp.operations.versions import content_of
from sipp.rules.errors import Conflict, InvalidInput, TooLarge
from sipp.rules.handling import ACTIONS, ActName, Standing, open_acts
from sipp.rules.permissions import Actor, Role, is_permitted
from sipp.rules.reports import REJECT_REASONS
from sipp.rules.signing import needs_signature
from sipp.rules.standards import COMPONENTS, component_rows
from sipp.rules.typed_input import clean_text, required_text
from sipp.storage.attachments import StoredFile

LONGEST_MESSAGE = 4_000
LONGEST_ANSWER = 10_000
LONGEST_BODY_NAME = 200
LONGEST_TRACKING_ID = 80
#: An agency adds at most so many files to a report; the reporter's own are counted apart.
MOST_FILES = 5

#: The events after which nobody asks for completion, or declares the report complete, any more.
_EXAMINED = ("ask_completion", "declare_complete", "complete")


@dataclass(frozen=True)
class Cite:
    """A row of the standard that an answer refers to."""

    component: str
    row_key: str


@dataclass(frozen=True)
class Answer:
    """An answer that was looked through: its words, the rows it refers to, the ids of its attachments."""

    words: str
    cites: Sequence[Cite]
    files: Sequence[str]


def possible_acts(actor: Actor, report: Report) -> dict[ActName, Role]:
    """The acts open to an actor now, each with the role in which it would be done."""
    return open_acts(actor, standing_of(report))


def standing_of(report: Report) -> Standing:
    """How a report stands, for ``rules.handling``."""
    session = current_session()
    agency = session.get_one(Agency, report.agency_id)
    owner = session.get(Unit, report.unit_id) if report.unit_id else None
    newest = dict(
        session.execute(
            select(ReportEvent.kind, func.max(ReportEvent.sequence))
            .where(ReportEvent.report_id == report.id)
            .group_by(ReportEvent.kind)
        ).all()
    )
    pending = session.get(PendingAnswer, report.id)
    appealed, decided = newest.get("appealed", 0), max(newest.get("reject", 0), newest.get("reject_appeal", 0))
    return Standing(
        state=report.state,  # type: ignore[arg-type]
        kind=report.kind,
        agency_id=report.agency_id,
        unit_path=owner.path if owner else "",
        agency_is_receiving=agency.membership == "receiving",
        is_examined=is_examined(report),
        can_be_extended=extendable_clock(report) is not None,
        has_open_appeal=appealed > decided,
        rejected_by=rejected_by(report) if appealed > decided else None,
        is_in_incident=report.incident_id is not None,
        needs_signature=needs_signature(agency.sign_off, _groups(report)),  # type: ignore[arg-type]
        answer_by=pending.author_id if pending is not None and pending.state == "waiting" else None,
    )


def is_examined(report: Report) -> bool:
    """Whether completion was asked for, or the report was found complete: once for its whole life."""
    examined = select(ReportEvent.id).where(ReportEvent.report_id == report.id, ReportEvent.kind.in_(_EXAMINED))
    return current_session().scalar(examined.limit(1)) is not None


def extendable_clock(report: Report) -> ReportClock | None:
    """The settle clock while it runs and did not run out, unless the report was extended before."""
    session = current_session()
    clocks = session.scalars(select(ReportClock).where(ReportClock.report_id == report.id)).all()
    if any(one.extension for one in clocks):
        return None
    running = [one for one in clocks if one.clock == "settle" and one.stopped_at is None and one.paused_since is None]
    return next((one for one in running if one.due_at >= clock.now()), None)


def take_up(actor: Actor, case_number: str, act: ActName, seen: int | None) -> tuple[Report, Role]:
    """The locked report, and the role in which the actor does the act; raises as this module says.

    The report counts as changed from here on, even by an act that leaves its columns as they are.
    """
    report = lock_case(actor, case_number, ACTIONS[act], seen)
    by = possible_acts(actor, report).get(act)
    if by is None:
        raise Conflict("act_not_open", act=act, state=report.state)
    flag_modified(report, "state")
    return report, by


def units_for(actor: Actor, report: Report, act: ActName) -> Sequence[Unit]:
    """The units that may own a report after an act: never the one complained about where it must not handle it.

    To accept is to take it for a unit of one's own; who routes or transfers may name every unit of the agency.
    """
    return [
        unit
        for unit in units_that_may_own(report.agency_id, kept_from(report))
        if unit.id != (report.unit_id if act == "transfer" else None)
        and (act != "accept" or is_permitted(actor, ACTIONS[act], unit.agency_id, unit.path))
    ]


def accept(actor: Actor, case_number: str, unit_id: int | None, seen: int | None = None) -> Report:
    """Take a report that nobody owned for a unit of one's own; for the agency itself where no unit may own it."""
    report, by = take_up(actor, case_number, "accept", seen)
    owner = _chosen_owner(actor, report, "accept", unit_id)
    make_move(report, "accept", by=by, actor=actor, unit_id=owner.unit_id)  # type: ignore[arg-type]
    report.is_delivered = True
    record(actor, "reports.accept", "report", report.case_number, agency_id=report.agency_id, unit_id=owner.unit_id)
    return report


def route(actor: Actor, case_number: str, unit_id: int | None, seen: int | None = None) -> Report:
    """Name the unit that owns a report; an overseer does so where the agency receives no reports here."""
    report, by = take_up(actor, case_number, "route", seen)
    owner = _chosen_owner(actor, report, "route", unit_id)
    make_move(report, "route", by=by, actor=actor, unit_id=owner.unit_id)  # type: ignore[arg-type]
    report.is_delivered = True
    record(actor, "reports.route", "report", report.case_number, agency_id=report.agency_id, unit_id=owner.unit_id)
    return report


def transfer(actor: Actor, case_number: str, unit_id: int | None, text: str, seen: int | None = None) -> Report:
    """Give a report to another unit of the agency, with the reason; its clocks go on, nobody is assigned there yet."""
    report, by = take_up(actor, case_number, "transfer", seen)
    words = required_words(text)
    unit, at, old = _chosen_unit(actor, report, "transfer", unit_id), clock.now(), report.unit_id
    make_move(report, "transfer", by=by, actor=actor, unit_id=unit.id, at=at, from_unit=old)  # type: ignore[arg-type]
    report.handler_id = None
    report.is_delivered = True
    say(actor, report, words, at)
    record(actor, "reports.transfer", "report", report.case_number, agency_id=report.agency_id, unit_id=unit.id)
    return report


def ask_completion(actor: Actor, case_number: str, text: str, seen: int | None = None) -> Report:
    """Ask the reporter for what is missing, once; until then the settle clock stands still.

    Law: UU 25/2009 art. 44.
    """
    report, by = take_up(actor, case_number, "ask_completion", seen)
    words, at = required_words(text), clock.now()
    make_move(report, "ask_completion", by=by, actor=actor, at=at)  # type: ignore[arg-type]
    say(actor, report, words, at)
    record(actor, "reports.ask_completion", "report", report.case_number, agency_id=report.agency_id)
    return report


def declare_complete(actor: Actor, case_number: str, seen: int | None = None) -> Report:
    """Say that the report has all it needs: the outer limit of the law begins.

    Law: UU 25/2009 art. 44 and 50(1).
    """
    report, by = take_up(actor, case_number, "declare_complete", seen)
    make_move(report, "declare_complete", by=by, actor=actor)  # type: ignore[arg-type]
    record(actor, "reports.declare_complete", "report", report.case_number, agency_id=report.agency_id)
    return report


def hand_over(
    actor: Actor, case_number: str, body: str, tracking_id: str, text: str, seen: int | None = None
) -> Report:
    """Give a report to a body outside the agency, which is named, with the number it has there where one is known."""
    report, by = take_up(actor, case_number, "hand_over", seen)
    name, number = clean_text(body, LONGEST_BODY_NAME + 1), clean_text(tracking_id, LONGEST_TRACKING_ID + 1)
    faults = {"body": "required"} if not name else {"body": "too_long"} if len(name) > LONGEST_BODY_NAME else {}
    if len(number) > LONGEST_TRACKING_ID:
        faults["tracking_id"] = "too_long"
    if faults:
        raise InvalidInput(faults)
    words, at = required_words(text), clock.now()
    make_move(report, "hand_over", by=by, actor=actor, at=at, body=name)  # type: ignore[arg-type]
    report.external_tracking_id = number or report.external_tracking_id
    say(actor, report, words, at)
    record(actor, "reports.hand_over", "report", report.case_number, agency_id=report.agency_id)
    return report


def answer(
    actor: Actor,
    case_number: str,
    text: str,
    cites: Iterable[Cite] = (),
    stored: StoredFile | None = None,
    seen: int | None = None,
    *,
    kept: Iterable[UUID] = (),
) -> Report:
    """Answer a report; ``cites`` are rows of the standard that judges it, ``stored`` a file already on disk.

    ``kept`` are files held back for it before. Only the reporter's word resolves it. Law: UU 25/2009 art. 50.
    """
    report, by = take_up(actor, case_number, "answer", seen)
    at = clock.now()
    found = look_through(report, text, cites, stored, kept, at)
    give_answer(report, found, by=by, actor=actor, author_id=actor.user_id, at=at)
    record(actor, "reports.answer", "report", report.case_number, agency_id=report.agency_id)
    return report


def look_through(
    report: Report,
    text: str,
    cites: Iterable[Cite],
    stored: StoredFile | None,
    kept: Iterable[UUID],
    at: datetime,
) -> Answer:
    """An answer as it was typed, its files with the report and held back; raises InvalidInput, TooLarge."""
    words, known = required_words(text, LONGEST_ANSWER), _known_cites(report, cites)
    held = [one.id for one in held_files(report, kept)]
    refuse_too_many_files(report, len(held) + bool(stored))
    if stored:
        held.append(hold_file(report, stored, at, "handler").id)
    return Answer(words, known, [str(one) for one in held])


def give_answer(report: Report, answer: Answer, *, by: str, actor: Actor, author_id: int | None, at: datetime) -> None:
    """Let the reporter read an answer: the move of the table, its words under who wrote them, its files."""
    for one in held_files(report, [UUID(one) for one in answer.files]):
        one.is_held, one.author, one.added_at = False, "handler", at
    make_move(report, "answer", by=by, actor=actor, at=at, files=list(answer.files))  # type: ignore[arg-type]
    message = say(actor, report, answer.words, at, cites=answer.cites)
    message.user_id = author_id
    message.fingerprint = None if report.incident_id else _fingerprint(report, answer.words)


def reject(actor: Actor, case_number: str, ground: str, text: str, seen: int | None = None) -> Report:
    """Reject a report on a listed ground, explained; its reporter may appeal to the supervisor."""
    report, by = take_up(actor, case_number, "reject", seen)
    if ground not in REJECT_REASONS:
        raise InvalidInput({"ground": "unknown_choice" if ground else "required"})
    words, at = required_words(text), clock.now()
    make_move(report, "reject", by=by, actor=actor, at=at, reason=ground)  # type: ignore[arg-type]
    say(actor, report, words, at)
    record(actor, "reports.reject", "report", report.case_number, agency_id=report.agency_id, reason=ground)
    return report


def citable_rows(report: Report) -> dict[str, Sequence[Any]]:
    """The rows of the standard that judges a report, by component; empty where no standard judges."""
    if report.version_id is None:
        return {}
    standard = content_of(current_session().get_one(StandardVersion, report.version_id))
    return {one: rows for one in COMPONENTS if (rows := component_rows(standard, one))}


def check_file(actor: Actor, case_number: str) -> None:
    """Raise before a file is taken in: like ``case_reach.reach``, and TooLarge after five files of the agency."""
    refuse_too_many_files(reach(actor, case_number, ACTIONS["answer"]), 1)


def say(
    actor: Actor, report: Report, words: str, at: datetime, *, is_internal: bool = False, cites: Sequence[Cite] = ()
) -> Message:
    """Keep an officer's words with the report; the event is the caller's."""
    message = Message(
        report_id=report.id,
        sent_at=at,
        author="handler",
        user_id=actor.user_id,
        is_internal=is_internal,
        text=words,
        cites=[[one.component, one.row_key] for one in cites],
    )
    current_session().add(message)
    return message


def required_words(text: str, longest: int = LONGEST_MESSAGE) -> str:
    """What was typed into ``words``, cleaned; raises InvalidInput for nothing and for too much."""
    return required_text("words", text, longest)


def _chosen_owner(actor: Actor, report: Report, act: ActName, unit_id: int | None) -> Owner:
    """The unit that was chosen; the agency itself where there is none to choose."""
    if not units_that_may_own(report.agency_id, kept_from(report)):
        return Owner(None)
    return Owner(_chosen_unit(actor, report, act, unit_id).id)


def _chosen_unit(actor: Actor, report: Report, act: ActName, unit_id: int | None) -> Unit:
    for unit in units_for(actor, report, act):
        if unit.id == unit_id and hold_unit(unit):
            return unit
    raise InvalidInput({"unit": "unit_out_of_reach"})


def _known_cites(report: Report, cites: Iterable[Cite]) -> list[Cite]:
    wanted = list(dict.fromkeys(cites))
    if not wanted:
        return []
    there = {Cite(component, row.row_key) for component, rows in citable_rows(report).items() for row in rows}
    if not there.issuperset(wanted):
        raise InvalidInput({"cites": "unknown_choice"})
    return wanted


def hold_file(report: Report, stored: StoredFile, at: datetime, author: str) -> Attachment:
    """Keep a file with the report for an answer that is not given yet."""
    attachment = tie_file(report, stored, author, at)
    attachment.is_held = True
    current_session().flush()
    return attachment


def held_files(report: Report, ids: Iterable[UUID]) -> Sequence[Attachment]:
    """Files that are held back for an answer to this report; raises InvalidInput for any other."""
    wanted = set(ids)
    found = current_session().scalars(
        select(Attachment)
        .where(Attachment.report_id == report.id, Attachment.is_held, Attachment.id.in_(wanted))
        .order_by(Attachment.id)
    )
    there = found.all()
    if len(there) != len(wanted):
        raise InvalidInput({"kept": "unknown_choice"})
    return there


def _groups(report: Report) -> list[Any]:
    return list(current_session().scalars(select(Breach.group).where(Breach.report_id == report.id)))


def _fingerprint(report: Report, words: str) -> bytes:
    """Equal for answers of one agency that differ at most in case and spacing."""
    return hashlib.sha256(f"{report.agency_id}\0{' '.join(words.casefold().split())}".encode()).digest()


def refuse_too_many_files(report: Report, more: int) -> None:
    """Raise TooLarge where so many more files are more than the agency may give the reporter."""
    given = (Attachment.report_id == report.id, Attachment.author == "handler", ~Attachment.is_held)
    counted = select(func.count()).where(*given)
    if (current_session().scalar(counted) or 0) + more > MOST_FILES:
        raise TooLarge("too_many_files")
