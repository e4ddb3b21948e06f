"""Writing a standard: starting a draft, changing it part by part, and what is wanting in it.

A *part* is one of the 14 components, "variants" or "effective". Whoever saves a part names the digest of what stood in
it when the page was drawn: two people at different parts never stand in each other's way, and at the same part neither
overwrites unseen what the other wrote.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency, Unit
from sipp.models.components import ROW_TABLES, VariantRow
from sipp.models.imports import ImportNote
from sipp.models.promises import PromiseSpan
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import PublicConsultation, ReviewRemark, SeenDifference, StandardVersion, VersionAuthor
from sipp.operations.journal import record
from sipp.operations.offerings import in_force_now
from sipp.operations.owned_standards import open_draft_of
from sipp.operations.reach import (
    LARGEST_ID,
    find_version,
    is_within_reach,
    keeps_models,
    lock_owner,
    lock_version,
    require,
)
from sipp.operations.standard_checks import Checked, check_content, surroundings_of
from sipp.operations.standards import create_draft, rewrite_draft, taken_over, today_of
from sipp.operations.versions import Owner, content_of, in_force, owner_of, published_versions
from sipp.rules.differences import Difference, differences
from sipp.rules.errors import Conflict, NotFound
from sipp.rules.permissions import Actor, is_permitted
from sipp.rules.standards import (
    COMPONENT_FIELDS,
    Component,
    Row,
    Standard,
    Variant,
    component_rows,
)
from sipp.rules.workflow import EDITABLE_STATES

READ = "standards.read_drafts"
EDIT = "standards.edit"
#: So many standards are offered to copy from.
MOST_OFFERED = 50

Part = Component | Literal["variants", "effective"]
Begin = Literal["empty", "reference", "version"]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A version being written, with its content and everything that was found in it.

    ``current`` is the version in force, ``model`` the national one, None where there is none.
    """

    version: StandardVersion
    owner: Owner
    checked: Checked
    is_writable: bool
    current: StandardVersion | None
    model: StandardVersion | None

    @property
    def standard(self) -> Standard:
        """Its content."""
        return self.checked.standard

    def digest(self, part: Part) -> str:
        """What stands in a part, in short; see the head of this file."""
        return digest(self.standard, part)


@dataclass(frozen=True, kw_only=True)
class OwnerVersions:
    """What one owner's standard can be written from; a national service has no further model."""

    owner: Owner
    published: Sequence[StandardVersion]
    current: StandardVersion | None
    draft: StandardVersion | None
    model: StandardVersion | None
    may_write: bool


def digest(standard: Standard, part: Part) -> str:
    """A hash of one part's content."""
    if part == "variants":
        content: Any = [asdict(variant) for variant in standard.variants]
    elif part == "effective":
        content = [standard.effective_from.isoformat(), standard.effective_basis]
    else:
        content = [asdict(row) for row in component_rows(standard, part)]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def open_draft(actor: Actor, version_id: int, action: str = READ) -> Draft:
    """A version within reach with what is found in it; raises NotFound, Forbidden like ``reach.require``."""
    reached = find_version(actor, version_id, action)
    version, owner = reached.version, reached.owner
    return Draft(
        version=version,
        owner=owner,
        checked=check_content(content_of(version), surroundings_of(owner)),
        is_writable=version.state in EDITABLE_STATES and is_within_reach(actor, EDIT, owner),
        current=_current(owner),
        model=_model(owner),
    )


def versions_of(actor: Actor, owner: Owner) -> OwnerVersions:
    """One owner, found within reach, with its versions and what a draft could begin with."""
    published = published_versions(owner)
    return OwnerVersions(
        owner=owner,
        published=published,
        current=in_force(published, today_of(owner), clock.now()),
        draft=open_draft_of(owner),
        model=_model(owner),
        may_write=is_within_reach(actor, "standards.create_draft", owner),
    )


