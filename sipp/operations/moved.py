"""Where something is now that had another public address: a renamed agency or service, a merged agency."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from sipp.db import current_session
from sipp.models.agencies import Agency, AgencySlug
from sipp.models.services import Service, ServiceSlug
from sipp.rules.errors import SippError


class MovedTo(SippError):
    """The thing has another address now; ``details["slug"]`` is the present slug of its ``details["part"]``.

    ``details["service"]`` is there when a service moved together with its agency.
    """

    code = "moved"


def with_those_merged_into(agency_id: int) -> Select[int]:
    """The ids of an agency and of those that became part of it: published decrees and the journal keep the old ones."""
    return select(Agency.id).where(or_(Agency.id == agency_id, Agency.merged_into_id == agency_id))


def moved_agency(slug: str) -> MovedTo | None:
    """Where an agency is that had this slug; a merged one is at its successor's."""
    session = current_session()
    moved = session.scalar(
        select(Agency.slug).join(AgencySlug, AgencySlug.agency_id == Agency.id).where(AgencySlug.slug == slug)
    )
    if moved is None:
        into = select(Agency.merged_into_id).where(Agency.slug == slug).scalar_subquery()
        moved = session.scalar(select(Agency.slug).where(Agency.id == into))
    return MovedTo(part="agency", slug=moved) if moved else None


def moved_service(agency: Agency, slug: str) -> MovedTo | None:
    """Where a service of an agency is that had this slug."""
    moved = current_session().scalar(
        select(Service.slug)
        .join(ServiceSlug, ServiceSlug.service_id == Service.id)
        .where(ServiceSlug.agency_id == agency.id, ServiceSlug.slug == slug)
    )
    return MovedTo(part="service", slug=moved) if moved else None


def moved_with_its_agency(agency_slug: str, service_slug: str) -> MovedTo | None:
    """Where a service of a merged agency is: its slug may have been somebody else's there."""
    there = aliased(Agency)
    row = (
        current_session()
        .execute(
            select(there.slug, Service.slug)
            .join(Service, Service.agency_id == there.id)
            .join(ServiceSlug, ServiceSlug.service_id == Service.id)
            .join(Agency, Agency.id == ServiceSlug.agency_id)
            .where(Agency.slug == agency_slug, Agency.merged_into_id.is_not(None), ServiceSlug.slug == service_slug)
        )
        .first()
    )
    return MovedTo(part="agency", slug=row[0], service=row[1]) if row else None
