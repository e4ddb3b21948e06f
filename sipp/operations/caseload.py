"""The reports an officer handles: the inbox by due day, and one case with all that belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import User
from sipp.models.agencies import Unit
from sipp.models.handling import Deputy
from sipp.models.proposals import PendingAnswer
from sipp.models.reports import Attachment, Incident, Message, Report, ReportClock, Reporter, ReportEvent
from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from sipp.operations.appeals import waits_for_decision
from sipp.operations.calendar import working_calendar
from sipp.operations.case_reach import cases_within, joined, reach, require
from sipp.operations.deputies import deputy_today, stands_in_for
from sipp.operations.following import finding_of, follow_page
from sipp.operations.report_clocks import governing_clock
from sipp.rules.calendar import WorkingCalendar, working_days_between
from sipp.rules.errors import NotFound
from sipp.rules.findings import Finding
from sipp.rules.handling import ACTIONS, EQUAL_ANSWERS
from sipp.rules.permissions import Actor
from sipp.rules.report_clocks import GOVERNING_CLOCKS
from sipp.rules.reports import OPEN_STATES, is_case_number

CONFIRM = ACTIONS["confirm_class"]
PER_PAGE = 50
LONGEST_AGENDA = 200

Holder = Literal["", "mine", "nobody"]
HOLDERS: tuple[Holder, ...] = get_args(Holder)
#: Beside the states themselves: what is open (nothing else asked for), and everything.
OPEN, EVERY_STATE = "", "all"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which cases to list: open ones unless a state is named; every other part that is empty narrows nothing."""

    state: str = OPEN
    holder: Holder = ""
    is_late: bool = False
    is_repeated: bool = False
    is_appealed: bool = False
    unit_id: int | None = None
    service_id: int | None = None
    kind: str = ""
    report_class: str = ""


#: What is asked for most, with how many there are.
SHELVES: dict[str, Wanted] = {
    "open": Wanted(),
    "late": Wanted(is_late=True),
    "mine": Wanted(holder="mine"),
    "unassigned": Wanted(holder="nobody"),
    "answered": Wanted(state="answered"),
    "appealed": Wanted(state="rejected", is_appealed=True),
    "repeated": Wanted(state=EVERY_STATE, is_repeated=True),
}


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """The due day that counts now, and how far it is, in working days or days as its clock counts.

    ``left`` is negative once it passed: so many days late; 0 means that it is today, or passed without a working day
    in between (``is_late`` tells).
    """

    clock: str
    due_on: date
    due_at: datetime
    left: int
    unit: Literal["working_day", "day"]
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case in the list, with its due day (None: none runs), and whether its answer waits for the head."""

    report: Report
    due: DueDay | None
    is_unsigned: bool


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """A page of cases, the nearest due day first; ``counts`` has how many there are on each shelf."""

    rows: Sequence[CaseRow]
    counts: Mapping[str, int]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the cases within reach can be narrowed by."""

    units: Sequence[Unit]
    services: Sequence[Service]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case as its handlers see it. ``reporter`` is None where the reporter is hidden, whatever is stored.

    ``officers`` and ``units`` have those named in its trail, by id. ``equal_answers`` is to how many reports its answer
    was given word for word, 0 where that raises no flag.
    """

    report: Report
    findings: Sequence[Finding]
    version: StandardVersion | None
    due: DueDay | None
    reporter: Reporter | None
    handler: User | None
    officers: Mapping[int, User]
    units: Mapping[int, Unit]
    equal_answers: int
    incident: Incident | None
    deputy: Deputy | None
    is_hidden: bool


def inbox(actor: Actor, wanted: Wanted, page: int = 1) -> CasePage:
    """A page of the cases within reach. Raises Forbidden for who reads no reports."""
    require(actor, "reports.read")
    session = current_session()
    within = cases_within(actor, "reports.read")
    count = session.scalar(joined(select(func.count(Report.id))).where(within, *_conditions(actor, wanted))) or 0
    pages = max(1, -(-count // PER_PAGE))
    page = min(page, pages)
    rows = _rows(actor, wanted, PER_PAGE, (page - 1) * PER_PAGE)
    return CasePage(rows=rows, counts=_counts(actor, within), count=count, page=page, pages=pages)


def agenda(actor: Actor, wanted: Wanted) -> Sequence[CaseRow]:
    """The cases of a list to be printed, at most two hundred; raises like ``inbox``."""
    require(actor, "reports.read")
    return _rows(actor, wanted, LONGEST_AGENDA, 0)


def shelf_counts(actor: Actor) -> dict[str, int]:
    """How many cases there are on each shelf; raises like ``inbox``."""
    require(actor, "reports.read")
    return _counts(actor, cases_within(actor, "reports.read"))


def earliest_late(actor: Actor) -> datetime | None:
    """When the longest overdue of the cases within reach ran out."""
    late = [cases_within(actor, "reports.read"), *_conditions(actor, SHELVES["late"])]
    found: datetime | None = current_session().scalar(
        joined(select(func.min(_due_at())).select_from(Report)).where(*late)
    )
    return found


def awaiting(actor: Actor, action: str, state: str) -> tuple[int, datetime | None]:
    """How many cases in a state wait for an act of the actor, and when the first of them was filed.

    Where an answer waits for the head's signature, nobody else owes an act.
    """
    query = joined(select(func.count(), func.min(Report.submitted_at)).select_from(Report))
    waiting = query.where(cases_within(actor, action), Report.state == state, ~_is_unsigned())
    count, oldest = current_session().execute(waiting).one()
    return count, oldest


def unconfirmed(actor: Actor) -> tuple[int, datetime | None]:
    """How many cases are proposed for oversight and wait for the inspectorate's word, and since when."""
    confirmed = exists().where(ReportEvent.report_id == Report.id, ReportEvent.kind == "confirm_class")
    query = joined(select(func.count(), func.min(Report.submitted_at)).select_from(Report))
    is_proposed = Report.report_class == "oversight", Report.state.in_(OPEN_STATES), ~confirmed
    count, oldest = current_session().execute(query.where(cases_within(actor, CONFIRM), *is_proposed)).one()
    return count, oldest


