"""What is within somebody's reach: services and versions, found or locked; foreign ones answer like unknown ones."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from sipp.db import current_session
from sipp.models.agencies import Agency, Unit
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import StandardVersion
from sipp.operations.versions import Owner
from sipp.rules import permissions
from sipp.rules.errors import Forbidden, NotFound
from sipp.rules.permissions import Actor

#: A larger number is nobody's, and no database takes it.
LARGEST_ID = 2**31 - 1
_READ = "standards.read_drafts"
#: What ``references.edit`` allows with a national model; the rest is ``references.publish``.
_EDITORS = frozenset(
    {_READ, "standards.create_draft", "standards.edit", "standards.import", "standards.submit", "standards.consult"}
)


@dataclass(frozen=True)
class Reached:
    """A version that the actor may see, with its owner; of an agency's service also where it belongs."""

    version: StandardVersion
    owner: Owner

    @property
    def agency(self) -> Agency | None:
        """The agency; None for a national model."""
        return self.owner.agency if isinstance(self.owner, Service) else None

    @property
    def agency_id(self) -> int | None:
        """The agency's id; None for a national model."""
        return self.owner.agency_id if isinstance(self.owner, Service) else None


def is_within_reach(actor: Actor, action: str, owner: Owner) -> bool:
    """The filter of this file: whether the actor may do the action with the standard of this owner."""
    if isinstance(owner, Service):
        return permissions.is_permitted(actor, action, owner.agency_id, owner.unit.path)
    return keeps_models(actor, action)


def keeps_models(actor: Actor, action: str) -> bool:
    """Whether the actor may do with national models what the action says of an agency's standard."""
    if permissions.is_allowed(actor.implicit_role, action):
        return True
    return permissions.is_permitted(actor, "references.edit" if action in _EDITORS else "references.publish")


def services_within(actor: Actor, action: str) -> ColumnElement[bool]:
    """The condition on ``Service`` joined with ``Unit`` that an actor may do an action there. Needs both in the query.

    The same reach as ``permissions.is_permitted`` for one service; its unit's path ends with a slash, so a prefix is a
    subtree.
    """
    held = [one for one in actor.memberships if permissions.is_allowed(one.role, action)]
    if any(one.role in permissions.NATIONAL_ROLES for one in held):
        return true()
    places = [
        and_(Service.agency_id == one.agency_id, Unit.path.startswith(one.unit_path, autoescape=True)) for one in held
    ]
    return or_(false(), *places)


def require(actor: Actor, action: str, owner: Owner) -> None:
    """Raises NotFound for who may not even see the owner's drafts, Forbidden for who may see but not do this."""
    if is_within_reach(actor, action, owner):
        return
    if not is_within_reach(actor, _READ, owner):
        raise NotFound("version")
    raise Forbidden()


def find_version(actor: Actor, version_id: int, action: str = _READ) -> Reached:
    """A version, whatever its state; raises like ``require``."""
    reached = Reached(*_read(version_id, lock=False))
    require(actor, action, reached.owner)
    return reached


def lock_version(actor: Actor, version_id: int, action: str) -> Reached:
    """A version of which nobody else can change anything until the commit; raises like ``require``."""
    reached = Reached(*_read(version_id, lock=True))
    require(actor, action, reached.owner)
    return reached


def lock_versions(actor: Actor, version_ids: Collection[int], action: str) -> Sequence[Reached]:
    """Several versions locked, always in the same order of their owners so that nobody waits for the other."""
    session = current_session()
    owners = session.execute(
        select(StandardVersion.id, StandardVersion.service_id, StandardVersion.reference_id).where(
            StandardVersion.id.in_(version_ids)
        )
    ).all()
    if len(owners) != len(set(version_ids)):
        raise NotFound("version")
    ordered = sorted(owners, key=lambda row: (row.service_id or 0, row.reference_id or 0, row.id))
    return [lock_version(actor, row.id, action) for row in ordered]


def lock_owner(of: StandardVersion | Owner) -> Owner:
    """Let nobody else change the standards of an owner, or of a version's owner, until the commit; read anew."""
    if isinstance(of, StandardVersion):
        return _read(of.id, lock=True)[1]
    is_service = isinstance(of, Service)
    return _owner(of.id if is_service else None, None if is_service else of.id, lock=True)


def reachable_agencies(actor: Actor, action: str = _READ) -> Sequence[Agency]:
    """The agencies in some part of which the actor may do this; raises Forbidden when there are none."""
    found = current_session().scalars(select(Agency).where(Agency.merged_into_id.is_(None)).order_by(Agency.name))
    holding = [one for one in actor.memberships if permissions.is_allowed(one.role, action)]
    if any(one.role in permissions.NATIONAL_ROLES for one in holding):
        return found.all()
    own = {one.agency_id for one in holding}
    if not own:
        raise Forbidden()
    return [agency for agency in found if agency.id in own]


def _read(version_id: int, *, lock: bool) -> tuple[StandardVersion, Owner]:
    session = current_session()
    if version_id > LARGEST_ID:
        raise NotFound("version")
    session.flush()  # what is pending here counts, and reading anew would lose it
    columns = select(StandardVersion.service_id, StandardVersion.reference_id)
    ids = session.execute(columns.where(StandardVersion.id == version_id)).first()
    if ids is None:
        raise NotFound("version")
    owner = _owner(ids.service_id, ids.reference_id, lock=lock)
    # Only now that nobody else can change it: what the session knew of it before may be old.
    query = select(StandardVersion).where(StandardVersion.id == version_id)
    query = query.options(joinedload(StandardVersion.decree), *(() if lock else _facts()))
    return session.scalars(query.execution_options(populate_existing=True)).one(), owner


def _facts() -> tuple[ExecutableOption, ...]:
    """Not for who changes a version: what was read as absent would stay absent for that transaction."""
    return joinedload(StandardVersion.publication), joinedload(StandardVersion.withdrawal)


def _owner(service_id: int | None, reference_id: int | None, *, lock: bool) -> Owner:
    session = current_session()
    query: Select[Any]
    if lock:
        # Apart from what is read: a row waited for is looked at again, but not what was joined to it.
        kind, owner_id = (Service, service_id) if service_id is not None else (ReferenceService, reference_id)
        session.execute(select(kind.id).where(kind.id == owner_id).with_for_update())
    if service_id is not None:
        query = select(Service).where(Service.id == service_id)
        query = query.options(joinedload(Service.unit), joinedload(Service.agency))
    else:
        query = select(ReferenceService).where(ReferenceService.id == reference_id)
    owner: Owner | None = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if owner is None:
        raise NotFound("service")
    return owner
