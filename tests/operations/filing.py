"""A report filed through the real operation, about a place built by the factories."""

import secrets
from typing import Any

from sipp import clock
from sipp.models.agencies import Agency
from sipp.models.services import Service
from sipp.operations import assessing, reports
from sipp.vault.codes import CodeKeyRing
from tests import factories


def a_place(*, with_standard: bool = True, unit: dict[str, Any] | None = None, **agency: Any) -> tuple[str, str]:
    """The slugs of a new agency with an inspectorate, and of its service, with a published standard by default."""
    factories.the_calendar()
    row = factories.an_agency(**agency)
    factories.a_unit(row, slug="inspektorat", is_oversight=True)
    service = factories.a_service(factories.a_unit(row, **(unit or {})), factories.a_reference())
    if with_standard:
        factories.a_published_version(service)
    return row.slug, service.slug


def place_of(service: Service) -> tuple[str, str]:
    """The slugs of a service and its agency."""
    from_session = factories.current_session().get_one(Agency, service.agency_id)
    return from_session.slug, service.slug


def file_about(
    place: tuple[str, str | None],
    *,
    nonce: bytes | None = None,
    ring: CodeKeyRing = factories.RING,
    **told: Any,
) -> reports.Filed:
    """File a report about a place; what is told as ``factories.what_is_told`` takes it."""
    return reports.submit(
        factories.PUBLIC,
        assessing.form_context(*place),
        factories.what_is_told(**told),
        nonce=nonce or secrets.token_bytes(16),
        opened_at=clock.now(),
        ring=ring,
    )
