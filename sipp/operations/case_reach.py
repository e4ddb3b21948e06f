"""Which reports an officer reaches: the filter of every list and of every single case.

A role reaches the reports that its unit, or one below it, owns, once they were delivered: what waits for a listed
agency is read by national roles alone. An officer of the unit complained about never reaches a
report about money or conduct, nor one about a very small unit, whatever other role that officer holds; nor does anybody
who declared an interest of one's own.

Law: UU 25/2009 art. 47-49 (impartial examination, confidentiality).
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal, not_, or_, select, true
from sqlalchemy.orm import aliased

from sipp.db import current_session
from sipp.models.agencies import Unit
from sipp.models.handling import ConflictOfInterest
from sipp.models.reports import Breach, Report
from sipp.models.services import Service
from sipp.operations.moves import lock_report
from sipp.rules.errors import Conflict, Forbidden, NotFound
from sipp.rules.permissions import NATIONAL_ROLES, Actor, is_allowed, is_permitted_somewhere
from sipp.rules.reports import GROUPS_ABOVE_THE_UNIT

#: The unit that owns a report, and the one that offers the service complained about.
Owner = aliased(Unit, name="owner")
Complained = aliased(Unit, name="complained")
Inspectorate = aliased(Unit, name="inspectorate")

READ = "reports.read"


def joined(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A query of reports with what the filter looks at: owner, service, and the unit complained about."""
    return (
        query.outerjoin(Owner, Report.unit_id == Owner.id)
        .outerjoin(Service, Report.service_id == Service.id)
        .outerjoin(Complained, Service.unit_id == Complained.id)
    )


def cases_within(actor: Actor, action: str) -> ColumnElement[bool]:
    """The condition that an actor may do an action with a report; the query is one of ``joined``.

    An erased report is nobody's any more: it answers like an unknown one.
    """
    held = [membership for membership in actor.memberships if is_allowed(membership.role, action)]
    places = [
        true()
        if one.role in NATIONAL_ROLES
        else and_(
            Report.agency_id == one.agency_id,
            Report.is_delivered,
            Owner.path.startswith(one.unit_path, autoescape=True) if one.unit_path else true(),
        )
        for one in held
    ]
    declared = exists().where(ConflictOfInterest.report_id == Report.id, ConflictOfInterest.user_id == actor.user_id)
    return and_(
        Report.erased_at.is_(None), or_(false(), *places), not_(_is_of_unit_complained_about(actor)), not_(declared)
    )


def require(actor: Actor, action: str) -> None:
    """Raises Forbidden for who may do this with no report at all."""
    if not is_permitted_somewhere(actor, action):
        raise Forbidden()


def reach(actor: Actor, case_number: str, action: str = READ) -> Report:
    """A report that the actor may do an action with.

    Raises Forbidden for who may do it nowhere, or may see this report but not do this; NotFound for a foreign report
    and an unknown one alike.
    """
    require(actor, action)
    report = _find(case_number, cases_within(actor, action))
    if report is not None:
        return report
    if action != READ and _find(case_number, cases_within(actor, READ)) is not None:
        raise Forbidden()
    raise NotFound("report")


def lock_case(actor: Actor, case_number: str, action: str, seen: int | None = None) -> Report:
    """The report for nobody else to change until the commit; raises like ``reach``.

    Raises Conflict when it is no longer as it was ``seen`` (its row version).
    """
    report_id = current_session().scalar(select(Report.id).where(Report.case_number == case_number))
    if report_id is not None:
        lock_report(report_id)
    report = reach(actor, case_number, action)
    if seen is not None and report.row_version != seen:
        raise Conflict("changed_meanwhile")
    return report


def kept_from(report: Report) -> Unit | None:
    """The unit complained about, where the report is none of its business; None when it may handle it itself."""
    found: Unit | None = current_session().scalar(
        joined(select(Complained)).where(Report.id == report.id, _IS_ABOVE_THE_UNIT).select_from(Report)
    )
    return found


_IS_ABOVE_THE_UNIT: ColumnElement[bool] = or_(
    func.coalesce(Complained.is_small, false()),
    exists().where(Breach.report_id == Report.id, Breach.group.in_(GROUPS_ABOVE_THE_UNIT)),
)


def _is_of_unit_complained_about(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor holds a role in the unit complained about, or below it, of a report kept from that unit.

    The inspectorate below it stands apart: it examines the unit above.
    """
    own = [one for one in actor.memberships if one.agency_id is not None and one.unit_path]
    inside = [
        and_(
            Report.agency_id == one.agency_id,
            literal(one.unit_path).startswith(func.coalesce(Complained.path, "-")),
            not_(_is_of_inspectorate_below(one.unit_path)),
        )
        for one in own
    ]
    return and_(or_(false(), *inside), _IS_ABOVE_THE_UNIT)


def _is_of_inspectorate_below(unit_path: str) -> ColumnElement[bool]:
    between = (
        Inspectorate.agency_id == Report.agency_id,
        Inspectorate.is_oversight,
        Inspectorate.id != Complained.id,
        Inspectorate.path.startswith(Complained.path),
        literal(unit_path).startswith(Inspectorate.path),
    )
    return exists().where(*between)


def _find(case_number: str, within: ColumnElement[bool]) -> Report | None:
    found: Report | None = current_session().scalar(
        joined(select(Report)).where(Report.case_number == case_number, within)
    )
    return found
