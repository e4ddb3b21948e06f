"""Many standards at once: which drafts an import would make, whether it may, and making them.

Importing the same thing again changes nothing; importing it corrected rewrites the draft of the first time, as long as
it is still the same person's draft. Published versions are never touched.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from sipp.db import current_session
from sipp.models.agencies import Agency, Unit
from sipp.models.imports import ImportNote
from sipp.models.services import ReferenceService, Service, ServiceSlug
from sipp.models.standards import Decree, StandardVersion
from sipp.operations.agency_profiles import flush_or_conflict, hold_agency
from sipp.operations.directory import find_agency
from sipp.operations.journal import note_search_changes, record
from sipp.operations.standards import create_draft, rewrite_draft, search_thing
from sipp.operations.versions import contents_of
from sipp.rules.errors import Conflict, Forbidden, InvalidInput, NotFound
from sipp.rules.permissions import NATIONAL_ROLES, Actor, is_allowed, is_permitted
from sipp.rules.standards import COMPONENTS, Component, Standard, component_rows, content_hash

Effect = Literal["new_service", "new_draft", "rewritten_draft", "unchanged"]

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 120
_BATCH = 500
#: States of a decree whose set of standards a reviewer has before them, or approved.
_CLOSED = ("in_review", "approved")


@dataclass(frozen=True, kw_only=True)
class Original:
    """A piece of the source's text; ``row_key`` names the row read from it, ``code`` why none or not all was."""

    text: str
    place: str
    component: Component | None = None
    row_key: str | None = None
    code: str | None = None


@dataclass(frozen=True, kw_only=True)
class WantedStandard:
    """What an import wants of one service: its content and, for a service that is new, its name and unit."""

    service: str
    standard: Standard
    name: str | None = None
    unit: str | None = None
    reference: str | None = None
    originals: tuple[Original, ...] = ()


