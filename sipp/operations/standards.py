"""What people do with a standard: draft, publish, withdraw."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency
from sipp.models.components import ROW_TABLES, VariantRow
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import Publication, StandardVersion, VersionAuthor, Withdrawal
from sipp.operations.journal import note_search_changes, record
from sipp.operations.promise_spans import rewrite_spans
from sipp.operations.reach import Reached, lock_owner, lock_version
from sipp.operations.taken_up import take_up
from sipp.operations.versions import Owner, content_of
from sipp.rules.errors import Conflict, InvalidInput
from sipp.rules.permissions import Actor
from sipp.rules.standard_checks import errors_in
from sipp.rules.standards import Standard, content_hash
from sipp.rules.workflow import (
    EDITABLE_STATES,
    require_other_eyes,
    require_same_content,
    require_withdrawal_day,
    state_after,
)


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
    note_author(actor, version)
    _add_rows(version, standard)
    record(actor, "standards.create_draft", "standard_version", version.id, agency_id=_agency_id(owner))
    return version


def rewrite_draft(actor: Actor, version: StandardVersion, standard: Standard) -> StandardVersion:
    """Give a draft another content; its maker is now who rewrote it. Raises Conflict unless it is a draft."""
    session = current_session()
    owner = lock_owner(version)
    if version.state not in EDITABLE_STATES:
        raise Conflict("not_a_draft")
    session.execute(delete(VariantRow).where(VariantRow.version_id == version.id))
    for table in ROW_TABLES.values():
        session.execute(delete(table).where(table.version_id == version.id))
    version.effective_from = standard.effective_from
    version.effective_basis = standard.effective_basis
    version.maker_id = actor.user_id
    version.row_version += 1
    session.flush()
    note_author(actor, version)
    _add_rows(version, standard)
    record(actor, "standards.edit", "standard_version", version.id, agency_id=_agency_id(owner))
    return version


def publish(actor: Actor, version: StandardVersion, recorded_at: datetime | None = None) -> StandardVersion:
    """Give an approved version its number and freeze it; effective from the day its content names.

    The seeds and the command line (``SYSTEM``) publish without an approval; everybody else exactly what somebody who
    did not write it approved. Raises Conflict when it is published already, was not approved, is not what was approved
    or belongs to a decree that is not published; Forbidden to an author; InvalidInput when its content has errors.
    """
    reached = lock_version(actor, version.id, "standards.publish")
    decree = reached.version.decree
    if actor.kind != "system" and decree is not None and decree.state != "published":
        raise Conflict("belongs_to_decree")
    publish_locked(actor, [reached], recorded_at)
    return reached.version


def publish_locked(actor: Actor, bundle: Sequence[Reached], recorded_at: datetime | None = None) -> None:
    """Publish versions that are locked already, all or none; what search must learn is noted last. As ``publish``."""
    for reached in bundle:
        _publish_one(actor, reached, recorded_at or clock.now())
    for kind in (Service, ReferenceService):
        owners = {reached.owner.id: reached.owner for reached in bundle if isinstance(reached.owner, kind)}
        rewrite_spans(list(owners.values()))
    note_search_changes(list(dict.fromkeys(search_thing(reached.owner) for reached in bundle)))


def withdraw(actor: Actor, version: StandardVersion, effective_on: date, reason: str) -> None:
    """Withdraw a published version with effect on a day; nothing revives, reviving is a new version.

    Officers withdraw from today on: raises InvalidInput for an earlier day, Conflict unless it is published and stands.
    """
    session = current_session()
    reached = lock_version(actor, version.id, "standards.withdraw")
    version, owner = reached.version, reached.owner
    if version.state != "published":
        raise Conflict("not_published")
    if session.get(Withdrawal, version.id):
        raise Conflict("already_withdrawn")
    if actor.kind != "system":
        require_withdrawal_day(effective_on, today_of(owner))
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
    record(
        actor,
        "standards.withdraw",
        "standard_version",
        version.id,
        agency_id=_agency_id(owner),
        effective_on=effective_on.isoformat(),
    )
    note_search_changes([search_thing(owner)])


def require_publishable(content: Standard) -> None:
    """Raises InvalidInput when a content has errors.

    ``fields`` maps the place of each to its code, ``details["flaws"]`` has them all.
    """
    if flaws := errors_in(content):
        raise InvalidInput({flaw.place: flaw.code for flaw in flaws}, flaws=flaws)


def authors_of(version_id: int) -> set[int]:
    """Everybody who wrote content of a version."""
    return set(current_session().scalars(select(VersionAuthor.user_id).where(VersionAuthor.version_id == version_id)))


def note_author(actor: Actor, version: StandardVersion) -> None:
    """Remember that the actor wrote content of a version: who did decides nothing about it."""
    if actor.user_id is not None and actor.user_id not in authors_of(version.id):
        current_session().add(VersionAuthor(version_id=version.id, user_id=actor.user_id))
        current_session().flush()


def today_of(owner: Owner) -> date:
    """The day it is at the owner of a standard."""
    zone = owner.agency.time_zone if isinstance(owner, Service) else clock.NATIONAL_ZONE
    return clock.today(zone)


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


def _publish_one(actor: Actor, reached: Reached, recorded_at: datetime) -> None:
    session = current_session()
    version, owner = reached.version, reached.owner
    if version.state == "published":
        raise Conflict("already_published")
    content = content_of(version)
    digest = content_hash(content)
    if actor.kind != "system":
        state_after(version.state, "publish")  # type: ignore[arg-type]
        require_other_eyes("publish", actor.user_id, authors_of(version.id))
        require_same_content(version.approved_hash, digest)
    require_publishable(content)
    if version.decree is not None and version.decree.state != "published":
        # Before the version: once one of its versions is published a decree never changes.
        version.decree.state = "published"
        session.flush()
    column = StandardVersion.service_id if isinstance(owner, Service) else StandardVersion.reference_id
    last = session.scalar(select(func.max(StandardVersion.number)).where(column == owner.id)) or 0
    version.content_hash = digest
    version.number = last + 1
    version.state = "published"
    session.flush()
    session.add(Publication(version_id=version.id, recorded_at=recorded_at, publisher_id=actor.user_id))
    owner.row_version += 1
    take_up(actor, version, content)
    record(
        actor,
        "standards.publish",
        "standard_version",
        version.id,
        agency_id=_agency_id(owner),
        number=version.number,
        content_hash=digest,
    )


def _agency_id(owner: Owner) -> int | None:
    return owner.agency_id if isinstance(owner, Service) else None