def choices(actor: Actor) -> Choices:
    """The units that own, and the services that are about, the cases within reach; raises like ``inbox``."""
    require(actor, "reports.read")
    session = current_session()
    within = cases_within(actor, "reports.read")

    def ids(column: Any) -> Select[Any]:
        return joined(select(column)).where(within, column.is_not(None))

    units = session.scalars(select(Unit).where(Unit.id.in_(ids(Report.unit_id))).order_by(Unit.name, Unit.id))
    services = session.scalars(
        select(Service).where(Service.id.in_(ids(Report.service_id))).order_by(Service.name, Service.id)
    )
    return Choices(units=units.all(), services=services.all())


def find_by_number(actor: Actor, typed: str) -> str | None:
    """The case number somebody typed, with or without its dashes, when that case is within reach."""
    require(actor, "reports.read")
    symbols = "".join(one for one in typed.upper() if one.isalnum()).removeprefix("LP")
    number = f"LP-{symbols[:4]}-{symbols[4:]}"
    if not is_case_number(number):
        return None
    try:
        return reach(actor, number).case_number
    except NotFound:
        return None


def case_of(actor: Actor, case_number: str) -> Case:
    """One case. Raises Forbidden for who reads no reports, NotFound for a foreign one and an unknown one alike."""
    return whole_case(reach(actor, case_number).id)


def whole_case(report_id: UUID) -> Case:
    """A case with all that belongs to it; who may read it was asked before."""
    page = follow_page(report_id)
    report, session = page.report, current_session()
    is_hidden = report.visibility != "open"
    people = {event.user_id for event in report.events} | {one.user_id for one in report.messages}
    owners = {event.unit_id for event in report.events}
    officers = session.scalars(select(User).where(User.id.in_(people | {report.handler_id} - {None})))
    by_id = {one.id: one for one in officers}
    return Case(
        report=report,
        # Where the reporter is hidden, what was previewed: a wait that goes on would tell when it began.
        findings=[finding_of(breach) for breach in report.breaches] if is_hidden else page.findings,
        version=page.version,
        due=due_day_of(report, working_calendar()),
        reporter=None if is_hidden else session.get(Reporter, report.id),
        handler=by_id.get(report.handler_id or 0),
        officers=by_id,
        units={one.id: one for one in session.scalars(select(Unit).where(Unit.id.in_(owners - {None})))},
        equal_answers=_equal_answers(report),
        incident=session.get(Incident, report.incident_id) if report.incident_id else None,
        deputy=deputy_today(report.handler_id) if report.handler_id else None,
        is_hidden=is_hidden,
    )


def evidence_of(actor: Actor, case_number: str, number: int) -> Attachment:
    """A file of a case by its place in the list, from 1: its id would tell the millisecond it came."""
    report = reach(actor, case_number)
    found = current_session().scalar(
        select(Attachment)
        .where(Attachment.report_id == report.id, ~Attachment.is_held)
        .order_by(Attachment.added_at, Attachment.id)
        .offset(max(0, min(number, 1000) - 1))
        .limit(1)
    )
    if found is None or number < 1:
        raise NotFound("attachment")
    return found


def held_file_of(actor: Actor, case_number: str, attachment_id: UUID) -> Attachment:
    """A file that lies with an answer not given yet; raises like ``evidence_of``."""
    report = reach(actor, case_number)
    found = current_session().get(Attachment, attachment_id)
    if found is None or found.report_id != report.id or not found.is_held:
        raise NotFound("attachment")
    return found


