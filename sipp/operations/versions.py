"""Versions of standards as they are stored: their content, which are published, and which is in force."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import joinedload

from sipp.db import current_session
from sipp.models.components import ROW_TABLES, VariantRow
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import StandardVersion
from sipp.rules.errors import NotFound
from sipp.rules.publication import PublicationFact, WithdrawalFact, version_in_force
from sipp.rules.standards import Standard, Variant, row_field_names

Owner = Service | ReferenceService


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_VARIANTS = (
    select(VariantRow.version_id, VariantRow.code, VariantRow.label)
    .where(VariantRow.version_id.in_(_IDS))
    .order_by(VariantRow.position)
)
_FIELDS = {name: row_field_names(table.value_type) for name, table in ROW_TABLES.items()}
# Columns, not objects: a page reads a hundred rows, `sipp verify` millions, and nobody changes one.
_ROWS = {
    name: select(table.version_id, *(getattr(table, field) for field in _FIELDS[name]))
    .where(table.version_id.in_(_IDS))
    .order_by(table.position)
    for name, table in ROW_TABLES.items()
}


def contents_of(
    versions: Sequence[StandardVersion], components: Collection[str] = ROW_TABLES.keys()
) -> dict[int, Standard]:
    """The content of each version by its id, read with one query per kind of row.

    Lists that show only some components name their fields of ``Standard``; the others stay empty then.
    """
    session = current_session()
    ids = [version.id for version in versions]
    variants: dict[int, list[Variant]] = defaultdict(list)
    for version_id, code, label in session.execute(_VARIANTS, {"ids": ids}):
        variants[version_id].append(Variant(code=code, label=label))
    rows: dict[int, dict[str, list[object]]] = {key: defaultdict(list) for key in ids}
    for name in components:
        table, fields = ROW_TABLES[name], _FIELDS[name]
        for version_id, *values in session.execute(_ROWS[name], {"ids": ids}):
            rows[version_id][name].append(table.value_of(dict(zip(fields, values, strict=True))))
    return {
        version.id: Standard(
            effective_from=version.effective_from,
            effective_basis=version.effective_basis,
            decree_number=version.decree.number if version.decree_id and version.decree else None,
            variants=tuple(variants[version.id]),
            **{name: tuple(found) for name, found in rows[version.id].items()},  # type: ignore[arg-type]
        )
        for version in versions
    }


def content_of(version: StandardVersion) -> Standard:
    """The content of one version."""
    return contents_of([version])[version.id]


def published_versions(owner: Owner) -> list[StandardVersion]:
    """Every published version of a service or reference service, newest number first."""
    return published_versions_of([owner])[owner.id]


def published_versions_of(owners: Sequence[Owner]) -> dict[int, list[StandardVersion]]:
    """The published versions of several owners of one kind by owner id, newest number first."""
    found: dict[int, list[StandardVersion]] = {owner.id: [] for owner in owners}
    if not owners:
        return found
    column = StandardVersion.service_id if isinstance(owners[0], Service) else StandardVersion.reference_id
    rows = current_session().scalars(
        select(StandardVersion)
        .where(column.in_(found), StandardVersion.state == "published")
        .options(
            joinedload(StandardVersion.publication),
            joinedload(StandardVersion.withdrawal),
            joinedload(StandardVersion.decree),
        )
        .order_by(StandardVersion.number.desc())
    )
    for version in rows:
        owner_id = version.service_id if version.service_id is not None else version.reference_id
        assert owner_id is not None
        found[owner_id].append(version)
    return found


def publication_facts(versions: Iterable[StandardVersion]) -> tuple[list[PublicationFact], list[WithdrawalFact]]:
    """The life-cycle facts of versions in the shape the rule of "in force" reads."""
    publications, withdrawals = [], []
    for version in versions:
        if version.publication is not None and version.number is not None:
            publications.append(
                PublicationFact(
                    version=version.id,
                    number=version.number,
                    effective_from=version.effective_from,
                    recorded_at=version.publication.recorded_at,
                )
            )
        if version.withdrawal is not None:
            withdrawals.append(
                WithdrawalFact(
                    version=version.id,
                    effective_on=version.withdrawal.effective_on,
                    recorded_at=version.withdrawal.recorded_at,
                )
            )
    return publications, withdrawals


def in_force(versions: Sequence[StandardVersion], on_day: date, known_at: datetime) -> StandardVersion | None:
    """The one of an owner's published versions in force on a day, as known at a moment."""
    publications, withdrawals = publication_facts(versions)
    fact = version_in_force(publications, withdrawals, on_day, known_at)
    return next((version for version in versions if fact and version.id == fact.version), None)


def owner_of(version: StandardVersion) -> Owner:
    """The owner of a version that was read with it."""
    owner = version.service if version.service_id is not None else version.reference
    assert owner is not None
    return owner


def version_numbered(versions: Sequence[StandardVersion], number: int) -> StandardVersion:
    """The version with a number; raises NotFound."""
    for version in versions:
        if version.number == number:
            return version
    raise NotFound("version")
