"""Keep the spans of promises true: rewritten for an owner whenever one of its versions is published or withdrawn."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from sipp.clock import NATIONAL_ZONE
from sipp.db import current_session
from sipp.models.agencies import Agency
from sipp.models.promises import PromiseSpan
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import Publication, StandardVersion, Withdrawal
from sipp.operations.versions import Owner, contents_of
from sipp.rules.completeness import completeness
from sipp.rules.promises import glance
from sipp.rules.publication import PublicationFact, WithdrawalFact, periods_in_force
from sipp.rules.standards import Standard

_BATCH = 200


def span_values(standard: Standard) -> dict[str, Any]:
    """What a span keeps of a standard's content, by column."""
    shown = glance(standard)
    limit = shown.time_limit
    return {
        "fee_answer": shown.fee.answer,
        "fee_minimum_idr": shown.fee.minimum_idr,
        "fee_maximum_idr": shown.fee.maximum_idr,
        "time_kind": limit.kind if limit else None,
        "time_minimum": limit.minimum if limit else None,
        "time_maximum": limit.maximum if limit else None,
        "time_unit": limit.unit if limit else None,
        "time_is_approximate": limit.approximate if limit else False,
        "paper_count": len(shown.papers),
        "has_unconfirmed": shown.has_unconfirmed,
        "completeness": completeness(standard).score,
    }


def begins_at(day: date, zone: str) -> datetime:
    """The moment a day begins in a zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


def spans_of(owners: Sequence[Owner]) -> list[dict[str, Any]]:
    """The spans of owners of one kind as they must be by what is recorded now, as column values."""
    zones = _zones(owners)
    facts = _facts_of(owners)
    periods = {owner.id: periods_in_force(*facts[owner.id]) for owner in owners}
    wanted = [period.version for found in periods.values() for period in found]
    versions = select(StandardVersion).where(StandardVersion.id.in_(wanted))
    contents = contents_of(current_session().scalars(versions.options(joinedload(StandardVersion.decree))).all())
    return [
        {
            "version_id": period.version,
            "service_id": owner.id if isinstance(owner, Service) else None,
            "reference_id": owner.id if isinstance(owner, ReferenceService) else None,
            "starts_at": begins_at(period.first_day, zones[owner.id]),
            "ends_at": begins_at(period.end_day, zones[owner.id]) if period.end_day else None,
            **span_values(contents[period.version]),
        }
        for owner in owners
        for period in periods[owner.id]
    ]


def rewrite_spans(owners: Sequence[Owner]) -> None:
    """Write the spans of owners of one kind anew."""
    if not owners:
        return
    session = current_session()
    session.flush()
    column = PromiseSpan.service_id if isinstance(owners[0], Service) else PromiseSpan.reference_id
    kind, ids = type(owners[0]), [owner.id for owner in owners]
    session.execute(select(kind.id).where(kind.id.in_(ids)).order_by(kind.id).with_for_update())
    session.execute(delete(PromiseSpan).where(column.in_(ids)))
    session.add_all(PromiseSpan(**values) for values in spans_of(owners))
    session.flush()


def wrong_spans(owners: Sequence[Owner]) -> list[int]:
    """The versions of owners of one kind whose stored span is missing, needless or other than the rule says."""
    if not owners:
        return []
    column = PromiseSpan.service_id if isinstance(owners[0], Service) else PromiseSpan.reference_id
    rows = current_session().scalars(select(PromiseSpan).where(column.in_([owner.id for owner in owners])))
    stored = {row.version_id: row for row in rows}
    wanted = {values["version_id"]: values for values in spans_of(owners)}
    return [
        version
        for version in sorted({*stored, *wanted})
        if version not in stored
        or version not in wanted
        or any(getattr(stored[version], name) != value for name, value in wanted[version].items())
    ]


def batches_of_owners(size: int) -> Iterator[Sequence[Owner]]:
    """Every service and then every reference service, ``size`` at a time."""
    session = current_session()
    last = 0
    while services := session.scalars(select(Service).where(Service.id > last).order_by(Service.id).limit(size)).all():
        last = services[-1].id
        yield services
    references = session.scalars(select(ReferenceService).order_by(ReferenceService.id)).all()
    for start in range(0, len(references), size):
        yield references[start : start + size]


def owners_without_spans() -> Iterator[Sequence[Owner]]:
    """Owners that have published versions and no span at all, or one without a score, in batches: those of a release
    before these were kept."""
    session = current_session()
    for kind, owner_id, span_id in (
        (Service, StandardVersion.service_id, PromiseSpan.service_id),
        (ReferenceService, StandardVersion.reference_id, PromiseSpan.reference_id),
    ):
        missing = (
            select(owner_id)
            .join(Publication, Publication.version_id == StandardVersion.id)
            .where(owner_id.is_not(None), ~select(PromiseSpan.version_id).where(span_id == owner_id).exists())
        )
        unscored = select(span_id).where(span_id.is_not(None), PromiseSpan.completeness.is_(None))
        ids = sorted(one for one in session.scalars(missing.union(unscored)) if one is not None)
        for start in range(0, len(ids), _BATCH):
            owners: list[Owner] = list(session.scalars(select(kind).where(kind.id.in_(ids[start : start + _BATCH]))))
            yield owners


def _zones(owners: Sequence[Owner]) -> dict[int, str]:
    if owners and isinstance(owners[0], ReferenceService):
        return {owner.id: NATIONAL_ZONE for owner in owners}
    rows = current_session().execute(
        select(Service.id, Agency.time_zone)
        .join(Agency, Agency.id == Service.agency_id)
        .where(Service.id.in_([owner.id for owner in owners]))
    )
    return dict(rows.all())


def _facts_of(owners: Sequence[Owner]) -> dict[int, tuple[list[PublicationFact], list[WithdrawalFact]]]:
    """The life-cycle facts by owner, read from their rows: an object in the session may not know the newest yet."""
    found: dict[int, tuple[list[PublicationFact], list[WithdrawalFact]]] = {owner.id: ([], []) for owner in owners}
    column = StandardVersion.service_id if isinstance(owners[0], Service) else StandardVersion.reference_id
    rows = current_session().execute(
        select(
            column,
            StandardVersion.id,
            StandardVersion.number,
            StandardVersion.effective_from,
            Publication.recorded_at,
            Withdrawal.effective_on,
            Withdrawal.recorded_at,
        )
        .join(Publication, Publication.version_id == StandardVersion.id)
        .outerjoin(Withdrawal, Withdrawal.version_id == StandardVersion.id)
        .where(column.in_(found))
    )
    for owner_id, version, number, effective_from, published_at, withdrawn_on, withdrawn_at in rows:
        assert owner_id is not None and number is not None
        publications, withdrawals = found[owner_id]
        publications.append(PublicationFact(version, number, effective_from, published_at))
        if withdrawn_on is not None:
            withdrawals.append(WithdrawalFact(version, withdrawn_on, withdrawn_at))
    return found