def start(actor: Actor, owner: Owner, begin: Begin, source_id: int | None = None) -> StandardVersion:
    """A new draft: empty, from the national model, or from a published version of any owner.

    Raises Conflict while the owner has an open draft, NotFound when there is no such source, and like
    ``reach.require``.
    """
    require(actor, "standards.create_draft", owner)
    from_day = first_of_next_month(today_of(owner))
    source = _model(owner) if begin == "reference" else _published(source_id)
    if begin != "empty" and source is None:
        raise NotFound("version")
    owner = lock_owner(owner)
    if open_draft_of(owner) is not None:
        raise Conflict("draft_exists")
    if begin == "empty" or source is None:
        return create_draft(actor, owner, Standard(effective_from=from_day))
    content = content_of(source)
    if (source.service_id, source.reference_id) != _ids(owner):
        content = taken_over(content)
    content = replace(content, effective_from=from_day, effective_basis=None, decree_number=None)
    return create_draft(actor, owner, content, based_on=source)


def save_rows(actor: Actor, version_id: int, component: Component, rows: Sequence[Row], seen: str) -> Standard:
    """Put rows in the place of a component's. Raises like ``_save``."""

    def change(standard: Standard) -> Standard:
        if tuple(rows) == component_rows(standard, component):
            return standard
        field = COMPONENT_FIELDS[component]
        others = [row for row in getattr(standard, field) if row not in component_rows(standard, component)]
        changed: dict[str, Any] = {field: (*others, *rows)}
        return replace(standard, **changed)

    return _save(actor, version_id, component, seen, change)


def save_variants(actor: Actor, version_id: int, variants: Sequence[Variant], seen: str) -> Standard:
    """The kinds of the service that the standard tells apart. Raises like ``_save``."""
    return _save(actor, version_id, "variants", seen, lambda standard: replace(standard, variants=tuple(variants)))


def save_effective(actor: Actor, version_id: int, day: date, basis: str | None, seen: str) -> Standard:
    """From when the standard holds, and where that comes from. Raises like ``_save``."""
    return _save(
        actor,
        version_id,
        "effective",
        seen,
        lambda standard: replace(standard, effective_from=day, effective_basis=basis),
    )


def discard(actor: Actor, version_id: int) -> None:
    """Throw a draft away with all that was written in it; raises like ``_save``.

    A draft that a reviewer has seen is not thrown away: what was asked of it would be gone too.
    """
    reached = lock_version(actor, version_id, EDIT)
    version, session = reached.version, current_session()
    if version.state != "draft" or _is_on_record(version_id):
        raise Conflict("not_a_draft")
    tables: tuple[Any, ...] = (ImportNote, VersionAuthor, VariantRow, *ROW_TABLES.values())
    for table in tables:
        session.execute(delete(table).where(table.version_id == version_id))
    session.delete(version)
    session.flush()
    record(actor, "standards.discard", "standard_version", version_id, agency_id=reached.agency_id)


def _is_on_record(version_id: int) -> bool:
    """Whether something was put on record of a draft that stays for good: a remark, a review, a consultation."""
    return any(
        current_session().scalar(select(kept.version_id).where(kept.version_id == version_id).limit(1)) is not None
        for kept in (ReviewRemark, SeenDifference, PublicConsultation)
    )


def differences_to(draft: Draft, against: Literal["reference", "version"]) -> tuple[Difference, ...] | None:
    """What the draft says otherwise than the national model, or than the version in force; None without one."""
    other = draft.model if against == "reference" else draft.current
    return differences(content_of(other), draft.standard) if other else None


def drafts_of(actor: Actor) -> Sequence[StandardVersion]:
    """The drafts that the actor wrote last and that are still to be written, the oldest first."""
    if not (is_permitted_to_write(actor) or keeps_models(actor, EDIT)):
        return ()
    rows = current_session().scalars(
        select(StandardVersion)
        .where(StandardVersion.maker_id == actor.user_id, StandardVersion.state.in_(EDITABLE_STATES))
        .options(
            joinedload(StandardVersion.service).options(joinedload(Service.unit), joinedload(Service.agency)),
            joinedload(StandardVersion.reference),
        )
        .order_by(StandardVersion.id)
    )
    return [version for version in rows if is_within_reach(actor, EDIT, owner_of(version))]


