"""Reports: open the form for one promise, compare what was told with it, and file it for good."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import CustodianKey
from sipp.models.agencies import Agency, Unit
from sipp.models.reports import Breach, Report, ReportClock, Reporter, ReportEvent, SealedIdentity
from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from sipp.operations.calendar import clock_lengths, working_calendar
from sipp.operations.directory import find_agency, find_service
from sipp.operations.journal import note_in_ledger, post, record
from sipp.operations.standards import content_of, in_force, publication_facts, published_versions, version_numbered
from sipp.rules import reports as rules
from sipp.rules.breaches import find_breaches
from sipp.rules.calendar import WorkingCalendar, due_day, end_of_day
from sipp.rules.errors import InvalidInput, Malformed
from sipp.rules.findings import Experience, Finding, Promise, ceiling_promise
from sipp.rules.lengths import RULE_VERSION, length_on
from sipp.rules.permissions import Actor
from sipp.rules.publication import judging_version
from sipp.rules.standards import Fee, Standard, TimeLimit
from sipp.vault.codes import CodeKeyRing, nonce_hash
from sipp.vault.sealing import seal


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
class Told:
    """Everything a form says: the experience to be compared, the words, and who tells it."""

    experience: Experience
    description: str
    visibility: str
    expectation: str | None = None
    loss: str | None = None
    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    file_number: str | None = None
    proxy: str | None = None
    service_point_id: int | None = None


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
    judged_standard: Standard | None
    differs_from_shown: bool
    is_filed_late: bool
    report_class: str


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A filed report with its tracking code (17 symbols); ``is_repeated`` when it had been filed before."""

    report: Report
    code: str
    is_repeated: bool


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
        judged_standard=promise.standard if promise and promise.version is not None else None,
        differs_from_shown=bool(
            context.shown
            and any(judged is not None and judged.id != context.shown.id for judged in (version, fee_version))
        ),
        is_filed_late=received_on is not None and rules.is_filed_late(received_on, context.today),
        report_class=rules.report_class(experience.kind, findings),
    )


def submit(
    actor: Actor,
    context: FormContext,
    told: Told,
    *,
    nonce: bytes,
    opened_at: datetime,
    ring: CodeKeyRing,
    language: str = "id",
    channel: str = "web",
) -> Filed:
    """File the report for good; a repeated nonce gives the report already filed, and the same code.

    Raises InvalidInput when a sealed name is asked for and no two custodians can receive it.
    """
    session = current_session()
    known = find_filed(nonce, ring)
    if known is not None:
        return known
    assessment = assess(context, told.experience, opened_at)
    try:
        with session.begin_nested():
            report = _new_report(context, told, assessment, nonce, opened_at, ring, language, channel)
            session.add(report)
            session.flush()
    except IntegrityError:
        session.expire_all()
        known = find_filed(nonce, ring)
        if known is None:
            raise
        return known
    _add_identity(report, told)
    _add_breaches(report, assessment.findings)
    _start(report, context)
    record(
        actor,
        "reports.submit",
        "report",
        report.case_number,
        agency_id=report.agency_id,
        kind=report.kind,
        visibility=report.visibility,
        version_id=report.version_id,
    )
    note_in_ledger(report, "submitted", None, report.state)
    _notify(report, told)
    return Filed(report=report, code=ring.derive(nonce, report.code_key_id), is_repeated=False)


def find_filed(nonce: bytes, ring: CodeKeyRing) -> Filed | None:
    """The report filed with a nonce and its code, or None."""
    report = current_session().scalar(
        select(Report)
        .where(Report.nonce_hash == nonce_hash(nonce))
        .options(joinedload(Report.agency), joinedload(Report.service))
    )
    if report is None:
        return None
    return Filed(report=report, code=ring.derive(nonce, report.code_key_id), is_repeated=True)


def has_custodians() -> bool:
    """Whether two custodians can receive a sealed name; only then it is offered."""
    return len(_custodian_keys()) == 2


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
        return _ceiling(context, on_day or context.today), None
    version = next(version for version in context.versions if version.id == judged.publication.version)
    standard = context.standard if context.shown and version.id == context.shown.id else content_of(version)
    assert standard is not None
    return Promise(standard=standard, version=version.id, standing=judged.standing), version


def _ceiling(context: FormContext, on_day: date) -> Promise:
    """What judges where no standard is published: the legal ceilings of the reference, as rows the agency confirmed not."""
    reference = context.service.reference if context.service else None
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
    return ceiling_promise(on_day, tuple(limits), tuple(fees))


def _calendar(context: FormContext) -> WorkingCalendar:
    return working_calendar(context.service.unit if context.service else None)


def _new_report(
    context: FormContext,
    told: Told,
    assessment: Assessment,
    nonce: bytes,
    opened_at: datetime,
    ring: CodeKeyRing,
    language: str,
    channel: str,
) -> Report:
    is_receiving = context.agency.membership == "receiving"
    return Report(
        case_number=rules.case_number(secrets.token_bytes(rules.CASE_NUMBER_RANDOM_BYTES)),
        nonce_hash=nonce_hash(nonce),
        code_hash=ring.code_hash(ring.derive(nonce)),
        code_key_id=ring.newest_id,
        submitted_at=clock.now(),
        opened_form_at=opened_at,
        channel=channel,
        language=language,
        kind=told.experience.kind,
        report_class=assessment.report_class,
        visibility=told.visibility,
        state=rules.state_on_submit(is_receiving, context.service is not None),
        agency_id=context.agency.id,
        service_id=context.service.id if context.service else None,
        service_point_id=told.service_point_id,
        unit_id=_owner_id(context, told) if is_receiving else None,
        shown_version_id=context.shown.id if context.shown else None,
        version_id=assessment.version.id if assessment.version else None,
        experience=_plain(asdict(told.experience)),
        description=told.description,
        expectation=told.expectation,
        loss=told.loss,
        file_number=told.file_number if told.visibility == "open" else None,
        proxy=told.proxy if told.visibility == "open" else None,
        is_delivered=is_receiving,
    )


