"""The evaluation of a year: the figures of every agency as they stand at one moment, stored and never computed again.

Somebody takes it with a button, whenever it is needed; the schedule takes one at the end of each year.

Law: PermenPANRB 13/2017 (the ministry evaluates profile, officials, services, pledge and standards at least yearly).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, case, func, insert, select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session, insert_or
from sipp.models.agencies import Unit
from sipp.models.journal import AuditEntry
from sipp.models.oversight import Evaluation, EvaluationFigure
from sipp.models.promises import PromiseSpan
from sipp.models.services import Service
from sipp.models.standards import PublicConsultation, Verification
from sipp.operations.journal import record
from sipp.operations.offerings import in_force_now
from sipp.operations.oversight import READ, Question, figures, require
from sipp.operations.reach import LARGEST_ID
from sipp.rules import completeness
from sipp.rules.errors import NotFound
from sipp.rules.oversight import EVALUATION_RULE_VERSION, LOWEST_SCORE, year_to_close
from sipp.rules.permissions import SYSTEM, Actor

EVALUATE = "oversight.evaluate"
MOST_LISTED = 100
_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """An evaluation with the sums over its agencies."""

    evaluation: Evaluation
    agencies: int
    services: int
    in_force: int


def take(actor: Actor) -> int:
    """Store the figures of every agency as they are now; the id. Raises Forbidden."""
    require(actor, EVALUATE)
    taken = _take(actor, None)
    assert taken is not None
    return taken


def close_year() -> int:
    """Take the evaluation of the year where it is due and was not taken; how many were taken.

    May run at any time, any number of times, on several hosts: each year is closed once.
    """
    began = current_session().scalar(select(AuditEntry.at).order_by(AuditEntry.id).limit(1))
    first_day = began.astimezone(ZoneInfo(clock.NATIONAL_ZONE)).date() if began else None
    year = year_to_close(clock.today(clock.NATIONAL_ZONE), first_day)
    if year is None or _is_closed(year):
        return 0
    return 0 if _take(SYSTEM, year) is None else 1


def evaluations(actor: Actor) -> list[Taken]:
    """The evaluations, the newest first, with who took them. Raises Forbidden for who watches over none."""
    require(actor, READ)
    sums = (
        select(
            EvaluationFigure.evaluation_id,
            func.count().label("agencies"),
            func.sum(EvaluationFigure.services).label("services"),
            func.sum(EvaluationFigure.in_force).label("in_force"),
        )
        .group_by(EvaluationFigure.evaluation_id)
        .subquery()
    )
    found = (
        select(Evaluation, sums.c.agencies, sums.c.services, sums.c.in_force)
        .outerjoin(sums, sums.c.evaluation_id == Evaluation.id)
        .options(joinedload(Evaluation.user))
        .order_by(Evaluation.id.desc())
        .limit(MOST_LISTED)
    )
    return [
        Taken(evaluation=one, agencies=agencies or 0, services=services or 0, in_force=in_force or 0)
        for one, agencies, services, in_force in current_session().execute(found)
    ]


def figures_of(actor: Actor, evaluation_id: int) -> tuple[Evaluation, Sequence[EvaluationFigure]]:
    """One evaluation with its agencies by name. Raises Forbidden, and NotFound for an unknown one."""
    require(actor, READ)
    session = current_session()
    evaluation = session.get(Evaluation, evaluation_id) if evaluation_id <= LARGEST_ID else None
    if evaluation is None:
        raise NotFound("evaluation")
    found = select(EvaluationFigure).where(EvaluationFigure.evaluation_id == evaluation_id)
    return evaluation, session.scalars(found.order_by(EvaluationFigure.agency_name, EvaluationFigure.agency_id)).all()


def _is_closed(year: int) -> bool:
    found = select(Evaluation.id).where(Evaluation.scheduled_year == year)
    return current_session().scalar(found) is not None


def _take(actor: Actor, scheduled_year: int | None) -> int | None:
    """None when another host closed the year a moment ago."""
    session = current_session()
    row = insert_or(Evaluation).values(
        taken_at=clock.now(),
        scheduled_year=scheduled_year,
        user_id=actor.user_id,
        rule_version=EVALUATION_RULE_VERSION,
        score_rule_version=completeness.RULE_VERSION,
        lowest_score=LOWEST_SCORE,
    )
    added = row.on_conflict_do_nothing(index_elements=["scheduled_year"]).returning(Evaluation.id)
    evaluation_id = session.execute(added).scalar()
    if evaluation_id is None:
        return None
    if lines := _lines(evaluation_id):
        session.execute(insert(EvaluationFigure), lines)
    record(actor, "oversight.evaluate", "evaluation", evaluation_id, agencies=len(lines))
    return int(evaluation_id)


def _lines(evaluation_id: int) -> list[dict[str, Any]]:
    """The row of each agency."""
    looked_at, units = _counted(_looked_at(), 2), _counted(_units(), 3)
    return [
        {
            "evaluation_id": evaluation_id,
            "agency_id": one.agency_id,
            "agency_name": one.name,
            "agency_kind": one.kind,
            "region_code": one.region_code,
            "is_receiving": one.is_receiving,
            "liaisons": one.liaisons,
            "services": one.services,
            "in_force": one.in_force,
            "late_reviews": one.late_reviews,
            "low_scores": one.low_scores,
            "score_sum": one.score_sum,
            "verified": verified,
            "consulted": consulted,
            "units": count,
            "units_with_address": with_address,
            "units_with_pledge": with_pledge,
        }
        for one in figures(Question(gap=None))
        for verified, consulted in [looked_at.get(one.agency_id, (0, 0))]
        for count, with_address, with_pledge in [units.get(one.agency_id, (0, 0, 0))]
    ]


def _counted(statement: "Select[*tuple[Any, ...]]", columns: int) -> dict[int, tuple[int, ...]]:
    rows = current_session().execute(statement)
    return {row[0]: tuple(int(row[place] or 0) for place in range(1, columns + 1)) for row in rows}


def _looked_at() -> "Select[*tuple[Any, ...]]":
    """Standards in force that were verified, and that were discussed with the public, within a year, by agency."""
    since = clock.today(clock.NATIONAL_ZONE) - _A_YEAR
    version_id = PromiseSpan.version_id
    verified = select(Verification.id).where(Verification.version_id == version_id, Verification.verified_on >= since)
    consulted = select(PublicConsultation.id).where(
        PublicConsultation.version_id == version_id, PublicConsultation.held_on >= since
    )
    return (
        select(
            Service.agency_id,
            func.sum(case((verified.exists(), 1), else_=0)),
            func.sum(case((consulted.exists(), 1), else_=0)),
        )
        .join(PromiseSpan, PromiseSpan.service_id == Service.id)
        .where(in_force_now(clock.now()), Service.status != "retired")
        .group_by(Service.agency_id)
    )


def _units() -> "Select[*tuple[Any, ...]]":
    """Units that offer a service: how many, with an address, with a pledge, by agency."""
    offers = select(Service.id).where(Service.unit_id == Unit.id, Service.status != "retired")
    return (
        select(Unit.agency_id, func.count(), func.count(Unit.street), func.count(Unit.pledge_text))
        .where(offers.exists())
        .group_by(Unit.agency_id)
    )
