"""The public page of a service or national service as it will be once a draft is in force."""

from dataclasses import replace

from sipp import clock
from sipp.models.services import Service
from sipp.operations.directory import ReferencePage, ServicePage, VersionView, find_service, reference_page
from sipp.operations.versions import published_versions
from sipp.operations.writing import Draft


def preview_service(draft: Draft) -> ServicePage:
    """What the page of the draft's service will show, with the draft as the version in force."""
    assert isinstance(draft.owner, Service)
    service = find_service(draft.owner.agency.slug, draft.owner.slug)
    return ServicePage(
        service=service,
        unit_path=(),
        versions=published_versions(service),
        view=_view(draft),
        reference_view=None,
        verified_on=None,
        review_due_on=None,
        today=clock.today(service.agency.time_zone),
        upcoming=None,
    )


def preview_reference(draft: Draft) -> ReferencePage:
    """What the page of the draft's national service will show."""
    return replace(reference_page(draft.owner.slug), view=_view(draft))


def _view(draft: Draft) -> VersionView:
    return VersionView(version=draft.version, standard=draft.standard, is_in_force=True, is_first=False)
