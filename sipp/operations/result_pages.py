"""The results of one page, loaded whole: names, agencies, the promise of each offer or the range over many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from sipp.db import current_session
from sipp.models.agencies import Agency, Unit
from sipp.models.services import ReferenceService, Service
from sipp.operations.finder import Known
from sipp.operations.offerings import range_in
from sipp.operations.result_rows import Row
from sipp.operations.shown_standards import ShownStandard
from sipp.rules.promises import FeeGlance, Glance
from sipp.rules.standards import ProcedureStep, TimeLimit

_Stored = TypeVar("_Stored", Service, ReferenceService, Agency, Unit)


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
    models = {
        row.reference_id: known.offerings[row.reference_id].model_version_id
        for row in rows
        if row.kind == "reference" and row.reference_id
    }
    services = _by_id(_SERVICES, [*(row.service_id for row in rows), *only_offers])
    references = _by_id(_REFERENCES, [row.reference_id for row in rows])
    agencies = _by_id(_AGENCIES, [row.agency_id for row in rows if row.kind == "agency"])
    units = _by_id(_UNITS, [row.unit_id for row in rows])
    standards = known.shown.of([*(row.version_id for row in rows), *models.values()])
    results = []
    for row in rows:
        if row.kind == "offer" and row.service_id in services:
            reference = references.get(row.reference_id or 0)
            results.append(_offer(services[row.service_id], reference, standards.get(row.version_id or 0)))
        elif row.kind == "reference" and row.reference_id in references:
            model = standards.get(models[row.reference_id] or 0)
            only = services.get(known.offerings[row.reference_id].only_service_id or 0)
            results.append(_reference(row, references[row.reference_id], only, known, model, now))
        elif row.kind == "agency" and row.agency_id in agencies:
            results.append(Result(kind="agency", agency=agencies[row.agency_id], unit=units.get(row.unit_id or 0)))
    return results


def _offer(service: Service, reference: ReferenceService | None, standard: ShownStandard | None) -> Result:
    shown = standard.glance if standard else None
    return Result(
        kind="offer",
        reference=reference,
        service=service,
        agency=service.agency,
        glance=shown,
        steps=standard.steps if standard else (),
        fee=shown.fee if shown else None,
        time_limits=shown.time_limits[:1] if shown else (),
    )


def _reference(
    row: Row,
    reference: ReferenceService,
    only_offer: Service | None,
    known: Known,
    model: ShownStandard | None,
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
        glance=model.glance if model else None,
        steps=model.steps if model else (),
        fee=fee,
        time_limits=time_limits,
        offer_count=row.offer_count,
        only_offer=only_offer if row.offer_count == 1 else None,
        province=row.province,
    )


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_SERVICES = (
    select(Service)
    .join(Service.agency)
    .where(Service.id.in_(_IDS))
    .options(contains_eager(Service.agency), joinedload(Service.unit))
)
_REFERENCES = select(ReferenceService).where(ReferenceService.id.in_(_IDS))
_AGENCIES = select(Agency).where(Agency.id.in_(_IDS))
_UNITS = select(Unit).where(Unit.id.in_(_IDS))


def _by_id(statement: Select[_Stored], ids: Iterable[int | None]) -> dict[int, _Stored]:
    """The rows of a table with these ids, by id."""
    wanted = {key for key in ids if key is not None}
    if not wanted:
        return {}
    return {found.id: found for found in current_session().scalars(statement, {"ids": sorted(wanted)})}
