"""What a report is about and what the comparison with the promise gives, before anything is filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import CustodianKey
from sipp.models.agencies import Agency
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import StandardVersion
from sipp.operations.calendar import working_calendar
from sipp.operations.directory import find_agency, find_service
from sipp.operations.versions import content_of, in_force, publication_facts, published_versions, version_numbered
from sipp.rules import reports as rules
from sipp.rules.breaches import find_breaches
from sipp.rules.calendar import WorkingCalendar
from sipp.rules.errors import Malformed
from sipp.rules.findings import Experience, Finding, Promise, ceiling_promise
from sipp.rules.publication import judging_version
from sipp.rules.standards import Fee, Standard, TimeLimit


@dataclass(frozen=True, kw_only=True)
class FormContext:
    """What a form is about: an agency, usually a service, and the version that was shown to the citizen.

    ``shown`` is None without a service or while the service has no standard in force.
    """

    agency: Agency
    service: Service | None
    versions: Sequence[StandardVersion]
    shown: StandardVersion | None
    standard: Standard | None
    is_in_force: bool
    today: date
    custodians_exist: bool


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What the comparison gives before filing.

    ``version`` is the report's own (day of application), ``fee_version`` judges the fee (day of payment).
    ``standing`` says why: in force, shown, the first recorded, or the law's ceiling.
    """

    findings: tuple[Finding, ...]
    version: StandardVersion | None
    fee_version: StandardVersion | None
    standing: str | None
    differs_from_shown: bool
    is_filed_late: bool
    report_class: str


def form_context(agency_slug: str, service_slug: str | None, number: int | None = None) -> FormContext:
    """What a new form is about; ``number`` asks for a version other than the one in force. Raises NotFound."""
    now = clock.now()
    service = find_service(agency_slug, service_slug) if service_slug is not None else None
    agency = service.agency if service is not None else find_agency(agency_slug)
    today = clock.today(agency.time_zone)
    versions = published_versions(service) if service is not None else []
    current = in_force(versions, today, now)
    shown = version_numbered(versions, number) if number is not None else current
    return _context(agency, service, versions, shown, current, today)


def form_context_of_token(agency_slug: str, service_slug: str | None, shown_version_id: int | None) -> FormContext:
    """What a form already opened is about; raises Malformed when the token names a version of something else."""
    context = form_context(agency_slug, service_slug)
    if shown_version_id is None:
        return _context(context.agency, context.service, context.versions, None, None, context.today)
    shown = next((version for version in context.versions if version.id == shown_version_id), None)
    if shown is None:
        raise Malformed("token_of_another_form")
    current = in_force(context.versions, context.today, clock.now())
    return _context(context.agency, context.service, context.versions, shown, current, context.today)


def assess(context: FormContext, experience: Experience, opened_at: datetime) -> Assessment:
    """Compare what was told with the promise that applied, as known when the form was opened.

    Law: UU 25/2009 art. 42: the complaint describes the service not according to the standard.
    """
    promise, version = _judge(context, experience.applied_on, opened_at)
    fee_promise, fee_version = _judge(context, experience.paid_on or experience.applied_on, opened_at)
    findings = find_breaches(
        experience,
        promise=promise,
        fee_promise=fee_promise,
        calendar=_calendar(context),
        today=context.today,
    )
    received_on = experience.finished_on or experience.paid_on or experience.applied_on
    return Assessment(
        findings=findings,
        version=version,
        fee_version=fee_version,
        standing=promise.standing if promise else None,
        differs_from_shown=bool(
            context.shown
            and any(judged is not None and judged.id != context.shown.id for judged in (version, fee_version))
        ),
        is_filed_late=received_on is not None and rules.is_filed_late(received_on, context.today),
        report_class=rules.report_class(experience.kind, findings),
    )


def ceiling_of(service: Service, on_day: date) -> Promise:
    """What judges where no standard is published: the legal ceilings of the reference, as unconfirmed rows."""
    return ceiling_promise(on_day, *ceilings_of(service.reference))


def ceilings_of(reference: ReferenceService | None) -> tuple[tuple[TimeLimit, ...], tuple[Fee, ...]]:
    """The legal ceilings of a reference service as rows: at most so long, at most so much."""
    limits: list[TimeLimit] = []
    fees: list[Fee] = []
    for row in reference.ceilings if reference else ():
        if row.component == "time_limit":
            limits.append(
                TimeLimit(
                    row_key=row.row_key,
                    maximum=row.maximum,
                    unit=row.unit,  # type: ignore[arg-type]
                    start_event=row.start_event,  # type: ignore[arg-type]
                    confidence="reference",
                    source=row.source,
                    legal_basis=row.legal_basis,
                )
            )
        else:
            fees.append(
                Fee(
                    row_key=row.row_key,
                    shape="free" if row.amount_idr == 0 else "fixed",
                    amount_idr=row.amount_idr or None,
                    amount_is="maximum",
                    confidence="reference",
                    source=row.source,
                    legal_basis=row.legal_basis,
                )
            )
    return tuple(limits), tuple(fees)


def has_custodians() -> bool:
    """Whether two custodians can receive a sealed name; only then it is offered."""
    return len(custodian_keys()) == 2


def _context(
    agency: Agency,
    service: Service | None,
    versions: Sequence[StandardVersion],
    shown: StandardVersion | None,
    current: StandardVersion | None,
    today: date,
) -> FormContext:
    return FormContext(
        agency=agency,
        service=service,
        versions=versions,
        shown=shown,
        standard=content_of(shown) if shown is not None else None,
        is_in_force=shown is not None and current is not None and shown.id == current.id,
        today=today,
        custodians_exist=has_custodians(),
    )


def _judge(
    context: FormContext, on_day: date | None, opened_at: datetime
) -> tuple[Promise | None, StandardVersion | None]:
    if context.service is None:
        return None, None
    publications, withdrawals = publication_facts(context.versions)
    shown = next((fact for fact in publications if context.shown and fact.version == context.shown.id), None)
    judged = judging_version(publications, withdrawals, on_day=on_day, shown=shown, known_at=opened_at)
    if judged is None:
        return ceiling_of(context.service, on_day or context.today), None
    version = next(version for version in context.versions if version.id == judged.publication.version)
    standard = context.standard if context.shown and version.id == context.shown.id else content_of(version)
    assert standard is not None
    return Promise(standard=standard, version=version.id, standing=judged.standing), version


def _calendar(context: FormContext) -> WorkingCalendar:
    return working_calendar(context.service.unit if context.service else None)


def custodian_keys() -> list[CustodianKey]:
    """The newest live key of each of the two custodians."""
    keys = current_session().scalars(
        select(CustodianKey).where(CustodianKey.retired_at.is_(None)).order_by(CustodianKey.id.desc())
    )
    newest: dict[int | None, CustodianKey] = {}
    for key in keys:
        newest.setdefault(key.user_id, key)
    return sorted(newest.values(), key=lambda key: key.id)[:2]