def _owner_id(context: FormContext, told: Told) -> int | None:
    """The unit that owns the report: never the one complained about where money or conduct is the matter."""
    if context.service is None:
        return None
    unit = context.service.unit
    route = rules.routing(told.experience.groups, unit.is_small)
    if route == "unit":
        return unit.id
    if route == "oversight":
        oversight = current_session().scalar(
            select(Unit.id).where(Unit.agency_id == context.agency.id, Unit.is_oversight).order_by(Unit.path).limit(1)
        )
        if oversight is not None:
            return oversight
    return unit.parent_id or unit.id


def _add_identity(report: Report, told: Told) -> None:
    """Open: who it is. Sealed: the name only for two custodians, the address apart. Anonymous: nothing."""
    session = current_session()
    if told.visibility == "open":
        session.add(Reporter(report_id=report.id, name=told.name, email=told.email, phone=told.phone))
    elif told.visibility == "sealed":
        keys = _custodian_keys()
        if len(keys) < 2:
            raise InvalidInput({"visibility": "no_custodians"})
        first, second = keys
        identity = (told.name or "").encode()
        session.add(
            SealedIdentity(
                report_id=report.id,
                first_key_id=first.id,
                second_key_id=second.id,
                ciphertext=seal(identity, first.public_key, second.public_key),
            )
        )
        if told.email or told.phone:
            session.add(Reporter(report_id=report.id, name=None, email=told.email, phone=told.phone))


def _add_breaches(report: Report, findings: Sequence[Finding]) -> None:
    current_session().add_all(
        Breach(
            report_id=report.id,
            position=position,
            group=finding.group or "other",
            component=finding.component,
            row_key=finding.row_key,
            version_id=finding.version,
            result=finding.result,
            finding=_plain(asdict(finding)),
            is_confirmed=finding.is_confirmed,
            is_statistical=finding.is_statistical,
            is_illegal_levy=finding.is_illegal_levy,
            ombudsman_class=finding.ombudsman_class,
            lapor_category=finding.lapor_category,
            severity=finding.severity,
        )
        for position, finding in enumerate(findings, start=1)
    )


def _start(report: Report, context: FormContext) -> None:
    """The first events, and for a receiving agency the clocks."""
    session = current_session()
    events = [("submitted", None, "received", None)]
    if report.state == "in_progress":
        events.append(("owned", "received", "in_progress", report.unit_id))
    for sequence, (kind, from_state, to_state, unit_id) in enumerate(events, start=1):
        session.add(
            ReportEvent(
                report_id=report.id,
                sequence=sequence,
                at=report.submitted_at,
                kind=kind,
                by="citizen" if kind == "submitted" else "system",
                unit_id=unit_id,
                from_state=from_state,
                to_state=to_state,
                details={},
            )
        )
    if context.agency.membership == "receiving":
        names = ("completeness", "first_reply", "settle") if report.state == "in_progress" else ("forward",)
        for name in names:
            _start_clock(report, context, name)


def _start_clock(report: Report, context: FormContext, name: str) -> None:
    unit = current_session().get(Unit, report.unit_id) if report.unit_id else None
    calendar = working_calendar(unit)
    started_on = report.submitted_at.astimezone(ZoneInfo(context.agency.time_zone)).date()
    length = length_on(clock_lengths(), name, report.report_class, started_on)  # type: ignore[arg-type]
    due = due_day(started_on, length.length, length.unit, calendar).due
    current_session().add(
        ReportClock(
            report_id=report.id,
            clock=name,
            started_on=started_on,
            length=length.length,
            unit=length.unit,
            time_zone=context.agency.time_zone,
            working_week=unit.working_week if unit else "01234",
            due_on=due,
            due_at=end_of_day(due, ZoneInfo(context.agency.time_zone)),
            legal_basis=length.legal_basis,
            calendar_version=calendar.version,
            rule_version=RULE_VERSION,
        )
    )


def _notify(report: Report, told: Told) -> None:
    """Queue the acknowledgement; the payload names only the report, the worker reads the address."""
    if told.visibility in ("open", "sealed") and told.email:
        post("report_acknowledged", f"report_acknowledged:{report.id}", {"report_id": str(report.id)})


def _custodian_keys() -> list[CustodianKey]:
    """The newest live key of each of the two custodians."""
    keys = current_session().scalars(
        select(CustodianKey).where(CustodianKey.retired_at.is_(None)).order_by(CustodianKey.id.desc())
    )
    newest: dict[int | None, CustodianKey] = {}
    for key in keys:
        newest.setdefault(key.user_id, key)
    return sorted(newest.values(), key=lambda key: key.id)[:2]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Dates as ISO text, tuples as lists: what JSON holds; empty fields left out."""

    def plain(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, tuple):
            return [plain(one) for one in value]
        return value

    return {
        name: plain(value) for name, value in values.items() if value is not None and value != () and value is not False
    }
