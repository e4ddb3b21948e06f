"""The public page of a service as it will be once a draft is in force."""

from sipp import clock
from sipp.operations.directory import ServicePage, VersionView, find_service
from sipp.operations.versions import published_versions
from sipp.operations.writing import Draft


def preview_page(draft: Draft) -> ServicePage:
    """What the service page will show, with the draft as the version in force."""
    service = find_service(draft.service.agency.slug, draft.service.slug)
    return ServicePage(
        service=service,
        unit_path=(),
        versions=published_versions(service),
        view=VersionView(version=draft.version, standard=draft.standard, is_in_force=True, is_first=False),
        reference_view=None,
        verified_on=None,
        review_due_on=None,
        today=clock.today(service.agency.time_zone),
        upcoming=None,
    )