def is_permitted_to_write(actor: Actor) -> bool:
    """Whether the actor writes standards of services anywhere."""
    return any(is_permitted(actor, EDIT, one.agency_id, one.unit_path) for one in actor.memberships)


def offered_to_copy(service: Service, words: str) -> Sequence[StandardVersion]:
    """Standards in force to copy from: of services with these words, first those of the same national service."""
    statement = (
        select(StandardVersion)
        .join(PromiseSpan, PromiseSpan.version_id == StandardVersion.id)
        .join(Service, Service.id == StandardVersion.service_id)
        .join(Service.agency)
        .join(Service.unit)
        .where(in_force_now(clock.now()), Service.id != service.id, Service.status != "retired")
        .options(joinedload(StandardVersion.service).options(joinedload(Service.agency), joinedload(Service.unit)))
    )
    plain = words.lower().replace("%", "").replace("_", "").split()[:10]
    if not plain:
        same = (
            Service.reference_id == service.reference_id if service.reference_id else Service.unit_id == service.unit_id
        )
        statement = statement.where(same)
    for word in plain:
        like = f"%{word}%"
        statement = statement.where(
            or_(
                func.lower(Service.name).like(like),
                func.lower(Agency.name).like(like),
                func.lower(Unit.name).like(like),
            )
        )
    own_first = (Service.agency_id != service.agency_id, Agency.name, Service.name, Service.id)
    return current_session().scalars(statement.order_by(*own_first).limit(MOST_OFFERED)).all()


def issuers() -> Sequence[tuple[str, str]]:
    """The national services that issue papers: slug and name."""
    return [
        (slug, name)
        for slug, name in current_session().execute(
            select(ReferenceService.slug, ReferenceService.name).order_by(ReferenceService.name)
        )
    ]


def first_of_next_month(today: date) -> date:
    """A day to begin with that leaves time to review."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


def _save(actor: Actor, version_id: int, part: Part, seen: str, change: Callable[[Standard], Standard]) -> Standard:
    """Change a part of a draft; nothing is written where nothing changes.

    Raises Conflict ("changed_meanwhile") when the part is not as it was seen, ("not_a_draft") when the version is no
    draft any more, and Forbidden or NotFound like ``open_draft``.
    """
    version = lock_version(actor, version_id, EDIT).version
    if version.state not in EDITABLE_STATES:
        raise Conflict("not_a_draft")
    standard = content_of(version)
    changed = change(standard)
    if changed == standard:
        return standard
    if digest(standard, part) not in (seen, digest(changed, part)):
        raise Conflict("changed_meanwhile")
    rewrite_draft(actor, version, changed)
    return changed


def _published(version_id: int | None) -> StandardVersion | None:
    """A published version: everybody may read those, so everybody may begin with one."""
    if version_id is None or version_id > LARGEST_ID:
        return None
    return current_session().scalar(
        select(StandardVersion)
        .where(StandardVersion.id == version_id, StandardVersion.state == "published")
        .options(joinedload(StandardVersion.decree))
    )


def _current(owner: Owner) -> StandardVersion | None:
    return in_force(published_versions(owner), today_of(owner), clock.now())


def _model(owner: Owner) -> StandardVersion | None:
    """The national model in force of what a service is one of."""
    if isinstance(owner, ReferenceService) or owner.reference_id is None:
        return None
    return _current(current_session().get_one(ReferenceService, owner.reference_id))


def _ids(owner: Owner) -> tuple[int | None, int | None]:
    """The owner as its versions name it."""
    return (owner.id, None) if isinstance(owner, Service) else (None, owner.id)
