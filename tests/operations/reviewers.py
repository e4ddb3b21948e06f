"""People of one agency for tests of the workflow, and a standard on its way to publication."""

from dataclasses import dataclass
from datetime import date, timedelta

from sipp import clock
from sipp.models.agencies import Agency
from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from sipp.operations import workflow
from sipp.operations.standards import create_draft
from sipp.operations.versions import content_of
from sipp.rules.permissions import Actor, Membership
from sipp.rules.standards import Fee, Standard, content_hash
from tests import factories


@dataclass(frozen=True)
class People:
    """Two who write, two who decide, one who may do both, and one of another agency who may do both there."""

    agency: Agency
    service: Service
    editor: Actor
    other_editor: Actor
    publisher: Actor
    other_publisher: Actor
    both: Actor
    stranger: Actor


def people() -> People:
    """A service of a new agency, and its people; build inside a unit of work."""
    service = factories.a_service()
    factories.current_session().refresh(service, ["agency"])
    elsewhere = factories.an_agency().id
    here = service.agency_id
    return People(
        service.agency,
        service,
        an_actor(here, "editor"),
        an_actor(here, "editor"),
        an_actor(here, "publisher"),
        an_actor(here, "publisher"),
        an_actor(here, "editor", "publisher"),
        an_actor(elsewhere, "editor", "publisher"),
    )


def an_actor(agency_id: int | None, *roles: str) -> Actor:
    """Somebody with roles for a whole agency."""
    user = factories.a_user()
    return Actor(user.id, tuple(Membership(role, agency_id) for role in roles))  # type: ignore[arg-type]


def a_content(amount_idr: int = 25_000, effective_from: date | None = None) -> Standard:
    """A standard whose fee tells it from others, effective from yesterday on unless told otherwise."""
    day = effective_from or clock.now().date() - timedelta(days=1)
    fee = Fee(row_key="biaya", shape="fixed", amount_idr=amount_idr, legal_basis="Perda 1/2024")
    return factories.a_standard(effective_from=day, fees=(fee,))


def hash_of(version: StandardVersion) -> str:
    """The hash of what a version says now."""
    return content_hash(content_of(version))


def in_review(who: People, content: Standard | None = None) -> StandardVersion:
    """A version that the editor wrote and submitted."""
    version = create_draft(who.editor, who.service, content or a_content())
    return workflow.submit(who.editor, version.id)


def approved(who: People, content: Standard | None = None) -> StandardVersion:
    """The same, approved by the publisher."""
    version = in_review(who, content)
    return workflow.approve(who.publisher, version.id, hash_of(version))