@dataclass(frozen=True)
class Base:
    """The newest version of a service, whatever its state, with its content."""

    version: StandardVersion
    standard: Standard


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an import goes: one agency, and what of it the import may continue. Bases only of the services named.

    ``closed_decrees`` are the numbers of decrees in review or approved: what these adopt is settled.
    """

    agency: Agency
    units: dict[str, Unit]
    services: dict[str, Service]
    references: dict[str, ReferenceService]
    bases: dict[str, Base] = field(default_factory=dict)
    closed_decrees: frozenset[str] = frozenset()

    def unit_of(self, service: Service) -> Unit:
        """The unit that offers a service."""
        return next(unit for unit in self.units.values() if unit.id == service.unit_id)


def open_place(actor: Actor, agency_slug: str, services: Collection[str] | None = None) -> Place:
    """An agency with the bases of the services named (all when None).

    Raises NotFound for an agency that is unknown or not the actor's, Forbidden for an own one without the right.
    """
    agency = find_agency(agency_slug)
    _require_some_right(actor, agency)
    session = current_session()
    units = session.scalars(select(Unit).where(Unit.agency_id == agency.id))
    offered = list(
        session.scalars(
            select(Service)
            .where(Service.agency_id == agency.id)
            .options(joinedload(Service.reference))
            .order_by(Service.slug)
        )
    )
    named = offered if services is None else [service for service in offered if service.slug in services]
    return Place(
        agency=agency,
        units={unit.slug: unit for unit in units},
        services={service.slug: service for service in offered},
        references={reference.slug: reference for reference in session.scalars(select(ReferenceService))},
        bases=bases_of(named),
        closed_decrees=frozenset(
            session.scalars(select(Decree.number).where(Decree.agency_id == agency.id, Decree.state.in_(_CLOSED)))
        ),
    )


def bases_of(services: Sequence[Service]) -> dict[str, Base]:
    """The newest version of each service by its address; services without one are left out."""
    found: dict[str, Base] = {}
    session = current_session()
    for start in range(0, len(services), _BATCH):
        slugs = {service.id: service.slug for service in services[start : start + _BATCH]}
        newest = (
            select(func.max(StandardVersion.id))
            .where(StandardVersion.service_id.in_(slugs))
            .group_by(StandardVersion.service_id)
        )
        versions = session.scalars(
            select(StandardVersion).where(StandardVersion.id.in_(newest)).options(joinedload(StandardVersion.decree))
        ).all()
        contents = contents_of(versions)
        for version in versions:
            assert version.service_id is not None
            found[slugs[version.service_id]] = Base(version, contents[version.id])
    return found


def model_standards(references: Iterable[ReferenceService]) -> dict[str, Standard]:
    """The newest published model of each reference service by its slug; those without one are left out."""
    ids = {reference.id: reference.slug for reference in references}
    newest = (
        select(func.max(StandardVersion.number), StandardVersion.reference_id)
        .where(StandardVersion.reference_id.in_(ids), StandardVersion.state == "published")
        .group_by(StandardVersion.reference_id)
        .subquery()
    )
    versions = (
        current_session()
        .scalars(
            select(StandardVersion)
            .join(
                newest,
                (newest.c.reference_id == StandardVersion.reference_id) & (newest.c[0] == StandardVersion.number),
            )
            .options(joinedload(StandardVersion.decree))
        )
        .all()
    )
    contents = contents_of(versions)
    return {ids[version.reference_id]: contents[version.id] for version in versions if version.reference_id}


def effect_of(place: Place, wanted: WantedStandard) -> Effect:
    """What importing would do for one service."""
    if wanted.service not in place.services:
        return "new_service"
    base = place.bases.get(wanted.service)
    if base is None:
        return "new_draft" if _says_something(wanted.standard) else "unchanged"
    if content_hash(base.standard) == content_hash(wanted.standard):
        return "unchanged"
    return "rewritten_draft" if base.version.state in ("draft", "changes_requested") else "new_draft"


def _says_something(standard: Standard) -> bool:
    return any(component_rows(standard, component) for component in COMPONENTS)


def refusals(actor: Actor, place: Place, wanted: WantedStandard) -> dict[str, str]:
    """Why one service cannot be imported: field -> code; empty when it can.

    Fields are "service", "name", "unit", "reference" and "decree_number".
    """
    closed = _refusals_of_decree(place, wanted)
    service = place.services.get(wanted.service)
    if service is None:
        return _refusals_of_new(actor, place, wanted) | closed
    if not is_permitted(actor, "standards.import", place.agency.id, place.unit_of(service).path):
        return {"service": "unit_out_of_reach"}
    base = place.bases.get(wanted.service)
    is_anothers = base is not None and base.version.maker_id != actor.user_id
    if is_anothers and effect_of(place, wanted) == "rewritten_draft":
        return {"service": "draft_of_another"}
    return closed


def lock_all(place: Place, wanted: Collection[WantedStandard]) -> None:
    """Lock what several imports touch in the order in which everybody does: decrees, then services; the agency is held.

    Raises NotFound when it was merged a moment ago.
    """
    session = current_session()
    agency = hold_agency(place.agency)
    of_agency = select(Decree.id).where(Decree.agency_id == agency.id)
    numbers = {one.standard.decree_number for one in wanted}
    session.execute(of_agency.where(Decree.number.in_(numbers)).order_by(Decree.id).with_for_update())
    ids = [place.services[one.service].id for one in wanted if one.service in place.services]
    session.execute(select(Service.id).where(Service.id.in_(ids)).order_by(Service.id).with_for_update())


def tell_search(created: Collection[StandardVersion]) -> None:
    """Note the new services of these versions; like ``note_search_changes`` the last thing before the commit."""
    services = select(Service).where(Service.id.in_([one.service_id for one in created])).order_by(Service.id)
    note_search_changes(list(dict.fromkeys(search_thing(one) for one in current_session().scalars(services).all())))


def apply(actor: Actor, place: Place, wanted: WantedStandard) -> StandardVersion | None:
    """Make or rewrite the draft of one service, and the service when it is new; None when nothing changes.

    Whoever imports several locks them first, and tells search of the new ones last.

    Raises InvalidInput when refused, Conflict when somebody else was faster since the place was opened.
    """
    if refused := refusals(actor, place, wanted):
        raise InvalidInput(refused)
    effect = effect_of(place, wanted)
    if effect == "unchanged":
        return None
    decree_id = _decree_id(place.agency, wanted.standard.decree_number)
    service = place.services.get(wanted.service)
    base = place.bases.get(wanted.service)
    if service is None:
        service = _create_service(actor, place, wanted)
    else:
        _lock_unchanged(service, base)
    if effect == "rewritten_draft" and base is not None:
        version = rewrite_draft(actor, base.version, wanted.standard)
    else:
        version = create_draft(actor, service, wanted.standard, based_on=base.version if base else None)
    version.decree_id = decree_id
    _keep_originals(version, wanted.originals)
    record(
        actor,
        "standards.import",
        "standard_version",
        version.id,
        agency_id=place.agency.id,
        effect=effect,
        content_hash=content_hash(wanted.standard),
    )
    current_session().flush()
    return version


def import_notes(version: StandardVersion) -> Sequence[ImportNote]:
    """What stood in the source of a draft, in its order."""
    return (
        current_session()
        .scalars(select(ImportNote).where(ImportNote.version_id == version.id).order_by(ImportNote.position))
        .all()
    )


def _require_some_right(actor: Actor, agency: Agency) -> None:
    if is_permitted(actor, "standards.import", agency.id):
        return
    own = [one for one in actor.memberships if one.agency_id == agency.id or one.role in NATIONAL_ROLES]
    if not own:
        raise NotFound("agency")
    if not any(is_allowed(one.role, "standards.import") for one in own):
        raise Forbidden()


def _refusals_of_new(actor: Actor, place: Place, wanted: WantedStandard) -> dict[str, str]:
    found: dict[str, str] = {}
    if (
        not _SLUG.fullmatch(wanted.service)
        or len(wanted.service) > _LONGEST_SLUG
        or _is_former_slug(place.agency, wanted.service)
    ):
        found["service"] = "slug_unusable"
    if not (wanted.name or "").strip():
        found["name"] = "missing_value"
    if wanted.reference is not None and wanted.reference not in place.references:
        found["reference"] = "unknown_reference"
    unit = place.units.get(wanted.unit or "")
    if unit is None or unit.retired_at:
        found["unit"] = "unknown_unit" if wanted.unit else "missing_value"
    elif not all(
        is_permitted(actor, action, place.agency.id, unit.path) for action in ("standards.import", "services.create")
    ):
        found["unit"] = "unit_out_of_reach"
    return found


def _refusals_of_decree(place: Place, wanted: WantedStandard) -> dict[str, str]:
    """A draft that changes something joins no decree whose set is being reviewed or was approved."""
    if wanted.standard.decree_number not in place.closed_decrees or effect_of(place, wanted) == "unchanged":
        return {}
    return {"decree_number": "decree_in_review"}


def _is_former_slug(agency: Agency, slug: str) -> bool:
    return current_session().get(ServiceSlug, (agency.id, slug)) is not None


def _create_service(actor: Actor, place: Place, wanted: WantedStandard) -> Service:
    session = current_session()
    reference = place.references.get(wanted.reference or "")
    service = Service(
        agency_id=place.agency.id,
        unit_id=place.units[wanted.unit or ""].id,
        reference_id=reference.id if reference else None,
        slug=wanted.service,
        name=(wanted.name or "").strip(),
        summary=reference.summary if reference else None,
        audience=reference.audience if reference else None,
        online_url=reference.online_url if reference else None,
    )
    session.add(service)
    flush_or_conflict()
    record(actor, "services.create", "service", service.id, agency_id=place.agency.id)
    return service


def _lock_unchanged(service: Service, base: Base | None) -> None:
    """Let nobody else work on the service until the commit, and make sure that nobody did since its base was read."""
    session = current_session()
    session.execute(select(Service.id).where(Service.id == service.id).with_for_update())
    newest = session.execute(
        select(StandardVersion.id, StandardVersion.row_version)
        .where(StandardVersion.service_id == service.id)
        .order_by(StandardVersion.id.desc())
        .limit(1)
    ).first()
    known = (base.version.id, base.version.row_version) if base else None
    if known != (tuple(newest) if newest else None):
        raise Conflict("changed_meanwhile")


def _decree_id(agency: Agency, number: str | None) -> int | None:
    """The decree of this number, which nobody takes to review until the commit.

    Locked before the service, as decrees are everywhere.
    """
    if number is None:
        return None
    session = current_session()
    wanted = select(Decree).where(Decree.agency_id == agency.id, Decree.number == number)
    decree = session.scalar(wanted.with_for_update().execution_options(populate_existing=True))
    if decree is not None and decree.state in _CLOSED:
        raise Conflict("changed_meanwhile")
    if decree is None:
        decree = Decree(agency_id=agency.id, number=number)
        session.add(decree)
        flush_or_conflict()
    return decree.id


def _keep_originals(version: StandardVersion, originals: Sequence[Original]) -> None:
    session = current_session()
    session.execute(delete(ImportNote).where(ImportNote.version_id == version.id))
    session.add_all(
        ImportNote(
            version_id=version.id,
            position=position,
            component=original.component,
            row_key=original.row_key,
            code=original.code,
            place=original.place[:300],
            original=original.text,
        )
        for position, original in enumerate(originals, start=1)
    )
