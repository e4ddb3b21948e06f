"""The page of a service, as the public sees it and as the office previews it: one set of values for one template."""

from typing import Any

from flask import request, url_for

from sipp.operations import corrections, links
from sipp.operations.directory import ServicePage
from sipp.operations.notices import notices_at
from sipp.rules.promises import glance
from sipp.rules.standards import Standard
from sipp.web import standard_view as view
from sipp.web.agency_view import notice_items, point_items
from sipp.web.deadline_view import promise_calculator_url


def service_values(page: ServicePage, standard: Standard | None, endpoint: str, **arguments: Any) -> dict[str, Any]:
    """What ``public/service.html`` shows; the links to variants lead to ``endpoint`` with its ``arguments``."""
    service = page.service
    variant = view.chosen_variant(standard, request.args.get("varian")) if standard else None
    return {
        "page": page,
        "service": service,
        "agency": service.agency,
        "parts": view.standard_parts(standard, variant, endpoint, **arguments) if standard else None,
        "variant": variant,
        "calculator_url": promise_calculator_url(glance(standard, variant).time_limit, service.unit.working_week)
        if standard
        else None,
        "issuers": view.issuer_links(standard, variant) if standard else {},
        "report_url": url_for("reports.form", agency=service.agency.slug, service=service.slug),
        "notices": notice_items(notices_at(service.agency_id, service.unit), service.agency),
        "points": point_items(service.service_points, service.agency),
        "corrections": corrections.yearly_figures(service.id),
        "link_broken_on": links.broken_on(service.online_url),
    }