def due_day_of(report: Report, calendar: WorkingCalendar) -> DueDay | None:
    """The due day that counts now, by the working week that its clock began with. Needs agency and clocks loaded."""
    one = governing_clock(report)
    if one is None:
        return None
    week = frozenset(int(day) for day in one.working_week)
    calendar = WorkingCalendar(holidays=calendar.holidays, working_week=week, version=calendar.version)
    today = clock.today(one.time_zone)

    def distance(after: date, until: date) -> int:
        if one.unit == "working_day":
            return working_days_between(after, until, calendar)
        return max(0, (until - after).days)

    left = distance(today, one.due_on) - distance(one.due_on, today)
    is_late = one.due_on < today
    unit: Literal["working_day", "day"] = "working_day" if one.unit == "working_day" else "day"
    due_at = one.due_at.astimezone(ZoneInfo(one.time_zone))
    return DueDay(clock=one.clock, due_on=one.due_on, due_at=due_at, left=left, unit=unit, is_late=is_late)


def _rows(actor: Actor, wanted: Wanted, limit: int, offset: int) -> list[CaseRow]:
    """Within a day by case number, which is random: ids would tell between whom a hidden reporter wrote."""
    due = _due_at()
    found = current_session().execute(
        joined(select(Report, _is_unsigned()))
        .where(cases_within(actor, "reports.read"), *_conditions(actor, wanted))
        .order_by(due.is_(None), due, Report.case_number)
        .limit(limit)
        .offset(offset)
        .options(
            joinedload(Report.agency),
            joinedload(Report.unit),
            joinedload(Report.service),
            joinedload(Report.handler),
            selectinload(Report.clocks),
        )
    )
    calendar = working_calendar()
    return [
        CaseRow(report=report, due=due_day_of(report, calendar), is_unsigned=is_unsigned)
        for report, is_unsigned in found
    ]


def _is_unsigned() -> ColumnElement[bool]:
    """Whether an answer waits for the head's signature."""
    return exists().where(PendingAnswer.report_id == Report.id, PendingAnswer.state == "waiting")


def _conditions(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state == OPEN:
        found.append(Report.state.in_(OPEN_STATES))
    elif wanted.state != EVERY_STATE:
        found.append(Report.state == wanted.state)
    if wanted.holder:
        mine = Report.handler_id.in_([actor.user_id, *stands_in_for(actor.user_id)])
        found.append(mine if wanted.holder == "mine" else Report.handler_id.is_(None))
    if wanted.is_late:
        found.append(_due_at() < clock.now())
    if wanted.is_repeated:
        answers = select(Message.report_id).where(Message.fingerprint.in_(_repeated_fingerprints()))
        found.append(Report.id.in_(answers))
    if wanted.is_appealed:
        found.append(waits_for_decision())
    pairs = (
        (Report.unit_id, wanted.unit_id),
        (Report.service_id, wanted.service_id),
        (Report.kind, wanted.kind),
        (Report.report_class, wanted.report_class),
    )
    return found + [column == value for column, value in pairs if value]


def _repeated_fingerprints() -> Select[Any]:
    return (
        select(Message.fingerprint)
        .where(Message.fingerprint.is_not(None))
        .group_by(Message.fingerprint)
        .having(func.count(func.distinct(Message.report_id)) >= EQUAL_ANSWERS)
    )


def _equal_answers(report: Report) -> int:
    """To how many reports an answer of this one was given word for word; 0 below ``EQUAL_ANSWERS``."""
    own = [one.fingerprint for one in report.messages if one.fingerprint is not None]
    counted = (
        select(func.count(func.distinct(Message.report_id)))
        .where(Message.fingerprint.in_(own))
        .group_by(Message.fingerprint)
    )
    most = max(current_session().scalars(counted), default=0) if own else 0
    return most if most >= EQUAL_ANSWERS else 0


def _counts(actor: Actor, within: ColumnElement[bool]) -> dict[str, int]:
    sums = [func.sum(case((and_(*_conditions(actor, wanted)), 1), else_=0)) for wanted in SHELVES.values()]
    counted = current_session().execute(joined(select(*sums).select_from(Report)).where(within)).one()
    return dict(zip(SHELVES, (int(one or 0) for one in counted), strict=True))


def _due_at() -> ColumnElement[Any]:
    """The moment after which a report is late: the earliest due day among the clocks that count in its state."""
    counts_now = or_(
        *(and_(Report.state == state, ReportClock.clock.in_(names)) for state, names in GOVERNING_CLOCKS.items())
    )
    return (
        select(func.min(ReportClock.due_at))
        .where(
            ReportClock.report_id == Report.id,
            ReportClock.stopped_at.is_(None),
            ReportClock.paused_since.is_(None),
            counts_now,
        )
        .correlate(Report)
        .scalar_subquery()
    )
