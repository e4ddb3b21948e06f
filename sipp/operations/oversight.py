"""Watching over agencies: what each of them lacks, counted across the country, and the services of one that lack it.

An agency is one row of figures: some seven hundred in the whole country, whatever the number of services. Services are
counted by the database, the score is read from the spans of promises, where it was written at publication.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, select
from sqlalchemy.orm import contains_eager

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import Membership, User
from sipp.models.agencies import Agency, Region
from sipp.models.promises import PromiseSpan
from sipp.models.services import Service
from sipp.models.standards import ReviewDue
from sipp.operations.offerings import in_force_now
from sipp.operations.pages import page_within
from sipp.rules import permissions
from sipp.rules.errors import Forbidden, NotFound
from sipp.rules.oversight import GAPS, GAPS_OF_SERVICES, LOWEST_SCORE, Gap
from sipp.rules.permissions import Actor

READ = "oversight.read"
ROWS_PER_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which agencies: of a kind, in a province (its two digits), with a gap; ``gap`` None asks for no gap."""

    kind: str = ""
    province: str = ""
    gap: Gap | Literal["any"] | None = "any"


@dataclass(frozen=True, kw_only=True)
class AgencyFigures:
    """What one agency offers and lacks. ``score_sum`` adds up the scores of its standards in force."""

    agency_id: int
    slug: str
    name: str
    kind: str
    region_code: str | None
    is_receiving: bool
    services: int
    in_force: int
    late_reviews: int
    low_scores: int
    score_sum: int
    liaisons: int

    @property
    def has_liaison(self) -> bool:
        """Whether a confirmed agency has somebody with an account who answers reports."""
        return self.is_receiving and self.liaisons > 0

    def lacking(self, gap: Gap) -> int:
        """How many services have this gap; of the liaison: one or none."""
        match gap:
            case "no_standard":
                return self.services - self.in_force
            case "late_review":
                return self.late_reviews
            case "low_score":
                return self.low_scores
            case "no_liaison":
                return 0 if self.has_liaison else 1

    @property
    def has_gap(self) -> bool:
        """Whether anything is lacking."""
        return any(self.lacking(gap) for gap in GAPS)


@dataclass(frozen=True, kw_only=True)
class Overview:
    """A page of agencies, the one that lacks most first; ``totals`` adds up all that the question is about.

    ``count`` is how many agencies answer the question, ``agencies`` how many there are before the gap is asked.
    """

    rows: Sequence[AgencyFigures]
    totals: Mapping[Gap, int]
    services: int
    agencies: int
    count: int
    page: int
    pages: int
    provinces: Sequence[Region]


@dataclass(frozen=True, kw_only=True)
class LackingService:
    """A service with a gap, and what is known of its standard in force."""

    service: Service
    score: int | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class AgencyRoom:
    """One agency as overseers see it, with a page of the services that have the chosen gap."""

    agency: Agency
    figures: AgencyFigures
    gap: Gap
    services: Sequence[LackingService]
    page: int
    pages: int


def overview(actor: Actor, question: Question, page: int = 1) -> Overview:
    """The agencies that answer a question, 25 a page. Raises Forbidden for who watches over none."""
    require(actor, READ)
    everybody = figures(question)
    found = [one for one in everybody if _answers(one, question)]
    found.sort(key=lambda one: _order(one, question))
    page, pages = page_within(page, len(found), ROWS_PER_PAGE)
    return Overview(
        rows=found[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE],
        totals={gap: sum(one.lacking(gap) for one in everybody) for gap in GAPS},
        services=sum(one.services for one in everybody),
        agencies=len(everybody),
        count=len(found),
        page=page,
        pages=pages,
        provinces=provinces(),
    )


def agencies_that_answer(question: Question) -> list[AgencyFigures]:
    """Every agency that answers a question, by name."""
    return [one for one in figures(question) if _answers(one, question)]


def agency_room(actor: Actor, slug: str, gap: Gap | None = None, page: int = 1) -> AgencyRoom:
    """One agency with the services that have a gap, fifty a page; without one named, its most frequent gap.

    Raises Forbidden for who watches over none, NotFound for an unknown agency.
    """
    require(actor, READ)
    agency = current_session().scalar(select(Agency).where(Agency.slug == slug, Agency.merged_into_id.is_(None)))
    if agency is None:
        raise NotFound("agency")
    [found] = figures(Question(gap=None), agency.id)
    chosen = gap if gap in GAPS_OF_SERVICES else max(GAPS_OF_SERVICES, key=found.lacking)
    page, pages = page_within(page, found.lacking(chosen), ROWS_PER_PAGE)
    return AgencyRoom(
        agency=agency,
        figures=found,
        gap=chosen,
        services=lacking_services(agency.id, chosen, ROWS_PER_PAGE, (page - 1) * ROWS_PER_PAGE),
        page=page,
        pages=pages,
    )


