"""Standards: read their content, publish, withdraw, and find the one in force."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session, is_postgres
from sipp.models.agencies import Agency
from sipp.models.components import ROW_TABLES, VariantRow
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import Publication, StandardVersion, Withdrawal
from sipp.operations.journal import note_search_changes, record
from sipp.rules.errors import Conflict, NotFound
from sipp.rules.permissions import Actor
from sipp.rules.publication import PublicationFact, WithdrawalFact, version_in_force
from sipp.rules.standards import Standard, Variant, content_hash

Owner = Service | ReferenceService


def contents_of(versions: Sequence[StandardVersion]) -> dict[int, Standard]:
    """The content of each version by its id, read with one query per kind of row."""
    session = current_session()
    ids = [version.id for version in versions]
    variants: dict[int, list[Variant]] = defaultdict(list)
    for row in session.scalars(select(VariantRow).where(VariantRow.version_id.in_(ids)).order_by(VariantRow.position)):
        variants[row.version_id].append(Variant(code=row.code, label=row.label))
    rows: dict[int, dict[str, list[object]]] = {key: defaultdict(list) for key in ids}
    for name, table in ROW_TABLES.items():
        for stored in session.scalars(select(table).where(table.version_id.in_(ids)).order_by(table.position)):
            rows[stored.version_id][name].append(stored.as_value())
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


def create_draft(
    actor: Actor, owner: Owner, standard: Standard, based_on: StandardVersion | None = None
) -> StandardVersion:
    """A new draft of the owner's standard with the given content."""
    session = current_session()
    version = StandardVersion(
        service_id=owner.id if isinstance(owner, Service) else None,
        reference_id=owner.id if isinstance(owner, ReferenceService) else None,
        effective_from=standard.effective_from,
        effective_basis=standard.effective_basis,
        based_on_id=based_on.id if based_on else None,
        created_at=clock.now(),
        maker_id=actor.user_id,
    )
    session.add(version)
    session.flush()
    _add_rows(version, standard)
    record(actor, "standards.create_draft", "standard_version", version.id, agency_id=_agency_id(owner))
    return version


def publish(actor: Actor, version: StandardVersion, recorded_at: datetime | None = None) -> StandardVersion:
    """Give the version its number and freeze it; effective from the day its content names.

    The numbers of an owner are dense: the owner's row is locked while the next one is taken. Raises Conflict when
    the version is published already.
    """
    session = current_session()
    session.flush()
    owner = _lock_owner(version)
    if version.state == "published":
        raise Conflict("already_published")
    column = StandardVersion.service_id if isinstance(owner, Service) else StandardVersion.reference_id
    last = session.scalar(select(func.max(StandardVersion.number)).where(column == owner.id)) or 0
    version.content_hash = content_hash(content_of(version))
    version.number = last + 1
    version.state = "published"
    version.checker_id = actor.user_id
    session.flush()
    session.add(Publication(version_id=version.id, recorded_at=recorded_at or clock.now(), publisher_id=actor.user_id))
    owner.row_version += 1
    record(
        actor,
        "standards.publish",
        "standard_version",
        version.id,
        agency_id=_agency_id(owner),
        number=version.number,
        content_hash=version.content_hash,
    )
    note_search_changes([search_thing(owner)])
    return version


def withdraw(actor: Actor, version: StandardVersion, effective_on: date, reason: str) -> None:
    """Withdraw a published version with effect on a day; nothing revives, reviving is a new version."""
    session = current_session()
    owner = _lock_owner(version)
    if version.state != "published":
        raise Conflict("not_published")
    if session.get(Withdrawal, version.id):
        raise Conflict("already_withdrawn")
    session.add(
        Withdrawal(
            version_id=version.id,
            effective_on=effective_on,
            recorded_at=clock.now(),
            reason=reason,
            user_id=actor.user_id,
        )
    )
    owner.row_version += 1
    record(actor, "standards.withdraw", "standard_version", version.id, agency_id=_agency_id(owner))
    note_search_changes([search_thing(owner)])


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


def version_numbered(versions: Sequence[StandardVersion], number: int) -> StandardVersion:
    """The version with a number; raises NotFound."""
    for version in versions:
        if version.number == number:
            return version
    raise NotFound("version")


def taken_over(model: Standard) -> Standard:
    """A national model's content as an agency's own: every row marked as not confirmed by the agency."""
    rows: dict[str, Any] = {
        name: tuple(replace(row, confidence="reference") for row in getattr(model, name)) for name in ROW_TABLES
    }
    return replace(model, decree_number=None, **rows)


def search_thing(owner: Owner) -> str:
    """The name under which search knows what changed: the reference, or the service without one."""
    if isinstance(owner, ReferenceService):
        return f"reference:{owner.slug}"
    if owner.reference_id is not None:
        slug = current_session().scalar(select(ReferenceService.slug).where(ReferenceService.id == owner.reference_id))
        return f"reference:{slug}"
    agency = current_session().scalar(select(Agency.slug).where(Agency.id == owner.agency_id))
    return f"service:{agency}/{owner.slug}"


def _add_rows(version: StandardVersion, standard: Standard) -> None:
    session = current_session()
    session.add_all(
        VariantRow(version_id=version.id, code=variant.code, label=variant.label, position=position)
        for position, variant in enumerate(standard.variants, start=1)
    )
    for field in fields(standard):
        table = ROW_TABLES.get(field.name)
        if table is None:
            continue
        for position, value in enumerate(getattr(standard, field.name), start=1):
            stored = table.from_value(value, position)
            stored.version_id = version.id
            session.add(stored)
    session.flush()


def _lock_owner(version: StandardVersion) -> Owner:
    session = current_session()
    lock = True if is_postgres(session) else None
    owner: Owner | None
    if version.service_id is not None:
        owner = session.get(Service, version.service_id, with_for_update=lock, populate_existing=True)
    else:
        owner = session.get(ReferenceService, version.reference_id, with_for_update=lock, populate_existing=True)
    if owner is None:
        raise NotFound("service")
    session.refresh(version, ["state"])
    return owner


def _agency_id(owner: Owner) -> int | None:
    return owner.agency_id if isinstance(owner, Service) else None
