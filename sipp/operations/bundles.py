"""What a decree adopts, as somebody sees it: the versions within reach, and which differences were gone through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipp.db import current_session
from sipp.models.agencies import Agency
from sipp.models.services import Service
from sipp.models.standards import Decree, SeenDifference, StandardVersion
from sipp.operations.moved import with_those_merged_into
from sipp.operations.reach import LARGEST_ID, is_within_reach, reachable_agencies
from sipp.operations.versions import contents_of
from sipp.rules.errors import NotFound
from sipp.rules.permissions import Actor
from sipp.rules.standards import content_hash
from sipp.rules.workflow import bundle_hash


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """A version that a decree adopts: its hash, and whether the asking reviewer went through what it changes."""

    version: StandardVersion
    service: Service
    content_hash: str
    is_seen: bool


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A decree as the actor sees it: the versions within reach, and how many lie beyond it."""

    decree: Decree
    agency: Agency
    adopted: Sequence[Adopted]
    beyond_reach: int

    @property
    def content_hash(self) -> str:
        """The hash of the whole set; means something only when nothing lies beyond reach."""
        return bundle_hash((one.version.id, one.content_hash) for one in self.adopted)

    @property
    def is_seen(self) -> bool:
        """Whether the reviewer went through every difference."""
        return self.beyond_reach == 0 and all(one.is_seen for one in self.adopted)


def decrees_of(actor: Actor, agency_slug: str | None = None) -> tuple[Sequence[Agency], Agency, Sequence[Decree]]:
    """The agencies to choose from, the chosen one (else the first) and its decrees, the newest first.

    Raises Forbidden for who reads no drafts anywhere, NotFound for a foreign and an unknown agency alike.
    """
    agencies = reachable_agencies(actor)
    agency = next((one for one in agencies if agency_slug in (None, one.slug)), None)
    if agency is None:
        raise NotFound("agency")
    of_agency = select(Decree).where(Decree.agency_id.in_(with_those_merged_into(agency.id)))
    return agencies, agency, current_session().scalars(of_agency.order_by(Decree.id.desc())).all()


def find_bundle(actor: Actor, decree_id: int) -> Bundle:
    """A decree with what it adopts; raises Forbidden, and NotFound for a foreign and an unknown one alike."""
    agencies = {agency.id: agency for agency in reachable_agencies(actor)}
    decree = current_session().get(Decree, decree_id) if decree_id <= LARGEST_ID else None
    issuer = current_session().get_one(Agency, decree.agency_id) if decree else None
    agency = agencies.get(issuer.merged_into_id or issuer.id) if issuer else None
    if decree is None or agency is None:
        raise NotFound("decree")
    versions = _versions_of(decree)
    near = [one for one in versions if is_within_reach(actor, "standards.read_drafts", service_of(one))]
    hashes = {key: content_hash(content) for key, content in contents_of(near).items()}
    seen = seen_by(actor, hashes)
    return Bundle(
        decree=decree,
        agency=agency,
        adopted=[
            Adopted(version=one, service=service_of(one), content_hash=hashes[one.id], is_seen=one.id in seen)
            for one in near
        ],
        beyond_reach=len(versions) - len(near),
    )


def seen_by(actor: Actor, hashes: Mapping[int, str]) -> set[int]:
    """The versions of which the actor went through exactly this content."""
    rows = current_session().execute(
        select(SeenDifference.version_id, SeenDifference.content_hash).where(
            SeenDifference.version_id.in_(hashes), SeenDifference.user_id == actor.user_id
        )
    )
    return {version_id for version_id, digest in rows if hashes[version_id] == digest}


def service_of(version: StandardVersion) -> Service:
    """The service of an adopted version: decrees adopt standards of services alone."""
    assert version.service is not None
    return version.service


def _versions_of(decree: Decree) -> Sequence[StandardVersion]:
    """What the decree adopts, by name of the service; what somebody published under it earlier too."""
    return (
        current_session()
        .scalars(
            select(StandardVersion)
            .join(StandardVersion.service)
            .where(StandardVersion.decree_id == decree.id)
            .options(joinedload(StandardVersion.service).joinedload(Service.unit), joinedload(StandardVersion.decree))
            .order_by(Service.name, StandardVersion.id)
            .execution_options(populate_existing=True)
        )
        .all()
    )