def lacking_services(agency_id: int, gap: Gap, limit: int, offset: int = 0) -> list[LackingService]:
    """The services of an agency with a gap, by name; of a late review the longest waiting first."""
    due_on, score = _due_on(), PromiseSpan.completeness
    statement = (
        select(Service, score, due_on)
        .join(Service.unit)
        .outerjoin(PromiseSpan, (PromiseSpan.service_id == Service.id) & in_force_now(clock.now()))
        .where(Service.agency_id == agency_id, Service.status != "retired")
        .options(contains_eager(Service.unit))
    )
    lacks: dict[Gap, ColumnElement[bool]] = {
        "no_standard": PromiseSpan.version_id.is_(None),
        "late_review": due_on < clock.today(clock.NATIONAL_ZONE),
        "low_score": score < LOWEST_SCORE,
    }
    first = {"late_review": due_on, "low_score": score}.get(gap, Service.name)
    rows = statement.where(lacks[gap]).order_by(first, Service.name, Service.id).limit(limit).offset(offset)
    return [
        LackingService(service=service, score=scored, due_on=due)
        for service, scored, due in current_session().execute(rows)
    ]


def figures(question: Question, agency_id: int | None = None) -> list[AgencyFigures]:
    """The figures of all agencies of a kind and province (of one when it is named), by name; their gap is not asked."""
    conditions = _places(question)
    if agency_id is not None:
        conditions.append(Agency.id == agency_id)
    services, promised, liaisons = (
        _by_agency(statement, conditions) for statement in (_services(), _promised(), _liaisons())
    )
    present = select(Agency).where(Agency.merged_into_id.is_(None), *conditions)
    statement = present.order_by(Agency.name, Agency.id)
    return [
        AgencyFigures(
            agency_id=agency.id,
            slug=agency.slug,
            name=agency.name,
            kind=agency.kind,
            region_code=agency.region_code,
            is_receiving=agency.membership == "receiving",
            services=services.get(agency.id, (0,))[0],
            in_force=in_force,
            late_reviews=late_reviews,
            low_scores=low_scores,
            score_sum=score_sum,
            liaisons=liaisons.get(agency.id, (0,))[0],
        )
        for agency in current_session().scalars(statement)
        for in_force, late_reviews, low_scores, score_sum in [promised.get(agency.id, (0, 0, 0, 0))]
    ]


def provinces() -> Sequence[Region]:
    """The provinces to choose from."""
    return current_session().scalars(select(Region).where(Region.kind == "province").order_by(Region.name)).all()


def require(actor: Actor, action: str) -> None:
    """Raise Forbidden for who may do this nowhere."""
    if not permissions.is_permitted_somewhere(actor, action):
        raise Forbidden(action)


def _answers(one: AgencyFigures, question: Question) -> bool:
    if question.gap == "any":
        return one.has_gap
    return question.gap is None or one.lacking(question.gap) > 0


def _order(one: AgencyFigures, question: Question) -> tuple[int, int, str]:
    """The one that lacks most first; of equals the one without a liaison."""
    gaps = [gap for gap in GAPS_OF_SERVICES if question.gap in (gap, "any", "no_liaison", None)]
    return -sum(one.lacking(gap) for gap in gaps), -one.lacking("no_liaison"), one.name


def _places(question: Question) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if question.kind:
        conditions.append(Agency.kind == question.kind)
    if question.province:
        conditions.append(func.substr(Agency.region_code, 1, 2) == question.province)
    return conditions


def _by_agency(
    statement: "Select[*tuple[Any, ...]]", conditions: Sequence[ColumnElement[bool]]
) -> dict[int, tuple[int, ...]]:
    """The figures of a statement whose first column is the agency and by which it is grouped."""
    agency_id = statement.selected_columns[0]
    if conditions:
        statement = statement.where(agency_id.in_(select(Agency.id).where(*conditions)))
    rows = current_session().execute(statement.group_by(agency_id))
    return {row[0]: tuple(int(figure or 0) for figure in row[1:]) for row in rows}


def _services() -> "Select[*tuple[Any, ...]]":
    return select(Service.agency_id, func.count()).where(Service.status != "retired")


def _promised() -> "Select[*tuple[Any, ...]]":
    """Standards in force: how many, how many late for review, how many below the score, the sum of the scores."""
    score = PromiseSpan.completeness
    is_late = case((_due_on() < clock.today(clock.NATIONAL_ZONE), 1), else_=0)
    is_low = case((score < LOWEST_SCORE, 1), else_=0)
    return (
        select(Service.agency_id, func.count(), func.sum(is_late), func.sum(is_low), func.sum(score))
        .join(PromiseSpan, PromiseSpan.service_id == Service.id)
        .where(in_force_now(clock.now()), Service.status != "retired")
    )


def _liaisons() -> "Select[*tuple[Any, ...]]":
    """People with an active account who answer reports."""
    return (
        select(Membership.agency_id, func.count(Membership.user_id.distinct()))
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == "liaison", Membership.agency_id.is_not(None), User.active)
    )


def _due_on() -> ScalarSelect[date]:
    """The review date of a span's version, as recorded last: rows are only ever added, so it has the largest id."""
    found = select(ReviewDue.due_on).where(ReviewDue.version_id == PromiseSpan.version_id)
    return found.order_by(ReviewDue.id.desc()).limit(1).scalar_subquery()
