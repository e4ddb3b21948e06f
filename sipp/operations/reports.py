"""Reports: what was told is filed for good, with its breaches, its first events and its clocks."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.reports import Breach, Report
from sipp.operations.agency_profiles import hold_agency
from sipp.operations.assessing import Assessment, FormContext, assess, form_context
from sipp.operations.identities import Person, keep_identity
from sipp.operations.journal import record
from sipp.operations.moves import begin
from sipp.operations.opened import OpenedReport, opened_with
from sipp.operations.ownership import Owner, named_owner
from sipp.operations.report_news import acknowledge
from sipp.rules import reports as rules
from sipp.rules.errors import NotFound
from sipp.rules.findings import Experience, Finding
from sipp.rules.permissions import Actor
from sipp.rules.report_news import PhoneChannel
from sipp.vault.codes import CodeKeyRing, nonce_hash


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
    phone_channel: PhoneChannel | None = None
    file_number: str | None = None
    proxy: str | None = None
    service_point_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A filed report with its tracking code (17 symbols); ``is_repeated`` when it had been filed before."""

    report: Report
    code: str
    is_repeated: bool


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

    Raises InvalidInput when a sealed name is asked for and no two custodians can receive it, MovedTo when the agency
    was merged a moment ago.
    """
    session = current_session()
    known = find_filed(nonce, ring)
    if known is not None:
        return known
    _hold_agency(context)
    assessment = assess(context, told.experience, opened_at)
    owner = _owner(context, told)
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
    person = Person(name=told.name, email=told.email, phone=told.phone, phone_channel=told.phone_channel)
    keep_identity(report.id, told.visibility, person)
    _add_breaches(report, assessment.findings)
    begin(report, by="citizen", actor=actor, owner=owner)
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
    acknowledge(report)
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


def open_filed(filed: Filed, ring: CodeKeyRing) -> OpenedReport:
    """The report as opened with the code it was filed under, which ends once the reporter is given a new one."""
    return opened_with(filed.report.id, ring.code_hash(filed.code, filed.report.code_key_id))


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
        state="received",
        agency_id=context.agency.id,
        service_id=context.service.id if context.service else None,
        service_point_id=told.service_point_id,
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


def _hold_agency(context: FormContext) -> None:
    """Whether it receives reports, and that it is there at all, stays so until the report is filed."""
    try:
        hold_agency(context.agency)
    except NotFound:
        form_context(context.agency.slug, context.service.slug if context.service else None)  # says where it is now
        raise


def _owner(context: FormContext, told: Told) -> Owner | None:
    """Who owns the report at once; None while its agency receives none, and where it must be forwarded first."""
    if context.agency.membership != "receiving":
        return None
    return named_owner(context.agency.id, context.service.unit if context.service else None, told.experience.groups)


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


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Dates as ISO text, tuples as lists: what JSON holds; empty fields left out."""

    def plain(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, tuple):
            return [plain(one) for one in value]
        return value

    return {name: plain(value) for name, value in values.items() if value is not None and value != ()}
