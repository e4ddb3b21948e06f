"""What people do with a standard: draft, publish, withdraw."""

from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select

from sipp import clock
from sipp.db import current_session, is_postgres
from sipp.models.agencies import Agency
from sipp.models.components import ROW_TABLES, VariantRow
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import Publication, StandardVersion, Withdrawal
from sipp.operations.journal import note_search_changes, record
from sipp.operations.promise_spans import rewrite_spans
from sipp.operations.taken_up import take_up
from sipp.operations.versions import Owner, content_of
from sipp.rules.errors import Conflict, InvalidInput, NotFound
from sipp.rules.permissions import Actor
from sipp.rules.standard_checks import errors_in
from sipp.rules.standards import Standard, content_hash


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


def rewrite_draft(actor: Actor, version: StandardVersion, standard: Standard) -> StandardVersion:
    """Give a draft another content; its maker is now who rewrote it. Raises Conflict unless it is a draft."""
    session = current_session()
    owner = _lock_owner(version)
    if version.state not in ("draft", "changes_requested"):
        raise Conflict("not_a_draft")
    session.execute(delete(VariantRow).where(VariantRow.version_id == version.id))
    for table in ROW_TABLES.values():
        session.execute(delete(table).where(table.version_id == version.id))
    version.effective_from = standard.effective_from
    version.effective_basis = standard.effective_basis
    version.maker_id = actor.user_id
    version.row_version += 1
    session.flush()
    _add_rows(version, standard)
    record(actor, "standards.edit", "standard_version", version.id, agency_id=_agency_id(owner))
    return version


def publish(actor: Actor, version: StandardVersion, recorded_at: datetime | None = None) -> StandardVersion:
    """Give the version its number and freeze it; effective from the day its content names.

    The numbers of an owner are dense: the owner's row is locked while the next one is taken. Raises Conflict when
    the version is published already, InvalidInput when its content has errors: ``fields`` maps the place of each to
    its code, ``details["flaws"]`` has them all.
    """
    session = current_session()
    session.flush()
    owner = _lock_owner(version)
    if version.state == "published":
        raise Conflict("already_published")
    content = content_of(version)
    if flaws := errors_in(content):
        raise InvalidInput({flaw.place: flaw.code for flaw in flaws}, flaws=flaws)
    column = StandardVersion.service_id if isinstance(owner, Service) else StandardVersion.reference_id
    last = session.scalar(select(func.max(StandardVersion.number)).where(column == owner.id)) or 0
    version.content_hash = content_hash(content)
    version.number = last + 1
    version.state = "published"
    version.checker_id = actor.user_id
    session.flush()
    session.add(Publication(version_id=version.id, recorded_at=recorded_at or clock.now(), publisher_id=actor.user_id))
    rewrite_spans([owner])
    owner.row_version += 1
    take_up(actor, version, content)
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
    rewrite_spans([owner])
    owner.row_version += 1
    record(actor, "standards.withdraw", "standard_version", version.id, agency_id=_agency_id(owner))
    note_search_changes([search_thing(owner)])


def lock_owner(owner: Owner) -> None:
    """Hold the owner's row until the transaction ends, so that its versions change one after the other."""
    session = current_session()
    lock = True if is_postgres(session) else None
    session.get_one(type(owner), owner.id, with_for_update=lock, populate_existing=True)


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
