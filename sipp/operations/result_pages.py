"""The results of one page, loaded whole: names, agencies, the promise of each offer or the range over many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from sipp.db import current_session
from sipp.models.agencies import Agency, Unit
from sipp.models.promises import PromiseSpan
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import StandardVersion
from sipp.operations.finder import Known
from sipp.operations.offerings import in_force_now, range_in
from sipp.operations.result_rows import Row
from sipp.operations.versions import contents_of
from sipp.rules.promises import FeeGlance, Glance, glance
from sipp.rules.standards import ProcedureStep, Standard, TimeLimit

#: What a result shows of a standard.
SHOWN_COMPONENTS = ("requirements", "procedure", "time_limits", "fees", "products")


@dataclass(frozen=True, kw_only=True)
class Result:
    """One result: an offer, a reference service (with the range over its offers), or an agency or unit.

    ``offer_count`` counts the offers of a reference result, those of ``province`` alone where one was named;
    ``only_offer`` is set when there is just one. ``glance`` and ``steps`` are of the offer or of the model.
    """

    kind: str
    reference: ReferenceService | None = None
    service: Service | None = None
    agency: Agency | None = None
    unit: Unit | None = None
    glance: Glance | None = None
    steps: Sequence[ProcedureStep] = ()
    fee: FeeGlance | None = None
    time_limits: Sequence[TimeLimit] = ()
    offer_count: int = 0
    only_offer: Service | None = None
    province: str | None = None


def load_results(rows: Sequence[Row], known: Known, now: datetime) -> list[Result]:
    """The rows of a page as results."""
    only_offers = [
        known.offerings[row.reference_id].only_service_id
        for row in rows
        if row.kind == "reference" and row.reference_id
    ]
    services = _services([*(row.service_id for row in rows), *only_offers])
    references = _references([row.reference_id for row in rows])
    agencies = _agencies([row.agency_id for row in rows if row.kind == "agency"])
    units = _units([row.unit_id for row in rows])
    models = _model_versions([row.reference_id for row in rows if row.kind == "reference"], now)
    contents = _contents([*(row.version_id for row in rows), *models.values()])
    results = []
    for row in rows:
        if row.kind == "offer" and row.service_id in services:
            reference = references.get(row.reference_id or 0)
            results.append(_offer(services[row.service_id], reference, contents.get(row.version_id or 0)))
        elif row.kind == "reference" and row.reference_id in references:
            model = contents.get(models.get(row.reference_id, 0))
            only = services.get(known.offerings[row.reference_id].only_service_id or 0)
            results.append(_reference(row, references[row.reference_id], only, known, model, now))
        elif row.kind == "agency" and row.agency_id in agencies:
            results.append(Result(kind="agency", agency=agencies[row.agency_id], unit=units.get(row.unit_id or 0)))
    return results


def _offer(service: Service, reference: ReferenceService | None, standard: Standard | None) -> Result:
    shown = glance(standard) if standard else None
    return Result(
        kind="offer",
        reference=reference,
        service=service,
        agency=service.agency,
        glance=shown,
        steps=standard.procedure if standard else (),
        fee=shown.fee if shown else None,
        time_limits=shown.time_limits[:1] if shown else (),
    )


def _reference(
    row: Row,
    reference: ReferenceService,
    only_offer: Service | None,
    known: Known,
    model: Standard | None,
    now: datetime,
) -> Result:
    offering = known.offerings[reference.id]
    fee, time_limits = offering.fee, offering.time_limits
    if row.province is not None:
        local = range_in(reference.id, row.province, now)
        fee, time_limits = local if local is not None else (fee, time_limits)
    return Result(
        kind="reference",
        reference=reference,
        glance=glance(model) if model else None,
        steps=model.procedure if model else (),
        fee=fee,
        time_limits=time_limits,
        offer_count=row.offer_count,
        only_offer=only_offer if row.offer_count == 1 else None,
        province=row.province,
    )


def _services(ids: Iterable[int | None]) -> dict[int, Service]:
    wanted = {key for key in ids if key is not None}
    if not wanted:
        return {}
    found = current_session().scalars(
        select(Service)
        .join(Service.agency)
        .where(Service.id.in_(wanted))
        .options(contains_eager(Service.agency), joinedload(Service.unit))
    )
    return {service.id: service for service in found}


def _references(ids: Iterable[int | None]) -> dict[int, ReferenceService]:
    wanted = {key for key in ids if key is not None}
    if not wanted:
        return {}
    found = current_session().scalars(select(ReferenceService).where(ReferenceService.id.in_(wanted)))
    return {reference.id: reference for reference in found}


def _agencies(ids: Iterable[int | None]) -> dict[int, Agency]:
    wanted = {key for key in ids if key is not None}
    if not wanted:
        return {}
    found = current_session().scalars(select(Agency).where(Agency.id.in_(wanted)))
    return {agency.id: agency for agency in found}


def _units(ids: Iterable[int | None]) -> dict[int, Unit]:
    wanted = {key for key in ids if key is not None}
    if not wanted:
        return {}
    found = current_session().scalars(select(Unit).where(Unit.id.in_(wanted)))
    return {unit.id: unit for unit in found}


def _model_versions(ids: Iterable[int | None], now: datetime) -> dict[int, int]:
    """The version of the national model in force, by reference."""
    wanted = {key for key in ids if key is not None}
    if not wanted:
        return {}
    rows = current_session().execute(
        select(PromiseSpan.reference_id, PromiseSpan.version_id).where(
            PromiseSpan.reference_id.in_(wanted), in_force_now(now)
        )
    )
    return {reference_id: version_id for reference_id, version_id in rows if reference_id is not None}


def _contents(ids: Iterable[int | None]) -> dict[int, Standard]:
    wanted = {key for key in ids if key is not None}
    if not wanted:
        return {}
    versions = current_session().scalars(
        select(StandardVersion).where(StandardVersion.id.in_(wanted)).options(joinedload(StandardVersion.decree))
    )
    return contents_of(versions.all(), SHOWN_COMPONENTS)
